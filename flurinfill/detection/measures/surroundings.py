"""What stands around each parcel: built neighbours, the nearest main buildings, the same owner."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.detection.measures.intervals import Floats, Ints, summed

FARTHEST_M = 200.0
"""Distances are searched up to here; this value means "200 m or more"."""
_RADII_M = (8.0, 30.0, 80.0, FARTHEST_M)


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
    parcels: NDArray[np.object_], position: Ints, main: NDArray[np.object_], home: Ints
) -> tuple[Floats, Floats]:
    """Distance to the nearest main building on another parcel, and on a second other parcel.

    Front and rear house of one neighbour are one neighbour: two distances of 0 mean two built
    sides, as closed building needs them.

    Parameters
    ----------
    parcels, main : ndarray of shapely polygons
    position : ndarray of int
        Number of each parcel.
    home : ndarray of int
        Number of the parcel that carries each main building; buildings on no parcel (-1) are left out.

    Returns
    -------
    (nearest, second)
        Metres, at most :data:`FARTHEST_M`, which means "that far or farther".
    """
    nearest = np.full((len(parcels), 2), FARTHEST_M)
    housed = home >= 0
    main, home = main[housed], home[housed]
    searching = np.arange(len(parcels))
    if len(main):
        tree = shapely.STRtree(main)
        for radius in _RADII_M:
            nearest[searching] = _two_nearest(tree, parcels, position, main, home, searching, radius)
            searching = searching[nearest[searching, 1] >= FARTHEST_M]
    return nearest[:, 0], nearest[:, 1]


def _two_nearest(
    tree: shapely.STRtree,
    parcels: NDArray[np.object_],
    position: Ints,
    main: NDArray[np.object_],
    home: Ints,
    searching: Ints,
    radius: float,
) -> Floats:
    row, building = tree.query(parcels[searching], predicate="dwithin", distance=radius)
    foreign = home[building] != position[searching[row]]
    row, building = row[foreign], building[foreign]
    distance = shapely.distance(parcels[searching[row]], main[building])
    by_home = pd.DataFrame({"row": row, "home": home[building], "distance": distance})
    by_home = by_home.groupby(["row", "home"], sort=False)["distance"].min().reset_index()
    by_home = by_home.sort_values(["row", "distance"], kind="stable")
    rank = by_home.groupby("row").cumcount().to_numpy()
    out = np.full((len(searching), 2), FARTHEST_M)
    top = rank < 2
    out[by_home["row"].to_numpy()[top], rank[top]] = by_home["distance"].to_numpy()[top]
    return out


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
