"""How much of each parcel lies under areas of another table."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from flurinfill.detection.measures.intervals import Floats, Ints, summed

_MANY_POINTS = 200
_DEEPEST = 8


def in_pieces(areas: NDArray[np.object_]) -> tuple[NDArray[np.object_], Ints]:
    """Cut areas of many points into quarters until each piece has few.

    A road network in one polygon touches every parcel of a town; overlaying each of them with all
    of it would take longer than everything else.

    Returns
    -------
    (pieces, index)
        ``index`` says from which area each piece comes.
    """
    done: list[NDArray[np.object_]] = []
    done_index: list[Ints] = []
    index = np.arange(len(areas))
    for depth in range(_DEEPEST + 1):
        large = shapely.get_num_coordinates(areas) > (_MANY_POINTS if depth < _DEEPEST else np.inf)
        done.append(areas[~large])
        done_index.append(index[~large])
        quarters = [quarter for area in areas[large] for quarter in _quarters(area)]
        index = np.repeat(index[large], 4)
        areas = np.array(quarters, dtype=object)
        if not len(areas):
            break
    return np.concatenate(done), np.concatenate(done_index)


def _quarters(area: shapely.Geometry) -> list[shapely.Geometry]:
    left, bottom, right, top = shapely.bounds(area)
    x, y = (left + right) / 2, (bottom + top) / 2
    boxes = ((left, bottom, x, y), (x, bottom, right, y), (left, y, x, top), (x, y, right, top))
    return [shapely.intersection(area, shapely.box(*box)) for box in boxes]


def overlap_areas(
    parcels: NDArray[np.object_], areas: NDArray[np.object_], key: Ints
) -> tuple[Ints, Ints, Floats]:
    """Area of each parcel under the union of the areas of each key.

    Parameters
    ----------
    parcels, areas : ndarray of shapely polygons
        Valid. Areas of the same key may overlap; what they share counts once.
    key : ndarray of int, shape (len(areas),)
        Group of each area.

    Returns
    -------
    (parcel, key, square metres)
        One row for each pair that overlaps.
    """
    pieces, piece_of = in_pieces(areas)
    tree = shapely.STRtree(parcels)
    piece, parcel = tree.query(pieces, predicate="intersects")
    inside_piece, inside_parcel = tree.query(pieces, predicate="covers")
    whole = np.isin(_pair(piece, parcel, len(parcels)), _pair(inside_piece, inside_parcel, len(parcels)))
    shared = np.empty(len(piece), dtype=object)
    shared[whole] = parcels[parcel[whole]]
    shared[~whole] = shapely.intersection(parcels[parcel[~whole]], pieces[piece[~whole]])
    size = shapely.area(shared)
    real = size > 0
    return _united(parcel[real], key[piece_of[piece[real]]], shared[real], size[real])


def _pair(first: Ints, second: Ints, count: int) -> Ints:
    return first * count + second


def _united(parcel: Ints, key: Ints, shared: NDArray[np.object_], size: Floats) -> tuple[Ints, Ints, Floats]:
    """Sum up per parcel and key; where the sum would exceed the parcel's own overlap, unite."""
    if not len(parcel):
        return parcel, key, size
    group = _pair(parcel, key, int(key.max()) + 1)
    values, first, inverse, count = np.unique(
        group, return_index=True, return_inverse=True, return_counts=True
    )
    total = summed(inverse, size, len(values))
    order = np.argsort(inverse, kind="stable")
    ends = np.cumsum(count)
    for at in np.flatnonzero(count > 1):
        members = order[ends[at] - count[at] : ends[at]]
        total[at] = shapely.area(shapely.union_all(shared[members]))
    return parcel[first], key[first], total
