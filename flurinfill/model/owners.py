"""Owners, shares and contacts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from flurinfill.model.errors import InputError


class OwnerKind(StrEnum):
    """What an owner is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COMMUNITY = "community"  # a community without named persons


class OwnerCategory(StrEnum):
    """Eigentümerart, for figures and maps without names."""

    PRIVATE = "private"
    COMPANY = "company"
    MUNICIPALITY = "municipality"
    STATE = "state"
    FEDERATION = "federation"
    CHURCH = "church"
    ASSOCIATION = "association"
    OTHER = "other"
    UNKNOWN = "unknown"


class CommunityKind(StrEnum):
    """artDerRechtsgemeinschaft of ALKIS."""

    HEIRS = "heirs"  # 1000 Erbengemeinschaft
    MARITAL = "marital"  # 2000 Gütergemeinschaft
    GBR = "gbr"  # 3000 BGB-Gesellschaft
    WEG = "weg"  # Wohnungseigentümergemeinschaft; ALKIS has no key for it
    OTHER = "other"  # 9999


@dataclass(frozen=True)
class Address:
    """Where an owner can be reached, from whom the office knows it, and of which day that is."""

    street: str = ""
    postcode: str = ""
    city: str = ""
    source: str = ""
    as_of: date | None = None

    @property
    def text(self) -> str:
        """Street, postcode and town in one line."""
        town = f"{self.postcode} {self.city}".strip()
        return ", ".join(part for part in (self.street, town) if part)

    @property
    def place(self) -> tuple[str, str, str]:
        """Street, postcode and town without what is written now so and now so."""
        return _plain(self.street), _plain(self.postcode), _plain(self.city)


@dataclass(frozen=True)
class Spelling:
    """An id, name and address under which the cadastre has an owner whom the office knows otherwise."""

    owner_id: str
    kind: str
    last_name: str = ""
    first_name: str = ""
    organisation: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""

    @property
    def name(self) -> tuple[str, ...]:
        """What the owner is and is called, as names are compared."""
        words = (self.kind, self.last_name, self.first_name, self.organisation)
        return tuple(_plain(word) for word in words)

    @property
    def place(self) -> tuple[str, str, str]:
        """The address, as addresses are compared."""
        return self.address.place

    @property
    def address(self) -> Address:
        """Where the cadastre has the owner."""
        return Address(self.street, self.postcode, self.city)


@dataclass(frozen=True)
class Owner:
    """A person, an organisation, or a community without named persons. Sealed in the project.

    Letters go to ``street``, ``postcode`` and ``city``. Of whom the office entered or corrected
    (``by_hand``) a newer cadastre changes nothing; ``spellings`` are how the cadastre has that owner.
    """

    owner_id: str
    kind: OwnerKind
    category: OwnerCategory = OwnerCategory.UNKNOWN
    last_name: str = ""
    first_name: str = ""
    organisation: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    mail: str = ""
    source: str = ""
    as_of: date | None = None
    deceased: bool = False
    restricted: bool = False  # Art. 18 GDPR, or an objection by Art. 21
    address_source: str = ""  # of the address for letters; "" for that of the owner
    address_as_of: date | None = None
    further_addresses: tuple[Address, ...] = ()
    by_hand: bool = False
    spellings: tuple[Spelling, ...] = ()
    distinct_from: tuple[str, ...] = ()  # ids of owners who are somebody else, as a person said
    removed_from: tuple[str, ...] = ()  # parcels off which a person took the owner

    @property
    def letter_address(self) -> Address:
        """Where letters go."""
        source, as_of = self.address_source, self.address_as_of
        if not source and as_of is None:
            source, as_of = self.source, self.as_of
        return Address(self.street, self.postcode, self.city, source, as_of)

    @property
    def spelling(self) -> Spelling:
        """The owner as the project has it now."""
        names = (self.last_name, self.first_name, self.organisation)
        return Spelling(self.owner_id, self.kind.value, *names, self.street, self.postcode, self.city)

    @property
    def name(self) -> str:
        """Display name: organisation, or last name and first name."""
        if self.organisation:
            return self.organisation
        return ", ".join(part for part in (self.last_name, self.first_name) if part)


