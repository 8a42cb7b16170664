"""Measures do not depend on where a town lies, how it is turned, or where its rings begin."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import shapely
from hand_made import cadastre, garage, house, rectangle, street_of_houses
from hypothesis import given, settings
from hypothesis import strategies as st

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.dwellings import UNITS
from flurinfill.detection.measures import measure
from flurinfill.detection.measures.land_use import land_use_shares
from flurinfill.detection.measures.vicinity import ROW_HOME
from flurinfill.model.errors import Cancelled
from flurinfill.model.measures import MEASURES, definition_of
from flurinfill.model.potential import Use
from flurinfill.model.progress import CancelFlag

PLAN = street_of_houses(empty=(1, 3), count=6)
FOUND = measure(PLAN)
TOLERANCE = {"m2": 0.02, "m": 0.11, "share": 0.001, "flag": 0.0, "count": 0.0, "ratio": 0.0}
GRID_TOLERANCE = {  # rectangles on a grid of 0.25 m; circles drawn with 32 corners
    **dict.fromkeys(("envelope_rect_width_m", "envelope_rect_depth_m", "house_spare_m"), 0.5),
    **dict.fromkeys(("rest_rect_width_m", "rest_rect_depth_m", "rest_spare_m", "rest_m2"), 0.5),
    "between_share": 0.02,
    **dict.fromkeys(("ground_area_low_m2", "ground_area_high_m2"), 0.5),
}


def everywhere(plan: Cadastre, change: Callable[[np.ndarray], np.ndarray]) -> Cadastre:
    """Change the coordinates of every table."""
    tables = {
        name: getattr(plan, name).set_geometry(
            shapely.transform(getattr(plan, name).geometry.to_numpy(), change)
        )
        for name in ("parcels", "buildings", "land_use")
    }
    return dataclasses.replace(plan, **tables)


def assert_alike(first: pd.DataFrame, second: pd.DataFrame) -> None:
    assert first.index.equals(second.index)
    assert list(first.columns) == list(second.columns)
    for column in first.select_dtypes("number"):
        if column == ROW_HOME:  # a key
            assert first[column].equals(second[column])
            continue
        definition = definition_of(column)
        assert definition is not None, column
        tolerance = GRID_TOLERANCE.get(column, TOLERANCE[definition.unit.value])
        np.testing.assert_allclose(first[column], second[column], atol=tolerance, err_msg=column)
    for column in first.select_dtypes(exclude="number"):
        assert first[column].tolist() == second[column].tolist(), column


@settings(max_examples=8, deadline=None)
@given(st.floats(-50_000, 50_000), st.floats(-50_000, 50_000))
def test_translation(east: float, north: float) -> None:
    assert_alike(FOUND, measure(everywhere(PLAN, lambda points: points + np.array([east, north]))))


@settings(max_examples=8, deadline=None)
@given(st.floats(0, 360))
def test_rotation(degrees: float) -> None:
    centre = np.array([480_000.0, 5_690_000.0])
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[cos, sin], [-sin, cos]])
    assert_alike(FOUND, measure(everywhere(PLAN, lambda points: (points - centre) @ turn + centre)))


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 3), st.booleans())
def test_start_vertex_and_direction_of_rings(shift: int, reverse: bool) -> None:
    def other_start(polygon: shapely.Polygon) -> shapely.Polygon:
        ring = np.roll(np.asarray(polygon.exterior.coords)[:-1], shift, axis=0)
        return shapely.Polygon(ring[::-1] if reverse else ring)

    geometry = [other_start(polygon) for polygon in PLAN.parcels.geometry]
    assert_alike(FOUND, measure(dataclasses.replace(PLAN, parcels=PLAN.parcels.set_geometry(geometry))))


def test_each_parcel_has_one_row_and_every_measure() -> None:
    assert FOUND.index.tolist() == PLAN.parcels["parcel_id"].tolist()
    plain = [definition.name for definition in MEASURES if not definition.family]
    assert set(plain) - set(UNITS) <= set(FOUND.columns)  # a profile says how large a dwelling is
    assert FOUND.select_dtypes("number").max().max() < np.inf


def test_figures_of_a_plain_lot() -> None:
    row = FOUND.loc["lot2"]
    assert row["area_m2"] == pytest.approx(700)
    assert row["main_built_m2"] == pytest.approx(100)
    assert row["built_share"] == pytest.approx(1 / 7)
    assert row["inscribed_width_m"] == pytest.approx(20, abs=0.1)
    assert (row["rect_width_m"], row["rect_depth_m"]) == (pytest.approx(20), pytest.approx(35))
    assert row["compactness"] == pytest.approx(4 * np.pi * 700 / 110**2)
    assert row["envelope_m2"] == pytest.approx(14 * 29)
    assert row["built_neighbour_share"] == 0.0
    assert FOUND.loc["lot1", "built_neighbour_share"] == 1.0
    assert (FOUND.loc["lot1", "main_distance_m"], FOUND.loc["lot1", "second_main_distance_m"]) == (5.0, 5.0)
    assert row["main_distance_m"] == pytest.approx(25.0)
    assert row["land_use_share[residential]"] == pytest.approx(1.0)
    assert row["dominant_use"] == "residential"


def test_widths_keep_their_error_where_somebody_may_ask() -> None:
    """A lot bent by arcs against the same lot as a street: only the street may be measured coarsely."""
    bow = shapely.difference(shapely.Point(0, 0).buffer(90, 64), shapely.Point(0, 0).buffer(77, 64))
    lot = shapely.intersection(bow, rectangle(0, 0, 100, 100))
    true = 2 * shapely.length(shapely.maximum_inscribed_circle(lot, tolerance=0.0001))
    for kind, error in (("residential", 0.1), ("road", 2.0)):
        plan = cadastre({"bow": lot}, buildings=[house(200, 0)], land_use=[{"geometry": lot, "kind": kind}])
        assert true - error <= measure(plan).loc["bow", "inscribed_width_m"] <= true + 1e-6


def test_distances_count_other_parcels_and_end_at_200_m() -> None:
    plan = cadastre(
        {"a": rectangle(0, 0, 20, 20), "b": rectangle(20, 0, 60, 20), "far": rectangle(5_000, 0, 5_020, 20)},
        buildings=[house(22, 2), house(35, 2), garage(8, 2)],
    )
    found = measure(plan)
    assert found.loc["a", "main_distance_m"] == pytest.approx(2.0)
    assert found.loc["a", "second_main_distance_m"] == 200.0  # both houses stand on one neighbour
    assert found.loc["b", "main_distance_m"] == 200.0
    assert found.loc["far", "main_distance_m"] == 200.0


def test_setback_leaves_the_largest_connected_area() -> None:
    """Two wide ends and a neck of 4 m: with 3 m from every side only one end can carry a house."""
    bone = shapely.union_all([rectangle(0, 0, 20, 20), rectangle(20, 8, 40, 12), rectangle(40, 0, 70, 20)])
    plan = cadastre({"bone": bone}, buildings=[house(200, 0)])
    assert measure(plan).loc["bone", "envelope_m2"] == pytest.approx(24 * 14, abs=2.0)  # rounded at the neck
    assert measure(plan, setbacks_m=dict.fromkeys(Use, 5.0)).loc["bone", "envelope_m2"] == pytest.approx(
        20 * 10, abs=2.0
    )


def test_inner_buffer_that_geos_drops() -> None:
    """A lot of this shape (found in a town) has an inner circle of 7 m and yet an empty buffer at 5.9 m."""
    corners = [
        (19.581, 40.384),
        (20.687, 39.994),
        (6.503, 0.68),
        (0.234, 1.788),
        (5.434, 43.221),
        (9.812, 42.72),
    ]
    plan = cadastre({"wedge": shapely.Polygon(corners)}, buildings=[house(200, 0)])
    assert measure(plan, setbacks_m=dict.fromkeys(Use, 5.9)).loc["wedge", "envelope_m2"] == pytest.approx(
        13.8, abs=0.3
    )


def test_shares_from_texts_are_shares_of_what_the_text_lists() -> None:
    shares = land_use_shares(
        np.empty(3, dtype=object),
        np.ones(3),
        PLAN.land_use.iloc[:0],
        pd.Series(["Wohnbaufläche; 750|Weg; 250", "Wohnbauflaeche;10;Landwirtschaft;30", ""], dtype="str"),
    )
    assert shares["residential"].tolist()[:2] == [0.75, 0.25]
    assert shares["farming"].tolist()[1] == 0.75
    assert np.isnan(shares["residential"].iloc[2])


def test_a_cancelled_run_stops() -> None:
    flag = CancelFlag()
    flag.cancel()
    with pytest.raises(Cancelled):
        measure(PLAN, progress=flag)
    seen: list[str] = []

    class Watch:
        def report(self, step: str, done: int, total: int) -> None:
            seen.append(step)
            if step == "measure_surroundings":
                raise Cancelled

    with pytest.raises(Cancelled):
        measure(PLAN, progress=Watch())
    assert seen[0] == "measure_parcels"
