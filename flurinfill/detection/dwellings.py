"""How many dwellings the possible floor area could hold, by the assumption that a profile names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from flurinfill.detection.uses import judges_by_use
from flurinfill.model.rules import RuleProfile

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
        With ``units_low`` (the small floor area by the large dwelling, at least 1) and ``units_high``.
    """
    judges = judges_by_use(profiles)
    sizes = {use.value: one.dwelling_m2 or (np.nan, np.nan) for use, one in judges.items()}
    small, large = np.array([sizes[use] for use in measures["use"]], dtype=float).reshape(-1, 2).T
    low = np.maximum(np.floor(measures["floor_area_low_m2"].to_numpy() / large), 1.0)
    high = np.maximum(np.floor(measures["floor_area_high_m2"].to_numpy() / small), low)
    return measures.assign(units_low=low, units_high=high)
