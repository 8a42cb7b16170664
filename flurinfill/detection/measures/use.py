"""Nutzungsart of each parcel: housing, trade or both; and what decided it."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.model.planning import USE_BY_AREA_TYPE
from flurinfill.model.potential import LandUse, Use

_OWN: dict[str, str] = {
    LandUse.RESIDENTIAL.value: Use.RESIDENTIAL.value,
    LandUse.COMMERCIAL.value: Use.COMMERCIAL.value,
    LandUse.MIXED.value: Use.MIXED.value,
}
_SILENT = frozenset({LandUse.FARMING, LandUse.WASTE, LandUse.GROVE, LandUse.OTHER, ""})
"""Land uses that do not say what would be built there; ``""`` is unknown."""
_USES = tuple(each.value for each in Use)


class UseSource(StrEnum):
    """What decided the use of a parcel."""

    PLAN = "plan"  # the building area of a development plan
    LAND_USE = "land_use"  # the actual use of the parcel itself
    NEIGHBOURS = "neighbours"  # vacant land: that of the built parcels beside it
    DEFAULT = "default"  # nothing: then it counts as housing


def uses(
    dominant_use: pd.Series,
    area_type: pd.Series,
    pairs: Ints,
    built: NDArray[np.bool_],
    area_m2: Floats,
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Decide the use of each parcel.

    Parameters
    ----------
    dominant_use : Series of str, length n
        Actual land use.
    area_type : Series of str, length n
        Building area of the plan (``"WA"``), ``""`` without.
    pairs : ndarray of int, shape (m, 2)
        Parcel and neighbour, each pair once in both directions.
    built : ndarray of bool, shape (n,)
    area_m2 : ndarray, shape (n,)

    Returns
    -------
    (use, source)
        Values of :class:`~flurinfill.model.potential.Use` and :class:`UseSource`. Neighbours count by
        their area; a tie goes to housing, then to trade.
    """
    planned = area_type.map({kind: use.value for kind, use in USE_BY_AREA_TYPE.items()}).fillna("")
    own = dominant_use.map(_OWN).fillna("")
    use = planned.where(planned.ne(""), own).to_numpy(object)
    source = np.where(planned.ne(""), UseSource.PLAN.value, UseSource.LAND_USE.value).astype(object)
    asking = (use == "") & ~built & dominant_use.isin(list(_SILENT)).to_numpy()
    source[use == ""] = UseSource.DEFAULT.value
    told = _of_neighbours(use, pairs, asking, built, area_m2)
    source[told != ""] = UseSource.NEIGHBOURS.value
    use = np.where(told != "", told, use)
    return np.where(use == "", Use.RESIDENTIAL.value, use).astype(object), source


def _of_neighbours(
    use: NDArray[np.object_],
    pairs: Ints,
    asking: NDArray[np.bool_],
    built: NDArray[np.bool_],
    area_m2: Floats,
) -> NDArray[np.object_]:
    """Use with the largest area among the built neighbours of each asking parcel; ``""`` for none."""
    parcel, other = pairs[asking[pairs[:, 0]] & built[pairs[:, 1]] & (use[pairs[:, 1]] != "")].T
    areas = np.zeros((len(use), len(_USES)))
    for column, name in enumerate(_USES):
        same = use[other] == name
        areas[:, column] = np.bincount(parcel[same], weights=area_m2[other[same]], minlength=len(use))
    names = np.array(_USES, dtype=object)[areas.argmax(axis=1)]
    return np.where(areas.max(axis=1) > 0, names, "").astype(object)
