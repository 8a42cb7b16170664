"""Filters of one column: as people type them, as they are kept, and as they hide rows. No Qt.

Text contains words; numbers and days lie between two bounds; states are some of a list; any column
can be empty or filled in. What is typed is what is shown again, in the current language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill import i18n
from flurinfill.i18n import tr

EMPTY, FILLED = "–", "*"
"""What is typed for "nothing in it" and for "something in it"."""
TODAY, WEEK = "today", "week"

Mask = NDArray[np.bool_]
_RANGES = (re.compile(r"\s*(?:\.\.|–)\s*"), re.compile(r"\s-\s"), re.compile(r"(?<=[\w.%€²])\s*-\s*"))
_LEAST = re.compile(r"^(?:>=|≥|>|ab\s|from\s)\s*", re.IGNORECASE)
_MOST = re.compile(r"^(?:<=|≤|<|bis\s|until\s|to\s)\s*", re.IGNORECASE)
_UNIT = re.compile(r"\s*(ha|m²|m2|m|%|€(?:/m²)?)$", re.IGNORECASE)
_SHIFTED = re.compile(rf"{TODAY}(?P<days>[+-]\d{{1,4}})?")
_SHARE = 100.0
_HECTARE = 10_000.0


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"  # 0 to 1, typed and shown as per cent
    AREA = "area"  # m², also typed in ha
    DATE = "date"
    CHOICE = "choice"  # codes of the domain


@dataclass(frozen=True)
class Contains:
    """Text that has every one of these words in it."""

    words: str


@dataclass(frozen=True)
class Between:
    """Numbers between two bounds, both included, compared as they are shown with ``digits`` decimals."""

    low: float | None
    high: float | None
    digits: int = 0


@dataclass(frozen=True)
class Days:
    """Days between two bounds, both included.

    A bound is an ISO day, ``today``, ``today-28``, or ``week`` (its Monday as the first bound, its
    Sunday as the last), so that a kept filter means another day tomorrow; ``""`` is no bound.
    """

    since: str
    until: str


@dataclass(frozen=True)
class AnyOf:
    """Some codes of a list; ``""`` is "nothing"."""

    codes: frozenset[str]


@dataclass(frozen=True)
class Filled:
    """Something is in it, or nothing."""

    filled: bool


ColumnFilter = Contains | Between | Days | AnyOf | Filled


# as people type it ------------------------------------------------------------------------------


def parse(text: str, kind: Kind) -> ColumnFilter | None:
    """Read what was typed below a heading.

    Returns
    -------
    ColumnFilter or None
        None for a blank text.

    Raises
    ------
    ValueError
        When it cannot be read as numbers or days.

    Examples
    --------
    >>> parse("400-800", Kind.AREA)
    Between(low=400.0, high=800.0, digits=0)
    >>> parse("≤ heute-28", Kind.DATE)
    Days(since='', until='today-28')
    """
    bare = text.strip()
    if not bare:
        return None
    if bare in {EMPTY, "-", FILLED}:
        return Filled(bare == FILLED)
    if kind is Kind.TEXT:
        return Contains(bare)
    if kind is Kind.DATE:
        return _parse_days(bare)
    return _parse_numbers(bare, kind)


def _bounds(text: str) -> tuple[str, str]:
    """Cut a range into its bounds as they were typed; the same twice for a single value."""
    if match := _LEAST.match(text):
        return text[match.end() :], ""
    if match := _MOST.match(text):
        return "", text[match.end() :]
    for sign in _RANGES:
        low, *rest = sign.split(text, maxsplit=1)
        if rest:
            return low, rest[0]
    return text, text


def _parse_numbers(text: str, kind: Kind) -> Between:
    low, high = _bounds(text)
    if not low and not high:
        raise ValueError(text)
    decimals = [_decimals(part, kind) for part in (low, high) if part]
    return Between(_number(low, kind), _number(high, kind), max(decimals, default=0))


def _number(text: str, kind: Kind) -> float | None:
    if not text:
        return None
    unit = _UNIT.search(text)
    value = i18n.read_number(text[: unit.start()] if unit else text)
    if value is None:
        raise ValueError(text)
    if kind is Kind.AREA and unit is not None and unit[1].lower() == "ha":
        return value * _HECTARE
    return value / _SHARE if kind is Kind.SHARE else value


def _decimals(text: str, kind: Kind) -> int:
    """Decimals to compare with: those that were typed; of an area in ha none."""
    bare = _UNIT.sub("", text)
    sign = "," if i18n.language() == "de" else "."
    typed = len(bare.partition(sign)[2])
    if kind is Kind.AREA:
        return 0
    return typed + 2 if kind is Kind.SHARE else typed


def _parse_days(text: str) -> Days:
    single = i18n.read_day(text) or re.fullmatch(rf"{_today()}\s*[+-]\s*\d+", text, re.IGNORECASE)
    low, high = (text, text) if single else _bounds(text)
    if not low and not high:
        raise ValueError(text)
    since = _day(low, last=False) if low else ""
    until = _day(high, last=True) if high else ""
    return Days(since, until)


def _day(text: str, *, last: bool) -> str:
    bare = " ".join(text.split()).casefold()
    if bare == tr("this week").casefold():
        return WEEK
    if match := re.fullmatch(rf"{re.escape(_today())}\s*(?:([+-])\s*(\d{{1,4}}))?", bare):
        return TODAY + (f"{match[1]}{int(match[2])}" if match[1] else "")
    if re.fullmatch(r"\d{4}", bare):
        return f"{bare}-12-31" if last else f"{bare}-01-01"
    if match := re.fullmatch(r"(\d{1,2})[./](\d{4})", bare):
        return _month(int(match[2]), int(match[1]), last=last)
    day = i18n.read_day(text)
    if day is None:
        raise ValueError(text)
    return day.isoformat()


def _month(year: int, month: int, *, last: bool) -> str:
    first = date(year, month, 1)  # ValueError for a thirteenth month
    if not last:
        return first.isoformat()
    after = date(year + month // 12, month % 12 + 1, 1)
    return (after - timedelta(days=1)).isoformat()


def _today() -> str:
    return tr("today").casefold()


# as it is shown again -----------------------------------------------------------------------------


def text_of(rule: ColumnFilter, kind: Kind) -> str:
    """Text that :func:`parse` reads as this filter, in the current language; ``""`` for a list of codes."""
    if isinstance(rule, Contains):
        return rule.words
    if isinstance(rule, Filled):
        return FILLED if rule.filled else EMPTY
    if isinstance(rule, Between):
        return _range(_written(rule.low, rule.digits, kind), _written(rule.high, rule.digits, kind))
    if isinstance(rule, Days):
        return _range(_day_written(rule.since), _day_written(rule.until))
    return ""


def _range(low: str, high: str) -> str:
    if low == high:
        return low
    if not low:
        return f"≤ {high}"
    return f"{low} – {high}" if high else f"≥ {low}"


def _written(value: float | None, digits: int, kind: Kind) -> str:
    if value is None:
        return ""
    if kind is Kind.SHARE:
        return i18n.number(value * _SHARE, max(digits - 2, 0))
    return i18n.number(value, digits)


def _day_written(bound: str) -> str:
    if bound == WEEK:
        return tr("this week")
    if match := _SHIFTED.fullmatch(bound):
        return tr("today") + (match["days"] or "")
    return i18n.day(date.fromisoformat(bound)) if bound else ""


# as it is kept ------------------------------------------------------------------------------------


def as_json(rule: ColumnFilter) -> dict[str, Any]:
    """Plain values for a file."""
    if isinstance(rule, AnyOf):
        return {"any_of": sorted(rule.codes)}
    return dict(vars(rule))


def from_json(values: Mapping[str, Any]) -> ColumnFilter:
    """Read what :func:`as_json` gave.

    Raises
    ------
    ValueError
        When it is something else.
    """
    match dict(values):
        case {"words": str(words)}:
            return Contains(words)
        case {"low": float() | int() | None, "high": float() | int() | None, "digits": int(digits)}:
            return Between(values["low"], values["high"], digits)
        case {"since": str(since), "until": str(until)}:
            for bound in (since, until):
                resolved(bound, date.today(), last=False)
            return Days(since, until)
        case {"any_of": list(codes)}:
            return AnyOf(frozenset(str(code) for code in codes))
        case {"filled": bool(wanted)}:
            return Filled(wanted)
    raise ValueError(values)


# as it hides rows -----------------------------------------------------------------------------------


def mask_of(rule: ColumnFilter, values: NDArray[np.object_], today: date) -> Mask:
    """Tell which values pass.

    Parameters
    ----------
    rule : ColumnFilter
    values : array of object, shape (n,)
        Text, numbers, days or codes; None, NaN and ``""`` are "nothing".
    today : date
        What ``today`` means.
    """
    if isinstance(rule, Contains):
        return contains(lowered(values), rule.words)
    if isinstance(rule, Filled):
        return filled(values) == rule.filled
    if isinstance(rule, AnyOf):
        return np.fromiter((str(value or "") in rule.codes for value in values), bool, len(values))
    if isinstance(rule, Days):
        first, last = resolved(rule.since, today, last=False), resolved(rule.until, today, last=True)
        return _within(ordinals(values), _ordinal(first), _ordinal(last))
    return _within(np.round(numbers(values), rule.digits), rule.low, rule.high)


def _ordinal(day: date | None) -> float | None:
    return None if day is None else float(day.toordinal())


def _within(values: NDArray[np.float64], low: float | None, high: float | None) -> Mask:
    mask = ~np.isnan(values)
    if low is not None:
        mask &= values >= low
    if high is not None:
        mask &= values <= high
    return mask


def resolved(bound: str, today: date, *, last: bool) -> date | None:
    """Day that a bound of :class:`Days` means today."""
    if not bound:
        return None
    if bound == WEEK:
        return today + timedelta(days=(6 if last else 0) - today.weekday())
    if match := _SHIFTED.fullmatch(bound):
        return today + timedelta(days=int(match["days"] or 0))
    return date.fromisoformat(bound)


def lowered(values: NDArray[np.object_]) -> list[str]:
    """Texts as they are compared."""
    return ["" if _nothing(value) else str(value).casefold() for value in values]


def contains(texts: Sequence[str], words: str) -> Mask:
    """Texts (in lower case) that have every word in them."""
    mask = np.ones(len(texts), dtype=bool)
    for word in words.casefold().split():
        mask &= np.fromiter((word in text for text in texts), bool, len(texts))
    return mask


def filled(values: NDArray[np.object_]) -> Mask:
    """Values that are something."""
    return np.fromiter((not (_nothing(value) or value == "") for value in values), bool, len(values))


def numbers(values: NDArray[np.object_]) -> NDArray[np.float64]:
    """Values as numbers, NaN where there is none."""
    return np.fromiter(
        (np.nan if _nothing(value) or value == "" else float(value) for value in values), float, len(values)
    )


def ordinals(values: NDArray[np.object_]) -> NDArray[np.float64]:
    """Days as numbers, NaN where there is none."""
    return np.fromiter(
        (value.toordinal() if isinstance(value, date) else np.nan for value in values), float, len(values)
    )


def _nothing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value
