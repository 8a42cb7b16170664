"""What was asked of an owner about a site, and what the owner said; all of it is sealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flurinfill.model.change import Change
from flurinfill.model.owners import ContactChannel
from flurinfill.model.states import Outreach, Willingness, check_outreach
from flurinfill.project import meta, people
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import OUTREACH


def set_outreach(
    project: Project, site_id: int, owner_id: str, outreach: Outreach, *, reason: str = "", on: date
) -> Change:
    """Move the outreach (Ansprache) of an owner about a site.

    Parameters
    ----------
    reason : str
        Needed to leave ``do_not_contact``.
    on : date
        Day of the step.

    Raises
    ------
    MoveRefused
        See :func:`flurinfill.model.states.check_outreach`.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "set_outreach", personal=True) as unit:
        unit.work_on(site_id)
        old = Outreach(entry_of(unit, site_id, owner_id).get("outreach", "none"))
        check_outreach(old, outreach, reason)
        values = {"outreach": outreach.value, "outreach_on": on.isoformat(), "outreach_reason": reason}
        keep_entry(unit, site_id, owner_id, values)
        unit.secret |= {"owner_id": owner_id, "old": old.value, "new": outreach.value, "reason": reason}
    return unit.change


def set_willingness(
    project: Project,
    site_id: int,
    owner_id: str,
    willingness: Willingness,
    *,
    source: ContactChannel,
    on: date,
) -> Change:
    """Note how ready an owner is to sell, and from which contact that is known.

    Raises
    ------
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "set_willingness", personal=True) as unit:
        unit.work_on(site_id)
        old = entry_of(unit, site_id, owner_id).get("willingness", "unknown")
        values = {
            "willingness": willingness.value,
            "willingness_source": source.value,
            "willingness_on": on.isoformat(),
        }
        keep_entry(unit, site_id, owner_id, values)
        unit.secret |= {"owner_id": owner_id, "old": old, "new": willingness.value}
    return unit.change


def set_consent(project: Project, site_id: int, owner_id: str, consent: bool, *, on: date) -> Change:
    """Note that an owner agrees that the site is shown to investors, or takes that back.

    Raises
    ------
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "set_consent", personal=True) as unit:
        unit.work_on(site_id)
        keep_entry(unit, site_id, owner_id, {"consent": consent, "consent_on": on.isoformat()})
        unit.secret |= {"owner_id": owner_id, "new": consent}
    return unit.change


def entry_of(unit: Unit, site_id: int, owner_id: str) -> dict[str, Any]:
    """Return what is known about an owner at a site; empty when nothing is."""
    entries = people.read_outreach(unit.connection, unit.project.vault, (site_id,)).get(site_id, [])
    return next((entry for entry in entries if entry["owner_id"] == owner_id), {})


def keep_entry(unit: Unit, site_id: int, owner_id: str, values: Mapping[str, object]) -> None:
    """Change what is known about an owner at a site."""
    entry = entry_of(unit, site_id, owner_id)
    known = entry.pop("outreach_id", None)
    whole = {**entry, "owner_id": owner_id, **values}
    if known is None:
        (row,) = meta.take_numbers(unit.connection, "outreach")
        unit.insert(OUTREACH, outreach_id=row, site_id=site_id, sealed=unit.seal(OUTREACH, row, whole))
    else:
        unit.update(OUTREACH, known, sealed=unit.seal(OUTREACH, known, whole))
