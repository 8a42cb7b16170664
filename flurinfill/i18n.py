"""German and English: texts for codes and sentences, numbers, areas and dates. No Qt.

Sentences in the code are English and are looked up as they stand; codes of the domain are looked
up under a context (``"Review"`` / ``"confirmed"``). The catalogues are gettext ``.po`` files, one
per room and language below ``resources/catalogues/<language>/``, compiled in memory by Babel. A
sentence needs a German entry only; a code needs one in both languages.
"""

from __future__ import annotations

import gettext as _gettext
import io
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import NumberFormatError, format_decimal, parse_decimal

from flurinfill._data import data_path
from flurinfill.model.errors import FlurinfillError
from flurinfill.model.measures import BY_NAME

LANGUAGES = ("de", "en")
MISSING = "–"

_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:m²|m|ha|km|%|€|€/m²|×)(?![^\W\d]))|(?<=×) (?=\d)")
_NUMBER = re.compile(r"[+-]?[\d.,]*\d[\d.,]*")
_PLAIN_DECIMAL = re.compile(r"[+-]?\d*[.,]\d+")
_DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[./]\s*(?P<month>\d{1,2})[./]\s*(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<month>[^\W\d]{3,}\.?)\s+(?P<year>\d{4}|\d{2})"),
)

_state = {"language": "de"}
_spoken: ContextVar[str] = ContextVar("spoken", default="")


def set_language(language: str) -> None:
    """Choose ``"de"`` or ``"en"`` for everything that follows."""
    if language not in LANGUAGES:
        raise ValueError(language)
    _state["language"] = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use another language for what this thread does meanwhile; ``""`` keeps the current one.

    A paper can so be in English while the window stays German.
    """
    if language and language not in LANGUAGES:
        raise ValueError(language)
    token = _spoken.set(language or _spoken.get())
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """Return the current language."""
    return _spoken.get() or _state["language"]


@cache
def _translations(code: str) -> _gettext.NullTranslations:
    merged = Catalog(locale=Locale(code))
    for path in sorted(data_path("resources", "catalogues", code).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=code):
                if message.id and message.string:
                    merged.add(message.id, message.string, context=message.context)
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)


def tr(sentence: str, **values: object) -> str:
    """Translate an English sentence with named placeholders: ``tr("{count} parcels", count=3)``."""
    text = _translations(language()).gettext(sentence)
    return text.format(**values) if values else text


def ntr(singular: str, plural: str, count: int, **values: object) -> str:
    """Translate a sentence with a plural; ``{count}`` is filled with the formatted number."""
    text = _translations(language()).ngettext(singular, plural, count)
    return text.format(count=number(count), **values)


def label(context: str, code: str, **values: object) -> str:
    """Text of a code of the domain in a context; the code itself where the catalogue has none."""
    text = _translations(language()).pgettext(context, code)
    return text.format(**values) if values else text


def label_in(code_of_language: str, context: str, code: str) -> str:
    """Text of a code in a language, whichever is the current one: for files that explain both."""
    return _translations(code_of_language).pgettext(context, code)


def name_of(value: StrEnum) -> str:
    """Text of an enum value: its class is the context."""
    return label(type(value).__name__, value.value)


def error_text(error: FlurinfillError) -> str:
    """What happened and what to do next, for a person."""
    details = {name: _shown(value) for name, value in error.details.items()}
    happened = label("error", error.code, **details)
    advice = label("error_next", error.code, **details)
    return happened if advice == error.code else f"{happened} {advice}"


def _shown(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return number(value, 1) if isinstance(value, float) else str(value)


def number(value: float | None, digits: int = 0) -> str:
    """Number with grouping in the current language, its minus a true one; ``–`` for None and NaN."""
    if value is None or math.isnan(value):
        return MISSING
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    rounded = round(float(value), digits) + 0.0  # no "-0"
    return str(format_decimal(rounded, format=pattern, locale=language())).replace("-", "−")


def area(square_metres: float | None) -> str:
    """Area of a plot in whole m², as the cadastre has it however large it is: ``1.234 m²``."""
    text = number(square_metres)
    return text if text == MISSING else f"{text} m²"


def total_area(square_metres: float) -> str:
    """Area of several plots together, from one hectare on in ha: ``1.234 m²``, ``2,35 ha``."""
    return hectares(square_metres) if square_metres >= 10_000 else area(square_metres)


def hectares(square_metres: float | None, digits: int = 2) -> str:
    """Area in hectares however small it is, as all of a list are: ``0,08 ha``; two digits are 100 m²."""
    text = hectare_number(square_metres, digits)
    return text if text == MISSING else f"{text} ha"


def hectare_number(square_metres: float | None, digits: int = 2) -> str:
    """Area in hectares without its unit, for a column or a sentence that says it: ``0,08``."""
    return number(None if square_metres is None else square_metres / 10_000, digits)


def length(metres: float | None) -> str:
    """Length in metres with one decimal."""
    text = number(metres, 1)
    return text if text == MISSING else f"{text} m"


def share(value: float | None) -> str:
    """Share (0 to 1) as per cent with one decimal."""
    if value is None or math.isnan(value):
        return MISSING
    return f"{number(value * 100, 1)} %"


def quantity(value: float | None, unit: str, digits: int = 0) -> str:
    """Number with one of the units of a site's form (catalogue context ``field_unit``): ``45,00 €/m²``."""
    if value is None or math.isnan(value):
        return MISSING
    if not unit:
        return number(value, digits)
    return f"{number(value * 100 if unit == 'share' else value, digits)} {label('field_unit', unit)}"


