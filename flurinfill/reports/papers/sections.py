"""Papers made of sections with paragraphs and tables: as PDF, or as DOCX to work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from flurinfill import i18n
from flurinfill.model.office import NO_OFFICE, Office
from flurinfill.reports import sheets
from flurinfill.reports.papers.paper import look
from flurinfill.reports.papers.typesetting import compile_pdf, day_parts
from flurinfill.reports.writing import write_bytes


@dataclass(frozen=True)
class Drawing:
    """A chart or a map as a PNG, with its width on paper and what it shows in words."""

    png: bytes
    width_mm: float
    alt: str


@dataclass(frozen=True)
class Section:
    """A part of a paper.

    Attributes
    ----------
    title : str
    paragraphs : tuple of str
    head : tuple of str
        Headings of the table; none for facts of a name and a value.
    rows : tuple of tuple of str
    drawing : Drawing or None
        Above the table, for a word processor alone.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Paper:
    """A paper: title, line below it, whose it is, and its sections; ``marking`` stands on every page.

    The ``office`` gives the paper its logo and colour.
    """

    title: str
    subtitle: str
    town: str
    sections: tuple[Section, ...]
    made_on: date
    marking: str = ""
    office: Office = NO_OFFICE


def write(paper: Paper, path: Path) -> Path:
    """Write a paper: PDF, by the suffix ``.docx`` for a word processor, by ``.csv`` as a list.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    suffix = path.suffix.lower()
    if suffix == ".docx":
        return write_bytes(path, _docx(paper))
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


def _docx(paper: Paper) -> bytes:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    document.styles["Normal"].font.size = Pt(10)
    document.core_properties.title, document.core_properties.author = paper.title, paper.town
    document.core_properties.comments = ""
    if paper.marking:
        document.sections[0].header.paragraphs[0].text = paper.marking
    document.add_heading(paper.title, level=1)
    document.add_paragraph(paper.subtitle)
    for section in paper.sections:
        document.add_heading(section.title, level=2)
        for paragraph in section.paragraphs:
            document.add_paragraph(paragraph).paragraph_format.keep_with_next = section.drawing is not None
        if section.drawing is not None:
            _draw(document, section.drawing)
        lines = ([section.head] if section.head else []) + list(section.rows)
        if lines:
            table = document.add_table(rows=0, cols=len(lines[0]), style="Table Grid")
            for line in lines:
                for cell, words in zip(table.add_row().cells, line, strict=True):
                    cell.text = words
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _draw(document: WordDocument, drawing: Drawing) -> None:
    document.add_picture(BytesIO(drawing.png), width=Mm(drawing.width_mm))
    *_, properties = document.element.body.iter(qn("wp:docPr"))
    properties.set("descr", drawing.alt)
