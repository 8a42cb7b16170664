"""What the map draws of the cadastre, prepared by the worker that reads the project. No Qt."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from flurinfill.cadastre.tables import Cadastre, village
from flurinfill.cartography.labels import LabelSource, Spots, StreetName
from flurinfill.cartography.shapes import Bounds, Shapes
from flurinfill.desktop.ordering import collated
from flurinfill.project.queries import FirstSight

Coded = tuple[NDArray[np.intp], tuple[str, ...]]
"""Which of some codes each parcel has, -1 for none, and the codes."""


@dataclass(frozen=True, eq=False)
class Sight:
    """What the map shows while everything else is still being read.

    Attributes
    ----------
    first : FirstSight
        What it was made of.
    ids : Index of str
        Identifiers of the parcels, ready to be looked up.
    classes : Coded
        Class of each parcel, ``""`` for none.
    parcels, buildings : Shapes
    """

    first: FirstSight
    ids: pd.Index
    classes: Coded
    parcels: Shapes
    buildings: Shapes

    @classmethod
    def of(cls, first: FirstSight) -> Sight:
        """Prepare it for drawing."""
        classes = coded(first.potentials)
        return cls(first, ready(first.parcel_ids), classes, Shapes(first.parcels), Shapes(first.buildings))


@dataclass(frozen=True, eq=False)
class Ground:
    """Shapes and texts of one data state.

    Attributes
    ----------
    ids : Index of str
        Identifiers of the parcels, ready to be looked up.
    parcels, buildings, land_use : Shapes
        Parcels in the order of the cadastre.
    land_use_kinds : array of str
        Value of LandUse of each area of ``land_use``.
    constraints : dict of str to Shapes
        Constraint layers by name.
    plans : Shapes
        Plans and their building areas.
    plan_kinds : array of str
        Value of PlanKind of each area of ``plans``.
    labels : LabelSource
        Parcel numbers, street names, house numbers.
    villages : dict of str to bounds
        Where each Ortsteil is, or each Gemarkung where the cadastre names no Ortsteile.
    """

    ids: pd.Index
    parcels: Shapes
    buildings: Shapes
    land_use: Shapes
    land_use_kinds: NDArray[np.object_]
    constraints: dict[str, Shapes]
    plans: Shapes
    plan_kinds: NDArray[np.object_]
    labels: LabelSource
    villages: dict[str, Bounds]

    @classmethod
    def nothing(cls) -> Ground:
        """Return the ground before the first import."""
        empty = Shapes([])
        none = np.empty(0, dtype=object)
        return cls(
            pd.Index(none), empty, empty, empty, none, {}, empty, none, LabelSource.build(empty, none), {}
        )

    @classmethod
    def of(cls, cadastre: Cadastre, sight: Sight | None = None) -> Ground:
        """Prepare a cadastre for drawing; what was seen of this one before is drawn on."""
        parcels = sight.parcels if sight else Shapes(cadastre.parcels.geometry.to_numpy())
        numbers = cadastre.parcels["number"].to_numpy(dtype=object)
        table = cadastre.constraints
        return cls(
            sight.ids if sight else ready(pd.Index(cadastre.parcels["parcel_id"])),
            parcels,
            sight.buildings if sight else Shapes(cadastre.buildings.geometry.to_numpy()),
            Shapes(cadastre.land_use.geometry.to_numpy()),
            cadastre.land_use["kind"].to_numpy(dtype=object),
            {
                str(layer): Shapes(table.geometry[table["layer"] == layer].to_numpy())
                for layer in sorted(table["layer"].unique())
            },
            Shapes(cadastre.plans.geometry.to_numpy()),
            cadastre.plans["kind"].to_numpy(dtype=object),
            LabelSource.build(parcels, numbers, _streets(cadastre), _houses(cadastre.addresses)),
            _villages(cadastre.parcels, parcels.boxes),
        )


@dataclass(frozen=True, eq=False)
class SiteOutlines:
    """Shapes and case numbers of the sites, in the order of their table.

    Attributes
    ----------
    site_ids : int64 (n,)
    shapes : Shapes
    cases : Spots
        Case numbers, inside the sites.
    """

    site_ids: NDArray[np.int64]
    shapes: Shapes
    cases: Spots

    @classmethod
    def of(cls, sites: pd.DataFrame, outlines: pd.Series) -> SiteOutlines:
        """Prepare the outlines of these sites for drawing."""
        geometries = outlines.reindex(sites.index).to_numpy(dtype=object)
        known = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
        inside = shapely.point_on_surface(geometries[known])
        numbers = sites["case_no"].to_numpy(dtype=object)[known]
        spots = Spots(shapely.get_coordinates(inside), numbers)
        return cls(sites.index.to_numpy(dtype=np.int64), Shapes(geometries), spots)

    def kept(self, before: SiteOutlines) -> SiteOutlines:
        """Return these outlines with the shapes of those before, where nothing moved: no new scan."""
        same = len(self.shapes) == len(before.shapes) and bool(
            shapely.equals_exact(self.shapes.geometries, before.shapes.geometries, 0.0).all()
        )
        return replace(self, shapes=before.shapes) if same else self

    def of_sites(self, site_ids: Collection[int]) -> NDArray[np.object_]:
        """Return the geometries of some sites."""
        return self.shapes.geometries[np.isin(self.site_ids, list(site_ids))]


def ready(ids: pd.Index) -> pd.Index:
    """Let an index find parcels at once: what it takes is made here, by the worker."""
    _ = "" in ids
    return ids


def coded(codes: pd.Series) -> Coded:
    """Number the codes of the parcels; missing ones are -1."""
    numbers, values = pd.factorize(codes)
    return numbers, tuple(str(value) for value in values)


def _streets(cadastre: Cadastre) -> list[StreetName]:
    """Names of streets along their centre lines, or along the middle of their areas."""
    named = []
    for table in (cadastre.ways, cadastre.land_use):
        kept = table[(table["name"] != "") & table.geometry.notna()]
        lines = _middles(kept.geometry.to_numpy())
        named += [StreetName(line, str(name)) for line, name in zip(lines, kept["name"], strict=True)]
    return named


def _middles(geometries: NDArray[np.object_]) -> list[BaseGeometry]:
    """Lines as they are; of areas the line between the short sides of the smallest rectangle around."""
    kinds = shapely.get_type_id(geometries)
    is_line = (kinds == shapely.GeometryType.LINESTRING) | (kinds == shapely.GeometryType.MULTILINESTRING)
    found: list[BaseGeometry] = list(geometries)
    areas = np.flatnonzero(~is_line)
    for index, box in zip(areas, shapely.oriented_envelope(geometries[areas]), strict=True):
        corners = shapely.get_coordinates(box)
        if len(corners) < 5:
            found[index] = shapely.point_on_surface(geometries[index])
            continue
        if np.hypot(*(corners[1] - corners[0])) < np.hypot(*(corners[2] - corners[1])):
            corners = corners[1:]
        else:
            corners = corners[:4]
        a, b, c, d = corners
        found[index] = shapely.LineString([(a + d) / 2, (b + c) / 2])
    return found


def _houses(addresses: gpd.GeoDataFrame) -> Spots:
    kept = addresses[(addresses["house_number"] != "") & addresses.geometry.notna()]
    return Spots(
        shapely.get_coordinates(kept.geometry.to_numpy()), kept["house_number"].to_numpy(dtype=object)
    )


def _villages(parcels: gpd.GeoDataFrame, boxes: NDArray[np.float64]) -> dict[str, Bounds]:
    """Bounds of each place; a parcel far away under the same name does not stretch them."""
    found: dict[str, Bounds] = {}
    groups = parcels.groupby(village(parcels), sort=False).indices
    for name, rows in sorted(groups.items(), key=lambda group: collated(str(group[0]))):
        if name:
            west, south = np.percentile(boxes[rows, :2], 2, axis=0)
            east, north = np.percentile(boxes[rows, 2:], 98, axis=0)
            found[str(name)] = (float(west), float(south), float(east), float(north))
    return found
