"""The original geometries of a layer: their exact answers, and their store made on first use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from threading import Lock

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.store import PolygonStore

Bounds = tuple[float, float, float, float]
_RUN = 256
"""Neighbours in the file, mostly neighbours on the ground, that have a box together."""


class Shapes:
    """Geometries of one layer, in float64.

    The drawing store is made by whoever asks first, so that the worker that draws can do it and the
    window stays alive. Exact answers come from the boxes and the geometries alone: they never wait
    for the worker, and look at the boxes of runs of features first, so that a click finds its parcel
    among a million at once.

    Parameters
    ----------
    geometries : array of shapely geometries, shape (n,)
        None and empty geometries are kept as features that are nowhere.
    """

    def __init__(self, geometries: Sequence[BaseGeometry] | NDArray[np.object_]) -> None:
        if isinstance(geometries, np.ndarray) and geometries.dtype == object:
            self.geometries = geometries
        else:
            self.geometries = np.empty(len(geometries), dtype=object)
            self.geometries[:] = list(geometries)
        self.boxes: NDArray[np.float64] = shapely.bounds(self.geometries).reshape(len(geometries), 4)
        self._extent = _around(self.boxes)
        self._runs = _run_boxes(self.boxes)
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self.geometries)

    @cached_property
    def _store(self) -> PolygonStore:
        return PolygonStore.build(self.geometries)

    @property
    def store(self) -> PolygonStore:
        """The store for drawing."""
        with self._lock:
            return self._store

    def bounds(self, indices: NDArray[np.int64] | None = None) -> Bounds | None:
        """West, south, east, north of all or of some; None when there is nothing."""
        return self._extent if indices is None else _around(self.boxes[indices])

    def near(self, bounds: Bounds) -> NDArray[np.int64]:
        """Indices of the geometries whose box a rectangle touches, in order."""
        runs = np.flatnonzero(_meeting(self._runs, bounds))
        if 2 * len(runs) > len(self._runs):
            return np.flatnonzero(_meeting(self.boxes, bounds))
        features = (runs[:, None] * _RUN + np.arange(_RUN)).ravel()
        features = features[features < len(self)]
        return features[_meeting(self.boxes[features], bounds)]

    def at(self, x: float, y: float) -> int:
        """Index of the geometry at a place, the smallest of several; -1 when there is none."""
        hits = self.near((x, y, x, y))
        hits = hits[shapely.intersects(self.geometries[hits], shapely.Point(x, y))]
        if not len(hits):
            return -1
        return int(hits[np.argmin(shapely.area(self.geometries[hits]))])

    def touching(self, bounds: Bounds) -> NDArray[np.int64]:
        """Indices of the geometries that a rectangle touches, in order."""
        west, south, east, north = bounds
        hits = self.near(bounds)
        box = self.boxes[hits]
        inside = (box[:, 0] >= west) & (box[:, 2] <= east) & (box[:, 1] >= south) & (box[:, 3] <= north)
        unsure = np.flatnonzero(~inside)
        window = shapely.box(*bounds)
        shapely.prepare(window)
        inside[unsure] = shapely.intersects(window, self.geometries[hits[unsure]])
        return hits[inside]


def _run_boxes(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Boxes around runs of features; those that are nowhere do not count."""
    if not len(boxes):
        return boxes
    starts = np.arange(0, len(boxes), _RUN)
    return np.hstack([np.fmin.reduceat(boxes[:, :2], starts), np.fmax.reduceat(boxes[:, 2:], starts)])


def _meeting(boxes: NDArray[np.float64], bounds: Bounds) -> NDArray[np.bool_]:
    """Tell which boxes a rectangle touches."""
    west, south, east, north = bounds
    return (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)


def _around(boxes: NDArray[np.float64]) -> Bounds | None:
    boxes = boxes[~np.isnan(boxes[:, 0])]
    if not len(boxes):
        return None
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)
