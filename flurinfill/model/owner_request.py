"""Owner data asked for at the land survey office: whose are these parcels? And what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AnswerColumn(StrEnum):
    """What a column of the answer holds."""

    PARCEL = "parcel"
    GEMARKUNG = "gemarkung"
    FLUR = "flur"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    ORGANISATION = "organisation"
    STREET = "street"
    HOUSE_NUMBER = "house_number"
    POSTCODE = "postcode"
    CITY = "city"
    SHARE = "share"
    COMMUNITY = "community"


@dataclass(frozen=True)
class RequestText:
    """What the letter says; ``purpose`` and ``legal_basis`` are fields of its paragraphs.

    The legal basis is a proposal for the office to check, no advice.
    """

    subject: str
    purpose: str
    legal_basis: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class OwnerRequest:
    """A request; ``answered`` are those of its parcels that an answer named owners of."""

    request_id: int
    asked_on: date
    answered_on: date | None
    recipient: tuple[str, ...]
    text: RequestText
    parcels: tuple[str, ...]
    answered: tuple[str, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """Parcels that no answer named owners of."""
        return tuple(parcel for parcel in self.parcels if parcel not in set(self.answered))
