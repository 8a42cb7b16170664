"""What could be built: room on vacant parcels and on the free part of built ones.

These figures cost more than all others, so they are taken only where they can still matter: on
vacant land near houses or inside by plan or statute, and on built parcels for houses with enough
space left. All others have NaN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import shapely
from numpy.typing import NDArray

from flurinfill.detection.exclusion import never_judged
from flurinfill.detection.measures.closed import (
    BORDER_M,
    closed_envelope_areas,
    neighbours_on_border,
    open_sides,
)
from flurinfill.detection.measures.clusters import BETWEEN_M, between_shares
from flurinfill.detection.measures.edges import Edges
from flurinfill.detection.measures.figures import Piece, taken_for
from flurinfill.detection.measures.ground import Ground, Seen
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.measures.plans import HALF
from flurinfill.detection.measures.rectangles import Rooms, Trial, rooms_for
from flurinfill.detection.measures.rest import obstacles
from flurinfill.detection.measures.shape import WIDTH_ERROR_M, envelope_area
from flurinfill.detection.measures.survey import VACANT_M2, for_uses
from flurinfill.detection.room_kernels import GUARD, PARCEL
from flurinfill.detection.threads import Pause
from flurinfill.detection.tiles import Tile
from flurinfill.model.potential import Use
from flurinfill.model.progress import no_pause

BUILDING_SIZES_M: Mapping[Use, tuple[float, float]] = MappingProxyType(
    {Use.RESIDENTIAL: (10.0, 12.0), Use.COMMERCIAL: (14.0, 20.0), Use.MIXED: (10.0, 12.0)}
)
"""Sides of the building that is tried on a parcel of each use, unless a profile says otherwise."""
SETBACKS_M: Mapping[Use, float] = MappingProxyType(dict.fromkeys(Use, 3.0))
"""Distance to every boundary on parcels of each use, unless a profile says otherwise (SächsBO §6)."""
FREE_MIN_M2 = 500.0
"""With less land beside the house there is no free part of 400 m²: 3 m around the house do not count."""
_COLUMNS = (
    *("envelope_m2", "between_share", "envelope_rect_width_m", "envelope_rect_depth_m", "house_spare_m"),
    *("rest_m2", "rest_rect_width_m", "rest_rect_depth_m", "rest_spare_m", "rest_way_m"),
)
LARGEST_M2 = 10_000.0
"""On larger land for housing no single building is tried, unless a plan or statute makes it building land."""
FARTHEST_M: Mapping[Use, float] = MappingProxyType({**dict.fromkeys(Use, BETWEEN_M), Use.COMMERCIAL: 100.0})
"""Farther from every house a building is tried only where a plan or statute makes it building land."""


@dataclass(frozen=True)
class Wishes:
    """What shall be built on parcels of each use.

    Attributes
    ----------
    setbacks_m : mapping
        Distance that a building keeps from every boundary, in metres.
    sizes_m : mapping
        Sides of the building that is tried, in metres.
    """

    setbacks_m: Mapping[Use, float]
    sizes_m: Mapping[Use, tuple[float, float]]


@dataclass(frozen=True)
class Room:
    """Room on the parcels of a tile.

    Attributes
    ----------
    columns : mapping
        Measures of the own parcels; NaN where nobody will ask.
    place_of : ndarray of int
        Own parcels with a second house that fits and has a way to it.
    places : ndarray, shape (k, 8)
        Corners of that house.
    """

    columns: Mapping[str, Floats]
    place_of: Ints
    places: Floats


@dataclass(frozen=True)
class Asked:
    """Which parcels are asked for what.

    Attributes
    ----------
    vacant, closed, housing : ndarray of bool, shape (parcels,)
        Vacant near houses, or building land by plan or statute; of these, in a closed row; built with
        enough space left.
    near : ndarray of bool, shape (parcels,)
        Near houses.
    """

    vacant: NDArray[np.bool_]
    closed: NDArray[np.bool_]
    housing: NDArray[np.bool_]
    near: NDArray[np.bool_]
    setback_m: Floats
    sizes_m: Floats

    @classmethod
    def of(cls, seen: Seen, ground: Ground, use: NDArray[np.object_], wishes: Wishes) -> Asked:
        """Tell for whom the figures can matter."""
        frame = seen.frame
        sizes, setback = for_uses(use, wishes.sizes_m), for_uses(use, wishes.setbacks_m)
        area, main_m2 = frame["area_m2"].to_numpy(), frame["main_built_m2"].to_numpy()
        wide = frame["rect_width_m"].to_numpy() >= sizes.min(axis=1) + 2 * setback
        commercial = use == Use.COMMERCIAL.value
        parcels = seen.own_parcels()
        able, built = ~never_judged(parcels), main_m2 >= for_uses(use, VACANT_M2)
        small = (area <= LARGEST_M2) | commercial
        near = ground.nearest_m <= for_uses(use, FARTHEST_M)
        inside = parcels["inner_area_share"].to_numpy() >= HALF
        vacant = able & ~built & ((small & near) | inside)
        housing = able & built & small & ~commercial & wide & (area - main_m2 >= FREE_MIN_M2)
        closed = vacant & (ground.second_m <= BORDER_M)
        return cls(vacant, closed, housing, near, setback, sizes)


def room_on(
    tile: Tile, seen: Seen, ground: Ground, use: NDArray[np.object_], wishes: Wishes, pause: Pause
) -> Room:
    """Measure what could be built on the own parcels of a tile.

    Parameters
    ----------
    tile : Tile
    seen : Seen
    ground : Ground
        The tile taken apart.
    use : ndarray of str, like ``tile.own``
    wishes : Wishes
    pause : callable
        Called between the steps.

    Returns
    -------
    Room
        Its columns are ``envelope_m2`` (NaN where that of the survey holds: it is another in a closed
        row, and where another use than that of the land itself has another setback),
        ``between_share``, ``envelope_rect_width_m``, ``envelope_rect_depth_m``, ``house_spare_m``,
        ``rest_m2``, ``rest_rect_width_m``, ``rest_rect_depth_m``, ``rest_spare_m`` and
        ``rest_way_m``.
    """
    asked = Asked.of(seen, ground, use, wishes)
    sides = row_sides(tile, ground, asked.closed)
    columns = {name: np.full(len(tile.own), np.nan) for name in _COLUMNS}
    parcels = tile.cadastre.parcels.geometry.to_numpy()
    other = np.flatnonzero(asked.setback_m != for_uses(seen.frame["use"].to_numpy(object), wishes.setbacks_m))
    columns["envelope_m2"][other] = _envelopes(seen, parcels, other, asked.setback_m)
    in_row = np.flatnonzero(asked.closed)
    columns["envelope_m2"][in_row] = closed_envelope_areas(parcels, in_row, sides, asked.setback_m)
    wanted = np.flatnonzero(asked.vacant | asked.housing)
    found = rooms_of(tile, seen, ground, asked, sides, wanted, pause)
    _fill(columns, wanted, asked.housing[wanted], found)
    reached = np.flatnonzero(found.way_m > 0)
    vacant = np.flatnonzero(asked.vacant & asked.near)
    houses = shapely.STRtree(ground.main)
    columns["between_share"][vacant] = between_shares(parcels[vacant], houses, pause=pause)
    return Room(columns, wanted[reached], found.buildings(reached).reshape(-1, 8))


def _envelopes(seen: Seen, parcels: NDArray[np.object_], which: Ints, setback_m: Floats) -> Floats:
    width = seen.frame["inscribed_width_m"].to_numpy()[which]
    return envelope_area(parcels[which], setback_m[which], width, np.full(len(which), WIDTH_ERROR_M))


def _fill(columns: Mapping[str, Floats], some: Ints, built: NDArray[np.bool_], found: Rooms) -> None:
    for prefix, spare, rows in (("envelope", "house_spare_m", ~built), ("rest", "rest_spare_m", built)):
        columns[f"{prefix}_rect_width_m"][some[rows]] = found.width_m[rows]
        columns[f"{prefix}_rect_depth_m"][some[rows]] = found.depth_m[rows]
        columns[spare][some[rows]] = found.spare_m[rows]
    columns["rest_m2"][some], columns["rest_way_m"][some] = found.plot_m2, found.way_m


def row_sides(tile: Tile, ground: Ground, closed: NDArray[np.bool_]) -> Edges:
    """Sides of the parcels in closed rows where the setback counts."""
    beside = ground.neighbours
    built = neighbours_on_border(ground.own, beside, ground.at_border, tile.parcels)
    return open_sides(ground.own, closed, beside.take(built).and_also(ground.access.stretches))


def rooms_of(
    tile: Tile,
    seen: Seen,
    ground: Ground,
    asked: Asked,
    sides: Edges,
    some: Ints,
    pause: Pause = no_pause,
) -> Rooms:
    """Try the building on some of the own parcels."""
    count, setback = len(tile.own), asked.setback_m[some]
    owner = np.arange(len(some))
    position = np.full(count, -1, dtype=np.int64)
    position[some] = owner
    boundary = taken_for(ground.own, ground.own.begins(count), some, owner)
    clear = np.where(asked.closed[some], 0.0, setback)
    guards = taken_for(sides, sides.begins(count), some, owner)
    built = asked.housing[some]
    pieces = [
        Piece(boundary, clear[boundary.owner], PARCEL),
        Piece(guards, setback[guards.owner], GUARD),
        *obstacles(tile, seen, np.where(asked.housing, position, -1), setback),
    ]
    stretches = ground.access.stretches
    street = ground.own.stretches(stretches.edge, stretches.start, stretches.end)
    street = street.take(position[street.owner] >= 0)
    order = np.argsort(position[street.owner], kind="stable")
    street = Edges(position[street.owner][order], street.start[order], street.end[order])
    return rooms_for(Trial(asked.sizes_m[some], setback, built, street), pieces, pause)
