"""The built-up area (§34 BauGB): clusters of main buildings, and what lies between the houses."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from flurinfill.detection.measures.intervals import Floats, Ints

CLUSTER_GAP_M = 60.0
"""Main buildings nearer to each other than this belong to one cluster: two to three building plots."""
BETWEEN_M = 80.0
"""Where a circle of this diameter finds room without a house, the coherence is broken."""
_CELL_M = 200.0
_QUAD_SEGS = 8


def cluster_sizes(
    parcels: NDArray[np.object_], main: NDArray[np.object_], *, gap_m: float = CLUSTER_GAP_M
) -> Floats:
    """Count the main buildings of the cluster that each parcel belongs to.

    Parameters
    ----------
    parcels : ndarray of shapely polygons, shape (n,)
    main : ndarray of shapely polygons
        Main buildings of the whole cadastre: a cluster knows no tiles.
    gap_m : float
        Largest distance between neighbours of one cluster, and of a parcel to a building of it.

    Returns
    -------
    ndarray, shape (n,)
        Buildings of the largest cluster within ``gap_m``; 0 far from all of them.
    """
    out = np.zeros(len(parcels))
    if not len(main):
        return out
    tree = shapely.STRtree(main)
    label = settlements(tree, main, gap_m=gap_m)
    size = np.bincount(label)[label].astype(np.int64)
    parcel, building = tree.query(parcels, predicate="dwithin", distance=gap_m)
    np.maximum.at(out, parcel, size[building].astype(float))
    return out


def settlements(tree: shapely.STRtree, main: NDArray[np.object_], *, gap_m: float = CLUSTER_GAP_M) -> Ints:
    """Number of the cluster that each building belongs to, from 0.

    Parameters
    ----------
    tree : STRtree
        Of the buildings.
    main : ndarray of shapely polygons
        Main buildings of the whole cadastre.
    gap_m : float
        Largest distance between neighbours of one cluster.
    """
    label = np.arange(len(main))
    chunk = 50_000  # pairs are many in a city
    for start in range(0, len(main), chunk):
        first, second = tree.query(main[start : start + chunk], predicate="dwithin", distance=gap_m)
        links = coo_array(
            (np.ones(len(first), dtype=np.int8), (label[first + start], label[second])),
            shape=(len(main), len(main)),
        )
        label = connected_components(links, directed=False)[1][label]
    return np.unique(label, return_inverse=True)[1].astype(np.int64)


def between_shares(
    parcels: NDArray[np.object_],
    wanted: NDArray[np.bool_],
    main: shapely.STRtree,
    *,
    diameter_m: float = BETWEEN_M,
) -> Floats:
    """Share of each parcel that lies between houses.

    A place lies between houses when every circle of this diameter that holds the place meets a main
    building: beyond the last house of a row the coherence ends (the case law on § 34 BauGB: with the
    last building), in a gap of a few plots it does not.

    Parameters
    ----------
    parcels : ndarray of shapely polygons, shape (n,)
    wanted : ndarray of bool, shape (n,)
    main : STRtree
        Main buildings, at least those up to ``diameter_m`` around the parcels.
    diameter_m : float

    Returns
    -------
    ndarray, shape (n,)
        0 to 1; NaN where not wanted.
    """
    out = np.full(len(parcels), np.nan)
    out[wanted] = 0.0
    if not wanted.any():
        return out
    for members in _neighbourhoods(parcels, np.flatnonzero(wanted)):
        some = parcels[members]
        around = shapely.box(*shapely.total_bounds(some))
        near = main.geometries[main.query(around, predicate="dwithin", distance=diameter_m)]
        if not len(near):
            continue
        reach = shapely.union_all(shapely.buffer(near, diameter_m / 2, quad_segs=_QUAD_SEGS))
        closed = shapely.buffer(reach, -diameter_m / 2, quad_segs=_QUAD_SEGS)
        out[members] = shapely.area(shapely.intersection(some, closed)) / shapely.area(some)
    return np.clip(out, 0.0, 1.0)


def _neighbourhoods(parcels: NDArray[np.object_], members: Ints) -> list[Ints]:
    """Group parcels by cells of a grid: houses around many are united once."""
    corner = np.floor(shapely.bounds(parcels[members])[:, :2] / _CELL_M).astype(np.int64)
    _, group = np.unique(corner, axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(group.ravel()))[:-1]
    return np.split(members[order], ends)
