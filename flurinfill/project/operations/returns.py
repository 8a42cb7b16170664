"""Record what came back from an owner, in one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from flurinfill.model.change import Change
from flurinfill.model.owners import ContactChannel
from flurinfill.model.returns import Answer
from flurinfill.model.site_fields import FieldSource
from flurinfill.model.states import Outreach, check_outreach
from flurinfill.project.operations.contacts import NewContact, add_contacts
from flurinfill.project.operations.outreach import entry_of, keep_entry
from flurinfill.project.operations.site_fields import FieldEntry
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import CONTACTS


def record_answer(
    project: Project,
    site_id: int,
    owner_id: str,
    answer: Answer,
    *,
    on: date,
    follow_up_on: date | None = None,
    also: Sequence[int] = (),
) -> Change:
    """Record a questionnaire: outreach, willingness with its reasons, price, consent, contact.

    Follow-ups that waited for this owner's answer about this site are done. An owner whom nobody is
    known to have written to has had the letter all the same: the outreach goes over ``sent``.

    Parameters
    ----------
    on : date
        Day on which it came back.
    follow_up_on : date, optional
        Day on which the office comes back to the owner, about ``site_id`` alone.
    also : sequence of int
        Further sites in the same letter that the answer is for, too; the price is not.

    Raises
    ------
    InputError
        See :func:`flurinfill.model.site_fields.check_field`, for the price.
    MoveRefused
        From ``do_not_contact``.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    price = (
        FieldEntry.make(project, "asking_price", answer.price, FieldSource.OWNER.value, on)
        if answer.price is not None
        else None
    )
    with operation(project, "record_answer", personal=True) as unit:
        for each in (*dict.fromkeys(also), site_id):  # the one that was typed is what the history names
            unit.work_on(each)
            _keep_answer(unit, each, owner_id, answer, on)
            _settle(unit, each, owner_id)
        if price is not None:
            price.enter(unit, site_id)
            unit.details.pop("field", None)
        contact = NewContact(owner_id, ContactChannel.LETTER, False, on, text=answer.wishes)
        last = replace(contact, follow_up_on=follow_up_on)
        add_contacts(unit, [*((each, contact) for each in also), (site_id, last)])
        unit.secret |= {"owner_id": owner_id, "new": answer.willingness.value}
    return unit.change


def _keep_answer(unit: Unit, site_id: int, owner_id: str, answer: Answer, on: date) -> None:
    old = Outreach(entry_of(unit, site_id, owner_id).get("outreach", "none"))
    if old is not Outreach.ANSWERED:
        for step in _way(old):
            check_outreach(old, step)
            old = step
    values: dict[str, object] = {
        "outreach": Outreach.ANSWERED.value,
        "outreach_on": on.isoformat(),
        "outreach_reason": "",
        "willingness": answer.willingness.value,
        "willingness_source": ContactChannel.LETTER.value,
        "willingness_on": on.isoformat(),
        "horizon": answer.horizon.value if answer.horizon else "",
        "motives": [motive.value for motive in answer.motives],
        "wishes": answer.wishes,
    }
    if answer.consent:
        values |= {"consent": True, "consent_on": on.isoformat()}
    keep_entry(unit, site_id, owner_id, values)


def record_undeliverable(project: Project, site_id: int, owner_id: str, *, on: date) -> Change:
    """Record that a letter came back undelivered; nobody waits for an answer any more.

    Raises
    ------
    MoveRefused
        Where no letter was sent, see :func:`flurinfill.model.states.check_outreach`.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "record_undeliverable", personal=True) as unit:
        unit.work_on(site_id)
        old = Outreach(entry_of(unit, site_id, owner_id).get("outreach", "none"))
        check_outreach(old, Outreach.UNDELIVERABLE)
        values = {
            "outreach": Outreach.UNDELIVERABLE.value,
            "outreach_on": on.isoformat(),
            "outreach_reason": "",
        }
        keep_entry(unit, site_id, owner_id, values)
        _settle(unit, site_id, owner_id)
        unit.secret |= {"owner_id": owner_id, "old": old.value}
    return unit.change


def _way(old: Outreach) -> tuple[Outreach, ...]:
    """Moves from a state to ``answered``."""
    unsent = old in (Outreach.NONE, Outreach.RESEARCH)
    return (Outreach.SENT, Outreach.ANSWERED) if unsent else (Outreach.ANSWERED,)


def _settle(unit: Unit, site_id: int, owner_id: str) -> None:
    """Tick off the follow-ups that waited for this owner's answer."""
    for contact_id in _waiting(unit, site_id, owner_id):
        unit.update(CONTACTS, contact_id, follow_up_done=True)


def _waiting(unit: Unit, site_id: int, owner_id: str) -> Iterator[int]:
    query = select(CONTACTS.c.contact_id, CONTACTS.c.sealed).where(
        CONTACTS.c.site_id == site_id,
        CONTACTS.c.follow_up_on.is_not(None),
        CONTACTS.c.follow_up_done.is_(False),
    )
    for contact_id, sealed in unit.connection.execute(query).all():
        values = unit.project.vault.unseal(CONTACTS.name, contact_id, sealed)
        letter = values["outgoing"] and values["channel"] == ContactChannel.LETTER.value
        if values["owner_id"] == owner_id and letter:
            yield int(contact_id)
