"""How many dwellings the possible floor area could hold, by the assumption that a profile names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.uses import judges_by_use
from flurinfill.model.rules import RuleProfile

Floats = NDArray[np.float64]
UNITS = ("units_low", "units_high")


def with_dwellings(measures: pd.DataFrame, profiles: Sequence[RuleProfile]) -> pd.DataFrame:
    """Return the measures with the range of possible dwellings.

    Parameters
    ----------
    measures : DataFrame
        With ``floor_area_low_m2`` and ``floor_area_high_m2``.
    profiles : sequence of RuleProfile
        The profile of a parcel's use says how much floor area one dwelling takes; where it does not,
        the number stays unknown.

    Returns
    -------
    DataFrame
        With ``units_low``: the small floor area by the large dwelling; and ``units_high``: the large
        one by the same, or by the small dwelling where the floor area is a single figure, so that never
        two extremes meet. At least 1 where the floor area holds a small dwelling, 0 where it does not.
    """
    judges = judges_by_use(profiles)
    sizes = {use.value: one.dwelling_m2 or (np.nan, np.nan) for use, one in judges.items()}
    small, large = np.array([sizes[use] for use in measures["use"]], dtype=float).reshape(-1, 2).T
    least, most = (measures[f"floor_area_{side}_m2"].to_numpy(dtype=float) for side in ("low", "high"))
    low = _dwellings(least, large, small)
    high = _dwellings(most, np.where(least == most, small, large), small)
    return measures.assign(units_low=low, units_high=np.maximum(low, high))


def _dwellings(floor_m2: Floats, each_m2: Floats, small_m2: Floats) -> Floats:
    """Count the dwellings of one size, at least 1 where a small one has room; NaN stays."""
    count = np.floor(floor_m2 / each_m2)
    return np.where((count < 1.0) & (floor_m2 >= small_m2), 1.0, count)
