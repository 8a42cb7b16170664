"""A quarter of the sample town: small enough to be opened by each test, with every kind of site in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import shapely

from flurinfill.cadastre.reading import read
from flurinfill.cadastre.tables import Cadastre
from flurinfill.project import Project, operations

MIDDLE, REACH_M = (481_137.0, 5_701_685.0), 500.0


def import_quarter(
    project: Project, paths: Sequence[Path], *, source: str, mapping: Any, progress: Any
) -> None:
    """Stand in for the import of the sample town: 641 parcels with their owners."""
    town = read(paths, mapping=mapping, with_owners=True, progress=progress)
    operations.import_cadastre(project, quarter(replace(town, source=source)))


def quarter(town: Cadastre) -> Cadastre:
    """Cut everything to what lies within reach of the middle of the quarter."""
    around = shapely.Point(MIDDLE).buffer(REACH_M)
    tables = ("buildings", "land_use", "ways", "addresses", "constraints", "plans")
    near = {name: getattr(town, name) for name in tables}
    near = {name: table[table.intersects(around)].reset_index(drop=True) for name, table in near.items()}
    inside = shapely.centroid(town.parcels.geometry.to_numpy())
    parcels = town.parcels[shapely.contains(around, inside)].reset_index(drop=True)
    owned = town.ownerships[town.ownerships["parcel_id"].isin(parcels["parcel_id"])].reset_index(drop=True)
    return replace(town, parcels=parcels, ownerships=owned, **near)
