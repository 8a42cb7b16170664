"""What statutes and plans change: inside and outside, the use of a parcel, what could be built."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hand_made import cadastre, for_hamlets, house, rectangle, street_of_houses, table

from flurinfill.cadastre import tables
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.dwellings import with_dwellings
from flurinfill.detection.explanation import explain, reason_text
from flurinfill.detection.measures import measure
from flurinfill.detection.measures.capacity import capacity_columns
from flurinfill.detection.rules import judge
from flurinfill.detection.statements import statements
from flurinfill.detection.tuning import Tuning
from flurinfill.detection.uses import judge_by_use
from flurinfill.detection.whatif import what_if
from flurinfill.i18n import set_language
from flurinfill.model.errors import InputError
from flurinfill.model.potential import PotentialClass
from flurinfill.model.rules import Outcome

HOUSING = profiles.load("kleinstadt-wohnen")
PROFILE = for_hamlets(HOUSING)
FIELD = rectangle(100, 0, 130, 35)  # beside the last house of the street


def plan_row(kind: str, left: float, right: float, area_type: str = "", **more: object) -> dict[str, object]:
    return {
        "kind": kind,
        "name": "P",
        "area_type": area_type,
        "geometry": rectangle(left, -8, right, 40),
        **more,
    }


def with_plans(plan: Cadastre, *rows: dict[str, object]) -> Cadastre:
    return dataclasses.replace(plan, plans=table(tables.PLANS, rows))


def street_with_a_field() -> Cadastre:
    """Five lots, the third empty, and a field at the end of the street that reaches along it."""
    plan = street_of_houses()
    more = cadastre(
        {"field": FIELD, "road": rectangle(100, -8, 130, 0)},
        land_use=[
            {"geometry": FIELD, "kind": "farming"},
            {"geometry": rectangle(100, -8, 130, 0), "kind": "road"},
        ],
    )
    return dataclasses.replace(
        plan,
        parcels=pd.concat([plan.parcels, more.parcels], ignore_index=True),
        land_use=pd.concat([plan.land_use, more.land_use], ignore_index=True),
    )


def test_without_plans_nobody_speaks_of_a_boundary() -> None:
    frame = measure(street_of_houses())
    assert frame["inner_area_share"].isna().all()
    verdict = explain("lot2", frame.loc["lot2"], PROFILE)
    named = {result.rule.name: result for result in verdict.results}
    assert "inner_area" not in named
    assert named["near_building"].outcome is Outcome.PASSED


def test_a_statute_replaces_the_houses_around_inside_and_outside() -> None:
    town = with_plans(street_with_a_field(), plan_row("inner_area", 0, 110))
    frame = measure(town)
    assert frame["inner_area_share"].loc[["lot2", "field"]].tolist() == pytest.approx([1.0, 1 / 3])
    assert frame["plan_share"].isna().all()
    found = judge(frame, HOUSING)
    # A street of five houses is no village; the statute says that it is built-up area all the same.
    assert found.loc["lot2", "potential"] == "gap"
    assert judge(measure(street_of_houses()), HOUSING).loc["lot2", "reason"] == "built_up"
    assert found.loc["field", ["potential", "reason"]].tolist() == ["none", "outside_boundary"]
    verdict = explain("field", frame.loc["field"], HOUSING)
    assert "§ 35" in reason_text(verdict)
    named = {result.rule.name: result for result in verdict.results}
    assert named["inner_area"].margin == pytest.approx(1 / 3 - 0.5)
    replaced = {name for name, result in named.items() if result.reason == "replaced"}
    assert replaced >= {"built_up", "near_building", "between_houses"}
    lot = explain("lot2", frame.loc["lot2"], HOUSING)  # rules for fields alone are not named there
    assert "between_houses" not in {result.rule.name for result in lot.results}


def test_a_boundary_elsewhere_says_nothing_here() -> None:
    plan = with_plans(street_of_houses(), plan_row("inner_area", 3_000, 3_200))
    assert measure(plan)["inner_area_share"].isna().all()


def test_a_statute_that_holds_few_houses_of_a_settlement_does_not_speak_for_it() -> None:
    frame = measure(with_plans(street_of_houses(), plan_row("inner_area", 0, 20)))
    assert frame["inner_area_share"].notna().sum() == 1  # lot 0, which lies in it


def test_a_plan_speaks_of_its_own_land_only() -> None:
    outline, area = plan_row("plan", 0, 100), plan_row("plan", 0, 60, "WA", grz=0.4, gfz=0.8)
    frame = measure(with_plans(street_with_a_field(), outline, area))
    shares = frame["inner_area_share"]
    assert shares.loc[["lot0", "lot2", "lot3"]].tolist() == [1.0, 1.0, 0.0]
    assert np.isnan(shares["field"])
    found = judge(frame.assign(main_built_m2=0.0), PROFILE)
    assert found.loc["lot2", "potential"] == "gap"
    assert found.loc["lot3", ["potential", "reason"]].tolist() == ["none", "no_building_area"]
    assert frame.loc["lot2", ["plan_area_type", "plan_name"]].tolist() == ["WA", "P"]
    assert frame["plan_area_type"]["lot3"] == ""


def test_a_bare_outline_counts_whole_and_a_simple_plan_not_at_all() -> None:
    bare = measure(with_plans(street_of_houses(), plan_row("plan", 0, 100)))
    assert bare.loc["lot2", "inner_area_share"] == 1.0
    simple = measure(with_plans(street_of_houses(), plan_row("simple_plan", 0, 100, "MI", grz=0.6)))
    assert simple["inner_area_share"].isna().all()
    assert simple.loc["lot2", ["plan_grz", "use", "use_source"]].tolist() == [0.6, "mixed", "plan"]


def test_what_if_and_the_editor_know_the_boundary() -> None:
    frame = measure(with_plans(street_with_a_field(), plan_row("inner_area", 0, 110)))
    tuning = Tuning(frame, PROFILE)
    assert len(tuning.values("built_neighbours")) == 0
    assert tuning.values("inner_area").max() == 1.0
    answer = what_if(frame.loc["field"], PROFILE)
    assert answer.potential is PotentialClass.GAP
    assert [(flip.rule.name, flip.to_threshold) for flip in answer.flips] == [("inner_area", 0.333)]
    tuning.move("inner_area", 0.333)
    assert tuning.potentials == judge(frame, tuning.profile)["potential"].tolist()
    assert tuning.potentials[frame.index.get_loc("field")] == "gap"


def test_the_replacement_stands_in_the_profile() -> None:
    text = profiles.dump(HOUSING)
    assert profiles.parse(text, "") == HOUSING
    with pytest.raises(InputError) as caught:
        profiles.parse(text.replace('replaced_by = "inner_area"', 'replaced_by = "vacant"', 1), "f.toml")
    assert caught.value.details["key"].endswith("replaced_by")
    rules = tuple(rule for rule in HOUSING.rules if rule.name != "inner_area")
    with pytest.raises(InputError):
        profiles.parse(profiles.dump(dataclasses.replace(HOUSING, rules=rules)), "f.toml")
    with pytest.raises(InputError):
        profiles.parse(text.replace("dwelling_m2 = [100.0, 160.0]", "dwelling_m2 = [160.0, 100.0]"), "f.toml")


def uses_of(kinds: list[str], *, empty_kind: str, plans: tuple[dict[str, object], ...] = ()) -> pd.DataFrame:
    """A street of lots of these land uses with houses, and an empty lot in the middle."""
    middle = len(kinds) // 2
    lots = [*kinds[:middle], empty_kind, *kinds[middle:]]
    town = street_of_houses(empty=(middle,), count=len(lots))
    rows = [
        {"geometry": rectangle(20 * i, 0, 20 * i + 20, 35), "kind": kind}
        for i, kind in enumerate(lots)
        if kind
    ]
    street = {"geometry": rectangle(0, -8, 20 * len(lots), 0), "kind": "road"}
    town = dataclasses.replace(town, land_use=table(tables.LAND_USE, [*rows, street]))
    return measure(with_plans(town, *plans)).loc[f"lot{middle}", ["use", "use_source"]]


@pytest.mark.parametrize(
    ("kinds", "empty", "use"),
    [
        (["residential", "residential"], "commercial", ["commercial", "land_use"]),
        (["commercial", "commercial"], "farming", ["commercial", "neighbours"]),
        (["mixed", "mixed"], "", ["mixed", "neighbours"]),
        (["farming", "farming"], "waste", ["residential", "default"]),
        (["commercial", "commercial"], "leisure", ["residential", "default"]),
    ],
)
def test_the_use_and_what_decided_it(kinds: list[str], empty: str, use: list[str]) -> None:
    assert uses_of(kinds, empty_kind=empty).tolist() == use


def test_the_plan_decides_the_use_before_everything_else() -> None:
    plan = plan_row("plan", 0, 60, "GE")
    assert uses_of(["residential", "residential"], empty_kind="residential", plans=(plan,)).tolist() == [
        "commercial",
        "plan",
    ]


def test_each_parcel_is_judged_by_the_profile_of_its_use() -> None:
    frame = measure(with_plans(street_of_houses(), plan_row("plan", 0, 100, "GE")))
    assert judge_by_use(frame, profiles.builtin()).loc["lot2", "profile"] == "gewerbe"


def test_capacity_is_that_of_the_built_neighbours() -> None:
    town = street_of_houses(empty=(3,), count=8)
    frame = measure(town)
    row = frame.loc["lot3"]
    assert row["neighbour_cover_low"] == row["neighbour_cover_high"] == pytest.approx(100 / 700)
    assert row["ground_area_low_m2"] == pytest.approx(100.0)
    assert np.isnan(row["floor_area_low_m2"])  # nobody knows the storeys
    assert np.isnan(frame.loc["street", "ground_area_low_m2"])
    assert np.isnan(frame.loc["lot1", "ground_area_low_m2"])  # behind the house is less than a plot
    few = measure(street_of_houses(empty=(2,), count=5)).loc["lot2"]
    assert np.isnan(few["neighbour_cover_low"])
    storeys = dataclasses.replace(town, buildings=town.buildings.assign(storeys=[1.0, 2.0, 2, 2, 2, 2, 3]))
    row = measure(storeys).loc["lot3"]
    assert (row["neighbour_storeys_low"], row["neighbour_storeys_high"]) == (2.0, 2.0)
    assert row["floor_area_low_m2"] == pytest.approx(200.0)


def test_a_free_part_with_a_way_has_the_capacity_of_the_neighbours() -> None:
    town = street_of_houses(empty=(3,), count=8, depth=45.0)
    frame = measure(town)
    rest = frame.loc["lot1", "rest_m2"]
    assert rest > 500
    assert frame.loc["lot1", "ground_area_low_m2"] == pytest.approx(rest / 9)
    narrow = frame.assign(rest_way_m=0.0)
    assert np.isnan(capacity_columns(town, narrow, np.arange(len(town.buildings)))["ground_area_low_m2"][1])


def test_large_houses_show_in_the_range() -> None:
    town = street_of_houses(empty=(3,), count=8)
    houses = [house(20 * i + 3, 5, 14.0 if i % 2 else 7.0, 10.0) for i in range(8) if i != 3]
    buildings = cadastre({"x": rectangle(0, 0, 1, 1)}, buildings=houses).buildings
    row = measure(dataclasses.replace(town, buildings=buildings)).loc["lot3"]
    assert row["neighbour_cover_low"] == pytest.approx(0.1)
    assert row["neighbour_cover_high"] == pytest.approx(0.2)


def test_capacity_is_that_of_the_plan_where_there_is_one() -> None:
    town = street_of_houses(empty=(3,), count=8)
    row = measure(with_plans(town, plan_row("plan", 0, 160, "WA", grz=0.4, gfz=0.8))).loc["lot3"]
    assert (row["ground_area_low_m2"], row["ground_area_high_m2"]) == (280.0, 280.0)
    assert row["floor_area_high_m2"] == 560.0
    row = measure(with_plans(town, plan_row("plan", 0, 160, "WA", grz=0.4, storeys=3.0))).loc["lot3"]
    assert row["floor_area_high_m2"] == 840.0
    row = measure(with_plans(town, plan_row("plan", 0, 160, "WA"))).loc["lot3"]
    assert row["ground_area_low_m2"] == pytest.approx(100.0)  # an area type alone gives no figure


def test_the_ratios_of_a_plan_count_for_the_land_in_its_building_area() -> None:
    """BauNVO §19(3): 60 % of 700 m² lie in WA, GRZ 0.4: 168 m², not 280."""
    town = street_of_houses(empty=(3,), count=8)
    frame = measure(with_plans(town, plan_row("plan", 0, 72, "WA", grz=0.4, gfz=0.8)))
    row = frame.loc["lot3"]
    assert (row["inner_area_share"], row["plan_share"]) == (pytest.approx(0.6), pytest.approx(0.6))
    assert row["ground_area_high_m2"] == pytest.approx(168.0)
    assert row["floor_area_high_m2"] == pytest.approx(336.0)
    assert (
        "Grundfläche bis 168 m² (GRZ 0,4 des Plans, gerechnet auf die 60,0 % des Flurstücks, die "
        "Baugebiet sind, § 19 Abs. 3 BauNVO)." in sentences(frame, "lot3")
    )
    simple = measure(with_plans(town, plan_row("simple_plan", 0, 72, "WA", grz=0.4)))
    assert simple.loc["lot3", "ground_area_high_m2"] == pytest.approx(280.0)


def test_a_statute_is_not_called_by_the_name_of_a_simple_plan() -> None:
    town = street_of_houses(empty=(3,), count=8)
    statute = {**plan_row("inner_area", 0, 160), "name": "Klarstellung Ost"}
    simple = {**plan_row("simple_plan", 0, 160, "MI", grz=0.6), "name": "einfacher B-Plan 7"}
    said = sentences(measure(with_plans(town, statute, simple)), "lot3")
    assert "Satzung „einfacher B-Plan 7“" not in said
    assert "Eine Innenbereichssatzung begrenzt diesen Ortsteil: 100,0 % des Flurstücks liegen darin." in said
    assert "Plan „einfacher B-Plan 7“: Mischgebiet (MI), GRZ 0,6." in said
    alone = sentences(measure(with_plans(town, statute)), "lot3")
    assert "Satzung „Klarstellung Ost“: 100,0 %" in alone


def test_the_ratios_are_those_of_the_binding_plan_where_a_simple_one_lies_over_it() -> None:
    binding = {**plan_row("plan", 0, 58, "WA", grz=0.4), "name": "B-Plan 1"}
    simple = {**plan_row("simple_plan", 0, 100, "MI", grz=0.6), "name": "B-Plan 2"}
    row = measure(with_plans(street_of_houses(), binding, simple)).loc["lot2"]
    assert row[["plan_name", "plan_area_type", "plan_grz"]].tolist() == ["B-Plan 1", "WA", 0.4]


def sentences(frame: pd.DataFrame, parcel: str) -> str:
    row = with_dwellings(frame, profiles.builtin()).loc[parcel]
    return "\n".join(statements(row, HOUSING, PotentialClass.GAP))


def test_statements_say_what_decides_and_what_could_be_built() -> None:
    town = street_of_houses(empty=(3,), count=8)
    town = dataclasses.replace(town, buildings=town.buildings.assign(storeys=2.0))
    said = sentences(measure(town), "lot3")
    assert "Beurteilt wie: Wohnen (nach der tatsächlichen Nutzung)." in said
    assert "Grundfläche etwa 100 m² (wie die bebauten Nachbarn: 14 %)." in said
    assert "Geschossfläche etwa 200 m² (Nachbarn mit 2 Geschossen)." in said
    assert "1 bis 2 Wohnungen (Annahme des Regelwerks: 100 m² bis 160 m² Geschossfläche je Wohnung)." in said
    planned = measure(with_plans(town, plan_row("plan", 0, 160, "WA", grz=0.4, gfz=0.8)))
    said = sentences(planned, "lot3")
    assert "Bebauungsplan „P“: 100,0 % des Flurstücks sind Baugebiet." in said
    assert "Plan „P“: Allgemeines Wohngebiet (WA), GRZ 0,4, GFZ 0,8." in said
    assert "Grundfläche bis 280 m² (GRZ 0,4 des Plans)." in said
    assert "Geschossfläche bis 560 m² (GFZ 0,8 des Plans)." in said
    assert "3 bis 5 Wohnungen" in said
    bounded = measure(with_plans(town, plan_row("inner_area", 0, 160)))
    assert "Satzung „P“: 100,0 % des Flurstücks liegen im Innenbereich" in sentences(bounded, "lot3")
    set_language("en")
    assert "Ground area up to 280 m² (GRZ 0.4 of the plan)." in sentences(planned, "lot3")


def test_nothing_is_said_about_what_nobody_measured() -> None:
    assert statements(pd.Series({"area_m2": 700.0}), HOUSING, PotentialClass.GAP) == []


def test_of_a_parcel_without_potential_nobody_says_what_could_be_built() -> None:
    row = with_dwellings(measure(street_of_houses(empty=(3,), count=8)), profiles.builtin()).loc["lot3"]
    wide = row.copy()
    wide["neighbour_cover_high"], wide["ground_area_high_m2"] = 0.27, 180.0
    said = statements(wide, HOUSING, PotentialClass.GAP)
    assert "Grundfläche etwa 100 m² bis 180 m² (wie die bebauten Nachbarn: 14 % bis 27 %)." in said
    assert statements(wide, HOUSING, PotentialClass.NONE) == said[:2]


def test_trade_has_no_dwellings_and_never_two_extremes_meet() -> None:
    frame = measure(street_of_houses()).assign(floor_area_low_m2=90.0, floor_area_high_m2=520.0)
    found = with_dwellings(
        frame.assign(use=["commercial", *["residential"] * (len(frame) - 1)]), profiles.builtin()
    )
    assert np.isnan(found["units_low"].iloc[0])
    assert found[["units_low", "units_high"]].iloc[1].tolist() == [0.0, 3.0]


@pytest.mark.parametrize(
    ("floor", "units"),
    [
        ((62.0, 62.0), [0.0, 0.0]),
        ((110.0, 110.0), [1.0, 1.0]),
        ((140.0, 930.0), [1.0, 5.0]),  # not 930 m² in flats of 100 m² beside one house of 160 m²
        ((560.0, 560.0), [3.0, 5.0]),
    ],
)
def test_dwellings_of_a_floor_area(floor: tuple[float, float], units: list[float]) -> None:
    frame = measure(street_of_houses()).iloc[:1]
    frame = frame.assign(floor_area_low_m2=floor[0], floor_area_high_m2=floor[1], use="residential")
    found = with_dwellings(frame, profiles.builtin())
    assert found[["units_low", "units_high"]].iloc[0].tolist() == units


def beside_the_street(right: float, *plans: dict[str, object], road: str = "road") -> Cadastre:
    """The street of houses, and a field of 40 m depth from x = 100 on along it."""
    town = street_of_houses()
    field, way = rectangle(100, 0, right, 40), rectangle(100, -8, right, 0)
    more = cadastre(
        {"field": field, "road": way},
        land_use=[{"geometry": field, "kind": "farming"}, {"geometry": way, "kind": road}],
    )
    return dataclasses.replace(
        town,
        parcels=pd.concat([town.parcels, more.parcels], ignore_index=True),
        land_use=pd.concat([town.land_use, more.land_use], ignore_index=True),
        plans=table(tables.PLANS, list(plans)),
    )


@pytest.mark.parametrize(("right", "area_type"), [(165.0, "WA"), (250.0, "GE")])
def test_a_plan_decides_over_the_field_that_is_there_today(right: float, area_type: str) -> None:
    """2,600 m² of WA and 6,000 m² of GE, both ploughed: building land by the plan."""
    planned = measure(beside_the_street(right, plan_row("plan", 100, right, area_type)))
    assert judge_by_use(planned, profiles.builtin()).loc["field", "potential"] == "gap"
    bare = judge(measure(beside_the_street(right)), PROFILE).loc["field"]
    assert bare["potential"] == "none"
    assert "farmland_area_max" in bare["failed"].split(";")


def test_a_large_planned_field_is_a_building_area_and_no_gap() -> None:
    planned = measure(beside_the_street(240.0, plan_row("plan", 100, 240, "WA")))
    found = judge(planned, HOUSING).loc["field"]
    assert found[["potential", "reason"]].tolist() == ["none", "area_max"]


def test_a_planned_field_on_a_field_track_has_no_access() -> None:
    planned = measure(beside_the_street(165.0, plan_row("plan", 100, 165, "WA"), road="way"))
    assert judge(planned, HOUSING).loc["field", "reason"] == "street_frontage"


def test_a_lone_hall_brings_no_other_but_a_plan_does() -> None:
    """Trade needs a built-up area, too: one hall beside a vacant plot in the open country is none."""
    trade = profiles.load("gewerbe")
    lots = {
        "hall": rectangle(0, 0, 60, 60),
        "free": rectangle(60, 0, 120, 60),
        "street": rectangle(0, -8, 120, 0),
    }
    town = cadastre(
        lots,
        buildings=[house(10, 10, 30.0, 30.0)],
        land_use=[
            {"geometry": rectangle(0, 0, 120, 60), "kind": "commercial"},
            {"geometry": lots["street"], "kind": "road"},
        ],
    )
    assert judge(measure(town), trade).loc["free", ["potential", "reason"]].tolist() == ["none", "built_up"]
    planned = with_plans(town, {**plan_row("plan", 0, 120, "GE"), "geometry": rectangle(0, 0, 120, 60)})
    assert judge(measure(planned), trade).loc["free", "potential"] == "gap"
