"""Find a parcel, a street, a case, an owner or a note by whatever a clerk types."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from sqlalchemy import select

from flurinfill.model import parcel_id as ids
from flurinfill.project import access, frames, people
from flurinfill.project.project import Project
from flurinfill.project.queries.places import Places, fold
from flurinfill.project.schema import NOTES, OWNERSHIPS, RESERVATIONS, SITE_PARCELS, SITES

_CASE = re.compile(r"^(?:(?:fall|case)\s*(?:nr\.?|no\.?)?\s*)?(\d{4})[-ß](\d{1,6})$", re.IGNORECASE)
"""A scanner that is set to an American keyboard types a ß where the hyphen is printed."""
_CASE_OF_ANY_YEAR = re.compile(r"^(?:fall|case)\s*(?:nr\.?|no\.?)?\s*(\d{1,6})$", re.IGNORECASE)
_SHORTEST_NAME = 3
_BEGINNINGS = 20
_AROUND = 5
"""Words of a note that are shown on both sides of what was found."""


class HitKind(StrEnum):
    """What was found."""

    PARCEL = "parcel"
    CASE = "case"
    PLACE = "place"
    ADDRESS = "address"
    OWNER = "owner"
    RESERVED = "reserved"
    NOTE = "note"


_FIRST = (HitKind.CASE, HitKind.PARCEL, HitKind.PLACE, HitKind.ADDRESS)
"""What counts where a text must mean parcels."""


@dataclass(frozen=True)
class Hit:
    """Something that was found.

    Attributes
    ----------
    kind : HitKind
    parcel_ids : tuple of str
        In natural order.
    matched : str
        What matched: the case number, the village, the address, the name of the owner or of whom it is
        reserved for, the part of the note; ``""`` for a parcel, whose number says it.
    site_id : int or None
        Of a case and of a note.
    """

    kind: HitKind
    parcel_ids: tuple[str, ...]
    matched: str = ""
    site_id: int | None = None


def search(project: Project, text: str) -> list[str]:
    """Return the ids of the parcels that a text means, in natural order.

    Tried one after the other, the first that finds something counts: a Flurstückskennzeichen of 20
    or 18 characters or a foreign identifier; a case number; a parcel number in any spelling, with
    Gemarkung and Flur where they are typed (``123/4``, ``Flst. 25a``, ``Musterau Flur 2, 25/3``); a
    village; a street, with house number and village where they are typed. A number without
    divisions (``25``) also finds ``25/1`` … when there is no parcel 25 itself.
    """
    return Searcher(project).parcels(text)


@dataclass(frozen=True)
class _Owner:
    """An owner, or whom plots are reserved for, as names are compared."""

    folded: str
    name: str
    parcel_ids: tuple[str, ...]


@dataclass(frozen=True)
class _People:
    """Owners, parties of reservations, and notes by site; in memory while the vault is open."""

    owners: list[_Owner]
    parties: list[_Owner]
    notes: dict[int, str]


class Searcher:
    """Searches one data state of a project; safe in any thread.

    The first search reads the parcels (a second or so for 100,000 of them), the first one with an
    open vault reads owners and notes, too. Whoever changes the project calls :meth:`forget`.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = threading.Lock()
        self._places: Places | None = None
        self._people: _People | None = None
        self._told: frozenset[str] = frozenset()
        self._forgotten = 0

    def forget(self) -> None:
        """Owners or notes have changed, or the vault was locked."""
        self._forgotten += 1
        self._people, self._told = None, frozenset()

    def _read_places(self) -> Places:
        with self._lock:
            if self._places is None:
                self._places = Places(self._project.store)
            return self._places

    @property
    def ready(self) -> bool:
        """Whether the parcels are read."""
        return self._places is not None

    def prepare(self) -> None:
        """Read the parcels, so that the first search need not."""
        self._read_places()

    def find(self, text: str) -> list[Hit]:
        """Return everything that a text means, kind by kind, the best of each first.

        Owners, whom plots are reserved for, and notes are found while the vault is open; that persons are
        shown is logged (purpose ``search``), so none are found in a project that is read-only.
        """
        hits = self.places(text)
        if not hits:
            hits = [Hit(HitKind.PARCEL, (parcel,)) for parcel in self._begun(text)]
        wanted = fold(text)
        if self._project.vault.open and len(wanted) >= _SHORTEST_NAME:
            hits += [*self._persons(wanted), *self._notes(wanted)]
        return hits

    def parcels(self, text: str) -> list[str]:
        """Return the ids of the parcels that a text means, see :func:`search`."""
        hits = self.places(text)
        kinds = {hit.kind for hit in hits}
        first = next((kind for kind in _FIRST if kind in kinds), None)
        found = {parcel for hit in hits if hit.kind is first for parcel in hit.parcel_ids}
        return sorted(found, key=ids.sort_key)

    def places(self, text: str) -> list[Hit]:
        """Return the parcels, cases and addresses that a text means as it stands."""
        wanted = " ".join(text.split())
        if not wanted:
            return []
        places = self._read_places()
        named = places.by_id(wanted)
        parcels = sorted(named or places.by_number(wanted), key=ids.sort_key)
        hits = [Hit(HitKind.PARCEL, (parcel,)) for parcel in parcels]
        hits += self._case(wanted)
        if not named:
            hits += [Hit(HitKind.PLACE, each.parcel_ids, each.text) for each in places.by_place(wanted)]
            hits += [Hit(HitKind.ADDRESS, each.parcel_ids, each.text) for each in places.by_address(wanted)]
        return hits

    def _begun(self, text: str) -> list[str]:
        return self._read_places().by_beginning("_".join(text.split()), _BEGINNINGS)

    def _case(self, text: str) -> Iterator[Hit]:
        if (match := _CASE.match(text)) is not None:
            meant = SITES.c.case_no == f"{match[1]}-{int(match[2]):04d}"
        elif (match := _CASE_OF_ANY_YEAR.match(text)) is not None:
            meant = SITES.c.case_no.like(f"____-{int(match[1]):04d}")
        else:
            return
        query = select(SITES.c.case_no, SITES.c.site_id, SITE_PARCELS.c.parcel_id).join_from(
            SITES, SITE_PARCELS, SITES.c.site_id == SITE_PARCELS.c.site_id
        )
        with self._project.store.reading() as connection:
            rows = connection.execute(query.where(meant).order_by(SITES.c.case_no.desc())).all()
        for (case_no, site_id), members in groupby(rows, key=lambda row: (row[0], row[1])):
            parcels = sorted((row[2] for row in members), key=ids.sort_key)
            yield Hit(HitKind.CASE, tuple(parcels), case_no, site_id)

    # people ---------------------------------------------------------------------------------------

    def _read_people(self) -> _People:
        with self._lock:
            known, forgotten = self._people, self._forgotten
            if known is None:
                project = self._project
                owners = [] if project.read_only else _owners(project)
                parties = [] if project.read_only else _parties(project)
                with project.store.reading() as connection:
                    sealed = connection.execute(select(NOTES.c.site_id, NOTES.c.sealed)).all()
                notes = {
                    site_id: str(project.vault.unseal("notes", site_id, text)) for site_id, text in sealed
                }
                known = _People(owners, parties, notes)
                if forgotten == self._forgotten:  # else it was old before it was read
                    self._people = known
            return known

    def _persons(self, wanted: str) -> list[Hit]:
        known = self._read_people()
        hits = [
            *_named(HitKind.OWNER, known.owners, wanted),
            *_named(HitKind.RESERVED, known.parties, wanted),
        ]
        self._log(hits)
        return hits

    def _log(self, hits: Iterable[Hit]) -> None:
        """Log who was shown; what narrows down the list before is no further read."""
        shown = {f"{hit.matched}|{','.join(hit.parcel_ids)}": hit for hit in hits}
        if not shown.keys() <= self._told:
            parcels = {parcel for hit in shown.values() for parcel in hit.parcel_ids}
            access.log(self._project, "search", len(shown), len(parcels))
        self._told = frozenset(shown)

    def _notes(self, wanted: str) -> list[Hit]:
        notes = {
            site_id: text
            for site_id, text in self._read_people().notes.items()
            if all(word in fold(text) for word in wanted.split())
        }
        if not notes:
            return []
        members: dict[int, list[str]] = {}
        query = select(SITE_PARCELS.c.site_id, SITE_PARCELS.c.parcel_id)
        with self._project.store.reading() as connection:
            for site_id, parcel in connection.execute(query.order_by(SITE_PARCELS.c.position)):
                members.setdefault(site_id, []).append(parcel)
        return [
            Hit(HitKind.NOTE, tuple(members.get(site_id, ())), _snippet(text, wanted), site_id)
            for site_id, text in sorted(notes.items())
        ]


