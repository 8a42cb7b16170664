"""Move a site's availability (Verfügbarkeit); a reservation ends with the state."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from flurinfill.model.change import Change
from flurinfill.model.states import Availability, Review, check_availability
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import RESERVATIONS, SITES


def set_availability(
    project: Project,
    site_id: int,
    availability: Availability,
    *,
    reason: str = "",
    version: int | None = None,
) -> Change:
    """Move the availability of a site.

    Parameters
    ----------
    reason : str
        Needed to correct ``built``; sealed in the history, since free text can name persons.
    version : int
        The version the user saw; None does not check.

    Raises
    ------
    MoveRefused
        See :func:`flurinfill.model.states.check_availability`.
    StaleWrite
        ``stale_site``.
    SealedError
        With a reason while the vault is locked or absent.
    """
    with operation(project, "set_availability") as unit:
        old = move_availability(unit, site_id, availability, reason.strip(), version)
        unit.details |= {"old": old.value, "new": availability.value}
    return unit.change


def move_availability(
    unit: Unit, site_id: int, availability: Availability, reason: str = "", version: int | None = None
) -> Availability:
    """Move one site inside an operation; a refused move has written nothing. Return the old state.

    A site that moves away from ``reserved`` is reserved for nobody any more.
    """
    site = unit.look_at(site_id, version)
    old = Availability(site["availability"])
    check_availability(old, availability, Review(site["review"]), reason)
    if reason:
        unit.project.vault.require()
        unit.secret["reason"] = reason
    unit.work_on(site_id)
    unit.update(SITES, site_id, availability=availability.value)
    end_reservation(unit, site_id)
    return old


def end_reservation(unit: Unit, site_id: int) -> None:
    """End what stands of a site's reservations; only the day is written, so the vault may be locked."""
    for row in standing_reservations(unit, site_id):
        unit.update(RESERVATIONS, row, ended_on=date.today().isoformat())


def standing_reservations(unit: Unit, site_id: int) -> list[int]:
    """Return the rows of the reservations that nobody ended; a site has one at most."""
    query = select(RESERVATIONS.c.reservation_id).where(RESERVATIONS.c.ended_on.is_(None))
    return list(unit.connection.scalars(query.where(RESERVATIONS.c.site_id == site_id)))
