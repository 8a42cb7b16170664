"""Everything about one person, for information, restriction and erasure; the reads are logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from flurinfill.model.owners import Owner, Ownership
from flurinfill.project import access, backups, history, meta, people, traces
from flurinfill.project.project import Project
from flurinfill.project.schema import CONTACTS, HISTORY, RESERVATIONS, SITE_PARCELS, SITES

PURPOSE = "data_subject"
_MOST = 100


@dataclass(frozen=True)
class Line:
    """One entry about a person: the case it belongs to (``""``: none), and what is in it."""

    case_no: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class PersonRecord:
    """What the project holds about one person.

    Attributes
    ----------
    owner : Owner or None
        None where only traces are left.
    shares : tuple of (Ownership, str)
        With the case number of the site, ``""`` for a parcel in none.
    outreach, contacts, objections, reservations, prices : tuple of Line
        As they lie sealed; contacts also with ``follow_up_on``, reservations with ``reserved_on``,
        ``until`` and ``ended_on``.
    mentions : tuple of (str, str, str)
        Table, case number and the words around the name of entries that name the person.
    files : tuple of Line
        Documents and photos of the person's cases; whether they are about the person nobody can tell.
    history : tuple of (datetime, str, str, str)
        When, operation, case number, and the reason that was given (``""``: none).
    backups : tuple of Path
        Copies of the project that were made before now.
    """

    owner: Owner | None
    shares: tuple[tuple[Ownership, str], ...]
    outreach: tuple[Line, ...]
    contacts: tuple[Line, ...]
    objections: tuple[Line, ...]
    reservations: tuple[Line, ...]
    prices: tuple[Line, ...]
    mentions: tuple[tuple[str, str, str], ...]
    files: tuple[Line, ...]
    history: tuple[tuple[datetime, str, str, str], ...]
    backups: tuple[Path, ...]


def owners_named(project: Project, words: str) -> list[Owner]:
    """Return owners in whose name, or a spelling of it, all of these words stand; the read is logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    wanted = words.casefold().replace(",", " ").split()
    if not wanted:
        return []
    with project.store.reading() as connection:
        owners = people.read_owners(connection, project.vault).values()
    found = [owner for owner in owners if any(_has(name, wanted) for name in _names(owner))]
    access.log(project, PURPOSE, len(owners), 0)
    return sorted(found, key=lambda owner: (owner.name.casefold(), owner.owner_id))[:_MOST]


def _names(owner: Owner) -> list[str]:
    spelled = (f"{each.last_name} {each.first_name} {each.organisation}" for each in owner.spellings)
    return [owner.name, *spelled]


def _has(name: str, words: Sequence[str]) -> bool:
    return all(word in name.casefold() for word in words)


def person(project: Project, owner_id: str) -> PersonRecord:
    """Return everything about one person; the read is logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    with project.store.reading() as connection:
        found = traces.find(connection, project.vault, owner_id)
        named = connection.execute(select(SITES.c.site_id, SITES.c.case_no))
        cases = {int(site_id): str(case_no) for site_id, case_no in named}
        of_parcel = select(SITE_PARCELS.c.parcel_id, SITE_PARCELS.c.site_id)
        sites = {parcel: cases.get(site, "") for parcel, site in connection.execute(of_parcel)}
        query = select(CONTACTS.c.contact_id, CONTACTS.c.follow_up_on)
        back = {int(key): on for key, on in connection.execute(query)}
        days = _reserved_days(connection)
        past = connection.execute(select(HISTORY).order_by(HISTORY.c.history_id)).mappings().all()
    access.log(project, PURPOSE, 1, len(found.shares))
    contacts = {
        key: (site, {**values, "follow_up_on": back[key]}) for key, (site, values) in found.contacts.items()
    }
    reserved = {key: (site, {**values, **days[key]}) for key, (site, values) in found.reservations.items()}
    return PersonRecord(
        owner=people.owner_from(found.person) if found.person else None,
        shares=tuple(
            (people.ownership_from(parcel, share), sites.get(parcel, ""))
            for parcel, listed in found.shares.values()
            for share in listed
            if share["owner_id"] in found.ids
        ),
        outreach=_lines(found.outreach, cases),
        contacts=_lines(contacts, cases),
        objections=_lines(found.objections, cases),
        reservations=_lines(reserved, cases),
        prices=_lines(found.prices, cases),
        mentions=tuple(
            (table, cases.get(site or 0, ""), " · ".join(traces.hits(found, site, content)))
            for table, listed in found.mentions.items()
            for site, content in listed.values()
        ),
        files=tuple(Line(cases.get(site or 0, ""), values) for site, values in found.files),
        history=tuple(_entries(project, past, found, cases)),
        backups=tuple(backups.existing(project.path)),
    )


def _reserved_days(connection: Connection) -> dict[int, dict[str, str | None]]:
    columns = [RESERVATIONS.c[name] for name in ("reserved_on", "until", "ended_on")]
    found = connection.execute(select(RESERVATIONS.c.reservation_id, *columns)).mappings()
    return {row["reservation_id"]: {each.name: row[each.name] for each in columns} for row in found}


def _lines(listed: traces.Rows, cases: Mapping[int, str]) -> tuple[Line, ...]:
    return tuple(Line(cases.get(site or 0, ""), values) for site, values in listed.values())


def _entries(
    project: Project, past: Any, found: traces.Traces, cases: Mapping[int, str]
) -> list[tuple[datetime, str, str, str]]:
    """Lines of the history that are about the person."""
    touched, listed = found.touched, []
    for row in past:
        if row["sealed"] is None:
            continue
        hidden = project.vault.unseal(HISTORY.name, row["history_id"], row["sealed"])
        images = history.load(hidden["images"]) if hidden["images"] is not None else []
        own = any((image.table, image.key) in touched for image in images)
        about = traces.is_about(hidden["details"], found.ids)
        if own or about:
            reason = hidden["details"].get("reason", "") if about else ""
            listed.append(
                (meta.local(row["at"]), row["code"], cases.get(row["site_id"] or 0, ""), str(reason))
            )
    return listed
