"""Constraints that exclude above a share and warn below, per layer; abandoned buildings."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from hand_made import cadastre, for_hamlets, house, rectangle, street_of_houses

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.explanation import explain, explanation_lines, reason_text
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge
from flurinfill.detection.tuning import Tuning
from flurinfill.detection.whatif import what_if
from flurinfill.model.errors import InputError
from flurinfill.model.potential import PotentialClass
from flurinfill.model.rules import Outcome

BUILT_IN = for_hamlets(profiles.load("kleinstadt-wohnen"))
FLOOD = """
[[rule]]
name = "constraint:flood"
measure = "constraint_share[*überschwemmung*]"
comparison = "at_most"
threshold = 0.5
unit = "share"
source = "Grundsatzbeschluss"
"""
PROFILE = profiles.parse(profiles.dump(BUILT_IN) + FLOOD, "eigen.toml")
"""The built-in rules of an office that never builds in the flood plain."""


def under(layer: str, share: float) -> Cadastre:
    """The street with the gap (20 m × 35 m from x = 40) partly under a constraint."""
    water = cadastre(
        {"x": rectangle(0, 0, 1, 1)},
        constraints=[{"layer": layer, "geometry": rectangle(40, 0, 60, 35 * share)}],
    )
    return dataclasses.replace(street_of_houses(), constraints=water.constraints)


@pytest.mark.parametrize(
    "layer", ["Überschwemmungsgebiet", "ÜBERSCHWEMMUNGSGEBIET HQ100", "Naturschutzgebiet"]
)
def test_mostly_under_a_layer_that_excludes_is_no_gap(layer: str) -> None:
    frame = measure(under(layer, 0.6))
    verdict = explain("lot2", frame.loc["lot2"], PROFILE)
    assert verdict.potential is PotentialClass.NONE
    assert reason_text(verdict) == f"Durch eine Restriktion ausgeschlossen: {layer} (60,0 %)"
    assert any(layer in line.rule and line.outcome is Outcome.FAILED for line in explanation_lines(verdict))


def test_below_the_share_it_warns_and_stays_a_gap() -> None:
    frame = measure(under("Überschwemmungsgebiet", 0.4))
    found = judge(frame, PROFILE).loc["lot2"]
    assert found["potential"] == "gap"
    assert found["warned"] == "constraint_warning"


def test_another_layer_only_warns() -> None:
    frame = measure(under("Denkmalbereich", 1.0))
    assert judge(frame, PROFILE).loc["lot2", ["potential", "warned"]].tolist() == [
        "gap",
        "constraint_warning",
    ]


def test_a_layer_that_is_not_loaded_is_not_all_layers() -> None:
    """A flood plain is loaded, a nature reserve is not: of the latter nobody says that nothing is loaded."""
    verdict = explain("lot2", measure(under("Überschwemmungsgebiet", 0.4)).loc["lot2"], PROFILE)
    reasons = {result.rule.name: result.reason for result in verdict.results}
    assert reasons["constraint:nature"] == "layer_not_loaded"
    line = next(each for each in explanation_lines(verdict) if "Naturschutz" in each.rule)
    assert line.margin == "Nicht beurteilt: Unter den geladenen Restriktionen ist keine dieses Namens"
    bare = explain("lot2", measure(street_of_houses()).loc["lot2"], PROFILE)
    assert {r.reason for r in bare.results if r.rule.name == "constraint:nature"} == {"no_constraints"}


def test_what_would_have_to_change_names_the_share() -> None:
    frame = measure(under("Überschwemmungsgebiet", 0.6))
    answer = what_if(frame.loc["lot2"], PROFILE)
    assert answer.potential is PotentialClass.GAP
    assert [(flip.rule.name, flip.to_threshold) for flip in answer.flips] == [("constraint:flood", 0.6)]


def test_a_moved_share_moves_the_parcel() -> None:
    tuning = Tuning(measure(under("Überschwemmungsgebiet", 0.6)), PROFILE)
    before = list(tuning.potentials)
    (moved,) = tuning.move("constraint:flood", 0.7)
    assert before[moved] == "none"
    assert tuning.potentials[moved] == "gap"


def test_an_office_names_its_own_layers() -> None:
    text = profiles.dump(PROFILE).replace("[*naturschutz*]", "[Bodendenkmal *]")
    own = profiles.parse(text, "eigen.toml")
    frame = measure(under("Bodendenkmal Altstadt", 0.9))
    assert judge(frame, own).loc["lot2", "potential"] == "none"
    assert profiles.parse(profiles.dump(own), "eigen.toml").rules == own.rules


@pytest.mark.parametrize("name", ["constraint:", "constraint:a b", "vacant:zwei", "flood"])
def test_a_name_that_no_rule_has_is_refused(name: str) -> None:
    text = profiles.dump(PROFILE).replace('"constraint:flood"', f'"{name}"')
    with pytest.raises(InputError) as refused:
        profiles.parse(text, "eigen.toml")
    assert refused.value.code == "profile_value"
    assert "constraint:…" in str(refused.value.details["allowed"])


def with_state(state: str, land: str = "") -> pd.DataFrame:
    """The street with a large house of this state on lot 2, on land of that state."""
    built = [house(20 * i + 5, 5) for i in (0, 1, 3, 4)]
    old = {**house(45, 5), "state": state}
    plan = cadastre({"x": rectangle(0, 0, 1, 1)}, buildings=[*built, old])
    street = dataclasses.replace(street_of_houses(), buildings=plan.buildings)
    if land:
        street = dataclasses.replace(street, land_use=street.land_use.assign(state=land))
    return measure(street)


@pytest.mark.parametrize(("state", "share"), [("2100", 1.0), ("2300", 1.0), ("", 0.0), ("4000", 0.0)])
def test_abandoned_buildings_make_a_brownfield(state: str, share: float) -> None:
    frame = with_state(state)
    assert frame.loc["lot2", "abandoned_share"] == share
    assert judge(frame, PROFILE).loc["lot2", "potential"] == ("brownfield" if share else "none")


def test_either_sign_is_enough_and_the_explanation_names_that_one() -> None:
    by_building = explain("lot2", with_state("2100").loc["lot2"], PROFILE)
    names = [result.rule.name for result in by_building.results]
    assert "abandoned" in names
    assert "out_of_use" not in names
    by_land = explain("lot1", with_state("", land="2100").loc["lot1"], PROFILE)
    assert by_land.potential is PotentialClass.BROWNFIELD
    assert "out_of_use" in [result.rule.name for result in by_land.results]
