"""The inner loops of measuring, compiled by numba; shapely is their reference in the tests."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np

from flurinfill.compiling import compiled

CONVEX_ERROR_M = 0.01
"""A polygon counts as convex when no corner lies farther than this outside any edge's line."""


@compiled
def _under_both(p: float, q: float, a0: float, a1: float, b0: float, b1: float) -> float:
    """Area under the lower of two lines over a span; heights at both ends, the span ``p`` to ``q``."""
    low0, low1 = min(a0, b0), min(a1, b1)
    first, last = a0 - b0, a1 - b1
    if first * last >= 0.0:
        return (q - p) * (low0 + low1) / 2.0
    share = first / (first - last)
    middle = p + share * (q - p)
    height = a0 + share * (a1 - a0)
    return ((middle - p) * (low0 + height) + (q - middle) * (height + low1)) / 2.0


@compiled
def _overlap(fs: Any, fe: Any, f0: int, f1: int, ss: Any, se: Any, s0: int, s1: int) -> float:
    """Area common to two polygons, as a sum over pairs of edges.

    Under each edge hangs a trapezoid, counted positive where the interior is below the edge and
    negative where it is above. A polygon is the sum of its trapezoids, so the common area is the
    sum of the common areas of all pairs of trapezoids. Holes and parts need no care.
    """
    left, right, base = np.inf, -np.inf, np.inf
    for i in range(f0, f1):
        left, right = min(left, fs[i, 0]), max(right, fs[i, 0])
        base = min(base, fs[i, 1])
    total = 0.0
    for j in range(s0, s1):
        bx0, by0, bx1, by1 = ss[j, 0] - left, ss[j, 1] - base, se[j, 0] - left, se[j, 1] - base
        sign_b = 1.0
        if bx0 < bx1:
            bx0, by0, bx1, by1 = bx1, by1, bx0, by0
            sign_b = -1.0
        # now bx1 <= bx0; what lies wholly below the first polygon cancels out
        if bx0 <= 0.0 or bx1 >= right - left or bx0 == bx1 or (by0 <= 0.0 and by1 <= 0.0):
            continue
        slope_b = (by0 - by1) / (bx0 - bx1)
        for i in range(f0, f1):
            ax0, ay0, ax1, ay1 = fs[i, 0] - left, fs[i, 1] - base, fe[i, 0] - left, fe[i, 1] - base
            sign = sign_b
            if ax0 < ax1:
                ax0, ay0, ax1, ay1 = ax1, ay1, ax0, ay0
                sign = -sign
            p, q = max(ax1, bx1), min(ax0, bx0)
            if p >= q:
                continue
            slope_a = (ay0 - ay1) / (ax0 - ax1)
            total += sign * _under_both(
                p,
                q,
                ay1 + slope_a * (p - ax1),
                ay1 + slope_a * (q - ax1),
                by1 + slope_b * (p - bx1),
                by1 + slope_b * (q - bx1),
            )
    return total


@compiled
def overlaps(
    fs: Any, fe: Any, first_at: Any, ss: Any, se: Any, second_at: Any, first: Any, second: Any
) -> Any:
    """Area common to each of many pairs of polygons.

    Parameters
    ----------
    fs, fe, ss, se : ndarray, shape (edges, 2)
        Start and end of the directed edges of both sets, the interior on the left.
    first_at, second_at : ndarray of int, shape (polygons + 1,)
        Where the edges of each polygon begin.
    first, second : ndarray of int, shape (pairs,)

    Returns
    -------
    ndarray, shape (pairs,)
        Square metres.
    """
    out = np.zeros(len(first))
    for at in range(len(first)):
        a, b = first[at], second[at]
        f0, f1, s0, s1 = first_at[a], first_at[a + 1], second_at[b], second_at[b + 1]
        if f1 - f0 <= s1 - s0:
            out[at] = _overlap(fs, fe, f0, f1, ss, se, s0, s1)
        else:
            out[at] = _overlap(ss, se, s0, s1, fs, fe, f0, f1)
    return out


@compiled
def _is_convex(xs: Any, ys: Any, count: int, error: float) -> bool:
    for i in range(count):
        j = (i + 1) % count
        dx, dy = xs[j] - xs[i], ys[j] - ys[i]
        length = np.hypot(dx, dy)
        if length == 0.0:
            continue
        for k in range(count):
            if (dx * (ys[k] - ys[i]) - dy * (xs[k] - xs[i])) < -(error + 1e-9) * length:
                return False
    return True


