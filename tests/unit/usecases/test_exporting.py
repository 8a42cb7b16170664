"""What an export may do, depending on the project and the audience."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError, MoveRefused, ProjectError
from flurinfill.model.states import Publication
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.export_kinds import Asked
from flurinfill.usecases.exporting import KINDS, ExportFormat, ExportReport, export, written_text
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE


def test_an_internal_export_is_logged_with_its_sites(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample) as project:
        export(project, ExportFormat.SPREADSHEET, tmp_path / "sites.xlsx", site_ids=[3, 4])
        entry = queries.history(project, limit=1)[0]
    assert entry.code == "log_export"
    assert entry.details["count"] == 2


def test_what_cannot_be_logged_does_not_leave(sample: Path, tmp_path: Path) -> None:
    output = tmp_path / "sites.xlsx"
    with Project.open(sample, read_only=True) as project:
        with pytest.raises(ProjectError, match="export_not_logged"):
            export(project, ExportFormat.SPREADSHEET, output)
        assert not output.exists()
        export(project, ExportFormat.WEB_MAP, tmp_path / "public.html", audience=Audience.PUBLIC)


def test_publication_takes_no_day_that_has_not_come(sample: Path) -> None:
    with Project.open(sample) as project:
        sites = queries.site_table(project)
        site_id = int(sites.index[sites["publication"] == Publication.NOT_ANNOUNCED][0])
        tomorrow = date.today() + timedelta(days=1)
        with pytest.raises(MoveRefused, match="date_in_future"):
            operations.set_publication(project, site_id, Publication.ANNOUNCED, on=tomorrow)


def test_whoever_objected_today_is_in_no_kind_for_the_public(sample: Path) -> None:
    today = date.today()
    with Project.open(sample) as project:
        project.unlock(SAMPLE_PASSPHRASE)
        sites = queries.site_table(project)
        gone, stays, *_ = (int(key) for key in sites.index[sites["publication"] == Publication.PUBLISHED])
        operations.record_objection(project, gone, on=today)
        for name, kind in KINDS.items():
            if Audience.PUBLIC not in kind.audiences:
                continue
            given = kind.give(project, Asked(Audience.PUBLIC, [gone, stays], today))
            shown = given.sites if kind.of_sites else given.shown.sites
            assert sites.loc[gone, "numbers"] not in set(shown["numbers"]), name
            assert sites.loc[stays, "numbers"] in set(shown["numbers"]), name


def test_a_locked_vault_is_named_as_the_reason(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample) as project, pytest.raises(InputError, match="nothing_released_locked"):
        export(project, ExportFormat.KML, tmp_path / "sites.kml", audience=Audience.INVESTOR)
    assert not (tmp_path / "sites.kml").exists()


def test_every_kind_has_its_texts() -> None:
    assert list(KINDS) == list(ExportFormat)
    for kind in ExportFormat:
        for context in ("ExportFormat", "export_stem", "export_format"):
            assert i18n.label(context, kind.value) != kind.value, (context, kind)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "council.pdf geschrieben."),
        (1, "1 Eintrag in council.pdf geschrieben."),
        (1234, "1.234 Einträge in council.pdf geschrieben."),
    ],
)
def test_what_was_written_is_told_in_one_sentence(count: int, words: str) -> None:
    assert written_text(ExportReport(Path("council.pdf"), count, ()), "council.pdf") == words
