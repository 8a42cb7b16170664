"""What becomes of proposals to erase: postponed; accepted ones are erased by :mod:`.persons`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from flurinfill.model.change import Change
from flurinfill.model.errors import InputError
from flurinfill.model.retention import REVIEW_BY
from flurinfill.project import meta
from flurinfill.project.operations.outreach import entry_of, keep_entry
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import RESERVATIONS


def postpone_erasures(
    project: Project, postponed: Sequence[tuple[str, Sequence[int]]], *, until: date, reason: str
) -> Change:
    """Keep the data of some persons until another day, with the reason.

    Parameters
    ----------
    postponed : sequence of (str, sequence of int)
        Owner id, and the sites whose years are over.

    Raises
    ------
    InputError
        ``reason_missing``.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    if not reason.strip():
        raise InputError("reason_missing")
    with operation(project, "postpone_erasures", personal=True) as unit:
        for owner_id, sites in postponed:
            for site_id in sites:
                unit.work_on(site_id)
                kept = {REVIEW_BY: until.isoformat(), "kept_because": reason.strip()}
                reserved = _keep_reservations(unit, site_id, owner_id, kept)
                if not reserved or "outreach_id" in entry_of(unit, site_id, owner_id):
                    keep_entry(unit, site_id, owner_id, kept)
        unit.site_id = None
        unit.details = {"count": len(postponed), "until": until.isoformat()}
    return unit.change


def _keep_reservations(unit: Unit, site_id: int, owner_id: str, kept: Mapping[str, str]) -> bool:
    """Note it where something was reserved for the person; False where nothing was."""
    query = select(RESERVATIONS.c.reservation_id, RESERVATIONS.c.sealed).where(
        RESERVATIONS.c.site_id == site_id, RESERVATIONS.c.sealed.is_not(None)
    )
    found = False
    for row, sealed in unit.connection.execute(query).all():
        values = unit.project.vault.unseal(RESERVATIONS.name, row, sealed)
        if values["owner_id"] == owner_id:
            unit.update(RESERVATIONS, row, sealed=unit.seal(RESERVATIONS, row, {**values, **kept}))
            found = True
    return found


def note_retention_review(project: Project, on: date) -> Change:
    """Note that the office went through the proposals."""
    with operation(project, "note_retention_review", undoable=False) as unit:
        meta.put(unit.connection, meta.RETENTION_REVIEWED, on.isoformat())
    return unit.change
