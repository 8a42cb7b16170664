"""Texts of letters: those that come with the program, those that the office has changed."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import cache

import tomlkit

from flurinfill._data import data_path
from flurinfill.i18n import label
from flurinfill.model.errors import InputError
from flurinfill.model.letters import FIELDS, LetterKind, LetterText

PRIVACY_FIELDS = ("office", "privacy_officer", "source", "phone", "mail", "settled", "unanswered")


@cache
def default_text(kind: LetterKind) -> LetterText:
    """Text of a kind of letter as it comes with the program (German: the language of the office)."""
    return parse(data_path("resources", "letters", f"{kind.value}.toml").read_text(encoding="utf-8"))


@cache
def privacy_text() -> tuple[str, tuple[str, ...]]:
    """Title and paragraphs of the information by Art. 14 GDPR."""
    text = data_path("resources", "letters", "privacy.toml").read_text(encoding="utf-8")
    document = tomllib.loads(text)
    return str(document["title"]), tuple(document["paragraphs"])


def parse(text: str) -> LetterText:
    """Read a letter's text from TOML.

    Raises
    ------
    InputError
        ``letter_syntax``, or ``letter_unknown_field`` with every unknown field and the known ones.
    """
    try:
        document = tomllib.loads(text)
        found = LetterText(str(document["subject"]), tuple(str(part) for part in document["paragraphs"]))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InputError("letter_syntax", reason=str(error)) from error
    check(found)
    return found


def dump(text: LetterText) -> str:
    """Write a letter's text as TOML; :func:`parse` reads the same text back."""
    return tomlkit.dumps({"subject": text.subject, "paragraphs": list(text.paragraphs)})


def check(text: LetterText) -> None:
    """Refuse a text with a field that nothing fills.

    Raises
    ------
    InputError
        ``letter_unknown_field``, ``letter_syntax`` for a brace that stands alone.
    """
    unknown = sorted(
        {name for part in (text.subject, *text.paragraphs) for name in _fields(part)} - set(FIELDS)
    )
    if unknown:
        raise InputError(
            "letter_unknown_field", fields=unknown, allowed=[label("letter_field", name) for name in FIELDS]
        )


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of the fields; a field without a value stays visible in braces."""
    return text.format_map({name: values.get(name, f"{{{name}}}") for name in _fields(text)})


def needed(text: LetterText) -> frozenset[str]:
    """Fields that a text names."""
    return frozenset(name for part in (text.subject, *text.paragraphs) for name in _fields(part))


def _fields(text: str) -> list[str]:
    try:
        return [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise InputError("letter_syntax", reason=str(error)) from error
