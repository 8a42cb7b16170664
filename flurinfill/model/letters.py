"""Letters to owners: their kinds, and why an owner gets none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flurinfill.model.states import Outreach


class LetterKind(StrEnum):
    """What a letter is for."""

    SURVEY = "survey"
    REMINDER = "reminder"
    INVITATION = "invitation"
    THANKS = "thanks"


class LeftOut(StrEnum):
    """Why an owner is left out of a run of letters."""

    NO_OWNER = "no_owner"  # the project knows no owner of the parcels
    OWN_LAND = "own_land"  # the town itself, which writes the letters
    NO_PERSON = "no_person"  # a community without named persons
    NO_ADDRESS = "no_address"
    DECEASED = "deceased"
    RESTRICTED = "restricted"  # Art. 18 GDPR, or an objection by Art. 21
    DO_NOT_CONTACT = "do_not_contact"
    UNDELIVERABLE = "undeliverable"
    NOT_DUE = "not_due"  # the state of the outreach allows no such letter


OUTREACH_AFTER: Mapping[LetterKind, Outreach | None] = {
    LetterKind.SURVEY: Outreach.SENT,
    LetterKind.REMINDER: Outreach.REMINDED,
    LetterKind.INVITATION: None,
    LetterKind.THANKS: None,
}
"""State of the outreach that a letter leads to; None where it stays."""

_MAY_GET: Mapping[LetterKind, frozenset[Outreach]] = {
    LetterKind.SURVEY: frozenset({Outreach.NONE, Outreach.RESEARCH, Outreach.NO_ANSWER, Outreach.ANSWERED}),
    LetterKind.REMINDER: frozenset({Outreach.SENT}),
    LetterKind.INVITATION: frozenset(set(Outreach) - {Outreach.UNDELIVERABLE, Outreach.DO_NOT_CONTACT}),
    LetterKind.THANKS: frozenset({Outreach.ANSWERED}),
}


def reason_against(kind: LetterKind, outreach: Outreach) -> LeftOut | None:
    """Tell why an owner in this state gets no letter of this kind; None when they get one."""
    if outreach is Outreach.DO_NOT_CONTACT:
        return LeftOut.DO_NOT_CONTACT
    if outreach is Outreach.UNDELIVERABLE:
        return LeftOut.UNDELIVERABLE
    return None if outreach in _MAY_GET[kind] else LeftOut.NOT_DUE


@dataclass(frozen=True)
class LetterText:
    """Text of a kind of letter, with fields in braces.

    Attributes
    ----------
    subject : str
    paragraphs : tuple of str
    """

    subject: str
    paragraphs: tuple[str, ...]


FIELDS = (
    "place",
    "parcels",
    "case_numbers",
    "town",
    "department",
    "person",
    "phone",
    "mail",
    "deadline",
    "first_letter",
    "event_day",
    "event_time",
    "event_place",
)
"""Fields that a letter's text may name."""
