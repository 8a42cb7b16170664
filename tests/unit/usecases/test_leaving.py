"""No file without a line in the history, and no line that speaks of a file that nobody made."""

from __future__ import annotations

from pathlib import Path

import pytest

from flurinfill.model.audience import Audience
from flurinfill.model.errors import Cancelled, ProjectError
from flurinfill.model.progress import Progress
from flurinfill.model.roles import Role, check
from flurinfill.project import Project, operations, queries
from flurinfill.reports.event_texts import event_text
from flurinfill.usecases.exporting import ExportFormat, export
from flurinfill.usecases.leaving import leaving

SITES = [3, 4]


def codes(project: Project, count: int) -> list[str]:
    return [entry.code for entry in queries.history(project, limit=count)]


class Impatient(Progress):
    """Somebody who gives up at the second page."""

    def report(self, step: str, done: int = 0, total: int = 0) -> None:
        if step == "write_papers" and done:
            raise Cancelled


def test_a_cancelled_export_is_told_as_one(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample) as project:
        with pytest.raises(Cancelled):
            export(
                project,
                ExportFormat.VISITS,
                tmp_path / "begehung.pdf",
                site_ids=SITES,
                progress=Impatient(),
            )
        assert codes(project, 2) == ["log_no_export", "log_export"]
        told = queries.timeline(project, SITES[0])[0]
    assert not list(tmp_path.glob("begehung*"))
    assert event_text(told, {}).startswith("Ausgabe nicht zustande gekommen: keine Datei\nBegehungsblätter")


def test_what_came_to_nothing_was_never_published(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample) as project:
        before = len(queries.public_exports(project))
        for folder, outcome in (("nowhere", False), (".", True), ("nowhere", False)):
            output = tmp_path / folder / "karte.html"
            if outcome:
                export(project, ExportFormat.WEB_MAP, output, audience=Audience.PUBLIC)
                continue
            with pytest.raises(Exception, match="export_folder_missing"):
                export(project, ExportFormat.WEB_MAP, output, audience=Audience.PUBLIC)
        assert codes(project, 5) == ["log_no_export", *["log_export"] * 2, "log_no_export", "log_export"]
        assert len(queries.public_exports(project)) == before + 1


def test_a_file_that_is_there_keeps_its_line_whatever_comes_after(sample: Path, tmp_path: Path) -> None:
    def written_and_then_broken() -> None:
        output.write_text("1")
        raise OSError

    output = tmp_path / "liste.csv"
    with Project.open(sample) as project:
        with pytest.raises(OSError), leaving(project, Audience.INTERNAL, "csv", SITES, output):
            written_and_then_broken()
        assert codes(project, 1) == ["log_export"]


def test_without_the_second_line_the_first_one_stays(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*asked: object) -> None:
        raise ProjectError("project_disk_full", path="x")

    monkeypatch.setattr(operations, "log_no_export", full)
    with Project.open(sample) as project:
        with (
            pytest.raises(Cancelled),
            leaving(project, Audience.INTERNAL, "csv", SITES, tmp_path / "liste.csv"),
        ):
            raise Cancelled
        assert codes(project, 1) == ["log_export"]


@pytest.mark.parametrize("role", Role)
def test_whoever_may_log_an_export_may_log_its_end(role: Role) -> None:
    for code in ("log_export", "log_no_export"):
        check(role, "jemand", code)
