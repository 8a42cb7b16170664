"""Detection in parcels per second: ``python tests/benchmarks/bench_detection.py [parcels …]``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generator import make_cadastre

from flurinfill.detection import profiles
from flurinfill.detection.evaluation import evaluate
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge

MANY = 1_000_000


class Clock:
    """Prints how long each step took."""

    def __init__(self) -> None:
        self._step, self._since = "", time.perf_counter()

    def report(self, step: str, done: int, total: int) -> None:
        if step != self._step:
            self.stop()
            self._step = step

    def stop(self) -> None:
        now = time.perf_counter()
        if self._step:
            print(f"    {self._step:22s} {now - self._since:7.2f} s")
        self._step, self._since = "", now


def bench(count: int) -> None:
    """Measure and judge a cadastre of about ``count`` parcels, and a frame of a million rows."""
    cadastre = make_cadastre(count)
    profile = profiles.load(profiles.DEFAULT)
    clock = Clock()
    begin = time.perf_counter()
    measures = measure(cadastre, progress=clock)
    clock.stop()
    judge(measures, profile)
    seconds = time.perf_counter() - begin
    parcels, buildings = len(cadastre.parcels), len(cadastre.buildings)
    print(f"{parcels} parcels, {buildings} buildings: {seconds:.2f} s, {parcels / seconds:,.0f} parcels/s")
    if count == min(SIZES):
        many = pd.concat([measures] * (MANY // parcels + 1), ignore_index=True).iloc[:MANY]
        for name, work in (("comparisons", evaluate), ("verdicts", judge)):
            begin = time.perf_counter()
            work(many, profile)
            each = (time.perf_counter() - begin) / len(profile.rules)
            print(f"    {name} over {MANY:,} parcels: {each * 1e3:.1f} ms per rule")


SIZES = [int(argument) for argument in sys.argv[1:]] or [6_000, 100_000]

if __name__ == "__main__":
    for size in SIZES:
        bench(size)
