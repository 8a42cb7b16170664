"""The shared measures one by one, tile by tile in threads as a detection run takes them."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import treatments
from flurinfill.detection.measures import coverage as built
from flurinfill.detection.measures.edges import Contacts, Edges, boundary_edges, contacts
from flurinfill.detection.measures.intervals import Floats, summed, union_lengths
from flurinfill.detection.measures.room import SETBACKS_M
from flurinfill.detection.measures.shape import WIDTH_ERROR_M, largest_parts, sides_and_envelope
from flurinfill.detection.threads import in_threads
from flurinfill.detection.tiles import Tile, Town
from flurinfill.model.potential import PUBLIC_WAYS, Use
from flurinfill.model.progress import SILENT

NEIGHBOUR_M = 0.5
SETBACK_M = SETBACKS_M[Use.RESIDENTIAL]
Measure = Callable[["Alone", int], Floats]


class Alone:
    """A town cut into tiles, and each measure for all its parcels.

    Parameters
    ----------
    cadastre : Cadastre
    is_lot : ndarray of bool
        Parcels that are no ways; only they have frontage.
    """

    def __init__(self, cadastre: Cadastre, is_lot: np.ndarray) -> None:
        begin = time.perf_counter()
        self.town = Town(cadastre)
        self.loading_s = time.perf_counter() - begin
        self.is_lot = is_lot
        self._no_houses = np.zeros(len(cadastre.buildings), dtype=bool)

    def measure(self, name: str) -> tuple[Floats, float]:
        """Take one measure; return it and the seconds that it took."""
        work = MEASURES[name]
        begin = time.perf_counter()
        done = in_threads(lambda number, _pause: work(self, number), self.town.sizes, ("", SILENT))
        seconds = time.perf_counter() - begin
        return np.concatenate(done)[np.argsort(np.concatenate(self.town.tiles), kind="stable")], seconds

    def around(self, number: int) -> Tile:
        """Return a tile with the parcels and ways around its own."""
        return self.town.around(number, self._no_houses)


def coverage(town: Alone, number: int) -> Floats:
    """Area of each parcel under dissolved buildings."""
    cadastre = town.town.inside(number).cadastre
    parcels, buildings = cadastre.parcels.geometry.to_numpy(), cadastre.buildings.geometry.to_numpy()
    found = built.coverage(parcels, buildings, treatments(cadastre.buildings))
    return found.main_m2 + found.minor_m2


def neighbours(town: Alone, number: int) -> Floats:
    """Count the parcels that share an edge with each."""
    tile = town.around(number)
    count, everyone = len(tile.own), boundary_edges(tile.cadastre.parcels.geometry.to_numpy())
    own = everyone.take(everyone.owner < count)
    found = contacts(own, everyone, among=True)
    pair, inverse = np.unique(own.owner[found.edge] * len(tile.parcels) + found.other, return_inverse=True)
    length = summed(inverse, found.end - found.start, len(pair))
    parcel = pair[length >= NEIGHBOUR_M] // len(tile.parcels)
    return np.bincount(parcel, minlength=count).astype(np.float64)


def frontage(town: Alone, number: int) -> Floats:
    """Length of the boundary of each parcel that lies against public ways."""
    tile = town.around(number)
    own = boundary_edges(tile.cadastre.parcels.geometry.to_numpy()[: len(tile.own)])
    own = own.take(town.is_lot[tile.own][own.owner])
    used = tile.cadastre.land_use
    ways = used.geometry.to_numpy()[used["kind"].isin([kind.value for kind in PUBLIC_WAYS]).to_numpy()]
    return _along(own, contacts(own, boundary_edges(ways)), len(tile.own))


def _along(own: Edges, found: Contacts, count: int) -> Floats:
    return summed(own.owner, union_lengths(found.edge, found.start, found.end, len(own)), count)


def envelope(town: Alone, number: int) -> Floats:
    """Area that keeps the setback; the sides of the rectangle around the parcel come with it.

    A run knows the width of a parcel by then and looks twice where GEOS wrongly finds no room; with a
    width of just two setbacks it looks once, as the others do.
    """
    parcels = town.town.geometry[town.town.tiles[number]]
    setback, error = np.full(len(parcels), SETBACK_M), np.full(len(parcels), WIDTH_ERROR_M)
    return sides_and_envelope(parcels, largest_parts(parcels), setback, 2 * setback, error)[2]


MEASURES: dict[str, Measure] = {
    "coverage": coverage,
    "neighbours": neighbours,
    "frontage": frontage,
    "envelope": envelope,
}
