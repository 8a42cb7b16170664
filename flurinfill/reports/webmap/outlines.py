"""Outlines as short text: whole steps on a grid, each point told from the one before.

The stream is numbers in base 32, five bits a character, the lowest first; 32 is added while more
follow. A part is: how many rings, then each ring: how many points, then its steps east and north
(zigzag: 0, −1, 1, −2 … as 0, 1, 2, 3 …). ``outlines.js`` reads it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

WEB_MERCATOR = "EPSG:3857"
"""What Leaflet draws in: its metres are those of the page, stretched by 1 / cos(latitude)."""
SITE_STEP = 0.05
"""Of the sites' outlines; 3 cm on the ground."""
AROUND_STEP = 0.1
"""Of the surroundings; 6 cm on the ground, less than a pixel at the nearest zoom."""
_ALPHABET = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", np.uint8)
_MOST_DIGITS = 7

Integers = NDArray[np.int64]


def encoded(
    polygons: NDArray[np.object_], origin: tuple[float, float], step: float
) -> tuple[str, NDArray[np.bool_]]:
    """Write single polygons as one text.

    Parameters
    ----------
    polygons : array of Polygon
        In web mercator.
    origin : tuple of float
        Where the grid begins.
    step : float
        Its width in metres of web mercator.

    Returns
    -------
    text : str
    kept : bool (n,)
        Which polygons are in the text: not those smaller than a step.
    """
    rings, part = shapely.get_rings(shapely.orient_polygons(polygons), return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.rint((points - origin) / step).astype(np.int64)
    seen = _distinct(steps, ring)
    counts = np.bincount(ring[seen], minlength=len(rings))
    outer = np.ones(len(rings), dtype=bool)
    outer[1:] = part[1:] != part[:-1]
    kept = np.zeros(len(polygons), dtype=bool)
    kept[part[outer & (counts >= 3)]] = True
    good = (counts >= 3) & kept[part]
    seen &= good[ring]
    numbers = _numbers(steps[seen], counts[good], outer[good])
    return _written(numbers), kept


def _distinct(steps: Integers, ring: Integers) -> NDArray[np.bool_]:
    """Points that differ from the next one of their ring; the closing point is never among them."""
    seen = np.zeros(len(steps), dtype=bool)
    seen[:-1] = (ring[1:] == ring[:-1]) & (steps[1:] != steps[:-1]).any(axis=1)
    return seen


def _numbers(steps: Integers, counts: Integers, outer: NDArray[np.bool_]) -> Integers:
    """All numbers of the stream in their order."""
    moves = np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    flat = np.where(moves < 0, -2 * moves - 1, 2 * moves).ravel()
    starts = 2 * (np.cumsum(counts) - counts)
    first = np.flatnonzero(outer)
    rings_of = np.diff(np.append(first, len(outer)))
    places = np.concatenate([starts[outer], starts])
    heads = np.concatenate([rings_of, counts])
    order = np.argsort(places, kind="stable")  # how many rings before how many points
    return np.asarray(np.insert(flat, places[order], heads[order]), dtype=np.int64)


def _written(numbers: Integers) -> str:
    shifts = 5 * np.arange(_MOST_DIGITS)
    groups = (numbers[:, None] >> shifts) & 31
    more = (numbers[:, None] >> (shifts + 5)) > 0
    used = np.ones_like(more)
    used[:, 1:] = more[:, :-1]
    letters = _ALPHABET[groups + 32 * more]
    return letters[used].tobytes().decode("ascii")


def polygons_of(shapes: Any) -> NDArray[np.object_]:
    """Single polygons of a column of shapes; points and lines are left out."""
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    return np.asarray(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
