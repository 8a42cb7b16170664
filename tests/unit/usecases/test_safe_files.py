"""No use case destroys what was there, and a cancelled one leaves what is on disk alone."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest

from flurinfill._data import data_path
from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.model.errors import Cancelled, InputError, ProjectError
from flurinfill.project import Project, is_project, queries
from flurinfill.usecases.exporting import ExportFormat, export
from flurinfill.usecases.importing import import_files
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE, create_sample


class CancelAt:
    """Cancels at the first report of a step, or only at its end."""

    def __init__(self, step: str, *, at_end: bool = False) -> None:
        self.step, self.at_end = step, at_end

    def report(self, step: str, done: int, total: int) -> None:
        if step == self.step and (not self.at_end or (total and done == total)):
            raise Cancelled


@pytest.mark.parametrize("kind", [ExportFormat.GEOPACKAGE, ExportFormat.CSV])
def test_no_export_takes_the_place_of_a_project(sample: Path, tmp_path: Path, kind: ExportFormat) -> None:
    other = tmp_path / "other.gpkg"
    Project.create(other).close()
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        for target in (sample, other):
            with pytest.raises(InputError) as caught:
                export(project, kind, target)
            assert caught.value.code == "export_over_project"
    assert is_project(sample)
    assert is_project(other)
    with Project.open(sample, read_only=True) as project:
        assert len(queries.site_table(project))


def test_an_export_takes_the_place_of_an_earlier_export(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "hand-over.gpkg"
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        site = [int(queries.site_table(project).index[0])]
        export(project, ExportFormat.GEOPACKAGE, target, site_ids=site)
        assert not is_project(target)
        assert export(project, ExportFormat.GEOPACKAGE, target, site_ids=site).count == 1


def test_the_sample_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "town.gpkg"
    Project.create(path).close()
    before = path.read_bytes()
    with pytest.raises(ProjectError) as caught:
        create_sample(path)
    assert caught.value.code == "project_exists"
    assert path.read_bytes() == before


@pytest.mark.parametrize("step", ["read_file", "build_tables", "repair", "examine", "store_cadastre"])
def test_an_import_cancelled_at_any_step_changes_nothing(sample: Path, step: str) -> None:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        before = queries.history(project, limit=100_000)
        with pytest.raises(Cancelled):
            import_files(project, [_town()], progress=CancelAt(step))
        assert queries.history(project, limit=100_000) == before
        assert not queries.verdicts(project).empty


def test_what_is_on_disk_can_no_longer_be_cancelled(sample: Path) -> None:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        done = import_files(project, [_town()], progress=CancelAt("store_cadastre", at_end=True))
        assert done.counts["parcels"] == len(queries.parcel_table(project))
        assert queries.history(project)[0].code == "import_cadastre"


def test_a_newer_cadastre_keeps_the_constraints_of_the_project(town: Path) -> None:
    with Project.open(town, passphrase=SAMPLE_PASSPHRASE) as project:
        before = queries.constraints(project)
        done = import_files(project, [_town()])
        assert len(before)
        assert queries.constraints(project).equals(before)
        assert [finding.code for finding in done.findings].count("constraints_kept") == 1


def test_a_newer_cadastre_keeps_the_plans_of_the_project(sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "satzung.gpkg"
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        town = queries.parcels(project)
        frame = gpd.GeoDataFrame(
            {"name": ["Klarstellungssatzung"]}, geometry=[town.geometry.iloc[0]], crs=town.crs
        )
        frame.to_file(file, driver="GPKG")
        import_files(project, [_town()], mapping=LayerMapping(plans=(LayerRef(file),)))
        before = queries.plans(project)
        assert before["kind"].tolist() == ["inner_area"]
        done = import_files(project, [_town()])
        assert queries.plans(project).equals(before)
        assert done.counts["plans"] == 1
        assert [finding.code for finding in done.findings].count("plans_kept") == 1


def _town() -> Path:
    return data_path("sample_data", "town.nas.xml.gz")
