"""The axes of state and the moves that each allows.

Every axis of a site (or of an owner at a site) has its own values and its own table of moves; a
move that is not in the table is refused with the reason. Undoing the last move is not a move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from flurinfill.model.errors import MoveRefused

S = TypeVar("S", bound=StrEnum)


class Review(StrEnum):
    """Prüfung of a site."""

    CANDIDATE = "candidate"
    IN_REVIEW = "in_review"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    SUPERSEDED = "superseded"


class Outreach(StrEnum):
    """Ansprache of one owner about one site."""

    NONE = "none"
    RESEARCH = "research"
    SENT = "sent"
    REMINDED = "reminded"
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    UNDELIVERABLE = "undeliverable"
    DO_NOT_CONTACT = "do_not_contact"


class SiteOutreach(StrEnum):
    """Ansprache of a site: what that of its owners comes to."""

    NONE = "none"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class Willingness(StrEnum):
    """Verkaufsbereitschaft of one owner about one site, from most to least ready."""

    SELL = "sell"
    SELL_CONDITIONAL = "sell_conditional"
    BUILD_SELF = "build_self"
    SWAP = "swap"
    LEASE = "lease"
    ADVICE = "advice"
    UNDECIDED = "undecided"
    HEIRS_UNCLEAR = "heirs_unclear"
    UNKNOWN = "unknown"
    NO_INTEREST = "no_interest"


class Availability(StrEnum):
    """Verfügbarkeit of a site."""

    UNKNOWN = "unknown"
    AVAILABLE = "available"
    MARKETED = "marketed"
    RESERVED = "reserved"
    SOLD = "sold"
    PERMIT = "permit"
    BUILT = "built"
    WITHDRAWN = "withdrawn"


class Publication(StrEnum):
    """Veröffentlichung of a site in the register of §200(3) BauGB."""

    NOT_ANNOUNCED = "not_announced"
    ANNOUNCED = "announced"
    CLEARED = "cleared"
    PUBLISHED = "published"
    OBJECTED = "objected"
    WITHDRAWN = "withdrawn"


class RejectReason(StrEnum):
    """Why a site was rejected in review."""

    BAD_DATA = "bad_data"
    TOO_SMALL = "too_small"
    NO_ACCESS = "no_access"
    OUTSIDE = "outside"
    OWN_GARDEN = "own_garden"
    PUBLIC_USE = "public_use"
    FLOOD_OR_NATURE = "flood_or_nature"
    MONUMENT = "monument"
    CONTAMINATION = "contamination"
    ENCUMBRANCE = "encumbrance"
    ALREADY_BUILT = "already_built"
    OTHER = "other"


REVIEW_MOVES: Mapping[Review, frozenset[Review]] = {
    Review.CANDIDATE: frozenset({Review.IN_REVIEW, Review.CONFIRMED, Review.REJECTED, Review.DEFERRED}),
    Review.IN_REVIEW: frozenset({Review.CONFIRMED, Review.REJECTED, Review.DEFERRED, Review.CANDIDATE}),
    Review.DEFERRED: frozenset({Review.IN_REVIEW, Review.CONFIRMED, Review.REJECTED}),
    Review.CONFIRMED: frozenset({Review.IN_REVIEW}),
    Review.REJECTED: frozenset({Review.IN_REVIEW}),
    Review.SUPERSEDED: frozenset(),
}

OUTREACH_MOVES: Mapping[Outreach, frozenset[Outreach]] = {
    Outreach.NONE: frozenset({Outreach.RESEARCH, Outreach.SENT, Outreach.DO_NOT_CONTACT}),
    Outreach.RESEARCH: frozenset({Outreach.SENT, Outreach.UNDELIVERABLE, Outreach.DO_NOT_CONTACT}),
    Outreach.SENT: frozenset(
        {
            Outreach.REMINDED,
            Outreach.ANSWERED,
            Outreach.NO_ANSWER,
            Outreach.UNDELIVERABLE,
            Outreach.DO_NOT_CONTACT,
        }
    ),
    Outreach.REMINDED: frozenset(
        {Outreach.ANSWERED, Outreach.NO_ANSWER, Outreach.UNDELIVERABLE, Outreach.DO_NOT_CONTACT}
    ),
    Outreach.NO_ANSWER: frozenset(
        {Outreach.RESEARCH, Outreach.SENT, Outreach.ANSWERED, Outreach.DO_NOT_CONTACT}
    ),
    Outreach.UNDELIVERABLE: frozenset(
        {Outreach.RESEARCH, Outreach.SENT, Outreach.ANSWERED, Outreach.DO_NOT_CONTACT}
    ),
    Outreach.ANSWERED: frozenset({Outreach.SENT, Outreach.DO_NOT_CONTACT}),
    Outreach.DO_NOT_CONTACT: frozenset({Outreach.RESEARCH}),
}

AVAILABILITY_MOVES: Mapping[Availability, frozenset[Availability]] = {
    Availability.UNKNOWN: frozenset(
        {Availability.AVAILABLE, Availability.WITHDRAWN, Availability.PERMIT, Availability.BUILT}
    ),
    Availability.AVAILABLE: frozenset(
        {Availability.MARKETED, Availability.RESERVED, Availability.SOLD, Availability.WITHDRAWN}
    ),
    Availability.MARKETED: frozenset(
        {Availability.AVAILABLE, Availability.RESERVED, Availability.SOLD, Availability.WITHDRAWN}
    ),
    Availability.RESERVED: frozenset(
        {Availability.AVAILABLE, Availability.MARKETED, Availability.SOLD, Availability.WITHDRAWN}
    ),
    Availability.SOLD: frozenset({Availability.PERMIT, Availability.BUILT}),
    Availability.PERMIT: frozenset({Availability.BUILT, Availability.WITHDRAWN}),
    Availability.WITHDRAWN: frozenset({Availability.UNKNOWN, Availability.AVAILABLE}),
    Availability.BUILT: frozenset({Availability.UNKNOWN}),
}

PUBLICATION_MOVES: Mapping[Publication, frozenset[Publication]] = {
    Publication.NOT_ANNOUNCED: frozenset({Publication.ANNOUNCED, Publication.OBJECTED}),
    Publication.ANNOUNCED: frozenset({Publication.CLEARED, Publication.OBJECTED}),
    Publication.CLEARED: frozenset({Publication.PUBLISHED, Publication.OBJECTED}),
    Publication.PUBLISHED: frozenset({Publication.WITHDRAWN, Publication.OBJECTED}),
    Publication.WITHDRAWN: frozenset({Publication.CLEARED, Publication.OBJECTED}),
    Publication.OBJECTED: frozenset({Publication.ANNOUNCED}),
}


def check_review(old: Review, new: Review, reason: RejectReason | None, note: str = "") -> None:
    """Allow or refuse a move of the review by a person.

    ``rejected`` needs a reason from the list; reopening a rejected site needs a note that says why.

    Raises
    ------
    MoveRefused
        ``move_not_allowed``, ``reject_reason_missing`` or ``reopen_reason_missing``.
    """
    _check(REVIEW_MOVES, "Review", old, new)
    if new is Review.REJECTED and reason is None:
        raise MoveRefused("reject_reason_missing")
    if old is Review.REJECTED and not note.strip():
        raise MoveRefused("reopen_reason_missing")


def check_outreach(old: Outreach, new: Outreach, reason: str = "") -> None:
    """Allow or refuse a move of the outreach; leaving ``do_not_contact`` needs a reason."""
    _check(OUTREACH_MOVES, "Outreach", old, new)
    if old is Outreach.DO_NOT_CONTACT and not reason.strip():
        raise MoveRefused("recontact_reason_missing")


def check_availability(old: Availability, new: Availability, review: Review, reason: str = "") -> None:
    """Allow or refuse a move of the availability.

    ``marketed`` needs a confirmed review; ``built → unknown`` is a correction and needs a reason.
    """
    _check(AVAILABILITY_MOVES, "Availability", old, new)
    if new is Availability.MARKETED and review is not Review.CONFIRMED:
        raise MoveRefused("marketed_needs_confirmed")
    if old is Availability.BUILT and not reason.strip():
        raise MoveRefused("correction_reason_missing")


def check_publication(old: Publication, new: Publication, month_over: bool) -> None:
    """Allow or refuse a move of the publication; ``cleared`` only when the month is over."""
    _check(PUBLICATION_MOVES, "Publication", old, new)
    if old is Publication.ANNOUNCED and new is Publication.CLEARED and not month_over:
        raise MoveRefused("announcement_month_running")


def site_willingness(values: list[Willingness]) -> Willingness:
    """Derive a site's willingness from its owners'.

    Sellable only if every co-owner sells; one ``no_interest`` makes it ``no_interest``; otherwise
    the least ready value counts. Without owners it is ``unknown``.
    """
    if not values:
        return Willingness.UNKNOWN
    readiness = list(Willingness)
    return max(values, key=readiness.index)


def site_outreach(values: Iterable[Outreach]) -> SiteOutreach:
    """Derive a site's outreach from its owners'.

    Whoever was written to and has not answered makes it ``waiting``; else one answer is enough for
    ``answered``; it is ``none`` while nobody was written to, and ``closed`` when no letter brought
    anything.
    """
    states = set(values)
    if states & {Outreach.SENT, Outreach.REMINDED}:
        return SiteOutreach.WAITING
    if Outreach.ANSWERED in states:
        return SiteOutreach.ANSWERED
    return SiteOutreach.NONE if states <= {Outreach.NONE, Outreach.RESEARCH} else SiteOutreach.CLOSED


def _check(moves: Mapping[S, frozenset[S]], axis: str, old: S, new: S) -> None:
    if new not in moves[old]:
        allowed = sorted(value.value for value in moves[old])
        raise MoveRefused("move_not_allowed", axis=axis, old=old.value, new=new.value, allowed=allowed)
