"""Built area inside each parcel, main and minor buildings apart; overlapping buildings count once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from flurinfill.detection.building_use import ABANDONED, PARTLY_DESTROYED, Treatment
from flurinfill.detection.measures.intervals import Floats, Ints, summed
from flurinfill.detection.measures.overlap import pair_areas

_OVERLAP_M2 = 0.01
"""Buildings that share more are united; of walls that stray less, the common strip is taken off once."""
_ONE_HOUSE = 0.5


@dataclass(frozen=True)
class Coverage:
    """Built area per parcel.

    Attributes
    ----------
    main_m2, minor_m2 : ndarray, shape (parcels,)
        Footprint inside the parcel; what lies under both counts as main.
    main_building, main_parcel, main_size_m2 : ndarray
        Each main building with each parcel that it stands on, and the area there.
    twins : ndarray of int, shape (k, 2)
        Main buildings that share half of the smaller one: parts of one house, or a house drawn twice.
    """

    main_m2: Floats
    minor_m2: Floats
    main_building: Ints
    main_parcel: Ints
    main_size_m2: Floats
    twins: Ints


def coverage(
    parcels: NDArray[np.object_], buildings: NDArray[np.object_], treatment: NDArray[np.int8]
) -> Coverage:
    """Measure the footprint of main and minor buildings inside each parcel.

    Parameters
    ----------
    parcels, buildings : ndarray of shapely polygons
        Valid, in the same metric CRS.
    treatment : ndarray of int8
        Value of :class:`Treatment` per building.
    """
    standing = np.flatnonzero(treatment != Treatment.ABSENT)
    is_main = treatment[standing] == Treatment.MAIN
    overlaps = pair_areas(buildings[standing], buildings[standing])
    footprints, footprint_is_main, source = dissolved(buildings[standing], is_main, overlaps)
    footprint, parcel, size = inside(parcels, footprints)
    of_main = footprint_is_main[footprint]
    weights = (np.where(of_main, size, 0.0), np.where(of_main, 0.0, size))
    main_m2, minor_m2 = (summed(parcel, each, len(parcels)) for each in weights)
    for built_m2, strips in zip(
        (main_m2, minor_m2), _strips(buildings[standing], is_main, overlaps), strict=True
    ):
        _, parcel_of, strip_m2 = inside(parcels, strips)
        built_m2 -= summed(parcel_of, strip_m2, len(parcels))
    main = _main_inside(parcels, buildings[standing], is_main, source, (footprint, parcel, size))
    twins = standing[_twins(buildings[standing], is_main, overlaps)]
    return Coverage(main_m2, minor_m2, standing[main[0]], main[1], main[2], twins)


def _main_inside(
    parcels: NDArray[np.object_],
    buildings: NDArray[np.object_],
    is_main: NDArray[np.bool_],
    source: Ints,
    found: tuple[Ints, Ints, Floats],
) -> tuple[Ints, Ints, Floats]:
    """Area of each main building inside each parcel; most are footprints, of which that is known."""
    alone = is_main[source] & (source >= 0)
    rest = np.flatnonzero(is_main & ~np.isin(np.arange(len(buildings)), source[alone]))
    known = alone[found[0]]
    building, parcel, size = inside(parcels, buildings[rest])
    building = np.r_[source[found[0][known]], rest[building]]
    parcel, size = np.r_[found[1][known], parcel], np.r_[found[2][known], size]
    order = np.lexsort((parcel, building))
    return building[order], parcel[order], size[order]


def dissolved(
    buildings: NDArray[np.object_], is_main: NDArray[np.bool_], overlaps: tuple[Ints, Ints, Floats]
) -> tuple[NDArray[np.object_], NDArray[np.bool_], Ints]:
    """Unite buildings, but only where they overlap; walls that merely touch stay as they are.

    Parameters
    ----------
    buildings : ndarray of shapely polygons
    is_main : ndarray of bool
    overlaps : (first, second, square metres)
        Area common to every two of them, as :func:`pair_areas` gives it.

    Returns
    -------
    (footprints, is_main, source)
        Footprints that do not overlap; a group's minor part is what its main part leaves free. The
        building that each footprint is; -1 for one of several.
    """
    if not len(buildings):
        return buildings, is_main, np.zeros(0, dtype=np.int64)
    group = _groups(len(buildings), overlaps)
    size = np.bincount(group)
    alone = size[group] == 1
    footprints, mains, sources = [buildings[alone]], [is_main[alone]], [np.flatnonzero(alone)]
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(size)
    for at in np.flatnonzero(size > 1):
        members = order[ends[at] - size[at] : ends[at]]
        main = shapely.union_all(buildings[members[is_main[members]]])
        minor = shapely.union_all(buildings[members[~is_main[members]]])
        footprints.append(np.array([main, shapely.difference(minor, main)], dtype=object))
        mains.append(np.array([True, False]))
        sources.append(np.array([-1, -1]))
    united, flags, source = (np.concatenate(each) for each in (footprints, mains, sources))
    real = shapely.area(united) > 0
    return united[real], flags[real], source[real]


def _groups(count: int, overlaps: tuple[Ints, Ints, Floats]) -> Ints:
    """Number of the group of each building: those that overlap, directly or over others."""
    a, b, shared = overlaps
    over = (a < b) & (shared > _OVERLAP_M2)
    links = coo_array((np.ones(over.sum()), (a[over], b[over])), shape=(count, count))
    return connected_components(links, directed=False)[1].astype(np.int64)


def _strips(
    buildings: NDArray[np.object_], is_main: NDArray[np.bool_], overlaps: tuple[Ints, Ints, Floats]
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Strips that two main buildings share, and those of which one is a minor one: counted twice so far."""
    a, b, shared = overlaps
    group = _groups(len(buildings), overlaps)
    slight = (a < b) & (shared > 0) & (group[a] != group[b])
    a, b = a[slight], b[slight]
    strips = shapely.intersection(buildings[a], buildings[b])
    areal = shapely.area(strips) > 0
    both = (is_main[a] & is_main[b])[areal]
    polygons = shapely.buffer(strips[areal], 0)  # of a collection only what has an area
    return polygons[both], polygons[~both]


