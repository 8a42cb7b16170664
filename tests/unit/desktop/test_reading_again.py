"""What a project shows is read once; what did not change stays when the rest is read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from flurinfill.desktop.snapshot import read_sight, read_snapshot, read_work
from flurinfill.model.progress import SILENT
from flurinfill.project import Project, operations, queries

TODAY = date(2026, 3, 2)


def test_the_ground_stays_until_another_cadastre_comes(sample: Path) -> None:
    with Project.open(sample) as project:
        sight = read_sight(project)
        first = read_snapshot(project, SILENT, TODAY, sight)
        again = read_snapshot(project, SILENT, TODAY, before=first)
        assert first.ground.parcels is sight.parcels
        assert first.ground.buildings is sight.buildings
        assert first.ground.ids is sight.ids
        assert again.ground is first.ground
        pd.testing.assert_frame_equal(again.parcels, first.parcels)
        operations.import_cadastre(project, queries.cadastre(project))
        newer = read_snapshot(project, SILENT, TODAY, sight, before=again)
        assert newer.ground is not first.ground
        assert newer.ground.parcels is not sight.parcels
        assert len(newer.ground.parcels) == len(sight.parcels)


def test_parcels_of_table_map_and_measures_have_one_index(sample: Path) -> None:
    with Project.open(sample) as project:
        snapshot = read_snapshot(project, SILENT, TODAY, read_sight(project))
    assert len(snapshot.measures)
    for index in (snapshot.parcels.index, snapshot.measures.index):
        assert index.equals(snapshot.ground.ids)
        assert index._engine is snapshot.ground.ids._engine  # what finds a parcel is made once
    assert snapshot.parcels["parcel_key"].tolist() == snapshot.ground.ids.tolist()


def test_a_new_site_is_told_to_its_parcels_alone(sample: Path) -> None:
    with Project.open(sample) as project:
        before = read_snapshot(project, SILENT, TODAY)
        free = [parcel for parcel in before.parcels.index if parcel not in before.work.site_of][:2]
        (made,) = operations.create_site(project, free).sites
        after = before.with_work(read_work(project, TODAY))
        again = read_snapshot(project, SILENT, TODAY)
        operations.undo(project)
        back = after.with_work(read_work(project, TODAY))
    assert after.parcels.loc[free, "case_no"].tolist() == [again.work.sites.loc[made, "case_no"]] * 2
    pd.testing.assert_series_equal(after.parcels["case_no"], again.parcels["case_no"])
    pd.testing.assert_series_equal(back.parcels["case_no"], before.parcels["case_no"])
    assert after.classes is before.classes
