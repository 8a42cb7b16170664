"""What lies around the released sites: outlines and types, nothing about people."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.potential import LandUse
from flurinfill.reports.release import Background

MARGIN_M = 250.0
"""How far around the sites' common bounds the surroundings reach, in metres."""
SHOWN_LAND = (
    LandUse.ROAD,
    LandUse.WAY,
    LandUse.SQUARE,
    LandUse.RAILWAY,
    LandUse.WATER,
    LandUse.FOREST,
    LandUse.GROVE,
)


def surroundings(cadastre: Cadastre, sites: gpd.GeoDataFrame, margin_m: float = MARGIN_M) -> Background:
    """Cut the surroundings of the sites out of a cadastre, reduced to geometry and type.

    Parameters
    ----------
    cadastre : Cadastre
        Its owners are not looked at.
    sites : GeoDataFrame
        Released sites.
    margin_m : float
        How far around their common bounds the surroundings reach.
    """
    west, south, east, north = sites.total_bounds
    window = box(west - margin_m, south - margin_m, east + margin_m, north + margin_m)
    land = _inside(cadastre.land_use, window)
    land = land[land["kind"].isin([kind.value for kind in SHOWN_LAND])]
    ways = _inside(cadastre.ways, window)
    areas = ways[ways.geometry.geom_type.isin(["Polygon", "MultiPolygon"])]
    buildings = _inside(cadastre.buildings, window)
    return Background(
        parcels=_inside(cadastre.parcels, window)[["number", "geometry"]].reset_index(drop=True),
        buildings=buildings.loc[~buildings["below_ground"], ["geometry"]].reset_index(drop=True),
        land=_joined(land[["kind", "name", "geometry"]], areas[["kind", "name", "geometry"]], cadastre.crs),
    )


def no_background(crs: str) -> Background:
    """Give empty surroundings."""
    nothing = gpd.GeoDataFrame(geometry=gpd.GeoSeries([], crs=crs), crs=crs)
    return Background(nothing.assign(number=""), nothing, nothing.assign(kind="", name=""))


def _inside(table: gpd.GeoDataFrame, window: object) -> gpd.GeoDataFrame:
    return table.iloc[sorted(table.sindex.query(window, predicate="intersects"))]


def _joined(land: gpd.GeoDataFrame, ways: gpd.GeoDataFrame, crs: str) -> gpd.GeoDataFrame:
    frames = [frame for frame in (land, ways) if len(frame)]
    if not frames:
        return no_background(crs).land
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs=crs)
