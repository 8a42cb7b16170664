"""What stands around each parcel: built neighbours, the nearest main buildings, the same owner."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.measures.intervals import Floats, Ints, summed
from flurinfill.detection.near_kernels import Shapes, search_grid, two_nearest

FARTHEST_M = 200.0
"""Distances are searched up to here; this value means "200 m or more"."""
_RADII_M = np.array([8.0, 30.0, 80.0, FARTHEST_M])
_CELL_M = 30.0


def built_neighbour_share(
    pairs: NDArray[np.int64], passed_over: NDArray[np.bool_], built: NDArray[np.bool_]
) -> Floats:
    """Share of the adjacent parcels, ways and strips left out, that carry a main building.

    Parameters
    ----------
    pairs : ndarray, shape (m, 2)
        Parcel and neighbour, each pair once in both directions.
    passed_over, built : ndarray of bool, shape (n,)
        Ways and strips, which are nobody's neighbour; parcels with a main building.

    Returns
    -------
    ndarray, shape (n,)
        0 to 1; NaN for a parcel that only has ways around it.
    """
    count = len(passed_over)
    parcel, other = pairs[~passed_over[pairs[:, 1]]].T
    neighbours = np.bincount(parcel, minlength=count).astype(float)
    carrying = summed(parcel, built[other].astype(float), count)
    return np.divide(carrying, neighbours, out=np.full(count, np.nan), where=neighbours > 0)


def main_distances(
    parcels: Shapes, number: Ints, main: Shapes, home: Ints, *, border_m: float = 0.0
) -> tuple[Floats, Floats, tuple[Ints, Ints]]:
    """Distance to the nearest main building on another parcel, and on a second other parcel.

    Front and rear house of one neighbour are one neighbour: two distances of 0 mean two built
    sides, as closed building needs them.

    Parameters
    ----------
    parcels, main : Shapes
    number : ndarray of int
        Number of each parcel.
    home : ndarray of int
        Number of the parcel that carries each main building; buildings on no parcel (-1) are left out.
    border_m : float
        Up to this distance a building stands on the boundary.

    Returns
    -------
    (nearest, second, (parcel, home))
        Metres, at most :data:`FARTHEST_M`, which means "that far or farther"; positions of parcels
        with the numbers of those whose building stands on their boundary (pairs may repeat).
    """
    if not len(home):
        none = np.zeros(0, dtype=np.int64)
        return *np.full((2, len(number)), FARTHEST_M), (none, none)
    grid = search_grid(main.low, main.high, _CELL_M)
    found, parcel, its_home = two_nearest(parcels, number, main, home, _RADII_M, border_m, grid)
    return found[:, 0], found[:, 1], (parcel, its_home)


def same_owner_neighbour(
    parcel_ids: pd.Series, pairs: NDArray[np.int64], built: NDArray[np.bool_], ownerships: pd.DataFrame | None
) -> Floats:
    """1 where an edge-adjacent built parcel has an owner in common, 0 where none has.

    NaN without owners: for the whole cadastre, or for a parcel whose owner is not known.
    """
    out = np.full(len(parcel_ids), np.nan)
    if ownerships is None or not len(ownerships):
        return out
    position = pd.Series(np.arange(len(parcel_ids)), index=parcel_ids.to_numpy())
    owned = ownerships[ownerships["owner_id"].ne("") & ownerships["parcel_id"].isin(position.index)]
    table = pd.DataFrame(
        {"parcel": position.loc[owned["parcel_id"]].to_numpy(), "owner": pd.factorize(owned["owner_id"])[0]}
    ).drop_duplicates()
    out[table["parcel"].unique()] = 0.0
    near = pd.DataFrame(pairs[built[pairs[:, 1]]], columns=["parcel", "other"])
    both = near.merge(table, on="parcel").merge(
        table.rename(columns={"parcel": "other"}), on=["other", "owner"]
    )
    out[both["parcel"].unique()] = 1.0
    return out
