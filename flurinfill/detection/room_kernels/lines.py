"""Parallel lines across a figure, and the stretches of them that are free."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flurinfill.compiling import compiled

PARCEL, GUARD, SHED, HOUSE = 1, 0, -1, -2
STEP_M = 0.25
"""Distance of the lines; a rectangle is at most twice this too short, and never too long."""
HAIR_M = 1e-3
_MOST_LINES = 1_000.0
_MANY_EDGES = 200
_FLAT, _LONG_M = 0.1, 2.0
_FINER = 8


class Figure(NamedTuple):
    """Edges of one parcel and of all that counts on it.

    Attributes
    ----------
    edges : ndarray, shape (n, 4)
        x and y of start and end, in metres from an origin nearby.
    clear : ndarray, shape (n,)
        Clearance of each edge in metres.
    side : ndarray of int, shape (n,)
        :data:`PARCEL`, :data:`GUARD`, :data:`SHED` or :data:`HOUSE`.
    """

    edges: Any
    clear: Any
    side: Any


class Lines(NamedTuple):
    """Free stretches of parallel lines across a figure.

    Attributes
    ----------
    y : ndarray, shape (lines,)
    at : ndarray of int, shape (lines + 1,)
        Where the stretches of each line begin.
    first, last : ndarray, shape (stretches,)
        x where each stretch begins and ends.
    part : ndarray of int, shape (stretches,)
        Connected part of the free land: position of one of its stretches.
    """

    y: Any
    at: Any
    first: Any
    last: Any
    part: Any


@compiled
def _steps(ax: float, ay: float, bx: float, by: float, reach: float) -> Any:
    """Numbers about an edge that all lines need: offset of its sides, and 1 / dy (0 for a flat edge)."""
    dx, dy = bx - ax, by - ay
    length = np.sqrt(dx * dx + dy * dy)
    out = (reach - HAIR_M) / length if length > 0.0 else 0.0
    return out * dx, out * dy, 1.0 / dy if dy != 0.0 else 0.0


@compiled
def _stretch(ax: float, ay: float, bx: float, by: float, steps: Any, reach: float, y: float) -> Any:
    """Stretch of a line that is nearer to an edge than ``reach``; first > last where there is none."""
    first, last = np.inf, -np.inf
    reach -= HAIR_M
    if abs(y - ay) < reach:
        half = np.sqrt(reach * reach - (y - ay) ** 2)
        first, last = ax - half, ax + half
    if abs(y - by) < reach:
        half = np.sqrt(reach * reach - (y - by) ** 2)
        first, last = min(first, bx - half), max(last, bx + half)
    rise, run, per_y = steps
    if per_y != 0.0:
        share = (y - ay - rise) * per_y
        if 0.0 <= share <= 1.0:
            x = ax - run + share * (bx - ax)
            first, last = min(first, x), max(last, x)
        share = (y - ay + rise) * per_y
        if 0.0 <= share <= 1.0:
            x = ax + run + share * (bx - ax)
            first, last = min(first, x), max(last, x)
    return first - HAIR_M, last + HAIR_M


@compiled
def taken(ax: float, ay: float, bx: float, by: float, reach: float, y: float) -> Any:
    """Stretch of a line that is nearer to an edge than ``reach``; first > last where there is none."""
    return _stretch(ax, ay, bx, by, _steps(ax, ay, bx, by, reach), reach, y)


@compiled
def _crossed(y: float, figure: Figure, steps: Any, x: Any, change: Any) -> int:
    """Sort the places where a line enters (-1) and leaves (+1) what is free; return how many."""
    count = 0
    edges, clear, side = figure
    begin, end = np.inf, -np.inf  # what is near to the edges before: those of a ring go on where one ends
    for k in range(len(edges)):
        ax, ay, bx, by = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
        if y < min(ay, by) - clear[k] or y > max(ay, by) + clear[k]:
            continue
        if side[k] != GUARD and (ay <= y) != (by <= y):
            x[count] = ax + (y - ay) * steps[k, 2] * (bx - ax)
            change[count] = 1 if (by > ay) == (side[k] == PARCEL) else -1
            count += 1
        if clear[k] > 0.0:
            near = steps[k, 0], steps[k, 1], steps[k, 2]
            first, last = _stretch(ax, ay, bx, by, near, clear[k], y)
            if first >= last:
                continue
            if first <= end and begin <= last:
                begin, end = min(begin, first), max(end, last)
                continue
            if begin < end:
                x[count], change[count], x[count + 1], change[count + 1] = begin, 1, end, -1
                count += 2
            begin, end = first, last
    if begin < end:
        x[count], change[count], x[count + 1], change[count + 1] = begin, 1, end, -1
        count += 2
    for i in range(1, count):
        place, step, k = x[i], change[i], i - 1
        while k >= 0 and x[k] > place:
            x[k + 1], change[k + 1] = x[k], change[k]
            k -= 1
        x[k + 1], change[k + 1] = place, step
    return count


@compiled
def _root(parent: Any, i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@compiled
def in_parts(lines: Lines) -> Lines:
    """Number the parts: stretches of neighbouring lines that overlap belong to one."""
    _, at, first, last, _ = lines
    parent = np.arange(len(first))
    for line in range(len(at) - 2):
        i, k = at[line], at[line + 1]
        while i < at[line + 1] and k < at[line + 2]:
            if first[i] <= last[k] and first[k] <= last[i]:
                a, b = _root(parent, i), _root(parent, k)
                parent[max(a, b)] = min(a, b)
            if last[i] < last[k]:
                i += 1
            else:
                k += 1
    for i in range(len(parent)):
        parent[i] = _root(parent, i)
    return Lines(lines.y, at, first, last, parent)


@compiled
def free(y: Any, figure: Figure) -> Lines:
    """Cut a figure by lines; what no parcel covers is not free."""
    at = np.zeros(len(y) + 1, np.int64)
    first, last = np.empty(2 * len(y)), np.empty(2 * len(y))
    x, change = np.empty(3 * len(figure.edges)), np.empty(3 * len(figure.edges), np.int64)
    steps = np.empty((len(figure.edges), 3))
    for k in range(len(steps)):
        edge = figure.edges[k]
        steps[k, 0], steps[k, 1], steps[k, 2] = _steps(edge[0], edge[1], edge[2], edge[3], figure.clear[k])
    found = 0
    for line in range(len(y)):
        count = _crossed(y[line], figure, steps, x, change)
        if found + count > len(first):
            first = np.concatenate((first, np.empty(len(first) + count)))
            last = np.concatenate((last, np.empty(len(last) + count)))
        taken = 1
        for i in range(count - 1):
            taken += change[i]
            if taken <= 0 and x[i + 1] - x[i] > 1e-9:
                first[found], last[found] = x[i], x[i + 1]
                found += 1
        at[line + 1] = found
    return Lines(y, at, first[:found].copy(), last[:found].copy(), np.zeros(found, np.int64))


@compiled
def heights(figure: Figure, step: float) -> Any:
    """Heights of lines that may find free land: at most a step apart, and along what is parallel."""
    edges, clear = figure.edges, figure.clear
    low, high, least = np.inf, -np.inf, np.inf
    for k in range(len(edges)):
        if figure.side[k] == PARCEL:
            low, high = min(low, edges[k, 1], edges[k, 3]), max(high, edges[k, 1], edges[k, 3])
            least = min(least, clear[k])
    margin = max(least, HAIR_M)
    low, high = low + margin, high - margin
    if low >= high:
        return np.empty(0)
    step = max(step, (high - low) / _MOST_LINES)
    fixed = np.empty(2 + 4 * len(edges))
    fixed[0], fixed[1], count = low, high, 2
    for k in range(len(edges) if len(edges) <= _MANY_EDGES else 0):
        wide = abs(edges[k, 2] - edges[k, 0])
        flat = wide >= _LONG_M and abs(edges[k, 3] - edges[k, 1]) <= _FLAT * wide
        if not flat and clear[k] > 0.0:
            continue
        away = max(clear[k], HAIR_M)  # an edge itself is on neither side of a line
        for y in (edges[k, 1], edges[k, 3]):
            for height in (y - away, y + away):
                if low < height < high:
                    fixed[count] = height
                    count += 1
    fixed = np.sort(fixed[:count])
    out = np.empty(int((high - low) / step) + 2 * count + 2)
    out[0], found = low, 1
    for y in fixed:
        gap = y - out[found - 1]
        if gap < HAIR_M / 2.0:
            continue
        pieces = int(np.ceil(gap / step - 1e-9))
        base = out[found - 1]
        for piece in range(1, pieces + 1):
            out[found] = base + gap * piece / pieces
            found += 1
    return out[:found]


@compiled
def beside(lines: Lines, k: int, line: int) -> int:
    """The one stretch of a line that overlaps with another stretch; -1 for none, -2 for several."""
    found = -1
    for i in range(lines.at[line], lines.at[line + 1]):
        if lines.first[i] <= lines.last[k] and lines.first[k] <= lines.last[i]:
            found = i if found == -1 else -2
    return found


@compiled
def _between_heights(lines: Lines) -> Any:
    """Heights of more lines where land begins or ends between two of them."""
    out = np.empty((_FINER - 1) * len(lines.y))
    found = 0
    for line in range(len(lines.y) - 1):
        ends = False
        for own, over in ((line, line + 1), (line + 1, line)):
            for k in range(lines.at[own], lines.at[own + 1]):
                ends |= beside(lines, k, over) == -1
        for nth in range(1, _FINER if ends else 1):
            out[found] = lines.y[line] + nth * (lines.y[line + 1] - lines.y[line]) / _FINER
            found += 1
    return out[:found]


@compiled
def _merged(one: Lines, other: Lines) -> Lines:
    """Lines of two cuts in the order of their heights."""
    y = np.empty(len(one.y) + len(other.y))
    at = np.zeros(len(y) + 1, np.int64)
    first, last = np.empty(len(one.first) + len(other.first)), np.empty(len(one.first) + len(other.first))
    found, i, k = 0, 0, 0
    for nth in range(len(y)):
        mine = k == len(other.y) or (i < len(one.y) and one.y[i] < other.y[k])
        source, line = (one, i) if mine else (other, k)
        y[nth] = source.y[line]
        for stretch in range(source.at[line], source.at[line + 1]):
            first[found], last[found] = source.first[stretch], source.last[stretch]
            found += 1
        at[nth + 1] = found
        i, k = (i + 1, k) if mine else (i, k + 1)
    return Lines(y, at, first, last, np.zeros(found, np.int64))


@compiled
def cut(figure: Figure) -> Lines:
    """Cut a figure by lines, close together where land begins or ends."""
    lines = free(heights(figure, STEP_M), figure)
    more = _between_heights(lines)
    return in_parts(_merged(lines, free(more, figure)) if len(more) else lines)


@compiled
def part_at(lines: Lines, x: float, y: float) -> int:
    """Part that holds a point, or comes nearest to it on the two lines beside it; -1 for none."""
    above = np.searchsorted(lines.y, y)
    nearest, part = STEP_M, -1
    for line in (above - 1, above):
        if line < 0 or line >= len(lines.y):
            continue
        for k in range(lines.at[line], lines.at[line + 1]):
            away = max(0.0, max(lines.first[k] - x, x - lines.last[k]))
            if away < nearest:
                nearest, part = away, lines.part[k]
    return part


@compiled
def sizes(lines: Lines) -> Any:
    """Area of each part, at the position that names it; and a point in it."""
    area, widest = np.zeros(len(lines.first)), np.zeros(len(lines.first))
    point = np.zeros((len(lines.first), 2))
    for line in range(len(lines.y)):
        below = lines.y[line] - lines.y[line - 1] if line > 0 else 0.0
        above = lines.y[line + 1] - lines.y[line] if line < len(lines.y) - 1 else 0.0
        for k in range(lines.at[line], lines.at[line + 1]):
            part, width = lines.part[k], lines.last[k] - lines.first[k]
            area[part] += width * (below + above) / 2.0
            if width > widest[part]:
                widest[part] = width
                point[part, 0], point[part, 1] = (lines.first[k] + lines.last[k]) / 2.0, lines.y[line]
    return area, point
