"""Papers made of sections with paragraphs and tables: as PDF, or as DOCX to work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd

from flurinfill import i18n
from flurinfill.reports import sheets
from flurinfill.reports.papers.paper import look
from flurinfill.reports.papers.sectioned import Drawing, Paper, Section
from flurinfill.reports.papers.sections_docx import docx_of
from flurinfill.reports.papers.typesetting import compile_pdf, day_parts
from flurinfill.reports.writing import write_bytes

__all__ = ["Drawing", "Paper", "Section", "write"]


def write(paper: Paper, path: Path) -> Path:
    """Write a paper: PDF, by the suffix ``.docx`` for a word processor, by ``.csv`` as a list.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    suffix = path.suffix.lower()
    if suffix == ".docx":
        return write_bytes(path, docx_of(paper))
    if suffix == ".csv":
        return sheets.write_list(_listed(paper.sections), path)
    return write_bytes(path, compile_pdf("sections.typ", _content(paper), {}))


def _content(paper: Paper) -> dict[str, object]:
    return {
        **look(paper.office),
        "title": paper.title,
        "subtitle": paper.subtitle,
        "description": paper.subtitle or paper.title,
        "date": day_parts(paper.made_on),
        "lang": i18n.language(),
        "head": paper.town,
        "marking": paper.marking,
        "source": i18n.tr("made on {day}", day=i18n.day(paper.made_on)),
        "page_word": i18n.tr("Page"),
        "sections": [asdict(replace(section, drawing=None)) for section in paper.sections],
    }


def _listed(sections: Sequence[Section]) -> pd.DataFrame:
    lines = [
        (section.title, name, value)
        for section in sections
        for name, value in (*(("", text) for text in section.paragraphs), *_pairs(section))
    ]
    return pd.DataFrame(lines, columns=[i18n.tr("Section"), i18n.tr("Entry"), i18n.tr("Value")])


def _pairs(section: Section) -> list[tuple[str, str]]:
    if not section.head:
        return [(row[0], row[1]) for row in section.rows]
    return [(name, value) for row in section.rows for name, value in zip(section.head, row, strict=True)]
