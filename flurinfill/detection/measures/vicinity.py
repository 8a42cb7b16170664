"""What lies around each parcel: neighbours, the way that gives access, the nearest main buildings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.measures.access import access_of, collect_ways
from flurinfill.detection.measures.edges import TOLERANCE_M, Contacts, Edges, boundary_edges, contacts
from flurinfill.detection.measures.intervals import Ints, summed
from flurinfill.detection.measures.strips import STRIP_M, behind_strips, strips
from flurinfill.detection.measures.surroundings import main_distances
from flurinfill.detection.measures.survey import Pause
from flurinfill.detection.tiles import Tile

_NEIGHBOUR_M = 0.5
_REACH_M = STRIP_M + 2 * TOLERANCE_M


@dataclass(frozen=True)
class Seen:
    """What the surveys found about what a tile sees.

    Attributes
    ----------
    way_name, way_kind : ndarray of str, like ``tile.parcels``
        Of parcels that are ways themselves; ``""`` for all others.
    home : ndarray of int, like ``tile.buildings``
        Position of the parcel that carries each main building; -1 for none.
    ways_known : bool
        Whether the cadastre says anything about ways anywhere.
    """

    way_name: NDArray[np.object_]
    way_kind: NDArray[np.object_]
    home: Ints
    ways_known: bool


@dataclass(frozen=True)
class Vicinity:
    """Surroundings of the parcels of a tile.

    Attributes
    ----------
    frame : DataFrame
        One row per own parcel: frontage, access, distances, and ``over_strip``, see :class:`.Access`.
    pairs : ndarray of int, shape (m, 2)
        Adjacent parcels (own parcel, neighbour) as positions in the whole town: they share an edge,
        or nothing but a strip lies between them.
    """

    frame: pd.DataFrame
    pairs: Ints


def vicinity(tile: Tile, seen: Seen, pause: Pause) -> Vicinity:
    """Measure what lies around each parcel of a tile.

    Parameters
    ----------
    tile : Tile
        From :meth:`flurinfill.detection.tiles.Town.around`, with the main buildings.
    seen : Seen
    pause : callable
        Called between the steps.
    """
    count = len(tile.own)
    parcels = tile.cadastre.parcels.geometry.to_numpy()
    own = boundary_edges(parcels[:count])
    everyone = _joined(own, _near(own, boundary_edges(parcels[count:])), count)
    neighbours = contacts(own, everyone, among=True)
    strip = strips(parcels) & (seen.way_kind == "")
    behind = behind_strips(own, everyone, neighbours, strip)
    pairs = _pairs(own, neighbours.and_also(behind), len(parcels))
    pause()
    ways = collect_ways(tile.cadastre.land_use, tile.cadastre.ways)
    ways = ways.with_parcels(seen.way_name, seen.way_kind, known=seen.ways_known)
    access = access_of(parcels, count, own, neighbours, behind, strip, ways)
    pause()
    main = tile.cadastre.buildings.geometry.to_numpy()
    nearest, second = main_distances(parcels[:count], tile.own, main, seen.home)
    frame = pd.DataFrame(
        {
            "frontage_m": access.frontage_m,
            "frontage_m[street]": access.street_frontage_m,
            "main_distance_m": nearest,
            "second_main_distance_m": second,
            "access": access.name,
            "access_state": access.state.astype(str).astype(object),
            "over_strip": access.over_strip,
        }
    )
    return Vicinity(frame, tile.parcels[pairs])


def _near(own: Edges, others: Edges) -> Edges:
    """Drop the edges that no own edge can lie against: those of a long neighbour, far away."""
    if not len(own) or not len(others):
        return others
    low = np.minimum(own.start, own.end).min(axis=0) - _REACH_M
    high = np.maximum(own.start, own.end).max(axis=0) + _REACH_M
    close = (np.maximum(others.start, others.end) >= low) & (np.minimum(others.start, others.end) <= high)
    return others.take(close.all(axis=1))


def _joined(own: Edges, others: Edges, count: int) -> Edges:
    return Edges(
        np.concatenate([own.owner, others.owner + count]),
        np.concatenate([own.start, others.start]),
        np.concatenate([own.end, others.end]),
    )


def _pairs(edges: Edges, neighbours: Contacts, count: int) -> Ints:
    """Adjacent parcels, each pair once in both directions; a shared corner is no adjacency."""
    parcel = edges.owner[neighbours.edge]
    pair, inverse = np.unique(parcel * count + neighbours.other, return_inverse=True)
    length = summed(inverse, neighbours.end - neighbours.start, len(pair))
    pair = pair[length >= _NEIGHBOUR_M]
    return np.stack([pair // count, pair % count], axis=1)
