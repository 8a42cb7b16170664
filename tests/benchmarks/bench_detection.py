"""Detection, step by step: ``python tests/benchmarks/bench_detection.py [parcels …]``.

Prints time and peak memory of each step, warm (kernels compiled before); then four measures beside
a short geopandas script, agreement first; then PostGIS where it is installed.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import naive
from generator import make_cadastre

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.evaluation import evaluate
from flurinfill.detection.kernels import overlaps
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge

MANY = 1_000_000
SIDE_BY_SIDE = 10_000


def peak_gb() -> float:
    """Most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


class Clock:
    """Prints how long each step took, and the peak of memory at its end."""

    def __init__(self) -> None:
        self._step, self._since = "", time.perf_counter()

    def report(self, step: str, done: int, total: int) -> None:
        if step != self._step:
            self.stop()
            self._step = step

    def stop(self) -> None:
        now = time.perf_counter()
        if self._step:
            print(f"    {self._step:22s} {now - self._since:7.2f} s   peak {peak_gb():.2f} GB")
        self._step, self._since = "", now


def bench(count: int) -> None:
    """Measure and judge a cadastre of about ``count`` parcels."""
    cadastre = make_cadastre(count)
    profile = profiles.load(profiles.DEFAULT)
    data_gb, clock = peak_gb(), Clock()
    begin = time.perf_counter()
    measures = measure(cadastre, progress=clock)
    clock.report("judge", 0, 1)
    judge(measures, profile)
    clock.stop()
    seconds = time.perf_counter() - begin
    parcels, buildings = len(cadastre.parcels), len(cadastre.buildings)
    print(
        f"{parcels} parcels, {buildings} buildings: {seconds:.2f} s, {parcels / seconds:,.0f} parcels/s, "
        f"{peak_gb() - data_gb:.2f} GB beyond the data"
    )
    if count == min(SIZES):
        _rules_over_many(measures)


def _rules_over_many(measures: pd.DataFrame) -> None:
    profile = profiles.load(profiles.DEFAULT)
    many = pd.concat([measures] * (MANY // len(measures) + 1), ignore_index=True).iloc[:MANY]
    for name, work in (("comparisons", evaluate), ("verdicts", judge)):
        begin = time.perf_counter()
        work(many, profile)
        each = (time.perf_counter() - begin) / len(profile.rules)
        print(f"    {name} over {MANY:,} parcels: {each * 1e3:.1f} ms per rule")


def side_by_side(cadastre: Cadastre) -> None:
    """Compare with geopandas: do both agree, and how long does each take?"""
    ours = measure(cadastre)
    lots = ours.index[ours["dominant_use"].ne("road")]
    built = ours["main_built_m2"] + ours["minor_built_m2"]
    print(f"beside geopandas, {len(ours)} parcels (all our measures together, theirs one by one):")
    for name, theirs, mine, error in (
        ("coverage", naive.coverage, built, 0.01),
        ("frontage", naive.frontage, ours["frontage_m"], 1.01),
        ("envelope", naive.envelope, ours["envelope_m2"], 0.01),
        ("neighbours", naive.neighbours, None, 0.0),
    ):
        begin = time.perf_counter()
        found = theirs(cadastre)
        seconds = time.perf_counter() - begin
        if mine is None:
            print(f"    {name:12s} {seconds:7.2f} s")
            continue
        worst = float(np.nanmax(np.abs(found.loc[lots] - mine.loc[lots])))
        verdict = "agree" if worst <= error else f"DIFFER by up to {worst:.3f}"
        print(f"    {name:12s} {seconds:7.2f} s   {verdict}")


def warm() -> None:
    """Compile the kernels."""
    measure(make_cadastre(500))
    assert overlaps.signatures  # type: ignore[attr-defined]


SIZES = [int(argument) for argument in sys.argv[1:]] or [10_000, 100_000]

if __name__ == "__main__":
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    warm()
    side_by_side(make_cadastre(SIDE_BY_SIDE))
    if not (shutil.which("initdb") and shutil.which("postgres")):
        print("PostGIS: skipped, PostgreSQL is not installed")
    else:
        print("PostGIS: skipped, the comparison is not written yet")
    for size in SIZES:
        bench(size)
