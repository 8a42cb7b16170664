"""Where a person has left traces in the sealed rows: found for information, and for erasure.

A person is meant by its ids: the own one, and those under which the cadastre has the same person. Free
words that name the person are found by what only the person is called, in every spelling: whole name,
mail, phone; at the person's own sites the last name alone will do, and beside the whole name the street
goes, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from flurinfill.model.site_fields import FieldSource
from flurinfill.project import rows
from flurinfill.project.case_files import OF_NO_SITE
from flurinfill.project.schema import (
    CONTACTS,
    DOCUMENTS,
    NOTES,
    OBJECTIONS,
    OUTREACH,
    OWNER_REQUESTS,
    OWNERS,
    OWNERSHIPS,
    PHOTOS,
    PRICES,
    RESERVATIONS,
    SITE_PARCELS,
    UNPLACED_ROWS,
)
from flurinfill.project.vault import Vault

GONE = "[…]"
"""Stands in free words for what named an erased person."""
_WORDED = (
    NOTES,
    CONTACTS,
    OUTREACH,
    OBJECTIONS,
    RESERVATIONS,
    UNPLACED_ROWS,
    OWNER_REQUESTS,
    DOCUMENTS,
    PHOTOS,
)
_FREE = frozenset(
    {
        "cells",
        "file",
        "kept_because",
        "legal_basis",
        "name",
        "note",
        "outreach_reason",
        "paragraphs",
        "purpose",
        "reason",
        "said",
        "subject",
        "text",
        "title",
        "titles",
        "wishes",
    }
)
"""Keys under which people wrote what they liked; all else are codes, days, ids and names of the staff."""
_OF_MANY = frozenset(
    {"eigentümergemeinschaft", "erben", "erbengemeinschaft", "gbr", "gütergemeinschaft", "unbekannt", "weg"}
)
"""What many communities are called: no name of one."""
_FILES = (DOCUMENTS, PHOTOS)
_SHORTEST, _FEWEST_DIGITS = 3, 6
_BESIDE = 40
"""Characters before and behind a name that an information tells: more may be about others."""
_LONGEST = 20_000
"""Longer texts are contents of files, not words."""
Rows = dict[int, tuple[int | None, Any]]
"""Key of a row → its site (None where it has none) and its content."""


@dataclass
class Traces:
    """What the project holds about one person, by the keys of the rows.

    Attributes
    ----------
    ids : frozenset of str
    person : dict
        The owner's row as it is sealed; empty when only traces are left.
    sites : set of int
        Where the person owns or was written to, or what was reserved for the person.
    owners, shares, outreach, contacts, objections, reservations, prices : Rows
        Rows that are the person's own; those of ``shares`` hold a parcel's whole list, those of ``prices``
        what owners said at sites where the person alone answered.
    mentions : dict
        Table name → rows of others that name the person in free words.
    files : list of (int, Any)
        Site and content of the rows that describe the documents and photos of these sites.
    """

    ids: frozenset[str]
    person: dict[str, Any] = field(default_factory=dict)
    sites: set[int] = field(default_factory=set)
    owners: Rows = field(default_factory=dict)
    shares: dict[int, tuple[str, list[dict[str, Any]]]] = field(default_factory=dict)
    outreach: Rows = field(default_factory=dict)
    contacts: Rows = field(default_factory=dict)
    objections: Rows = field(default_factory=dict)
    reservations: Rows = field(default_factory=dict)
    prices: Rows = field(default_factory=dict)
    mentions: dict[str, Rows] = field(default_factory=dict)
    files: list[tuple[int | None, Any]] = field(default_factory=list)

    @property
    def touched(self) -> set[tuple[str, int]]:
        """Table and key of every row."""
        own = (
            (OWNERS, self.owners),
            (OWNERSHIPS, self.shares),
            (OUTREACH, self.outreach),
            (CONTACTS, self.contacts),
            (OBJECTIONS, self.objections),
            (RESERVATIONS, self.reservations),
            (PRICES, self.prices),
        )
        found = {(table.name, key) for table, listed in own for key in listed}
        return found | {(name, key) for name, listed in self.mentions.items() for key in listed}


def find(connection: Connection, vault: Vault, owner_id: str) -> Traces:
    """Find everything about a person; the vault is open."""
    owners = {key: content for key, (_, content) in read(connection, vault, OWNERS).items()}
    mine = {key: values for key, values in owners.items() if values["owner_id"] == owner_id}
    person: dict[str, Any] = next(iter(mine.values()), {})
    others = {values["owner_id"] for key, values in owners.items() if key not in mine}
    spelled = {str(each["owner_id"]) for each in person.get("spellings", ())}
    found = Traces(frozenset({owner_id} | (spelled - others) - {""}), person)
    found.owners = {key: (None, values) for key, values in mine.items()}
    _find_shares(connection, vault, found)
    lying = {table.name: read(connection, vault, table) for table in (*_WORDED, PRICES)}
    for table, listed in (
        (OUTREACH, found.outreach),
        (CONTACTS, found.contacts),
        (OBJECTIONS, found.objections),
        (RESERVATIONS, found.reservations),
    ):
        for key, (site_id, values) in lying[table.name].items():
            if values["owner_id"] in found.ids:
                listed[key] = (site_id, values)
                found.sites.add(int(site_id or 0))
    _find_prices(lying, found)
    _find_mentions(lying, found)
    files = (entry for table in _FILES for entry in lying[table.name].values())
    found.files = [entry for entry in files if entry[0] in found.sites]
    return found


def read(connection: Connection, vault: Vault, table: Table) -> Rows:
    """Return the sealed rows of a table; contents of files, which are no words, are not opened."""
    key, site = rows.key_of(table), table.c.get("site_id")
    columns = [key, table.c.sealed] if site is None or site is key else [key, table.c.sealed, site]
    query = select(*columns).where(table.c.sealed.is_not(None))
    if table in _FILES:
        query = query.where(table.c.site_id != OF_NO_SITE)
    found: Rows = {}
    for row in connection.execute(query):
        content = vault.unseal(table.name, row[0], row[1])
        place = row[2] if len(row) > 2 else (row[0] if site is not None else None)
        found[int(row[0])] = (place, content)
    return found


def _find_shares(connection: Connection, vault: Vault, found: Traces) -> None:
    query = select(OWNERSHIPS.c.ownership_row, OWNERSHIPS.c.parcel_id, OWNERSHIPS.c.sealed)
    for key, parcel, sealed in connection.execute(query):
        listed = vault.unseal(OWNERSHIPS.name, key, sealed)
        if any(share["owner_id"] in found.ids for share in listed):
            found.shares[int(key)] = (str(parcel), listed)
    parcels = {parcel for parcel, _ in found.shares.values()}
    sites = connection.execute(select(SITE_PARCELS.c.parcel_id, SITE_PARCELS.c.site_id))
    found.sites |= {int(site) for parcel, site in sites if parcel in parcels}


def _find_prices(lying: Mapping[str, Rows], found: Traces) -> None:
    asked: dict[int, set[str]] = {}
    for site_id, values in lying[OUTREACH.name].values():
        if site_id is not None and values.get("outreach") == "answered":
            asked.setdefault(site_id, set()).add(values["owner_id"])
    for key, (site_id, values) in lying[PRICES.name].items():
        answered = asked.get(int(site_id or 0), set())
        alone = values.get("source") == FieldSource.OWNER and answered and answered <= found.ids
        if alone or values.get("owner_id") in found.ids:
            found.prices[key] = (site_id, values)


def _find_mentions(lying: Mapping[str, Rows], found: Traces) -> None:
    own = {
        OUTREACH.name: found.outreach,
        CONTACTS.name: found.contacts,
        OBJECTIONS.name: found.objections,
        RESERVATIONS.name: found.reservations,
    }
    for table in _WORDED:
        for key, (site_id, content) in lying[table.name].items():
            if key in own.get(table.name, ()):
                continue
            if without(found, site_id, content) != content:
                found.mentions.setdefault(table.name, {})[key] = (site_id, content)


def hits(found: Traces, site_id: int | None, content: Any) -> list[str]:
    """Return the words around each place where a sealed content names the person, and no others."""
    whole = _names_all(found.person, content)
    pattern = _pattern(found.person, alone=site_id in found.sites or whole, address=whole)
    if pattern is None:
        return []
    return [_around(text, match) for text in words_of(content) for match in pattern.finditer(text)]


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(match.start() - _BESIDE, 0), match.end() + _BESIDE
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{text[start:end].strip()}{after}"


def without(found: Traces, site_id: int | None, content: Any) -> Any:
    """Return a sealed content with the person's name and reach taken out of its words."""
    own_site, whole = site_id in found.sites, _names_all(found.person, content)
    pattern = _pattern(found.person, alone=own_site or whole, address=whole)
    if isinstance(content, dict) and content.get("owner_id") in found.ids:
        content = {**content, "owner_id": ""}
    if pattern is None:
        return content
    return _free_words(content, lambda text: pattern.sub(GONE, text))


