"""Events of a site in words: what happened, and what is known of it beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.model.owners import Contact
from flurinfill.project.queries import Event, EventKind
from flurinfill.reports.field_texts import field_text

_STATES = {"review": "Review", "availability": "Availability", "publication": "Publication"}
_OF_A_LIST = ("take_town_list", "place_row")
_AXES = {"set_outreach": "Outreach", "set_willingness": "Willingness", "record_answer": "Willingness"}


def when_text(event: Event) -> str:
    """Day, time where one is known, and who it was."""
    when = i18n.day(event.at.date()) if event.contact is not None else i18n.moment(event.at)
    return f"{when} · {event.user}" if event.user else when


def event_text(event: Event, names: Mapping[str, str]) -> str:
    """What happened, in lines; ``names`` has the owners by id."""
    lines = [_contact(event.contact, names)] if event.contact is not None else [_headline(event)]
    lines += _contact_lines(event.contact) if event.contact is not None else _facts(event, names)
    if event.locked:
        lines.append(tr("(more is locked)"))
    return "\n".join(line for line in lines if line)


def _headline(event: Event) -> str:
    name = field_text(event.details) or i18n.label("operation", event.code)
    if event.moves:
        steps = [_step(_STATES[axis], old, new) for axis, old, new in event.moves]
        return "\n".join([name, *steps] if event.code in _OF_A_LIST else steps)
    old, new = event.details.get("old"), event.details.get("new")
    if event.kind is EventKind.DETECTION and isinstance(new, str):
        return tr("{what}: {old} → {new}", what=name, old=_class(old), new=_class(new))
    if event.code in _AXES and isinstance(new, str):
        state = i18n.label(_AXES[event.code], new)
        return tr("{what}: {state}", what=name, state=state)
    return name


def _step(axis: str, old: str, new: str) -> str:
    name = i18n.label("operation", f"set_{axis.lower()}")
    return tr("{what}: {old} → {new}", what=name, old=i18n.label(axis, old), new=i18n.label(axis, new))


def _class(code: object) -> str:
    return i18n.label("PotentialClass", str(code)) if code else tr("none yet")


def _facts(event: Event, names: Mapping[str, str]) -> Iterator[str]:
    details: Mapping[str, Any] = event.details
    if event.code in ("log_export", "log_no_export"):
        yield _export(details)
    yield names.get(str(details.get("owner_id", "")), "")
    reason = str(details.get("reason") or "")
    if reason:
        words = i18n.label("RejectReason", reason) if event.code.startswith("set_review") else reason
        yield tr("Reason: {reason}", reason=words)
    if details.get("until"):
        yield tr("Until {day}", day=i18n.day(date.fromisoformat(details["until"])))
    if details.get("due_on"):
        yield tr("Was due on {day}", day=i18n.day(date.fromisoformat(details["due_on"])))
    if event.code in ("postpone_follow_up", "set_follow_up"):
        yield tr("To {day}", day=i18n.day(date.fromisoformat(details["new"])))
    yield str(details.get("by") or "")
    yield str(details.get("note") or "")
    yield ", ".join(str(title) for title in details.get("titles", ()))
    if details.get("file"):
        yield str(details["file"])


def _export(details: Mapping[str, Any]) -> str:
    """What was handed out, and to whom."""
    what = i18n.label("export_format", str(details["format"]))
    return f"{what} · {i18n.label('Audience', str(details['audience']))}"


def _contact(contact: Contact, names: Mapping[str, str]) -> str:
    way = tr("outgoing") if contact.outgoing else tr("incoming")
    words = f"{i18n.name_of(contact.channel)} ({way})"
    name = names.get(contact.owner_id, "")
    return f"{words} · {name}" if name else words


def _contact_lines(contact: Contact) -> Iterator[str]:
    yield i18n.name_of(contact.result) if contact.result else ""
    yield contact.text
    if contact.follow_up_on is not None:
        day = i18n.day(contact.follow_up_on)
        done = contact.follow_up_done
        yield tr("Followed up ({day})", day=day) if done else tr("Follow up on {day}", day=day)
