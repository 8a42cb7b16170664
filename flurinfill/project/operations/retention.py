"""What becomes of proposals to erase: postponed; accepted ones are erased by :mod:`.persons`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.errors import InputError
from flurinfill.model.retention import REVIEW_BY
from flurinfill.project import meta
from flurinfill.project.operations.outreach import keep_entry
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project


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
                keep_entry(
                    unit, site_id, owner_id, {REVIEW_BY: until.isoformat(), "kept_because": reason.strip()}
                )
        unit.site_id = None
        unit.details = {"count": len(postponed), "until": until.isoformat()}
    return unit.change


def note_retention_review(project: Project, on: date) -> Change:
    """Note that the office went through the proposals."""
    with operation(project, "note_retention_review", undoable=False) as unit:
        meta.put(unit.connection, meta.RETENTION_REVIEWED, on.isoformat())
    return unit.change
