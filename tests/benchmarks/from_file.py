"""From a file to verdicts in a project: read, store, measure, judge and keep, as the program does it.

Three times: cold (a new process that has no compiled kernels yet), warm (a new process that has
them), and again in that second process, as in a window that is open already. The starting of the
process is a line of its own; all others are what a person waits for with the program open.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from steps import Steps

from flurinfill._data import data_path

TITLES = ("cold", "warm", "again")
_START = "start the process"
Taken = dict[str, tuple[float, float]]
"""Seconds and processor seconds of each step."""


class Told(Steps):
    """Steps of the use cases; what comes after judging is the storing."""

    def report(self, step: str, done: int, total: int) -> None:
        """Begin a step, unless it is the one that runs already."""
        super().report("store_verdicts" if (step, done) == ("judge", 1) else step, done, total)


def once(source: Path, target: Path) -> tuple[Taken, str]:
    """Import and detect; return what each step took, and what was found."""
    from flurinfill.project import Project
    from flurinfill.usecases.detecting import detect
    from flurinfill.usecases.importing import import_files

    with Told() as steps:
        steps.report("create_project", 0, 1)
        with Project.create(target) as project:
            imported = import_files(project, [source], progress=steps)
            steps.report("load_cadastre", 0, 1)
            found = detect(project, progress=steps)
    taken: Taken = {}
    for step, seconds, cpu, _memory in steps.rows:
        before = taken.get(step, (0.0, 0.0))
        taken[step] = before[0] + seconds, before[1] + cpu
    candidates = sum(count for code, count in found.counts.items() if code not in ("none", "undecidable"))
    return taken, f"{imported.counts['parcels']:,} parcels, {candidates:,} candidates"


def child(source: Path, folder: Path, started: float, times: int) -> None:
    """Run in this process some times; print the figures for :func:`_in_new_process`."""
    from flurinfill.usecases import detecting, importing  # noqa: F401 - a part of the start

    start, out = (time.time() - started, time.process_time()), []
    for number in range(times):
        taken, found = once(source, folder / f"{time.time_ns()}.gpkg")
        out.append(({_START: start} if number == 0 else {}) | taken)
    print(json.dumps([found, *out]))


def _in_new_process(source: Path, folder: Path, times: int) -> tuple[str, list[Taken]]:
    """Run with a cache of kernels in ``folder``."""
    script = Path(__file__).with_name("bench_detection.py")
    command = [
        sys.executable, str(script), "--child", str(source), str(folder), repr(time.time()), str(times)
    ]  # fmt: skip
    environment = dict(os.environ) | {"XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found, *taken = json.loads(done.stdout)
    return found, taken


def run(counts: list[int]) -> None:
    """Print one table for each number of parcels, and one for the sample town."""
    from bench_import import write_simple

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = {"the sample town, NAS": data_path("sample_data", "town.nas.xml.gz")}
        for count in counts:
            source = folder / f"source-{count}.gpkg"
            write_simple(count, source)
            sources[f"chessboard {count:,}, ALKIS-vereinfacht in a GeoPackage"] = source
        for number, (title, source) in enumerate(sources.items()):
            place = folder / str(number)
            place.mkdir()
            _, cold = _in_new_process(source, place, 1)
            found, warm = _in_new_process(source, place, 2)
            _print(f"{title}: {found}", [*cold, *warm])


def _print(title: str, taken: list[Taken]) -> None:
    print(f"  {title}")
    print(f"    {'':24}" + "".join(f"{each + ' s':>10}{'cpu s':>8}" for each in TITLES))
    for step in taken[0]:
        _line(step, [each.get(step, (0.0, 0.0)) for each in taken])
    sums = [np.array([both for step, both in each.items() if step != _START]).sum(axis=0) for each in taken]
    _line("from file to verdicts", sums)


def _line(step: str, taken: Sequence[Sequence[float]]) -> None:
    print(f"    {step:24}" + "".join(f"{wall:10.2f}{cpu:8.2f}" for wall, cpu in taken), flush=True)
