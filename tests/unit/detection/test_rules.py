"""Classes, reasons and explanations of small streets made by hand."""

import dataclasses
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from hand_made import cadastre, for_hamlets, garage, house, rectangle, street_of_houses
from hypothesis import given, settings
from hypothesis import strategies as st

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.evaluation import evaluate
from flurinfill.detection.explanation import explain, explanation_lines, hint_texts, reason_text
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge
from flurinfill.i18n import set_language
from flurinfill.model.errors import InputError
from flurinfill.model.potential import PotentialClass
from flurinfill.model.rules import Comparison, Outcome

PROFILE = for_hamlets(profiles.load("kleinstadt-wohnen"))


def changed(plan: Cadastre, **tables: object) -> Cadastre:
    return dataclasses.replace(plan, **tables)  # type: ignore[arg-type]


def verdicts(plan: Cadastre) -> pd.DataFrame:
    return judge(measure(plan), PROFILE)


def with_buildings(*more: Mapping[str, object]) -> Cadastre:
    """The street with lot 2 empty but for these buildings."""
    built = [house(20 * i + 5, 5) for i in (0, 1, 3, 4)]
    plan = cadastre({"x": rectangle(0, 0, 1, 1)}, buildings=[*built, *more])
    return changed(street_of_houses(), buildings=plan.buildings)


def test_an_empty_lot_between_houses_is_a_gap_and_says_why() -> None:
    frame = measure(street_of_houses())
    found = judge(frame, PROFILE)
    assert found.loc["lot2", ["potential", "reason", "failed"]].tolist() == ["gap", "gap", ""]
    assert found.loc["lot1", ["potential", "reason"]].tolist() == ["none", "vacant"]
    assert found.loc["street", ["potential", "reason"]].tolist() == ["none", "public_way"]
    verdict = explain("lot2", frame.loc["lot2"], PROFILE)
    by_name = {result.rule.name: result for result in verdict.results}
    assert verdict.potential is PotentialClass.GAP
    assert by_name["frontage"].value == pytest.approx(20.0, abs=0.01)
    assert by_name["frontage"].margin == pytest.approx(17.0, abs=0.01)
    assert by_name["vacant"].margin == pytest.approx(20.0)
    assert by_name["constraint_warning"].outcome is Outcome.NOT_JUDGED
    assert by_name["constraint_warning"].reason == "no_constraints"


def test_a_built_parcel_says_by_how_much_it_failed() -> None:
    frame = measure(street_of_houses())
    verdict = explain("lot1", frame.loc["lot1"], PROFILE)
    failed = next(result for result in verdict.results if result.outcome is Outcome.FAILED)
    assert (failed.rule.name, failed.value, failed.margin) == (
        "vacant",
        pytest.approx(100),
        pytest.approx(-80),
    )
    lines = {line.rule: line for line in explanation_lines(verdict)}
    assert lines["Hauptgebäude auf dem Flurstück"].margin == "80 m² zu viel"
    assert reason_text(verdict) == "Bereits bebaut"
    set_language("en")
    assert explanation_lines(verdict)[0].threshold == "at most 20 m²"


@pytest.mark.parametrize("large", [1.0, 40.0])
def test_a_large_built_parcel_is_not_vacant_whatever_its_share(large: float) -> None:
    """A house on 4,000 m² covers 2.5 %: a ratio alone would call it vacant."""
    plan = cadastre(
        {"lot": rectangle(0, 0, 40 * large, 100), "street": rectangle(0, -8, 40 * large, 0)},
        buildings=[house(5, 5)],
        land_use=[{"geometry": rectangle(0, -8, 40 * large, 0), "kind": "road"}],
    )
    assert verdicts(plan).loc["lot", "reason"] == "vacant"


def test_walls_of_neighbours_that_stray_by_centimetres() -> None:
    plan = with_buildings(house(29.9, 20, 10.2, 12), house(59.95, 20, 10, 12))
    assert verdicts(plan).loc["lot2", "potential"] == "gap"


def test_a_garage_makes_it_minor_use_and_garages_all_over_make_it_built_up() -> None:
    assert verdicts(with_buildings(garage(45, 20))).loc["lot2", "potential"] == "minor_use"
    row = [garage(40.5 + 3.2 * i, 20) for i in range(6)]
    found = verdicts(with_buildings(*row)).loc["lot2"]
    assert (found["potential"], found["reason"]) == ("none", "built_share")


def test_destroyed_and_underground_buildings_leave_a_gap() -> None:
    ruin = {**house(45, 5), "state": "2200"}
    cellar = {**house(45, 18), "below_ground": True}
    assert verdicts(with_buildings(ruin, cellar)).loc["lot2", "potential"] == "gap"


