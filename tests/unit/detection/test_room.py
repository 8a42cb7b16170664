"""Room on vacant parcels and on free parts equals what shapely alone gives."""

import numpy as np
import pandas as pd
import pytest
import room_reference as reference
import shapely
from hand_made import cadastre, for_hamlets, house, rectangle
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from flurinfill.detection import profiles
from flurinfill.detection.building_room import building_room
from flurinfill.detection.explanation import explain
from flurinfill.detection.measures import measure
from flurinfill.detection.measures.rectangles import room_in
from flurinfill.detection.measures.survey import VACANT_M2
from flurinfill.detection.room_kernels import STEP_M
from flurinfill.detection.room_texts import Place, fit_of
from flurinfill.model.potential import PotentialClass
from flurinfill.model.rules import Outcome

SIZE = (10.0, 12.0)
SETBACK = 3.0
ERROR_M = 0.07  # of the reference: corners of its circles, and where it stops to halve


def lot(seed: int) -> shapely.Polygon:
    """A lot with four to six corners, some of them bent inwards, turned anyhow."""
    dice = np.random.default_rng(seed)
    corners = np.array([(0, 0), (26, 0), (26, 30), (25, 62), (0, 60), (2, 25)]) + dice.uniform(-4, 4, (6, 2))
    kept = np.sort(dice.choice(6, dice.integers(4, 7), replace=False))
    shape = shapely.make_valid(shapely.Polygon(corners[kept]))
    return affinity.rotate(shape, dice.uniform(0, 90), origin=(0, 0))


def beside_a_house(shape: shapely.Polygon) -> pd.Series:
    """Measures of a vacant lot with a house near by."""
    _, low, right, _ = shape.bounds
    plan = cadastre(
        {"lot": shape, "other": rectangle(right + 5, low, right + 30, low + 30)},
        buildings=[house(right + 10, low + 5)],
    )
    return measure(plan).loc["lot"]


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_what_a_house_has_to_spare(seed: int) -> None:
    shape = reference.envelope(lot(seed), SETBACK)
    true = reference.spare(shape, SIZE, reference.directions(lot(seed)))
    found = beside_a_house(lot(seed))["house_spare_m"]
    assert true - 2 * STEP_M - ERROR_M <= found <= true + ERROR_M


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000))
def test_no_rectangle_is_much_larger(seed: int) -> None:
    shape = lot(seed)
    found = room_in(shape, SIZE)
    assert found is not None
    assert shape.buffer(0.01).contains(found.largest)
    for angle in reference.directions(shape):
        for width in np.linspace(4, 40, 10):
            depth = reference.deepest(shape, width, angle)
            short = max(width - 2 * STEP_M, 0) * max(depth - 2 * STEP_M, 0)
            assert short <= found.width_m * found.depth_m


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_the_free_part_of_a_built_lot(seed: int) -> None:
    parcel = lot(seed)
    dice = np.random.default_rng(seed)
    centre = parcel.representative_point()
    block = shapely.box(centre.x - 5, centre.y - 4, centre.x + 5, centre.y + 4)
    building = affinity.rotate(block, dice.uniform(0, 90))
    plan = cadastre({"lot": parcel}, buildings=[{"geometry": building, "function": "1010"}, house(300, 0)])
    found = building_room(plan, "lot", setback_m=SETBACK, size_m=SIZE)
    land = reference.free_land(parcel, [building], SETBACK)
    parts = [part for part in shapely.get_parts(reference.envelope(land, SETBACK)) if part.area > 1.5]
    if not parts:
        assert found is None or found.width_m * found.depth_m < 1.5
        return
    assert found is not None
    angles = reference.directions(parcel, building)
    spares = [reference.spare(part, SIZE, angles) for part in parts]
    best = parts[int(np.argmax(spares))]
    assert max(spares) - 2 * STEP_M - ERROR_M <= found.spare_m <= max(spares) + ERROR_M
    row = measure(plan).loc["lot"]
    if np.isfinite(row["rest_m2"]) and len(parts) == 1:
        assert row["rest_m2"] == pytest.approx(reference.opened(land, best, SETBACK), rel=0.02, abs=2.0)
        assert found.plot is not None
        assert found.plot.area == pytest.approx(row["rest_m2"], rel=0.02, abs=2.0)


@pytest.mark.parametrize(("width", "depth"), [(16.0, 18.0), (30.0, 16.0), (16.0, 45.0)])
def test_a_house_that_fits_exactly_fits(width: float, depth: float) -> None:
    for angle in (0, 7, 30, 45):
        shape = affinity.rotate(rectangle(0, 0, width, depth), angle, origin=(0, 0))
        assert beside_a_house(shape)["house_spare_m"] == 0.0


def test_a_parcel_without_room() -> None:
    found = beside_a_house(rectangle(0, 0, 5, 60))
    assert (found["envelope_rect_width_m"], found["envelope_rect_depth_m"]) == (0.0, 0.0)
    assert found["house_spare_m"] == -10.0
    assert found["envelope_m2"] == 0.0


