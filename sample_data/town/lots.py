"""Lots along the streets: rows of changing width and depth, cut to what earlier rows left free."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from town.geometry import GRID, frame, polygons
from town.parts import Parcel, Row, Street

USE_OF_STYLE = {
    "old": "AX_FlaecheGemischterNutzung",
    "farm": "AX_FlaecheGemischterNutzung",
    "works": "AX_IndustrieUndGewerbeflaeche",
    "garages": "AX_Wohnbauflaeche",
}
LEAST = {"old": 45.0, "closed": 150.0, "terrace": 90.0, "works": 900.0, "garages": 16.0}


class Land:
    """What is taken already: streets, fixed areas and lots, found by an index of boxes."""

    def __init__(self, roads: Sequence[BaseGeometry], fixed: Sequence[BaseGeometry]) -> None:
        self.taken = [*roads, *fixed]
        self.roads = list(roads)
        self._road_tree = shapely.STRtree(self.roads)
        self._boxes = np.empty((2 * len(self.taken) + 1_000, 4))
        self._boxes[: len(self.taken)] = shapely.bounds(np.array(self.taken, dtype=object))

    def near(self, box: tuple[float, float, float, float]) -> list[BaseGeometry]:
        """Return everything taken whose box meets the given one."""
        boxes = self._boxes[: len(self.taken)]
        hit = (
            (boxes[:, 0] < box[2]) & (boxes[:, 2] > box[0]) & (boxes[:, 1] < box[3]) & (boxes[:, 3] > box[1])
        )
        return [self.taken[i] for i in np.flatnonzero(hit)]

    def take(self, shape: BaseGeometry) -> None:
        """Mark a shape as taken."""
        if len(self.taken) == len(self._boxes):
            self._boxes = np.concatenate([self._boxes, np.empty_like(self._boxes)])
        self._boxes[len(self.taken)] = shape.bounds
        self.taken.append(shape)


def rows_of(street: Street, land: Land, block: int, rng: np.random.Generator) -> list[Parcel]:
    """Cut the lots of both sides of a street."""
    out: list[Parcel] = []
    for side, rows in ((1, street.left), (-1, street.right)):
        for row in rows:
            for first, last in _free_stretches(street, side, row, land):
                out += _row(street, side, row, (first, last), land, block + (side < 0), rng)
    return out


def _free_stretches(street: Street, side: int, row: Row, land: Land) -> list[tuple[float, float]]:
    length = street.line.length
    at = np.arange(row.start * length, row.end * length, 1.0)
    probes = np.array([_off(street, s, side, 2.0) for s in at])
    if not len(probes):
        return []
    low, high = probes.min(axis=0), probes.max(axis=0)
    tree = shapely.STRtree(land.near((low[0], low[1], high[0], high[1])))
    busy = np.zeros(len(at), dtype=bool)
    busy[tree.query(shapely.points(probes), predicate="intersects")[0]] = True
    edges = np.flatnonzero(np.diff(np.concatenate([[1], busy.astype(int), [1]])))
    least = min(row.width[0] * 0.8, 14.0)
    return [
        (at[a], at[b - 1]) for a, b in zip(edges[::2], edges[1::2], strict=True) if at[b - 1] - at[a] > least
    ]


def _off(street: Street, at: float, side: int, beyond: float) -> np.ndarray:
    point, _, normal = frame(street.line, at)
    return point + normal * side * (street.width / 2 + beyond)


def _stations(first: float, last: float, row: Row, rng: np.random.Generator) -> np.ndarray:
    """Choose widths at random until the stretch is full, then spread the rest over all of them."""
    low, high = row.width
    widths = [rng.uniform(low, high)]
    while sum(widths) < last - first - low * 0.55:
        typical = widths[-1] if rng.random() < 0.35 else rng.uniform(low, high)
        widths.append(typical * (1.7 if rng.random() < 0.05 else 1.0))
    widths[0] *= 1.15
    widths[-1] *= 1.15
    return first + np.concatenate([[0], np.cumsum(widths)]) * (last - first) / sum(widths)


def _row(street, side, row, stretch, land, block, rng):
    stations = _stations(*stretch, row, rng)
    tilt = rng.normal(0, 0.02, len(stations)) + rng.normal(0, 0.03)
    depth = _depths(street, side, row, stations, land, rng)
    out: list[Parcel] = []
    for k in range(len(stations) - 1):
        reach = 22.0 if row.depth > 25 else 9.0
        ends = stretch[0] < row.start * street.line.length + 2, stretch[1] > row.end * street.line.length - 3
        before = reach if k == 0 and not ends[0] else 0.0
        after = reach if k == len(stations) - 2 and not ends[1] else 0.0
        wanted = _quad(street, side, stations[k : k + 2], tilt[k : k + 2], depth[k], (before, after))
        lot = _fit(wanted, street, side, stations[k : k + 2], land)
        if lot is None or lot.area < LEAST.get(row.style, 170.0):
            continue
        land.take(lot)
        middle = (stations[k] + stations[k + 1]) / 2
        point, tangent, normal = frame(street.line, middle)
        front = point + normal * side * street.width / 2
        out.append(
            Parcel(
                lot,
                row.style,
                USE_OF_STYLE.get(row.style, "AX_Wohnbauflaeche"),
                street.place,
                street.name,
                (front, tangent, normal * side),
                float(stations[k + 1] - stations[k]),
                float(depth[k]),
                (k == 0 and ends[0]) or (k == len(stations) - 2 and ends[1]),
                block,
            )
        )
    return out


def _depths(street, side, row, stations, land, rng):
    """Depth of each lot: what is wanted, or half of what lies between this street and the next."""
    if row.style == "garages":
        return np.full(len(stations) - 1, row.depth)
    out = []
    drift = 1.0
    for a, b in pairwise(stations):
        drift = 0.7 * drift + 0.3 * rng.uniform(0.8, 1.25)
        step = rng.uniform(0.78, 1.22) if rng.random() < 0.25 else 1.0
        want = row.depth * drift * step
        road, taken = _room(street, side, (a + b) / 2, 2.6 * want, land)
        if taken < min(road, 1.75 * want):
            depth = taken + 12.0
        elif road < 15:
            depth = road + 4
        elif road < 2.15 * want:
            depth = road * rng.uniform(0.46, 0.54) * (step if step < 1.1 else 1.0)
        else:
            depth = want
        out.append(depth)
    return np.array(out)


def _room(street, side, at, reach, land):
    """Distances into the block to the next street and to the next lot (``reach`` when there is none)."""
    start, end = _off(street, at, side, 3.0), _off(street, at, side, reach)
    ray = LineString([start, end])
    origin = shapely.Point(start)
    near = [shape for shape in land.near(ray.bounds) if shape.intersects(ray)]
    roads = {id(shape) for shape in land.roads}
    road = min((origin.distance(s.intersection(ray)) + 3 for s in near if id(s) in roads), default=reach)
    lots = min((origin.distance(s.intersection(ray)) + 3 for s in near if id(s) not in roads), default=reach)
    return road, lots


def _quad(street, side, ends, tilt, depth, more):
    inner = np.linspace(ends[0], ends[1], max(2, int((ends[1] - ends[0]) / 9) + 1))
    front, back = [], []
    for index, s in enumerate(inner):
        share = index / (len(inner) - 1)
        point, tangent, normal = frame(street.line, s)
        lean = tilt[0] * (1 - share) + tilt[1] * share
        front.append(point)
        back.append(point + (normal * side + tangent * lean) * (depth + street.width / 2))
    if more[0]:
        tangent = frame(street.line, ends[0])[1]
        front.insert(0, front[0] - tangent * more[0])
        back.insert(0, back[0] - tangent * more[0])
    if more[1]:
        tangent = frame(street.line, ends[1])[1]
        front.append(front[-1] + tangent * more[1])
        back.append(back[-1] + tangent * more[1])
    return Polygon(front + back[::-1])


def _fit(wanted: Polygon, street: Street, side: int, ends: np.ndarray, land: Land) -> Polygon | None:
    """Return the part of the wanted lot that is free and lies at its own front."""
    if not wanted.is_valid:
        wanted = max(polygons(wanted), key=lambda part: part.area)
    near = [shape for shape in land.near(wanted.bounds) if shape.intersects(wanted)]
    free = (
        shapely.difference(wanted, shapely.union_all(near, grid_size=GRID), grid_size=GRID)
        if near
        else wanted
    )
    probe = shapely.Point(_off(street, (ends[0] + ends[1]) / 2, side, 1.5))
    parts = [part for part in polygons(free, 12) if part.distance(probe) < 1.0]
    return parts[0] if parts else None
