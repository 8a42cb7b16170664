"""Where a building could stand, as shapes to draw: of a parcel, a free part, a proposed site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from strips import EAST, NORTH, PROFILE, parcel_id, street

from flurinfill.cartography.sketch import BOUNDARY, BUILDING, ENVELOPE, FREE_PART
from flurinfill.detection.room_texts import Place, fit_lines
from flurinfill.model.errors import ProjectError
from flurinfill.model.potential import CANDIDATE_CLASSES
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.building import candidate_envelopes, room_sketch
from flurinfill.usecases.detecting import detect
from flurinfill.usecases.explaining import explain_fully


@pytest.fixture
def strips(tmp_path: Path) -> Iterator[Project]:
    plan = street(51.0)
    with Project.create(tmp_path / "weiler.gpkg", crs=plan.crs) as project:
        operations.import_cadastre(project, plan)
        detect(project, PROFILE, further=())
        yield project


@pytest.fixture
def town(made_town: Path) -> Iterator[Project]:
    with Project.open(made_town, read_only=True) as project:
        yield project


def test_a_proposed_site_has_one_envelope_and_its_boundary(strips: Project) -> None:
    sketch = room_sketch(strips, explain_fully(strips, parcel_id(4)).found)
    assert sketch is not None
    site = shapely.union_all(queries.parcel_shapes(strips, [parcel_id(3), parcel_id(4)]))
    assert sketch.parts[ENVELOPE].area == pytest.approx(14 * 29, abs=1.0)  # 20 × 35 m less 3 m around
    assert site.buffer(-2.99).contains(sketch.parts[ENVELOPE])
    assert sketch.parts[ENVELOPE].buffer(0.01).contains(sketch.parts[BUILDING])
    assert sketch.parts[BUILDING].area == pytest.approx(120.0)
    assert sketch.parts[BOUNDARY].length == pytest.approx(35.0, abs=0.01)
    assert [code for code, _ in sketch.drawn] == [ENVELOPE, BUILDING, BOUNDARY]
    assert [entry.code for entry in sketch.entries()] == [BOUNDARY, BUILDING, ENVELOPE]


def test_a_proposed_site_in_a_closed_row_is_told_as_it_is_drawn(tmp_path: Path) -> None:
    plan = street(51.0)
    walls = shapely.transform(
        [shapely.box(30, 5, 40, 15), shapely.box(60, 5, 70, 15)], lambda xy: xy + np.array([EAST, NORTH])
    )
    row = replace(plan, buildings=plan.buildings.set_geometry(list(walls)))
    with Project.create(tmp_path / "reihe.gpkg", crs=row.crs) as project:
        operations.import_cadastre(project, row)
        detect(project, PROFILE, further=())
        found = explain_fully(project, parcel_id(4)).found
        sketch = room_sketch(project, found)
    assert sketch is not None
    assert found.fit is not None
    assert found.fit.place is Place.CLOSED
    assert "ohne Abstand zu den Grenzgebäuden" in fit_lines(found.fit)[1]
    assert sketch.parts[ENVELOPE].area == pytest.approx(found.fit.area_m2)
    assert sketch.parts[ENVELOPE].area > 14 * 29 + 100  # the setback counts to the back alone
    assert found.fit.width_m == pytest.approx(20.0, abs=0.5)


@pytest.mark.parametrize(("reason", "wanted"), [("gap", ENVELOPE), ("free_part", FREE_PART)])
def test_the_shapes_are_inside_the_parcel_and_agree_with_the_figures(
    town: Project, reason: str, wanted: str
) -> None:
    table = queries.parcel_table(town)
    chosen = str(table.index[table["reason"] == reason][0])
    found = explain_fully(town, chosen).found
    sketch = room_sketch(town, found)
    assert sketch is not None
    assert found.fit is not None
    (parcel,) = queries.parcel_shapes(town, [chosen])
    for shape in sketch.parts.values():
        assert parcel.buffer(0.01).contains(shape)
    assert sketch.parts[BUILDING].area == pytest.approx(
        found.profile.building_m[0] * found.profile.building_m[1]
    )
    assert sketch.parts[wanted].area == pytest.approx(found.fit.area_m2, rel=0.02)


def test_where_nobody_asks_nothing_is_drawn(town: Project) -> None:
    table = queries.parcel_table(town)
    for reason in ("public_way", "forest"):
        chosen = str(table.index[table["reason"] == reason][0])
        assert room_sketch(town, explain_fully(town, chosen).found) is None


def test_a_part_of_the_cadastre_is_what_touches_the_box(town: Project) -> None:
    whole = queries.cadastre(town, with_owners=False)
    west, south, east, north = whole.parcels.geometry.iloc[1000].buffer(80).bounds
    part = queries.cadastre(town, with_owners=False, within=(west, south, east, north))
    for name in ("parcels", "buildings", "land_use", "ways", "constraints"):
        all_of, some = getattr(whole, name), getattr(part, name)
        boxes = shapely.box(*shapely.bounds(all_of.geometry.to_numpy()).T)
        wanted = all_of[shapely.intersects(boxes, shapely.box(west, south, east, north))]
        assert 0 < len(some) < len(all_of) or not len(wanted)
        # the R-tree rounds outwards to single precision
        assert set(wanted.geometry.to_wkb()) <= set(some.geometry.to_wkb())
    assert list(part.parcels.columns) == list(whole.parcels.columns)


def test_an_unknown_parcel_has_no_shape(town: Project) -> None:
    with pytest.raises(ProjectError, match="parcel_absent"):
        queries.parcel_shapes(town, ["999999___00001______"])


def test_the_envelopes_of_all_candidates_are_those_of_each(town: Project) -> None:
    found = candidate_envelopes(town)
    table = queries.parcel_table(town)
    candidates = set(table.index[table["potential"].isin([value.value for value in CANDIDATE_CLASSES])])
    assert set(found) <= candidates
    assert len(found) > 0.9 * len(candidates)
    for reason in ("gap", "free_part"):
        chosen = next(str(each) for each in table.index[table["reason"] == reason] if each in found)
        sketch = room_sketch(town, explain_fully(town, chosen).found)
        assert sketch is not None
        assert found[chosen].symmetric_difference(sketch.parts[ENVELOPE]).area < 1.0


def test_before_a_detection_there_are_no_envelopes(tmp_path: Path) -> None:
    plan = street(51.0)
    with Project.create(tmp_path / "weiler.gpkg", crs=plan.crs) as project:
        operations.import_cadastre(project, plan)
        assert candidate_envelopes(project) == {}
