"""Everything that happened to a site, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping, or_, select

from flurinfill.model.errors import ProjectError
from flurinfill.model.owners import Contact
from flurinfill.project import history, meta
from flurinfill.project.project import Project
from flurinfill.project.queries.moves import moved
from flurinfill.project.queries.people import contacts
from flurinfill.project.schema import HISTORY, HISTORY_SITES, SITES
from flurinfill.project.vault import Vault

FOUND = "found"
"""Code of the event that detection made the site; no operation of a person did."""
_CONTACTS = frozenset({"record_contact", "record_letters"})
_MAKING = frozenset({"create_site", "take_town_list", "place_row"})
_AT_ONCE = timedelta(seconds=10)


class EventKind(StrEnum):
    """What an event is about; the list can show one kind alone."""

    STATE = "state"
    OWNER = "owner"
    CONTACT = "contact"
    FACT = "fact"
    DOCUMENT = "document"
    DETECTION = "detection"


_KINDS: Mapping[str, EventKind] = {
    "set_outreach": EventKind.OWNER,
    "set_willingness": EventKind.OWNER,
    "set_consent": EventKind.OWNER,
    "record_answer": EventKind.OWNER,
    "record_undeliverable": EventKind.OWNER,
    "add_owner": EventKind.OWNER,
    "change_owner": EventKind.OWNER,
    "remove_owner": EventKind.OWNER,
    "merge_owners": EventKind.OWNER,
    "take_owner_answer": EventKind.OWNER,
    "record_contact": EventKind.CONTACT,
    "record_letters": EventKind.CONTACT,
    "complete_follow_up": EventKind.CONTACT,
    "postpone_follow_up": EventKind.CONTACT,
    "set_follow_up": EventKind.CONTACT,
    "set_note": EventKind.FACT,
    "set_site_field": EventKind.FACT,
    "set_site_outline": EventKind.FACT,
    "set_site_parcels": EventKind.FACT,
    "add_files": EventKind.DOCUMENT,
    "change_file": EventKind.DOCUMENT,
    "show_photo": EventKind.DOCUMENT,
    "remove_files": EventKind.DOCUMENT,
    "accept_class": EventKind.DETECTION,
    "acknowledge_class": EventKind.DETECTION,
    "store_detection": EventKind.DETECTION,
}
"""Kind of an operation; any other is about a state."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a site.

    Attributes
    ----------
    at : datetime
        Local time; of a contact the end of its day.
    kind : EventKind
    code : str
        Operation (catalogue context ``operation``), or :data:`FOUND`; ``""`` for a contact.
    user : str
    details : mapping
        Of the operation; personal ones while the vault is open.
    moves : tuple of (str, str, str)
        Axis, old and new state, of this site.
    contact : Contact or None
    locked : bool
        More is known, and sealed.
    """

    at: datetime
    kind: EventKind
    code: str
    user: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    moves: tuple[tuple[str, str, str], ...] = ()
    contact: Contact | None = None
    locked: bool = False


def timeline(project: Project, site_id: int) -> list[Event]:
    """Return what happened to a site, newest first; what was undone did not happen.

    Contacts stand for themselves while the vault is open and the read can be logged; else only that there
    were some.

    Raises
    ------
    ProjectError
        ``site_absent``.
    """
    further = select(HISTORY_SITES.c.history_id).where(HISTORY_SITES.c.site_id == site_id)
    of_site = or_(
        HISTORY.c.site_id == site_id, HISTORY.c.history_id.in_(further), HISTORY.c.code == "store_detection"
    )
    query = select(HISTORY).where(HISTORY.c.state == history.DONE, of_site).order_by(HISTORY.c.history_id)
    with project.store.reading() as connection:
        created = connection.scalar(select(SITES.c.created_at).where(SITES.c.site_id == site_id))
        if created is None:
            raise ProjectError("site_absent", site_id=site_id)
        rows = connection.execute(query).mappings().all()
    readable = project.vault.open and not project.read_only
    vault = project.vault if readable else None
    events = [event for row in rows for event in _events(vault, row, site_id)]
    if not _made_by_hand(events, meta.local(created)):
        events.insert(0, Event(meta.local(created), EventKind.DETECTION, FOUND))
    if readable:
        events = [event for event in events if event.code not in _CONTACTS]
        events += [
            Event(datetime.combine(each.on, time.max).astimezone(), EventKind.CONTACT, "", contact=each)
            for each in reversed(contacts(project, site_id))
        ]
    events.reverse()  # of one second the last one comes first
    return sorted(events, key=lambda event: event.at, reverse=True)


def _events(vault: Vault | None, row: RowMapping, site_id: int) -> Iterator[Event]:
    entry = history.entry_from(vault, row)
    details: dict[str, Any] = dict(entry.details)
    if entry.code == "store_detection":
        for changed, old, new in details.get("classes", ()):
            if changed == site_id:
                told = {"old": old, "new": new, "profile": details.get("profile", "")}
                yield Event(entry.at, EventKind.DETECTION, entry.code, entry.user, told)
        return
    images = history.load(row["images"]) if row["images"] is not None else []
    of_site = [image for image in images if image.table == SITES.name and image.key == site_id]
    moves = [move for image in of_site for move in moved(image)]
    moves += [tuple(move[1:]) for move in details.get("moves", ()) if move[0] == site_id]
    yield Event(
        at=entry.at,
        kind=_KINDS.get(entry.code, EventKind.STATE),
        code=entry.code,
        user=entry.user,
        details=details,
        moves=tuple(moves),
        locked=row["sealed"] is not None and vault is None,
    )


def _made_by_hand(events: list[Event], created: datetime) -> bool:
    first = next((event for event in events if event.kind is not EventKind.DETECTION), None)
    return first is not None and first.code in _MAKING and first.at - created <= _AT_ONCE
