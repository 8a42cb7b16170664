"""What a dossier may hold: everything about a few cases, owners too, for the office itself.

It is the only release with people in it. It takes the passphrase, a role that may hand out, and a name
of who makes it; each read of owner data is logged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import geopandas as gpd

from flurinfill.model.audience import Audience
from flurinfill.model.case_files import CaseFile
from flurinfill.model.errors import GateClosed, InputError
from flurinfill.model.owners import Contact, Owner, OwnerKind, Ownership
from flurinfill.model.reservations import Reservation
from flurinfill.model.roles import HAND_OUT, check
from flurinfill.model.site_fields import FieldValue
from flurinfill.model.sites import Site
from flurinfill.project import Project, queries
from flurinfill.project.queries import Event, Objection
from flurinfill.reports import gate
from flurinfill.reports.release import Release, Withheld

MOST_CASES = 20
"""More owners than an official needs for the day's work do not leave in one file."""
PURPOSE = "dossier"
_UNSAID: Mapping[str, Any] = {
    "outreach_on": "",
    "willingness": "unknown",
    "willingness_on": "",
    "willingness_source": "",
    "horizon": "",
    "motives": (),
    "wishes": "",
    "consent": False,
    "consent_on": "",
}


_WORDS = ("wishes", "motives", "horizon", "willingness_on", "consent")


@dataclass(frozen=True)
class Person:
    """An owner of a case, or who was one, with what the office asked and what was said.

    Attributes
    ----------
    owner : Owner
        Of a former one the name only.
    shares : tuple of Ownership
    said : mapping
        As a row of :func:`flurinfill.project.queries.outreach_of`.
    present : bool
        False for a former owner who was written to.

    Raises
    ------
    GateClosed
        ``restricted_person`` where more than the name of a person is told whose processing is restricted.
    """

    owner: Owner
    shares: tuple[Ownership, ...]
    said: Mapping[str, Any]
    present: bool = True

    def __post_init__(self) -> None:
        owner = self.owner
        told = (*owner.letter_address.place, owner.phone, owner.mail, *owner.further_addresses)
        if owner.restricted and (any(told) or any(self.said.get(name) for name in _WORDS)):
            raise GateClosed("restricted_person")


@dataclass(frozen=True)
class CaseFolder:
    """Everything about one case.

    Attributes
    ----------
    site : Site
    fields : mapping of str to FieldValue
        The form, sealed fields too.
    persons : tuple of Person
    contacts : tuple of Contact
        The latest first; of a restricted person without words.
    objections : tuple of Objection
    events : tuple of Event
        The latest first, without contacts.
    files : tuple of CaseFile
        With thumbnails, without contents.
    reservations : tuple of Reservation
        The latest first; of a restricted person the name only.
    further_names : mapping of str to str
        Names by id of whom events speak and nothing else does.
    """

    site: Site
    fields: Mapping[str, FieldValue]
    persons: tuple[Person, ...]
    contacts: tuple[Contact, ...]
    objections: tuple[Objection, ...]
    events: tuple[Event, ...]
    files: tuple[CaseFile, ...]
    reservations: tuple[Reservation, ...] = ()
    further_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """Names of the owners, and of whoever it was reserved for, by id."""
        owners = {person.owner.owner_id: person.owner.name for person in self.persons}
        return {**self.further_names, **owners}

    @property
    def words(self) -> str:
        """Everything in it that somebody wrote."""
        return " ".join(
            [
                self.site.note or "",
                *self.names.values(),
                *(str(person.said.get("wishes") or "") for person in self.persons),
                *(f"{person.owner.street} {person.owner.city}" for person in self.persons),
                *(contact.text for contact in self.contacts),
                *(f"{objection.name} {objection.text}" for objection in self.objections),
                *(f"{_named(each)} {each.note}" for each in self.reservations),
                *(str(known.value) for known in self.fields.values() if known.value is not None),
                *(f"{file.title} {file.name}" for file in self.files),
            ]
        )


def _named(reservation: Reservation) -> str:
    return reservation.party.name if reservation.party is not None else ""


