"""The cadastre that the project holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, select

from flurinfill.cadastre import tables
from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.errors import ProjectError
from flurinfill.model.findings import Finding, Severity
from flurinfill.model.progress import SILENT, Progress
from flurinfill.project import access, blobs, frames, meta, people
from flurinfill.project.project import Project
from flurinfill.project.schema import (
    ADDRESSES,
    BUILDINGS,
    CONSTRAINTS,
    DATA_STATES,
    LAND_USE,
    PARCELS,
    PLANS,
    WAYS,
)


@dataclass(frozen=True)
class DataState:
    """The data state (Datenstand) the project holds.

    Attributes
    ----------
    crs : str
        ``"EPSG:25833"``.
    data_state : date or None
        Day of the data as the files say it.
    source : str
        Source line for maps and papers.
    files : tuple of str
        Names of the files.
    data_state_id : int
        Number of the import: the cadastre of one never changes.
    imported_at : datetime
        Local time of the import.
    findings : tuple of Finding
        The data doctor's report.
    """

    crs: str
    data_state: date | None
    source: str
    files: tuple[str, ...]
    data_state_id: int
    imported_at: datetime
    findings: tuple[Finding, ...]


Box = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, eq=False)
class FirstSight:
    """The little that a map needs to be looked at: much quicker to read than the whole cadastre.

    Attributes
    ----------
    data_state_id : int
        See :class:`DataState`.
    parcel_ids : Index of str
    potentials : Series of str
        The class that the last detection gave each parcel, ``""`` before one.
    parcels, buildings : array of geometries
        In the order of :func:`cadastre`.
    """

    data_state_id: int
    parcel_ids: pd.Index[str]
    potentials: pd.Series[str]
    parcels: NDArray[np.object_]
    buildings: NDArray[np.object_]


def first_sight(project: Project) -> FirstSight | None:
    """Return parcels and buildings to look at; None before the first import."""
    columns = (PARCELS.c.parcel_id, PARCELS.c.potential, PARCELS.c.geom)
    with project.store.reading() as connection:
        parcels = frames.read(connection, select(*columns).order_by(PARCELS.c.fid))
        if parcels.empty:
            return None
        houses = frames.read(connection, select(BUILDINGS.c.geom).order_by(BUILDINGS.c.fid))
        state = _data_state(connection, project.path.name)
    return FirstSight(
        state.data_state_id,
        pd.Index(parcels["parcel_id"]),
        parcels["potential"],
        parcels["geom"].to_numpy(),
        houses["geom"].to_numpy(),
    )


def cadastre(
    project: Project,
    *,
    with_owners: bool = True,
    within: Box | None = None,
    progress: Progress = SILENT,
    first: FirstSight | None = None,
) -> Cadastre:
    """Return the cadastre as it was imported, geometry in float64.

    Parameters
    ----------
    project : Project
        Open.
    with_owners : bool
        Read the owners, too. They come only while the vault is open and the project can be
        written, because reading them is logged (purpose ``detection``); otherwise they are None.
        Who draws a map passes False.
    within : (float, float, float, float), optional
        Only what touches this box in the CRS of the project: quick, however large the town is.
    progress : Progress
        Asked every few thousand rows whether to go on.
    first : FirstSight, optional
        Its geometries are taken instead of being read again; of the whole of the same data state.

    Raises
    ------
    ProjectError
        ``no_cadastre`` before the first import.
    """
    shapes, houses = (first.parcels, first.buildings) if first else (None, None)
    with project.store.reading() as connection:
        state = _data_state(connection, project.path.name)

        def pause() -> None:
            progress.report("load_cadastre", 0, 0)

        def layer(
            table: Table, columns: Mapping[str, str], known: blobs.Geometries | None = None
        ) -> gpd.GeoDataFrame:
            return frames.read_layer(connection, table, columns, state.crs, within, pause, known)

        found = Cadastre(
            crs=state.crs,
            data_state=state.data_state,
            source=state.source,
            files=state.files,
            parcels=layer(PARCELS, tables.PARCELS, shapes),
            buildings=layer(BUILDINGS, tables.BUILDINGS, houses),
            land_use=layer(LAND_USE, tables.LAND_USE),
            ways=layer(WAYS, tables.WAYS),
            addresses=layer(ADDRESSES, tables.ADDRESSES),
            constraints=layer(CONSTRAINTS, tables.CONSTRAINTS),
            plans=layer(PLANS, tables.PLANS),
            findings=state.findings,
        )
    owners, ownerships = _owners(project) if with_owners else (None, None)
    return Cadastre(**{**vars(found), "owners": owners, "ownerships": ownerships})


def parcels(project: Project, known: blobs.Geometries | None = None) -> gpd.GeoDataFrame:
    """Return the parcels: columns of :data:`flurinfill.cadastre.tables.PARCELS` and geometry.

    ``known`` are their geometries, where they were read before.
    """
    with project.store.reading() as connection:
        return frames.read_layer(connection, PARCELS, tables.PARCELS, project.crs, known=known)


def parcel_shapes(project: Project, parcel_ids: Sequence[str]) -> NDArray[np.object_]:
    """Return the geometry of some parcels, in their order.

    Raises
    ------
    ProjectError
        ``parcel_absent`` when one is not in the cadastre.
    """
    query = select(PARCELS.c.parcel_id, PARCELS.c.geom)
    with project.store.reading() as connection:
        found = {
            key: blob
            for chunk in frames.chunks(parcel_ids)
            for key, blob in connection.execute(query.where(PARCELS.c.parcel_id.in_(chunk)))
        }
    for parcel_id in parcel_ids:
        if parcel_id not in found:
            raise ProjectError("parcel_absent", parcel=parcel_id)
    return blobs.decode([found[parcel_id] for parcel_id in parcel_ids])


def constraints(project: Project) -> gpd.GeoDataFrame:
    """Return the constraints: columns of :data:`flurinfill.cadastre.tables.CONSTRAINTS` and geometry."""
    with project.store.reading() as connection:
        return frames.read_layer(connection, CONSTRAINTS, tables.CONSTRAINTS, project.crs)


def plans(project: Project) -> gpd.GeoDataFrame:
    """Return the plans: columns of :data:`flurinfill.cadastre.tables.PLANS` and geometry."""
    with project.store.reading() as connection:
        return frames.read_layer(connection, PLANS, tables.PLANS, project.crs)


def data_state(project: Project) -> DataState | None:
    """Return what was imported last, None before the first import."""
    with project.store.reading() as connection:
        return None if _latest(connection) is None else _data_state(connection, project.path.name)


def _latest(connection: Connection) -> int | None:
    query = select(DATA_STATES.c.data_state_id).order_by(DATA_STATES.c.data_state_id.desc()).limit(1)
    return connection.scalar(query)


def _data_state(connection: Connection, path: str) -> DataState:
    query = select(DATA_STATES).where(DATA_STATES.c.data_state_id == _latest(connection))
    row = connection.execute(query).mappings().first()
    if row is None:
        raise ProjectError("no_cadastre", path=path)
    return DataState(
        crs=row["crs"],
        data_state=date.fromisoformat(row["data_state"]) if row["data_state"] else None,
        source=row["source"],
        files=tuple(json.loads(row["files"])),
        data_state_id=row["data_state_id"],
        imported_at=meta.local(row["imported_at"]),
        findings=tuple(_finding(values) for values in json.loads(row["findings"])),
    )


def _finding(values: dict[str, Any]) -> Finding:
    typed = {"severity": Severity(values["severity"]), "examples": tuple(values["examples"])}
    return Finding(**{**values, **typed})


def _owners(project: Project) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    if not project.vault.open or project.read_only:
        return None, None
    with project.store.reading() as connection:
        owners = people.read_owners(connection, project.vault)
        shares = people.read_ownerships(connection, project.vault)
    if not owners:
        return None, None
    access.log(project, "detection", len(owners), len(shares))
    return people.owner_frame(owners.values()), people.ownership_frame(shares)
