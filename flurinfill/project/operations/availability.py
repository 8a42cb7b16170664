"""Move a site's availability (Verfügbarkeit)."""

from __future__ import annotations

from flurinfill.model.change import Change
from flurinfill.model.states import Availability, Review, check_availability
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import SITES


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
        site = unit.work_on(site_id, version)
        old = Availability(site["availability"])
        check_availability(old, availability, Review(site["review"]), reason)
        if reason.strip():
            project.vault.require()
            unit.secret["reason"] = reason.strip()
        unit.update(SITES, site_id, availability=availability.value)
        unit.details |= {"old": old.value, "new": availability.value}
    return unit.change
