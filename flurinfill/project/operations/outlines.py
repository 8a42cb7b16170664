"""What a site covers: its outline, drawn or whole, and which parcels belong to it."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, RowMapping, select

from flurinfill.model.change import Change
from flurinfill.model.errors import MoveRefused, ProjectError
from flurinfill.model.states import Publication
from flurinfill.project import blobs, meta, outlines
from flurinfill.project.geopackage import srs_id
from flurinfill.project.operations.sites import free_parcels, membership, merged_class, parcel_rows
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import SITE_PARCELS, SITES


def set_site_outline(
    project: Project, site_id: int, outline: BaseGeometry | None, *, version: int | None = None
) -> Change:
    """Give a site an outline of its own: a part of its parcels, or a bit more than one of them.

    The official area stays that of the parcels; maps and hand-over files follow the outline.

    Parameters
    ----------
    site_id : int
    outline : Polygon or MultiPolygon, optional
        In the project's CRS; None makes it the whole of the parcels again.
    version : int, optional
        Version of the site that the person saw.

    Raises
    ------
    ProjectError
        ``outline_invalid``, ``outline_too_small``, ``outline_outside``, ``outline_parcel_missing``
        when a parcel of the site is not in the cadastre any more, ``site_absent``.
    StaleWrite
        ``stale_site``.
    """
    with operation(project, "set_site_outline") as unit:
        site = unit.work_on(site_id, version)
        parcels = [_shape(row) for row in _present(unit.connection, site_id, str(site["case_no"]))]
        shape = outline if outline is not None else shapely.union_all(parcels)
        if outline is not None:
            outlines.check(outline, parcels)
        before = _decoded(site["geom"])
        unit.update(SITES, site_id, geom=_blob(shape, project))
        unit.details |= {
            "area_m2": round(shape.area, 1),
            "area_before_m2": round(before.area, 1) if before is not None else 0.0,
            "drawn": outline is not None,
        }
    return unit.change


def set_site_parcels(
    project: Project, site_id: int, parcel_ids: Sequence[str], *, version: int | None = None
) -> Change:
    """Say which parcels belong to a site: some are added, others taken out.

    A drawn outline grows by the parcels that are added and loses those that are taken out. A plot
    that is added later needs a notice of its own (BauGB §200(3)): the publication of a site that
    was announced starts anew. An objection stays with the parcels that it was made for.

    Parameters
    ----------
    site_id : int
    parcel_ids : sequence of str
        All parcels of the site, in the order in which they shall be named.
    version : int, optional
        Version of the site that the person saw.

    Raises
    ------
    ProjectError
        ``site_without_parcels``, ``parcel_absent``, ``parcel_in_site``, ``site_absent``.
    MoveRefused
        ``objection_keeps_parcels`` where a parcel is taken out while an objection stands.
    StaleWrite
        ``stale_site``.
    """
    wanted = list(dict.fromkeys(parcel_ids))
    if not wanted:
        raise ProjectError("site_without_parcels")
    with operation(project, "set_site_parcels") as unit:
        site = unit.work_on(site_id, version)
        members = _members(unit.connection, site_id)
        new = [parcel_id for parcel_id in wanted if parcel_id not in members]
        found = {row["parcel_id"]: row for row in free_parcels(unit.connection, new)}
        found |= parcel_rows(unit.connection, list(members))
        gone = [parcel_id for parcel_id in members if parcel_id not in wanted]
        if gone and site["publication"] == Publication.OBJECTED:
            raise MoveRefused("objection_keeps_parcels", case_no=site["case_no"])
        shapes = {parcel_id: _shape(row) for parcel_id, row in found.items()}
        shape = _new_shape(
            _decoded(site["geom"]),
            sum(row["area_m2"] or 0.0 for row in members.values()),
            [shapes[each] for each in members if each in shapes and each in wanted],
            [shapes[each] for each in new],
        )
        _rewrite_members(unit, site_id, wanted, members, found)
        now = merged_class([found[each]["potential"] for each in wanted if each in found])
        missing = any(members[each]["missing"] for each in wanted if each in members)
        values = {"geom": _blob(shape, project), "potential_now": now, "parcel_missing": missing}
        if new and site["publication"] != Publication.NOT_ANNOUNCED:
            values["announced_on"] = None
            if site["publication"] != Publication.OBJECTED:
                values["publication"] = Publication.NOT_ANNOUNCED.value
                unit.details["publication_reset"] = True
        unit.update(SITES, site_id, **values)
        unit.touches(site_id)
        unit.details |= {"added": len(new), "removed": len(gone)}
    return unit.change


def _new_shape(
    before: BaseGeometry | None,
    area_before_m2: float,
    kept: Sequence[BaseGeometry],
    added: Sequence[BaseGeometry],
) -> BaseGeometry:
    """Shape of a site whose parcels change: drawn outlines stay drawn where enough is left."""
    whole: BaseGeometry = shapely.union_all([*kept, *added])
    if before is None or not outlines.is_drawn(before, area_before_m2):
        return whole
    return outlines.changed(before, shapely.union_all(added), whole) or whole


def _rewrite_members(
    unit: Unit,
    site_id: int,
    wanted: Sequence[str],
    members: dict[str, RowMapping],
    found: dict[str, RowMapping],
) -> None:
    for parcel_id, row in members.items():
        if parcel_id not in wanted:
            unit.delete(SITE_PARCELS, row["site_parcel_id"])
    for position, parcel_id in enumerate(wanted):
        if parcel_id in members:
            unit.update(SITE_PARCELS, members[parcel_id]["site_parcel_id"], position=position)
        else:
            (key,) = meta.take_numbers(unit.connection, "site_parcel")
            unit.insert(SITE_PARCELS, **membership(key, site_id, position, found[parcel_id]))


def _members(connection: Connection, site_id: int) -> dict[str, RowMapping]:
    query = select(SITE_PARCELS).where(SITE_PARCELS.c.site_id == site_id).order_by(SITE_PARCELS.c.position)
    return {row["parcel_id"]: row for row in connection.execute(query).mappings()}


def _present(connection: Connection, site_id: int, case_no: str) -> list[RowMapping]:
    members = _members(connection, site_id)
    found = parcel_rows(connection, list(members))
    if len(found) < len(members):
        raise ProjectError("outline_parcel_missing", case_no=case_no)
    return list(found.values())


def _shape(row: RowMapping) -> BaseGeometry:
    shape = _decoded(row["geom"])
    assert shape is not None  # a parcel always has a geometry
    return shape


def _decoded(blob: bytes | None) -> BaseGeometry | None:
    shape: BaseGeometry | None = blobs.decode([blob])[0]
    return shape


def _blob(shape: BaseGeometry, project: Project) -> bytes | None:
    return blobs.encode([shape], srs_id(project.crs))[0]
