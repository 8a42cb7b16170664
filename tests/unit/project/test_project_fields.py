"""The form of a site: what a person enters, what is known without, and which of both is in force."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
import small_town
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from flurinfill.model.errors import InputError, ProjectError, SealedError, StaleWrite
from flurinfill.model.site_fields import (
    FIELDS,
    SITE_FIELDS,
    STORED,
    FieldKind,
    FieldOrigin,
    Value,
    check_field,
)
from flurinfill.project import Project, operations, queries
from flurinfill.project.schema import MEASURES

TODAY = date.today()


def value_for(name: str) -> Value:
    """Some value that a field takes."""
    field = FIELDS[name]
    if field.choices is not None:
        return next(iter(field.choices)).value
    if field.kind is FieldKind.TEXT:
        return "Am Anger"
    if field.kind is FieldKind.DAY:
        return date(2024, 1, 1)
    return 3 if field.kind is FieldKind.WHOLE else (field.low + field.high) / 2


def test_every_field_is_entered_shown_undone_and_taken_away(project: Project) -> None:
    before = queries.site_table(project).loc[1]
    for field in SITE_FIELDS:
        if not field.by_hand:
            continue
        value = value_for(field.name)
        change = operations.set_site_field(
            project, 1, field.name, value, source="office", as_of=date(2026, 3, 1)
        )
        assert change.sites == {1}
        known = queries.site_fields(project, 1)[field.name]
        assert (known.value, known.origin, known.source) == (value, FieldOrigin.HAND, "office")
        assert (known.as_of, known.user) == (date(2026, 3, 1), "erika")
        assert queries.site_table(project).loc[1, field.name] == value
    for field in STORED:
        operations.set_site_field(project, 1, field.name, None)
        assert queries.site_fields(project, 1)[field.name].origin is not FieldOrigin.HAND
    operations.set_site_field(project, 1, "asking_price", None)
    after = queries.site_table(project).loc[1].drop("version")
    pd.testing.assert_series_equal(after, before.drop("version"))
    while queries.undo_state(project).undo is not None:
        operations.undo(project)
    pd.testing.assert_series_equal(queries.site_table(project).loc[1].drop("version"), before.drop("version"))


def test_the_known_value_shows_through_and_comes_back(project: Project) -> None:
    known = queries.site_fields(project, 1)
    width = known["width_m"]
    assert width.origin is FieldOrigin.MEASURED
    assert width.value == queries.measures(project).loc[small_town.IDS[0], "rect_width_m"]
    assert known["area_m2"].origin is FieldOrigin.CADASTRE
    assert known["use"].origin is FieldOrigin.DERIVED  # no cadastre knows a Nutzungsart
    assert (known["area_m2"].value, known["area_m2"].as_of) == (1001.0, date(2026, 3, 1))
    assert known["area_geom_m2"].value == pytest.approx(1000.0)
    assert known["district"].value == "Altdorf"
    assert known["flood"].value is None
    operations.set_site_field(project, 1, "width_m", 17.5, source="visit")
    operations.set_site_field(project, 1, "area_m2", 950)
    operations.set_site_field(project, 1, "district", "Neudorf")
    mine = queries.site_fields(project, 1)["width_m"]
    assert (mine.value, mine.known, mine.known_origin) == (17.5, width.value, FieldOrigin.MEASURED)
    row = queries.site_table(project).loc[1]
    assert (row["width_m"], row["area_m2"], row["district"], row["village"]) == (
        17.5,
        950.0,
        "Neudorf",
        "Neudorf",
    )
    assert queries.site_table(project).loc[2, "district"] == "Altdorf"
    operations.set_site_field(project, 1, "width_m", None)
    assert queries.site_fields(project, 1)["width_m"].value == width.value


def test_layers_that_speak_about_a_field_are_hints(project: Project) -> None:
    operations.create_site(project, [small_town.IDS[1]])
    site_id = int(queries.site_table(project).index[-1])
    fields = queries.site_fields(project, site_id)
    assert fields["flood"].hints == (("Überschwemmungsgebiet", 0.25),)
    assert fields["monument"].hints == ()
    assert fields["flood"].value is None


def test_a_site_of_several_parcels_is_measured_as_a_whole(project: Project) -> None:
    operations.create_site(project, [small_town.IDS[1], small_town.IDS[3]])
    site_id = int(queries.site_table(project).index[-1])
    measures = queries.measures(project).loc[[small_town.IDS[1], small_town.IDS[3]]]
    fields = queries.site_fields(project, site_id)
    assert fields["frontage_m"].value == pytest.approx(measures["frontage_m"].sum())
    shape = queries.site_geometry(project, site_id)
    corners = shapely.get_coordinates(shapely.oriented_envelope(shape))
    sides = sorted(np.hypot(*np.diff(corners[:3], axis=0).T))
    assert (fields["width_m"].value, fields["depth_m"].value) == pytest.approx(tuple(sides))


def test_dwellings_estimated_for_the_whole_are_none_of_a_drawn_part(project: Project) -> None:
    with project.store.writing() as connection:
        connection.execute(update(MEASURES).values(units_low=2.0))
    assert queries.site_fields(project, 1)["capacity_units"].value == 2
    west, south, east, north = queries.site_geometry(project, 1).bounds
    operations.set_site_outline(project, 1, shapely.box(west, south, (west + east) / 2, north))
    assert queries.site_fields(project, 1)["capacity_units"].value is None
    assert np.isnan(queries.site_table(project).loc[1, "capacity_units"])
    operations.set_site_field(project, 1, "capacity_units", 1)
    assert queries.site_table(project).loc[1, "capacity_units"] == 1


def test_a_price_is_sealed_like_all_that_owners_say(project: Project, path: Path) -> None:
    operations.set_site_field(project, 1, "asking_price", 98765.0, source="owner")
    assert queries.site_table(project).loc[1, "asking_price"] == 98765.0
    assert queries.history(project, 1)[0].details["new"] == 98765.0
    operations.set_site_field(project, 1, "asking_price", 87654.0)
    project.seal()
    assert queries.site_table(project).loc[1, "asking_price"] is None
    assert "asking_price" not in queries.site_fields(project, 1)
    assert "new" not in queries.history(project, 1)[0].details
    with pytest.raises(SealedError):
        operations.set_site_field(project, 1, "asking_price", 1.0)
    raw = path.read_bytes()
    assert b"98765" not in raw
    operations.set_site_field(project, 1, "grz", 0.4)  # the others need no passphrase
    assert queries.site_table(project).loc[1, "grz"] == 0.4


def test_a_source_is_one_of_the_list_since_it_is_not_sealed(project: Project) -> None:
    with pytest.raises(InputError, match="field_choice_unknown"):
        operations.set_site_field(project, 1, "grz", 0.4, source="Frau Nachtigall am Telefon")
    with pytest.raises(InputError, match="field_choice_unknown"):
        operations.set_site_fields(project, [1, 2], "grz", 0.4, source="Frau Nachtigall")
    assert queries.site_fields(project, 1)["grz"].value is None


def test_somebody_else_was_faster(project: Project) -> None:
    version = int(queries.site_table(project).loc[1, "version"])
    operations.set_site_field(project, 1, "grz", 0.3, version=version)
    with pytest.raises(StaleWrite, match="stale_site"):
        operations.set_site_field(project, 1, "grz", 0.4, version=version)
    assert queries.site_table(project).loc[1, "grz"] == 0.3
    with pytest.raises(ProjectError, match="site_absent"):
        operations.set_site_field(project, 99, "grz", 0.4)


def test_one_value_for_many_sites_in_one_step(project: Project) -> None:
    operations.set_site_field(project, 2, "planning_basis", "35")
    change = operations.set_site_fields(project, [1, 2, 3], "planning_basis", "34", source="plan")
    assert change.details["count"] == 3
    assert queries.site_table(project)["planning_basis"].tolist()[:3] == ["34"] * 3
    undone = operations.undo(project)
    assert undone.sites == {1, 2, 3}
    assert queries.site_table(project)["planning_basis"].tolist()[:3] == ["", "35", ""]
    prices = operations.set_site_fields(project, [1, 2], "asking_price", 50_000)
    assert prices.details == {"field": "asking_price", "count": 2, "refused": {}}
    assert queries.site_table(project)["asking_price"].tolist()[:2] == [50_000.0] * 2


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("grz", 1.2, "field_out_of_range"),
        ("grz", -0.1, "field_out_of_range"),
        ("grz", float("nan"), "field_not_a_number"),
        ("grz", "0,4", "field_not_a_number"),
        ("building_cover", 1.01, "field_out_of_range"),
        ("area_m2", 0, "field_out_of_range"),
        ("capacity_units", 2.5, "field_not_whole"),
        ("planning_basis", "33", "field_choice_unknown"),
        ("plan_name", "x" * 201, "field_too_long"),
        ("land_value_date", TODAY + timedelta(days=1), "field_day_in_future"),
        ("land_value_date", "2024-01-01", "field_no_day"),
        ("area_geom_m2", 5.0, "field_not_by_hand"),
        ("owner_category", "private", "field_not_by_hand"),
        ("colour", "red", "field_unknown"),
    ],
)
def test_what_cannot_be_is_refused(plain: Project, field: str, value: Value, code: str) -> None:
    operations.create_site(plain, [small_town.IDS[0]])
    before = queries.history(plain)
    with pytest.raises(InputError, match=code):
        operations.set_site_field(plain, 1, field, value)
    with pytest.raises(InputError, match="field_day_in_future"):
        operations.set_site_field(plain, 1, "grz", 0.4, as_of=TODAY + timedelta(days=1))
    assert queries.history(plain) == before


@given(st.floats(0, 1), st.integers(0, 2000))
def test_what_is_in_range_is_kept_as_it_is(share: float, units: int) -> None:
    assert check_field("building_cover", share, TODAY) == share
    assert check_field("capacity_units", float(units), TODAY) == units
    assert check_field("plan_name", f"  B-Plan \n {units} ", TODAY) == f"B-Plan {units}"
    assert check_field("plan_name", "  ", TODAY) is None


def test_a_gis_reads_the_fields(project: Project, path: Path) -> None:
    operations.set_site_field(project, 1, "grz", 0.4)
    operations.set_site_field(project, 1, "capacity_units", 3)
    operations.set_site_field(project, 1, "land_value_date", date(2024, 1, 1))
    project.close()
    table = pyogrio.read_dataframe(path, layer="site_fields")
    assert table.loc[0, "grz"] == 0.4
    assert table.loc[0, "capacity_units"] == 3
    assert table.loc[0, "land_value_date"] == "2024-01-01"
    assert json.loads(table.loc[0, "origins"]).keys() == {"grz", "capacity_units", "land_value_date"}
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.OperationalError, match="flurinfill_may_write"):
        connection.execute("UPDATE site_fields SET grz = 1")
    connection.close()


def test_views_are_kept_replaced_and_deleted(plain: Project) -> None:
    number = operations.keep_view(plain, "sites", "Meine", "{}").details["view_id"]
    operations.keep_view(plain, "parcels", "Meine", "{}")
    operations.keep_view(plain, "sites", "Meine", '{"sort": "area_m2"}')
    kept = {(view.table, view.title): view for view in queries.saved_views(plain)}
    assert len(kept) == 2
    assert kept["sites", "Meine"].definition == '{"sort": "area_m2"}'
    assert kept["sites", "Meine"].view_id == number
    operations.remove_view(plain, number)
    assert [view.table for view in queries.saved_views(plain)] == ["parcels"]
    with pytest.raises(ProjectError, match="view_absent"):
        operations.remove_view(plain, number)
    operations.undo(plain)
    assert len(queries.saved_views(plain)) == 2
