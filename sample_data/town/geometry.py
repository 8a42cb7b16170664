"""Curves, cuts and the planar partition that every part of the town rests on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

GRID = 0.001  # metres; survey coordinates are given to the millimetre

Point = tuple[float, float]


def spline(points: Sequence[Point], step: float = 9.0, closed: bool = False) -> LineString:
    """Return a smooth curve (Catmull-Rom) through the points, a vertex about every ``step`` metres."""
    xy = np.asarray(points, dtype=float)
    before, after = (xy[-1], xy[:1]) if closed else (2 * xy[0] - xy[1], np.empty((0, 2)))
    chain = np.vstack([before, xy, after, xy[1] if closed else 2 * xy[-1] - xy[-2]])
    out: list[np.ndarray] = []
    for p0, p1, p2, p3 in zip(chain[:-3], chain[1:-2], chain[2:-1], chain[3:], strict=True):
        count = max(2, int(np.hypot(*(p2 - p1)) / step))
        t = np.linspace(0, 1, count, endpoint=False)[:, None]
        out.append(
            0.5
            * (
                2 * p1
                + (p2 - p0) * t
                + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
                + (3 * p1 - p0 - 3 * p2 + p3) * t**3
            )
        )
    out.append(xy[:1] if closed else xy[-1:])
    return LineString(np.vstack(out)).simplify(0.12)


def warp(xy: np.ndarray, size: float = 1.0) -> np.ndarray:
    """Bend the plane a little, so that no row of streets stays straight (n × 2 in and out)."""
    x, y = xy[:, 0], xy[:, 1]
    dx = 11 * np.sin(y / 83 + 0.7) + 7 * np.sin((x + y) / 57 + 2.1) + 4 * np.sin((x - 2 * y) / 71)
    dy = 11 * np.sin(x / 91 + 1.9) + 7 * np.sin((x - y) / 63 + 0.4) + 4 * np.sin((2 * x + y) / 77)
    return xy + size * np.column_stack([dx, dy])


def warped(line: LineString, size: float = 1.0, step: float = 10.0) -> LineString:
    """Return the line bent by :func:`warp`."""
    dense = shapely.get_coordinates(shapely.segmentize(line, step))
    return LineString(warp(dense, size)).simplify(0.15)


def frame(line: LineString, at: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return point, unit tangent and unit left normal of a line at a distance along it."""
    length = line.length
    a, b = max(0.0, at - 4.0), min(length, at + 4.0)
    ends = shapely.get_coordinates(shapely.line_interpolate_point(line, [a, b]))
    tangent = ends[1] - ends[0]
    tangent = tangent / (np.hypot(*tangent) or 1.0)
    point = shapely.get_coordinates(line.interpolate(min(max(at, 0.0), length)))[0]
    point = point + tangent * (at - min(max(at, 0.0), length))
    return point, tangent, np.array([-tangent[1], tangent[0]])


def polygons(geometry: BaseGeometry, least: float = 0.0) -> list[Polygon]:
    """Return the polygons of any geometry that are larger than ``least`` m²."""
    parts = shapely.get_parts(shapely.make_valid(geometry), return_index=False)
    out: list[Polygon] = []
    for part in parts:
        if isinstance(part, Polygon):
            out.append(part)
        elif isinstance(part, MultiPolygon):
            out.extend(part.geoms)
    return [part for part in out if part.area > least]


