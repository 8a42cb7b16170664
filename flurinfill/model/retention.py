"""How long data about owners is kept before the office looks whether it still needs it (DOMAIN B8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flurinfill.model.states import Availability, Outreach

SETTLED = frozenset({Availability.BUILT, Availability.SOLD, Availability.WITHDRAWN})
"""States of a plot that end the talk with its owners."""
UNANSWERED = frozenset({Outreach.SENT, Outreach.REMINDED, Outreach.NO_ANSWER, Outreach.UNDELIVERABLE})
YEAR = timedelta(days=365)
REVIEW_BY = "review_by"
"""Key in what is kept of an owner at a site: the office postponed the proposal to this day."""


class KeepReason(StrEnum):
    """Why erasing is proposed."""

    SETTLED = "settled"
    UNANSWERED = "unanswered"
    RESERVATION_ENDED = "reservation_ended"
    LEFT_OVER = "left_over"  # neither a share nor a case


@dataclass(frozen=True)
class Due:
    """From when on erasing is proposed, and what the years are counted from."""

    reason: KeepReason
    since: date
    review_by: date


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes the 28th.

    Examples
    --------
    >>> years_after(date(2024, 2, 29), 2)
    datetime.date(2026, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def due(
    settled_on: date | None,
    outreach: Outreach,
    outreach_on: date | None,
    *,
    settled_years: int,
    unanswered_years: int,
) -> Due | None:
    """Say from when on erasing an owner is proposed as far as one site goes; None while it is worked on.

    Parameters
    ----------
    settled_on : date or None
        Day on which the plot was built on, sold or withdrawn; None where it is none of these.
    outreach, outreach_on : Outreach, date or None
        What the owner was asked or answered last, and when.
    settled_years, unanswered_years : int
        Of the office.
    """
    if settled_on is not None:
        return Due(KeepReason.SETTLED, settled_on, years_after(settled_on, settled_years))
    if outreach in UNANSWERED and outreach_on is not None:
        return Due(KeepReason.UNANSWERED, outreach_on, years_after(outreach_on, unanswered_years))
    return None
