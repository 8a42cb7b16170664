"""Boundary edges, and which edges of two sets of polygons lie against each other.

Neighbouring polygons share most edges to the millimetre: those are found by a hash of their
rounded end points. What is left (T-junctions, drawings that differ by centimetres) is found in a
grid and projected edge upon edge. Interiors lie on the left of every edge, so two polygons lie
against each other only where their edges run in opposite directions; that, and the small angle
allowed between them, keeps edges from leaving stubs at corners.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from flurinfill.detection.kernels import directed_edges
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.near_kernels import Shapes, near_boxes

TOLERANCE_M = 0.5
"""Edges nearer than this lie against each other."""
_OPPOSITE = -np.cos(np.radians(15.0))
_SHORTEST_M = 0.01
_CELL_M = 25.0


@dataclass(frozen=True)
class Edges:
    """Directed boundary edges, the interior on their left.

    Attributes
    ----------
    owner : ndarray of int, shape (n,)
        Position of the polygon.
    start, end : ndarray, shape (n, 2)
        End points.
    """

    owner: Ints
    start: Floats
    end: Floats

    def __len__(self) -> int:
        return len(self.owner)

    @property
    def length(self) -> Floats:
        """Length of each edge in metres."""
        return np.hypot(*(self.end - self.start).T)

    def take(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> Edges:
        """Return some of the edges."""
        return Edges(self.owner[which], self.start[which], self.end[which])

    def begins(self, count: int) -> Ints:
        """Where the edges of each of ``count`` polygons begin, and where the last ends."""
        return np.searchsorted(self.owner, np.arange(count + 1)).astype(np.int64)

    def boxes(self) -> tuple[Floats, Floats]:
        """Lower left and upper right corner of each edge's box."""
        return np.minimum(self.start, self.end), np.maximum(self.start, self.end)

    def shapes(self, polygons: NDArray[np.object_]) -> Shapes:
        """Edges of these polygons as the kernels want them."""
        box = shapely.bounds(polygons)
        low, high = np.ascontiguousarray(box[:, :2]), np.ascontiguousarray(box[:, 2:])
        return Shapes(self.start, self.end, self.begins(len(polygons)), low, high)

    def stretches(self, which: Ints, start: Floats, end: Floats) -> Edges:
        """Cut stretches (metres from the start) out of the edges ``which``; owners stay."""
        return Edges(self.owner[which], self.points(which, start), self.points(which, end))

    def points(self, which: Ints, at: Floats) -> Floats:
        """Coordinates ``at`` metres from the start of each of the edges ``which``."""
        direction = (self.end[which] - self.start[which]) / self.length[which][:, None]
        return self.start[which] + direction * at[:, None]


NO_EDGES = Edges(np.zeros(0, dtype=np.int64), np.zeros((0, 2)), np.zeros((0, 2)))


@dataclass(frozen=True)
class Contacts:
    """Stretches where an edge lies against another polygon.

    Attributes
    ----------
    edge : ndarray of int
        Position of the edge in the first set.
    other : ndarray of int
        Polygon of the second set.
    start, end : ndarray
        Metres from the start of the edge.
    """

    edge: Ints
    other: Ints
    start: Floats
    end: Floats

    def take(self, which: NDArray[np.bool_]) -> Contacts:
        """Return some of the contacts."""
        return Contacts(self.edge[which], self.other[which], self.start[which], self.end[which])

    def and_also(self, more: Contacts) -> Contacts:
        """Return these contacts and others of the same edges."""
        names = ("edge", "other", "start", "end")
        return Contacts(*(np.concatenate([getattr(self, name), getattr(more, name)]) for name in names))


