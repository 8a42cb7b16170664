"""How long a detection run goes on after somebody asked it to stop.

A project has verdicts; a second run, with another setback, measures everything again and is asked to
stop at several moments. Printed: what it was doing, how many seconds it went on, and whether the
verdicts and measures of the first run are still in place.
"""

from __future__ import annotations

import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
from generator import make_cadastre

from flurinfill.detection import profiles
from flurinfill.model.errors import Cancelled
from flurinfill.model.progress import CancelFlag
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.detecting import detect

MOMENTS = (0.02, 0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 0.97)


class _Heard:
    """Remembers the step that runs."""

    step = "load_cadastre"

    def report(self, step: str, done: int, _total: int) -> None:
        self.step = "store_verdicts" if (step, done) == ("judge", 1) else step


class _Run:
    """A detection in a thread of its own that can be asked to stop."""

    def __init__(self, project: Project, *, setback_m: float) -> None:
        self.heard, self.outcome = _Heard(), ""
        self._flag = CancelFlag(self.heard)
        first, *further = profiles.builtin()
        self._rules = replace(first, setback_m=setback_m), further
        self._project = project
        self._thread = threading.Thread(target=self._work)

    def _work(self) -> None:
        first, further = self._rules
        try:
            detect(self._project, first, further=further, progress=self._flag)
            self.outcome = "ran to its end"
        except Cancelled:
            self.outcome = "stopped"

    def whole(self) -> float:
        """Run to the end; return seconds."""
        begin = time.perf_counter()
        self._thread.start()
        self._thread.join()
        return time.perf_counter() - begin

    def stopped_after(self, seconds: float) -> tuple[str, float]:
        """Ask to stop after some time; return the step of that moment, and how long it went on."""
        self._thread.start()
        self._thread.join(seconds)
        step, begin = self.heard.step, time.perf_counter()
        self._flag.cancel()
        self._thread.join()
        return step, time.perf_counter() - begin


def _kept(project: Project) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    return queries.verdicts(project), queries.measures(project), queries.measures_basis(project)


def run(counts: list[int]) -> None:
    """Print one table for each number of parcels."""
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            cadastre = make_cadastre(count)
            with Project.create(Path(name) / "town.gpkg", crs=cadastre.crs) as project:
                operations.import_cadastre(project, cadastre)
                del cadastre
                _Run(project, setback_m=3.5).whole()
                _stop_often(project, _Run(project, setback_m=3.0).whole())


def _stop_often(project: Project, whole_s: float) -> None:
    before = _kept(project)
    print(f"  {len(before[0]):,} parcels; a whole run takes {whole_s:.1f} s")
    print(f"    {'asked at s':>10}  {'doing':24}{'went on s':>10}  outcome")
    for moment in MOMENTS:
        one = _Run(project, setback_m=3.5)
        step, seconds = one.stopped_after(moment * whole_s)
        after = _kept(project)
        kept = all(a.equals(b) for a, b in zip(before[:2], after[:2], strict=True)) and before[2] == after[2]
        words = "the last verdicts are in place" if kept else "new verdicts"
        print(f"    {moment * whole_s:10.1f}  {step:24}{seconds:10.2f}  {one.outcome}, {words}", flush=True)
        if not kept:  # what comes next shall measure anew
            _Run(project, setback_m=3.0).whole()
            before = _kept(project)
