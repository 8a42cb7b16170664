"""The inner loop of :mod:`.rectangles`, compiled by numba; it releases the interpreter lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import platformdirs

F = TypeVar("F", bound=Callable[..., Any])
_INSET = 1e-3
"""Metres by which a figure may reach over a line of the grid and still count as reaching it."""


def _cache_folder_is_usable() -> bool:
    """Point numba to the user's cache folder: an installed program may be read-only elsewhere."""
    folder = platformdirs.user_cache_path("flurinfill", appauthor=False) / "numba"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable-detection"
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError:
        return False
    vars(numba.config)["CACHE_DIR"] = str(folder)  # its stub does not know it
    return True


_OPTIONS: dict[str, Any] = {"nogil": True, "cache": _cache_folder_is_usable(), "boundscheck": False}


def _compiled(function: F) -> F:
    return cast(F, numba.njit(**_OPTIONS)(function))


@_compiled
def _free_cells(points: Any, starts: Any, y: float, cell: float, crossings: Any, free: Any) -> None:
    """Mark the cells that a horizontal line runs through wholly inside the polygon."""
    count = 0
    for ring in range(len(starts) - 1):
        for at in range(starts[ring], starts[ring + 1] - 1):
            ya, yb = points[at, 1], points[at + 1, 1]
            if (ya <= y) != (yb <= y):
                crossings[count] = points[at, 0] + (y - ya) / (yb - ya) * (points[at + 1, 0] - points[at, 0])
                count += 1
    free[:] = False
    crossings[:count].sort()
    for pair in range(count // 2):
        first = int(np.ceil((crossings[2 * pair] - _INSET) / cell))
        last = int(np.floor((crossings[2 * pair + 1] + _INSET) / cell))
        free[max(first, 0) : max(min(last, len(free)), 0)] = True


@_compiled
def _rectangles_below(height: Any, line: int, stack: Any, best: Any) -> None:
    """Note every rectangle that ends at this line and cannot be widened: the deepest per width."""
    top = 0
    for column in range(len(height) + 1):
        here = height[column] if column < len(height) else 0
        while top > 0 and height[stack[top - 1]] >= here:
            tall = height[stack[top - 1]]
            top -= 1
            left = stack[top - 1] + 1 if top > 0 else 0
            if tall > best[column - left, 0]:
                best[column - left, 0], best[column - left, 1] = tall, line
                best[column - left, 2] = left
        stack[top] = column
        top += 1


@_compiled
def deepest_by_width(points: Any, starts: Any, cell: float, columns: int, lines: int) -> Any:
    """Find the deepest rectangle of each width in a polygon, its sides along the axes.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Rings one after the other, closed, in metres; the smallest x and y are 0.
    starts : ndarray of int
        Where each ring begins, and the end.
    cell : float
        Step of the grid in metres.
    columns, lines : int
        Steps that the polygon's box holds along x and along y.

    Returns
    -------
    ndarray of int, shape (columns + 1, 3)
        For each width in steps: depth in lines (one more than steps; 0 for none), its last line,
        its first column.
    """
    best = np.zeros((columns + 1, 3), dtype=np.int64)
    height = np.zeros(columns, dtype=np.int64)
    free = np.zeros(columns, dtype=np.bool_)
    stack = np.zeros(columns + 1, dtype=np.int64)
    crossings = np.zeros(len(points), dtype=np.float64)
    top = points[:, 1].max()
    for line in range(lines + 1):
        y = min(max(line * cell, _INSET), top - _INSET)
        _free_cells(points, starts, y, cell, crossings, free)
        for column in range(columns):
            height[column] = height[column] + 1 if free[column] else 0
        _rectangles_below(height, line, stack, best)
    for width in range(columns - 1, 0, -1):  # what holds a wider one holds a narrower one
        if best[width + 1, 0] > best[width, 0]:
            best[width] = best[width + 1]
    return best