def areas(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry without the lines and points that a cut may leave behind."""
    return MultiPolygon(polygons(geometry)) if geometry.geom_type == "GeometryCollection" else geometry


def cut_away(area: BaseGeometry, obstacles: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return the area without the obstacles, on the millimetre grid."""
    touching = [other for other in obstacles if other.intersects(area)]
    if not touching:
        return shapely.set_precision(area, GRID)
    return shapely.difference(area, shapely.union_all(touching, grid_size=GRID), grid_size=GRID)


def longest_side(polygon: Polygon) -> tuple[np.ndarray, float, float]:
    """Return direction of the longer side of the smallest rotated rectangle, and both lengths."""
    corners = shapely.get_coordinates(polygon.minimum_rotated_rectangle)
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    a, b = float(np.hypot(*first)), float(np.hypot(*second))
    return (first / a, a, b) if a >= b else (second / b, b, a)


def halve(polygon: Polygon, rng: np.random.Generator, target: float, skew: float = 0.10) -> list[Polygon]:
    """Cut a polygon across its longer side again and again until pieces are near ``target`` m²."""
    if polygon.area < target * rng.uniform(1.05, 1.75):
        return [polygon]
    direction, length, _ = longest_side(polygon)
    parts = max(2, round(polygon.area / target)) if polygon.area < 4 * target else 2
    share = 1 / parts if parts > 2 else rng.uniform(0.40, 0.60)
    middle = np.array(polygon.minimum_rotated_rectangle.centroid.coords[0])
    foot = middle + direction * length * (share - 0.5)
    angle = math.atan2(direction[1], direction[0]) + math.pi / 2 + rng.normal(0, skew)
    ray = np.array([math.cos(angle), math.sin(angle)]) * (length + polygon.length)
    pieces = split(polygon, LineString([foot - ray, foot + ray])).geoms
    if len(pieces) < 2:
        return [polygon]
    out: list[Polygon] = []
    for piece in sorted(pieces, key=lambda part: part.centroid.coords[0]):
        out.extend(halve(piece, rng, target, skew))
    return out


def strips(polygon: Polygon, rng: np.random.Generator, width: float) -> list[Polygon]:
    """Cut a polygon into long fields side by side, each about ``width`` metres wide."""
    direction, length, breadth = longest_side(polygon)
    across = np.array([-direction[1], direction[0]])
    middle = np.array(polygon.minimum_rotated_rectangle.centroid.coords[0])
    pieces = [polygon]
    at = -breadth / 2 + width * rng.uniform(0.6, 1.5)
    while at < breadth / 2 - width * 0.5:
        foot, lean = middle + across * at, across * length * rng.normal(0, 0.008)
        cut = LineString([foot - direction * length + lean, foot + direction * length - lean])
        pieces = [part for piece in pieces for part in split(piece, cut).geoms]
        at += width * rng.uniform(0.5, 1.6)
    return sorted(pieces, key=lambda part: part.centroid.coords[0])


def rectangle(
    corner: np.ndarray, along: np.ndarray, across: np.ndarray, width: float, depth: float
) -> Polygon:
    """Return a rectangle from one corner, its two directions and lengths."""
    a, b = along * width, across * depth
    return Polygon([corner, corner + a, corner + a + b, corner + b])


def partition(areas: Sequence[BaseGeometry]) -> list[Polygon | MultiPolygon]:
    """Return the areas as an exact planar partition: every boundary is noded once for all.

    Boundaries are united on the millimetre grid and polygonised; a face belongs to the first area
    that covers it. Faces that nobody wanted and slivers go to the neighbour with the longest
    common boundary.
    """
    lines = shapely.union_all(shapely.boundary(np.asarray(areas, dtype=object)), grid_size=GRID)
    faces = np.asarray(list(shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))), dtype=object)
    tree = shapely.STRtree(areas)
    hits = tree.query(shapely.point_on_surface(faces), predicate="within")
    owner = np.full(len(faces), -1)
    for face, area in zip(*hits, strict=True):
        if owner[face] < 0 or area < owner[face]:
            owner[face] = area
    thin = np.array([face.area < 6 or face.area / face.length < 0.12 for face in faces])
    owner[thin] = -1
    _adopt(faces, owner)
    out: list[Polygon | MultiPolygon] = []
    for index in range(len(areas)):
        mine = faces[owner == index]
        out.append(shapely.union_all(mine, grid_size=GRID) if len(mine) else Polygon())
    return out


def _adopt(faces: np.ndarray, owner: np.ndarray) -> None:
    tree = shapely.STRtree(faces)
    for index in np.flatnonzero(owner < 0):
        near = tree.query(faces[index], predicate="intersects")
        shared = [
            (faces[index].boundary.intersection(faces[other].boundary).length, other)
            for other in near
            if owner[other] >= 0
        ]
        if shared:
            owner[index] = owner[max(shared)[1]]