def measured(value: float | None, column: str) -> str:
    """Value of a measure with its unit; where nobody looked farther: ``200,0 m oder mehr``.

    A value in steps says so: ``mindestens 3,0 m``, ``weniger als 2,0 m``.

    Raises
    ------
    KeyError
        When there is no measure of this name.
    """
    definition = BY_NAME[column.split("[", 1)[0]]
    text = in_unit(value, definition.unit.value)
    if value is None or math.isnan(value):
        return text
    if definition.limit is not None and value >= definition.limit:
        return tr("{amount} or more", amount=text)
    if not definition.steps:
        return text
    if value < definition.steps[0]:
        return tr("less than {amount}", amount=in_unit(definition.steps[0], definition.unit.value))
    return tr("at least {limit}", limit=text)


def in_unit(value: float | None, unit: str) -> str:
    """Value with its unit: ``unit`` is a value of :class:`flurinfill.model.measures.Unit`."""
    if value is None or math.isnan(value):
        return MISSING
    if unit == "m2":
        return f"{number(value)} m²"
    if unit == "m":
        return length(value)
    if unit == "share":
        return share(value)
    if unit == "ratio":
        return number(value, 2)
    if unit == "flag":
        return tr("yes") if value else tr("no")
    return number(value)


def unbroken(text: str) -> str:
    r"""Return the text with no line break between a number and its unit, or inside ``10 × 12 m``.

    Examples
    --------
    >>> unbroken("mindestens 350 m² je Haus").split(" ")
    ['mindestens', '350\xa0m²', 'je', 'Haus']
    """
    return _BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", text)


def listed(parts: Sequence[str]) -> str:
    """Texts as a list in words: ``25/a, 25/b und 26``."""
    return str(format_list(list(parts), locale=language()))


def day(value: date | None) -> str:
    """Date: ``23.11.2026`` or ``23 Nov 2026``."""
    if value is None:
        return MISSING
    pattern = "dd.MM.yyyy" if language() == "de" else "d MMM yyyy"
    return str(format_date(value, pattern, locale=language()))


def weekday(value: date) -> str:
    """Date with the day of the week: ``Di., 29.12.2026`` or ``Tue, 29 Dec 2026``."""
    return f"{format_date(value, 'EEE', locale=language())}, {day(value)}"


def moment(value: datetime | None) -> str:
    """Date and time to the minute."""
    if value is None:
        return MISSING
    pattern = "dd.MM.yyyy HH:mm" if language() == "de" else "d MMM yyyy HH:mm"
    return str(format_datetime(value, pattern, locale=language()))


def clock(value: datetime) -> str:
    """Time of the day to the minute: ``14:03``."""
    return f"{value:%H:%M}"


def read_number(text: str) -> float | None:
    """Number as people type it in the current language (``1.234,5``, ``1,234.5``); None when it is none.

    A point or comma that cannot part thousands is taken for the decimal sign: ``0.4`` in German.

    Examples
    --------
    >>> read_number("1.234,5"), read_number("0.4"), read_number("4 m")
    (1234.5, 0.4, None)
    """
    bare = re.sub(r"\s", "", text).replace("−", "-")
    if not _NUMBER.fullmatch(bare):
        return None
    try:
        return float(parse_decimal(bare, locale=language(), strict=True))
    except NumberFormatError:
        return float(bare.replace(",", ".")) if _PLAIN_DECIMAL.fullmatch(bare) else None


def read_day(text: str) -> date | None:
    """Day as people type it: ``12.3.2026``, ``12 Mar 26``, ``2026-03-12``; None when it is none.

    The day comes first in both languages, as it is shown; a year of two digits is one of this century.
    """
    for pattern in _DAYS:
        match = pattern.fullmatch(text.strip())
        if match is None:
            continue
        month = match["month"]
        number = int(month) if month.isdigit() else _month(month)
        year = int(match["year"])
        try:
            return date(year + 2000 if year < 100 else year, number, int(match["day"]))
        except ValueError:
            return None
    return None


def _month(name: str) -> int:
    """Number of a month by the beginning of its name in the current language, 0 when there is none."""
    names = Locale(language()).months["format"]["wide"]
    wanted = name.casefold().rstrip(".")
    return next((number for number, full in names.items() if full.casefold().startswith(wanted)), 0)
