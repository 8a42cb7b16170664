"""Properties of whole villages made at random: order, tiles, duplicates, references, loosened rules."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
import shapely
from hand_made import cadastre, for_hamlets, garage, house, rectangle
from hypothesis import given, settings
from hypothesis import strategies as st

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.building_use import Treatment, treatments
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge
from flurinfill.model.potential import CANDIDATE_CLASSES, PotentialClass
from flurinfill.model.rules import Comparison

PROFILE = for_hamlets(profiles.load(profiles.DEFAULT))
LISTED = {*map(str, CANDIDATE_CLASSES), "undecidable"}
_DEEP_M = 55.0
SEEDS = st.integers(0, 10_000)


def village(seed: int, lots: int = 8) -> Cadastre:
    """Two rows along a street, fields behind: lots empty, with a house, or with a garage only.

    Behind some lots lies another plot, with a strip of land to the street or without. North of the
    street runs a ditch of 1 m, and the centre line of the street is known beside its parcel.
    """
    dice = np.random.default_rng(seed)
    parcels: dict[str, shapely.Geometry] = {}
    buildings: list[dict[str, object]] = []
    uses: list[dict[str, object]] = []
    ends = []
    for side, row in ((1, "n"), (-1, "s")):
        left = 0.0
        for at in range(lots):
            wide, fate = dice.uniform(7, 28), dice.random()
            shape = _lot(left, left + wide, 0.0, _DEEP_M, side)
            if fate < 0.5:
                deep, stem = dice.uniform(20, 28), 4.0 if fate < 0.25 and wide > 18 else 0.0
                back = shape.difference(_lot(left, left + wide - stem, 0.0, deep, side))
                shape = shape.difference(back)
                parcels[f"{row}{at}b"] = back
                uses.append({"geometry": back, "kind": "residential"})
                if wide > 14 and dice.random() < 0.4:
                    buildings.append(house(left + 3.0, 40.0 if side > 0 else -58.0, 9.0, 9.0))
            parcels[f"{row}{at}"] = shape
            uses.append({"geometry": shape, "kind": "farming" if dice.random() < 0.15 else "residential"})
            buildings += _built(left, wide, side, dice)
            left += wide
        parcels[f"field-{row}"] = _lot(0.0, left, _DEEP_M, 120.0, side)
        uses.append({"geometry": parcels[f"field-{row}"], "kind": "farming"})
        ends.append(left)
    long = max(ends)
    parcels["ditch"] = rectangle(0, 0, long, 1)
    parcels["street"] = rectangle(-5, -8, long + 5, 0)
    uses.append({"geometry": parcels["street"], "kind": "road", "name": "Zeile"})
    line = {"geometry": shapely.LineString([(-20, -4), (long + 20, -4)]), "name": "Zeile", "kind": "road"}
    return cadastre(parcels, buildings=buildings, land_use=uses, ways=[line])


def _lot(left: float, right: float, near: float, far: float, side: int) -> shapely.Geometry:
    return (
        rectangle(left, 1 + near, right, 1 + far) if side > 0 else rectangle(left, -8 - far, right, -8 - near)
    )


def _built(left: float, wide: float, side: int, dice: np.random.Generator) -> list[dict[str, object]]:
    fate = dice.random()
    near = 5.0 if side > 0 else -8.0 - 4.0 - 9.0
    if fate < 0.3:
        return []
    if fate < 0.4 and wide > 9:
        return [garage(left + 1.0, near)]
    if wide < 11:  # wall to wall
        return [house(left - 0.03, near, wide + 0.06, 9.0)]
    found = [house(left + 2.5, near, min(wide - 5.0, 12.0), 9.0)]
    if dice.random() < 0.4:
        found.append(garage(left + wide - 3.2, near))
    return found


def verdicts(plan: Cadastre, **how: int) -> pd.DataFrame:
    return judge(measure(plan, **how), PROFILE)


def test_villages_hold_what_the_properties_are_about() -> None:
    found = pd.concat([verdicts(village(seed)) for seed in range(8)])
    assert set(found["potential"]) >= {"gap", "minor_use", "second_row", "garden", "none"}
    assert (found["reason"] == "free_part").any()
    assert found["hints"].str.contains("access_over_strip").any()


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.integers(1, 12), st.integers(1, 3))
def test_tiles_and_threads_change_nothing(seed: int, tile: int, threads: int) -> None:
    plan = village(seed)
    whole = measure(plan, threads=1)
    parts = measure(plan, tile_parcels=tile, threads=threads)
    pd.testing.assert_frame_equal(whole, parts, check_exact=False, rtol=0.0, atol=1e-6)
    pd.testing.assert_frame_equal(judge(whole, PROFILE), judge(parts, PROFILE))


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    plan, dice = village(seed), np.random.default_rng(seed)
    names = ("parcels", "buildings", "land_use")
    tables = {
        name: getattr(plan, name).iloc[dice.permutation(len(getattr(plan, name)))].reset_index(drop=True)
        for name in names
    }
    mixed = verdicts(dataclasses.replace(plan, **tables))
    pd.testing.assert_frame_equal(mixed.reindex(plan.parcels["parcel_id"]), verdicts(plan))


@settings(max_examples=6, deadline=None)
@given(SEEDS, st.sampled_from(["buildings", "land_use", "ways"]))
def test_a_layer_given_twice_changes_nothing(seed: int, name: str) -> None:
    plan = village(seed)
    twice = pd.concat([getattr(plan, name)] * 2, ignore_index=True)
    pd.testing.assert_frame_equal(verdicts(dataclasses.replace(plan, **{name: twice})), verdicts(plan))


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_measures_equal_plain_shapely(seed: int) -> None:
    plan = village(seed)
    found = measure(plan)
    parcels = plan.parcels.geometry.to_numpy()
    houses = plan.buildings.geometry.to_numpy()[treatments(plan.buildings) == Treatment.MAIN]
    built = shapely.area(shapely.intersection(parcels, shapely.union_all(houses)))
    np.testing.assert_allclose(found["main_built_m2"], built, atol=1e-6)
    circle = 2 * shapely.length(shapely.maximum_inscribed_circle(parcels, tolerance=1e-3))
    judged = ~found["dominant_use"].isin(["road"]).to_numpy()
    np.testing.assert_allclose(found["inscribed_width_m"][judged], circle[judged], atol=0.11)
    home = np.array([int(np.argmax(shapely.area(shapely.intersection(parcels, each)))) for each in houses])
    for at, parcel in enumerate(parcels):
        apart = shapely.distance(parcel, houses[home != at])
        assert found["main_distance_m"].iloc[at] == pytest.approx(apart.min(), abs=0.01)
    street = parcels[plan.parcels["parcel_id"].eq("street").to_numpy()][0]
    south = plan.parcels["parcel_id"].str.match(r"s\d+$").to_numpy()
    shared = shapely.length(shapely.intersection(shapely.boundary(parcels[south]), street.boundary))
    np.testing.assert_allclose(found["frontage_m"][south], shared, atol=0.01)


RANDOM = st.fixed_dictionaries({"rule": st.integers(0, len(PROFILE.rules) - 1), "by": st.floats(0.0, 1.0)})


@pytest.fixture(scope="module")
def measured() -> pd.DataFrame:
    """Villages, and a thousand parcels with measures drawn at random around the thresholds."""
    real = pd.concat([measure(village(seed)) for seed in range(6)], ignore_index=True)
    dice = np.random.default_rng(4)
    drawn = real.sample(1_000, replace=True, random_state=5).reset_index(drop=True)
    for rule in PROFILE.rules:
        if rule.measure in drawn:
            values = rule.threshold * dice.uniform(0.3, 2.0, len(drawn)) + dice.uniform(-0.2, 0.2, len(drawn))
            drawn[rule.measure] = np.where(dice.random(len(drawn)) < 0.25, values, drawn[rule.measure])
    frame = pd.concat([real, drawn], ignore_index=True)
    return frame.set_index(pd.Index([f"p{at}" for at in range(len(frame))], name="parcel_id"))


@settings(max_examples=120, deadline=None)
@given(RANDOM)
def test_loosening_a_rule_never_empties_the_list(measured: pd.DataFrame, choice: dict[str, float]) -> None:
    """A candidate stays one when any rule becomes weaker; another candidate class may take it."""
    at = int(choice["rule"])
    rule = PROFILE.rules[at]
    step = choice["by"] * max(rule.threshold, 1.0)
    looser = rule.threshold - step if rule.comparison is Comparison.AT_LEAST else rule.threshold + step
    rules = list(PROFILE.rules)
    rules[at] = dataclasses.replace(rule, threshold=looser)
    before = judge(measured, PROFILE)["potential"]
    after = judge(measured, dataclasses.replace(PROFILE, rules=tuple(rules)))["potential"]
    lost = before.isin(LISTED) & ~after.isin(LISTED)
    assert not lost.any(), (rule.name, before[lost].unique(), after[lost].unique())
    for potential in rule.classes:
        gone = before.eq(potential.value) & ~after.eq(potential.value)
        assert after[gone].isin(LISTED | {PotentialClass.GARDEN.value}).all()
        assert not (gone & after.eq("garden")).any() or potential is PotentialClass.GARDEN