def _names_all(person: Mapping[str, Any], content: Any) -> bool:
    """Tell whether both names stand somewhere in a content, be it in cells of their own."""
    text = "\n".join(words_of(content))
    return any(
        all(names) and all(re.search(_word(name), text, re.IGNORECASE) for name in names)
        for names in (_names(spelled) for spelled in _spelled(person))
    )


def _pattern(person: Mapping[str, Any], *, alone: bool, address: bool) -> re.Pattern[str] | None:
    known = [str(person.get("mail", ""))]
    phone = str(person.get("phone", ""))
    if sum(map(str.isdigit, phone)) >= _FEWEST_DIGITS:
        known.append(phone)
    for spelled in _spelled(person):
        last, first = _names(spelled)
        organisation = str(spelled.get("organisation", ""))
        if organisation.casefold() not in _OF_MANY:
            known.append(organisation)
        if last and first:
            known += [f"{first} {last}", f"{last}, {first}", f"{last} {first}"]
        if alone:
            known.append(last)
    if address:  # elsewhere a street is that of a plot, too
        addresses = (*_spelled(person), *person.get("further_addresses", ()))
        known += [str(each.get("street", "")) for each in addresses]
    words = sorted({word for word in known if len(word) >= _SHORTEST}, key=len, reverse=True)
    return re.compile("|".join(map(_word, words)), re.IGNORECASE) if words else None


