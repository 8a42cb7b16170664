"""Neighbours that are no plot alone, but one together."""

import dataclasses
import math
from itertools import pairwise

import pandas as pd
import pytest
import shapely
from hand_made import cadastre, for_hamlets, house, rectangle

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.detection.merging import proposals, shared_lines, with_proposals
from flurinfill.detection.rules import judge
from flurinfill.detection.uses import judge_by_use
from flurinfill.model.potential import Use
from flurinfill.model.proposals import Proposal, SharedBoundary

PROFILE = for_hamlets(profiles.load("kleinstadt-wohnen"))


def street(*cuts: float) -> Cadastre:
    """Two houses, and between them a gap of 40 to 60 m that is cut into strips at the given places."""
    edges = (40.0, *cuts, 60.0)
    lots = {"west": rectangle(20, 0, 40, 35), "east": rectangle(60, 0, 80, 35)}
    lots |= {f"strip{i}": rectangle(left, 0, right, 35) for i, (left, right) in enumerate(pairwise(edges))}
    return cadastre(
        {**lots, "street": rectangle(20, -8, 80, 0)},
        buildings=[house(27, 5), house(64, 5)],
        land_use=[
            {"geometry": rectangle(20, 0, 80, 35), "kind": "residential"},
            {"geometry": rectangle(20, -8, 80, 0), "kind": "road"},
        ],
    )


def found(plan: Cadastre, owners: dict[str, frozenset[str]] | None = None) -> list[Proposal]:
    frame = measure(plan)
    verdicts = judge_by_use(frame, [PROFILE])
    owners_of = (lambda ids: {each: owners[each] for each in ids if each in owners}) if owners else None
    return proposals(plan.parcels.geometry.to_numpy(), frame, verdicts, [PROFILE], owners_of)


def test_two_narrow_strips_make_a_plot() -> None:
    (one,) = found(street(51.0))
    assert set(one.parcel_ids) == {"strip0", "strip1"}
    assert one.parcel_ids[0] == "strip0"  # the larger
    assert one.potential.value == "gap"
    assert one.shared == (SharedBoundary("strip0", "strip1", pytest.approx(35.0, abs=0.01)),)
    assert one.same_owner is None


def closed_street(*cuts: float, east: float = 50.0) -> Cadastre:
    """A row of houses wall to wall with a gap of 10 m, cut into strips at the given places."""
    edges = (40.0, *cuts, 50.0)
    lots = {"west": rectangle(28, 0, 40, 35), "east": rectangle(50, 0, 62, 35)}
    lots |= {f"strip{i}": rectangle(left, 0, right, 35) for i, (left, right) in enumerate(pairwise(edges))}
    return cadastre(
        {**lots, "street": rectangle(20, -8, 80, 0)},
        buildings=[house(30, 0, 10, 12), house(east, 0, 10, 12)],
        land_use=[
            {"geometry": rectangle(28, 0, 62, 35), "kind": "residential"},
            {"geometry": rectangle(20, -8, 80, 0), "kind": "road"},
        ],
    )


def test_strips_between_two_houses_on_the_boundary_close_the_row_together() -> None:
    assert judge_by_use(measure(closed_street()), [PROFILE]).loc["strip0", "potential"] == "gap"
    (one,) = found(closed_street(44.5))
    assert set(one.parcel_ids) == {"strip0", "strip1"}
    assert one.potential.value == "gap"
    assert one.measures["second_main_distance_m"] <= 0.6


def test_one_house_on_the_boundary_closes_no_row() -> None:
    """The eastern house stands 2 m off: neither strip, nor both together, lie in a row."""
    assert judge_by_use(measure(closed_street(east=52.0)), [PROFILE]).loc["strip0", "potential"] == "none"
    assert found(closed_street(44.5, east=52.0)) == []


def test_a_plot_that_passes_alone_needs_no_neighbour() -> None:
    assert found(street(45.0)) == []  # 5 m and 15 m: the wide one is a gap of its own


def test_the_strips_of_one_owner_come_first() -> None:
    plan = street(46.5, 53.5)
    owned = {"strip1": frozenset({"A"}), "strip2": frozenset({"A"}), "strip0": frozenset({"B"})}
    (one,) = found(plan, owned)
    assert set(one.parcel_ids) == {"strip1", "strip2"}
    assert one.same_owner is True


def test_members_get_the_class_of_the_site_and_a_hint() -> None:
    plan = street(51.0)
    verdicts = judge(measure(plan), PROFILE)
    told = with_proposals(verdicts, found(plan))
    assert told.loc[["strip0", "strip1"], "potential"].tolist() == ["gap", "gap"]
    assert told.loc["strip0", "reason"] == "merged"
    assert "merged" in told.loc["strip1", "hints"].split(";")
    pd.testing.assert_frame_equal(told.drop(["strip0", "strip1"]), verdicts.drop(["strip0", "strip1"]))


