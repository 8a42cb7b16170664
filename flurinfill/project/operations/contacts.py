"""Contacts with owners, and what is to follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.model.owners import ContactChannel, ContactResult
from flurinfill.project import meta, rows
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import CONTACTS


@dataclass(frozen=True)
class NewContact:
    """A contact to be added; all but the day of the follow-up is sealed."""

    owner_id: str
    channel: ContactChannel
    outgoing: bool
    on: date
    result: ContactResult | None = None
    text: str = ""
    follow_up_on: date | None = None
    follow_up_by: str = ""


def add_contacts(unit: Unit, contacts: Sequence[tuple[int, NewContact]]) -> None:
    """Add contacts about sites inside an operation."""
    numbers = meta.take_numbers(unit.connection, "contact", len(contacts))
    for number, (site_id, contact) in zip(numbers, contacts, strict=True):
        values = {
            "owner_id": contact.owner_id,
            "channel": contact.channel.value,
            "outgoing": contact.outgoing,
            "on": contact.on.isoformat(),
            "result": contact.result.value if contact.result else None,
            "text": contact.text,
            "follow_up_by": contact.follow_up_by,
        }
        unit.insert(
            CONTACTS,
            contact_id=number,
            site_id=site_id,
            follow_up_on=contact.follow_up_on.isoformat() if contact.follow_up_on else None,
            follow_up_done=False,
            sealed=unit.seal(CONTACTS, number, values),
        )


def record_contact(
    project: Project,
    site_id: int,
    owner_id: str,
    *,
    channel: ContactChannel,
    outgoing: bool,
    on: date,
    result: ContactResult | None = None,
    text: str = "",
    follow_up_on: date | None = None,
    follow_up_by: str = "",
) -> Change:
    """Record a letter, call, mail, visit or meeting; the day of the follow-up alone is not sealed.

    Parameters
    ----------
    follow_up_by : str
        Who of the office follows up; ``""`` for whoever comes first.

    Raises
    ------
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "record_contact", personal=True) as unit:
        unit.work_on(site_id)
        contact = NewContact(owner_id, channel, outgoing, on, result, text, follow_up_on, follow_up_by)
        add_contacts(unit, [(site_id, contact)])
        unit.secret |= {"owner_id": owner_id, "channel": channel.value, "on": on.isoformat()}
    return unit.change


def complete_follow_up(project: Project, contact_id: int) -> Change:
    """Tick off the follow-up of a contact. Nothing personal is read, so the vault may be locked.

    Raises
    ------
    ProjectError
        ``contact_unknown`` or ``no_follow_up``.
    """
    with operation(project, "complete_follow_up") as unit:
        contact = _with_follow_up(unit, contact_id)
        unit.update(CONTACTS, contact_id, follow_up_done=True)
        unit.details["due_on"] = contact["follow_up_on"]
    return unit.change


def postpone_follow_up(project: Project, contact_id: int, until: date) -> Change:
    """Move the follow-up of a contact to another day, which opens it again.

    Raises
    ------
    ProjectError
        ``contact_unknown`` or ``no_follow_up``.
    """
    with operation(project, "postpone_follow_up") as unit:
        contact = _with_follow_up(unit, contact_id)
        unit.update(CONTACTS, contact_id, follow_up_on=until.isoformat(), follow_up_done=False)
        unit.details |= {"old": contact["follow_up_on"], "new": until.isoformat()}
    return unit.change


def set_follow_up(project: Project, contact_id: int, on: date, by: str) -> Change:
    """Set day and person of a follow-up, which opens it again.

    Raises
    ------
    ProjectError
        ``contact_unknown`` or ``no_follow_up``.
    SealedError
        ``no_vault`` or ``sealed``: the person is sealed; :func:`postpone_follow_up` needs no key.
    """
    with operation(project, "set_follow_up", personal=True) as unit:
        contact = _with_follow_up(unit, contact_id)
        values = project.vault.unseal(CONTACTS.name, contact_id, contact["sealed"])
        sealed = unit.seal(CONTACTS, contact_id, {**values, "follow_up_by": by})
        day = on.isoformat()
        unit.update(CONTACTS, contact_id, follow_up_on=day, follow_up_done=False, sealed=sealed)
        unit.details |= {"old": contact["follow_up_on"], "new": day}
        unit.secret["by"] = by
    return unit.change


def _with_follow_up(unit: Unit, contact_id: int) -> dict[str, Any]:
    contact = rows.read(unit.connection, CONTACTS, contact_id)
    if contact is None:
        raise ProjectError("contact_unknown", contact_id=contact_id)
    if contact["follow_up_on"] is None:
        raise ProjectError("no_follow_up", contact_id=contact_id)
    unit.work_on(contact["site_id"])
    return contact
