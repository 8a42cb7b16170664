"""What lies around a site, in figures: neighbours, ways, the centre of its village, what is near.

Nothing here says anything about people; every figure is one of the open cadastre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from flurinfill.cadastre.tables import Cadastre, village
from flurinfill.detection.building_use import Treatment, treatments
from flurinfill.model.potential import PUBLIC_WAYS, LandUse

AROUND_M = 100.0
"""How far the surroundings reach whose uses and buildings are told."""
NEAREST_WITHIN_M = 1000.0
"""What is farther is not told as near."""
NEAR_KINDS = (LandUse.FOREST, LandUse.WATER, LandUse.LEISURE, LandUse.RAILWAY)
_TOUCHING_M = 0.3
_LEAST_SHARE = 0.1  # of a use that is told
_LEAST_BUILDINGS = 5  # a village of fewer has no centre
_LEAST_M2 = 20.0  # of a main building on a built neighbour
_STRIP_M = 2.0  # a narrower parcel is nobody's neighbour


@dataclass(frozen=True)
class Neighbourhood:
    """What lies around a site.

    Attributes
    ----------
    village : str
        Ortsteil of the site, else its Gemarkung.
    centre_m : float or None
        From the site to the centre of the village as the crow flies: the mean of the places of its main
        buildings, weighted by their footprint. None where the village has hardly any.
    neighbours, built : int
        Adjacent parcels without ways, waters and strips; those of them with a main building.
    uses : tuple of (LandUse, float)
        Land uses within :data:`AROUND_M` without ways, with their shares from 0 to 1, the largest first.
    footprint_m2 : float or None
        Median footprint of the main buildings within :data:`AROUND_M`.
    buildings : int
        How many these are.
    ways : tuple of str
        Names of the ways at the site; their kind (value of ``LandUse``) where they have none.
    nearest : tuple of (LandUse, float)
        Distances in metres to what is near.
    """

    village: str
    centre_m: float | None
    neighbours: int
    built: int
    uses: tuple[tuple[LandUse, float], ...]
    footprint_m2: float | None
    buildings: int
    ways: tuple[str, ...]
    nearest: tuple[tuple[LandUse, float], ...]


class Neighbourhoods:
    """Looks around many sites of one cadastre; what they share is worked out once.

    Parameters
    ----------
    cadastre : Cadastre
        Its owners are not looked at.
    """

    def __init__(self, cadastre: Cadastre) -> None:
        self._parcels, self._land, self._ways = cadastre.parcels, cadastre.land_use, cadastre.ways
        is_main = treatments(cadastre.buildings) == Treatment.MAIN
        self._main = cadastre.buildings.geometry.to_numpy()[is_main]
        self._middles = shapely.centroid(self._main)
        self._footprints = shapely.area(self._main)
        self._centres: dict[str, Point | None] = {}

    @cached_property
    def _villages(self) -> NDArray[np.object_]:
        return village(self._parcels).to_numpy(dtype=object)

    @cached_property
    def _home(self) -> NDArray[np.int64]:
        """Row of the parcel that carries each main building; -1 for none."""
        home = np.full(len(self._main), -1)
        building, parcel = self._parcels.sindex.query(self._middles, predicate="intersects")
        home[building] = parcel
        return home

    @cached_property
    def _public(self) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
        """Public ways of the land use, and those of a layer of their own."""
        return self._land[self._land["kind"].isin(PUBLIC_WAYS)], _areas(self._ways)

    @cached_property
    def _carrying(self) -> frozenset[int]:
        """Rows of the parcels with a main building."""
        return frozenset(self._home[self._footprints >= _LEAST_M2].tolist())

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._main)

    def around(self, shape: BaseGeometry, name: str) -> Neighbourhood:
        """Look around one site.

        Parameters
        ----------
        shape : BaseGeometry
            The site.
        name : str
            Its village.
        """
        centre = self._centre(name)
        neighbours, built = self._neighbours(shape)
        near = self._tree.query(shape, predicate="dwithin", distance=AROUND_M)
        near = near[~shapely.contains_properly(shape, self._middles[near])]
        return Neighbourhood(
            village=name,
            centre_m=None if centre is None else float(shape.distance(centre)),
            neighbours=neighbours,
            built=built,
            uses=self._uses(shape),
            footprint_m2=float(np.median(self._footprints[near])) if len(near) else None,
            buildings=len(near),
            ways=self._ways_at(shape),
            nearest=self._nearest(shape),
        )

    def _centre(self, name: str) -> Point | None:
        if name not in self._centres:
            carried = np.flatnonzero(self._home >= 0)
            own = carried[self._villages[self._home[carried]] == name]
            points = shapely.get_coordinates(self._middles[own])
            enough = len(own) >= _LEAST_BUILDINGS
            weights = self._footprints[own]
            self._centres[name] = Point(*np.average(points, axis=0, weights=weights)) if enough else None
        return self._centres[name]

    def _neighbours(self, shape: BaseGeometry) -> tuple[int, int]:
        """Count the parcels at the site, and those with a main building."""
        rows = self._parcels.sindex.query(shape, predicate="dwithin", distance=_TOUCHING_M)
        shapes = self._parcels.geometry.to_numpy()[rows]
        middles = shapely.point_on_surface(shapes)
        outside = ~shapely.intersects(shape, middles)
        shared = shapely.length(shapely.intersection(shapely.buffer(shape, _TOUCHING_M).boundary, shapes))
        wide = 2 * shapely.area(shapes) > _STRIP_M * shapely.length(shapes)
        never = self._is_passed_over(middles)
        beside = rows[outside & (shared > 1.0) & wide & ~never]
        return len(beside), sum(int(row) in self._carrying for row in beside)

    def _is_passed_over(self, middles: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Ways, railways and waters are nobody's neighbour."""
        found = np.zeros(len(middles), dtype=bool)
        passed = (*PUBLIC_WAYS, LandUse.RAILWAY, LandUse.WATER)
        point, land = self._land.sindex.query(middles, predicate="intersects")
        found[point] = self._land["kind"].isin(passed).to_numpy()[land]
        return found

    def _uses(self, shape: BaseGeometry) -> tuple[tuple[LandUse, float], ...]:
        ring = shapely.difference(shapely.buffer(shape, AROUND_M), shape)
        rows = self._land.sindex.query(ring, predicate="intersects")
        seen = self._land.iloc[rows]
        seen = seen[~seen["kind"].isin(PUBLIC_WAYS)]
        sizes = pd.Series(shapely.area(shapely.intersection(seen.geometry.to_numpy(), ring)))
        shares = sizes.groupby(seen["kind"].to_numpy()).sum()
        shares = (shares / shares.sum()).sort_values(ascending=False, kind="stable")
        return tuple(
            (LandUse(str(kind)), float(part)) for kind, part in shares.items() if part >= _LEAST_SHARE
        )

    def _ways_at(self, shape: BaseGeometry) -> tuple[str, ...]:
        """Ways that share more than a corner with the site, the longest first."""
        rim = shapely.buffer(shape, _TOUCHING_M).boundary
        found: dict[str, float] = {}
        for frame in self._public:
            rows = frame.sindex.query(shape, predicate="dwithin", distance=_TOUCHING_M)
            some = frame.iloc[rows]
            lengths = shapely.length(shapely.intersection(some.geometry.to_numpy(), rim))
            for name, kind, length in zip(some["name"], some["kind"], lengths, strict=True):
                word = str(name) or str(kind)
                found[word] = max(found.get(word, 0.0), float(length))
        long = {word: length for word, length in found.items() if length > 1.0}
        return tuple(sorted(long, key=lambda word: -long[word]))

    def _nearest(self, shape: BaseGeometry) -> tuple[tuple[LandUse, float], ...]:
        found = []
        for kind in NEAR_KINDS:
            rows = self._land_of[kind].query(shape, predicate="dwithin", distance=NEAREST_WITHIN_M)
            if len(rows):
                nearest = shapely.distance(shape, self._land_of[kind].geometries[rows]).min()
                found.append((kind, float(nearest)))
        return tuple(found)

    @cached_property
    def _land_of(self) -> dict[LandUse, shapely.STRtree]:
        shapes, kinds = self._land.geometry.to_numpy(), self._land["kind"].to_numpy()
        return {kind: shapely.STRtree(shapes[kinds == kind.value]) for kind in NEAR_KINDS}


def neighbourhoods(
    cadastre: Cadastre, shapes: Sequence[BaseGeometry], villages: Sequence[str]
) -> list[Neighbourhood]:
    """Look around sites, see :class:`Neighbourhood`."""
    town = Neighbourhoods(cadastre)
    return [town.around(shape, name) for shape, name in zip(shapes, villages, strict=True)]


def _areas(ways: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return ways[ways.geometry.geom_type.isin(["Polygon", "MultiPolygon"])]
