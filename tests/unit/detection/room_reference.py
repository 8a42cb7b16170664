"""Room for buildings by shapely alone: what the kernels are held against."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

QUAD_SEGS = 8
"""At 6 m from a corner this is 3 cm off."""


def free_land(parcel: BaseGeometry, houses: Iterable[BaseGeometry], setback_m: float) -> BaseGeometry:
    """The parcel without its houses and the setback around them."""
    around = [each.buffer(setback_m, quad_segs=QUAD_SEGS) for each in houses]
    return parcel.difference(shapely.union_all(around))


def envelope(land: BaseGeometry, setback_m: float) -> BaseGeometry:
    return land.buffer(-setback_m, quad_segs=QUAD_SEGS)


def opened(land: BaseGeometry, part: BaseGeometry, setback_m: float) -> float:
    """Area of the land that is within the setback of a part of its envelope."""
    return part.buffer(setback_m, quad_segs=QUAD_SEGS).intersection(land).area


def directions(*shapes: BaseGeometry, most: int = 4) -> list[float]:
    """Directions (degrees, below 90) of the longest edges in sum, those within a degree taken together."""
    edges = []
    for shape in shapes:
        for ring in shapely.get_rings(shape):
            step = np.diff(shapely.get_coordinates(ring), axis=0)
            edges += zip(np.degrees(np.arctan2(step[:, 1], step[:, 0])) % 90, np.hypot(*step.T), strict=True)
    found: list[float] = []
    while edges and len(found) < most:
        sums = [
            (sum(length for other, length in edges if _apart(other, angle) < 1), angle) for angle, _ in edges
        ]
        best = max(sums)[1]
        found.append(best)
        edges = [each for each in edges if _apart(each[0], best) >= 1]
    return found


def _apart(one: float, other: float) -> float:
    return abs((one - other + 45) % 90 - 45)


def places(shape: BaseGeometry, width: float, depth: float) -> BaseGeometry:
    """Where the middle of an upright rectangle can be, so that all of it lies in a shape.

    The boundary, thickened by the rectangle, is no place; what is left of the shape is one.
    """
    half = np.array([(x, y) for x in (-width / 2, width / 2) for y in (-depth / 2, depth / 2)])
    blocked = []
    for ring in shapely.get_rings(shape):
        points = shapely.get_coordinates(ring)
        for start, end in pairwise(points):
            blocked.append(shapely.MultiPoint(np.vstack([start + half, end + half])).convex_hull)
    return shape.difference(shapely.union_all(blocked))


def spare(shape: BaseGeometry, size: tuple[float, float], angles: Iterable[float]) -> float:
    """By how much both sides of a building could grow and still fit, to 2 cm."""
    best = -min(size)
    for angle in angles:
        turned = affinity.rotate(shape, -angle, origin=(0, 0))
        for width, depth in (size, size[::-1]):
            low, high = best, 80.0
            while high - low > 0.02:
                middle = (low + high) / 2
                fits = not places(turned, width + middle, depth + middle).is_empty
                low, high = (middle, high) if fits else (low, middle)
            best = low
    return best


def deepest(shape: BaseGeometry, width: float, angle: float) -> float:
    """Depth of the deepest rectangle of a width, its width along a direction, to 5 cm."""
    turned = affinity.rotate(shape, -angle, origin=(0, 0))
    low, high = 0.0, 150.0
    while high - low > 0.05:
        middle = (low + high) / 2
        low, high = (middle, high) if not places(turned, width, middle).is_empty else (low, middle)
    return low
