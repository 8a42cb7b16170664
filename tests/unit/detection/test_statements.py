"""What is said of a parcel beside its rules, and what is not said because it would not be true."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hand_made import for_hamlets, street_of_houses

from flurinfill import i18n
from flurinfill.detection import profiles
from flurinfill.detection.explanation import explain, explanation_lines
from flurinfill.detection.measures import measure
from flurinfill.detection.statements import capacity_statements, figures, statements
from flurinfill.model.potential import PotentialClass
from flurinfill.model.rules import Outcome, Verdict

PROFILE = for_hamlets(profiles.load("kleinstadt-wohnen"))
STREET = measure(street_of_houses())


def said(row: pd.Series) -> str:
    return " ".join(statements(row, PROFILE, PotentialClass.NONE))


def outcomes(verdict: Verdict, name: str) -> list[tuple[Outcome, str]]:
    return [(each.outcome, each.reason) for each in verdict.results if each.rule.name == name]


def test_on_a_street_no_rule_is_failed_and_nobody_speaks_of_housing() -> None:
    street = STREET.loc["street"]
    verdict = explain("street", street, PROFILE)
    assert len(verdict.results) > 10
    assert {each.outcome for each in verdict.results} == {Outcome.NOT_COUNTED}
    assert {each.reason for each in verdict.results} == {"never_judged"}
    assert {line.margin for line in explanation_lines(verdict)} == {"Zählt hier nicht"}
    assert said(street) == (
        "Das Kataster führt 100,0 % des Flurstücks als „Straße“. "
        "Solches Land ist nie ein Bauplatz; die Regeln zählen hier nicht."
    )
    assert "use" not in figures(street)
    i18n.set_language("en")
    assert said(street).endswith("Such land is never a building plot; the rules do not count here.")


@pytest.mark.parametrize("use", ["railway", "water", "forest", "cemetery"])
def test_no_use_is_given_to_land_that_is_never_built_on(use: str) -> None:
    row = pd.concat([STREET.loc["lot2"], pd.Series({f"land_use_share[{use}]": 0.8})])
    row["dominant_use"] = use
    assert "Wohnen" not in said(row)
    assert "80,0 %" in said(row)
    assert "Beurteilt wie: Wohnen" in said(STREET.loc["lot2"])


def test_a_field_judged_as_housing_is_still_called_a_field() -> None:
    row = STREET.loc["lot2"].copy()
    row["dominant_use"], row["use"], row["use_source"] = "farming", "residential", "default"
    told = said(row)
    assert "Beurteilt wie: Wohnen (weder Plan noch Kataster legen Wohnen oder Gewerbe fest)." in told
    assert "Nutzung im Kataster: Landwirtschaft." in told
    assert "Nutzungsart: Wohnen" not in told


def test_of_a_built_parcel_the_free_part_is_measured() -> None:
    built = STREET.loc["lot1"].copy()
    built["rest_spare_m"] = float("nan")
    assert outcomes(explain("lot1", built, PROFILE), "house_fits") == [(Outcome.NOT_COUNTED, "built")]
    built["rest_spare_m"], built["rest_m2"] = -1.0, 380.0
    verdict = explain("lot1", built, PROFILE)
    assert outcomes(verdict, "house_fits") == [(Outcome.NOT_COUNTED, "built_free_part")]
    assert outcomes(verdict, "rest_area") == [(Outcome.FAILED, "")]
    assert outcomes(verdict, "rest_way") == [(Outcome.NOT_JUDGED, "no_second_house")]
    words = {line.rule: line.margin for line in explanation_lines(verdict)}
    assert words["Spielraum für das vorgesehene Gebäude"] == (
        "Zählt hier nicht: Das Flurstück ist bebaut; gemessen wird sein freier Teil"
    )


def test_why_nobody_measured_the_room_on_vacant_land() -> None:
    row = STREET.loc["lot2"].copy()
    row["house_spare_m"] = float("nan")
    verdict = explain("lot2", row, PROFILE)
    assert outcomes(verdict, "house_fits") == [(Outcome.NOT_JUDGED, "far_from_houses")]
    row["area_m2"] = 12_000.0
    assert outcomes(explain("lot2", row, PROFILE), "house_fits") == [(Outcome.NOT_JUDGED, "large_area")]


def capacity(units: tuple[float, float], floor: tuple[float, float], **more: float) -> str:
    figures = {"units_low": units[0], "units_high": units[1]}
    figures |= {"floor_area_low_m2": floor[0], "floor_area_high_m2": floor[1]}
    row = pd.Series({**figures, "neighbour_storeys_low": 1.0, "neighbour_storeys_high": 1.0, **more})
    return " ".join(capacity_statements(row, PROFILE))


def test_one_dwelling_and_one_storey_are_singular() -> None:
    assert capacity((1.0, 1.0), (120.0, 160.0)) == (
        "Geschossfläche etwa 120 m² bis 160 m² (Nachbarn mit 1 Geschoss). "
        "Geschätzt: etwa 1 Wohnung (Annahme des Regelwerks: 100 m² bis 160 m² Geschossfläche je Wohnung)."
    )
    assert "etwa 2 Wohnungen" in capacity((2.0, 2.0), (330.0, 370.0))
    i18n.set_language("en")
    told = capacity((1.0, 1.0), (120.0, 160.0))
    assert "neighbours with 1 storey)" in told
    assert "about 1 dwelling (" in told


def test_too_little_floor_area_holds_no_dwelling() -> None:
    told = capacity((0.0, 0.0), (50.0, 62.0))
    assert "Zu wenig Geschossfläche für eine Wohnung (Annahme des Regelwerks: mindestens 100 m²)." in told
    assert "Geschätzt: höchstens 2 Wohnungen (Annahme" in capacity((0.0, 2.0), (62.0, 330.0))


def test_a_building_larger_than_its_neighbours_is_told() -> None:
    ground = {"ground_area_low_m2": 68.0, "neighbour_cover_low": 0.1, "neighbour_cover_high": 0.2}
    clause = "Das vorgesehene Gebäude von 10 × 12 m bräuchte 120 m² Grundfläche, also mehr."
    assert clause in capacity((1.0, 1.0), (120.0, 160.0), ground_area_high_m2=110.0, **ground)
    assert clause not in capacity((1.0, 1.0), (120.0, 160.0), ground_area_high_m2=130.0, **ground)


def test_floor_area_is_counted_in_square_metres() -> None:
    assert "etwa 9.600 m² bis 14.400 m²" in capacity((60.0, 144.0), (9_600.0, 14_400.0))
    planned = replace(PROFILE, dwelling_m2=None)
    row = pd.Series({"floor_area_low_m2": 21_000.0, "floor_area_high_m2": 21_000.0, "plan_storeys": 1.0})
    assert capacity_statements(row, planned) == ["Geschossfläche bis 21.000 m² (1 Vollgeschoss des Plans)."]
