"""A street with two houses and vacant strips between them that are a plot only together."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from flurinfill.cadastre import tables
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.model.rules import RuleProfile

CRS = "EPSG:25833"
EAST, NORTH = 480_000.0, 5_690_000.0
_BUILTIN = profiles.builtin()[0]
PROFILE: RuleProfile = dataclasses.replace(
    _BUILTIN,
    name="weiler",
    rules=tuple(rule for rule in _BUILTIN.rules if rule.name != "built_up"),  # two houses are no village
)


def parcel_id(number: int) -> str:
    """Identifier of the parcel of this number."""
    return f"149901___{number:05d}______"


def street(*cuts: float, owners: dict[int, str] | None = None) -> Cadastre:
    """Lots 1 and 2 with houses, strips 3, 4 … between them (cut at these places), and the street 9.

    Parameters
    ----------
    cuts : float
        Between 40 and 60: where the strips end.
    owners : dict, optional
        Owner id of parcels by number.
    """
    edges = (40.0, *cuts, 60.0)
    shapes = {1: (20, 0, 40, 35), 2: (60, 0, 80, 35), 9: (20, -8, 80, 0)}
    shapes |= {3 + at: (left, 0, right, 35) for at, (left, right) in enumerate(pairwise(edges))}
    houses = _layer({"building_id": ["B1", "B2"], "function": "1010"}, [(27, 5, 37, 15), (64, 5, 74, 15)])
    used = {"kind": ["residential", "road"], "code": ["41001", "42001"], "name": ["", "Erdachter Weg"]}
    numbers = [str(number) for number in shapes]
    parcels = {
        "parcel_id": [parcel_id(number) for number in shapes],
        "gemarkung_code": "149901",
        "gemarkung": "Musterau",
        "number": numbers,
    }
    people, shares = _owners(owners) if owners else (None, None)
    return Cadastre(
        crs=CRS,
        data_state=None,
        source="Erfundene Daten",
        files=("strips.xml",),
        parcels=tables.conform(_layer(parcels, list(shapes.values())), tables.PARCELS),
        buildings=tables.conform(houses, tables.BUILDINGS),
        land_use=tables.conform(_layer(used, [(20, 0, 80, 35), (20, -8, 80, 0)]), tables.LAND_USE),
        ways=tables.empty(tables.WAYS, CRS),
        addresses=tables.empty(tables.ADDRESSES, CRS),
        constraints=tables.empty(tables.CONSTRAINTS, CRS),
        plans=tables.empty(tables.PLANS, CRS),
        owners=people,
        ownerships=shares,
    )


def _layer(columns: dict[str, object], boxes: list[tuple[float, ...]]) -> gpd.GeoDataFrame:
    shapes = [
        shapely.transform(shapely.box(*each), lambda xy: xy + np.array([EAST, NORTH])) for each in boxes
    ]
    geometry = gpd.GeoSeries(shapes, crs=CRS)
    return gpd.GeoDataFrame(columns, index=geometry.index, geometry=geometry, crs=CRS)


def _owners(owners: dict[int, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    people = pd.DataFrame({"owner_id": sorted(set(owners.values())), "kind": "person", "category": "private"})
    shares = pd.DataFrame(
        {"parcel_id": [parcel_id(number) for number in owners], "owner_id": list(owners.values())}
    )
    return tables.conform(people, tables.OWNERS), tables.conform(shares, tables.OWNERSHIPS)
