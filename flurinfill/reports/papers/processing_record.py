"""The record of processing activities (Art. 30 GDPR), filled from what the office told about itself."""

from __future__ import annotations

import tomllib
from datetime import date

from flurinfill import i18n
from flurinfill._data import data_path
from flurinfill.i18n import tr
from flurinfill.model.office import Office
from flurinfill.reports.correspondence.letter_texts import filled
from flurinfill.reports.papers.sections import Paper, Section

_NAMED = ("town", "department", "responsible", "phone", "mail", "privacy_officer")


def processing_record(office: Office, made_on: date) -> Paper:
    """Give the record as a paper in German, the language of the law it is for."""
    document = tomllib.loads(data_path("resources", "letters", "processing.toml").read_text(encoding="utf-8"))
    values = {"settled": str(office.keep_settled_years), "unanswered": str(office.keep_unanswered_years)}
    sections = [
        Section(str(title), tuple(filled(str(part), values) for part in paragraphs))
        for title, paragraphs in document["sections"]
    ]
    title, subtitle = str(document["title"]), str(document["subtitle"])
    parts = (_controller(office), *sections)
    return Paper(title, subtitle, office.town, parts, made_on, office=office)


def _controller(office: Office) -> Section:
    place = f"{office.postcode} {office.city}".strip()
    rows = [(i18n.label("office_field", name), getattr(office, name) or tr("not stated")) for name in _NAMED]
    address = ", ".join(part for part in (office.street, place) if part) or tr("not stated")
    rows.insert(2, (tr("Address"), address))
    return Section(tr("Controller and data protection officer"), rows=tuple(rows))
