"""Where a building could stand on one parcel, as shapes to draw.

The shapes belong to the figures that :func:`flurinfill.detection.measures.measure` gives for the same
parcel: ``envelope_rect_width_m``, ``envelope_rect_depth_m`` and ``house_spare_m`` of a vacant one,
``rest_m2``, ``rest_rect_width_m``, ``rest_rect_depth_m`` and ``rest_spare_m`` of a built one. Lengths
agree within 0.5 m.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import Treatment
from flurinfill.detection.measures.closed import BORDER_M, closed_envelope
from flurinfill.detection.measures.edges import Edges
from flurinfill.detection.measures.ground import Ground, Seen, ground_of
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.measures.rectangles import Room, single_room
from flurinfill.detection.measures.rest import split_off
from flurinfill.detection.measures.room import SETBACKS_M, Asked, rooms_of, row_sides
from flurinfill.detection.measures.run import Sight
from flurinfill.detection.measures.survey import BUILT_M2, VACANT_M2, for_uses, survey
from flurinfill.detection.tiles import Tile, Town
from flurinfill.model.progress import SILENT, Progress, no_pause

SEEN_M = 60.0
"""What lies farther from a parcel than this has no part in its room."""
_TOGETHER = 500


_BESIDE_M = 1.0  # a way this near is at the boundary


class RoomKind(StrEnum):
    """What kind of room a parcel has."""

    VACANT = "vacant"
    """The setback on every side."""
    CLOSED = "closed"
    """In a closed row: no setback towards the street and the houses on the boundary."""
    REST = "rest"
    """The free part of a built parcel."""


@dataclass(frozen=True)
class BuildingRoom:
    """Room for a building on one parcel.

    Attributes
    ----------
    kind : RoomKind
    envelope : Polygon or MultiPolygon
        Where a building may stand.
    largest : Polygon
        The largest rectangle in the envelope; its sides are ``width_m`` (the shorter) and ``depth_m``.
    building : Polygon or None
        The wished building in the middle of the room for it; None when it does not fit.
    width_m, depth_m : float
    spare_m : float
        By how much both sides of the wished building could grow; negative: would have to shrink.
    plot : Polygon or MultiPolygon or None
        Of a built parcel, the part that could be a plot of its own; None for the other kinds.
    nearest_m, second_m : float
        Distance to the nearest main building on another parcel, and to that on a second one.
    """

    kind: RoomKind
    envelope: BaseGeometry
    largest: Polygon
    building: Polygon | None
    width_m: float
    depth_m: float
    spare_m: float
    plot: BaseGeometry | None
    nearest_m: float
    second_m: float


def building_room(
    cadastre: Cadastre, parcel_id: str, *, setback_m: float, size_m: tuple[float, float]
) -> BuildingRoom | None:
    """Find where a building could stand on a parcel.

    Parameters
    ----------
    cadastre : Cadastre
        In a metric CRS; a part of it is enough that holds everything within :data:`SEEN_M`.
    parcel_id : str
    setback_m : float
        ``distance_m`` of the profile that judges the parcel.
    size_m : (float, float)
        ``building_m`` of that profile.

    Returns
    -------
    BuildingRoom or None
        None when the setbacks leave nothing.

    Raises
    ------
    KeyError
        When the parcel is not in the cadastre.
    """
    return building_rooms(cadastre, [parcel_id], setbacks_m=[setback_m], sizes_m=[size_m])[0]


def building_rooms(
    cadastre: Cadastre,
    parcel_ids: Sequence[str],
    *,
    setbacks_m: Sequence[float],
    sizes_m: Sequence[tuple[float, float]],
    progress: Progress = SILENT,
) -> list[BuildingRoom | None]:
    """Find where buildings could stand on many parcels, see :func:`building_room`.

    Parameters
    ----------
    cadastre : Cadastre
    parcel_ids : sequence of str, length n
    setbacks_m : sequence of float, length n
        ``distance_m`` of the profile that judges each parcel.
    sizes_m : sequence of (float, float), length n
        ``building_m`` of that profile.
    progress : Progress

    Returns
    -------
    list of BuildingRoom or None, length n
    """
    position = pd.Index(cadastre.parcels["parcel_id"]).get_indexer(list(parcel_ids))
    if (position < 0).any():
        raise KeyError(next(name for name, at in zip(parcel_ids, position, strict=True) if at < 0))
    out: list[BuildingRoom | None] = []
    for start in range(0, len(position), _TOGETHER):
        progress.report("measure_room", start, len(position))
        some = slice(start, start + _TOGETHER)
        site = _Site.of(cadastre, position[some])
        sizes = np.array(sizes_m[some], dtype=np.float64).reshape(-1, 2)
        out += site.rooms(np.array(setbacks_m[some], dtype=np.float64), sizes)
    return out


@dataclass(frozen=True)
class _Site:
    """Some parcels with what lies around them, measured as a town of their own.

    Attributes
    ----------
    wanted : ndarray of int
        Rows of the parcels among the tile's own.
    """

    wanted: Ints
    tile: Tile
    seen: Seen
    ground: Ground

    @classmethod
    def of(cls, cadastre: Cadastre, position: Ints) -> _Site:
        """Take the parcels at these positions, and all within :data:`SEEN_M`."""
        rows = _near(cadastre.parcels, cadastre.parcels.geometry.to_numpy()[position])
        part = _part(cadastre, rows, cadastre.parcels.geometry.to_numpy()[position])
        town = Town(part, len(rows))
        found = survey(town.inside(0), SETBACKS_M, no_pause)
        tile, seen = Sight(town, [found]).of(0)
        return cls(np.searchsorted(rows, position), tile, seen, ground_of(tile, seen, no_pause))

    def rooms(self, setback_m: Floats, sizes_m: Floats) -> list[BuildingRoom | None]:
        """Find the room of each of the parcels."""
        count = len(self.tile.own)
        use = self.seen.frame["use"].to_numpy(dtype=object)
        built = self.seen.frame["main_built_m2"].to_numpy() >= for_uses(use, VACANT_M2)
        closed = ~built & (self.ground.second_m <= BORDER_M)
        setbacks, sizes = np.zeros(count), np.zeros((count, 2))
        setbacks[self.wanted], sizes[self.wanted] = setback_m, sizes_m
        asked = Asked(~built, closed, built, ~built, setbacks, sizes)
        sides = row_sides(self.tile, self.ground, closed)
        found = rooms_of(self.tile, self.seen, self.ground, asked, sides, self.wanted)
        return [
            self._drawn(at, asked, sides, room) if (room := single_room(found, nth)) else None
            for nth, at in enumerate(self.wanted.tolist())
        ]

    def _drawn(self, at: int, asked: Asked, sides: Edges, room: Room) -> BuildingRoom:
        parcel, setback = self.tile.cadastre.parcels.geometry.iloc[at], float(asked.setback_m[at])
        how = (room.largest, room.building, room.width_m, room.depth_m, room.spare_m)
        houses = (float(self.ground.nearest_m[at]), float(self.ground.second_m[at]))
        if asked.housing[at]:
            place = room.building or room.largest
            envelope, plot = split_off(parcel, *self._standing(at, parcel), setback, place)
            return BuildingRoom(RoomKind.REST, envelope, *how, plot, *houses)
        if asked.closed[at]:
            row = closed_envelope(parcel, sides.take(sides.owner == at), setback)
            return BuildingRoom(RoomKind.CLOSED, row, *how, None, *houses)
        around = shapely.buffer(parcel, -setback, quad_segs=8)
        return BuildingRoom(RoomKind.VACANT, around, *how, None, *houses)

    def _standing(self, at: int, parcel: BaseGeometry) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        """Main buildings that count as the parcel's own, and all that is only not built over."""
        buildings = self.tile.cadastre.buildings
        geometry = buildings.geometry.to_numpy()
        mine = self.seen.parcel == self.tile.own[at]
        row = np.searchsorted(self.tile.buildings, self.seen.building[mine])
        home = self.seen.size_m2[mine] >= BUILT_M2
        near = buildings.sindex.query(parcel, predicate="intersects")
        minor = near[self.seen.treatment[near] == Treatment.MINOR]
        return geometry[row[home]], geometry[np.r_[row[~home], minor]]


def _near(table: gpd.GeoDataFrame, parcels: NDArray[np.object_]) -> Ints:
    """Rows of a table within :data:`SEEN_M` of some parcels, ascending."""
    found = table.sindex.query(parcels, predicate="dwithin", distance=SEEN_M)[1]
    return np.unique(found).astype(np.int64)


def _part(cadastre: Cadastre, rows: Ints, parcels: NDArray[np.object_]) -> Cadastre:
    names = ("buildings", "land_use", "ways")
    near = {name: getattr(cadastre, name) for name in names}
    near = {name: table.iloc[_near(table, parcels)] for name, table in near.items()}
    near |= {"parcels": cadastre.parcels.iloc[rows], "constraints": cadastre.constraints.iloc[:0]}
    plain = {name: table.reset_index(drop=True) for name, table in near.items()}
    return replace(cadastre, **plain, owners=None, ownerships=None)