@compiled
def _moved_in(xs: Any, ys: Any, count: int, radius: float, work: Any) -> Any:
    """Move all edges of a convex polygon inwards: number of corners left, and where in ``work`` they are."""
    source, target = 0, 1
    left = count
    for k in range(count):
        work[0, k, 0], work[0, k, 1] = xs[k], ys[k]
    for i in range(count):
        j = (i + 1) % count
        dx, dy = xs[j] - xs[i], ys[j] - ys[i]
        length = np.hypot(dx, dy)
        if length == 0.0:
            continue
        nx, ny = -dy / length, dx / length
        kept = 0
        for k in range(left):
            px, py = work[source, k, 0], work[source, k, 1]
            m = k + 1 if k + 1 < left else 0
            qx, qy = work[source, m, 0], work[source, m, 1]
            p = nx * (px - xs[i]) + ny * (py - ys[i]) - radius
            q = nx * (qx - xs[i]) + ny * (qy - ys[i]) - radius
            if p >= 0.0:
                work[target, kept, 0], work[target, kept, 1] = px, py
                kept += 1
            if (p < 0.0) != (q < 0.0):
                share = p / (p - q)
                work[target, kept, 0], work[target, kept, 1] = px + share * (qx - px), py + share * (qy - py)
                kept += 1
        if kept == 0:
            return 0, source
        left, source, target = kept, target, source
    return left, source


@compiled
def _convex_radius(xs: Any, ys: Any, count: int, error: float, work: Any) -> float:
    low, high = 0.0, min(xs.max() - xs.min(), ys.max() - ys.min()) / 2.0
    while high - low > error:
        middle = (low + high) / 2.0
        if _moved_in(xs, ys, count, middle, work)[0] > 0:
            low = middle
        else:
            high = middle
    return low


@compiled
def _area(corners: Any, count: int) -> float:
    total = 0.0
    for k in range(1, count - 1):
        ax, ay = corners[k, 0] - corners[0, 0], corners[k, 1] - corners[0, 1]
        bx, by = corners[k + 1, 0] - corners[0, 0], corners[k + 1, 1] - corners[0, 1]
        total += (ax * by - ay * bx) / 2.0
    return total


@compiled
def convex_shapes(fs: Any, fe: Any, at: Any, rings: Any, setback: Any, most_edges: int) -> Any:
    """Sides of the smallest rectangle around each convex polygon, and area inside a setback.

    Parameters
    ----------
    fs, fe, at, rings, most_edges
        As for :func:`inscribed_radii`.
    setback : ndarray, shape (polygons,)

    Returns
    -------
    ndarray, shape (polygons, 3)
        Short side, long side (metres), area (m²); NaN for polygons left to the caller.
    """
    out = np.full((len(setback), 3), np.nan)
    for polygon in range(len(setback)):
        f0, f1 = at[polygon], at[polygon + 1]
        count = f1 - f0
        if count > most_edges or count < 3 or rings[polygon] != 1:
            continue
        xs, ys = fs[f0:f1, 0] - fs[f0, 0], fs[f0:f1, 1] - fs[f0, 1]
        if not _is_convex(xs, ys, count, 0.0):
            continue
        smallest = np.inf
        for i in range(f0, f1):
            dx, dy = fe[i, 0] - fs[i, 0], fe[i, 1] - fs[i, 1]
            length = np.hypot(dx, dy)
            along, across = (xs * dx + ys * dy) / length, (ys * dx - xs * dy) / length
            one, other = along.max() - along.min(), across.max() - across.min()
            if one * other < smallest:
                smallest = one * other
                out[polygon, 0], out[polygon, 1] = min(one, other), max(one, other)
        work = np.empty((2, 2 * count + 4, 2))
        left, where = _moved_in(xs, ys, count, setback[polygon], work)
        out[polygon, 2] = _area(work[where], left)
    return out


@compiled
def _signed_distance(x: float, y: float, sides: Any) -> float:
    """Distance to the boundary, negative outside; each side: start, direction, 1 / square of its length."""
    inside = False
    nearest = np.inf
    for i in range(len(sides)):
        dx, dy = sides[i, 2], sides[i, 3]
        ax, ay = x - sides[i, 0], y - sides[i, 1]
        if (ay < 0.0) != (ay < dy) and (ax * dy < ay * dx) == (dy > 0.0):
            inside = not inside
        share = min(1.0, max(0.0, (ax * dx + ay * dy) * sides[i, 4]))
        gx, gy = ax - share * dx, ay - share * dy
        nearest = min(nearest, gx * gx + gy * gy)
    distance = np.sqrt(nearest)
    return distance if inside else -distance


