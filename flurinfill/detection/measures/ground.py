"""A tile taken apart: boundaries as edges, what lies against them, and the houses around."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.building_use import Treatment
from flurinfill.detection.measures.access import Access, access_of, collect_ways
from flurinfill.detection.measures.closed import BORDER_M
from flurinfill.detection.measures.edges import TOLERANCE_M, Contacts, Edges, boundary_edges, contacts
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.measures.strips import STRIP_M, behind_strips, strips
from flurinfill.detection.measures.surroundings import main_distances
from flurinfill.detection.threads import Pause
from flurinfill.detection.tiles import Tile

WAY_TEXTS = ("way_name", "way_kind")
PLAN_FACTS = ("inner_area_share", "plan_share", "plan_area_type")
_REACH_M = STRIP_M + 2 * TOLERANCE_M


@dataclass(frozen=True)
class Seen:
    """What the surveys found about what a tile sees.

    Attributes
    ----------
    parcels : DataFrame, like ``tile.parcels``
        ``way_name``, ``way_kind`` (of parcels that are ways themselves; ``""`` for all others),
        ``dominant_use``, ``area_m2``, ``main_built_m2``, and what plans say of them
        (:data:`PLAN_FACTS`).
    home : ndarray of int, like ``tile.buildings``
        Position of the parcel that carries each main building; -1 for none, and for minor ones.
    treatment : ndarray of int8, like ``tile.buildings``
        Values of :class:`~flurinfill.detection.building_use.Treatment`.
    ways_known : bool
        Whether the cadastre says anything about ways anywhere.
    frame : DataFrame
        Survey of the own parcels.
    building, parcel, size_m2 : ndarray
        Main buildings and the own parcels they stand on, as positions in the whole town; area there.
    """

    parcels: pd.DataFrame
    home: Ints
    treatment: NDArray[np.int8]
    ways_known: bool
    frame: pd.DataFrame
    building: Ints
    parcel: Ints
    size_m2: Floats

    def own_parcels(self) -> pd.DataFrame:
        """Survey of the own parcels with what plans say of them."""
        facts = {name: self.parcels[name].to_numpy()[: len(self.frame)] for name in PLAN_FACTS}
        return self.frame.assign(**facts)


@dataclass(frozen=True)
class Ground:
    """The own parcels of a tile and what lies around them, taken apart into edges.

    Attributes
    ----------
    own : Edges
        Boundary of the own parcels.
    main, main_edges : ndarray, Edges
        Main buildings.
    neighbours : Contacts
        Where parcels lie against the own ones; ``other`` is a row of the tile.
    behind : Contacts
        The same across a strip.
    access : Access
    nearest_m, second_m : ndarray
        Distance to main buildings on two other parcels.
    at_border : (parcel, home)
        Own parcels, and the numbers of parcels whose main building stands on their boundary.
    """

    own: Edges
    main: NDArray[np.object_]
    main_edges: Edges
    neighbours: Contacts
    behind: Contacts
    access: Access
    nearest_m: Floats
    second_m: Floats
    at_border: tuple[Ints, Ints]


def ground_of(tile: Tile, seen: Seen, pause: Pause) -> Ground:
    """Take a tile apart; parameters as for :func:`vicinity`."""
    count = len(tile.own)
    parcels = tile.cadastre.parcels.geometry.to_numpy()
    own = boundary_edges(parcels[:count])
    everyone = _joined(own, _near(own, boundary_edges(parcels[count:])), count)
    neighbours = contacts(own, everyone, among=True)
    way_name, way_kind = (seen.parcels[name].to_numpy(object) for name in WAY_TEXTS)
    strip = strips(parcels) & (way_kind == "")
    behind = behind_strips(own, everyone, neighbours, strip)
    pause()
    ways = collect_ways(tile.cadastre.land_use, tile.cadastre.ways)
    ways = ways.with_parcels(way_name, way_kind, known=seen.ways_known)
    access = access_of(parcels, count, own, neighbours, behind, strip, ways)
    pause()
    is_main = seen.treatment == Treatment.MAIN
    main = tile.cadastre.buildings.geometry.to_numpy()[is_main]
    main_edges = boundary_edges(main)
    near, houses = own.shapes(parcels[:count]), main_edges.shapes(main)
    nearest, second, at_border = main_distances(near, tile.own, houses, seen.home[is_main], border_m=BORDER_M)
    return Ground(own, main, main_edges, neighbours, behind, access, nearest, second, at_border)


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