def test_a_closed_gap_between_two_border_buildings() -> None:
    lots = {f"lot{i}": rectangle(8 * i, 0, 8 * i + 8, 20) for i in range(3)}
    plan = cadastre(
        {**lots, "street": rectangle(0, -8, 24, 0)},
        buildings=[house(0, 0, 8, 12), house(16, 0, 8, 12)],
        land_use=[
            {"geometry": rectangle(0, -8, 24, 0), "kind": "road"},
            {"geometry": rectangle(0, 0, 24, 20), "kind": "mixed"},
        ],
    )
    frame = measure(plan)
    assert judge(frame, PROFILE).loc["lot1", "potential"] == "gap"
    names = {result.rule.name for result in explain("lot1", frame.loc["lot1"], PROFILE).results}
    assert {"area_closed", "border_building"} <= names
    assert "area_open" not in names


def test_a_lot_without_access_is_a_garden_and_far_land_is_outside() -> None:
    plan = street_of_houses(empty=())
    more = cadastre(
        {
            "garden": rectangle(20, 35, 60, 55),
            "field": rectangle(2_000, 0, 2_030, 40),
            "way": rectangle(2_000, -5, 2_030, 0),
        },
        land_use=[
            {"geometry": rectangle(20, 35, 60, 55), "kind": "residential"},
            {"geometry": rectangle(2_000, 0, 2_030, 40), "kind": "residential"},
            {"geometry": rectangle(2_000, -5, 2_030, 0), "kind": "road"},
        ],
    )
    closed = cadastre(
        {
            "back": rectangle(0, 35, 20, 55),
            "end": rectangle(60, 35, 100, 55),
            "rear": rectangle(0, 55, 100, 80),
        }
    )
    plan = changed(
        plan,
        parcels=pd.concat([plan.parcels, more.parcels, closed.parcels], ignore_index=True),
        land_use=pd.concat([plan.land_use, more.land_use], ignore_index=True),
    )
    found = verdicts(plan)
    # Two of its five neighbours are built: nobody says that they enclose it.
    assert found.loc["garden", ["potential", "reason"]].tolist() == ["garden", "garden_no_access"]
    enclosed = judge(measure(plan).assign(built_neighbour_share=0.6), PROFILE).loc["garden"]
    assert enclosed[["potential", "reason"]].tolist() == ["garden", "garden"]
    assert found.loc["field", ["potential", "reason"]].tolist() == ["none", "near_building"]


def test_a_lot_with_a_narrow_strip_to_the_street_is_a_second_row() -> None:
    flag = rectangle(40, 0, 44, 35).union(rectangle(35, 35, 65, 60))
    lots = {
        "west": rectangle(0, 0, 40, 35),
        "east": rectangle(44, 0, 80, 35),
        "flag": flag,
        "street": rectangle(0, -8, 80, 0),
        "left": rectangle(0, 35, 35, 60),
        "right": rectangle(65, 35, 80, 60),
        "behind": rectangle(0, 60, 80, 90),
    }
    plan = cadastre(
        lots,
        buildings=[house(10, 10), house(55, 10)],
        land_use=[
            {"geometry": rectangle(0, -8, 80, 0), "kind": "road"},
            {"geometry": rectangle(0, 0, 80, 90), "kind": "residential"},
        ],
    )
    assert verdicts(plan).loc["flag", "potential"] == "second_row"


def test_streets_left_out_of_the_cadastre_make_it_undecidable() -> None:
    plan = street_of_houses()
    keep = plan.parcels["parcel_id"].ne("street")
    only_lots = changed(
        plan,
        parcels=plan.parcels[keep].reset_index(drop=True),
        land_use=plan.land_use[plan.land_use["kind"].ne("road")].reset_index(drop=True),
    )
    frame = measure(only_lots)
    found = judge(frame, PROFILE)
    assert found.loc["lot2", ["potential", "reason"]].tolist() == ["undecidable", "facing_gap"]
    assert "frontage" in found.loc["lot2", "not_judged"].split(";")
    result = next(r for r in explain("lot2", frame.loc["lot2"], PROFILE).results if r.rule.name == "frontage")
    assert (result.outcome, result.reason, result.value) == (Outcome.NOT_JUDGED, "facing_gap", None)
    assert found.loc["lot1", "potential"] == "none"


def test_no_buildings_are_refused_with_the_reason() -> None:
    plan = street_of_houses()
    with pytest.raises(InputError) as caught:
        measure(changed(plan, buildings=plan.buildings.iloc[:0]))
    assert caught.value.code == "no_buildings"


@pytest.mark.parametrize("more", [{"function": "2465"}, {"function": "2463"}, {"state": "2200"}])
def test_where_nothing_but_garages_stands_it_is_refused_too(more: Mapping[str, object]) -> None:
    plan = street_of_houses()
    with pytest.raises(InputError) as caught:
        measure(changed(plan, buildings=plan.buildings.assign(**more)))
    assert caught.value.code == "no_buildings"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("water", "water"),
        ("railway", "railway"),
        ("cemetery", "cemetery"),
        ("way", "public_way"),
        ("public", "public_land"),
    ],
)
def test_land_that_is_never_a_candidate(kind: str, reason: str) -> None:
    plan = street_of_houses()
    use = cadastre(
        {"x": rectangle(0, 0, 1, 1)}, land_use=[{"geometry": rectangle(40, 0, 60, 35), "kind": kind}]
    ).land_use
    road = plan.land_use[plan.land_use["kind"].eq("road")]
    found = verdicts(changed(plan, land_use=pd.concat([road, use], ignore_index=True)))
    assert found.loc["lot2", ["potential", "reason"]].tolist() == ["none", reason]


