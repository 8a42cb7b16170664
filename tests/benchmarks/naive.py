"""Coverage, neighbours, frontage and envelope as a short geopandas script would take them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from flurinfill.cadastre.tables import Cadastre


def coverage(cadastre: Cadastre) -> pd.Series:
    """Built area per parcel by an overlay."""
    parcels = cadastre.parcels[["parcel_id", "geometry"]]
    parts = gpd.overlay(cadastre.buildings[["geometry"]], parcels, how="intersection", keep_geom_type=True)
    return parts.area.groupby(parts["parcel_id"]).sum().reindex(parcels["parcel_id"], fill_value=0.0)


def neighbours(cadastre: Cadastre) -> pd.Series:
    """Number of parcels that share an edge, by a spatial join and the length in common."""
    parcels = cadastre.parcels[["parcel_id", "geometry"]]
    pairs = gpd.sjoin(parcels, parcels, predicate="touches")
    mine = parcels.geometry.loc[pairs.index].to_numpy()
    theirs = parcels.geometry.loc[pairs["index_right"]].to_numpy()
    common = shapely.length(shapely.intersection(shapely.boundary(mine), shapely.boundary(theirs)))
    count = np.bincount(pairs.index[common >= 0.5], minlength=len(parcels))
    return pd.Series(count, index=pd.Index(parcels["parcel_id"]))


def frontage(cadastre: Cadastre) -> pd.Series:
    """Boundary within half a metre of a road; a stub of half a metre at each end is taken off."""
    roads = cadastre.land_use[cadastre.land_use["kind"].eq("road")]
    parcels = cadastre.parcels
    pairs = gpd.sjoin(parcels, roads[["geometry"]], predicate="dwithin", distance=0.5)
    edge = shapely.boundary(parcels.geometry.loc[pairs.index].to_numpy())
    strip = shapely.buffer(roads.geometry.loc[pairs["index_right"]].to_numpy(), 0.5)
    length = np.maximum(shapely.length(shapely.intersection(edge, strip)) - 1.0, 0.0)
    total = pd.Series(length).groupby(pairs["parcel_id"].to_numpy()).sum()
    return total.reindex(parcels["parcel_id"], fill_value=0.0)


def envelope(cadastre: Cadastre) -> pd.Series:
    """What a negative buffer of 3 m leaves."""
    free = cadastre.parcels.geometry.buffer(-3.0, quad_segs=8)
    return pd.Series(free.area.to_numpy(), index=pd.Index(cadastre.parcels["parcel_id"]))