def test_a_pond_in_the_lot_is_no_room() -> None:
    found = beside_a_house(rectangle(0, 0, 40, 40).difference(rectangle(17, 4, 23, 36)))
    assert found["envelope_rect_width_m"] == pytest.approx(11.0, abs=0.01)
    assert found["envelope_rect_depth_m"] == pytest.approx(34.0, abs=0.01)


def one_house_and(shape: shapely.Polygon, kind: str, *plans: dict[str, object]) -> pd.Series:
    """Measures of a plot somewhere, and a house from (0, 0) to (10, 10)."""
    town = cadastre(
        {"home": rectangle(-5, -5, 15, 15), "plot": shape},
        buildings=[house(0, 0)],
        land_use=[{"geometry": shape, "kind": kind}],
        plans=plans,
    )
    return measure(town).loc["plot"]


def over(shape: shapely.Polygon, kind: str, area_type: str = "") -> dict[str, object]:
    return {"kind": kind, "name": "P", "area_type": area_type, "geometry": shape}


FAR, LARGE = rectangle(160, 0, 190, 30), rectangle(30, 0, 150, 100)


@pytest.mark.parametrize("shape", [FAR, LARGE])
@pytest.mark.parametrize(("kind", "area_type"), [("plan", "WA"), ("inner_area", "")])
def test_a_building_is_tried_wherever_plan_or_statute_makes_building_land(
    shape: shapely.Polygon, kind: str, area_type: str
) -> None:
    planned = one_house_and(shape, "farming", over(shape, kind, area_type))
    assert planned["house_spare_m"] > 0
    assert planned["envelope_rect_width_m"] > 20
    outside = over(rectangle(-20, -20, 20, 20), kind, area_type)
    assert np.isnan(one_house_and(shape, "farming", outside)["house_spare_m"])


@pytest.mark.parametrize(
    ("distance", "kind", "reason"),
    [
        (90.0, "residential", "far_from_houses"),
        (90.0, "commercial", ""),
        (110.0, "commercial", "far_from_houses"),
        (50.0, "residential", "large_area"),
        (50.0, "commercial", ""),
    ],
)
def test_why_no_building_was_tried(distance: float, kind: str, reason: str) -> None:
    """Trade looks for its houses 100 m around, housing 80 m; only housing stops at a hectare."""
    depth = 40.0 if distance == 90.0 and kind == "residential" else 125.0
    plot = rectangle(10 + distance, -50, 130 + distance, depth - 50)
    row = one_house_and(plot, kind)
    profile = profiles.load("gewerbe" if kind == "commercial" else "kleinstadt-wohnen")
    result = next(each for each in explain("plot", row, profile).results if each.rule.name == "house_fits")
    assert result.reason == reason
    assert np.isnan(row["house_spare_m"]) == bool(reason)


@pytest.mark.parametrize(("size", "fits"), [(30.0, True), (70.0, False)])
def test_a_gatehouse_is_no_hindrance_to_trade(size: float, fits: bool) -> None:
    """A plot that the rules call vacant is measured as one, and nobody says that it is built on."""
    lots = {"plot": rectangle(0, 0, 60, 60), "hall": rectangle(60, 0, 120, 60)}
    street = rectangle(0, -8, 120, 0)
    gatehouse = {"geometry": rectangle(0, 0, size / 5, 5), "function": "1010"}
    town = cadastre(
        {**lots, "street": street},
        buildings=[house(70, 10, 30.0, 30.0), gatehouse],
        land_use=[
            {"geometry": rectangle(0, 0, 120, 60), "kind": "commercial"},
            {"geometry": street, "kind": "road"},
        ],
    )
    row, trade = measure(town).loc["plot"], for_hamlets(profiles.load("gewerbe"))
    verdict = explain("plot", row, trade)
    result = next(each for each in verdict.results if each.rule.name == "house_fits")
    fit = fit_of(row, trade)
    assert (verdict.potential is PotentialClass.GAP) == fits
    assert (result.outcome is Outcome.PASSED) == fits
    assert (fit is not None and fit.place is Place.VACANT) == fits
    assert (result.reason == "built") != fits


def test_what_is_measured_as_vacant_is_what_the_built_in_rules_call_vacant() -> None:
    for profile in profiles.builtin():
        (vacant,) = [rule.threshold for rule in profile.rules if rule.name == "vacant"]
        assert vacant == VACANT_M2[profile.use]


def test_of_a_built_parcel_nobody_says_that_no_house_is_near() -> None:
    """Rules over vacant land do not count on a farmstead; its own house is no other's."""
    farm = cadastre(
        {"farm": rectangle(0, 0, 60, 60)},
        buildings=[house(5, 5)],
        land_use=[{"geometry": rectangle(0, 0, 60, 60), "kind": "farming"}],
    )
    found = explain("farm", measure(farm).loc["farm"], profiles.load("kleinstadt-wohnen"))
    reasons = {each.rule.name: each.reason for each in found.results}
    assert reasons["between_houses"] == "built"
