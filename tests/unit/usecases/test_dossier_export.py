"""Dossiers from a project: passphrase and role come first, and it is remembered who read and took what."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed, InputError, ProjectError, SealedError
from flurinfill.model.owners import ContactChannel
from flurinfill.model.roles import Role
from flurinfill.model.states import Availability
from flurinfill.project import Project, operations, queries
from flurinfill.reports.dossier_release import MOST_CASES, release_dossier
from flurinfill.usecases.exporting import ExportFormat, export
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

DAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def town(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copyfile(made_sample, tmp_path_factory.mktemp("dossier") / "stadt.gpkg"))


@pytest.fixture
def project(town: Path) -> Iterator[Project]:
    with Project.open(town, passphrase=SAMPLE_PASSPHRASE) as opened:
        yield opened


def _answered(project: Project) -> int:
    table = queries.site_table(project)
    return int(table.index[table["outreach_state"] == "answered"][0])


def test_owners_are_in_it_and_both_logs_know(project: Project, tmp_path: Path) -> None:
    site_id = _answered(project)
    owner = queries.owners_of(project, queries.site(project, site_id).parcel_ids, "case_work")[0][0]
    path = tmp_path / "dossier.pdf"
    report = export(project, ExportFormat.DOSSIER, path, site_ids=[site_id], today=DAY)
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)
    assert report.count == 1
    assert "".join(owner.name.split()) in text
    assert owner.street.replace(" ", "") in text
    assert "".join(f"· {project.user} · {i18n.day(DAY)}".split()) in text
    entry = queries.history(project)[0]
    assert (entry.code, entry.details["format"]) == ("log_export", "dossier")
    assert "dossier" in set(queries.access_log(project)["purpose"])


def test_locked_there_is_none(town: Path, tmp_path: Path) -> None:
    with Project.open(town) as project:
        before = len(queries.history(project))
        with pytest.raises(SealedError) as caught:
            export(project, ExportFormat.DOSSIER, tmp_path / "d.pdf", site_ids=[1])
        assert caught.value.code == "sealed"
        assert len(queries.history(project)) == before
    assert not (tmp_path / "d.pdf").exists()


def test_only_for_the_office_and_only_a_few(project: Project, tmp_path: Path) -> None:
    with pytest.raises(GateClosed) as closed:
        export(project, ExportFormat.DOSSIER, tmp_path / "d.pdf", audience=Audience.INVESTOR, site_ids=[1])
    assert closed.value.code == "kind_not_for_audience"
    with pytest.raises(GateClosed) as closed:
        release_dossier(project, Audience.PUBLIC, [1], DAY)
    assert closed.value.code == "dossier_internal_only"
    many = list(queries.site_table(project).index[: MOST_CASES + 1])
    with pytest.raises(InputError) as caught:
        release_dossier(project, Audience.INTERNAL, many, DAY)
    assert caught.value.code == "too_many_dossiers"


def test_of_a_restricted_person_only_the_name(project: Project) -> None:
    site_id = _answered(project)
    owner = queries.owners_of(project, queries.site(project, site_id).parcel_ids, "case_work")[0][0]
    operations.record_contact(
        project, site_id, owner.owner_id, channel=ContactChannel.CALL, outgoing=False, on=DAY, text="Klage"
    )
    operations.restrict_owner(project, owner.owner_id, restricted=True, reason="Art. 18")
    (case,) = release_dossier(project, Audience.INTERNAL, [site_id], DAY).cases
    (person,) = (each for each in case.persons if each.owner.owner_id == owner.owner_id)
    assert person.owner.name == owner.name
    assert not person.owner.letter_address.text
    assert person.said["willingness"] == "unknown"
    assert "Klage" not in [contact.text for contact in case.contacts]
    operations.undo(project)
    operations.undo(project)


def test_of_a_restricted_person_whom_it_is_reserved_for_only_the_name(project: Project) -> None:
    sites = queries.site_table(project)
    site_id = int(sites.index[sites["availability"] == Availability.RESERVED][0])
    (now,) = queries.reservations(project, site_id)
    operations.restrict_owner(project, now.party.owner_id, restricted=True, reason="Art. 18")
    (case,) = release_dossier(project, Audience.INTERNAL, [site_id], DAY).cases
    (shown,) = case.reservations
    assert (shown.party.name, shown.party.mail, shown.note) == (now.party.name, "", "")
    assert case.names[now.party.owner_id] == now.party.name
    assert now.note not in [event.details.get("note") for event in case.events]
    operations.undo(project)


def test_who_only_reads_takes_none_away(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(queries.access_log(project))
    monkeypatch.setattr(Project, "role", property(lambda _: Role.READ))
    with pytest.raises(ProjectError) as caught:
        release_dossier(project, Audience.INTERNAL, [1], DAY)
    assert caught.value.code == "role_reads"
    assert len(queries.access_log(project)) == before
