"""Polygons as the drawing kernels want them: flat float32 arrays, sorted along a Morton curve.

Neighbours in the world become neighbours in memory, so that one bounding box per 256 features
skips whole quarters of a town, and simplified copies keep far views cheap. Everything exact
(identify, measuring) uses the float64 originals instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

BLOCK = 256
"""Features per block with a common bounding box."""

SIMPLIFIED_M = (2.0, 6.0)
"""Grids of the simplified copies in metres."""

_POLYGON = 3
_BUNCH = 1024
_KEPT_BELOW = 2.5  # a copy is used where its tolerance is at most 1/2.5 of a pixel


@dataclass(frozen=True)
class Level:
    """One copy of all outlines, its corners on a grid of ``tolerance`` metres (0: exact).

    Attributes
    ----------
    coords : float32 (c, 2)
        Metres from the store's origin; each ring is closed.
    ring_starts : int64 (r + 1,)
        First coordinate of each ring.
    feature_rings : int64 (f + 1,)
        First ring of each feature: shells and holes of all its parts, filled even-odd.
    """

    tolerance: float
    coords: NDArray[np.float32]
    ring_starts: NDArray[np.int64]
    feature_rings: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PolygonStore:
    """All polygons of one layer.

    Attributes
    ----------
    origin : float, float
        Added to the coordinates to get the project's CRS.
    order : uint32 (f,)
        Position in the caller's array of each stored feature.
    boxes : float32 (f, 4)
        West, south, east, north of each stored feature.
    block_boxes : float32 (b, 4)
        The same of each run of :data:`BLOCK` features.
    levels : tuple of Level
        The outlines, exact first.
    count : int
        Length of the caller's array, geometries without area included.
    """

    origin: tuple[float, float]
    order: NDArray[np.uint32]
    boxes: NDArray[np.float32]
    block_boxes: NDArray[np.float32]
    levels: tuple[Level, ...]
    count: int

    @classmethod
    def build(cls, geometries: Sequence[BaseGeometry] | NDArray[np.object_]) -> PolygonStore:
        """Prepare polygons for drawing.

        Parameters
        ----------
        geometries : array of shapely geometries, shape (n,)
            Polygons, multipolygons, or collections with some; None, points and lines are kept as
            features that draw nothing.
        """
        shapes = np.asarray(geometries, dtype=object)
        bounds = shapely.bounds(shapes).reshape(len(shapes), 4)
        drawn = np.flatnonzero(~np.isnan(bounds[:, 0]))
        whole = _united(bounds[drawn])
        origin = ((whole[0] + whole[2]) / 2, (whole[1] + whole[3]) / 2)
        local = bounds[drawn] - np.array([*origin, *origin])
        curve = np.argsort(_morton(local), kind="stable")
        order = drawn[curve]
        boxes = np.ascontiguousarray(local[curve], dtype=np.float32)
        exact = _level(shapes[order], origin)
        coarse = (_snapped(exact, tolerance) for tolerance in SIMPLIFIED_M)
        return cls(origin, order.astype(np.uint32), boxes, _blocks(boxes), (exact, *coarse), len(shapes))

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of everything; None when there is nothing."""
        if not len(self.boxes):
            return None
        west, south, east, north = _united(self.boxes)
        x, y = self.origin
        return (west + x, south + y, east + x, north + y)

    def level_for(self, metres_per_pixel: float) -> Level:
        """Coarsest copy that still looks exact at this scale."""
        fitting = [level for level in self.levels if level.tolerance * _KEPT_BELOW <= metres_per_pixel]
        return fitting[-1] if fitting else self.levels[0]


def _level(shapes: NDArray[np.object_], origin: tuple[float, float]) -> Level:
    """Flatten all rings, a bunch of features at a time: the GIL is held for each, not for all."""
    bunches = [_flat(shapes[start : start + _BUNCH], origin) for start in range(0, len(shapes), _BUNCH)]
    coords = [np.empty((0, 2), np.float32), *(bunch[0] for bunch in bunches)]
    per_ring = [np.empty(0, np.int64), *(bunch[1] for bunch in bunches)]
    per_feature = [np.empty(0, np.int64), *(bunch[2] for bunch in bunches)]
    return Level(
        0.0,
        np.concatenate(coords),
        _starts(np.concatenate(per_ring)),
        _starts(np.concatenate(per_feature)),
    )


def _flat(
    shapes: NDArray[np.object_], origin: tuple[float, float]
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.int64]]:
    """Coordinates, coordinates per ring, rings per feature."""
    parts, feature_of_part = shapely.get_parts(shapes, return_index=True)
    polygonal = shapely.get_type_id(parts) == _POLYGON
    parts, feature_of_part = parts[polygonal], feature_of_part[polygonal]
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    coords, ring_of_coord = shapely.get_coordinates(rings, return_index=True)
    return (
        np.ascontiguousarray(coords - np.asarray(origin), dtype=np.float32),
        np.bincount(ring_of_coord, minlength=len(rings)),
        np.bincount(feature_of_part[part_of_ring], minlength=len(shapes)),
    )


def _snapped(level: Level, tolerance: float) -> Level:
    """Move all corners to a grid and drop those that fall together.

    Neighbours' common corners move to the same place, so that no gap opens between them.
    """
    coords = np.rint(level.coords / np.float32(tolerance)) * np.float32(tolerance)
    lengths = np.diff(level.ring_starts)
    ring = np.repeat(np.arange(len(lengths)), lengths)
    kept = np.ones(len(coords), np.bool_)
    kept[1:] = (coords[1:] != coords[:-1]).any(axis=1) | (ring[1:] != ring[:-1])
    starts = _starts(np.bincount(ring[kept], minlength=len(lengths)))
    return Level(tolerance, coords[kept], starts, level.feature_rings)


def _starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _united(boxes: NDArray[np.floating]) -> tuple[float, float, float, float]:
    if not len(boxes):
        return (0.0, 0.0, 0.0, 0.0)
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _blocks(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    if not len(boxes):
        return np.empty((0, 4), np.float32)
    starts = np.arange(0, len(boxes), BLOCK)
    low = np.minimum.reduceat(boxes[:, :2], starts)
    high = np.maximum.reduceat(boxes[:, 2:], starts)
    return np.ascontiguousarray(np.hstack([low, high]))


def _morton(boxes: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Position of each box's centre on a Z-shaped curve through the whole area."""
    if not len(boxes):
        return np.empty(0, np.uint32)
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    low = centres.min(axis=0)
    span = max(float((centres.max(axis=0) - low).max()), 1e-9)
    cells = ((centres - low) / span * 65535).astype(np.uint32)
    return _spread(cells[:, 0]) | (_spread(cells[:, 1]) << np.uint32(1))


def _spread(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Put a zero between each two of 16 bits."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        values = (values | (values << np.uint32(shift))) & np.uint32(mask)
    return values
