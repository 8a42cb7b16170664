"""Kernels in several modules are compiled anew when one of them changes."""

import os
import subprocess
import sys
from pathlib import Path

from flurinfill import compiling

_ROOT = Path(__file__).parents[2]
_INNER = "from flurinfill.compiling import compiled\n\n\n@compiled\ndef inner(x):\n    return x + {more}\n"
_OUTER = (
    "from flurinfill.compiling import compiled\n"
    "from few_kernels.inner import inner\n\n\n"
    "@compiled\ndef outer(x):\n    return 10 * inner(x)\n"
)


def _answer(folder: Path) -> list[str]:
    """What the kernel gives in a new process, and how often it came from the cache."""
    code = "from few_kernels.outer import outer; print(outer(1), sum(outer.stats.cache_hits.values()))"
    paths = os.pathsep.join([str(folder), str(_ROOT)])
    environment = os.environ | {"PYTHONPATH": paths, "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_a_change_in_another_module_is_noticed(tmp_path: Path) -> None:
    package = tmp_path / "few_kernels"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "outer.py").write_text(_OUTER)
    (package / "inner.py").write_text(_INNER.format(more=1))
    assert _answer(tmp_path) == ["20", "0"]
    assert _answer(tmp_path) == ["20", "1"]
    (package / "inner.py").write_text(_INNER.format(more=2))
    assert _answer(tmp_path) == ["30", "0"]


def test_each_state_of_a_package_has_a_folder_of_its_own(tmp_path: Path) -> None:
    package, plain = tmp_path / "more_kernels", tmp_path / "plain"
    for folder in (package, plain):
        folder.mkdir()
        (folder / "one.py").write_text("ONE = 1\n")
    find = compiling._cache_folder.__wrapped__
    first = find(package)
    assert first == find(package)
    (package / "one.py").write_text("ONE = 2\n")
    assert find(package) != first
    assert find(plain) == first.parent
