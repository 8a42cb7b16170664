"""For whom sites are and were reserved; reads of persons are logged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, select

from flurinfill.model.owners import Owner
from flurinfill.model.reservations import Reservation
from flurinfill.project import access, people
from flurinfill.project.project import Project
from flurinfill.project.schema import RESERVATIONS


def reservations(project: Project, site_id: int) -> list[Reservation]:
    """Return the reservations of a site, the latest first; the read is logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    query = select(RESERVATIONS).where(RESERVATIONS.c.site_id == site_id)
    with project.store.reading() as connection:
        rows = connection.execute(query.order_by(RESERVATIONS.c.reservation_id.desc())).mappings().all()
        sealed = {row["reservation_id"]: row["sealed"] for row in rows if row["sealed"] is not None}
        told = project.vault.unseal_all(RESERVATIONS.name, sealed)
        parties = _parties(connection, project, {values["owner_id"] for values in told.values()})
    if parties:
        access.log_case(project, site_id, len(parties))
    found = []
    for row in rows:
        values = told.get(row["reservation_id"], {})
        found.append(
            Reservation(
                reservation_id=row["reservation_id"],
                site_id=site_id,
                reserved_on=date.fromisoformat(row["reserved_on"]),
                until=_day(row["until"]),
                ended_on=_day(row["ended_on"]),
                party=parties.get(values.get("owner_id", "")),
                note=values.get("note", ""),
            )
        )
    return found


def standing_reservation(project: Project, site_id: int) -> Reservation | None:
    """Return the reservation of a site that has not ended; see :func:`reservations`."""
    return next((each for each in reservations(project, site_id) if each.ended_on is None), None)


def parties(project: Project) -> list[Owner]:
    """Return everybody for whom a site is or was reserved, by name; the read is logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    query = select(RESERVATIONS.c.reservation_id, RESERVATIONS.c.sealed)
    with project.store.reading() as connection:
        rows = connection.execute(query.where(RESERVATIONS.c.sealed.is_not(None))).all()
        sealed = {int(row[0]): row[1] for row in rows}
        told = project.vault.unseal_all(RESERVATIONS.name, sealed)
        found = _parties(connection, project, {values["owner_id"] for values in told.values()})
    if found:
        access.log(project, access.CASE_WORK, len(found), 0)
    return sorted(found.values(), key=lambda party: (party.name.casefold(), party.owner_id))


def _parties(connection: Connection, project: Project, wanted: Collection[str]) -> dict[str, Owner]:
    """Return persons by id; where they lie is not known, so all are looked through."""
    if not set(wanted) - {""}:
        return {}
    owners = people.read_owners(connection, project.vault).values()
    return {owner.owner_id: owner for owner in owners if owner.owner_id in wanted}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
