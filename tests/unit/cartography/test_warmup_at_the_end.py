"""A program that ends while the drawing kernels compile ends in peace."""

import os
import subprocess
import sys
from pathlib import Path


def test_a_program_that_ends_while_kernels_compile_ends_in_peace(tmp_path: Path) -> None:
    begin_and_end = """
import sys, time
from flurinfill.cartography import warmup
warmup.warm()
while not hasattr(sys.modules.get("flurinfill.cartography.kernels"), "halve_rows"):
    time.sleep(0.01)
"""
    env = {
        **os.environ,
        "XDG_CACHE_HOME": str(tmp_path),
        "LOCALAPPDATA": str(tmp_path),
    }  # nothing is compiled
    ended = subprocess.run(
        [sys.executable, "-c", begin_and_end], env=env, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert list(tmp_path.rglob("*.nbi")), "the kernels were not kept"
