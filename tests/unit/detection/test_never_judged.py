"""Land that no rule counts for: not where a plan makes it building land, nor where it is given up."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hand_made import cadastre, for_hamlets, house, rectangle, street_of_houses, table

from flurinfill.cadastre import tables
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.exclusion import never_judged
from flurinfill.detection.explanation import explain, reason_text
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge
from flurinfill.detection.statements import statements
from flurinfill.detection.tuning import Tuning
from flurinfill.detection.whatif import what_if
from flurinfill.model.potential import PotentialClass
from flurinfill.model.rules import Outcome

PROFILE = for_hamlets(profiles.load("kleinstadt-wohnen"))
MIDDLE = rectangle(40, 0, 60, 35)


def used_as(kind: str, *plans: dict[str, object], town: Cadastre | None = None) -> Cadastre:
    """The street whose empty lot 2 has another use, under these plans."""
    town = town or street_of_houses()
    uses = [
        {"geometry": rectangle(0, 0, 40, 35), "kind": "residential"},
        {"geometry": MIDDLE, "kind": kind},
        {"geometry": rectangle(60, 0, 100, 35), "kind": "residential"},
        {"geometry": rectangle(0, -8, 100, 0), "kind": "road"},
    ]
    return dataclasses.replace(
        town, land_use=table(tables.LAND_USE, uses), plans=table(tables.PLANS, list(plans))
    )


def area(kind: str, area_type: str, right: float = 100.0) -> dict[str, object]:
    return {"kind": kind, "name": "P", "area_type": area_type, "geometry": rectangle(0, -8, right, 40)}


@pytest.mark.parametrize("kind", ["leisure", "forest", "public"])
def test_a_plan_makes_building_land_of_any_use(kind: str) -> None:
    bare = measure(used_as(kind)).loc["lot2"]
    assert explain("lot2", bare, PROFILE).potential is PotentialClass.NONE
    frame = measure(used_as(kind, area("plan", "WA")))
    verdict = explain("lot2", frame.loc["lot2"], PROFILE)
    assert verdict.potential is PotentialClass.GAP
    assert all(result.reason != "never_judged" for result in verdict.results)
    said = "\n".join(statements(frame.loc["lot2"], PROFILE, verdict.potential))
    assert "Bebauungsplan „P“" in said
    assert "nie ein Bauplatz" not in said
    assert frame.loc["lot2", "inscribed_width_m"] == pytest.approx(20.0, abs=0.1)
    assert frame.loc["lot2", "house_spare_m"] > 0  # the house was tried
    assert np.isnan(bare["house_spare_m"])


@pytest.mark.parametrize(
    ("kind", "plan"),
    [
        ("road", area("plan", "WA")),  # a street stays one
        ("railway", area("plan", "GE")),  # BauGB §38
        ("forest", area("plan", "")),  # an outline alone: perhaps the plan keeps the wood
        ("forest", area("simple_plan", "WA")),  # leaves the question to §§34 and 35
        ("forest", area("inner_area", "")),  # a statute says where, not what
        ("forest", area("plan", "WA", right=45.0)),  # a quarter of the lot
    ],
)
def test_nothing_less_than_a_building_area_over_most_of_it_does(kind: str, plan: dict[str, object]) -> None:
    frame = measure(used_as(kind, plan))
    assert never_judged(frame)[frame.index.get_loc("lot2")]
    assert judge(frame, PROFILE).loc["lot2", "potential"] == "none"


def given_up(kind: str, state: str = "2100", function: str = "3021") -> Cadastre:
    """A building on lot 2, which has a use of its own; abandoned unless said otherwise."""
    town = street_of_houses()
    school = {**house(42, 5, 16.0, 25.0), "function": function, "state": state}
    rows = [house(20 * i + 5, 5) for i in (0, 1, 3, 4)]
    more = cadastre({"x": rectangle(0, 0, 1, 1)}, buildings=[*rows, school])
    return used_as(kind, town=dataclasses.replace(town, buildings=more.buildings))


@pytest.mark.parametrize(("kind", "reason"), [("public", "public_land"), ("railway", "railway")])
def test_a_public_site_or_railway_given_up_is_a_brownfield(kind: str, reason: str) -> None:
    frame = measure(given_up(kind))
    verdict = explain("lot2", frame.loc["lot2"], PROFILE)
    assert verdict.potential is PotentialClass.BROWNFIELD
    assert {result.rule.name for result in verdict.results} >= {"abandoned", "brownfield_area"}
    assert all(result.reason != "never_judged" for result in verdict.results)
    in_use = judge(measure(given_up(kind, state="")), PROFILE)
    assert in_use.loc["lot2", ["potential", "reason"]].tolist() == ["none", reason]


def test_given_up_but_too_small_it_says_so_and_is_nothing_else() -> None:
    larger = dataclasses.replace(
        PROFILE,
        rules=tuple(
            dataclasses.replace(rule, threshold=1000.0) if rule.name == "brownfield_area" else rule
            for rule in PROFILE.rules
        ),
    )
    row = measure(given_up("public")).loc["lot2"]
    verdict = explain("lot2", row, larger)
    assert (verdict.potential, verdict.reason) == (PotentialClass.NONE, "public_land")
    assert reason_text(verdict) == "Gemeinbedarf oder besondere funktionale Prägung"
    failed = [result.rule.name for result in verdict.results if result.outcome is Outcome.FAILED]
    assert failed == ["brownfield_area"]
    answer = what_if(row, larger)
    assert answer.potential is PotentialClass.BROWNFIELD
    assert [flip.rule.name for flip in answer.flips] == ["brownfield_area"]
    tuning = Tuning(pd.DataFrame([row]), larger)
    tuning.move("brownfield_area", 700.0)
    assert tuning.potentials == ["brownfield"]


def test_public_land_out_of_use_is_a_brownfield_but_no_gap() -> None:
    town = used_as("public")
    uses = town.land_use.assign(state=["", "2100", "", ""])
    frame = measure(dataclasses.replace(town, land_use=uses))
    assert frame.loc["lot2", "land_use_share[out_of_use]"] == pytest.approx(1.0)
    assert judge(frame, PROFILE).loc["lot2", "potential"] == "brownfield"
    no_class = dataclasses.replace(
        PROFILE, rules=tuple(rule for rule in PROFILE.rules if rule.name not in {"out_of_use", "abandoned"})
    )
    assert judge(frame, no_class).loc["lot2", "potential"] != "gap"


@pytest.mark.parametrize("kind", ["plan", "inner_area"])
def test_tiles_make_no_difference_under_a_plan(kind: str) -> None:
    town = used_as("forest", area(kind, "WA" if kind == "plan" else ""))
    pd.testing.assert_frame_equal(measure(town), measure(town, tile_parcels=2))


def test_an_older_table_without_plans_is_judged() -> None:
    frame = measure(used_as("forest")).drop(columns=["plan_share", "inner_area_share", "plan_area_type"])
    assert judge(frame, PROFILE).loc["lot2", ["potential", "reason"]].tolist() == ["none", "forest"]
