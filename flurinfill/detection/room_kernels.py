"""Room for buildings, compiled by numba: scan lines across a parcel and what is free on each.

A figure is a list of directed edges, the interior on the left, with a clearance each: what is nearer
to an edge than that is taken. Edges of :data:`PARCEL` bound the land, those of :data:`SHED` and
:data:`HOUSE` what stands on it, and a :data:`GUARD` only keeps its clearance. The free land is cut by
parallel lines. Where a line enters and leaves it is exact; only the distance of the lines is
approximate, and therefore lines also run along every edge that is nearly parallel to them, and along
the edge of its clearance.

All functions stand in this module because numba's cache does not notice a change elsewhere.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flurinfill.compiling import compiled

PARCEL, GUARD, SHED, HOUSE = 1, 0, -1, -2
STEP_M = 0.25
"""Distance of the lines; a rectangle is at most twice this too short, and never too long."""
WAY_STEP_M = 0.1
"""The same where a way is sought: a lane just wide enough is this wide between its edges."""
WALL_ERROR_M = 0.05
"""A way is as wide as asked for when it lacks twice this."""
AT_WAY_M = 0.6
"""A lane that comes this near to the street is joined with it."""
AREA_STEP_M = 1.0
"""The same where only areas are summed up: they are exact for what has straight edges."""
SMALLEST_PART_M2 = 1.0
"""Smaller pieces of free land are nothing to build on."""
_HAIR_M = 1e-3
_MOST_LINES = 1_000.0
_MANY_EDGES = 200
_FLAT, _LONG_M = 0.1, 2.0
_SAME_DIRECTION = np.radians(1.0)
_DIRECTIONS, _TRIED = 4, 24
_RIGHT_ANGLE = np.pi / 2.0
_FINER = 8

WIDTH, DEPTH, SPARE, PLOT, WAY = range(5)
LARGEST, PLACE = 5, 10
"""Columns of :func:`rooms`; the last two begin a rectangle: left, lower, right, upper end, direction."""
COLUMNS = 15


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
def _steps(ax: float, ay: float, bx: float, by: float, reach: float) -> Any:
    """Numbers about an edge that all lines need: offset of its sides, and 1 / dy (0 for a flat edge)."""
    dx, dy = bx - ax, by - ay
    length = np.sqrt(dx * dx + dy * dy)
    out = (reach - _HAIR_M) / length if length > 0.0 else 0.0
    return out * dx, out * dy, 1.0 / dy if dy != 0.0 else 0.0


@compiled
def _stretch(ax: float, ay: float, bx: float, by: float, steps: Any, reach: float, y: float) -> Any:
    """Stretch of a line that is nearer to an edge than ``reach``; first > last where there is none."""
    first, last = np.inf, -np.inf
    reach -= _HAIR_M
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
    return first - _HAIR_M, last + _HAIR_M


@compiled
def _taken(ax: float, ay: float, bx: float, by: float, reach: float, y: float) -> Any:
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
def _in_parts(lines: Lines) -> Lines:
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
def _free(y: Any, figure: Figure) -> Lines:
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
def _heights(figure: Figure, step: float) -> Any:
    """Heights of lines that may find free land: at most a step apart, and along what is parallel."""
    edges, clear = figure.edges, figure.clear
    low, high, least = np.inf, -np.inf, np.inf
    for k in range(len(edges)):
        if figure.side[k] == PARCEL:
            low, high = min(low, edges[k, 1], edges[k, 3]), max(high, edges[k, 1], edges[k, 3])
            least = min(least, clear[k])
    margin = max(least, _HAIR_M)
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
        away = max(clear[k], _HAIR_M)  # an edge itself is on neither side of a line
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
        if gap < _HAIR_M / 2.0:
            continue
        pieces = int(np.ceil(gap / step - 1e-9))
        base = out[found - 1]
        for piece in range(1, pieces + 1):
            out[found] = base + gap * piece / pieces
            found += 1
    return out[:found]


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
def _beside(lines: Lines, k: int, line: int) -> int:
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
                ends |= _beside(lines, k, over) == -1
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
def _cut(figure: Figure) -> Lines:
    """Cut a figure by lines, close together where land begins or ends."""
    lines = _free(_heights(figure, STEP_M), figure)
    more = _between_heights(lines)
    return _in_parts(_merged(lines, _free(more, figure)) if len(more) else lines)


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
            if total > most + _HAIR_M:
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
def _turned(edges: Any, angle: float) -> Any:
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
    edges = _turned(figure.edges, angle)
    if np.ptp(edges[:, 1::2]) > np.ptp(edges[:, ::2]):
        angle += _RIGHT_ANGLE
        edges = _turned(figure.edges, angle)
    return Figure(edges, figure.clear, figure.side), angle


@compiled
def _part_at(lines: Lines, x: float, y: float) -> int:
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
def _sizes(lines: Lines) -> Any:
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


@compiled
def _searched(figure: Figure, size: Any) -> Any:
    """Cut a figure by lines along its main direction, and find the best of each part by all directions.

    Returns
    -------
    (framed, lines, parts, best)
        The figure in the frame of the lines; the parts worth a look; the rows of
        :func:`_rectangles` for each of them.
    """
    angles = _directions(figure)
    framed, main = _framed(figure, angles[0])
    lines = _cut(framed)
    area, _ = _sizes(lines)
    parts = np.flatnonzero(area >= SMALLEST_PART_M2)
    best = np.zeros((len(parts), 2, 6))
    best[:, 1, 5] = -np.inf
    for i in range(len(parts)):
        _rectangles(lines, parts[i], main, size, best[i])
    for angle in angles[1:] if len(parts) else angles[:0]:
        other, turn = _framed(figure, angle)
        across = _in_parts(_free(_heights(other, STEP_M), other))
        area, point = _sizes(across)
        point = _turned(point, main - turn)
        for part in np.flatnonzero(area >= SMALLEST_PART_M2):
            same = _part_at(lines, point[part, 0], point[part, 1])
            for i in range(len(parts)):
                if parts[i] == same:
                    _rectangles(across, part, turn, size, best[i])
    return framed, main, lines, parts, best


@compiled
def _tip(lines: Lines, k: int, line: int, step: int) -> Any:
    """Where the sides of a stretch that is gone on the next line meet, drawn on from the line before."""
    over, under = line + step, line - step
    if under < 0 or under >= len(lines.y):
        return False, 0.0, 0.0
    before, width = _beside(lines, k, under), lines.last[k] - lines.first[k]
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
                if _beside(lines, k, own + step) != -1 or found == len(part):
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
                start, end = _taken(l0, y0, l1, y1, reach, y)
                other, far = _taken(r0, y0, r1, y1, reach, y)
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
def _opened(figure: Figure, lines: Lines, part: int, reach: float) -> float:
    """Area of the land within reach of a part; reach is what the part keeps away from other land."""
    wider = Figure(figure.edges, np.maximum(figure.clear - reach, 0.0), figure.side)
    y = _heights(wider, AREA_STEP_M)
    middle = (y[1:] + y[:-1]) / 2.0
    land = _free(middle, wider)
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


@compiled
def _passes(figure: Figure, street: Any, x: float, y: float, width: float) -> bool:
    """Tell whether a lane of this width leads from the street to a place without touching a wall."""
    half = width / 2.0 - WALL_ERROR_M
    lane = Figure(figure.edges, np.full(len(figure.edges), half), figure.side)
    lines = _in_parts(_free(_heights(lane, WAY_STEP_M), lane))
    part = _part_at(lines, x, y)
    for line in range(len(lines.y) if part >= 0 else 0):
        for k in range(len(street)):
            ax, ay, bx, by = street[k, 0], street[k, 1], street[k, 2], street[k, 3]
            first, last = _taken(ax, ay, bx, by, half + AT_WAY_M, lines.y[line])
            for i in range(lines.at[line], lines.at[line + 1]):
                if lines.part[i] == part and first <= lines.last[i] and lines.first[i] <= last:
                    return True
    return False


@compiled
def _way_width(figure: Figure, street: Any, x: float, y: float, steps: Any) -> float:
    """Width of the widest way from the street to a place, one of ``steps``; 0 for none."""
    walls = (figure.side == PARCEL) | (figure.side == HOUSE)
    yard = Figure(figure.edges[walls], figure.clear[walls], figure.side[walls])
    low, high = 0, len(steps) if len(street) else 0  # of the widths below low we know that they pass
    while low < high:
        middle = (low + high) // 2
        if _passes(yard, street, x, y, steps[middle]):
            low = middle + 1
        else:
            high = middle
    return steps[low - 1] if low else 0.0


@compiled
def _noted(out: Any, best: Any) -> None:
    """Write rectangles into a row of :func:`rooms`."""
    sides = best[0, 2] - best[0, 0], best[0, 3] - best[0, 1]
    out[WIDTH], out[DEPTH] = min(sides) + 2 * _HAIR_M, max(sides) + 2 * _HAIR_M
    out[SPARE] = max(out[SPARE], best[1, 5] + 2 * _HAIR_M)
    out[LARGEST : LARGEST + 5], out[PLACE : PLACE + 5] = best[0, :5], best[1, :5]


@compiled
def _rest(
    figure: Figure, street: Any, setback: float, smallest: float, size: Any, steps: Any, out: Any
) -> None:
    """Note the part of a built parcel that a way leads to, and of those the one with most room."""
    framed, main, lines, parts, best = _searched(figure, size)
    lane = _turned(street, main)
    for nth, i in enumerate(np.argsort(-best[:, 1, 5])):
        plot, way = _opened(framed, lines, parts[i], setback), np.nan
        if best[i, 1, 5] + 2 * _HAIR_M >= 0.0 and plot >= smallest:
            place = best[i, 1]
            centre = np.array([[(place[0] + place[2]) / 2.0, (place[1] + place[3]) / 2.0]])
            centre = _turned(centre, main - place[4])
            way = _way_width(framed, lane, centre[0, 0], centre[0, 1], steps)
        if nth == 0 or way > 0.0:
            out[SPARE] = -min(size[0], size[1])
            _noted(out, best[i])
            out[PLOT], out[WAY] = plot, way
        if way > 0.0 or best[i, 1, 5] < 0.0:
            break


@compiled
def _whole(figure: Figure, size: Any, out: Any) -> None:
    """Note the largest rectangle and the best place of all parts of a vacant parcel."""
    _, _, _, parts, best = _searched(figure, size)
    if len(parts):
        both = np.empty((2, 6))
        both[0], both[1] = best[np.argmax(best[:, 0, 5]), 0], best[np.argmax(best[:, 1, 5]), 1]
        _noted(out, both)


@compiled
def rooms(
    at: Any,
    figures: Figure,
    sizes: Any,
    setback: Any,
    built: Any,
    street_at: Any,
    street: Any,
    smallest: float,
    steps: Any,
) -> Any:
    """Find room for a building on each of many parcels.

    Parameters
    ----------
    at : ndarray of int, shape (parcels + 1,)
        Where the edges of each parcel begin.
    figures : Figure
        Of all parcels, one after the other; coordinates of each from an origin of its own.
    sizes : ndarray, shape (parcels, 2)
        Sides of the building wished for.
    setback : ndarray, shape (parcels,)
    built : ndarray of bool, shape (parcels,)
        Parcels whose free part is sought.
    street_at, street : ndarray
        Where the stretches of boundary at a street begin, and the stretches, shape (n, 4).
    smallest : float
        Plots of less are not asked for a way.
    steps : ndarray
        Widths of a way that are told apart, ascending.

    Returns
    -------
    ndarray, shape (parcels, 15)
        :data:`WIDTH` and :data:`DEPTH` of the largest rectangle, :data:`SPARE`, area of the
        :data:`PLOT` and width of the :data:`WAY` to it (NaN for a vacant parcel, or unasked), then
        the :data:`LARGEST` rectangle and the :data:`PLACE` for the building.
    """
    out = np.zeros((len(built), COLUMNS))
    for p in range(len(built)):
        some = slice(at[p], at[p + 1])
        figure = Figure(figures.edges[some], figures.clear[some], figures.side[some])
        out[p, SPARE] = -min(sizes[p, 0], sizes[p, 1])
        out[p, WAY] = np.nan
        if len(figure.edges) < 3:
            continue
        if built[p]:
            lane = street[street_at[p] : street_at[p + 1]]
            _rest(figure, lane, setback[p], smallest, sizes[p], steps, out[p])
        else:
            out[p, PLOT] = np.nan
            _whole(figure, sizes[p], out[p])
    return out
