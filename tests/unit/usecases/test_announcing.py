"""§200(3) BauGB from the notice to the register: the month counts, an objection always."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest
from test_letters import OFFICE

from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError, MoveRefused, SealedError
from flurinfill.model.office import Office
from flurinfill.model.states import Availability, Publication, RejectReason, Review
from flurinfill.project import Project, operations, queries
from flurinfill.reports import gate
from flurinfill.usecases.announcing import draft_notice, register, write_annex, write_published
from flurinfill.usecases.exporting import ExportFormat, export
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE


@pytest.fixture
def project(sample: Path) -> Iterator[Project]:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as opened:
        operations.set_office(opened, OFFICE)
        yield opened


def _state(project: Project, site: int) -> str:
    return str(queries.site_table(project).loc[site, "publication"])


def test_a_notice_names_the_month_and_no_plot(project: Project, tmp_path: Path) -> None:
    path = draft_notice(project, tmp_path / "notiz.pdf", announced_on=date(2026, 11, 26))
    text = " ".join(pypdf.PdfReader(path).pages[0].extract_text().split())
    assert "frühestens am 29.12.2026" in text  # 26 December is a holiday, 27 a Sunday
    assert "Markt 1" in text
    assert "widersprechen" in text
    sites = queries.site_table(project)
    assert not any(f" {number} " in text for number in sites["numbers"] if "/" in number)
    open_draft = draft_notice(project, tmp_path / "notiz.docx", announced_on=None)
    assert open_draft.stat().st_size > 5_000


def test_sites_are_announced_together_and_back_by_one_undo(project: Project) -> None:
    today = date.today()
    ready = [int(site) for site in register(project, today).announceable.index[:4]]
    assert len(ready) == 4
    operations.set_publications(project, ready, Publication.ANNOUNCED, on=today)
    assert set(ready) <= set(register(project, today).waiting.index)
    operations.undo(project)
    assert set(ready) <= set(register(project, today).announceable.index)


def test_one_refused_site_keeps_all_from_moving(project: Project) -> None:
    today = date.today()
    first, *rest = (int(site) for site in register(project, today).announceable.index[:3])
    operations.set_publications(project, [first], Publication.ANNOUNCED, on=today)
    with pytest.raises(MoveRefused):
        operations.set_publications(project, [*rest, first], Publication.ANNOUNCED, on=today)
    assert {_state(project, site) for site in rest} == {"not_announced"}


def test_an_objection_counts_after_publication_and_shuts_the_gate(project: Project) -> None:
    today = date.today()
    published = int(register(project, today).published.index[0])
    assert published in _public(project, today)
    operations.record_objection(project, published, on=today - timedelta(days=1), text="Anruf von Herrn Q.")
    assert _state(project, published) == "objected"
    assert published not in _public(project, today)
    operations.undo(project)
    assert published in _public(project, today)


def test_only_what_may_go_out_is_ready(project: Project) -> None:
    today = date.today()
    built, rejected = (int(site) for site in register(project, today).announceable.index[:2])
    for site in (built, rejected):
        operations.set_publication(project, site, Publication.ANNOUNCED, on=today - timedelta(days=60))
    assert {built, rejected} <= set(register(project, today).ready.index)
    operations.set_publication(project, rejected, Publication.CLEARED, on=today)
    assert {built, rejected} <= set(register(project, today).ready.index)
    operations.set_availability(project, built, Availability.BUILT, reason="Haus steht")
    operations.set_review(project, rejected, Review.IN_REVIEW)
    operations.set_review(project, rejected, Review.REJECTED, reason=RejectReason.OTHER, note="Graben")
    found = register(project, today)
    assert not {built, rejected} & set(found.ready.index)
    assert {built, rejected} <= set(found.withheld.index)


def _public(project: Project, today: date) -> set[int]:
    cases = queries.site_table(project)["case_no"]
    withheld = {case for case, _ in gate.release(project, Audience.PUBLIC, today=today).withheld}
    return {int(site) for site, case in cases.items() if case not in withheld}


def test_who_objected_is_sealed(project: Project) -> None:
    site = int(register(project, date.today()).published.index[0])
    project.seal()
    with pytest.raises(SealedError):
        operations.record_objection(project, site, on=date.today())


def test_the_register_is_sorted_by_the_day(project: Project) -> None:
    today = date.today()
    found = register(project, today)
    assert all(day >= today for day in found.waiting["deadline"])
    later = register(project, today + timedelta(days=70))
    assert set(found.waiting.index) <= set(later.ready.index)


def test_the_annex_is_for_the_office(project: Project, tmp_path: Path) -> None:
    sites = [int(site) for site in register(project, date.today()).announceable.index[:3]]
    report = write_annex(project, sites, tmp_path / "anlage.xlsx")
    assert report.count == 3


def test_a_notice_needs_an_office(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample) as project:
        operations.set_office(project, Office())
        with pytest.raises(InputError) as refused:
            draft_notice(project, tmp_path / "notiz.pdf", announced_on=None)
    assert refused.value.code == "office_incomplete"


def test_each_objection_is_taken_back_for_itself(project: Project) -> None:
    today = date.today()
    site = int(register(project, today).published.index[0])
    announced = queries.site_table(project).loc[site, "announced_on"]
    operations.record_objection(project, site, on=today, text="Brief")
    operations.record_objection(project, site, on=today, text="Anruf")
    with pytest.raises(MoveRefused) as refused:
        operations.set_publication(project, site, Publication.ANNOUNCED, on=today)
    assert refused.value.code == "objection_stands"
    last, first = queries.objections(project)
    operations.take_back_objection(project, first.objection_id, on=today)
    assert _state(project, site) == "objected"
    operations.take_back_objection(project, last.objection_id, on=today)
    assert _state(project, site) == "announced"
    assert queries.site_table(project).loc[site, "announced_on"] == announced
    assert [each.taken_back_on for each in queries.objections(project)] == [today, today]
    with pytest.raises(MoveRefused):
        operations.take_back_objection(project, last.objection_id, on=today)
    operations.undo(project)
    assert _state(project, site) == "objected"


def test_a_plot_that_was_never_announced_waits_for_a_notice_again(project: Project) -> None:
    today = date.today()
    site = int(register(project, today).announceable.index[0])
    operations.record_objection(project, site, on=today)
    assert site in register(project, today).objected.index
    (objection,) = queries.objections(project)
    operations.take_back_objection(project, objection.objection_id, on=today)
    assert site in register(project, today).announceable.index


def test_what_was_published_can_be_told_later(project: Project, tmp_path: Path) -> None:
    today = date.today()
    report = export(project, ExportFormat.CSV, tmp_path / "raus.csv", audience=Audience.PUBLIC)
    numbers = set(register(project, today).published["numbers"])
    for site in register(project, today).published.index:
        operations.record_objection(project, int(site), on=today)
    (made,) = queries.public_exports(project)
    assert made.count == report.count == len(made.listed)
    assert numbers <= {line["numbers"] for line in made.listed}
    path = write_published(made, tmp_path / "war.csv")
    text = path.read_text(encoding="utf-8-sig")
    assert all(number in text for number in numbers)
    head, *lines = text.splitlines()
    assert head.count(";") == 5
    assert all(line.endswith(";Nur für den Dienstgebrauch") for line in lines)  # some have objected since


def test_the_lock_names_the_reason(project: Project) -> None:
    locked = register(project, date.today()).withheld
    assert set(locked["withheld"].iloc[:2]) <= {
        "announcement_month_running",
        "publication_announced",
        "publication_objected",
    }
    assert _public(project, date.today()).isdisjoint(locked.index)
