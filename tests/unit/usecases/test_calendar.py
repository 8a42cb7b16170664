"""Follow-ups for a calendar program: by RFC 5545, without a name, noted in the history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flurinfill.model.errors import InputError, ProjectError
from flurinfill.model.owners import ContactChannel
from flurinfill.project import Project, operations, queries
from flurinfill.project.queries import FollowUp
from flurinfill.reports import calendar
from flurinfill.usecases.calendar import export_follow_ups
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

DAY = date(2026, 12, 31)


@pytest.fixture
def project(sample: Path) -> Iterator[Project]:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE, user="Rechenstift") as opened:
        yield opened


def _followed_up(project: Project) -> tuple[int, str]:
    """A contact with a follow-up and a person; return its number and the owner's name."""
    sites = queries.site_table(project)
    site_id = int(sites.index[sites["outreach"] == "0/1"][0])
    owner = queries.addressees(project, [site_id], "case_work")[0].owner
    operations.record_contact(
        project,
        site_id,
        owner.owner_id,
        channel=ContactChannel.CALL,
        outgoing=True,
        on=date(2026, 11, 2),
        text="Ruft an",
        follow_up_on=DAY,
        follow_up_by="Zahlmeisterin",
    )
    return queries.contacts(project, site_id)[0].contact_id, owner.name


def _lines(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_the_calendar_names_cases_and_no_person(project: Project, tmp_path: Path) -> None:
    number, owner = _followed_up(project)
    out = tmp_path / "w.ics"
    count = export_follow_ups(project, out)
    content = out.read_bytes()
    lines = _lines(content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == count
    mine = lines[lines.index(f"UID:{project.project_id}-{number}@flurinfill") :][:8]
    assert "DTSTART;VALUE=DATE:20261231" in mine
    assert "DTEND;VALUE=DATE:20270101" in mine
    assert any(line.startswith("SUMMARY:Wiedervorlage 2026-") for line in mine)
    for words in (*owner.split(", "), "Ruft an", "Zahlmeisterin", "Rechenstift"):
        assert words not in content.decode()
    logged = queries.history(project)[0]
    assert (logged.code, logged.details["audience"], logged.details["format"]) == (
        "log_export",
        "internal",
        "ics",
    )


def test_day_and_person_of_a_follow_up_are_changed_and_sealed(project: Project) -> None:
    number, _ = _followed_up(project)
    operations.complete_follow_up(project, number)
    operations.set_follow_up(project, number, date(2026, 11, 20), "Nachtfalter")
    tasks = queries.due(project, date(2026, 11, 26)).set_index("contact_id")
    assert tasks.loc[number, "person"] == "Nachtfalter"
    assert tasks.loc[number, "due_on"] == date(2026, 11, 20)
    operations.undo(project)
    assert number not in queries.due(project, DAY).set_index("contact_id").index
    operations.redo(project)
    project.seal()
    assert set(queries.due(project, DAY)["person"]) == {""}
    project.close()
    raw = project.path.read_bytes()
    assert b"Nachtfalter" not in raw
    assert b"Zahlmeisterin" not in raw


def test_nothing_to_write_and_a_project_that_cannot_note_it_are_refused(
    project: Project, sample: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError):
        export_follow_ups(project, sample)
    for each in queries.follow_ups(project):
        operations.complete_follow_up(project, each.contact_id)
    with pytest.raises(InputError) as refused:
        export_follow_ups(project, tmp_path / "leer.ics")
    assert refused.value.code == "no_follow_ups"
    project.close()
    with Project.open(sample, read_only=True) as looked_at, pytest.raises(ProjectError):
        export_follow_ups(looked_at, tmp_path / "leer.ics")
    assert not (tmp_path / "leer.ics").exists()


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_no_text_breaks_a_line_or_a_value(text: str) -> None:
    entry = FollowUp(1, 1, text, DAY)
    content = calendar.calendar([entry], "p", datetime(2026, 11, 26, tzinfo=UTC))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (summary,) = [line for line in _lines(content) if line.startswith("SUMMARY:")]
    plain = summary.removeprefix("SUMMARY:Wiedervorlage ")
    for sign in "\\;,":
        plain = plain.replace("\\" + sign, "")
    assert not {";", ",", "\n"} & set(plain.replace("\\n", ""))
