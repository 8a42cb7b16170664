"""The largest rectangle in a polygon, and whether a house of a given size fits.

A rectangle is sought along few directions: those that the polygon's own long edges have. Houses
stand along the street or along the boundary, so that is where a surveyor would put them; a slanting
house that is a little larger is no answer. A rectangle is at most 0.5 m too small and never too
large; sides are given in centimetres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from flurinfill.detection.measures.edges import NO_EDGES, Edges, boundary_edges
from flurinfill.detection.measures.figures import Piece, assembled
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.room_kernels import (
    COLUMNS,
    DEPTH,
    LARGEST,
    PARCEL,
    PLACE,
    PLOT,
    SPARE,
    WAY,
    WIDTH,
    rooms,
)
from flurinfill.detection.threads import Pause
from flurinfill.model.measures import BY_NAME
from flurinfill.model.progress import no_pause

WAY_STEPS_M = BY_NAME["rest_way_m"].steps
"""Widths of a way that are told apart; the last means "or more"."""
REST_MIN_M2 = 350.0
"""A free part of less is no building plot, and nobody asks for a way to it."""
_CHUNK = 250


@dataclass(frozen=True)
class Room:
    """What fits into a polygon.

    Attributes
    ----------
    width_m, depth_m : float
        Short and long side of the largest rectangle.
    spare_m : float
        By how much both sides of the wished building could grow and still fit; negative when they
        would have to shrink.
    largest : Polygon
        The largest rectangle.
    building : Polygon or None
        The wished building, in the middle of the room for it; None when it does not fit.
    """

    width_m: float
    depth_m: float
    spare_m: float
    largest: Polygon
    building: Polygon | None


@dataclass(frozen=True)
class Rooms:
    """Room on each of many parcels, as the kernel found it.

    Attributes
    ----------
    table : ndarray, shape (parcels, columns)
        See :func:`flurinfill.detection.room_kernels.rooms`.
    origins : ndarray, shape (parcels, 2)
    sizes_m : ndarray, shape (parcels, 2)
        Sides of the building wished for.
    """

    table: Floats
    origins: Floats
    sizes_m: Floats

    @property
    def width_m(self) -> Floats:
        """Short side of the largest rectangle; 0 where there is no room at all."""
        return np.round(self.table[:, WIDTH], 2)

    @property
    def depth_m(self) -> Floats:
        """Its long side."""
        return np.round(self.table[:, DEPTH], 2)

    @property
    def spare_m(self) -> Floats:
        """What the building has to spare; minus its shorter side where there is no room at all."""
        return np.round(self.table[:, SPARE], 2)

    @property
    def plot_m2(self) -> Floats:
        """The part of a built parcel that could be a plot of its own; NaN for a vacant parcel."""
        return self.table[:, PLOT]

    @property
    def way_m(self) -> Floats:
        """Width of the way to it, in :data:`WAY_STEPS_M`; NaN where nobody asks."""
        return self.table[:, WAY]

    def largest(self, at: int) -> Polygon:
        """Return the largest rectangle of a parcel."""
        left, lower, right, upper, angle = self.table[at, LARGEST : LARGEST + 5]
        return Polygon(_corners(np.array([[left, lower, right, upper]]), angle)[0] + self.origins[at])

    def buildings(self, which: Ints) -> Floats:
        """Corners of the wished buildings, each in the middle of its place; shape (n, 4, 2)."""
        box, angle = self.table[which, PLACE : PLACE + 4], self.table[which, PLACE + 4]
        middle, sides = (box[:, :2] + box[:, 2:]) / 2, box[:, 2:] - box[:, :2]
        size = self.sizes_m[which]
        # the way round that leaves more on the side that has least to spare
        turned = (sides - size).min(axis=1) < (sides - size[:, ::-1]).min(axis=1)
        half = np.where(turned[:, None], size[:, ::-1], size) / 2
        corners = _corners(np.hstack([middle - half, middle + half]), angle)
        return corners + self.origins[which][:, None, :]


def _corners(boxes: Floats, angle: Floats | float) -> Floats:
    """Corners of boxes (left, lower, right, upper) in frames that are turned."""
    x, y = boxes[:, [0, 2, 2, 0]], boxes[:, [1, 1, 3, 3]]
    cosine, sine = (np.broadcast_to(each, len(boxes))[:, None] for each in (np.cos(angle), np.sin(angle)))
    return np.stack([x * cosine - y * sine, x * sine + y * cosine], axis=2)


@dataclass(frozen=True)
class Trial:
    """The building that is tried on each of some parcels.

    Attributes
    ----------
    sizes_m : ndarray, shape (parcels, 2)
        Sides of the building.
    setback_m : ndarray, shape (parcels,)
        Distance to other land.
    built : ndarray of bool, shape (parcels,)
        Parcels with a house, whose free part is sought.
    street : Edges
        Stretches of boundary at a public way; their owner is the position of the parcel, ascending.
    """

    sizes_m: Floats
    setback_m: Floats
    built: NDArray[np.bool_]
    street: Edges


def rooms_for(trial: Trial, pieces: Sequence[Piece], pause: Pause = no_pause) -> Rooms:
    """Find the room on each parcel.

    Parameters
    ----------
    trial : Trial
    pieces : sequence of Piece
        Boundary, guards, houses and sheds of the parcels.
    pause : callable
        Called between some parcels and the next.
    """
    origins = np.zeros((len(trial.built), 2))
    for piece in pieces[:1]:  # the boundary comes first
        origins[piece.edges.owner[::-1]] = piece.edges.start[::-1]
    at, figures = assembled(pieces, origins)
    street = np.hstack([trial.street.start, trial.street.end]) - np.tile(origins[trial.street.owner], 2)
    street_at = trial.street.begins(len(origins))
    steps, done = np.array(WAY_STEPS_M), [np.zeros((0, COLUMNS))]
    for first in range(0, len(origins), _CHUNK):
        pause()
        some, ends = slice(first, first + _CHUNK), slice(first, first + _CHUNK + 1)
        how = trial.sizes_m[some], trial.setback_m[some], trial.built[some], street_at[ends], street
        done.append(rooms(at[ends], figures, *how, REST_MIN_M2, steps))
    return Rooms(np.concatenate(done), origins, trial.sizes_m)


def room_in(polygon: BaseGeometry, size_m: tuple[float, float]) -> Room | None:
    """Find the largest rectangle in a polygon, and the best place for a building.

    Parameters
    ----------
    polygon : shapely Polygon or MultiPolygon
        Holes count; of several parts the one with the most room is taken.
    size_m : (float, float)
        Sides of the wished building, in either orientation.

    Returns
    -------
    Room or None
        None for a polygon without area.
    """
    if not polygon.area > 0:
        return None
    edges = boundary_edges(np.array([polygon], dtype=object))
    trial = Trial(np.array([size_m], dtype=np.float64), np.zeros(1), np.zeros(1, dtype=bool), NO_EDGES)
    return single_room(rooms_for(trial, [Piece(edges, np.zeros(len(edges)), PARCEL)]), 0)


def single_room(found: Rooms, at: int) -> Room | None:
    """Room on one parcel as shapes; None where nothing is left."""
    width, depth, spare = (float(each[at]) for each in (found.width_m, found.depth_m, found.spare_m))
    if not (width > 0 and depth > 0):
        return None
    building = Polygon(found.buildings(np.array([at]))[0]) if spare >= 0 else None
    return Room(width, depth, spare, found.largest(at), building)


def rectangles_in(
    polygons: NDArray[np.object_], sizes_m: Floats, pause: Pause = no_pause
) -> tuple[Floats, Floats, Floats]:
    """Short and long side of the largest rectangle, and what the wished building has to spare.

    Parameters
    ----------
    polygons : ndarray of shapely polygons, shape (n,)
        They may be empty.
    sizes_m : ndarray, shape (n, 2)
        Sides of the building wished for each.
    pause : callable
        Called between some polygons and the next.

    Returns
    -------
    (width_m, depth_m, spare_m)
        0, 0 and minus the shorter side of the building where there is no room at all.
    """
    count, edges = len(polygons), boundary_edges(polygons)
    trial = Trial(sizes_m.reshape(-1, 2), np.zeros(count), np.zeros(count, dtype=bool), NO_EDGES)
    found = rooms_for(trial, [Piece(edges, np.zeros(len(edges)), PARCEL)], pause)
    return found.width_m, found.depth_m, found.spare_m
