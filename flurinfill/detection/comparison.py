"""Two profiles over the same measures: which parcels get another class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.evaluation import area_of
from flurinfill.detection.tuning import CLASSES, Tuning
from flurinfill.model.potential import PotentialClass
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import RuleProfile


@dataclass(frozen=True)
class Transition:
    """Parcels that have one class by the first profile and another by the second.

    Attributes
    ----------
    before, after : PotentialClass
    positions : ndarray of int
        Rows of the measure table.
    area_m2 : float
        Their area, official where known.
    """

    before: PotentialClass
    after: PotentialClass
    positions: NDArray[np.intp]
    area_m2: float


@dataclass(frozen=True)
class Comparison:
    """Classes of every parcel by two profiles, and the transitions between them, largest first."""

    first: list[str]
    second: list[str]
    transitions: tuple[Transition, ...]


def compare(
    measures: pd.DataFrame,
    first: RuleProfile,
    second: RuleProfile,
    others: Sequence[RuleProfile] = (),
    find: Callable[[Sequence[RuleProfile]], Sequence[Proposal]] | None = None,
) -> Comparison:
    """Judge all parcels by both profiles, each beside the others for other uses; list what differs.

    Parameters
    ----------
    measures : DataFrame
    first, second : RuleProfile
    others : sequence of RuleProfile
        Profiles for other uses.
    find : callable, optional
        Finds what is building land only together by some profiles, see
        :func:`flurinfill.detection.merging.find_proposals`; without it each parcel counts alone.
    """
    one, two = (
        Tuning(measures, each, others, find([each, *others]) if find else ()) for each in (first, second)
    )
    area, before_codes, after_codes = area_of(measures), one.codes, two.codes
    pair = before_codes.astype(np.int64) * len(CLASSES) + after_codes
    found = []
    for code in np.unique(pair[before_codes != after_codes]).tolist():
        positions = np.flatnonzero(pair == code)
        before, after = divmod(code, len(CLASSES))
        found.append(Transition(CLASSES[before], CLASSES[after], positions, float(area[positions].sum())))
    found.sort(key=lambda transition: -len(transition.positions))
    return Comparison(one.potentials, two.potentials, tuple(found))
