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
from flurinfill.detection.threads import Pause, in_portions
from flurinfill.model.progress import SILENT, Progress, no_pause

CLUSTER_GAP_M = 60.0
"""Main buildings nearer to each other than this belong to one cluster: two to three building plots."""
BETWEEN_M = 80.0
"""Where a circle of this diameter finds room without a house, the coherence is broken."""
NO_TWINS = np.zeros((0, 2), dtype=np.int64)
_CHUNK, _HOUSES = 20_000, 50_000
_TOGETHER = 50
_CELL_M = 40.0
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
    progress.report("measure_room", 0, 0)
    houses = boundary_edges(main).shapes(main)
    progress.report("measure_room", 0, 0)
    grid = search_grid(houses.low, houses.high, gap_m)
    cluster = _joined(houses, gap_m, grid, progress)
    progress.report("measure_room", 0, 0)
    links = coo_array((np.ones(len(twins)), tuple(twins.T)), shape=(len(main), len(main)))
    _, first = np.unique(connected_components(links, directed=False)[1], return_index=True)
    count = np.bincount(cluster[first], minlength=len(main)).astype(np.float64)[cluster]

    def work(rows: slice) -> Floats:
        some = parcels[rows]
        return most_near(boundary_edges(some).shapes(some), houses, count, gap_m, grid)

    told = ("measure_room", progress)
    return np.concatenate(in_portions(work, len(parcels), _CHUNK, told, threads))


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
    pause: Pause = no_pause,
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
        Called between some parcels and the next.

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
    first = np.r_[True, house[1:] != house[:-1]]
    # amid many houses no circle finds room: most parcels of a town need no geometry at all
    asked = np.arange(len(parcels))
    for some in (points[first], points):
        pause()
        low, high = box[asked, :2] - reach, box[asked, 2:] + reach
        amid = surely_near(low, high, some, reach, _CELL_M)
        out[asked[amid]] = 1.0
        asked = asked[~amid]
        if not len(asked):
            return out
    asked = asked[np.unique(main.query(parcels[asked], predicate="dwithin", distance=reach)[0])]
    for start in range(0, len(asked), _TOGETHER):
        pause()
        some = parcels[asked[start : start + _TOGETHER]]
        closed = shapely.buffer(_grown(some, main, reach), -reach, quad_segs=_QUAD_SEGS)
        share = shapely.area(shapely.intersection(some, closed)) / shapely.area(some)
        out[asked[start : start + _TOGETHER]] = np.clip(share, 0.0, 1.0)
    return out


def _grown(parcels: NDArray[np.object_], main: shapely.STRtree, reach: float) -> NDArray[np.object_]:
    """Union of the houses around each parcel, grown by ``reach``.

    Each parcel has a union of its own: what is rounded in it must not depend on the parcels of its tile.
    """
    row, house = main.query(parcels, predicate="dwithin", distance=2.0 * reach)
    order = np.lexsort((house, row))
    row, house = row[order], house[order]
    near, again = np.unique(house, return_inverse=True)
    count = np.bincount(row, minlength=len(parcels))
    nth = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    table = np.full((len(parcels), count.max()), None, dtype=object)
    table[row, nth] = shapely.buffer(main.geometries[near], reach, quad_segs=_QUAD_SEGS)[again]
    return np.asarray(shapely.union_all(table, axis=1), dtype=object)
