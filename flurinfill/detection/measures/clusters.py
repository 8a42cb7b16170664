"""The built-up area (§34 BauGB): clusters of main buildings, and what lies between the houses."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from flurinfill.detection.measures.edges import boundary_edges
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.near_kernels import (
    Shapes,
    join_clusters,
    most_near,
    roots,
    search_grid,
    surely_near,
)
from flurinfill.detection.threads import Pause, in_threads, unhurried
from flurinfill.model.progress import SILENT, Progress

CLUSTER_GAP_M = 60.0
"""Main buildings nearer to each other than this belong to one cluster: two to three building plots."""
BETWEEN_M = 80.0
"""Where a circle of this diameter finds room without a house, the coherence is broken."""
NO_TWINS = np.zeros((0, 2), dtype=np.int64)
_CHUNK, _HOUSES = 20_000, 50_000
_CELL_M, _CELLS_M = 40.0, 200.0
_QUAD_SEGS = 8


def cluster_sizes(
    parcels: NDArray[np.object_],
    main: NDArray[np.object_],
    *,
    twins: Ints = NO_TWINS,
    gap_m: float = CLUSTER_GAP_M,
    progress: Progress = SILENT,
    threads: int | None = None,
) -> Floats:
    """Count the main buildings of the cluster that each parcel belongs to.

    Parameters
    ----------
    parcels : ndarray of shapely polygons, shape (n,)
    main : ndarray of shapely polygons
        Main buildings of the whole cadastre: a cluster knows no tiles.
    twins : ndarray of int, shape (k, 2)
        Positions of buildings that are one house, so that it counts once.
    gap_m : float
        Largest distance between neighbours of one cluster, and of a parcel to a building of it.
    progress : Progress
    threads : int, optional

    Returns
    -------
    ndarray, shape (n,)
        Houses of the largest cluster within ``gap_m``; 0 far from all of them.
    """
    if not len(main):
        return np.zeros(len(parcels))
    houses = boundary_edges(main).shapes(main)
    grid = search_grid(houses.low, houses.high, gap_m)
    cluster = _joined(houses, gap_m, grid, progress)
    links = coo_array((np.ones(len(twins)), tuple(twins.T)), shape=(len(main), len(main)))
    _, first = np.unique(connected_components(links, directed=False)[1], return_index=True)
    count = np.bincount(cluster[first], minlength=len(main)).astype(np.float64)[cluster]
    chunks = [slice(start, start + _CHUNK) for start in range(0, len(parcels), _CHUNK)]

    def work(number: int, pause: Pause) -> Floats:
        pause()
        some = parcels[chunks[number]]
        return most_near(boundary_edges(some).shapes(some), houses, count, gap_m, grid)

    sizes = [len(parcels[chunk]) for chunk in chunks]
    return np.concatenate(in_threads(work, sizes, ("measure_room", progress), threads))


def settlements(main: NDArray[np.object_], *, gap_m: float = CLUSTER_GAP_M) -> Ints:
    """Number of the cluster that each building belongs to, from 0.

    Parameters
    ----------
    main : ndarray of shapely polygons
        Main buildings of the whole cadastre.
    gap_m : float
        Largest distance between neighbours of one cluster.
    """
    houses = boundary_edges(main).shapes(main)
    cluster = _joined(houses, gap_m, search_grid(houses.low, houses.high, gap_m), SILENT)
    return np.unique(cluster, return_inverse=True)[1].astype(np.int64)


def _joined(houses: Shapes, gap_m: float, grid: Any, progress: Progress) -> Ints:
    """Position of the first building of each one's cluster."""
    parent = np.arange(len(houses.low))
    for start in range(0, len(parent), _HOUSES):
        progress.report("measure_room", 0, 0)
        join_clusters(houses, gap_m, grid, parent, start, min(start + _HOUSES, len(parent)))
    return roots(parent)


def between_shares(
    parcels: NDArray[np.object_],
    main: shapely.STRtree,
    *,
    diameter_m: float = BETWEEN_M,
    pause: Pause = unhurried,
) -> Floats:
    """Share of each parcel that lies between houses.

    A place lies between houses when every circle of this diameter that holds the place meets a main
    building: beyond the last house of a row the coherence ends (the case law on § 34 BauGB: with the
    last building), in a gap of a few plots it does not.

    Parameters
    ----------
    parcels : ndarray of shapely polygons, shape (n,)
    main : STRtree
        Main buildings, at least those up to ``diameter_m`` around the parcels.
    diameter_m : float
    pause : callable
        Called between the neighbourhoods.

    Returns
    -------
    ndarray, shape (n,)
        0 to 1.
    """
    out = np.zeros(len(parcels))
    if not len(parcels) or not len(main.geometries):
        return out
    reach = diameter_m / 2
    box = shapely.bounds(parcels)
    points, house = shapely.get_coordinates(main.geometries, return_index=True)
    points = points[np.r_[True, house[1:] != house[:-1]]]  # one of each house is enough
    # amid many houses no circle finds room: most parcels of a town need no geometry at all
    amid = surely_near(box[:, :2] - reach, box[:, 2:] + reach, points, reach, _CELL_M)
    out[amid] = 1.0
    for members in _neighbourhoods(parcels, np.flatnonzero(~amid)):
        pause()
        some = parcels[members]
        around = shapely.box(*shapely.total_bounds(some))
        near = main.geometries[main.query(around, predicate="dwithin", distance=diameter_m)]
        if not len(near):
            continue
        grown = shapely.union_all(shapely.buffer(near, reach, quad_segs=_QUAD_SEGS))
        closed = shapely.buffer(grown, -reach, quad_segs=_QUAD_SEGS)
        out[members] = shapely.area(shapely.intersection(some, closed)) / shapely.area(some)
    return np.clip(out, 0.0, 1.0)


def _neighbourhoods(parcels: NDArray[np.object_], members: Ints) -> list[Ints]:
    """Group parcels by cells of a grid: houses around many are united once."""
    if not len(members):
        return []
    corner = np.floor(shapely.bounds(parcels[members])[:, :2] / _CELLS_M).astype(np.int64)
    _, group = np.unique(corner, axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(group.ravel()))[:-1]
    return np.split(members[order], ends)
