"""Letters to owners: one PDF for the printer, by DIN 5008 with a window address, and a questionnaire.

Each owner gets one letter, whatever number of sites it is about, and one questionnaire for each
site. The code on the questionnaire holds the case number and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flurinfill import i18n
from flurinfill.i18n import label, tr
from flurinfill.model.letters import LetterKind, LetterText
from flurinfill.model.office import Office
from flurinfill.model.owners import Owner, OwnerKind
from flurinfill.model.returns import ASKED, Horizon, Motive
from flurinfill.reports.case_code import case_code
from flurinfill.reports.correspondence.letter_texts import filled, privacy_text
from flurinfill.reports.papers.paper import look
from flurinfill.reports.papers.typesetting import compile_pdf, day_parts
from flurinfill.reports.writing import write_bytes

_WITH_QUESTIONNAIRE = frozenset({LetterKind.SURVEY, LetterKind.REMINDER})
_WITH_PRIVACY = frozenset({LetterKind.SURVEY})


@dataclass(frozen=True)
class Subject:
    """A site that a letter is about.

    Attributes
    ----------
    site_id : int
    case_no : str
    parcels : str
        "Flurstück 25/3, Gemarkung Neuhain, 812 m²".
    """

    site_id: int
    case_no: str
    parcels: str


@dataclass(frozen=True)
class Letter:
    """One letter.

    Attributes
    ----------
    owner : Owner
    subjects : tuple of Subject
    values : mapping
        Values of the text's fields.
    """

    owner: Owner
    subjects: tuple[Subject, ...]
    values: Mapping[str, str]


@dataclass(frozen=True)
class LetterRun:
    """Letters of one kind, ready to be written.

    Attributes
    ----------
    kind : LetterKind
    text : LetterText
    office : Office
    on : date
        Day that stands on the letters.
    letters : tuple of Letter
    """

    kind: LetterKind
    text: LetterText
    office: Office
    on: date
    letters: tuple[Letter, ...]


def write_pdf(run: LetterRun, path: Path) -> Path:
    """Write all letters of a run as one PDF.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    data, pictures = content(run)
    return write_bytes(path, compile_pdf("letter.typ", data, pictures))


def content(run: LetterRun) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and the pictures by file name."""
    pictures: dict[str, str] = {}
    data = {
        **look(run.office),
        "title": tr("Letters: {kind}", kind=i18n.name_of(run.kind)),
        "description": tr("Letters to owners of building land"),
        "date": day_parts(run.on),
        "lang": i18n.language(),
        "sender_line": run.office.sender_line,
        "letterhead": {"town": run.office.town, "department": run.office.department},
        "letters": [_letter(run, letter, pictures) for letter in run.letters],
    }
    return data, pictures


def _letter(run: LetterRun, letter: Letter, pictures: dict[str, str]) -> dict[str, Any]:
    cases = ", ".join(subject.case_no for subject in letter.subjects)
    asked = run.kind in _WITH_QUESTIONNAIRE
    enclosures = [tr("Questionnaire")] * asked + [tr("Information on data protection")] * (
        run.kind in _WITH_PRIVACY
    )
    return {
        "address": address_lines(letter.owner),
        "information": information(run.office, run.on, cases),
        "subject": filled(run.text.subject, letter.values),
        "salutation": salutation(letter.owner),
        "paragraphs": [filled(part, letter.values) for part in run.text.paragraphs],
        "closing": tr("Yours sincerely"),
        "signature": [part for part in (run.office.signatory, run.office.signatory_role) if part],
        "enclosures": (tr("Enclosed: {what}", what=", ".join(enclosures)) if enclosures else ""),
        "questionnaires": [_questionnaire(run.office, each, pictures) for each in letter.subjects]
        if asked
        else [],
        "privacy": _privacy(run.office, letter.owner) if run.kind in _WITH_PRIVACY else None,
    }


def address_lines(owner: Owner) -> list[str]:
    """Return the lines of the address field (DIN 5008: at most six)."""
    person = f"{owner.first_name} {owner.last_name}".strip()
    lines = [owner.organisation, person, owner.street, f"{owner.postcode} {owner.city}".strip()]
    return [line for line in lines if line]


def salutation(owner: Owner) -> str:
    """Greet a person by name, without guessing a title; an organisation in general."""
    if owner.kind is OwnerKind.PERSON and owner.last_name:
        return tr("Dear {name},", name=f"{owner.first_name} {owner.last_name}".strip())
    return tr("Dear Sir or Madam,")


def information(office: Office, on: date, cases: str) -> list[list[str]]:
    """Return names and values of the information block."""
    rows = [
        (tr("Our reference"), office.file_reference),
        (tr("Case"), cases if len(cases) < 40 else tr("see the questionnaires")),
        (tr("Contact person"), office.person),
        (tr("Phone"), office.phone),
        (tr("E-mail"), office.mail),
        (tr("Date"), i18n.day(on)),
    ]
    return [[name, value] for name, value in rows if value]


def _questionnaire(office: Office, subject: Subject, pictures: dict[str, str]) -> dict[str, Any]:
    name = f"case-{subject.case_no}.svg"
    pictures[name] = case_code(subject.case_no)
    return {
        "title": tr("Questionnaire on your plot"),
        "case": subject.case_no,
        "case_label": tr("Case number"),
        "code": {"file": name, "alt": tr("QR code with the case number {case}", case=subject.case_no)},
        "parcels": subject.parcels,
        "voluntary": tr(
            "Your answer is voluntary and not binding. Please tick what fits; leave out what does not."
        ),
        "plans": {
            "title": tr("1. What are your plans for this plot?"),
            "choices": [label("questionnaire", each.value) for each in ASKED],
        },
        "horizon": {
            "title": tr("2. If you want to build: when?"),
            "choices": [label("horizon", each.value) for each in Horizon],
        },
        "reasons": {
            "title": tr("3. If you do not want to sell: why?"),
            "choices": [label("willingness_reason", each.value) for each in Motive],
        },
        "price": tr("4. If you might sell: what price do you have in mind?"),
        "wishes": tr("5. Wishes, questions, best time to reach you"),
        "reach": [tr("Phone"), tr("E-mail")],
        "consent": tr(
            "I agree that the office passes my name and contact on to people who are looking for a building"
            " plot. I can withdraw this consent at any time."
        ),
        "sign": tr("Date and signature"),
        "back": tr("Please return to: {address}", address=office.sender_line),
    }


def _privacy(office: Office, owner: Owner) -> dict[str, Any]:
    title, paragraphs = privacy_text()
    place = ", ".join(part for part in (office.town, office.department, office.street) if part)
    values = {
        "office": f"{place}, {office.postcode} {office.city}",
        "privacy_officer": office.privacy_officer,
        "settled": str(office.keep_settled_years),
        "unanswered": str(office.keep_unanswered_years),
        "source": owner.source or tr("the land register"),
        "phone": office.phone,
        "mail": office.mail or office.phone,
    }
    return {"title": title, "paragraphs": [filled(part, values) for part in paragraphs]}
