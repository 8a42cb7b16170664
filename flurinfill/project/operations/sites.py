"""Make sites, and settle what a new detection says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import shapely
from sqlalchemy import Connection, RowMapping, select

from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.model.potential import CANDIDATE_CLASSES, PotentialClass
from flurinfill.model.states import Availability, Publication, Review
from flurinfill.project import blobs, frames, meta
from flurinfill.project.geopackage import srs_id
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import PARCELS, SITE_PARCELS, SITES, SNAPSHOT_TEXTS


def create_site(
    project: Project, parcel_ids: Sequence[str], *, potential: PotentialClass | None = None
) -> Change:
    """Make a site of one or more parcels by hand.

    Parameters
    ----------
    parcel_ids : sequence of str
        In the order in which they shall be named.
    potential : PotentialClass, optional
        The class a person gives it; that of the detection by default (``none`` before one).

    Returns
    -------
    Change
        ``sites`` holds the new site's id.

    Raises
    ------
    ProjectError
        ``site_without_parcels``, ``parcel_absent`` or ``parcel_in_site``.
    """
    wanted = list(dict.fromkeys(parcel_ids))
    if not wanted:
        raise ProjectError("site_without_parcels")
    with operation(project, "create_site") as unit:
        parcels = free_parcels(unit.connection, wanted)
        now = merged_class([row["potential"] for row in parcels])
        decided = potential.value if potential else now or PotentialClass.NONE.value
        blob = site_shape(parcels, project.crs)
        (site_id,) = meta.take_numbers(unit.connection, "site")
        (case_no,) = take_case_numbers(unit.connection)
        unit.insert(SITES, **new_site(site_id, case_no, blob, decided, now, touched=True))
        rows = meta.take_numbers(unit.connection, "site_parcel", len(parcels))
        for position, (row, parcel) in enumerate(zip(rows, parcels, strict=True)):
            unit.insert(SITE_PARCELS, **membership(row, site_id, position, parcel))
        unit.site_id = site_id
        unit.details |= {"case_no": case_no, "count": len(wanted)}
        unit.touches(site_id)
    return unit.change


def accept_class(project: Project, site_id: int, *, version: int | None = None) -> Change:
    """Take over the class that the latest detection gives a site.

    Raises
    ------
    ProjectError
        ``no_new_class`` when detection says nothing else.
    StaleWrite
        ``stale_site``.
    """
    with operation(project, "accept_class") as unit:
        site = unit.work_on(site_id, version)
        now = site["potential_now"]
        if now in {"", site["potential"]}:
            raise ProjectError("no_new_class", case_no=site["case_no"])
        unit.update(SITES, site_id, potential=now, potential_seen=now)
        unit.details |= {"old": site["potential"], "new": now}
    return unit.change


def acknowledge_class(project: Project, site_id: int, *, version: int | None = None) -> Change:
    """Note that a person has seen what the latest detection says of a site, and keeps its class.

    Raises
    ------
    ProjectError
        ``no_new_class`` when detection says nothing else, or somebody has seen it already.
    StaleWrite
        ``stale_site``.
    """
    with operation(project, "acknowledge_class") as unit:
        site = unit.work_on(site_id, version)
        now = site["potential_now"]
        if now in {"", site["potential"], site["potential_seen"]}:
            raise ProjectError("no_new_class", case_no=site["case_no"])
        unit.update(SITES, site_id, potential_seen=now)
        unit.details |= {"old": site["potential"], "new": now}
    return unit.change


def merged_class(classes: Sequence[str]) -> str:
    """Class of a site from the classes of its parcels: the first candidate class, else the first."""
    order = [value.value for value in PotentialClass]
    known = sorted((value for value in classes if value), key=order.index)
    candidates = [value for value in known if PotentialClass(value) in CANDIDATE_CLASSES]
    return next(iter([*candidates, *known]), "")


def take_case_numbers(connection: Connection, count: int = 1) -> list[str]:
    """Return new case numbers (``2026-0001``); the year's numbers are never used again."""
    year = datetime.now().astimezone().year
    return [f"{year}-{number:04d}" for number in meta.take_numbers(connection, f"case_{year}", count)]