def test_built_parcels_are_never_merged() -> None:
    plan = street(51.0)
    busy = dataclasses.replace(
        plan,
        buildings=cadastre(
            {"x": rectangle(0, 0, 1, 1)}, buildings=[house(27, 5), house(64, 5), house(41, 5, 8, 10)]
        ).buildings,
    )
    assert found(busy) == []


def test_the_boundary_can_be_drawn() -> None:
    plan = street(46.5, 53.5)
    strips = plan.parcels.set_index("parcel_id").geometry.loc[["strip0", "strip1", "strip2"]].to_numpy()
    lines = shared_lines(strips)
    assert lines.length == pytest.approx(70.0, abs=0.01)
    assert len(lines.geoms) == 2
    assert shapely.hausdorff_distance(lines.geoms[0], shapely.intersection(strips[0], strips[1])) < 0.01
    assert shared_lines(strips[[0, 2]]).is_empty


def test_a_group_is_judged_by_the_profile_of_its_use() -> None:
    """Trade wants more land than a house: what is enough for one is not for the other."""
    plan = street(51.0)
    frame = measure(plan).assign(use="commercial")
    trade = for_hamlets(profiles.load("gewerbe"))
    verdicts = judge_by_use(frame, [PROFILE, trade])
    assert proposals(plan.parcels.geometry.to_numpy(), frame, verdicts, [PROFILE, trade]) == []
    enough = {"area_open": 500.0, "width_open": 15.0}
    rules = (
        dataclasses.replace(rule, threshold=enough.get(rule.name, rule.threshold)) for rule in trade.rules
    )
    small = dataclasses.replace(trade, building_m=(8.0, 8.0), rules=tuple(rules))
    verdicts = judge_by_use(frame, [PROFILE, small])
    (one,) = proposals(plan.parcels.geometry.to_numpy(), frame, verdicts, [PROFILE, small])
    assert one.judged_as is Use.COMMERCIAL
    assert one.measures["house_spare_m"] == pytest.approx(6.0, abs=0.5)  # 20 m less twice 3 m, for 8 m


def test_the_site_has_the_measures_of_its_parcels_together() -> None:
    plan = street(51.0)
    frame = measure(plan).assign(
        ground_area_low_m2=[10.0, 20.0, 30.0, 40.0, 50.0],
        floor_area_low_m2=100.0,
        floor_area_high_m2=[600.0, 600.0, 600.0, math.nan, math.nan],
        plan_share=[math.nan, math.nan, 1.0, 0.0, 0.0],
        abandoned_share=math.nan,
        units_low=1.0,
        units_high=2.0,
        marks=["", "", "planned_building", "planned_building;legal_deviation", ""],
        use_source="land_use",
    )
    assert frame.index[2:4].tolist() == ["strip0", "strip1"]
    verdicts = judge_by_use(frame, [PROFILE])
    (one,) = proposals(plan.parcels.geometry.to_numpy(), frame, verdicts, [PROFILE])
    told = one.measures
    assert told["area_m2"] == pytest.approx(700.0)
    assert told["frontage_m"] == pytest.approx(20.0, abs=0.1)
    assert told["inscribed_width_m"] == pytest.approx(20.0, abs=0.1)
    assert told["ground_area_low_m2"] == 70.0
    assert math.isnan(told["floor_area_high_m2"])  # of one parcel nobody knows it
    assert told["plan_share"] == pytest.approx(385 / 700)
    assert math.isnan(told["abandoned_share"])
    assert told["marks"] == "planned_building;legal_deviation"
    assert (told["access"], told["use_source"]) == ("road", "land_use")
    assert told["units_low"] == max(200.0 // PROFILE.dwelling_m2[1], 1.0)
    assert math.isnan(told["same_owner_neighbour"])


def test_a_way_between_two_strips_is_never_part_of_a_site() -> None:
    """A path would make the strip beside it wide enough; but nobody builds on a path."""
    plan = street(46.5, 50.0)
    path = {"geometry": rectangle(46.5, 0, 50, 35), "kind": "way"}
    edges = (rectangle(20, 0, 46.5, 35), rectangle(50, 0, 80, 35))
    land = [{"geometry": each, "kind": "residential"} for each in edges]
    road = {"geometry": rectangle(20, -8, 80, 0), "kind": "road"}
    with_path = dataclasses.replace(
        plan, land_use=cadastre({"x": edges[0]}, land_use=[*land, path, road]).land_use
    )
    assert found(plan) != []
    assert found(with_path) == []
