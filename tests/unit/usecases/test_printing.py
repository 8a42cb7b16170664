"""Printing the map: remembered, never from a project that cannot remember, never over a project."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import shapely

from flurinfill.cartography.svg import MapLayer
from flurinfill.model.errors import GateClosed, InputError, ProjectError
from flurinfill.project import Project, queries
from flurinfill.reports.papers.map_sheet import SeenMap
from flurinfill.usecases.printing import print_map


def _seen(project: Project, *, tells_owners: bool = False) -> SeenMap:
    outline = queries.site_geometry(project, int(queries.site_table(project).index[0]))
    spot = shapely.centroid(outline)
    return SeenMap(
        (MapLayer([outline]),), None, frozenset(), (), "", (spot.x, spot.y), tells_owners=tells_owners
    )


def test_a_printed_map_is_in_the_history_of_its_sites(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample) as project:
        path = print_map(
            project, _seen(project), tmp_path / "karte.pdf", title="", scale=500, today=date(2026, 5, 1)
        )
        assert path.read_bytes().startswith(b"%PDF")
        entry = queries.history(project)[0]
        assert entry.code == "log_export"
        assert entry.details["format"] == "map.pdf"
        assert entry.details["audience"] == "internal"
        assert 1 <= entry.details["count"] < 20


def test_nothing_is_printed_that_cannot_be_remembered(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample) as project:
        before = len(queries.history(project))
        with pytest.raises(GateClosed):
            print_map(project, _seen(project, tells_owners=True), tmp_path / "k.pdf", title="x", scale=500)
        copy = tmp_path / "other.gpkg"
        shutil.copyfile(sample, copy)
        with pytest.raises(InputError):
            print_map(project, _seen(project), copy, title="x", scale=500)
        assert len(queries.history(project)) == before
        seen = _seen(project)
        with Project.open(sample) as second:
            assert second.read_only
            with pytest.raises(ProjectError):
                print_map(second, seen, tmp_path / "k.pdf", title="x", scale=500)
    assert not (tmp_path / "k.pdf").exists()
