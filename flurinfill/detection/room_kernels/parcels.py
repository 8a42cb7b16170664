"""Room on each of many parcels."""

from __future__ import annotations

from typing import Any

import numpy as np

from flurinfill.compiling import compiled
from flurinfill.detection.room_kernels.lines import HAIR_M, Figure
from flurinfill.detection.room_kernels.plots import opened
from flurinfill.detection.room_kernels.rectangles import searched, turned
from flurinfill.detection.room_kernels.ways import way_width

WIDTH, DEPTH, SPARE, PLOT, WAY = range(5)
LARGEST, PLACE = 5, 10
"""Columns of :func:`rooms`; the last two begin a rectangle: left, lower, right, upper end, direction."""
COLUMNS = 15


@compiled
def _noted(out: Any, best: Any) -> None:
    """Write rectangles into a row of :func:`rooms`."""
    sides = best[0, 2] - best[0, 0], best[0, 3] - best[0, 1]
    out[WIDTH], out[DEPTH] = min(sides) + 2 * HAIR_M, max(sides) + 2 * HAIR_M
    out[SPARE] = max(out[SPARE], best[1, 5] + 2 * HAIR_M)
    out[LARGEST : LARGEST + 5], out[PLACE : PLACE + 5] = best[0, :5], best[1, :5]


@compiled
def _rest(
    figure: Figure, street: Any, setback: float, smallest: float, size: Any, steps: Any, out: Any
) -> None:
    """Note the part of a built parcel that a way leads to, and of those the one with most room."""
    framed, main, lines, parts, best = searched(figure, size)
    lane = turned(street, main)
    for nth, i in enumerate(np.argsort(-best[:, 1, 5])):
        plot, way = opened(framed, lines, parts[i], setback), np.nan
        if best[i, 1, 5] + 2 * HAIR_M >= 0.0 and plot >= smallest:
            place = best[i, 1]
            centre = np.array([[(place[0] + place[2]) / 2.0, (place[1] + place[3]) / 2.0]])
            centre = turned(centre, main - place[4])
            way = way_width(framed, lane, centre[0, 0], centre[0, 1], steps)
        if nth == 0 or way > 0.0:
            out[SPARE] = -min(size[0], size[1])
            _noted(out, best[i])
            out[PLOT], out[WAY] = plot, way
        if way > 0.0 or best[i, 1, 5] < 0.0:
            break


@compiled
def _whole(figure: Figure, size: Any, out: Any) -> None:
    """Note the largest rectangle and the best place of all parts of a vacant parcel."""
    _, _, _, parts, best = searched(figure, size)
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
