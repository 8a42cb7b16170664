"""What lies around each parcel: neighbours, the way that gives access, the nearest main buildings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.measures.closed import BORDER_M
from flurinfill.detection.measures.edges import Contacts, Edges
from flurinfill.detection.measures.ground import Ground, Seen, ground_of
from flurinfill.detection.measures.intervals import Floats, Ints, summed
from flurinfill.detection.measures.room import Wishes, room_on
from flurinfill.detection.measures.survey import BUILT_M2
from flurinfill.detection.measures.use import uses
from flurinfill.detection.threads import Pause
from flurinfill.detection.tiles import Tile

ROW_HOME = "row_home"
"""Column with the parcel whose house stands on the boundary: two strips with different ones close a row
together. No measure, a key: it counts the parcels of one cadastre."""
_NEIGHBOUR_M = 0.5


@dataclass(frozen=True)
class Vicinity:
    """Surroundings of the parcels of a tile.

    Attributes
    ----------
    frame : DataFrame
        One row per own parcel: frontage, access, distances, ``over_strip`` (see :class:`.Access`),
        ``use`` and what decided it, room for buildings.
    pairs : ndarray of int, shape (m, 2)
        Adjacent parcels (own parcel, neighbour) as positions in the whole town: they share an edge,
        or nothing but a strip lies between them.
    place_of, places : ndarray
        Parcels with a second house that fits and has a way, as positions in the whole town; the
        corners of that house, shape (k, 8).
    """

    frame: pd.DataFrame
    pairs: Ints
    place_of: Ints
    places: Floats


def vicinity(tile: Tile, seen: Seen, wishes: Wishes, pause: Pause) -> Vicinity:
    """Measure what lies around each parcel of a tile, and what could be built.

    Parameters
    ----------
    tile : Tile
        From :meth:`flurinfill.detection.tiles.Town.around`, with the standing buildings.
    seen : Seen
    wishes : Wishes
    pause : callable
        Called between the steps.
    """
    ground = ground_of(tile, seen, pause)
    pairs = _pairs(ground.own, ground.neighbours.and_also(ground.behind), len(tile.parcels))
    use, source = _uses(seen.parcels, pairs, len(tile.own))
    frame = pd.DataFrame(
        {
            "frontage_m": ground.access.frontage_m,
            "frontage_m[street]": ground.access.street_frontage_m,
            "main_distance_m": ground.nearest_m,
            "second_main_distance_m": ground.second_m,
            ROW_HOME: _row_home(ground),
            "access": ground.access.name,
            "access_state": ground.access.state.astype(str).astype(object),
            "over_strip": ground.access.over_strip,
            "use": use,
            "use_source": source,
        }
    )
    pause()
    room = room_on(tile, seen, ground, use, wishes, pause)
    return Vicinity(frame.assign(**room.columns), tile.parcels[pairs], tile.own[room.place_of], room.places)


def _row_home(ground: Ground) -> Ints:
    """Number (from 1) of the only parcel with a house on the boundary; 0 for none, and for several."""
    home = np.zeros(len(ground.nearest_m), dtype=np.int64)
    parcel, number = ground.at_border
    home[parcel] = number + 1
    return np.where(ground.second_m <= BORDER_M, 0, home)


def _uses(parcels: pd.DataFrame, pairs: Ints, count: int) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Use of the own parcels, and what decided it."""
    built, area = parcels["main_built_m2"].to_numpy() >= BUILT_M2, parcels["area_m2"].to_numpy()
    use, source = uses(parcels["dominant_use"], parcels["plan_area_type"], pairs, built, area)
    return use[:count], source[:count]


def _pairs(edges: Edges, neighbours: Contacts, count: int) -> Ints:
    """Adjacent parcels, each pair once in both directions; a shared corner is no adjacency."""
    parcel = edges.owner[neighbours.edge]
    pair, inverse = np.unique(parcel * count + neighbours.other, return_inverse=True)
    length = summed(inverse, neighbours.end - neighbours.start, len(pair))
    pair = pair[length >= _NEIGHBOUR_M]
    return np.stack([pair // count, pair % count], axis=1)
