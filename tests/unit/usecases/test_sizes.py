"""How large files will be is told before: truly, or near enough, and never by writing them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flurinfill.model.audience import Audience
from flurinfill.model.errors import Cancelled
from flurinfill.project import Project, queries
from flurinfill.usecases import sizes
from flurinfill.usecases.export_kinds import KINDS, Asked, ExportFormat
from flurinfill.usecases.sizes import FileSize, file_sizes

DAY = date(2026, 11, 26)
KNOWN = (ExportFormat.CSV, ExportFormat.PLOT_MAPS, ExportFormat.KML)


@pytest.fixture(scope="module")
def project(made_sample: Path) -> Iterator[Project]:
    with Project.open(made_sample, read_only=True) as opened:
        yield opened


def _asked(project: Project, count: int) -> Asked:
    sites = queries.site_table(project)
    return Asked(Audience.INTERNAL, [int(key) for key in sites.index[:count]], DAY)


def test_what_is_told_is_what_is_written(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "_SOME", 2)
    asked, before = _asked(project, 4), len(queries.access_log(project))
    table, maps, unknown = file_sizes(project, asked, KNOWN)
    assert unknown == FileSize(ExportFormat.KML)
    assert (table.exact, maps.exact) == (True, False)
    for told, tolerance in ((table, 0.0), (maps, 0.25)):
        path = tmp_path / f"datei{KINDS[told.kind].suffix}"
        KINDS[told.kind].write(KINDS[told.kind].give(project, asked), path)
        written = path.stat().st_size
        assert told.size == pytest.approx(written, rel=tolerance)
    assert not list(Path.cwd().glob("size*"))
    assert len(queries.access_log(project)) == before


def test_nobody_waits_for_sizes_that_nobody_wants_any_more(project: Project) -> None:
    class Impatient:
        def report(self, step: str, done: int, total: int) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        file_sizes(project, _asked(project, 3), KNOWN, Impatient())
    assert file_sizes(project, _asked(project, 0), KNOWN) == []
