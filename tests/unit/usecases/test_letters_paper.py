"""Letters as the post, the scanner and the clerk's office program get them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp
from docx import Document
from docx.oxml.ns import qn
from office_program import convert
from test_letters import OFFICE, _confirmed_private

from flurinfill import i18n
from flurinfill.model.letters import LetterKind
from flurinfill.project import Project, operations
from flurinfill.usecases import letters
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

TODAY = date(2026, 11, 26)
MM = 72 / 25.4
WINDOW = (20.0, 105.0, 45.0, 90.0)  # DIN 5008, form B: left, right, top, bottom in mm
ZONE_TOP = 62.7  # below the line of return and remarks


@pytest.fixture
def plan(sample: Path) -> Iterator[letters.Plan]:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        operations.set_office(project, OFFICE)
        yield letters.plan(project, LetterKind.SURVEY, _confirmed_private(project, 4), on=TODAY)


def _placed(page: pypdf.PageObject) -> list[tuple[str, float, float]]:
    """Each piece of text with its place in mm from the left and the top."""
    height, found = float(page.mediabox.height), []

    def visit(text: str, user: list[float], matrix: list[float], *_: object) -> None:
        x = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
        y = matrix[4] * user[1] + matrix[5] * user[3] + user[5]
        found.append((text.strip(), x / MM, (height - y) / MM))

    page.extract_text(visitor_text=visit)
    return [piece for piece in found if piece[0]]


def test_the_address_is_seen_through_the_window(plan: letters.Plan, tmp_path: Path) -> None:
    pages = pypdf.PdfReader(letters.write(plan, tmp_path / "briefe.pdf")).pages
    firsts = [page for page in pages if "Ansprechperson" in page.extract_text()]
    assert len(firsts) == len(plan.run.letters)
    for page, letter in zip(firsts, plan.run.letters, strict=True):
        left, right, top, bottom = WINDOW
        seen = [(text, y) for text, x, y in _placed(page) if left <= x <= right and top <= y <= bottom]
        words = " ".join(text for text, y in seen if y >= ZONE_TOP)
        owner = letter.owner
        for part in (owner.organisation or owner.last_name, owner.street, owner.postcode, owner.city):
            assert part in words, (part, seen)
        assert not re.search(r"N-\d|F-\d|Fallnummer", words)


def test_the_code_of_a_questionnaire_is_its_case_number_and_nothing_else(
    plan: letters.Plan, tmp_path: Path
) -> None:
    document = pypdfium2.PdfDocument(letters.write(plan, tmp_path / "briefe.pdf"))
    read = []
    for page in document:
        picture = page.render(scale=150 / 72).to_pil()  # as an office scanner sees it
        read += [code.text for code in zxingcpp.read_barcodes(picture)]
    document.close()
    assert sorted(read) == sorted(
        subject.case_no for letter in plan.run.letters for subject in letter.subjects
    )


def test_the_office_program_opens_the_letters(plan: letters.Plan, tmp_path: Path) -> None:
    read = pypdf.PdfReader(convert(letters.write(plan, tmp_path / "briefe.docx"), "pdf", tmp_path))
    pages = [page.extract_text() for page in read.pages]
    for letter in plan.run.letters:
        assert any(letter.owner.street in page for page in pages)
        assert all(any(subject.case_no in page for page in pages) for subject in letter.subjects)


def test_the_letters_are_german_and_a_box_stays_with_its_words(plan: letters.Plan, tmp_path: Path) -> None:
    with i18n.speaking("en"):  # the window may be English, the letters of the office are not
        document = Document(str(letters.write(plan, tmp_path / "briefe.docx")))
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {"de-DE"}
    choices = [paragraph.text for paragraph in document.paragraphs if paragraph.text.count("☐") > 2]
    assert choices
    for line in choices:
        assert all(choice.startswith("☐\N{NO-BREAK SPACE}") for choice in line.split(" " * 5))
    for table in document.tables:  # Word goes by the cells, LibreOffice by the columns
        assert [cell.width for cell in table.rows[0].cells] == [column.width for column in table.columns]
        assert len({column.width for column in table.columns}) == 2
