"""The letter to the land survey office that asks for owners, with the list of the parcels."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flurinfill import i18n
from flurinfill._data import data_path
from flurinfill.i18n import label, tr
from flurinfill.model.errors import InputError
from flurinfill.model.office import Office
from flurinfill.model.owner_request import RequestText
from flurinfill.reports.correspondence.letter_texts import filled
from flurinfill.reports.correspondence.letters import information
from flurinfill.reports.papers.paper import look
from flurinfill.reports.papers.typesetting import compile_pdf, compile_png, day_parts
from flurinfill.reports.writing import write_bytes

FIELDS = ("town", "count", "purpose", "legal_basis", "phone")


@dataclass(frozen=True)
class RequestLetter:
    """The letter, ready to be written.

    Attributes
    ----------
    parcels : sequence of sequence of str
        Gemarkung, Flur, number, identifier, place and area of each parcel, in words.
    """

    office: Office
    recipient: tuple[str, ...]
    text: RequestText
    on: date
    parcels: Sequence[Sequence[str]]


def default_text() -> RequestText:
    """Text as it comes with the program (German: the language of the office)."""
    path = data_path("resources", "letters", "owner_request.toml")
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return RequestText(
        subject=str(document["subject"]),
        purpose=str(document["purpose"]),
        legal_basis=str(document["legal_basis"]),
        paragraphs=tuple(str(part) for part in document["paragraphs"]),
    )


def check(text: RequestText) -> None:
    """Refuse a text with a field that nothing fills.

    Raises
    ------
    InputError
        ``letter_unknown_field``, ``letter_syntax``.
    """
    try:
        parts = [string.Formatter().parse(part) for part in (text.subject, *text.paragraphs)]
        named = {name for part in parts for _, name, _, _ in part if name is not None}
    except ValueError as error:
        raise InputError("letter_syntax", reason=str(error)) from error
    if unknown := sorted(named - set(FIELDS)):
        raise InputError(
            "letter_unknown_field", fields=unknown, allowed=[label("letter_field", name) for name in FIELDS]
        )


def write_pdf(letter: RequestLetter, path: Path) -> Path:
    """Write the letter.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    return write_bytes(path, compile_pdf("letter.typ", *content(letter)))


def preview(letter: RequestLetter, dots_per_inch: float = 90) -> bytes:
    """Set the first page as a PNG picture; nothing is written."""
    return compile_png("letter.typ", *content(letter), dots_per_inch)


def content(letter: RequestLetter) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and the pictures by file name."""
    office, text = letter.office, letter.text
    values = {
        "town": office.town,
        "count": i18n.number(len(letter.parcels)),
        "purpose": text.purpose.rstrip("."),
        "legal_basis": text.legal_basis.rstrip("."),
        "phone": office.phone,
    }
    pictures: dict[str, str] = {}
    page = {
        "address": list(letter.recipient),
        "information": information(office, letter.on, ""),
        "subject": filled(text.subject, values),
        "salutation": tr("Dear Sir or Madam,"),
        "paragraphs": [filled(part, values) for part in text.paragraphs],
        "closing": tr("Yours sincerely"),
        "signature": [part for part in (office.signatory, office.signatory_role) if part],
        "enclosures": tr("Enclosed: {what}", what=tr("List of the parcels")),
        "questionnaires": [],
        "privacy": None,
        "list": {
            "title": tr("List of the parcels"),
            "heads": [i18n.label("request_column", name) for name in _HEADS],
            "rows": [[str(number), *row] for number, row in enumerate(letter.parcels, 1)],
        },
    }
    data = {
        **look(office),
        "title": tr("Request for owner data"),
        "description": tr("Request to the land survey office"),
        "date": day_parts(letter.on),
        "lang": i18n.language(),
        "sender_line": office.sender_line,
        "letterhead": {"town": office.town, "department": office.department},
        "letters": [page],
    }
    return data, pictures


_HEADS = ("number", "gemarkung", "flur", "parcel", "identifier", "place", "area")
