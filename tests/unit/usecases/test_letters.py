"""Letters: who gets one, what stands in it, and what the project remembers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flurinfill.model.errors import InputError, MoveRefused, SealedError
from flurinfill.model.letters import OUTREACH_AFTER, LeftOut, LetterKind, reason_against
from flurinfill.model.office import Office
from flurinfill.model.owners import Owner, OwnerKind
from flurinfill.model.states import OUTREACH_MOVES, Outreach
from flurinfill.project import Project, operations, queries
from flurinfill.reports.correspondence import letter_texts
from flurinfill.reports.correspondence.letters import address_lines, case_code, salutation
from flurinfill.usecases import letters
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

TODAY = date(2026, 11, 26)
OFFICE = Office(
    town="Stadt Musterau",
    department="Wirtschaftsförderung",
    street="Markt 1",
    postcode="02999",
    city="Musterau",
    person="Tilda Beispiel",
    phone="03599 1234",
    mail="bauland@musterau.example",
    signatory="Tilda Beispiel",
    privacy_officer="Datenschutz der Stadt Musterau",
)


@pytest.fixture
def project(sample: Path) -> Iterator[Project]:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as opened:
        operations.set_office(opened, OFFICE)
        yield opened


def _confirmed_private(project: Project, count: int) -> list[int]:
    sites = queries.site_table(project)
    chosen = sites[(sites["owner_category"] == "private") & (sites["outreach"].str.startswith("0/"))]
    untouched = chosen[chosen["review"] == "candidate"]
    return [int(site) for site in untouched.index[:count]]


def test_a_survey_goes_to_each_owner_once_and_is_recorded(project: Project, tmp_path: Path) -> None:
    sites = _confirmed_private(project, 12)
    made = letters.plan(project, LetterKind.SURVEY, sites, on=TODAY)
    owners = [letter.owner.owner_id for letter in made.run.letters]
    assert len(owners) == len(set(owners)) > 0
    path = letters.write(made, tmp_path / "briefe.pdf")
    text = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    for letter in made.run.letters:
        assert any(letter.owner.street in page and letter.owner.last_name in page for page in text)
        assert any(f"Fallnummer\n{letter.subjects[0].case_no}" in page for page in text)
    change = letters.record(project, made, follow_up_on=date(2027, 1, 15))
    assert change.sites == {site for site, _ in made.sent}
    site, owner = made.sent[0]
    said = queries.outreach_of(project, site).set_index("owner_id").loc[owner]
    assert (said["outreach"], said["outreach_on"]) == ("sent", TODAY.isoformat())
    assert queries.contacts(project, site)[0].follow_up_on == date(2027, 1, 15)
    operations.undo(project)
    assert queries.outreach_of(project, site).set_index("owner_id").loc[owner, "outreach"] == "none"
    assert queries.contacts(project, site) == []


def test_a_second_survey_at_once_is_not_due_and_a_reminder_is(project: Project) -> None:
    sites = _confirmed_private(project, 3)
    letters.record(project, letters.plan(project, LetterKind.SURVEY, sites, on=TODAY), follow_up_on=None)
    again = letters.plan(project, LetterKind.SURVEY, sites, on=TODAY)
    assert again.run.letters == ()
    assert {each.reason for each in again.omissions} == {LeftOut.NOT_DUE}
    reminder = letters.plan(project, LetterKind.REMINDER, sites, on=TODAY)
    assert len(reminder.run.letters) > 0
    assert "26.11.2026" in letter_texts.filled(
        reminder.run.text.paragraphs[0], reminder.run.letters[0].values
    )


def test_the_town_does_not_write_to_itself(project: Project) -> None:
    """But to another town, and the survey speaks of no vacant land to owners of built plots."""
    sites = queries.site_table(project)
    own = [int(site) for site in sites.index[sites["owner_category"] == "municipality"][:4]]
    found = queries.addressees(project, own, "letters")
    assert found
    operations.set_office(project, replace(OFFICE, town=found[0].owner.name))
    made = letters.plan(project, LetterKind.SURVEY, own, on=TODAY)
    assert LeftOut.OWN_LAND in {each.reason for each in made.omissions}
    assert found[0].owner.owner_id not in {letter.owner.owner_id for letter in made.run.letters}
    operations.set_office(project, replace(OFFICE, town="Stadt Anderswo"))
    again = letters.plan(project, LetterKind.SURVEY, own, on=TODAY)
    assert LeftOut.OWN_LAND not in {each.reason for each in again.omissions}
    text = letter_texts.default_text(LetterKind.SURVEY)
    assert "unbebaut" not in " ".join([text.subject, *text.paragraphs])


def test_nothing_is_recorded_when_one_move_is_refused(project: Project) -> None:
    sites = _confirmed_private(project, 3)
    made = letters.plan(project, LetterKind.SURVEY, sites, on=TODAY)
    site, owner = made.sent[-1]
    operations.set_outreach(project, site, owner, Outreach.DO_NOT_CONTACT, on=TODAY)
    with pytest.raises(MoveRefused):
        letters.record(project, made, follow_up_on=None)
    first = made.sent[0]
    assert queries.outreach_of(project, first[0]).set_index("owner_id").loc[first[1], "outreach"] == "none"


def test_without_sender_data_there_are_no_letters(sample: Path) -> None:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        operations.set_office(project, Office())
        with pytest.raises(InputError) as refused:
            letters.plan(project, LetterKind.SURVEY, [1], on=TODAY)
        assert refused.value.code == "office_incomplete"
        project.seal()
        operations.set_office(project, OFFICE)
        with pytest.raises(SealedError):
            letters.plan(project, LetterKind.SURVEY, [1], on=TODAY)


def test_docx_holds_the_same_letters(project: Project, tmp_path: Path) -> None:
    made = letters.plan(project, LetterKind.SURVEY, _confirmed_private(project, 2), on=TODAY)
    path = letters.write(made, tmp_path / "briefe.docx")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
        document = packed.read("word/document.xml").decode()
    for letter in made.run.letters:
        assert letter.owner.street in document
        assert letter.subjects[0].case_no in document


def test_an_office_text_with_an_unknown_field_is_refused(project: Project) -> None:
    with pytest.raises(InputError) as refused:
        letter_texts.parse('subject = "Zu {flaeche}"\nparagraphs = ["Gruß {telefon}"]')
    assert refused.value.details["fields"] == ["flaeche", "telefon"]
    own = replace(letter_texts.default_text(LetterKind.THANKS), subject="Danke zu {case_numbers}")
    operations.set_letter_text(project, LetterKind.THANKS, letter_texts.dump(own))
    assert letters.text_of(project, LetterKind.THANKS) == own


def test_an_invitation_needs_its_day(project: Project) -> None:
    with pytest.raises(InputError) as refused:
        letters.plan(project, LetterKind.INVITATION, _confirmed_private(project, 1), on=TODAY)
    assert refused.value.details["fields"] == ["Tag der Veranstaltung", "Ort der Veranstaltung", "Beginn"]


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("outreach", list(Outreach))
def test_whoever_gets_a_letter_can_be_moved(kind: LetterKind, outreach: Outreach) -> None:
    after = OUTREACH_AFTER[kind]
    if after is not None and reason_against(kind, outreach) is None:
        assert after in OUTREACH_MOVES[outreach]


def test_people_are_greeted_without_guessing_a_title() -> None:
    person = Owner("1", OwnerKind.PERSON, last_name="Quark", first_name="Eulalia", street="Weg 1")
    firm = Owner("2", OwnerKind.ORGANISATION, organisation="Mondbau eG", street="Weg 2")
    assert salutation(person) == "Guten Tag Eulalia Quark,"
    assert salutation(firm) == "Sehr geehrte Damen und Herren,"
    assert address_lines(firm) == ["Mondbau eG", "Weg 2"]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="{}"), max_size=60))
def test_values_never_become_fields(value: str) -> None:
    assert letter_texts.filled("Zu {place}.", {"place": value + "{phone}"}) == f"Zu {value}{{phone}}."


def test_the_code_holds_the_case_number_only() -> None:
    assert case_code("2026-0043").startswith("<svg")
    assert case_code("2026-0043") != case_code("2026-0044")
