"""The same letters as DOCX, for clerks who change a sentence before they print."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from flurinfill.reports.case_code import code_of
from flurinfill.reports.correspondence.letters import LetterRun, content
from flurinfill.reports.word_language import set_language
from flurinfill.reports.writing import write_bytes

_FONT = "Calibri"
_TICK = "☐\N{NO-BREAK SPACE}"


def write_docx(run: LetterRun, path: Path) -> Path:
    """Write all letters of a run as one DOCX, each beginning on a page of its own.

    The address stands where the window of a DIN long envelope is (DIN 5008, form B).

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`.
    """
    data, _ = content(run)
    document = Document()
    _set_page(document, data["title"], run.office.town)
    finished: list[BaseOxmlElement] = []
    for number, letter in enumerate(data["letters"]):
        if number:
            _new_page(document)
        _add_letter(document, data, letter)
        finished += _taken_out(document)
    _put_back(document, finished)
    made = BytesIO()
    document.save(made)
    return write_bytes(path, made.getvalue())


def _add_letter(document: Docx, data: dict[str, Any], letter: dict[str, Any]) -> None:
    _add_head(document, data, letter)
    _add_body(document, letter)
    for sheet in letter["questionnaires"]:
        _new_page(document)
        _add_questionnaire(document, sheet)
    if letter["privacy"]:
        _new_page(document)
        document.add_heading(letter["privacy"]["title"], level=2)
        for paragraph in letter["privacy"]["paragraphs"]:
            document.add_paragraph(paragraph)


def _taken_out(document: Docx) -> list[BaseOxmlElement]:
    """Take what was written out of the document: python-docx looks through all of it for each paragraph."""
    body = document.element.body
    taken = [element for element in body if element.tag != qn("w:sectPr")]
    for element in taken:
        body.remove(element)
    return taken


def _put_back(document: Docx, elements: list[BaseOxmlElement]) -> None:
    """Put it back in its order; each picture gets a number of its own, as Word wants it."""
    section = document.element.body.find(qn("w:sectPr"))
    for element in elements:
        section.addprevious(element)
    for number, picture in enumerate(document.element.body.iter(qn("wp:docPr")), start=1):
        picture.set("id", str(number))


def _set_page(document: Docx, title: str, author: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(8)
    document.core_properties.title, document.core_properties.author = title, author
    document.core_properties.comments = ""
    set_language(document, "de")  # that of the office, whatever the window speaks


def _new_page(document: Docx) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _add_head(document: Docx, data: dict[str, Any], letter: dict[str, Any]) -> None:
    head = document.add_table(rows=2, cols=2)
    _set_columns(head, 100, 65)
    # Page margin 20 mm, so the address field begins 45 mm from the edge of the paper.
    for row, height in zip(head.rows, (25, 53.5), strict=True):
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.EXACTLY
    letterhead = data["letterhead"]
    _lines(head.cell(0, 0), [letterhead["town"], letterhead["department"]], bold_first=True)
    address = head.cell(1, 0)
    # The zone for remarks above the address is 17.7 mm high (DIN 5008), its last line the sender's.
    sender = _lines(address, [data["sender_line"]], size=7.5)
    sender.paragraph_format.space_before, sender.paragraph_format.space_after = Mm(13.5), Mm(1.5)
    for line in letter["address"]:
        paragraph = address.add_paragraph(line)
        paragraph.paragraph_format.space_after = Pt(0)
    _lines(head.cell(1, 1), ["\t".join(row) for row in letter["information"]], size=9.5)


def _set_columns(table: Table, *widths_mm: float) -> None:
    """Give a table its widths twice: Word goes by the cells, LibreOffice by the columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _lines(cell: _Cell, lines: list[str], *, size: float = 11, bold_first: bool = False) -> Paragraph:
    first = cell.paragraphs[0]
    for number, line in enumerate(part for part in lines if part):
        paragraph = first if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(24))
        written = paragraph.add_run(line)
        written.font.size = Pt(size)
        written.bold = bold_first and number == 0
    return first


def _add_body(document: Docx, letter: dict[str, Any]) -> None:
    subject = document.add_paragraph()
    subject.add_run(letter["subject"]).bold = True
    document.add_paragraph(letter["salutation"])
    for paragraph in letter["paragraphs"]:
        document.add_paragraph(paragraph)
    closing = document.add_paragraph(letter["closing"])
    closing.paragraph_format.space_after = Mm(14)
    signature = document.add_paragraph()
    for number, line in enumerate(letter["signature"]):
        run = signature.add_run(line)
        if number < len(letter["signature"]) - 1:
            run.add_break(WD_BREAK.LINE)
    if letter["enclosures"]:
        document.add_paragraph().add_run(letter["enclosures"]).font.size = Pt(9.5)


def _add_questionnaire(document: Docx, sheet: dict[str, Any]) -> None:
    head = document.add_table(rows=1, cols=2)
    _set_columns(head, 132, 33)
    text, code = head.rows[0].cells
    _lines(text, [sheet["title"], sheet["parcels"], sheet["voluntary"]], bold_first=True)
    picture = BytesIO()
    code_of(sheet["case"]).save(picture, kind="png", scale=8, border=0)
    picture.seek(0)
    code.paragraphs[0].add_run().add_picture(picture, width=Mm(24))
    code.add_paragraph(f"{sheet['case_label']} {sheet['case']}")
    for part in (sheet["plans"], sheet["horizon"], sheet["reasons"]):
        _heading(document, part["title"])
        document.add_paragraph("     ".join(map(_choice, part["choices"])))
    for words, count in ((sheet["price"], 1), (sheet["wishes"], 2)):
        _heading(document, words)
        for _ in range(count):
            document.add_paragraph("_" * 78)
    document.add_paragraph("     ".join(f"{name}: {'_' * 26}" for name in sheet["reach"]))
    document.add_paragraph(f"{_TICK}{sheet['consent']}")
    document.add_paragraph(f"{sheet['sign']}: {'_' * 40}")
    document.add_paragraph(sheet["back"])


def _choice(words: str) -> str:
    """Keep a box and its words on one line."""
    return _TICK + words.replace(" ", "\N{NO-BREAK SPACE}")


def _heading(document: Docx, words: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(words).bold = True
    paragraph.paragraph_format.space_after = Pt(3)
