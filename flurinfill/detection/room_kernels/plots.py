"""The land that belongs to a part of the free land: what lies within the setback around it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flurinfill.compiling import compiled
from flurinfill.detection.room_kernels.lines import Figure, Lines, beside, free, heights, taken

AREA_STEP_M = 1.0
"""Distance of the lines where only areas are summed up: exact for what has straight edges."""


class Bands(NamedTuple):
    """Free land between neighbouring lines, as trapezoids.

    Attributes
    ----------
    at : ndarray of int, shape (lines,)
        Where the trapezoids above each line but the last begin.
    corners : ndarray, shape (n, 6)
        Left and right end and height of the lower side, then of the upper one.
    part : ndarray of int, shape (n,)
    """

    at: Any
    corners: Any
    part: Any


@compiled
def _tip(lines: Lines, k: int, line: int, step: int) -> Any:
    """Where the sides of a stretch that is gone on the next line meet, drawn on from the line before."""
    over, under = line + step, line - step
    if under < 0 or under >= len(lines.y):
        return False, 0.0, 0.0
    before, width = beside(lines, k, under), lines.last[k] - lines.first[k]
    if before < 0 or lines.last[before] - lines.first[before] <= width:
        return False, 0.0, 0.0
    share = width / (lines.last[before] - lines.first[before] - width)
    x = lines.first[k] + share * (lines.first[k] - lines.first[before])
    y = lines.y[line] + share * (lines.y[line] - lines.y[under])
    return abs(y - lines.y[line]) <= abs(lines.y[over] - lines.y[line]), x, y


@compiled
def _bands(lines: Lines) -> Bands:
    """Join the stretches of neighbouring lines; what runs out between two lines ends in a tip."""
    at = np.zeros(max(len(lines.y), 1), np.int64)
    corners, part = np.empty((4 * len(lines.first), 6)), np.empty(4 * len(lines.first), np.int64)
    found = 0
    for line in range(len(lines.y) - 1):
        for k in range(lines.at[line], lines.at[line + 1]):
            for i in range(lines.at[line + 1], lines.at[line + 2]):
                if lines.first[i] <= lines.last[k] and lines.first[k] <= lines.last[i] and found < len(part):
                    corners[found, 0], corners[found, 1] = lines.first[k], lines.last[k]
                    corners[found, 3], corners[found, 4] = lines.first[i], lines.last[i]
                    corners[found, 2], corners[found, 5] = lines.y[line], lines.y[line + 1]
                    part[found] = lines.part[k]
                    found += 1
        for own, step in ((line, 1), (line + 1, -1)):
            for k in range(lines.at[own], lines.at[own + 1]):
                if beside(lines, k, own + step) != -1 or found == len(part):
                    continue
                is_tip, x, y = _tip(lines, k, own, step)
                if is_tip:
                    corners[found, 0], corners[found, 1] = lines.first[k], lines.last[k]
                    corners[found, 2], corners[found, 5] = lines.y[own], y
                    corners[found, 3], corners[found, 4] = x, x
                    part[found] = lines.part[k]
                    found += 1
        at[line + 1] = found
    return Bands(at, corners[:found], part[:found])


@compiled
def _union_length(first: float, last: float, a: Any, b: Any, count: int) -> float:
    """Length that a list of stretches covers between two ends."""
    for i in range(1, count):
        start, end, k = a[i], b[i], i - 1
        while k >= 0 and a[k] > start:
            a[k + 1], b[k + 1] = a[k], b[k]
            k -= 1
        a[k + 1], b[k + 1] = start, end
    total, done = 0.0, first
    for k in range(count):
        total += max(0.0, min(b[k], last) - max(a[k], done))
        done = max(done, b[k])
    return total


@compiled
def _near_length(
    first: float, last: float, y: float, heights: Any, bands: Bands, part: int, reach: float, a: Any, b: Any
) -> float:
    """Length of a stretch at a height that is within reach of a part (of any: -1)."""
    count = 0
    below = np.searchsorted(heights, y) - 1
    below -= 1 if below == len(heights) - 1 else 0
    for step in (-1, 1):
        line = below if step < 0 else below + 1
        while 0 <= line < len(heights) - 1 and heights[line] < y + reach and heights[line + 1] > y - reach:
            for k in range(bands.at[line], bands.at[line + 1]):
                if part >= 0 and part != bands.part[k]:
                    continue
                l0, r0, y0 = bands.corners[k, 0], bands.corners[k, 1], bands.corners[k, 2]
                l1, r1, y1 = bands.corners[k, 3], bands.corners[k, 4], bands.corners[k, 5]
                away = max(0.0, max(min(y0, y1) - y, y - max(y0, y1)))  # a tip may lie below
                half = np.sqrt(max(0.0, reach * reach - away * away))
                left, right = min(l0, l1) - half, max(r0, r1) + half
                if (
                    left > last
                    or right < first
                    or (count > 0 and a[count - 1] <= left and right <= b[count - 1])
                ):
                    continue
                if y0 <= y <= y1 and max(l0, l1) - reach <= first and last <= min(r0, r1) + reach:
                    return last - first
                start, end = taken(l0, y0, l1, y1, reach, y)
                other, far = taken(r0, y0, r1, y1, reach, y)
                start, end = min(start, other), max(end, far)
                if start >= end:
                    continue
                if count > 0 and start <= b[count - 1] and a[count - 1] <= end:
                    a[count - 1], b[count - 1] = min(a[count - 1], start), max(b[count - 1], end)
                else:
                    a[count], b[count] = start, end
                    count += 1
                if a[count - 1] <= first and last <= b[count - 1]:
                    return last - first
            line += step
    return _union_length(first, last, a, b, count)


@compiled
def opened(figure: Figure, lines: Lines, part: int, reach: float) -> float:
    """Area of the land within reach of a part; reach is what the part keeps away from other land."""
    wider = Figure(figure.edges, np.maximum(figure.clear - reach, 0.0), figure.side)
    y = heights(wider, AREA_STEP_M)
    middle = (y[1:] + y[:-1]) / 2.0
    land = free(middle, wider)
    bands = _bands(lines)
    a, b = np.empty(len(bands.part)), np.empty(len(bands.part))
    left, right, total = np.inf, -np.inf, 0.0
    for k in range(len(bands.part)):
        if bands.part[k] == part:
            left = min(left, bands.corners[k, 0], bands.corners[k, 3])
            right = max(right, bands.corners[k, 1], bands.corners[k, 4])
    for line in range(len(middle)):
        for k in range(land.at[line], land.at[line + 1]):
            if land.first[k] > right + reach or land.last[k] < left - reach:
                continue
            where = land.first[k], land.last[k], middle[line]
            length = _near_length(*where, lines.y, bands, part, reach, a, b)
            total += length * (y[line + 1] - y[line])
    return total
