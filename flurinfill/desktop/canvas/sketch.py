"""What a person draws on the map: a distance, an area, the outline of a site. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from math import hypot

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.shapes import Shapes

Point = tuple[float, float]


class SketchKind(StrEnum):
    """What is drawn."""

    DISTANCE = "distance"
    AREA = "area"
    OUTLINE = "outline"


@dataclass
class Sketch:
    """Points in the project's CRS.

    Attributes
    ----------
    kind : SketchKind
    rings : list of list of points
        One line while drawing; of an outline that is edited all shells and holes, without the
        closing point.
    parts : list of int
        Part of each ring; the first ring of a part is its shell.
    pointer : point or None
        Where the next point would be.
    finished : bool
        Nothing more is added; an outline can still be edited.
    held : (ring, point) or None
        The corner that is being moved.
    """

    kind: SketchKind
    rings: list[list[Point]] = field(default_factory=lambda: [[]])
    parts: list[int] = field(default_factory=lambda: [0])
    pointer: Point | None = None
    finished: bool = False
    held: tuple[int, int] | None = None

    @classmethod
    def of(cls, shape: BaseGeometry) -> Sketch:
        """Begin to edit an outline."""
        rings: list[list[Point]] = []
        parts: list[int] = []
        for number, part in enumerate(shapely.get_parts(shape)):
            for ring in shapely.get_rings(part):
                rings.append([(float(x), float(y)) for x, y in shapely.get_coordinates(ring)[:-1]])
                parts.append(number)
        return cls(SketchKind.OUTLINE, rings, parts, finished=True)

    @property
    def closed(self) -> bool:
        """True when the figure is an area."""
        return self.kind is not SketchKind.DISTANCE

    @property
    def points(self) -> list[Point]:
        """Points of the line being drawn, and where the pointer is."""
        line = self.rings[0]
        return [*line, self.pointer] if self.pointer is not None and not self.finished else line

    def add(self, point: Point) -> None:
        """Set a point; after the end a new line begins."""
        if self.finished:
            self.rings, self.parts, self.finished = [[]], [0], False
        if not self.rings[0] or self.rings[0][-1] != point:
            self.rings[0].append(point)

    def drop(self) -> bool:
        """Take the last point back; False when there is none."""
        if self.finished or not self.rings[0]:
            return False
        self.rings[0].pop()
        return True

    def finish(self) -> bool:
        """End the line; False when it is too short to be something."""
        if self.finished or len(self.rings[0]) < (3 if self.closed else 2):
            return False
        self.finished, self.pointer = True, None
        return True

    @property
    def length_m(self) -> float:
        """Length of the line, or the circumference of the area, in metres."""
        return sum(_length(self._around(ring)) for ring in self._measured())

    @property
    def last_m(self) -> float:
        """Length of the last piece in metres."""
        points = self.points
        return _length(points[-2:]) if len(points) > 1 else 0.0

    @property
    def area_m2(self) -> float:
        """Area in m²; 0 for what is none yet."""
        return sum(
            abs(_signed_area(ring)) * (1 if at == self.parts.index(part) else -1)
            for at, (ring, part) in enumerate(zip(self._measured(), self.parts, strict=True))
            if len(ring) > 2
        )

    def geometry(self) -> BaseGeometry:
        """Return the polygon (of several parts: multipolygon) that is drawn; it may be invalid."""
        polygons = []
        for part in dict.fromkeys(self.parts):
            shell, *holes = [ring for ring, of in zip(self.rings, self.parts, strict=True) if of == part]
            if len(shell) > 2:
                polygons.append(shapely.Polygon(shell, [hole for hole in holes if len(hole) > 2]))
        return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)

    # editing ------------------------------------------------------------------------------

    def corner_near(self, point: Point, reach_m: float) -> tuple[int, int] | None:
        """Corner within reach, the nearest."""
        found = [
            (_length([point, corner]), (ring, at))
            for ring, corners in enumerate(self.rings)
            for at, corner in enumerate(corners)
        ]
        return min(found)[1] if found and min(found)[0] <= reach_m else None

    def edge_near(self, point: Point, reach_m: float) -> tuple[int, int] | None:
        """Corner before the edge within reach, the nearest."""
        spot = shapely.Point(point)
        found = [
            (shapely.LineString([one, other]).distance(spot), (ring, at))
            for ring, corners in enumerate(self.rings)
            for at, (one, other) in enumerate(zip(corners, corners[1:] + corners[:1], strict=True))
            if one != other
        ]
        return min(found)[1] if found and min(found)[0] <= reach_m else None

    def insert(self, edge: tuple[int, int], point: Point) -> tuple[int, int]:
        """Put a new corner into an edge; return its place."""
        ring, at = edge
        self.rings[ring].insert(at + 1, point)
        return ring, at + 1

    def move(self, corner: tuple[int, int], point: Point) -> None:
        """Move a corner."""
        ring, at = corner
        self.rings[ring][at] = point

    def remove(self, corner: tuple[int, int]) -> bool:
        """Remove a corner; a hole with too few goes, a shell keeps three."""
        ring, at = corner
        if len(self.rings[ring]) > 3:
            del self.rings[ring][at]
        elif self.parts.index(self.parts[ring]) != ring:
            del self.rings[ring], self.parts[ring]
        else:
            return False
        self.held = None
        return True

    def after(self, corner: tuple[int, int] | None, step: int) -> tuple[int, int] | None:
        """Next or previous corner in the order of drawing, over all rings."""
        every = [(ring, at) for ring, corners in enumerate(self.rings) for at in range(len(corners))]
        if not every:
            return None
        if corner not in every:
            return every[0] if step > 0 else every[-1]
        return every[(every.index(corner) + step) % len(every)]

    def _measured(self) -> list[list[Point]]:
        return self.rings if self.finished else [self.points]

    def _around(self, ring: list[Point]) -> list[Point]:
        return [*ring, ring[0]] if self.closed and len(ring) > 2 else ring


def snapped(point: Point, reach_m: float, layers: Sequence[Shapes]) -> Point | None:
    """Corner within reach, else the nearest place on an edge within reach; None where there is neither.

    Parameters
    ----------
    point : x, y
    reach_m : float
        In metres.
    layers : sequence of Shapes
        What to snap to, from the float64 originals.
    """
    x, y = point
    bounds = (x - reach_m, y - reach_m, x + reach_m, y + reach_m)
    near = [shape for layer in layers for shape in layer.geometries[layer.near(bounds)]]
    if not near:
        return None
    corners = shapely.get_coordinates(np.array(near, dtype=object))
    distances = np.hypot(*(corners - point).T)
    if len(distances) and distances.min() <= reach_m:
        return tuple(map(float, corners[distances.argmin()]))
    spot = shapely.Point(point)
    lines = shapely.boundary(np.array(near, dtype=object))
    away = shapely.distance(lines, spot)
    if not np.nanmin(away) <= reach_m:
        return None
    on_edge = shapely.shortest_line(lines[int(np.nanargmin(away))], spot)
    return tuple(map(float, shapely.get_coordinates(on_edge)[0]))


def _length(points: Sequence[Point]) -> float:
    return sum(hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points))


def _signed_area(ring: Sequence[Point]) -> float:
    x0, y0 = ring[0]  # near zero, so that no digits are lost
    closed = [*ring, ring[0]]
    return sum((ax - x0) * (by - y0) - (bx - x0) * (ay - y0) for (ax, ay), (bx, by) in pairwise(closed)) / 2
