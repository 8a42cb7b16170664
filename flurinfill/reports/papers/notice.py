"""The public notice of §200(3) BauGB: the intention to publish, and how owners can object. No plots."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Mm, Pt

from flurinfill import i18n
from flurinfill._data import data_path
from flurinfill.i18n import tr
from flurinfill.model.law import objection_deadline
from flurinfill.model.office import Office
from flurinfill.reports.correspondence.letter_texts import filled
from flurinfill.reports.papers.paper import look
from flurinfill.reports.papers.typesetting import compile_pdf, day_parts
from flurinfill.reports.word_language import set_language
from flurinfill.reports.writing import write_bytes


def write(office: Office, announced_on: date | None, path: Path, today: date) -> Path:
    """Write the draft as PDF, or as DOCX for the official gazette.

    Parameters
    ----------
    office : Office
    announced_on : date or None
        Day of the notice where it is known: then the end of the month stands in it.
    path : Path
        Replaced in one step; ``.docx`` gives a DOCX.
    today : date

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    data = content(office, announced_on, today)
    if path.suffix.lower() == ".docx":
        return write_bytes(path, _docx(data))
    return write_bytes(path, compile_pdf("notice.typ", data, {}))


def content(office: Office, announced_on: date | None, today: date) -> dict[str, Any]:
    """Give what the notice says."""
    document = tomllib.loads(data_path("resources", "letters", "notice.toml").read_text(encoding="utf-8"))
    place = f"{office.postcode} {office.city}".strip()
    values = {
        "town": office.town,
        "address": ", ".join(part for part in (office.town, office.department, office.street, place) if part),
        "phone": office.phone,
        "mail": office.mail or i18n.MISSING,
        "period": _period(document, announced_on),
    }
    day = i18n.day(announced_on) if announced_on else tr("(day of the notice)")
    return {
        **look(office),
        "title": str(document["title"]),
        "subject": str(document["subject"]),
        "paragraphs": [filled(str(part), values) for part in document["paragraphs"]],
        "town": office.town,
        "department": office.department,
        "place_and_day": f"{office.city}, {day}",
        "signature": [part for part in (office.signatory, office.signatory_role) if part],
        "date": day_parts(announced_on or today),
        "lang": "de",
    }


def _period(document: Mapping[str, Any], announced_on: date | None) -> str:
    if announced_on is None:
        return str(document["period_open"])
    last = objection_deadline(announced_on)
    return filled(
        str(document["period"]),
        {"first_day": i18n.day(last + timedelta(days=1)), "last_day": i18n.day(last)},
    )


def _docx(data: Mapping[str, Any]) -> bytes:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title, document.core_properties.author = data["title"], data["town"]
    document.core_properties.comments = ""
    set_language(document, "de")  # that of its words, whatever the window speaks
    document.add_heading(data["title"], level=1)
    document.add_paragraph().add_run(data["subject"]).bold = True
    for paragraph in (*data["paragraphs"], data["place_and_day"], "", *data["signature"]):
        document.add_paragraph(paragraph)
    made = BytesIO()
    document.save(made)
    return made.getvalue()
