"""Shares of land use and of constraints, and the dominant use of each parcel."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.cadastre.landuse import parse_text
from flurinfill.detection.measures.overlap import overlap_areas
from flurinfill.model.potential import LandUse, Use

OUT_OF_USE = "out_of_use"
"""Family member of ``land_use_share``: land whose zustand is 2100, "außer Betrieb, verlassen"."""
_OUT_OF_USE_STATE = "2100"

_USES = {LandUse.COMMERCIAL.value: Use.COMMERCIAL.value, LandUse.MIXED.value: Use.MIXED.value}


def land_use_shares(
    parcels: NDArray[np.object_], areas: NDArray[np.float64], land_use: gpd.GeoDataFrame, texts: pd.Series
) -> pd.DataFrame:
    """Share of each parcel per kind of land use.

    Parameters
    ----------
    parcels : ndarray of shapely polygons, shape (n,)
    areas : ndarray, shape (n,)
        Geometric area of each parcel.
    land_use : GeoDataFrame
        Areas of land use; where the cadastre has none, the texts are read.
    texts : Series of str, length n
        ``tntxt`` of ALKIS-vereinfacht: ``"Wohnbaufläche; 7584|Weg; 486"``.

    Returns
    -------
    DataFrame
        One column per kind that occurs (and :data:`OUT_OF_USE`), sorted; no column at all without
        data.
    """
    if len(land_use):
        return _from_geometry(parcels, areas, land_use).sort_index(axis=1)
    if texts.ne("").any():
        return _from_texts(texts).sort_index(axis=1)
    return pd.DataFrame(index=pd.RangeIndex(len(parcels)))


def _from_geometry(
    parcels: NDArray[np.object_], areas: NDArray[np.float64], land_use: gpd.GeoDataFrame
) -> pd.DataFrame:
    geometry = land_use.geometry.to_numpy()
    shares = shares_by_name(parcels, areas, geometry, land_use["kind"])
    idle = land_use["state"].eq(_OUT_OF_USE_STATE).to_numpy()
    idle_shares = shares_by_name(
        parcels, areas, geometry[idle], pd.Series([OUT_OF_USE] * int(idle.sum()), dtype="str")
    )
    shares[OUT_OF_USE] = idle_shares.get(OUT_OF_USE, 0.0)
    return shares


def shares_by_name(
    parcels: NDArray[np.object_],
    areas: NDArray[np.float64],
    geometry: NDArray[np.object_],
    names: pd.Series,
) -> pd.DataFrame:
    """Share (0 to 1) of each parcel under the areas of each name; what overlaps counts once."""
    code, values = pd.factorize(names)
    out = np.zeros((len(parcels), len(values)))
    if len(geometry):
        parcel, key, size = overlap_areas(parcels, geometry, code.astype(np.int64))
        out[parcel, key] = np.minimum(size / areas[parcel], 1.0)
    return pd.DataFrame(out, columns=[str(value) for value in values])


def _from_texts(texts: pd.Series) -> pd.DataFrame:
    rows = [_square_metres(text) for text in texts]
    frame = pd.DataFrame(rows, index=pd.RangeIndex(len(rows)), dtype=float)
    total = frame.sum(axis=1).replace(0.0, np.nan)
    return frame.fillna(0.0).div(total, axis=0)


def _square_metres(text: str) -> dict[str, float]:
    out: dict[str, float] = {}
    for kind, size in parse_text(text):
        out[kind.value] = out.get(kind.value, 0.0) + size
    return out


def dominant(shares: pd.DataFrame) -> pd.Series:
    """Kind with the largest share; ``""`` where nothing is known."""
    kinds = shares.drop(columns=OUT_OF_USE, errors="ignore")
    if kinds.empty:
        return pd.Series([""] * len(shares), dtype="str")
    values = kinds.fillna(0.0).to_numpy()
    names = np.array(list(kinds.columns), dtype=object)[values.argmax(axis=1)]
    return pd.Series(np.where(values.max(axis=1) > 0.0, names, ""), dtype="str")


def use_of(dominant_use: pd.Series) -> pd.Series:
    """Nutzungsart that judges a parcel: commercial and mixed land as such, all else residential."""
    return dominant_use.map(_USES).fillna(Use.RESIDENTIAL.value).astype("str")
