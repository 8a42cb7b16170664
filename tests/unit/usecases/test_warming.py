"""Kernels are compiled apart, once for each version of the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flurinfill.detection.basis import program
from flurinfill.usecases import warming

COUNT = """
import sys
from flurinfill._data import data_path
from flurinfill.cadastre.reading import read
from flurinfill.detection.measures import measure
from flurinfill.usecases import warming

def signatures():
    found = {}
    for name, module in list(sys.modules.items()):
        if name.startswith("flurinfill.detection") and "kernels" in name:
            for each in vars(module).values():
                if hasattr(each, "signatures") and hasattr(each, "py_func"):
                    found[each.py_func.__qualname__] = len(each.signatures)
    return found

warming.warm()
before = signatures()
measure(read([data_path("sample_data", "town.nas.xml.gz")], with_owners=False))
after = signatures()
late = {name: count for name, count in after.items() if before.get(name, 0) != count}
print(len(before), late)
"""


def test_nothing_is_left_to_compile_for_a_whole_town() -> None:
    run = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    count, _, rest = run.stdout.strip().partition(" ")
    assert int(count) > 10
    assert rest == "{}"


def test_it_is_started_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(warming, "cache_path", lambda: tmp_path)
    monkeypatch.setattr(warming.subprocess, "Popen", lambda command, **_: started.append(command))
    warming.warm_apart()
    assert started[0][1:] == ["-m", "flurinfill.usecases.warming"]
    (tmp_path / "measured-of-another-version").touch()
    warming.warm()
    assert [path.name for path in tmp_path.iterdir()] == [f"measured-{program()}"]
    assert warming.warm_apart() is None
    assert len(started) == 1
    monkeypatch.setattr(warming, "cache_path", lambda: None)
    assert warming.warm_apart() is None
