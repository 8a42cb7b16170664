"""Owners, shares and contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
    OTHER = "other"  # 9999


@dataclass(frozen=True)
class Owner:
    """A person, an organisation, or a community without named persons. Sealed in the project."""

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

    @property
    def name(self) -> str:
        """Display name: organisation, or last name and first name."""
        if self.organisation:
            return self.organisation
        return ", ".join(part for part in (self.last_name, self.first_name) if part)


@dataclass(frozen=True)
class Ownership:
    """Eigentumsanteil: one owner's share of one parcel (shares as fractions)."""

    parcel_id: str
    owner_id: str
    numerator: int | None = None
    denominator: int | None = None
    community: CommunityKind | None = None
    community_id: str = ""
    booking: str = ""  # Buchungsart code, e.g. "1100", "1301", "2103"
    sheet: str = ""  # Grundbuchblatt


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
    """One letter, call, mail or visit. The text is sealed in the project."""

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
