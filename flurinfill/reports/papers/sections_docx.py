"""A paper of sections as DOCX: headings, pictures, and tables whose columns are as wide as their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell

from flurinfill import i18n
from flurinfill.reports.papers.paper import look
from flurinfill.reports.papers.sectioned import Drawing, Paper, Section
from flurinfill.reports.word_language import set_language

_FONT = "Calibri"
"""As in the letters: there in every Word, and LibreOffice has one of the same widths."""
_PAGE_MM, _MARGIN_MM = (210, 297), 20
_TEXT_MM = _PAGE_MM[0] - 2 * _MARGIN_MM
_LETTER_MM, _PADDING_MM, _LONGEST = 2.6, 6.0, 60
"""Width of a bold letter of ten points, also where a wider font stands in; what a cell needs beside its
words; letters that need not be more."""
_FIGURE = re.compile(r"[+−–±<≥]?\s?[\d.,]*\s?(%|ha|m²|€)?")


def docx_of(paper: Paper) -> bytes:
    """Give the paper as the bytes of a DOCX file."""
    document = Document()
    _set_page(document, paper)
    if paper.marking:
        document.sections[0].header.paragraphs[0].text = paper.marking
    document.add_heading(paper.title, level=1)
    document.add_paragraph(paper.subtitle)
    for section in paper.sections:
        _add_section(document, section)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _set_page(document: WordDocument, paper: Paper) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = (Mm(side) for side in _PAGE_MM)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(_MARGIN_MM)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = paper.title, paper.town, ""
    set_language(document, i18n.language())
    accent = RGBColor.from_string(str(look(paper.office)["accent"]).removeprefix("#").upper())
    for name, size in (("Normal", 10), ("Heading 1", 18), ("Heading 2", 12)):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # it would win over the name
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name != "Normal":
            style.font.color.rgb = accent


def _add_section(document: WordDocument, section: Section) -> None:
    document.add_heading(section.title, level=2)
    for paragraph in section.paragraphs:
        document.add_paragraph(paragraph).paragraph_format.keep_with_next = section.drawing is not None
    if section.drawing is not None:
        _draw(document, section.drawing)
    lines = ([section.head] if section.head else []) + list(section.rows)
    if lines:
        _add_table(document, lines, headed=bool(section.head))


def _draw(document: WordDocument, drawing: Drawing) -> None:
    document.add_picture(BytesIO(drawing.png), width=Mm(min(drawing.width_mm, _TEXT_MM)))
    *_, properties = document.element.body.iter(qn("wp:docPr"))
    properties.set("descr", drawing.alt)


def _add_table(document: WordDocument, lines: Sequence[Sequence[str]], *, headed: bool) -> None:
    columns = list(zip(*lines, strict=True))
    figures = [False, *(all(map(_is_figure, column[headed:])) for column in columns[1:])]
    widths = [Mm(width) for width in column_widths(columns)]
    table = document.add_table(rows=0, cols=len(columns), style="Table Grid")
    table.autofit = False
    for width, column in zip(widths, table.columns, strict=True):
        column.width = width
    for number, line in enumerate(lines):
        row = table.add_row()
        for cell, words, width, figure in zip(row.cells, line, widths, figures, strict=True):
            cell.width = width
            _fill(cell, words, bold=headed and number == 0, right=figure)
    *_, made = document.element.body.iter(qn("w:tbl"))
    assert isinstance(made, CT_Tbl)
    _keep_whole(made, headed=headed)
    _soften(made)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def column_widths(columns: Sequence[Sequence[str]]) -> list[float]:
    """Millimetres of the columns of a table: no word is broken, and the longest texts fill up the page.

    Examples
    --------
    >>> [round(width) for width in column_widths([["Ort", "Pergamenthal"], ["Zahl", "3"]])]
    [125, 46]
    """
    needed = [_PADDING_MM + _LETTER_MM * max(_longest_word(text) for text in column) for column in columns]
    wished = [
        _PADDING_MM + _LETTER_MM * min(_LONGEST, max(len(text) for text in column)) for column in columns
    ]
    spare = _TEXT_MM - sum(needed)
    if spare <= 0:
        return [width * _TEXT_MM / sum(needed) for width in needed]
    more = [max(0.0, wish - need) for wish, need in zip(wished, needed, strict=True)]
    given = min(1.0, spare / sum(more)) if sum(more) else 0.0
    widths = [need + given * each for need, each in zip(needed, more, strict=True)]
    longest = max(range(len(columns)), key=lambda at: max(map(len, columns[at][1:] or columns[at])))
    rest = _TEXT_MM - sum(widths)
    return [width + rest * (0.5 * (at == longest) + 0.5 / len(widths)) for at, width in enumerate(widths)]


def _longest_word(text: str) -> int:
    return max((len(word) for word in text.split()), default=0)


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text.strip()) is not None


def _fill(cell: _Cell, words: str, *, bold: bool, right: bool) -> None:
    cell.text = words
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for run in paragraph.runs:
        run.bold = bold


def _keep_whole(table: CT_Tbl, *, headed: bool) -> None:
    """Keep each row on one page; the head stands again on each page, and is the head for a screen reader."""
    for number, row in enumerate(table.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if headed and number == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _soften(table: CT_Tbl) -> None:
    """Leave fine grey lines between the rows only."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        shown = side in {"top", "bottom", "insideH"}
        for name, value in (("val", "single" if shown else "nil"), ("sz", "4"), ("color", "B9BEC4")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    layout = table.tblPr.find(qn("w:tblLayout"))  # the standard has the lines before it
    assert layout is not None
    layout.addprevious(borders)
