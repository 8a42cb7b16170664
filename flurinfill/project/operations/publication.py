"""Move a site's publication (Veröffentlichung, §200(3) BauGB)."""

from __future__ import annotations

from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.errors import MoveRefused
from flurinfill.model.law import month_is_over
from flurinfill.model.states import Publication, check_publication
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import SITES


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
        has not come yet.
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
    """Move the publication of one site inside an operation; return the state that it had."""
    site = unit.work_on(site_id, version)
    old = Publication(site["publication"])
    announced = site["announced_on"]
    over = announced is not None and month_is_over(date.fromisoformat(announced), on)
    check_publication(old, publication, over)
    values = {"publication": publication.value}
    if publication is Publication.ANNOUNCED:
        values["announced_on"] = on.isoformat()
    unit.update(SITES, site_id, **values)
    return old
