"""What lies near what, compiled by numba: boxes that meet, distances, clusters.

All functions stand in this module because numba's cache does not notice a change elsewhere.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flurinfill.compiling import compiled

_MOST_CELLS_ACROSS, _MOST_PER_BOX = 2_000.0, 20.0
_SURE_M = 10.0


class Shapes(NamedTuple):
    """Polygons as edges.

    Attributes
    ----------
    start, end : ndarray, shape (edges, 2)
        Directed edges, those of a polygon one after the other.
    at : ndarray of int, shape (polygons + 1,)
        Where the edges of each polygon begin, and where the last ones end.
    low, high : ndarray, shape (polygons, 2)
        Corners of the boxes.
    """

    start: Any
    end: Any
    at: Any
    low: Any
    high: Any


@compiled
def _cells(low: Any, high: Any, at: int, corner: Any, cell: float) -> Any:
    x0, y0 = int((low[at, 0] - corner[0]) // cell), int((low[at, 1] - corner[1]) // cell)
    x1, y1 = int((high[at, 0] - corner[0]) // cell), int((high[at, 1] - corner[1]) // cell)
    return x0, y0, x1, y1


@compiled
def _is_box(low: Any, high: Any, at: int) -> bool:
    """Tell whether a box is one: that of an empty geometry is made of NaN."""
    return low[at, 0] <= high[at, 0] and low[at, 1] <= high[at, 1]


@compiled
def _extent(low: Any, high: Any, cell: float) -> Any:
    """Corners of all boxes together, and a side for which they touch a bearable number of cells."""
    corner, end = np.full(2, np.inf), np.full(2, -np.inf)
    for j in range(len(low)):
        if _is_box(low, high, j):
            for axis in range(2):
                corner[axis], end[axis] = min(corner[axis], low[j, axis]), max(end[axis], high[j, axis])
    cell = max(cell, max(end[0] - corner[0], end[1] - corner[1]) / _MOST_CELLS_ACROSS)
    while True:
        touched = 0.0
        for j in range(len(low)):
            if _is_box(low, high, j):
                touched += ((high[j, 0] - low[j, 0]) / cell + 1.0) * ((high[j, 1] - low[j, 1]) / cell + 1.0)
        if touched <= _MOST_PER_BOX * len(low) + _MOST_CELLS_ACROSS * _MOST_CELLS_ACROSS:
            return corner, end, cell
        cell *= 2.0


@compiled
def search_grid(low: Any, high: Any, cell: float) -> Any:
    """Sort boxes into the cells of a grid that they touch.

    The cells grow where the boxes lie far apart or are large: a grid must not be larger than they
    are many.

    Returns
    -------
    (corner, side of a cell, columns, rows, where the cells begin, members)
    """
    corner, end, cell = _extent(low, high, cell)
    if not corner[0] <= end[0]:
        return corner, cell, 0, 0, np.zeros(1, np.int64), np.zeros(0, np.int64)
    columns, rows = int((end[0] - corner[0]) // cell) + 1, int((end[1] - corner[1]) // cell) + 1
    begins = np.zeros(columns * rows + 1, np.int64)
    for j in range(len(low)):
        if _is_box(low, high, j):
            x0, y0, x1, y1 = _cells(low, high, j, corner, cell)
            for x in range(x0, x1 + 1):
                begins[x * rows + y0 + 1 : x * rows + y1 + 2] += 1
    begins = np.cumsum(begins)
    filled, inside = begins[:-1].copy(), np.empty(begins[-1], np.int64)
    for j in range(len(low)):
        if _is_box(low, high, j):
            x0, y0, x1, y1 = _cells(low, high, j, corner, cell)
            for x in range(x0, x1 + 1):
                for y in range(y0, y1 + 1):
                    inside[filled[x * rows + y]] = j
                    filled[x * rows + y] += 1
    return corner, cell, columns, rows, begins, inside


@compiled
def near_boxes(low: Any, high: Any, other_low: Any, other_high: Any, cell: float) -> Any:
    """Pairs of boxes of two sets that intersect, each pair once.

    Parameters
    ----------
    low, high, other_low, other_high : ndarray, shape (n, 2)
        Corners.
    cell : float
        Side of the search grid's cells.

    Returns
    -------
    (first, second)
        Positions, the first ascending.
    """
    corner, cell, columns, rows, begins, members = search_grid(other_low, other_high, cell)
    first, second = [np.int64(0)], [np.int64(0)]
    first.pop()
    second.pop()
    for i in range(len(low)):
        if not _is_box(low, high, i):
            continue
        x0, y0, x1, y1 = _cells(low, high, i, corner, cell)
        for x in range(max(x0, 0), min(x1, columns - 1) + 1):
            for y in range(max(y0, 0), min(y1, rows - 1) + 1):
                for k in range(begins[x * rows + y], begins[x * rows + y + 1]):
                    j = members[k]
                    left, under = max(low[i, 0], other_low[j, 0]), max(low[i, 1], other_low[j, 1])
                    if left > min(high[i, 0], other_high[j, 0]) or under > min(high[i, 1], other_high[j, 1]):
                        continue
                    # a pair that meets in several cells counts in the one of its lower left corner
                    if int((left - corner[0]) // cell) == x and int((under - corner[1]) // cell) == y:
                        first.append(np.int64(i))
                        second.append(np.int64(j))
    return np.array(first), np.array(second)


@compiled
def _point_gap(px: float, py: float, ax: float, ay: float, bx: float, by: float) -> float:
    """Squared distance of a point to an edge."""
    dx, dy = bx - ax, by - ay
    share = ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)
    share = min(1.0, max(0.0, share))
    gx, gy = ax + share * dx - px, ay + share * dy - py
    return gx * gx + gy * gy


@compiled
def _turn(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> float:
    return (bx - ax) * (py - ay) - (by - ay) * (px - ax)


@compiled
def _edge_gap(one: Shapes, i: int, other: Shapes, j: int) -> float:
    """Squared distance of two edges."""
    ax, ay, bx, by = one.start[i, 0], one.start[i, 1], one.end[i, 0], one.end[i, 1]
    cx, cy, dx, dy = other.start[j, 0], other.start[j, 1], other.end[j, 0], other.end[j, 1]
    across = _turn(ax, ay, bx, by, cx, cy) * _turn(ax, ay, bx, by, dx, dy) < 0.0
    if across and _turn(cx, cy, dx, dy, ax, ay) * _turn(cx, cy, dx, dy, bx, by) < 0.0:
        return 0.0
    return min(
        min(_point_gap(ax, ay, cx, cy, dx, dy), _point_gap(bx, by, cx, cy, dx, dy)),
        min(_point_gap(cx, cy, ax, ay, bx, by), _point_gap(dx, dy, ax, ay, bx, by)),
    )


@compiled
def _holds(shapes: Shapes, which: int, x: float, y: float) -> bool:
    inside = False
    for i in range(shapes.at[which], shapes.at[which + 1]):
        ax, ay, bx, by = shapes.start[i, 0], shapes.start[i, 1], shapes.end[i, 0], shapes.end[i, 1]
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


@compiled
def _starts_in(one: Shapes, i: int, other: Shapes, j: int) -> bool:
    """Tell whether a ring of the second polygon begins inside the first."""
    for k in range(other.at[j], other.at[j + 1]):
        x, y = other.start[k, 0], other.start[k, 1]
        follows = k > other.at[j] and other.end[k - 1, 0] == x and other.end[k - 1, 1] == y
        if not follows and _holds(one, i, x, y):
            return True
    return False


@compiled
def _box_gap(one: Shapes, i: int, other: Shapes, j: int) -> float:
    """Squared distance of two boxes."""
    dx = max(0.0, max(one.low[i, 0] - other.high[j, 0], other.low[j, 0] - one.high[i, 0]))
    dy = max(0.0, max(one.low[i, 1] - other.high[j, 1], other.low[j, 1] - one.high[i, 1]))
    return dx * dx + dy * dy


@compiled
def _gap(one: Shapes, i: int, other: Shapes, j: int, most: float) -> float:
    """Squared distance of two polygons, or ``most`` where it is not less."""
    best = most
    left, under, right, top = other.low[j, 0], other.low[j, 1], other.high[j, 0], other.high[j, 1]
    for k in range(one.at[i], one.at[i + 1]):
        ax, ay, bx, by = one.start[k, 0], one.start[k, 1], one.end[k, 0], one.end[k, 1]
        dx = max(0.0, max(left - max(ax, bx), min(ax, bx) - right))
        dy = max(0.0, max(under - max(ay, by), min(ay, by) - top))
        if dx * dx + dy * dy >= best:
            continue
        for m in range(other.at[j], other.at[j + 1]):
            best = min(best, _edge_gap(one, k, other, m))
        if best == 0.0:
            return 0.0
    apart = best > 0.0 and _box_gap(one, i, other, j) > 0.0
    return best if apart or not (_starts_in(one, i, other, j) or _starts_in(other, j, one, i)) else 0.0


@compiled
def _window(shapes: Shapes, which: int, reach: float, grid: Any) -> Any:
    """Cells within a distance of a polygon's box; first > last where there are none."""
    corner, cell, columns, rows, _, _ = grid
    x0 = max(0, int((shapes.low[which, 0] - reach - corner[0]) // cell))
    y0 = max(0, int((shapes.low[which, 1] - reach - corner[1]) // cell))
    x1 = min(columns - 1, int((shapes.high[which, 0] + reach - corner[0]) // cell))
    y1 = min(rows - 1, int((shapes.high[which, 1] + reach - corner[1]) // cell))
    return (x0, y0, x1, y1) if y0 <= y1 else (1, 0, 0, 0)


@compiled
def two_nearest(
    parcels: Shapes, mine: Any, buildings: Shapes, home: Any, radii: Any, border: float, grid: Any
) -> Any:
    """Distance of each parcel to the nearest buildings of two other parcels.

    Parameters
    ----------
    parcels, buildings : Shapes
    mine, home : ndarray of int
        Number of each parcel, and of the parcel that carries each building (-1: none).
    radii : ndarray
        Metres up to which is searched, one after the other; the last is the farthest.
    border : float
        Up to this distance a building stands on the boundary.
    grid : tuple
        :func:`search_grid` over the buildings.

    Returns
    -------
    (nearest, parcel, home)
        Metres, shape (n, 2); then parcels, each with a parcel whose building stands on its boundary
        (a pair may occur twice).
    """
    rows, begins, members = grid[3], grid[4], grid[5]
    out = np.empty((len(mine), 2))
    limit = border * border
    at_border, their_home = [np.int64(0)], [np.int64(0)]
    at_border.pop()
    their_home.pop()
    for p in range(len(mine)):
        one, two, one_home = radii[-1] ** 2, radii[-1] ** 2, np.int64(-1)
        for radius in radii:
            x0, y0, x1, y1 = _window(parcels, p, radius, grid)
            for x in range(x0, x1 + 1):
                for k in range(begins[x * rows + y0], begins[x * rows + y1 + 1]):
                    b = members[k]
                    most = max(two, limit + 1e-9)
                    if home[b] < 0 or home[b] == mine[p] or _box_gap(parcels, p, buildings, b) >= most:
                        continue
                    gap = _gap(parcels, p, buildings, b, most)
                    if gap <= limit:
                        at_border.append(np.int64(p))
                        their_home.append(np.int64(home[b]))
                    if gap >= two:
                        continue
                    if home[b] == one_home:
                        one = min(one, gap)
                    elif gap < one:
                        two, one, one_home = one, gap, home[b]
                    else:
                        two = gap
            if two <= radius * radius:
                break
        out[p, 0], out[p, 1] = np.sqrt(one), np.sqrt(two)
    return out, np.array(at_border), np.array(their_home)


@compiled
def _root(parent: Any, i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@compiled
def join_clusters(shapes: Shapes, reach: float, grid: Any, parent: Any, first: int, last: int) -> None:
    """Join polygons that are not farther apart than ``reach`` into clusters.

    Parameters
    ----------
    shapes : Shapes
    reach : float
    grid : tuple
        :func:`search_grid` over the polygons.
    parent : ndarray of int, shape (polygons,)
        Changed: leads from each polygon to another of its cluster; at the beginning to itself.
    first, last : int
        Polygons that are joined with those before them: all of them in pieces, so that somebody can
        stop in between.
    """
    rows, begins, members = grid[3], grid[4], grid[5]
    most = reach * reach + 1e-9
    for i in range(first, last):
        x0, y0, x1, y1 = _window(shapes, i, reach, grid)
        for x in range(x0, x1 + 1):
            for k in range(begins[x * rows + y0], begins[x * rows + y1 + 1]):
                j = members[k]
                if j >= i or _box_gap(shapes, i, shapes, j) >= most:
                    continue
                a, b = _root(parent, i), _root(parent, j)
                if a != b and _gap(shapes, i, shapes, j, most) < most:
                    parent[max(a, b)] = min(a, b)


@compiled
def roots(parent: Any) -> Any:
    """Position of the first polygon of each one's cluster."""
    out = np.empty_like(parent)
    for i in range(len(parent)):
        out[i] = _root(parent, i)
    return out


@compiled
def most_near(first: Shapes, second: Shapes, value: Any, reach: float, grid: Any) -> Any:
    """Largest value of the second polygons within a distance of each of the first; 0 for none.

    Parameters
    ----------
    first, second : Shapes
    value : ndarray, shape (second polygons,)
    reach : float
    grid : tuple
        :func:`search_grid` over the second polygons.
    """
    rows, begins, members = grid[3], grid[4], grid[5]
    most = reach * reach + 1e-9
    out = np.zeros(len(first.low))
    for p in range(len(out)):
        x0, y0, x1, y1 = _window(first, p, reach, grid)
        for x in range(x0, x1 + 1):
            for k in range(begins[x * rows + y0], begins[x * rows + y1 + 1]):
                b = members[k]
                if value[b] <= out[p] or _box_gap(first, p, second, b) >= most:
                    continue
                if _gap(first, p, second, b, most) < most:
                    out[p] = value[b]
    return out


@compiled
def _all_near(low: Any, high: Any, point: Any, some: Any, reach: float) -> bool:
    """Tell whether every place in a box is surely within reach of one of some points."""
    columns, rows = int((high[0] - low[0]) / _SURE_M) + 1, int((high[1] - low[1]) / _SURE_M) + 1
    width, height = (high[0] - low[0]) / columns, (high[1] - low[1]) / rows
    sure = reach - np.hypot(width, height) / 2.0
    last = 0
    for column in range(columns):
        for row in range(rows):
            x, y = low[0] + (column + 0.5) * width, low[1] + (row + 0.5) * height
            found = False
            for i in range(len(some)):
                k = (last + i) % len(some)  # most often the same as for the place before
                if (point[some[k], 0] - x) ** 2 + (point[some[k], 1] - y) ** 2 <= sure * sure:
                    found, last = True, k
                    break
            if not found:
                return False
    return True


@compiled
def surely_near(low: Any, high: Any, point: Any, reach: float, cell: float) -> Any:
    """Tell for which boxes every place in them is surely within reach of a point.

    Parameters
    ----------
    low, high : ndarray, shape (boxes, 2)
    point : ndarray, shape (points, 2)
    reach : float
    cell : float
        Side of the search grid's cells.

    Returns
    -------
    ndarray of bool, shape (boxes,)
        False where a closer look may say otherwise.
    """
    box, near = near_boxes(low - reach, high + reach, point, point, cell)
    out = np.zeros(len(low), np.bool_)
    first = 0
    for b in range(len(low)):
        last = first
        while last < len(box) and box[last] == b:
            last += 1
        out[b] = last > first and _all_near(low[b], high[b], point, near[first:last], reach)
        first = last
    return out
