"""Take in a data state of the cadastre, without losing the office's work."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, delete, func, insert, select

from flurinfill.cadastre import tables
from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.project import blobs, erasing, frames, geopackage, meta, outlines, rows
from flurinfill.project.operations.owners import replace_owners
from flurinfill.project.operations.sites import parcel_rows, snapshots
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import (
    ADDRESSES,
    BUILDINGS,
    CONSTRAINTS,
    DATA_STATES,
    DETECTIONS,
    LAND_USE,
    MEASURE_VALUES,
    MEASURES,
    PARCELS,
    PLANS,
    PROPOSALS,
    SITE_PARCELS,
    SITES,
    VERDICTS,
    WAYS,
)
from flurinfill.project.stock_rows import COLUMNS

_LAYERS = (
    (PARCELS, tables.PARCELS),
    (BUILDINGS, tables.BUILDINGS),
    (LAND_USE, tables.LAND_USE),
    (WAYS, tables.WAYS),
    (ADDRESSES, tables.ADDRESSES),
    (CONSTRAINTS, tables.CONSTRAINTS),
    (PLANS, tables.PLANS),
)


def import_cadastre(project: Project, cadastre: Cadastre) -> Change:
    """Replace the cadastre of the project by another data state, in one transaction.

    Sites keep their case number, states, notes and contacts by the parcel id; those whose parcel
    is gone are marked. What detection found in the old state is dropped. Owners are replaced only
    when the cadastre brings some; the owners known before keep what they said. It cannot be undone
    (``Change.history_id`` is None); make a backup before.

    Raises
    ------
    ProjectError
        ``cadastre_without_parcels``, ``parcel_id_twice``, ``crs_differs`` when sites exist in another CRS,
        ``project_disk_full`` …
    SealedError
        ``no_vault`` or ``sealed`` when the cadastre brings owners.
    """
    _check_parcels(cadastre)
    owners, ownerships = cadastre.owners, cadastre.ownerships
    if owners is not None:
        project.vault.require()
    with operation(project, "import_cadastre", undoable=False, whole=True) as unit:
        connection = unit.connection
        if cadastre.crs != project.crs:
            _change_crs(project, connection, cadastre.crs)
        for table, columns in _LAYERS:
            frame = tables.conform(getattr(cadastre, table.name), columns)
            frames.replace_layer(connection, table, frame, {"potential": ""}, cadastre.crs)
        for table in (MEASURES, MEASURE_VALUES, VERDICTS, PROPOSALS, DETECTIONS):
            connection.execute(delete(table))
        if owners is not None and ownerships is not None:
            owners, ownerships = erasing.without_erased(connection, owners, ownerships)
            replace_owners(connection, project.vault, owners, ownerships)
        before = _stock_parcels(connection)
        missing = _follow_parcels(connection, cadastre.crs)
        _keep_data_state(connection, cadastre)
        unit.details |= {"count": len(cadastre.parcels), "missing": missing, "files": list(cadastre.files)}
        unit.details["parcels_before"] = _changed(before, _stock_parcels(connection))
    project.read_crs()
    return unit.change


def _check_parcels(cadastre: Cadastre) -> None:
    ids = cadastre.parcels["parcel_id"]
    if not len(ids):
        raise ProjectError("cadastre_without_parcels")
    if not ids.is_unique:
        raise ProjectError("parcel_id_twice", parcel=str(ids[ids.duplicated()].iloc[0]))


def _change_crs(project: Project, connection: Connection, crs: str) -> None:
    if connection.scalar(select(SITES.c.site_id).limit(1)) is not None:
        raise ProjectError("crs_differs", found=crs, wanted=project.crs)
    project.adopt_crs(connection, crs)


def _stock_parcels(connection: Connection) -> dict[int, dict[str, object]]:
    """Return what figures of the stock say of each parcel of a site: place and area."""
    names = [name for name in COLUMNS[SITE_PARCELS.name] if name not in {"site_id", "position"}]
    query = select(SITE_PARCELS.c.site_parcel_id, *(SITE_PARCELS.c[name] for name in names))
    return {int(row[0]): dict(zip(names, row[1:], strict=True)) for row in connection.execute(query)}


def _changed(
    before: dict[int, dict[str, object]], after: dict[int, dict[str, object]]
) -> list[tuple[int, dict[str, object]]]:
    """Return what was otherwise before, by row."""
    found = []
    for key, row in before.items():
        if other := {name: value for name, value in row.items() if after[key][name] != value}:
            found.append((key, other))
    return found


def _follow_parcels(connection: Connection, crs: str) -> int:
    """Bring the sites up to date with their parcels; return how many lost one."""
    members: dict[int, list[tuple[int, str]]] = {}
    drawn = _drawn_outlines(connection)
    query = select(SITE_PARCELS.c.site_id, SITE_PARCELS.c.site_parcel_id, SITE_PARCELS.c.parcel_id)
    for site_id, row, parcel_id in connection.execute(query.order_by(SITE_PARCELS.c.position)):
        members.setdefault(site_id, []).append((row, parcel_id))
    found = parcel_rows(connection, [parcel for listed in members.values() for _, parcel in listed])
    remembered = dict(zip(found, snapshots(list(found.values())), strict=True))
    missing = 0
    for site_id, listed in members.items():
        gone = [parcel_id for _, parcel_id in listed if parcel_id not in found]
        for row, parcel_id in listed:
            values = {"missing": parcel_id not in found} | remembered.get(parcel_id, {})
            rows.change(connection, SITE_PARCELS, row, values)
        site: dict[str, object] = {"parcel_missing": bool(gone), "potential_now": ""}
        if not gone:
            site["geom"] = _outline([found[each]["geom"] for _, each in listed], drawn.get(site_id), crs)
        rows.change(connection, SITES, site_id, site)
        missing += bool(gone)
    return missing


def _drawn_outlines(connection: Connection) -> dict[int, BaseGeometry]:
    """Return the outlines that a person drew: they are kept as far as the parcels allow."""
    areas = select(SITE_PARCELS.c.site_id, func.sum(SITE_PARCELS.c.area_m2)).group_by(SITE_PARCELS.c.site_id)
    area_of = {row[0]: row[1] or 0.0 for row in connection.execute(areas)}
    found = connection.execute(select(SITES.c.site_id, SITES.c.geom)).all()
    shapes = blobs.decode([row[1] for row in found])
    return {
        row[0]: shape
        for row, shape in zip(found, shapes, strict=True)
        if outlines.is_drawn(shape, area_of.get(row[0], 0.0))
    }


def _outline(parts: list[bytes], drawn: BaseGeometry | None, crs: str) -> bytes | None:
    if len(parts) == 1 and drawn is None:
        return parts[0]
    whole = shapely.union_all(blobs.decode(parts))
    shape = whole if drawn is None else outlines.fitted(drawn, whole)
    return blobs.encode([shape], geopackage.srs_id(crs))[0]


def _keep_data_state(connection: Connection, cadastre: Cadastre) -> None:
    (number,) = meta.take_numbers(connection, "data_state")
    connection.execute(
        insert(DATA_STATES).values(
            data_state_id=number,
            imported_at=meta.now(),
            crs=cadastre.crs,
            data_state=cadastre.data_state.isoformat() if cadastre.data_state else None,
            source=cadastre.source,
            files=json.dumps(list(cadastre.files), ensure_ascii=False),
            findings=json.dumps(
                [asdict(finding) for finding in cadastre.findings], ensure_ascii=False, default=_plain
            ),
        )
    )


def _plain(value: object) -> object:
    """Write what findings hold beside plain values."""
    if isinstance(value, np.generic):
        return value.item()
    return str(value)