def new_site(
    site_id: int, case_no: str, blob: bytes | None, decided: str, now: str, *, touched: bool
) -> dict[str, object]:
    """Return the row of a new site."""
    return {
        "site_id": site_id,
        "geom": blob,
        "case_no": case_no,
        "potential": decided,
        "potential_now": now,
        "potential_seen": now,
        "review": Review.CANDIDATE.value,
        "reject_reason": None,
        "deferred_until": None,
        "availability": Availability.UNKNOWN.value,
        "publication": Publication.NOT_ANNOUNCED.value,
        "announced_on": None,
        "parcel_missing": False,
        "touched": touched,
        "version": 1,
        "created_at": meta.now(),
    }


def site_shape(parcels: Sequence[RowMapping], crs: str) -> bytes | None:
    """Return the geometry of a site of these parcels as it is stored."""
    if len(parcels) == 1:
        blob: bytes | None = parcels[0]["geom"]
        return blob
    united = shapely.union_all(blobs.decode([parcel["geom"] for parcel in parcels]))
    (blob,) = blobs.encode([united], srs_id(crs))
    return blob


def membership(
    row: int,
    site_id: int,
    position: int,
    parcel: RowMapping,
    remembered: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Return the row that ties a parcel to a site, with what the parcel is now (:func:`snapshots`)."""
    return {
        "site_parcel_id": row,
        "site_id": site_id,
        "position": position,
        "parcel_id": parcel["parcel_id"],
        "missing": False,
        **(remembered or snapshot(parcel)),
    }


def snapshot(parcel: RowMapping) -> dict[str, object]:
    """Return what a site remembers of its parcel."""
    (remembered,) = snapshots([parcel])
    return remembered


def snapshots(parcels: Sequence[RowMapping]) -> list[dict[str, object]]:
    """Return what sites remember of their parcels; asked one by one, thousands hold up other threads."""
    areas = shapely.area(blobs.decode([parcel["geom"] for parcel in parcels])).tolist()
    return [
        {
            **{name: parcel[name] for name in SNAPSHOT_TEXTS},
            "official_area_m2": parcel["official_area_m2"],
            "area_m2": area,
        }
        for parcel, area in zip(parcels, areas, strict=True)
    ]


def parcel_rows(connection: Connection, parcel_ids: Sequence[str]) -> dict[str, RowMapping]:
    """Return the rows of parcels by their id; unknown ones are left out."""
    return {
        row["parcel_id"]: row
        for chunk in frames.chunks(parcel_ids)
        for row in connection.execute(select(PARCELS).where(PARCELS.c.parcel_id.in_(chunk))).mappings()
    }


def free_parcels(connection: Connection, wanted: Sequence[str]) -> list[RowMapping]:
    """Return the rows of parcels that are in no site yet, in this order.

    Raises
    ------
    ProjectError
        ``parcel_absent`` or ``parcel_in_site``.
    """
    found = parcel_rows(connection, wanted)
    unknown = [parcel_id for parcel_id in wanted if parcel_id not in found]
    if unknown:
        raise ProjectError("parcel_absent", parcel=unknown[0])
    query = select(SITE_PARCELS.c.parcel_id, SITES.c.case_no).join_from(
        SITE_PARCELS, SITES, SITES.c.site_id == SITE_PARCELS.c.site_id
    )
    for chunk in frames.chunks(wanted):
        taken = connection.execute(query.where(SITE_PARCELS.c.parcel_id.in_(chunk))).first()
        if taken is not None:
            raise ProjectError("parcel_in_site", parcel=taken[0], case_no=taken[1])
    return [found[parcel_id] for parcel_id in wanted]
