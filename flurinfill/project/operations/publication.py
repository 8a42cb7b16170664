"""Move a site's publication (Veröffentlichung, §200(3) BauGB)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from flurinfill.model.change import Change
from flurinfill.model.errors import MoveRefused
from flurinfill.model.law import month_is_over
from flurinfill.model.states import Publication, check_publication
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import OBJECTIONS, SITES


def set_publication(
    project: Project, site_id: int, publication: Publication, *, on: date, version: int | None = None
) -> Change:
    """Move the publication of a site.

    Parameters
    ----------
    on : date
        Day of the step: for ``announced`` the day of the notice, for ``cleared`` the day on which
        the month must be over.
    version : int
        The version the user saw; None does not check.

    Raises
    ------
    MoveRefused
        See :func:`flurinfill.model.states.check_publication`; ``date_in_future`` for a day that
        has not come yet; ``objection_stands`` while a recorded objection was not taken back.
    StaleWrite
        ``stale_site``.
    """
    if on > date.today():
        raise MoveRefused("date_in_future", day=on.isoformat())
    with operation(project, "set_publication") as unit:
        old = move_publication(unit, site_id, publication, on, version)
        unit.details |= {"old": old.value, "new": publication.value, "on": on.isoformat()}
    return unit.change


def move_publication(
    unit: Unit, site_id: int, publication: Publication, on: date, version: int | None = None
) -> Publication:
    """Move the publication of one site inside an operation; return the state that it had.

    A site whose objection is taken back keeps the day of its notice.
    """
    site = unit.work_on(site_id, version)
    old = Publication(site["publication"])
    announced = site["announced_on"]
    over = announced is not None and month_is_over(date.fromisoformat(announced), on)
    check_publication(old, publication, over)
    if old is Publication.OBJECTED and standing_objections(unit, site_id):
        raise MoveRefused("objection_stands", case_no=site["case_no"])
    values = {"publication": publication.value}
    if publication is Publication.ANNOUNCED and not (old is Publication.OBJECTED and announced):
        values["announced_on"] = on.isoformat()
    unit.update(SITES, site_id, **values)
    return old


def standing_objections(unit: Unit, site_id: int) -> dict[int, dict[str, Any]]:
    """Return the recorded objections that nobody took back, by their row.

    Raises
    ------
    SealedError
        ``sealed`` where there are some and the vault is locked.
    """
    query = select(OBJECTIONS.c.objection_id, OBJECTIONS.c.sealed).where(OBJECTIONS.c.site_id == site_id)
    found = {
        int(row): unit.project.vault.unseal(OBJECTIONS.name, row, sealed)
        for row, sealed in unit.connection.execute(query)
    }
    return {row: values for row, values in found.items() if values["taken_back_on"] is None}