def _spelled(person: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    return (person, *person.get("spellings", ()))


def _names(spelled: Mapping[str, Any]) -> tuple[str, str]:
    return str(spelled.get("last_name", "")), str(spelled.get("first_name", ""))


def _word(text: str) -> str:
    return rf"(?<!\w){re.escape(text)}(?!\w)"


def _mapped(content: Any, change: Callable[[str], str], *, free: bool) -> Any:
    if isinstance(content, str):
        return change(content) if free and len(content) <= _LONGEST else content
    if isinstance(content, dict):
        return {key: _mapped(value, change, free=free or key in _FREE) for key, value in content.items()}
    if isinstance(content, list):
        return [_mapped(value, change, free=free) for value in content]
    return content


def _free_words(content: Any, change: Callable[[str], str]) -> Any:
    """Change what people wrote freely in a content; one that is a mere text is nothing else."""
    return _mapped(content, change, free=isinstance(content, str))


def words_of(content: Any) -> list[str]:
    """Return what people wrote freely in a sealed content."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    _free_words(content, keep)
    return found


def is_about(details: Mapping[str, Any], ids: Collection[str]) -> bool:
    """Tell whether the sealed details of a history entry name the person by id."""
    return any(details.get(name) in ids for name in ("owner_id", "gone_id", "other_id"))