def merged(kept: Owner, gone: Owner) -> Owner:
    """Return one owner for two who are the same: the first, with what only the second had.

    Every address stays known; who died or is restricted in one spelling is so altogether.
    """
    known = {address.place for address in (kept.letter_address, *kept.further_addresses)}
    more = [
        address
        for address in (gone.letter_address, *gone.further_addresses)
        if any(address.place) and address.place not in known
    ]
    spellings = dict.fromkeys((*kept.spellings, kept.spelling, gone.spelling, *gone.spellings))
    apart = dict.fromkeys((*kept.distinct_from, *gone.distinct_from))
    removed = dict.fromkeys((*kept.removed_from, *gone.removed_from))
    owner = replace(
        kept,
        phone=kept.phone or gone.phone,
        mail=kept.mail or gone.mail,
        deceased=kept.deceased or gone.deceased,
        restricted=kept.restricted or gone.restricted,
        further_addresses=(*kept.further_addresses, *more),
        by_hand=True,
        spellings=tuple(spellings),
        distinct_from=tuple(apart),
        removed_from=tuple(removed),
    )
    if any(kept.letter_address.place) or not more:
        return owner
    letter, *further = more
    return replace(
        owner,
        street=letter.street,
        postcode=letter.postcode,
        city=letter.city,
        address_source=letter.source,
        address_as_of=letter.as_of,
        further_addresses=tuple(further),
    )


@dataclass(frozen=True)
class Ownership:
    """Eigentumsanteil: one owner's share of one parcel (shares as fractions).

    Members of a community hold its share jointly: each has the share of the community, and may have
    a part of the community (``part_numerator`` / ``part_denominator``).
    """

    parcel_id: str
    owner_id: str
    numerator: int | None = None
    denominator: int | None = None
    community: CommunityKind | None = None
    community_id: str = ""
    booking: str = ""  # Buchungsart code, e.g. "1100", "1301", "2103"
    sheet: str = ""  # Grundbuchblatt
    part_numerator: int | None = None
    part_denominator: int | None = None
    by_hand: bool = False
    answered: bool = False  # told by the land survey office, not by a cadastre


class ContactChannel(StrEnum):
    """How a contact happened."""

    LETTER = "letter"
    CALL = "call"
    MAIL = "mail"
    VISIT = "visit"
    MEETING = "meeting"


class ContactResult(StrEnum):
    """What a contact brought."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CALLBACK = "callback"
    INTERESTED = "interested"
    DECLINED = "declined"
    INFORMATION_SENT = "information_sent"


@dataclass(frozen=True)
class Contact:
    """One letter, call, mail or visit; text and person are sealed in the project.

    ``follow_up_by`` is the person of the office who follows up, ``""`` for whoever comes first.
    """

    contact_id: int
    site_id: int
    owner_id: str
    channel: ContactChannel
    outgoing: bool
    on: date
    result: ContactResult | None
    text: str
    follow_up_on: date | None
    follow_up_done: bool
    follow_up_by: str = ""


def check_owner(owner: Owner) -> None:
    """Refuse an owner whom nobody could name or reach as entered.

    A community without named persons needs no name.

    Raises
    ------
    InputError
        ``owner_nameless``, ``owner_mail_wrong``, ``owner_address_empty``.
    """
    if owner.kind is OwnerKind.PERSON and not owner.last_name.strip():
        raise InputError("owner_nameless")
    if owner.kind is OwnerKind.ORGANISATION and not owner.organisation.strip():
        raise InputError("owner_nameless")
    if owner.mail and "@" not in owner.mail.strip("@"):
        raise InputError("owner_mail_wrong", mail=owner.mail)
    if any(not any(address.place) for address in owner.further_addresses):
        raise InputError("owner_address_empty")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
