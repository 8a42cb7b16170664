"""Marks: what a person should know about a parcel before deciding; never a reason for a class."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.measures.shape import middles
from flurinfill.model.progress import SILENT, Progress

_TEXTS = 100_000
_FEW_WITHIN_M, _FEW_OF, _FEW_SHARE = 100.0, 10, 0.1
_HOUSE_NUMBER = r"\d\s*[a-zA-Z]?\s*(?:;|$)"


def with_marks(marks: pd.Series, more: Mapping[str, NDArray[np.bool_]]) -> pd.Series:
    """Return marks (codes joined by ";") with further ones where they are true."""
    out = marks.to_numpy(dtype=object).copy()
    for code, where in more.items():
        out[where] = [f"{text};{code}".lstrip(";") for text in out[where]]
    return pd.Series(out, index=marks.index)


def few_buildings(
    parcels: NDArray[np.object_],
    settled: NDArray[np.bool_],
    built: NDArray[np.bool_],
    progress: Progress = SILENT,
) -> NDArray[np.bool_]:
    """Vacant settlement land with hardly a house around: the buildings are probably missing in the data.

    Of at least ten parcels of settlement land whose middle lies within 100 m, fewer than one in ten
    carries a main building; in a village it is three of four. A new building area looks the same until
    its plan is loaded; a statute on the built-up area does not explain why its houses are missing. The
    figures are a proposal of this project.

    Parameters
    ----------
    parcels : ndarray of shapely polygons, shape (n,)
    settled : ndarray of bool, shape (n,)
        Land for housing, trade or both by its actual use, and in no development plan.
    built : ndarray of bool, shape (n,)
        Parcels that carry a main building.
    progress : Progress
    """
    out = np.zeros(len(parcels), dtype=bool)
    asked = settled & ~built
    if not asked.any():
        return out
    middle = middles(parcels[settled], ("measure_room", progress))
    around = _counted(middle, middle[~built[settled]])
    progress.report("measure_room", 0, 0)
    houses = _counted(middle[built[settled]], middle[~built[settled]])
    out[asked] = (around >= _FEW_OF) & (houses < _FEW_SHARE * around)
    return out


def _counted(points: NDArray[np.float64], around: NDArray[np.float64]) -> NDArray[np.int64]:
    if not len(points):
        return np.zeros(len(around), dtype=np.int64)
    return np.asarray(cKDTree(points).query_ball_point(around, _FEW_WITHIN_M, return_length=True))


def numbered(cadastre: Cadastre, progress: Progress = SILENT) -> NDArray[np.bool_]:
    """Parcels with a house number: a house stands there, stood there or is permitted.

    The number comes from the address text of the parcel ("Lindenstraße 5; Lindenstraße 7"), from an
    address that names the parcel, or from one that lies on it.
    """
    parcels, addresses = cadastre.parcels, cadastre.addresses
    out = parcels["address_text"].ne("").to_numpy(dtype=bool, copy=True)
    told = np.flatnonzero(out)
    for start in range(0, len(told), _TEXTS):
        progress.report("measure_room", 0, 0)
        some = told[start : start + _TEXTS]
        texts = parcels["address_text"].iloc[some]
        out[some] = texts.str.contains(_HOUSE_NUMBER, regex=True).to_numpy(dtype=bool)
    with_number = addresses[addresses["house_number"].ne("")]
    out |= parcels["parcel_id"].isin(with_number["parcel_id"]).to_numpy()
    loose = with_number[with_number["parcel_id"].eq("")].geometry.to_numpy()
    loose = loose[~shapely.is_missing(loose)]
    if len(loose):
        _, parcel = shapely.STRtree(parcels.geometry.to_numpy()).query(loose, predicate="within")
        out[parcel] = True
    return out
