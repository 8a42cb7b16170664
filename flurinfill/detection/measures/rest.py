"""The free part of built parcels: a plot that could be split off, and the way to it.

The rest keeps the setback from the boundary, from the house that stands there, and from the new
boundary between the two; the distance between both houses is then twice the setback (SächsBO §6:
Abstandsflächen do not overlap). Minor buildings are not built over, and the setback is kept from
them, but land beside them belongs to the new plot.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import Treatment
from flurinfill.detection.measures.edges import boundary_edges
from flurinfill.detection.measures.facing import HALF_WIDTH_M
from flurinfill.detection.measures.figures import Piece, taken_for
from flurinfill.detection.measures.ground import Seen
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.measures.survey import BUILT_M2
from flurinfill.detection.near_kernels import near_boxes
from flurinfill.detection.room_kernels import HOUSE, SHED
from flurinfill.detection.tiles import Tile
from flurinfill.model.potential import PUBLIC_WAYS

PRECEDENT_M = 60.0
"""Houses this near to the free part tell how deep plots are built on there (§ 34: overbuilt area)."""
_DEPTH_ERROR_M = 2.0
_CELL_M = 40.0
_QUAD_SEGS = 8
_NEARLY = 0.98  # a house that just fits is not lost to the corners of a circle


def obstacles(tile: Tile, seen: Seen, position: Ints, setback_m: Floats) -> list[Piece]:
    """What stands on some built parcels, as pieces of their figures.

    A main building counts as the parcel's house where it stands there with at least 20 m²; with
    less (a wall or a corner of the neighbour's house) it is not built over, as a shed.

    Parameters
    ----------
    tile : Tile
    seen : Seen
    position : ndarray of int, shape (own parcels,)
        Figure of each own parcel; -1 for those not wanted.
    setback_m : ndarray, shape (figures,)
    """
    buildings = tile.cadastre.buildings.geometry.to_numpy()
    row = np.searchsorted(tile.buildings, seen.building)
    own = np.searchsorted(tile.own, seen.parcel)
    wanted = position[own] >= 0
    row, own, size = row[wanted], own[wanted], seen.size_m2[wanted]
    home = size >= BUILT_M2
    minor = np.flatnonzero(seen.treatment == Treatment.MINOR)
    beside, shed = _sheds(tile, position, buildings[minor])
    small = (np.r_[own[~home], beside], np.r_[row[~home], minor[shed]])
    out = []
    for (parcel, building), side, times in (((own[home], row[home]), HOUSE, 2.0), (small, SHED, 1.0)):
        which, again = np.unique(building, return_inverse=True)
        edges = boundary_edges(buildings[which])
        taken = taken_for(edges, edges.begins(len(which)), again.ravel(), position[parcel])
        out.append(Piece(taken, times * setback_m[taken.owner], side))
    return out


def _sheds(tile: Tile, position: Ints, minor: NDArray[np.object_]) -> tuple[Ints, Ints]:
    """Pairs of a wanted parcel and a minor building whose boxes meet; farther ones change nothing."""
    own = np.flatnonzero(position >= 0)
    if not len(own) or not len(minor):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    parcels, sheds = (
        shapely.bounds(each) for each in (tile.cadastre.parcels.geometry.to_numpy()[own], minor)
    )
    parcel, shed = near_boxes(parcels[:, :2], parcels[:, 2:], sheds[:, :2], sheds[:, 2:], _CELL_M)
    return own[parcel], shed


def nearest_rooms(
    places: NDArray[np.object_],
    parcels: NDArray[np.object_],
    standing: Sequence[NDArray[np.object_]],
    setback_m: Floats,
    short_m: Floats,
) -> NDArray[np.object_]:
    """Find the part of each free part in which a second house fits, wherever it is put.

    How deep plots are built on (§ 34(1) BauGB) is asked of the house that stands least far back, not of
    one in the middle of the room: of the free part, opened by half of the house's shorter side, so that
    a neck too narrow for it does not count. Sheds are no obstacle here: they may go. On Gennes this
    finds three more of twenty second rows that were labelled by eye, and no false one.

    Parameters
    ----------
    places, parcels : ndarray of shapely polygons, shape (n,)
        A second house that fits, and its parcel.
    standing : sequence of ndarray of shapely polygons, length n
        Houses on each parcel.
    setback_m, short_m : ndarray, shape (n,)
        Distance to every boundary, and the shorter side of the house.
    """
    free = parcels.copy()
    for rank in range(max((len(each) for each in standing), default=0)):
        some = np.array([at for at, each in enumerate(standing) if len(each) > rank])
        houses = np.array([standing[at][rank] for at in some], dtype=object)
        kept = shapely.buffer(houses, setback_m[some], quad_segs=_QUAD_SEGS)
        free[some] = shapely.difference(free[some], kept)
    envelopes = shapely.buffer(free, -setback_m, quad_segs=_QUAD_SEGS)
    parts, owner = shapely.get_parts(envelopes, return_index=True)
    order = np.lexsort((shapely.distance(parts, places[owner]), owner))
    owner, first = np.unique(owner[order], return_index=True)
    half = _NEARLY * short_m[owner] / 2.0
    eroded = shapely.buffer(parts[order[first]], -half, quad_segs=_QUAD_SEGS)
    opened = shapely.buffer(eroded, half, quad_segs=_QUAD_SEGS)
    rooms = places.copy()
    fits = ~shapely.is_empty(opened)
    rooms[owner[fits]] = opened[fits]
    return rooms


def precedents(
    places: NDArray[np.object_],
    place_of: Ints,
    main: shapely.STRtree,
    home: Ints,
    ways: shapely.STRtree,
) -> Floats:
    """Count the houses of others around each place that stand as far from the street as it does.

    Parameters
    ----------
    places : ndarray of shapely polygons, shape (n,)
        Second houses that fit, or the rooms for them: then their nearest edge counts.
    place_of : ndarray of int, shape (n,)
        Number of the parcel of each.
    main : STRtree
        Main buildings of the whole cadastre.
    home : ndarray of int
        Number of the parcel that carries each of them.
    ways : STRtree
        Public ways, see :func:`street_space`.
    """
    place, house = main.query(places, predicate="dwithin", distance=PRECEDENT_M)
    others = home[house] != place_of[place]
    place, house = place[others], house[others]
    if not len(house) or not len(ways.geometries):
        return np.zeros(len(places))
    near, again = np.unique(house, return_inverse=True)
    far_back = _away(ways, main.geometries[near])[again] >= _away(ways, places)[place] - _DEPTH_ERROR_M
    return np.bincount(place[far_back], minlength=len(places)).astype(np.float64)


def _away(ways: shapely.STRtree, shapes: NDArray[np.object_]) -> Floats:
    return ways.query_nearest(shapes, all_matches=False, return_distance=True)[1]


def street_space(cadastre: Cadastre, dominant_use: pd.Series) -> NDArray[np.object_]:
    """Everything that is a public way; a centre line stands for a street of usual width."""
    kinds = [kind.value for kind in PUBLIC_WAYS]
    own = cadastre.parcels.geometry.to_numpy()[dominant_use.isin(kinds).to_numpy()]
    used = cadastre.land_use.geometry.to_numpy()[cadastre.land_use["kind"].isin(kinds).to_numpy()]
    layer = cadastre.ways.geometry.to_numpy()
    lines = shapely.get_dimensions(layer) < 2
    widened = shapely.buffer(layer[lines], HALF_WIDTH_M, quad_segs=4)
    return np.concatenate([own, used, layer[~lines], widened])


def split_off(
    parcel: BaseGeometry,
    houses: NDArray[np.object_],
    sheds: NDArray[np.object_],
    setback_m: float,
    place: BaseGeometry,
) -> tuple[BaseGeometry, BaseGeometry]:
    """Shapes of the free part that holds a place: where a building may stand, and the new plot.

    Parameters
    ----------
    parcel : shapely Polygon or MultiPolygon
    houses, sheds : ndarray of shapely polygons
        What stands on it.
    setback_m : float
    place : shapely geometry
    """
    free = shapely.difference(
        parcel, shapely.buffer(shapely.union_all(houses), setback_m, quad_segs=_QUAD_SEGS)
    )
    free = shapely.difference(free, shapely.union_all(sheds))
    envelopes = shapely.get_parts(shapely.buffer(free, -setback_m, quad_segs=_QUAD_SEGS))
    envelope = envelopes[np.argmin(shapely.distance(envelopes, place))]
    return envelope, shapely.intersection(shapely.buffer(envelope, setback_m, quad_segs=_QUAD_SEGS), free)
