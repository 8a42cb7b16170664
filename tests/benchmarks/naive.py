"""Coverage, neighbours, frontage and envelope as a short geopandas script would take them.

The definitions are those of the program: overlapping buildings count once, corners are equal where
they are equal to the millimetre, and a boundary is shared where two boundaries meet, not where one
runs through a buffer around the other (which adds a stub at each end).
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import Treatment, treatments
from flurinfill.model.potential import PUBLIC_WAYS

GRID_M = 0.001


def coverage(cadastre: Cadastre, _is_lot: np.ndarray) -> np.ndarray:
    """Built area per parcel: dissolve, then overlay."""
    standing = cadastre.buildings[treatments(cadastre.buildings) != Treatment.ABSENT]
    footprints = gpd.GeoSeries([standing.union_all()], crs=cadastre.crs).explode(ignore_index=True)
    built, parcels = gpd.GeoDataFrame(geometry=footprints), _numbered(cadastre)
    parts = gpd.overlay(built, parcels, how="intersection", keep_geom_type=True)
    return _summed(cadastre, parts["number"], parts.area)


def neighbours(cadastre: Cadastre, _is_lot: np.ndarray) -> np.ndarray:
    """Number of parcels that share an edge, by a spatial join and the length in common."""
    parcels = _numbered(cadastre)
    pairs = gpd.sjoin(parcels, parcels, predicate="dwithin", distance=GRID_M)
    pairs = pairs[pairs["number_left"] != pairs["number_right"]]
    boundary = shapely.boundary(cadastre.parcels.geometry.to_numpy())
    mine, theirs = (boundary[pairs[name]] for name in ("number_left", "number_right"))
    common = shapely.length(shapely.intersection(mine, theirs, grid_size=GRID_M)) >= 0.5
    return _summed(cadastre, pairs["number_left"], pd.Series(common, pairs.index))


def frontage(cadastre: Cadastre, is_lot: np.ndarray) -> np.ndarray:
    """Boundary that lots share with public ways."""
    ways = cadastre.land_use[cadastre.land_use["kind"].isin([kind.value for kind in PUBLIC_WAYS])]
    lots = _numbered(cadastre)[is_lot]
    pairs = gpd.sjoin(lots, ways[["geometry"]], predicate="dwithin", distance=GRID_M)
    edge = shapely.boundary(cadastre.parcels.geometry.to_numpy()[pairs["number"]])
    way = shapely.boundary(ways.geometry.loc[pairs["index_right"]].to_numpy())
    shared = gpd.GeoSeries(shapely.intersection(edge, way, grid_size=GRID_M)).groupby(
        pairs["number"].to_numpy()
    )
    total = shared.agg(lambda some: shapely.length(shapely.union_all(some.to_numpy())))
    return _summed(cadastre, total.index, total)


def envelope(cadastre: Cadastre, _is_lot: np.ndarray) -> np.ndarray:
    """Largest part of what a negative buffer of 3 m leaves."""
    free = cadastre.parcels.geometry.buffer(-3.0, quad_segs=8).reset_index(drop=True).explode()
    return free.area.groupby(level=0).max().to_numpy()


MEASURES = {"coverage": coverage, "neighbours": neighbours, "frontage": frontage, "envelope": envelope}


def _numbered(cadastre: Cadastre) -> gpd.GeoDataFrame:
    geometry = cadastre.parcels.geometry.to_numpy()
    return gpd.GeoDataFrame({"number": np.arange(len(geometry))}, geometry=geometry, crs=cadastre.crs)


def _summed(cadastre: Cadastre, number: pd.Series | pd.Index, values: pd.Series) -> np.ndarray:
    return np.bincount(number, values.astype(float), len(cadastre.parcels))