def _named(kind: HitKind, persons: Iterable[_Owner], wanted: str) -> list[Hit]:
    words = wanted.split()
    hits = [
        Hit(kind, person.parcel_ids, person.name)
        for person in persons
        if person.parcel_ids and all(word in person.folded for word in words)
    ]
    return sorted(hits, key=lambda hit: fold(hit.matched))


def _parties(project: Project) -> list[_Owner]:
    """Read for whom sites are reserved, with the parcels of those sites."""
    standing = select(RESERVATIONS.c.reservation_id, RESERVATIONS.c.site_id, RESERVATIONS.c.sealed).where(
        RESERVATIONS.c.ended_on.is_(None), RESERVATIONS.c.sealed.is_not(None)
    )
    with project.store.reading() as connection:
        found = connection.execute(standing).all()
        owners = people.read_owners(connection, project.vault).values() if found else ()
        sites = {row[1] for row in found}
        query = select(SITE_PARCELS.c.site_id, SITE_PARCELS.c.parcel_id)
        members = connection.execute(query.where(SITE_PARCELS.c.site_id.in_(sites))).all()
    names = {owner.owner_id: owner.name for owner in owners}
    parcels: dict[str, list[str]] = {}
    for row, site_id, sealed in found:
        owner_id = project.vault.unseal(RESERVATIONS.name, row, sealed)["owner_id"]
        parcels.setdefault(owner_id, []).extend(parcel for site, parcel in members if site == site_id)
    return [
        _Owner(fold(names[owner_id]), names[owner_id], tuple(sorted(listed, key=ids.sort_key)))
        for owner_id, listed in parcels.items()
        if names.get(owner_id)
    ]


def _owners(project: Project) -> list[_Owner]:
    """Read all owners with their parcels, in small portions: others want to use the file, too."""
    with project.store.reading() as connection:
        owners = people.read_owners(connection, project.vault)
        listed = connection.scalars(select(OWNERSHIPS.c.parcel_id)).all()
    parcels: dict[int, dict[str, None]] = {}
    for chunk in frames.chunks(listed):
        with project.store.reading() as connection:
            shares = people.read_ownerships(connection, project.vault, [str(parcel) for parcel in chunk])
        for parcel, entries in shares.items():
            for share in entries:
                parcels.setdefault(share["row"], {})[parcel] = None
    return [
        _Owner(fold(owner.name), owner.name, tuple(sorted(parcels.get(row, ()), key=ids.sort_key)))
        for row, owner in owners.items()
        if owner.name
    ]


def _snippet(text: str, wanted: str) -> str:
    """Return the part of a note around the first word that was looked for."""
    first, words = wanted.split()[0], text.split()
    found = next((number for number, word in enumerate(words) if first in fold(word)), 0)
    start, end = max(found - _AROUND, 0), found + _AROUND + 1
    shown = " ".join(words[start:end])
    return f"{'… ' if start else ''}{shown}{' …' if end < len(words) else ''}"
