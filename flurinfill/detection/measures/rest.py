"""The free part of built parcels: a plot that could be split off, and the way to it.

The rest keeps the setback from the boundary, from the house that stands there, and from the new
boundary between the two; the distance between both houses is then twice the setback (SächsBO §6:
Abstandsflächen do not overlap). Minor buildings are not built over, but need no distance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from flurinfill.detection.measures.intervals import Floats
from flurinfill.detection.measures.rectangles import Room, room_in

WAY_STEPS_M = (2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0)
"""Widths of the way beside the house that are told apart; the last means "or more"."""
PRECEDENT_M = 60.0
"""Houses this near to the free part tell how deep plots are built on there (§ 34: overbuilt area)."""
_DEPTH_ERROR_M = 2.0
_WALL_ERROR_M = 0.05
_AT_WAY_M = 0.6
_QUAD_SEGS = 8


@dataclass(frozen=True)
class Rests:
    """Free parts of built parcels; NaN where nobody asked.

    Attributes
    ----------
    area_m2 : ndarray
        The part that could be a plot of its own; 0 where nothing is left.
    width_m, depth_m : ndarray
        Sides of the largest rectangle that keeps all setbacks in it.
    spare_m : ndarray
        What the wished building has to spare there, see :class:`.rectangles.Room`.
    way_m : ndarray
        Width of the way from the street to the rest, in :data:`WAY_STEPS_M`; 0 for none.
    precedents : ndarray
        Main buildings of others within 60 m that stand as far from the street as the wished
        building would; 0 where it does not fit.
    """

    area_m2: Floats
    width_m: Floats
    depth_m: Floats
    spare_m: Floats
    way_m: Floats
    precedents: Floats


def rests_of(
    parcels: NDArray[np.object_],
    wanted: NDArray[np.bool_],
    main: shapely.STRtree,
    minor: shapely.STRtree,
    ways: shapely.STRtree,
    *,
    setback_m: Floats,
    sizes_m: Floats,
) -> Rests:
    """Measure the free part of some parcels.

    Parameters
    ----------
    parcels : ndarray of shapely polygons, shape (n,)
    wanted : ndarray of bool, shape (n,)
        Built parcels for which the rest can matter.
    main, minor : STRtree
        Standing buildings.
    ways : STRtree
        Public ways (areas or centre lines widened to the street).
    setback_m : ndarray, shape (n,)
    sizes_m : ndarray, shape (n, 2)
        Sides of the building wished for each parcel.
    """
    out = np.full((6, len(parcels)), np.nan)
    for at in np.flatnonzero(wanted):
        parcel = parcels[at]
        houses, sheds, roads = (
            tree.geometries[tree.query(parcel, predicate="dwithin", distance=reach)]
            for tree, reach in ((main, 0.0), (minor, 0.0), (ways, _AT_WAY_M))
        )
        size = (float(sizes_m[at, 0]), float(sizes_m[at, 1]))
        part = free_part(parcel, houses, sheds, roads, float(setback_m[at]), size)
        if part is None:
            out[:, at] = 0.0, 0.0, 0.0, -min(size), 0.0, 0.0
            continue
        room, place = part.room, part.room.building
        found = 0.0 if place is None else _precedents(parcel, place, main, ways)
        out[:, at] = part.plot.area, room.width_m, room.depth_m, room.spare_m, part.way_m, found
    return Rests(*out)


@dataclass(frozen=True)
class FreePart:
    """The part of a built parcel that has the best room for a second building.

    Attributes
    ----------
    envelope : Polygon
        Where the building may stand.
    room : Room
        Its rectangles.
    plot : Polygon or MultiPolygon
        What could be a plot of its own.
    way_m : float
        Width of the way to it, in :data:`WAY_STEPS_M`; 0 for none, or where the building does not fit.
    """

    envelope: BaseGeometry
    room: Room
    plot: BaseGeometry
    way_m: float


def free_part(
    parcel: BaseGeometry,
    houses: NDArray[np.object_],
    sheds: NDArray[np.object_],
    roads: NDArray[np.object_],
    setback_m: float,
    size_m: tuple[float, float],
) -> FreePart | None:
    """Find the free part of one built parcel; None where not even a shrunk building has room.

    Parameters
    ----------
    parcel : shapely Polygon or MultiPolygon
    houses, sheds : ndarray of shapely polygons
        Main and minor buildings that stand on it.
    roads : ndarray of shapely polygons
        Public ways beside it.
    setback_m : float
    size_m : (float, float)
    """
    taken = shapely.union_all(houses)
    free = shapely.difference(parcel, shapely.buffer(taken, setback_m, quad_segs=_QUAD_SEGS))
    free = shapely.difference(free, shapely.union_all(sheds))
    envelopes = shapely.get_parts(shapely.buffer(free, -setback_m, quad_segs=_QUAD_SEGS))
    best: FreePart | None = None
    for envelope in envelopes[shapely.area(envelopes) > 1.0]:
        room = room_in(envelope, size_m)
        if room is None or room.spare_m < (best.room.spare_m if best else -min(size_m)):
            continue
        plot = shapely.intersection(shapely.buffer(envelope, setback_m, quad_segs=_QUAD_SEGS), free)
        way = _way_width(shapely.difference(parcel, taken), envelope, roads) if room.spare_m >= 0 else 0.0
        if best is None or (way > 0, room.spare_m) >= (best.way_m > 0, best.room.spare_m):
            best = FreePart(envelope, room, plot, way)
    return best


def _precedents(
    parcel: BaseGeometry, place: BaseGeometry, main: shapely.STRtree, ways: shapely.STRtree
) -> float:
    """Count the houses of others around that stand as far from the street as this place."""
    near = main.geometries[main.query(place, predicate="dwithin", distance=PRECEDENT_M)]
    others = near[shapely.area(shapely.intersection(near, parcel)) < shapely.area(near) / 2]
    if not len(others) or not len(ways.geometries):
        return 0.0
    _, away = ways.query_nearest([place, *others], all_matches=False, return_distance=True)
    return float((away[1:] >= away[0] - _DEPTH_ERROR_M).sum())


def _way_width(yard: BaseGeometry, envelope: BaseGeometry, roads: NDArray[np.object_]) -> float:
    """Width of the widest way through the yard that joins a road with the rest."""
    if not len(roads):
        return 0.0
    road = shapely.union_all(roads)
    low, high = 0, len(WAY_STEPS_M)  # of the widths below low we know that they pass
    while low < high:
        middle = (low + high) // 2
        if _passes(yard, envelope, road, WAY_STEPS_M[middle]):
            low = middle + 1
        else:
            high = middle
    return WAY_STEPS_M[low - 1] if low else 0.0


def _passes(yard: BaseGeometry, envelope: BaseGeometry, road: BaseGeometry, width_m: float) -> bool:
    """Tell whether a strip of this width leads from the road to the rest without touching a house."""
    half = width_m / 2 - _WALL_ERROR_M
    lanes = shapely.get_parts(shapely.buffer(yard, -half, quad_segs=_QUAD_SEGS))
    arriving = shapely.dwithin(lanes, envelope, 0.01) & shapely.dwithin(lanes, road, half + _AT_WAY_M)
    return bool(arriving.any())
