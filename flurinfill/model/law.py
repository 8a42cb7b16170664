"""Dates of the law: the month of §200(3) BauGB, counted by §§187, 188 and 193 BGB in Saxony."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def saxon_holidays(year: int) -> frozenset[date]:
    """Public holidays in Saxony (SächsSFG §1), with Reformation Day and the day of penance."""
    sunday = easter(year)
    advent_4 = date(year, 12, 24) - timedelta(days=(date(year, 12, 24).weekday() + 1) % 7)
    penance = advent_4 - timedelta(days=32)
    moving = {sunday + timedelta(days=offset) for offset in (-2, 1, 39, 50)}
    fixed = {date(year, *day) for day in ((1, 1), (5, 1), (10, 3), (10, 31), (12, 25), (12, 26))}
    return frozenset(moving | fixed | {penance})


def is_working_day(day: date) -> bool:
    """Tell whether a period may end on this day (§193 BGB: no Saturday, Sunday, holiday)."""
    return day.weekday() < 5 and day not in saxon_holidays(day.year)


def month_end(announced_on: date) -> date:
    """Day on which a month ends by the calendar alone.

    The day of the notice does not count (§187(1) BGB); the month ends on the day with the same
    number, or the last of a shorter month (§188(2), (3)).
    """
    year, month = announced_on.year, announced_on.month + 1
    if month > 12:
        year, month = year + 1, 1
    return date(year, month, min(announced_on.day, monthrange(year, month)[1]))


def objection_deadline(announced_on: date) -> date:
    """Last day of the month in which owners can object (§200(3) BauGB).

    The month as :func:`month_end` counts it; an end on a weekend or holiday moves to the next working
    day (§193 BGB).
    """
    end = month_end(announced_on)
    while not is_working_day(end):
        end += timedelta(days=1)
    return end


def month_is_over(announced_on: date, today: date) -> bool:
    """Tell whether publication is allowed: from the day after the deadline."""
    return today > objection_deadline(announced_on)
