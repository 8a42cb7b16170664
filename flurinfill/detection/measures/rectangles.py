"""The largest rectangle in a polygon, and whether a house of a given size fits.

A rectangle is sought along few directions: those that the polygon's own long edges have. Houses
stand along the street or along the boundary, so that is where a surveyor would put them; a slanting
house that is a little larger is no answer. The grid makes a rectangle at most two steps too small
and never too large.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from flurinfill.detection.measures.intervals import Floats
from flurinfill.detection.measures.rectangle_kernel import deepest_by_width

STEP_M = 0.25
"""Step of the grid; the sides are right to twice this."""
_MOST_STEPS = 160
_SMOOTH_M = 0.5
_SAME_DIRECTION = np.radians(4.0)
_DIRECTIONS = 3


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
    largest: tuple[float, _Rectangle | None] = (0.0, None)
    house: tuple[float, _Rectangle | None] = (-np.inf, None)
    for part in shapely.get_parts(polygon):
        if part.area <= 0:
            continue
        for angle in _directions(part):
            found = _Frame.along(part, angle)
            largest = max(largest, found.largest(), key=lambda each: each[0])
            house = max(house, found.fitting(size_m), key=lambda each: each[0])
    if largest[1] is None or house[1] is None:
        return None
    spare = float(house[0])
    sides = np.sort(largest[1].sides)
    return Room(
        width_m=float(sides[0]),
        depth_m=float(sides[1]),
        spare_m=spare,
        largest=largest[1].polygon(),
        building=house[1].shrunk_to(size_m, spare) if spare >= 0 else None,
    )


def rectangles_in(polygons: NDArray[np.object_], sizes_m: Floats) -> tuple[Floats, Floats, Floats]:
    """Short and long side of the largest rectangle, and what the wished building has to spare.

    Parameters
    ----------
    polygons : ndarray of shapely geometries, shape (n,)
    sizes_m : ndarray, shape (n, 2)
        Sides of the building wished for each.

    Returns
    -------
    (width_m, depth_m, spare_m)
        0, 0 and minus the shorter side of the building where there is no room at all.
    """
    out = np.zeros((3, len(polygons)))
    out[2] = -sizes_m.min(axis=1) if len(sizes_m) else 0.0
    for at, polygon in enumerate(polygons):
        room = room_in(polygon, (float(sizes_m[at, 0]), float(sizes_m[at, 1])))
        if room is not None:
            out[:, at] = room.width_m, room.depth_m, room.spare_m
    return out[0], out[1], out[2]


def _directions(polygon: Polygon) -> list[float]:
    """Directions (radians, below 90°) of the long edges, the longest in sum first."""
    ring = shapely.get_coordinates(shapely.simplify(polygon.exterior, _SMOOTH_M))
    along = np.diff(ring, axis=0)
    length = np.hypot(*along.T)
    angle = np.arctan2(along[:, 1], along[:, 0]) % (np.pi / 2)
    found: list[float] = []
    left = length > 0
    while left.any() and len(found) < _DIRECTIONS:
        apart = np.abs((angle[:, None] - angle[None, left] + np.pi / 4) % (np.pi / 2) - np.pi / 4)
        near = (apart < _SAME_DIRECTION) & left[:, None]
        best = int(np.argmax(length @ near))
        group = near[:, best]
        # The longest edge of the group itself: a mean would be square to nothing.
        found.append(float(angle[group][np.argmax(length[group])]))
        left &= ~group
    return found


@dataclass(frozen=True)
class _Rectangle:
    """A rectangle in a turned frame: corner, sides, and how to turn it back."""

    corner: Floats
    sides: Floats
    frame: _Frame

    def polygon(self) -> Polygon:
        unit = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
        return Polygon(self.frame.back(self.corner + unit * self.sides))

    def shrunk_to(self, size_m: tuple[float, float], spare: float) -> Polygon:
        """The building itself, in the middle, turned the way that fits."""
        sides = np.array(size_m)
        if not (self.sides >= sides + spare - 1e-6).all():
            sides = sides[::-1]
        return _Rectangle(self.corner + (self.sides - sides) / 2, sides, self.frame).polygon()


@dataclass(frozen=True)
class _Frame:
    """A polygon turned so that one direction is the x axis, with the rectangles it holds."""

    origin: Floats
    turn: Floats
    shift: Floats
    step: float
    best: NDArray[np.int64]

    @classmethod
    def along(cls, polygon: Polygon, angle: float) -> _Frame:
        rings = shapely.get_rings(polygon)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        origin = points[0]
        cosine, sine = np.cos(angle), np.sin(angle)
        turn = np.array([[cosine, -sine], [sine, cosine]])
        turned = (points - origin) @ turn
        shift = turned.min(axis=0)
        turned -= shift
        extent = turned.max(axis=0)
        step = max(STEP_M, float(extent.max()) / _MOST_STEPS)
        columns, lines = np.floor((extent + 1e-3) / step).astype(np.int64)
        starts = np.r_[np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]]), len(points)].astype(np.int64)
        best = deepest_by_width(np.ascontiguousarray(turned), starts, step, int(columns), int(lines))
        return cls(origin, turn, shift, step, best)

    def back(self, points: Floats) -> Floats:
        return (points + self.shift) @ self.turn.T + self.origin

    def _sides(self) -> tuple[Floats, Floats]:
        width: Floats = np.arange(len(self.best), dtype=np.float64) * self.step
        depth: Floats = np.maximum(self.best[:, 0] - 1, 0) * self.step
        return width, np.where(width > 0, depth, 0.0)

    def _rectangle(self, at: int) -> _Rectangle:
        width, depth = self._sides()
        tall, last, column = self.best[at]
        corner = np.array([column * self.step, (last - max(tall - 1, 0)) * self.step])
        return _Rectangle(corner, np.array([width[at], depth[at]]), self)

    def largest(self) -> tuple[float, _Rectangle]:
        width, depth = self._sides()
        at = int(np.argmax(width * depth))
        return float(width[at] * depth[at]), self._rectangle(at)

    def fitting(self, size_m: tuple[float, float]) -> tuple[float, _Rectangle]:
        width, depth = self._sides()
        one = np.minimum(width - size_m[0], depth - size_m[1])
        other = np.minimum(width - size_m[1], depth - size_m[0])
        spare = np.maximum(one, other)
        at = int(np.argmax(spare))
        return float(spare[at]), self._rectangle(at)
