"""What the cadastre of the project holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import geopandas as gpd

from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.findings import Finding
from flurinfill.project.project import Project


@dataclass(frozen=True)
class DataState:
    """The data state (Datenstand) the project holds."""

    crs: str
    data_state: date | None
    source: str
    files: tuple[str, ...]
    imported_at: datetime
    findings: tuple[Finding, ...]


def cadastre(project: Project) -> Cadastre:
    raise NotImplementedError


def parcels(project: Project) -> gpd.GeoDataFrame:
    raise NotImplementedError


def data_state(project: Project) -> DataState | None:
    raise NotImplementedError
