"""A town cut into tiles: parcels that lie together, and whatever their measures need to see.

Parcels are sorted along a Morton curve and cut into runs of equal length, so tiles carry equal
work whatever the town looks like. Each parcel is *measured* in exactly one tile; a tile also sees
the parcels, buildings and ways within a margin around its own, which is why the result does not
depend on how many tiles there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.measures.surroundings import FARTHEST_M
from flurinfill.model.progress import SILENT, Progress

TILE_PARCELS = 10_000
_LEAST_PARCELS = 1_000
OVERLAP_MARGIN_M = 30.0
"""Buildings this far from a parcel are still seen with it: overlapping ones are dissolved in groups."""
CONTACT_MARGIN_M = 20.0
"""Parcels and ways this far away can still be neighbours, or the street a boundary looks at."""
_GROUP, _FAR_GROUP = 64, 512
_LARGE_M = 400.0
_TABLES = ("parcels", "buildings", "land_use", "ways", "constraints")
_PARCEL_COLUMNS = ["parcel_id", "official_area_m2", "land_use_text", "legal_deviation"]
_BUILDING_COLUMNS = ["function", "function_text", "state", "below_ground"]


def tile_size(parcels: int, cores: int) -> int:
    """Parcels per tile, so that no core has nothing to do: a small town would be one tile otherwise."""
    return min(TILE_PARCELS, max(_LEAST_PARCELS, -(-parcels // cores)))


def slim(cadastre: Cadastre) -> Cadastre:
    """Return the cadastre with the tables and columns that measures look at, and nothing personal."""
    parcels = _columns(cadastre.parcels, _PARCEL_COLUMNS)
    if len(cadastre.land_use):  # texts are only read where there is no map, also where a tile has none
        parcels = parcels.assign(land_use_text="")
    return replace(
        cadastre,
        parcels=parcels,
        buildings=_columns(cadastre.buildings, _BUILDING_COLUMNS),
        land_use=_columns(cadastre.land_use, ["kind", "state", "name"]),
        plans=cadastre.plans.iloc[:0],  # what they say is measured over the whole town
        addresses=cadastre.addresses.iloc[:0],
        owners=None,
        ownerships=None,
        findings=(),
    )


def _columns(table: gpd.GeoDataFrame, names: list[str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(table[names], geometry=table.geometry)


def morton_order(parcels: NDArray[np.object_]) -> Ints:
    """Positions of the parcels along a Morton curve through the centres of their boxes."""
    box = shapely.bounds(parcels)
    centre = (box[:, :2] + box[:, 2:]) / 2
    low, high = centre.min(axis=0), centre.max(axis=0)
    span = max(float((high - low).max()), 1.0)
    cell = ((centre - low) / span * 65_535).astype(np.uint64)
    code = _spread(cell[:, 0]) | (_spread(cell[:, 1]) << np.uint64(1))
    return np.argsort(code, kind="stable").astype(np.int64)


def _spread(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Put a zero between any two bits of a 16-bit number."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits


@dataclass(frozen=True)
class Tile:
    """A part of a town.

    Attributes
    ----------
    own : ndarray of int
        Positions (in the whole town) of the parcels that are measured here, ascending.
    parcels, buildings : ndarray of int
        Positions of the rows of ``cadastre``; the own parcels come first.
    cadastre : Cadastre
        What the tile sees.
    """

    own: Ints
    parcels: Ints
    buildings: Ints
    cadastre: Cadastre


class Town:
    """A cadastre with its search trees, from which tiles are taken.

    Parameters
    ----------
    cadastre : Cadastre
    tile_parcels : int
        Parcels per tile.
    progress : Progress

    Attributes
    ----------
    cadastre : Cadastre
        Without owners: tiles are sent to others.
    whole : Cadastre
        As it came; owners and addresses stay here.
    tiles : list of ndarray of int
        Parcels of each tile, ascending.
    """

    def __init__(
        self, cadastre: Cadastre, tile_parcels: int = TILE_PARCELS, progress: Progress = SILENT
    ) -> None:
        self.cadastre = slim(cadastre)
        self.whole = cadastre
        self.geometry = self.cadastre.parcels.geometry.to_numpy()
        order = morton_order(self.geometry)
        count = max(1, -(-len(order) // tile_parcels))
        self.tiles = [np.sort(some) for some in np.array_split(order, count)]
        self._order = np.array_split(order, count)
        tables = {name: getattr(self.cadastre, name) for name in _TABLES}
        self._texts = {name: pd.DataFrame(table.drop(columns="geometry")) for name, table in tables.items()}
        self._shapes = {name: table.geometry.to_numpy() for name, table in tables.items()}
        self._trees = {}
        for name, shapes in self._shapes.items():
            progress.report("measure_parcels", 0, len(order))
            self._trees[name] = shapely.STRtree(shapes)

    @property
    def sizes(self) -> list[int]:
        """Parcels that each tile measures."""
        return [len(own) for own in self.tiles]

    def inside(self, number: int) -> Tile:
        """Tile for what is measured inside each parcel: no other parcel is seen."""
        search = _Search(self.geometry[self._order[number]])
        own = self.tiles[number]
        buildings = search.near(self._trees["buildings"], OVERLAP_MARGIN_M)
        rows = {name: search.near(self._trees[name], 0.0) for name in ("land_use", "ways", "constraints")}
        return Tile(own, own, buildings, self._taken(parcels=own, buildings=buildings, **rows))

    def around(self, number: int, wanted: NDArray[np.bool_]) -> Tile:
        """Tile for what is measured around each parcel.

        Parameters
        ----------
        number : int
        wanted : ndarray of bool, shape (buildings,)
            Buildings to which distances are measured.
        """
        search = _Search(self.geometry[self._order[number]])
        own = self.tiles[number]
        beside = np.setdiff1d(search.near(self._trees["parcels"], CONTACT_MARGIN_M), own)
        parcels = np.concatenate([own, beside])
        buildings = search.near(self._trees["buildings"], FARTHEST_M)
        buildings = buildings[wanted[buildings]]
        rows = {name: search.near(self._trees[name], CONTACT_MARGIN_M) for name in ("land_use", "ways")}
        none = np.zeros(0, dtype=np.int64)
        part = self._taken(parcels=parcels, buildings=buildings, constraints=none, **rows)
        return Tile(own, parcels, buildings, part)

    def _taken(self, **rows: Ints) -> Cadastre:
        return replace(self.cadastre, **{name: self._rows(name, which) for name, which in rows.items()})

    def _rows(self, name: str, which: Ints) -> gpd.GeoDataFrame:
        texts = self._texts[name].take(which).reset_index(drop=True)
        return gpd.GeoDataFrame(
            texts, geometry=self._shapes[name][which], crs=getattr(self.cadastre, name).crs
        )


class _Search:
    """Finds what lies near some parcels: a superset for groups of small ones, exact for large ones."""

    def __init__(self, parcels: NDArray[np.object_]) -> None:
        box = shapely.bounds(parcels)
        large = (box[:, 2:] - box[:, :2]).max(axis=1) > _LARGE_M
        self._large, self._small = parcels[large], box[~large]

    def near(self, tree: shapely.STRtree, margin_m: float) -> Ints:
        """Ascending positions of what lies within a margin of any of the parcels (or a little farther)."""
        box = _group_boxes(self._small, _FAR_GROUP if margin_m > _LARGE_M / 4 else _GROUP)
        low, high = box[:, :2] - margin_m, box[:, 2:] + margin_m
        found = [tree.query(shapely.box(*low.T, *high.T), predicate="intersects")[1]]
        if len(self._large):
            found.append(tree.query(self._large, predicate="dwithin", distance=margin_m)[1])
        seen = np.zeros(len(tree.geometries), dtype=bool)
        for each in found:
            seen[each] = True
        return np.flatnonzero(seen).astype(np.int64)


def _group_boxes(box: Floats, size: int) -> Floats:
    if not len(box):
        return box
    starts = np.arange(0, len(box), size)
    low = np.minimum.reduceat(box[:, :2], starts)
    high = np.maximum.reduceat(box[:, 2:], starts)
    return np.hstack([low, high])
