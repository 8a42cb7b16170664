"""What each step of a detection run takes: seconds, processor seconds, and memory beyond the data.

Each size runs in a process of its own, so that nothing of a run before it counts. Memory is what the
process held at most during the step (looked at every few milliseconds) beyond what it held when the
cadastre was loaded and nothing was measured.
"""

from __future__ import annotations

import gc
import os
import resource
import threading
import time
from pathlib import Path

_EVERY_S = 0.005
_PAGE_GB = os.sysconf("SC_PAGE_SIZE") / 1e9


def held_gb() -> float:
    """Memory that this process holds now; where the system does not say, the most it ever held."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * _PAGE_GB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


class Steps:
    """A progress that notes what each step took; use it in a ``with`` block."""

    def __init__(self) -> None:
        self.base_gb = held_gb()
        self.rows: list[tuple[str, float, float, float]] = []
        self._step, self._since, self._cpu, self._most = "", 0.0, 0.0, 0.0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Steps:
        gc.collect()
        self.base_gb = held_gb()
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY_S):
            self._most = max(self._most, held_gb())

    def report(self, step: str, _done: int, _total: int) -> None:
        """Begin a step, unless it is the one that runs already."""
        if step != self._step:
            self._end()
            self._step, self._most = step, held_gb()
            self._since, self._cpu = time.perf_counter(), time.process_time()

    def _end(self) -> None:
        if self._step:
            seconds, cpu = time.perf_counter() - self._since, time.process_time() - self._cpu
            self.rows.append((self._step, seconds, cpu, max(self._most, held_gb()) - self.base_gb))
        self._step = ""

    def print(self, parcels: int) -> None:
        """Print one line for each step, and their sum."""
        print(f"    {'step':24}{'s':>9}{'cpu s':>9}{'µs/parcel':>11}{'GB beyond':>11}")
        total = (
            "together", *(sum(row[at] for row in self.rows) for at in (1, 2)), max(r[3] for r in self.rows)
        )  # fmt: skip
        for step, seconds, cpu, memory in [*self.rows, total]:
            each = seconds / parcels * 1e6
            print(f"    {step:24}{seconds:9.2f}{cpu:9.2f}{each:11.1f}{memory:11.2f}", flush=True)


def run(count: int) -> None:
    """Measure and judge a cadastre of about ``count`` parcels, warm."""
    from generator import make_cadastre

    from flurinfill.detection import profiles
    from flurinfill.detection.dwellings import with_dwellings
    from flurinfill.detection.measures import measure
    from flurinfill.detection.merging import proposals
    from flurinfill.detection.uses import judge_by_use

    judges = list(profiles.builtin())
    measure(make_cadastre(500))  # compiles the kernels
    cadastre = make_cadastre(count)
    parcels = cadastre.parcels.geometry.to_numpy()
    print(f"  {len(parcels):,} parcels, {len(cadastre.buildings):,} buildings, {held_gb():.2f} GB before")
    with Steps() as steps:
        measures = with_dwellings(measure(cadastre, progress=steps), judges)
        steps.report("judge", 0, 1)
        verdicts = judge_by_use(measures, judges)
        steps.report("merge", 0, 1)
        proposals(parcels, measures, verdicts, judges, None)
    steps.print(len(parcels))