def boundary_edges(polygons: NDArray[np.object_]) -> Edges:
    """Take polygons apart into directed edges; holes and parts included, zero lengths left out."""
    parts, part_owner = polygons, np.arange(len(polygons))
    if (shapely.get_type_id(polygons) != shapely.GeometryType.POLYGON).any():
        parts, part_owner = shapely.get_parts(polygons, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    # A point given twice where a ring closes would be taken for the start of the next ring.
    twice = (points[1:] == points[:-1]).all(axis=1) & (part[1:] == part[:-1])
    if twice.any():
        parts, doubtful = parts.copy(), np.unique(part[1:][twice])
        parts[doubtful] = shapely.remove_repeated_points(parts[doubtful])
        points, part = shapely.get_coordinates(parts, return_index=True)
    owner, start, end = directed_edges(points, part)
    return Edges(part_owner[owner].astype(np.int64), start, end)


def contacts(
    first: Edges, second: Edges, *, among: bool = False, tolerance_m: float = TOLERANCE_M
) -> Contacts:
    """Find where edges of the first set lie against polygons of the second.

    Parameters
    ----------
    first, second : Edges
    among : bool
        Both sets number the same polygons: a polygon is not its own neighbour.
    tolerance_m : float
        Largest distance between two edges that still lie against each other.

    Returns
    -------
    Contacts
        Stretches may overlap where polygons of the second set overlap.
    """
    mine, theirs = _same_ends(first, second, among)
    edge, other = [mine], [second.owner[theirs]]
    start, end = [np.zeros(len(mine))], [first.length[mine]]
    rest_first, rest_second = _others(len(first), mine), _others(len(second), theirs)
    if len(rest_first) and len(rest_second):
        a, b, t0, t1 = _alongside(first.take(rest_first), second.take(rest_second), tolerance_m, among)
        edge.append(rest_first[a])
        other.append(second.owner[rest_second[b]])
        start.append(t0)
        end.append(t1)
    return Contacts(np.concatenate(edge), np.concatenate(other), np.concatenate(start), np.concatenate(end))


def _others(count: int, some: Ints) -> Ints:
    """Positions below a count that are not among some."""
    left = np.ones(count, dtype=bool)
    left[some] = False
    return np.flatnonzero(left)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scatter 64-bit numbers (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _keys(start: Floats, end: Floats) -> NDArray[np.uint64]:
    """Hash of the end points, rounded to the millimetre."""
    columns = np.rint(np.column_stack([start, end]) * 1000.0).astype(np.int64).view(np.uint64)
    key = np.zeros(len(columns), dtype=np.uint64)
    for column in columns.T:
        key = _mixed(key ^ (column + np.uint64(0x9E3779B97F4A7C15)))
    return key


def _same_ends(first: Edges, second: Edges, among: bool) -> tuple[Ints, Ints]:
    """Pairs of edges with the same end points in opposite order."""
    wanted, offered = _keys(first.start, first.end), _keys(second.end, second.start)
    order = np.argsort(offered)
    low = np.searchsorted(offered[order], wanted, side="left")
    high = np.searchsorted(offered[order], wanted, side="right")
    count = high - low
    mine = np.repeat(np.arange(len(first)), count)
    nth = np.arange(len(mine)) - np.repeat(np.cumsum(count) - count, count)
    theirs = order[np.repeat(low, count) + nth]
    if among:
        others = first.owner[mine] != second.owner[theirs]
        mine, theirs = mine[others], theirs[others]
    return mine, theirs


def _alongside(
    first: Edges, second: Edges, tolerance_m: float, among: bool
) -> tuple[Ints, Ints, Floats, Floats]:
    """Project near, opposite edges of the second set upon those of the first."""
    low, high = first.boxes()
    a, b = near_boxes(low - tolerance_m, high + tolerance_m, *second.boxes(), _CELL_M)
    if among:
        others = first.owner[a] != second.owner[b]
        a, b = a[others], b[others]
    length = first.length[a]
    along = (first.end[a] - first.start[a]) / length[:, None]
    their = second.end[b] - second.start[b]
    opposite = (along * their).sum(axis=1) <= _OPPOSITE * np.hypot(*their.T)
    a, b, along, length = a[opposite], b[opposite], along[opposite], length[opposite]
    # Their edge runs against ours, so its end comes first on ours.
    t0, d0 = _projected(second.end[b] - first.start[a], along)
    t1, d1 = _projected(second.start[b] - first.start[a], along)
    t0, t1 = _within_tolerance(t0, d0, t1, d1, tolerance_m)
    t0, t1 = np.maximum(t0, 0.0), np.minimum(t1, length)
    real = t1 - t0 > _SHORTEST_M
    return a[real], b[real], t0[real], t1[real]


def _projected(offset: Floats, along: Floats) -> tuple[Floats, Floats]:
    """Distance along a direction and square to it."""
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    return (offset * along).sum(axis=1), (offset * across).sum(axis=1)


def _within_tolerance(
    t0: Floats, d0: Floats, t1: Floats, d1: Floats, tolerance_m: float
) -> tuple[Floats, Floats]:
    """Clip a stretch to the part whose distance (linear from d0 to d1) is within the tolerance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        at_low, at_high = (-tolerance_m - d0) / (d1 - d0), (tolerance_m - d0) / (d1 - d0)
    flat = np.abs(d1 - d0) < 1e-12
    low = np.where(flat, 0.0, np.clip(np.minimum(at_low, at_high), 0.0, 1.0))
    high = np.where(
        flat, np.where(np.abs(d0) <= tolerance_m, 1.0, 0.0), np.clip(np.maximum(at_low, at_high), 0.0, 1.0)
    )
    span = t1 - t0
    return t0 + low * span, t0 + high * span
