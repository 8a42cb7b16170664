"""Land that is never a building plot by its use, and when that does not hold.

The actual use says what land is, a development plan what it shall be: in a building area of a plan
(BauGB §30) the plan decides. It does not for ways and water, which stay where they are, nor for
railways, airports and harbours, which have a planning law of their own (BauGB §38). A public site or
a railway that is given up may be a brownfield.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.rulebook import EXCLUDED
from flurinfill.model.potential import LandUse

MOSTLY = 0.5
"""From this share on a plan speaks of a parcel, and land or buildings count as given up."""
GIVEN_UP = ("land_use_share[out_of_use]", "abandoned_share")
"""Measures that tell land or buildings given up."""
_STAYS = frozenset(
    {
        *(LandUse.ROAD, LandUse.WAY, LandUse.SQUARE, LandUse.WATER),
        *(LandUse.RAILWAY, LandUse.AIRPORT, LandUse.SHIPPING),
    }
)
_MAY_BE_GIVEN_UP = frozenset({LandUse.PUBLIC, LandUse.RAILWAY})

Rows = NDArray[np.bool_]


def exclusion_reasons(measures: pd.DataFrame) -> NDArray[np.object_]:
    """Say why a parcel is no building plot by its use.

    Parameters
    ----------
    measures : DataFrame
        ``dominant_use``; where they were measured ``plan_share``, ``inner_area_share`` and
        ``plan_area_type``.

    Returns
    -------
    ndarray of str, shape (parcels,)
        Codes of the context ``verdict_reason``; ``""`` where the use rules nothing out, or the parcel
        lies mostly in a building area of a development plan.
    """
    code, uses = pd.factorize(measures["dominant_use"])
    out = np.array([*(EXCLUDED.get(use, "") for use in uses), ""], dtype=object)[code]
    out[freed_by_plan(measures)] = ""
    return out


def freed_by_plan(measures: pd.DataFrame) -> Rows:
    """Tell which parcels a plan makes building land although their use rules them out; see above."""
    if not {"plan_share", "inner_area_share", "plan_area_type"} <= set(measures.columns):
        return np.zeros(len(measures), dtype=bool)
    shares = [measures[name].to_numpy(dtype=float) for name in ("plan_share", "inner_area_share")]
    out = (shares[0] >= MOSTLY) & (shares[1] >= MOSTLY)
    if out.any():
        out &= measures["plan_area_type"].fillna("").ne("").to_numpy()
        out &= _of(measures, frozenset(EXCLUDED) - _STAYS)
    return out


def only_brownfield(measures: pd.DataFrame) -> Rows:
    """Tell which parcels of an excluded use may be a brownfield, and nothing else.

    Public sites and railways with any land or building given up; how much of it makes a brownfield is
    for the rules to say.
    """
    signs = np.zeros(len(measures), dtype=bool)
    for name in GIVEN_UP:
        if name in measures:
            signs |= measures[name].to_numpy(dtype=float) > 0
    if signs.any():
        signs &= _of(measures, _MAY_BE_GIVEN_UP) & ~freed_by_plan(measures)
    return signs


def never_judged(measures: pd.DataFrame) -> Rows:
    """Tell which parcels no rule counts for: the land use alone says that they are no candidates."""
    return np.asarray((exclusion_reasons(measures) != "") & ~only_brownfield(measures))


def _of(measures: pd.DataFrame, uses: frozenset[str]) -> Rows:
    return np.asarray(measures["dominant_use"].isin([str(use) for use in uses]).to_numpy())
