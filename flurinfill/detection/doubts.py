"""Data too poor to decide: what a verdict would be if the data were otherwise.

A parcel whose data is doubtful is judged twice, as it is and as it may be in truth. Where both agree
the doubt does not matter; where they do not, nobody may say "gap" or "no potential": the parcel is
undecidable, and the reason names what to clear up. The limits are proposals of this project.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.exclusion import never_judged
from flurinfill.model.potential import LandUse
from flurinfill.model.rules import Rule

TINY_M2 = 1.0
"""Less than this is no drawn parcel: a sliver of a cut, or what was left of a repaired outline."""
AREA_SHARE, AREA_M2 = 0.2, 50.0
"""Official and drawn area contradict each other when they differ by more than both. Parcels surveyed
long ago differ by some per cent, single ones by a third: that alone is no fault, so it matters only
where the verdict hangs on it."""
FEW_BUILDINGS = "few_buildings_around"
"""Mark of vacant settlement land with hardly a house around, see :func:`.marks.few_buildings`."""
_FARMING = f"land_use_share[{LandUse.FARMING.value}]"

Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Doubt:
    """A reason not to decide.

    Attributes
    ----------
    reason : str
        Code of the catalogue context ``verdict_reason``.
    rows : callable
        Parcels whose data is doubtful, from the measures.
    otherwise : callable
        Their measures as they may be in truth; None where no measure can be relied on.
    either_way : bool
        Whether a parcel is undecidable also when it is a candidate as it is and as it may be.
    changed : frozenset of str
        Measures that ``otherwise`` changes.
    """

    reason: str
    rows: Callable[[pd.DataFrame], Rows]
    otherwise: Callable[[pd.DataFrame], pd.DataFrame] | None
    either_way: bool = False
    changed: frozenset[str] = frozenset()


def _tiny(measures: pd.DataFrame) -> Rows:
    tiny = measures["area_m2"].to_numpy(dtype=float) < TINY_M2
    if tiny.any():
        tiny &= ~never_judged(measures)
    return np.asarray(tiny)


def _contradicting(measures: pd.DataFrame) -> Rows:
    drawn, official = (measures[name].to_numpy(dtype=float) for name in ("area_m2", "official_area_m2"))
    apart = np.abs(drawn - official)
    return np.asarray((official > 0) & (apart > AREA_SHARE * official) & (apart > AREA_M2))


def _unknown_use(measures: pd.DataFrame) -> Rows:
    return np.asarray(measures["dominant_use"].to_numpy(dtype=object) == "")


def _few_buildings(measures: pd.DataFrame) -> Rows:
    if "marks" not in measures:
        return np.zeros(len(measures), dtype=bool)
    code, marks = pd.factorize(measures["marks"].to_numpy(dtype=object))
    return np.array([FEW_BUILDINGS in str(mark) for mark in marks], dtype=bool)[code]


def _drawn_area(measures: pd.DataFrame) -> pd.DataFrame:
    return measures.assign(official_area_m2=measures["area_m2"])


def _a_field(measures: pd.DataFrame) -> pd.DataFrame:
    return measures.assign(dominant_use=LandUse.FARMING.value).assign(**{_FARMING: 1.0})


def _in_a_village(measures: pd.DataFrame) -> pd.DataFrame:
    """Houses on the neighbours' plots, none of them on a boundary."""
    near = {"main_distance_m": 10.0, "second_main_distance_m": 10.0}
    return measures.assign(**near, built_neighbour_share=1.0, between_share=1.0, cluster_buildings=1000.0)


_AROUND = ("main_distance_m", "second_main_distance_m", "built_neighbour_share", "between_share")
DOUBTS = (
    Doubt("geometry_unusable", _tiny, None),
    Doubt("area_far_off", _contradicting, _drawn_area, changed=frozenset({"official_area_m2"})),
    Doubt(
        "buildings_missing",
        _few_buildings,
        _in_a_village,
        either_way=True,
        changed=frozenset({*_AROUND, "cluster_buildings"}),
    ),
    Doubt("land_use_unknown", _unknown_use, _a_field, changed=frozenset({"dominant_use", _FARMING})),
)
"""In the order in which they are told; the first that holds is the reason."""


def changes(doubt: Doubt, rule: Rule) -> bool:
    """Tell whether a rule would say something else, or nothing, if the data were otherwise."""
    by_use = bool(rule.land_uses) and "dominant_use" in doubt.changed
    return by_use or rule.measure in doubt.changed