def test_hints_never_change_the_class() -> None:
    plan = street_of_houses()
    owned = cadastre(
        {"x": rectangle(0, 0, 1, 1)}, ownerships=[("lot1", "A"), ("lot2", "A"), ("lot2", "B"), ("lot3", "C")]
    )
    parcels = plan.parcels.assign(legal_deviation=plan.parcels["parcel_id"].eq("lot2"))
    frame = measure(changed(plan, ownerships=owned.ownerships, parcels=parcels))
    assert frame["same_owner_neighbour"].loc[["lot1", "lot2", "lot3"]].tolist() == [0.0, 1.0, 0.0]
    assert np.isnan(frame.loc["lot4", "same_owner_neighbour"])
    found = judge(frame, PROFILE).loc["lot2"]
    assert found["potential"] == "gap"
    assert set(found["hints"].split(";")) == {"same_owner_neighbour", "geometric_area", "legal_deviation"}
    assert len(hint_texts(explain("lot2", frame.loc["lot2"], PROFILE))) == 3


def test_constraints_warn_and_the_official_area_counts() -> None:
    plan = street_of_houses()
    flood = cadastre(
        {"x": rectangle(0, 0, 1, 1)},
        constraints=[{"geometry": rectangle(40, 0, 60, 7), "layer": "Aue", "name": ""}],
    )
    frame = measure(changed(plan, constraints=flood.constraints))
    assert frame.loc["lot2", "constraint_share[Aue]"] == pytest.approx(0.2)
    found = judge(frame, PROFILE).loc["lot2"]
    assert (found["potential"], found["warned"]) == ("gap", "constraint_warning")
    small = frame.assign(official_area_m2=300.0, area_m2=310.0)
    assert judge(small, PROFILE).loc["lot2", "reason"] == "area_open"


def test_brownfield_needs_evidence() -> None:
    plan = street_of_houses()
    state = plan.land_use["kind"].map({"residential": "2100", "road": ""}).astype("str")
    found = verdicts(changed(plan, land_use=plan.land_use.assign(state=state)))
    assert found.loc["lot1", ["potential", "reason"]].tolist() == ["brownfield", "out_of_use"]


TOWN = measure(street_of_houses(empty=(1, 3), count=6))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(range(len(PROFILE.rules))), st.floats(0, 1), st.floats(0, 1))
def test_a_stricter_threshold_never_lets_more_parcels_pass(at: int, first: float, second: float) -> None:
    rule = PROFILE.rules[at]
    top = {"share": 1.0, "m": 199.0, "m2": 5_000.0, "count": 50.0}[rule.unit.value]
    weak, strict = sorted((first * top, second * top), reverse=rule.comparison is Comparison.AT_MOST)

    def failed(threshold: float) -> np.ndarray:
        rules = list(PROFILE.rules)
        rules[at] = dataclasses.replace(rule, threshold=threshold)
        seen = evaluate(TOWN, dataclasses.replace(PROFILE, rules=tuple(rules)))
        return ((seen.failed >> at) & 1).astype(bool)

    assert not (failed(weak) & ~failed(strict) & ~np.isnan(TOWN["frontage_m"].to_numpy())).any()


def test_every_explanation_agrees_with_its_verdict() -> None:
    found = judge(TOWN, PROFILE)
    for name, row in found.iterrows():
        verdict = explain(str(name), TOWN.loc[name], PROFILE)
        failed = [result.rule.name for result in verdict.results if result.outcome is Outcome.FAILED]
        assert verdict.potential.value == row["potential"]
        assert ";".join(dict.fromkeys(failed)) == row["failed"]


def test_a_profile_of_one_class_still_says_why_not() -> None:
    text = """
name = "one-class"
version = 1
use = "residential"
[title]
de = "Nur Baulücken"
en = "Gaps only"
[[rule]]
name = "vacant"
measure = "main_built_m2"
comparison = "at_most"
threshold = 20.0
unit = "m2"
source = "Beschluss"
classes = ["gap"]
"""
    found = judge(measure(street_of_houses()), profiles.parse(text, "one-class.toml"))
    built = found[found["failed"] == "vacant"]
    assert len(built)
    assert set(built["reason"]) == {"vacant"}
    assert found["reason"].ne("").all()


@pytest.mark.parametrize(("houses", "expected"), [(3.0, "none"), (12.0, "second_row")])
def test_a_free_part_lies_in_a_village_and_not_at_a_lone_farm(houses: float, expected: str) -> None:
    frame = TOWN.assign(
        rest_m2=900.0, rest_spare_m=5.0, rest_way_m=4.0, rest_precedents=2.0, cluster_buildings=houses
    )
    found = judge(frame, profiles.load("kleinstadt-wohnen")).loc["lot2"]
    assert found["potential"] == expected
    assert (found["reason"] == "free_part") is (expected == "second_row")