def _twins(
    buildings: NDArray[np.object_], is_main: NDArray[np.bool_], overlaps: tuple[Ints, Ints, Floats]
) -> Ints:
    a, b, size = overlaps
    area = shapely.area(buildings)
    same = (a < b) & is_main[a] & is_main[b] & (size >= _ONE_HOUSE * np.minimum(area[a], area[b]))
    return np.stack([a[same], b[same]], axis=1)


def inside(parcels: NDArray[np.object_], footprints: NDArray[np.object_]) -> tuple[Ints, Ints, Floats]:
    """Area of each footprint inside each parcel it reaches: (footprint, parcel, square metres)."""
    return pair_areas(footprints, parcels)


def abandoned_share(cover: Coverage, states: NDArray[np.object_], count: int) -> Floats:
    """Share of the main buildings on each parcel that stand abandoned or partly destroyed.

    Parameters
    ----------
    cover : Coverage
    states : ndarray of str, shape (buildings,)
        ``zustand`` of each building (ALKIS: 2100 verlassen, 2300 teilweise zerstört).
    count : int
        Number of parcels.

    Returns
    -------
    ndarray, shape (count,)
        0 to 1, by footprint; 0 for a parcel without a main building.
    """
    idle = np.isin(states[cover.main_building], [ABANDONED, PARTLY_DESTROYED])
    whole = summed(cover.main_parcel, cover.main_size_m2, count)
    left = summed(cover.main_parcel[idle], cover.main_size_m2[idle], count)
    return np.divide(left, whole, out=np.zeros(count), where=whole > 0)


def homes(building: Ints, parcel: Ints, size_m2: Floats, count: int) -> Ints:
    """For each of ``count`` buildings the parcel that carries most of it; -1 for none."""
    home = np.full(count, -1, dtype=np.int64)
    order = np.lexsort((-parcel, size_m2))  # the largest is written last
    home[building[order]] = parcel[order]
    return home
