"""The largest rectangle in each part of the free land, along the directions of its long edges."""

from __future__ import annotations

from typing import Any

import numpy as np

from flurinfill.compiling import compiled
from flurinfill.detection.room_kernels.lines import (
    GUARD,
    HAIR_M,
    STEP_M,
    Figure,
    Lines,
    cut,
    free,
    heights,
    in_parts,
    part_at,
    sizes,
)

SMALLEST_PART_M2 = 1.0
"""Smaller pieces of free land are nothing to build on."""
_SAME_DIRECTION = np.radians(1.0)
_DIRECTIONS, _TRIED = 4, 24
_RIGHT_ANGLE = np.pi / 2.0


@compiled
def _common(spans: Any, now: int, count: int, lines: Lines, line: int, part: int) -> int:
    """Stretches that a list has in common with one line of a part; they go to the other list."""
    kept, i, k, to = 0, 0, lines.at[line], 1 - now
    while i < count and k < lines.at[line + 1]:
        if lines.part[k] == part:
            start, end = max(spans[now, i, 0], lines.first[k]), min(spans[now, i, 1], lines.last[k])
            if end > start and kept < spans.shape[1]:
                spans[to, kept, 0], spans[to, kept, 1] = start, end
                kept += 1
        if spans[now, i, 1] < lines.last[k]:
            i += 1
        else:
            k += 1
    return kept


@compiled
def _spare(width: float, depth: float, size: Any) -> float:
    return max(min(width - size[0], depth - size[1]), min(width - size[1], depth - size[0]))


@compiled
def _rectangles(lines: Lines, part: Any, angle: float, size: Any, best: Any) -> None:
    """Find the largest rectangle in a part, and the one that leaves the building most to spare.

    ``best`` has a row for each: left, lower, right and upper end, direction; then the area, or what
    is to spare. What is found replaces what is less.
    """
    most, end, tops = 1, 0, np.zeros(len(lines.y))
    for line in range(len(lines.y)):
        most = max(most, lines.at[line + 1] - lines.at[line])
        for k in range(lines.at[line], lines.at[line + 1]):
            if lines.part[k] == part:
                tops[line], end = max(tops[line], lines.last[k] - lines.first[k]), line
    spans = np.empty((2, 4 * most, 2))
    for low in range(end):
        reach = lines.y[end] - lines.y[low]
        if tops[low] * reach <= best[0, 5] and _spare(tops[low], reach, size) <= best[1, 5]:
            continue
        spans[0, 0, 0], spans[0, 0, 1] = -np.inf, np.inf
        now, high = 1, low
        count = _common(spans, 0, 1, lines, low, part)
        while count > 0:
            where, widest = 0, spans[now, 0, 1] - spans[now, 0, 0]
            for i in range(1, count):
                if spans[now, i, 1] - spans[now, i, 0] > widest:
                    where, widest = i, spans[now, i, 1] - spans[now, i, 0]
            depth = lines.y[high] - lines.y[low]
            for row, value in ((0, widest * depth), (1, _spare(widest, depth, size))):
                if value > best[row, 5]:
                    best[row, 0], best[row, 1], best[row, 4] = spans[now, where, 0], lines.y[low], angle
                    best[row, 2], best[row, 3], best[row, 5] = spans[now, where, 1], lines.y[high], value
            hopeless = widest * reach <= best[0, 5] and _spare(widest, reach, size) <= best[1, 5]
            if high == end or hopeless:
                break
            high += 1
            count = _common(spans, now, count, lines, high, part)
            now = 1 - now


@compiled
def _directions(figure: Figure) -> Any:
    """Directions (radians, below 90°) of the long edges, the longest in sum first."""
    edges = figure.edges
    angle, length = np.zeros(len(edges)), np.zeros(len(edges))
    for k in range(len(edges)):
        if figure.side[k] != GUARD:
            dx, dy = edges[k, 2] - edges[k, 0], edges[k, 3] - edges[k, 1]
            angle[k], length[k] = np.arctan2(dy, dx) % _RIGHT_ANGLE, np.hypot(dx, dy)
    tried = np.argsort(-length)[:_TRIED]
    out = np.empty(_DIRECTIONS)
    for found in range(_DIRECTIONS):
        most, chosen = 0.0, 0
        for i in tried:
            if length[i] == 0.0:
                continue
            total = 0.0
            for k in range(len(edges)):
                apart = (angle[k] - angle[i] + _RIGHT_ANGLE / 2.0) % _RIGHT_ANGLE - _RIGHT_ANGLE / 2.0
                if abs(apart) < _SAME_DIRECTION:
                    total += length[k]
            if total > most + HAIR_M:
                most, chosen = total, i
        if most == 0.0:
            return out[:found]
        out[found] = angle[chosen]
        for k in range(len(edges)):
            apart = (angle[k] - out[found] + _RIGHT_ANGLE / 2.0) % _RIGHT_ANGLE - _RIGHT_ANGLE / 2.0
            if abs(apart) < _SAME_DIRECTION:
                length[k] = 0.0
    return out


@compiled
def turned(edges: Any, angle: float) -> Any:
    """Edges (or any rows of x and y) in a frame whose x axis has this direction."""
    cosine, sine = np.cos(angle), np.sin(angle)
    out = np.empty_like(edges)
    for k in range(len(edges)):
        for i in range(0, edges.shape[1], 2):
            out[k, i] = edges[k, i] * cosine + edges[k, i + 1] * sine
            out[k, i + 1] = edges[k, i + 1] * cosine - edges[k, i] * sine
    return out


@compiled
def _framed(figure: Figure, angle: float) -> Any:
    """Turn a figure so that the x axis has this direction or is square to it: few lines, long ones."""
    edges = turned(figure.edges, angle)
    if np.ptp(edges[:, 1::2]) > np.ptp(edges[:, ::2]):
        angle += _RIGHT_ANGLE
        edges = turned(figure.edges, angle)
    return Figure(edges, figure.clear, figure.side), angle


@compiled
def searched(figure: Figure, size: Any) -> Any:
    """Cut a figure by lines along its main direction, and find the best of each part by all directions.

    Returns
    -------
    (framed, lines, parts, best)
        The figure in the frame of the lines; the parts worth a look; the rows of
        :func:`_rectangles` for each of them.
    """
    angles = _directions(figure)
    framed, main = _framed(figure, angles[0])
    lines = cut(framed)
    area, _ = sizes(lines)
    parts = np.flatnonzero(area >= SMALLEST_PART_M2)
    best = np.zeros((len(parts), 2, 6))
    best[:, 1, 5] = -np.inf
    for i in range(len(parts)):
        _rectangles(lines, parts[i], main, size, best[i])
    for angle in angles[1:] if len(parts) else angles[:0]:
        other, turn = _framed(figure, angle)
        across = in_parts(free(heights(other, STEP_M), other))
        area, point = sizes(across)
        point = turned(point, main - turn)
        for part in np.flatnonzero(area >= SMALLEST_PART_M2):
            same = part_at(lines, point[part, 0], point[part, 1])
            for i in range(len(parts)):
                if parts[i] == same:
                    _rectangles(across, part, turn, size, best[i])
    return framed, main, lines, parts, best