@compiled
def _searched_radius(fs: Any, fe: Any, f0: int, f1: int, error: float) -> float:
    """Radius of the largest inscribed circle: cells are split as long as they may hold a larger one."""
    left, low = fs[f0:f1, 0].min(), fs[f0:f1, 1].min()
    width, height = fs[f0:f1, 0].max() - left, fs[f0:f1, 1].max() - low
    sides = np.empty((f1 - f0, 5))
    for i in range(f0, f1):
        dx, dy = fe[i, 0] - fs[i, 0], fe[i, 1] - fs[i, 1]
        sides[i - f0, 0], sides[i - f0, 1] = fs[i, 0] - left, fs[i, 1] - low
        sides[i - f0, 2], sides[i - f0, 3], sides[i - f0, 4] = dx, dy, 1.0 / (dx * dx + dy * dy)
    half = min(width, height) / 2.0
    best = 0.0
    cells = [(0.0, 0.0, 0.0, 0.0)]
    cells.pop()
    columns, rows = int(np.ceil(width / (2.0 * half))), int(np.ceil(height / (2.0 * half)))
    for column in range(columns):
        for row in range(rows):
            x, y = (2 * column + 1) * half, (2 * row + 1) * half
            distance = _signed_distance(x, y, sides)
            best = max(best, distance)
            heapq.heappush(cells, (-(distance + half * np.sqrt(2.0)), x, y, half))
    while len(cells) > 0:
        bound, x, y, half = heapq.heappop(cells)
        if -bound <= best + error:
            break
        half /= 2.0
        for sign_x in (-1.0, 1.0):
            for sign_y in (-1.0, 1.0):
                cx, cy = x + sign_x * half, y + sign_y * half
                distance = _signed_distance(cx, cy, sides)
                best = max(best, distance)
                reach = distance + half * np.sqrt(2.0)
                if reach > best + error:
                    heapq.heappush(cells, (-reach, cx, cy, half))
    return best


@compiled
def inscribed_radii(fs: Any, fe: Any, at: Any, rings: Any, errors: Any, most_edges: int) -> Any:
    """Radius of the largest circle inside each polygon.

    Parameters
    ----------
    fs, fe : ndarray, shape (edges, 2)
        Start and end of the directed edges, the interior on the left.
    at : ndarray of int, shape (polygons + 1,)
        Where the edges of each polygon begin.
    rings : ndarray of int, shape (polygons,)
        Number of rings: a polygon with holes is not convex.
    errors : ndarray, shape (polygons,)
        By how much each radius may be too small; it is never too large.
    most_edges : int
        Polygons of more edges are left to the caller.

    Returns
    -------
    ndarray, shape (polygons,)
        Metres; NaN for polygons left to the caller.
    """
    out = np.full(len(errors), np.nan)
    for polygon in range(len(errors)):
        f0, f1 = at[polygon], at[polygon + 1]
        count = f1 - f0
        if count > most_edges or count < 3:
            continue
        xs, ys = fs[f0:f1, 0] - fs[f0, 0], fs[f0:f1, 1] - fs[f0, 1]
        if rings[polygon] == 1 and _is_convex(xs, ys, count, CONVEX_ERROR_M):
            work = np.empty((2, 2 * count + 4, 2))
            out[polygon] = _convex_radius(xs, ys, count, min(errors[polygon] / 4.0, CONVEX_ERROR_M), work)
        else:
            out[polygon] = _searched_radius(fs, fe, f0, f1, errors[polygon])
    return out


@compiled
def directed_edges(points: Any, part: Any) -> Any:
    """Take polygons apart into directed edges, the interior on the left.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Coordinates of valid polygons: the shell first, then the holes, every ring closed.
    part : ndarray of int, shape (n,)
        Polygon of each point, ascending.

    Returns
    -------
    (part, start, end)
        Edges; those of zero length left out.
    """
    count = len(points)
    owner = np.empty(count, np.int64)
    start, end = np.empty((count, 2)), np.empty((count, 2))
    found, first, previous = 0, 0, -1
    while first < count:
        last, area = first + 1, 0.0
        x, y = points[first, 0], points[first, 1]
        while last < count and (points[last, 0] != x or points[last, 1] != y or last == first + 1):
            ax, ay = points[last - 1, 0] - x, points[last - 1, 1] - y
            area += ax * (points[last, 1] - y) - (points[last, 0] - x) * ay
            last += 1
        is_shell = part[first] != previous
        previous = part[first]
        keep = (area > 0.0) == is_shell
        for at in range(first, min(last, count - 1)):
            if points[at, 0] == points[at + 1, 0] and points[at, 1] == points[at + 1, 1]:
                continue
            owner[found] = part[first]
            a, b = (at, at + 1) if keep else (at + 1, at)
            start[found, 0], start[found, 1] = points[a, 0], points[a, 1]
            end[found, 0], end[found, 1] = points[b, 0], points[b, 1]
            found += 1
        first = last + 1
    return owner[:found], start[:found], end[:found]
