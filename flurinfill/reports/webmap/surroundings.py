"""What the map shows around the sites: land, parcels and buildings as outlines, names of ways."""

from __future__ import annotations

from math import atan2, degrees, hypot
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from flurinfill.model.potential import LandUse
from flurinfill.reports.release import Release
from flurinfill.reports.webmap.outlines import AROUND_STEP, WEB_MERCATOR, encoded, polygons_of

NEAR_M = 150.0
MANY = 8_000
"""Of more parcels or buildings only those within ``NEAR_M`` of a site are drawn."""
TOLERANCE_M = 0.15
"""By how much an outline of the surroundings may be simplified."""
_NAME_REACH_M = 60.0


def kinds(release: Release) -> dict[str, gpd.GeoSeries]:
    """Give what is drawn by kind, in the order it is drawn; what lies together follows one another.

    Kinds are ``"parcel"``, values of :class:`~flurinfill.model.potential.LandUse`, ``"building"``.
    """
    around = release.background
    land = {str(kind): around.land[around.land["kind"] == kind] for kind in LandUse}
    frames = {"parcel": _near(around.parcels, release), **land, "building": _near(around.buildings, release)}
    return {kind: _ordered(frame.geometry) for kind, frame in frames.items() if len(frame)}


def simple(shapes: gpd.GeoSeries) -> NDArray[np.object_]:
    """Give single polygons in web mercator, with no more corners than are seen."""
    return polygons_of(shapes.simplify(TOLERANCE_M).to_crs(WEB_MERCATOR))


def outlines(release: Release, origin: tuple[float, float]) -> dict[str, str]:
    """Give the surroundings by kind as text, see :func:`flurinfill.reports.webmap.outlines.encoded`."""
    return {kind: encoded(simple(shapes), origin, AROUND_STEP)[0] for kind, shapes in kinds(release).items()}


def names(release: Release, origin: tuple[float, float]) -> list[list[Any]]:
    """Give each named way or water once: name, place (steps east and north), turn in degrees."""
    land = release.background.land
    named = land[land["name"] != ""]
    if named.empty:
        return []
    largest = named.assign(size=named.geometry.area).sort_values("size").drop_duplicates("name", keep="last")
    turns = [_turn(piece) for piece in largest.geometry]
    points = gpd.GeoSeries([point for point, _ in turns], crs=release.crs).to_crs(WEB_MERCATOR)
    return [
        [
            str(name),
            round((point.x - origin[0]) / AROUND_STEP),
            round((point.y - origin[1]) / AROUND_STEP),
            turn,
        ]
        for name, point, (_, turn) in zip(largest["name"], points, turns, strict=True)
    ]


def _turn(piece: BaseGeometry) -> tuple[BaseGeometry, int]:
    """Say where a name stands on a piece, and how the piece runs there (counterclockwise, −90 to 90)."""
    middle = piece.centroid if piece.contains(piece.centroid) else piece.representative_point()
    local = piece.intersection(middle.buffer(_NAME_REACH_M))
    corners = shapely.get_coordinates(shapely.oriented_envelope(local))
    if len(corners) < 4:
        return middle, 0
    sides = [corners[1] - corners[0], corners[2] - corners[1]]
    east, north = max(sides, key=lambda side: float(hypot(*side)))
    angle = degrees(atan2(north, east))
    return middle, round(angle - 180 * round(angle / 180))


def _near(frame: gpd.GeoDataFrame, release: Release) -> gpd.GeoDataFrame:
    if len(frame) <= MANY:
        return frame
    west, south, east, north = shapely.bounds(release.sites.geometry.to_numpy()).T
    frames = shapely.box(west - NEAR_M, south - NEAR_M, east + NEAR_M, north + NEAR_M)
    _, hits = frame.sindex.query(frames)
    return frame.iloc[np.unique(hits)]


def _ordered(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    return shapes.iloc[np.argsort(shapes.hilbert_distance(level=12).to_numpy(), kind="stable")]
