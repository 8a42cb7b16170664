"""A paper of sections for a word processor: its tables can be read, its language is told."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from flurinfill import i18n
from flurinfill.model.office import Office
from flurinfill.reports.papers.sectioned import Paper, Section
from flurinfill.reports.papers.sections_docx import column_widths, docx_of

HEAD = ("Ortsteil", "am 31.12.2025", "Zugang", "bebaut", "sonst", "Fläche [ha]")
ROWS = (("Kompassgrün", "0", "+22", "−1", "–", "4,45"), ("Pergamenthal", "3", "+36", "0", "< 3", "6,04"))


def written(language: str = "de") -> object:
    paper = Paper(
        "Flächenbilanz",
        "Ratsvorlage",
        "Stadt Neuhain",
        (Section("Nach Ortsteil", head=HEAD, rows=ROWS), Section("Kürze", rows=(("neu", "22 Flächen"),))),
        date(2026, 11, 26),
        office=Office(colour="#7a1f5c"),
    )
    with i18n.speaking(language):
        return Document(BytesIO(docx_of(paper)))


def test_figures_stand_at_the_right_and_names_at_the_left() -> None:
    table = written().tables[0]
    for row in table.rows[1:]:
        sides = [cell.paragraphs[0].alignment for cell in row.cells]
        assert sides == [None, *[WD_ALIGN_PARAGRAPH.RIGHT] * 5]


def test_the_head_stands_on_every_page_and_no_row_is_torn() -> None:
    table, facts = written().tables
    heads = [row for row in table._tbl.iter(qn("w:tr")) if row.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(heads) == 1
    assert facts._tbl.find(f".//{qn('w:tblHeader')}") is None
    assert len(list(table._tbl.iter(qn("w:cantSplit")))) == 3


def test_columns_fill_the_page_and_break_no_word() -> None:
    columns = list(zip(HEAD, *ROWS, strict=True))
    widths = column_widths(columns)
    assert sum(widths) == pytest.approx(170)
    for width, column in zip(widths, columns, strict=True):
        assert width >= 2.2 * max(len(word) for text in column for word in text.split())
    assert column_widths([("Wort", "kurz"), ("Satz", "was das Wort bedeutet " * 9)])[1] > 120
    crowded = column_widths([("Donaudampfschifffahrt",)] * 12)
    assert crowded == pytest.approx([170 / 12] * 12)


@pytest.mark.parametrize(("language", "expected"), [("de", "de-DE"), ("en", "en-GB")])
def test_it_says_its_language_and_has_the_colour_of_the_office(language: str, expected: str) -> None:
    document = written(language)
    found = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert found == {expected}
    assert document.core_properties.language == expected
    assert str(document.styles["Heading 1"].font.color.rgb) == "7A1F5C"
