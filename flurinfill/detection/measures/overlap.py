"""How much of each parcel lies under areas of another table."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from flurinfill.detection.kernels import overlaps
from flurinfill.detection.measures.edges import boundary_edges
from flurinfill.detection.measures.intervals import Floats, Ints, summed
from flurinfill.detection.near_kernels import near_boxes

_MANY_POINTS = 200
_DEEPEST = 8
_CELL_M = 25.0
SMALLEST_M2 = 1e-6
"""What overlaps by less only touches."""


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


def pair_areas(first: NDArray[np.object_], second: NDArray[np.object_]) -> tuple[Ints, Ints, Floats]:
    """Area common to every two polygons of two sets that overlap at all.

    Returns
    -------
    (first, second, square metres)
        Sorted by the first, then by the second; touching polygons are left out.
    """
    if not len(first) or not len(second):
        none = np.zeros(0, dtype=np.int64)
        return none, none, np.zeros(0)
    (low, high), (other_low, other_high) = (_corners(each) for each in (first, second))
    a, b = near_boxes(low, high, other_low, other_high, _CELL_M)
    order = np.lexsort((b, a))
    a, b = a[order], b[order]
    mine, theirs = boundary_edges(first), boundary_edges(second)
    size = overlaps(
        mine.start,
        mine.end,
        mine.begins(len(first)),
        theirs.start,
        theirs.end,
        theirs.begins(len(second)),
        a,
        b,
    )
    real = size > SMALLEST_M2
    return a[real], b[real], size[real]


def _corners(polygons: NDArray[np.object_]) -> tuple[Floats, Floats]:
    box = shapely.bounds(polygons)
    return np.ascontiguousarray(box[:, :2]), np.ascontiguousarray(box[:, 2:])


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
    parcel, piece, size = pair_areas(parcels, pieces)
    if not len(parcel):
        return parcel, piece, size
    group = _pair(parcel, key[piece_of[piece]], int(key.max()) + 1)
    values, first, inverse = np.unique(group, return_index=True, return_inverse=True)
    total = summed(inverse, size, len(values))
    several = np.bincount(inverse)[inverse] > 1  # one area alone counts nothing twice
    for at, members in _doubtful(_twice(areas, key, piece_of[piece[several]])[piece_of[piece]], inverse):
        shared = shapely.intersection(parcels[parcel[members]], pieces[piece[members]])
        total[at] = shapely.area(shapely.union_all(shared))
    return parcel[first], key[piece_of[piece[first]]], total


def _twice(areas: NDArray[np.object_], key: Ints, some: Ints) -> NDArray[np.bool_]:
    """Areas that overlap another one of the same key, as far as they are among ``some``."""
    out = np.zeros(len(areas), dtype=bool)
    asked = np.unique(some)
    a, b, _ = pair_areas(areas[asked], areas[asked])
    a, b = asked[a], asked[b]
    same = (a < b) & (key[a] == key[b])
    out[a[same]] = out[b[same]] = True
    return out


def _doubtful(twice: NDArray[np.bool_], group: Ints) -> list[tuple[int, Ints]]:
    """Groups that would count some land twice, with their members."""
    wanted = np.unique(group[twice])
    members = np.flatnonzero(np.isin(group, wanted))
    members = members[np.argsort(group[members], kind="stable")]
    ends = np.cumsum(np.bincount(np.searchsorted(wanted, group[members]), minlength=len(wanted)))
    return list(zip(wanted.tolist(), np.split(members, ends[:-1]), strict=True)) if len(wanted) else []


def _pair(first: Ints, second: Ints, count: int) -> Ints:
    return first * count + second
