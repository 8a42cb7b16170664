"""How long one moved threshold takes: ``Tuning.move`` over many parcels, rule by rule.

The parcels are those of the sample town, drawn again and again until there are enough, each measure
a little different each time. Every threshold of the profile is dragged along its scale as a hand
does in the editor: to and fro, a pixel at each step, on a scale 400 pixels wide.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from flurinfill._data import data_path
from flurinfill.cadastre.reading import read
from flurinfill.detection import profiles
from flurinfill.detection.distribution import distribution
from flurinfill.detection.measures import measure
from flurinfill.detection.tuning import Tuning

_SCALE_PX, _DRAG_PX = 400, 10
_SPREAD = 0.05


def many(measures: pd.DataFrame, count: int) -> pd.DataFrame:
    """Draw measures of ``count`` parcels like those of a town; shares stay below 1, zeros stay 0."""
    random = np.random.default_rng(1)
    out = measures.iloc[random.integers(0, len(measures), count)].reset_index(drop=True)
    for name in out.select_dtypes("floating"):
        values = out[name].to_numpy() * random.normal(1.0, _SPREAD, count)
        out[name] = np.minimum(values, 1.0) if "share" in str(name) else values
    return out


def moves(measures: pd.DataFrame) -> None:
    """Print what each rule's moves take."""
    begin = time.perf_counter()
    judges = profiles.builtin()
    tuning = Tuning(measures, judges[0], judges)
    print(f"  {len(measures):,} parcels; beginning {time.perf_counter() - begin:.2f} s")
    print(f"    {'rule':24}{'changed':>10}{'wall: median':>14}{'p95 ms':>9}{'cpu: median':>14}{'p95 ms':>9}")
    together = []
    for rule in judges[0].rules:
        taken, crossed = _drag(tuning, rule.name)
        together.append(taken)
        _print(rule.name, taken, f"{crossed:,.0f}")
    _print("all rules", np.concatenate(together), "")


def _drag(tuning: Tuning, name: str) -> tuple[np.ndarray, float]:
    """Seconds (wall, processor) of each move, and how many parcels changed class at the median move."""
    rule = tuning.rule(name)
    scale = distribution(tuning.values(name), rule)
    path = np.r_[0 : _DRAG_PX + 1, _DRAG_PX : -_DRAG_PX - 1 : -1, -_DRAG_PX:1]
    places = scale.place(rule.threshold) + path / _SCALE_PX
    tuning.move(name, scale.value(places[0]))
    taken, crossed = [], []
    for place in places:
        wall, cpu = time.perf_counter(), time.process_time()
        crossed.append(len(tuning.move(name, scale.value(place))))
        taken.append((time.perf_counter() - wall, time.process_time() - cpu))
    tuning.move(name, rule.threshold)
    return np.array(taken), float(np.median(crossed))


def _print(name: str, taken: np.ndarray, crossed: str) -> None:
    (wall, cpu), (wall95, cpu95) = (np.percentile(taken, q, axis=0) * 1000 for q in (50, 95))
    print(f"    {name:24}{crossed:>10}{wall:14.2f}{wall95:9.2f}{cpu:14.2f}{cpu95:9.2f}", flush=True)


def run(counts: list[int]) -> None:
    """Print one table for each number of parcels."""
    town = read([data_path("sample_data", "town.nas.xml.gz")], with_owners=False)
    measures = measure(town)
    for count in counts:
        moves(many(measures, count))
