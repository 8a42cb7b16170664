"""Small cadastres made by hand: rectangles in metres, moved to plausible coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from flurinfill.cadastre import tables
from flurinfill.model.rules import RuleProfile

CRS = "EPSG:25833"
EAST, NORTH = 480_000.0, 5_690_000.0


def moved(geometry: BaseGeometry) -> BaseGeometry:
    """Move a geometry from the origin to Lusatia."""
    return shapely.transform(geometry, lambda points: points + np.array([EAST, NORTH]))


def rectangle(left: float, bottom: float, right: float, top: float) -> BaseGeometry:
    return shapely.box(left, bottom, right, top)


def table(columns: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> gpd.GeoDataFrame:
    if not rows:
        return tables.empty(columns, CRS)
    geometry = [moved(row["geometry"]) for row in rows]  # type: ignore[arg-type]
    plain = pd.DataFrame([{key: value for key, value in row.items() if key != "geometry"} for row in rows])
    frame = gpd.GeoDataFrame(plain, index=range(len(rows)), geometry=geometry, crs=CRS)
    conformed = tables.conform(frame, columns)
    assert isinstance(conformed, gpd.GeoDataFrame)
    return conformed


def cadastre(
    parcels: Mapping[str, BaseGeometry | Mapping[str, object]],
    *,
    buildings: Sequence[Mapping[str, object]] = (),
    land_use: Sequence[Mapping[str, object]] = (),
    ways: Sequence[Mapping[str, object]] = (),
    constraints: Sequence[Mapping[str, object]] = (),
    plans: Sequence[Mapping[str, object]] = (),
    ownerships: Sequence[tuple[str, str]] | None = None,
) -> tables.Cadastre:
    """Make a cadastre; parcels by name, official area left out unless given."""
    rows = []
    for name, value in parcels.items():
        row = dict(value) if isinstance(value, Mapping) else {"geometry": value}
        rows.append({"parcel_id": name, **row})
    owned = None
    if ownerships is not None:
        owned = tables.conform(pd.DataFrame(ownerships, columns=["parcel_id", "owner_id"]), tables.OWNERSHIPS)
    return tables.Cadastre(
        crs=CRS,
        data_state=None,
        source="",
        files=("hand-made",),
        parcels=table(tables.PARCELS, rows),
        buildings=table(tables.BUILDINGS, buildings),
        land_use=table(tables.LAND_USE, land_use),
        ways=table(tables.WAYS, ways),
        addresses=tables.empty(tables.ADDRESSES, CRS),
        constraints=table(tables.CONSTRAINTS, constraints),
        plans=table(tables.PLANS, plans),
        ownerships=owned,
    )


def for_hamlets(profile: RuleProfile) -> RuleProfile:
    """Return the profile without the ten houses of a village: streets made by hand are shorter."""
    return replace(profile, rules=tuple(rule for rule in profile.rules if rule.name != "built_up"))


def house(left: float, bottom: float, width: float = 10.0, depth: float = 10.0) -> dict[str, object]:
    return {"geometry": rectangle(left, bottom, left + width, bottom + depth), "function": "1010"}


def garage(left: float, bottom: float) -> dict[str, object]:
    return {"geometry": rectangle(left, bottom, left + 3.0, bottom + 6.0), "function": "2463"}


def street_of_houses(empty: Sequence[int] = (2,), count: int = 5, depth: float = 35.0) -> tables.Cadastre:
    """A street from (0, -8) to (100, 0), lots of 20 × 35 m north of it, houses on all but the empty."""
    parcels: dict[str, BaseGeometry] = {
        f"lot{i}": rectangle(20 * i, 0, 20 * i + 20, depth) for i in range(count)
    }
    parcels["street"] = rectangle(0, -8, 20 * count, 0)
    return cadastre(
        parcels,
        buildings=[house(20 * i + 5, 5) for i in range(count) if i not in empty],
        land_use=[
            {"geometry": rectangle(0, 0, 20 * count, depth), "kind": "residential", "code": "41001"},
            {
                "geometry": rectangle(0, -8, 20 * count, 0),
                "kind": "road",
                "code": "42001",
                "name": "Erdachter Weg",
            },
        ],
    )
