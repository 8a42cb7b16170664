"""Shares of land use and of constraints, and the dominant use of each parcel."""

from __future__ import annotations

import itertools
import re

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.measures.overlap import overlap_areas
from flurinfill.model.potential import LandUse, Use

OUT_OF_USE = "out_of_use"
"""Family member of ``land_use_share``: land whose zustand is 2100, "außer Betrieb, verlassen"."""
_OUT_OF_USE_STATE = "2100"

_WORDS = (  # names of the object types and of ALKIS-vereinfacht, ä/ae folded; the first that fits counts
    ("wohnbau", LandUse.RESIDENTIAL),
    ("industrie", LandUse.COMMERCIAL),
    ("gewerbe", LandUse.COMMERCIAL),
    ("halde", LandUse.DUMP),
    ("bergbau", LandUse.MINING),
    ("tagebau", LandUse.MINING),
    ("gemischt", LandUse.MIXED),
    ("funktionaler praegung", LandUse.PUBLIC),
    ("funktionale praegung", LandUse.PUBLIC),
    ("sport", LandUse.LEISURE),
    ("freizeit", LandUse.LEISURE),
    ("erholung", LandUse.LEISURE),
    ("friedhof", LandUse.CEMETERY),
    ("strassenverkehr", LandUse.ROAD),
    ("strasse", LandUse.ROAD),
    ("platz", LandUse.SQUARE),
    ("bahn", LandUse.RAILWAY),
    ("flugverkehr", LandUse.AIRPORT),
    ("schiffsverkehr", LandUse.SHIPPING),
    ("weg", LandUse.WAY),
    ("landwirtschaft", LandUse.FARMING),
    ("wald", LandUse.FOREST),
    ("gehoelz", LandUse.GROVE),
    ("heide", LandUse.HEATH),
    ("moor", LandUse.MOOR),
    ("sumpf", LandUse.SWAMP),
    ("unland", LandUse.WASTE),
    ("vegetationslos", LandUse.WASTE),
    ("gewaesser", LandUse.WATER),
    ("hafen", LandUse.WATER),
    ("meer", LandUse.WATER),
)
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
        One column per kind that occurs (and :data:`OUT_OF_USE`); no column at all without data.
    """
    if len(land_use):
        return _from_geometry(parcels, areas, land_use)
    if texts.ne("").any():
        return _from_texts(texts)
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
    rows = [parse_text(text) for text in texts]
    frame = pd.DataFrame(rows, index=pd.RangeIndex(len(rows)), dtype=float)
    total = frame.sum(axis=1).replace(0.0, np.nan)
    return frame.fillna(0.0).div(total, axis=0).where(total.notna(), np.nan)


def parse_text(text: str) -> dict[str, float]:
    """Read ``tntxt``: square metres per kind from ``Name; m²|Name; m²`` or ``Name;m²;Name;m²``."""
    fields = [field.strip() for field in re.split(r"[;|]", text)]
    out: dict[str, float] = {}
    for name, size in itertools.pairwise(fields):
        if re.fullmatch(r"\d+([.,]\d+)?", size) and not re.fullmatch(r"[\d.,]*", name):
            kind = kind_of(name).value
            out[kind] = out.get(kind, 0.0) + float(size.replace(",", "."))
    return out


def kind_of(name: str) -> LandUse:
    """Kind of land use from its German name, whatever the spelling of its umlauts."""
    folded = name.lower()
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        folded = folded.replace(umlaut, plain)
    return next((kind for word, kind in _WORDS if word in folded), LandUse.OTHER)


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
