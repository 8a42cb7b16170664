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
from flurinfill.model.states import Publication
from flurinfill.project import Project, operations, queries
from flurinfill.reports import gate
from flurinfill.usecases.announcing import draft_notice, register, write_annex
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
