"""Record that letters went out: contacts, outreach and follow-ups of a whole run in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.letters import OUTREACH_AFTER, LetterKind
from flurinfill.model.owners import ContactChannel
from flurinfill.model.states import Outreach, check_outreach
from flurinfill.project.operations.contacts import NewContact, add_contacts
from flurinfill.project.operations.outreach import entry_of, keep_entry
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project


def record_letters(
    project: Project,
    kind: LetterKind,
    sent: Sequence[tuple[int, str]],
    *,
    on: date,
    text: str,
    follow_up_on: date | None = None,
) -> Change:
    """Record a run of letters.

    Parameters
    ----------
    project : Project
        Open for writing, the vault unlocked.
    kind : LetterKind
    sent : sequence of (int, str)
        Site and owner of each letter; a letter about several sites stands there once for each.
    on : date
        Day of the letters.
    text : str
        What the contact says, e.g. the subject.
    follow_up_on : date, optional
        Day on which the office looks whether an answer came.

    Raises
    ------
    MoveRefused
        When the outreach of one of them allows no such letter any more; then nothing is recorded.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "record_letters", personal=True) as unit:
        for site_id, owner_id in sent:
            unit.work_on(site_id)
            _move(unit, kind, site_id, owner_id, on)
        letter = ContactChannel.LETTER
        add_contacts(
            unit,
            [
                (site_id, NewContact(owner_id, letter, True, on, text=text, follow_up_on=follow_up_on))
                for site_id, owner_id in sent
            ],
        )
        unit.details = {"kind": kind.value, "count": len(sent)}
        unit.site_id = None
    return unit.change


def _move(unit: Unit, kind: LetterKind, site_id: int, owner_id: str, on: date) -> None:
    wanted = OUTREACH_AFTER[kind]
    if wanted is None:
        return
    old = Outreach(entry_of(unit, site_id, owner_id).get("outreach", "none"))
    check_outreach(old, wanted)
    values = {"outreach": wanted.value, "outreach_on": on.isoformat(), "outreach_reason": ""}
    keep_entry(unit, site_id, owner_id, values)