@dataclass(frozen=True)
class DossierRelease:
    """A few cases with everything, for the office itself.

    Attributes
    ----------
    release : Release
        Internal: maps, figures, rules, without people.
    cases : tuple of CaseFolder
        One for each site of the release, in that order.
    made_by : str
        Who makes it; stands on every page.

    Raises
    ------
    GateClosed
        ``dossier_internal_only``, ``marking_missing`` or ``maker_missing``.
    """

    release: Release
    cases: tuple[CaseFolder, ...]
    made_by: str
    withheld: tuple[Withheld, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.release.audience is not Audience.INTERNAL:
            raise GateClosed("dossier_internal_only", audience=self.release.audience.value)
        if not self.release.marking:
            raise GateClosed("marking_missing")
        if not self.made_by.strip():
            raise GateClosed("maker_missing")
        if [case.site.case_no for case in self.cases] != list(self.release.sites["case_no"]):
            raise GateClosed("column_not_allowed", columns=["case_no"], audience=Audience.INTERNAL.value)

    @property
    def audience(self) -> Audience:
        """For whom it is: always the office itself."""
        return self.release.audience

    @property
    def sites(self) -> gpd.GeoDataFrame:
        """The sites, under the name that every release has."""
        return self.release.sites

    @property
    def texts(self) -> dict[str, str]:
        """What people wrote, by case number."""
        return {case.site.case_no: case.words for case in self.cases}


def release_dossier(
    project: Project, audience: Audience, site_ids: Sequence[int] | None, today: date
) -> DossierRelease:
    """Give everything about some cases; the reads of owner data are logged.

    Raises
    ------
    GateClosed
        ``dossier_internal_only``.
    InputError
        ``too_many_dossiers``, ``site_unknown``.
    ProjectError
        ``role_reads`` for somebody who only reads.
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    if audience is not Audience.INTERNAL:
        raise GateClosed("dossier_internal_only", audience=audience.value)
    check(project.role, project.user, HAND_OUT)
    project.vault.require()
    wanted = list(queries.site_table(project).index if site_ids is None else dict.fromkeys(site_ids))
    if len(wanted) > MOST_CASES:
        raise InputError("too_many_dossiers", count=len(wanted), most=MOST_CASES)
    release = gate.release(project, audience, site_ids=wanted, today=today)
    ids = {str(queries.site(project, site_id).case_no): int(site_id) for site_id in wanted}
    objections = queries.objections(project)
    cases = tuple(_case(project, ids[str(case)], objections) for case in release.sites["case_no"])
    return DossierRelease(release, cases, project.user, release.withheld)


def _case(project: Project, site_id: int, objections: Sequence[Objection]) -> CaseFolder:
    site = queries.site(project, site_id)
    persons = _persons(project, site)
    reserved = queries.reservations(project, site_id)
    events = [event for event in queries.timeline(project, site_id) if event.contact is None]
    ids = {str(event.details.get("owner_id", "")) for event in events}
    others = queries.owners_by_id(project, ids - {person.owner.owner_id for person in persons}, PURPOSE)
    parties = (each.party for each in reserved if each.party is not None)
    known = (*(person.owner for person in persons), *parties, *others.values())
    silent = frozenset(owner.owner_id for owner in known if owner.restricted)
    return CaseFolder(
        site=site,
        fields=queries.site_fields(project, site_id),
        persons=persons,
        contacts=tuple(_contact(each, silent) for each in queries.contacts(project, site_id)),
        objections=tuple(_objection(each, silent) for each in objections if each.site_id == site_id),
        events=tuple(_event(each, silent) for each in events),
        files=tuple(queries.case_files(project, site_id)),
        reservations=tuple(map(_reservation, reserved)),
        further_names={key: each.name for key, each in others.items()},
    )


def _persons(project: Project, site: Site) -> tuple[Person, ...]:
    owners: dict[str, Owner] = {}
    shares: dict[str, list[Ownership]] = {}
    for owner, share in queries.owners_of(project, site.parcel_ids, PURPOSE):
        owners[owner.owner_id] = _limited(owner)
        shares.setdefault(owner.owner_id, []).append(share)
    said = {
        str(row["owner_id"]): row for row in queries.outreach_of(project, site.site_id).to_dict("records")
    }
    persons = [
        _person(owner, tuple(shares[key]), {str(name): value for name, value in said.get(key, {}).items()})
        for key, owner in owners.items()
    ]
    return (*persons, *(_former(key, row) for key, row in said.items() if key not in owners))


def _person(owner: Owner, shares: tuple[Ownership, ...], said: Mapping[str, Any]) -> Person:
    return Person(owner, shares, {**said, **_UNSAID} if owner.restricted else said)


def _limited(owner: Owner) -> Owner:
    """Return the owner with nothing but the name where processing is restricted (Art. 18 GDPR)."""
    if not owner.restricted:
        return owner
    return replace(
        owner, street="", postcode="", city="", phone="", mail="", further_addresses=(), spellings=(),
        address_source="", address_as_of=None,
    )  # fmt: skip


def _former(owner_id: str, said: Mapping[Any, Any]) -> Person:
    """Return somebody who was written to and owns nothing here any more: the name, and what was asked."""
    restricted = bool(said["restricted"])
    owner = Owner(owner_id, OwnerKind.PERSON, last_name=str(said["name"]), restricted=restricted)
    told = {str(name): value for name, value in said.items()}
    return Person(owner, (), {**told, **_UNSAID} if restricted else told, present=False)


def _contact(contact: Contact, silent: Collection[str]) -> Contact:
    return replace(contact, text="", result=None) if contact.owner_id in silent else contact


def _objection(objection: Objection, silent: Collection[str]) -> Objection:
    return replace(objection, text="") if objection.owner_id in silent else objection


def _reservation(reservation: Reservation) -> Reservation:
    party = reservation.party
    if party is None or not party.restricted:
        return reservation
    return replace(reservation, party=_limited(party), note="")


def _event(event: Event, silent: Collection[str]) -> Event:
    """Return the event; of what a restricted person said, only that it was noted."""
    owner_id = str(event.details.get("owner_id", ""))
    return replace(event, details={"owner_id": owner_id}) if owner_id in silent else event
