"""Every code of this room has a text in both languages."""

import pytest

from flurinfill import i18n
from flurinfill.detection.doubts import DOUBTS
from flurinfill.detection.explanation import margin_text
from flurinfill.detection.measures.access import AccessState
from flurinfill.detection.measures.rectangles import WAY_STEPS_M
from flurinfill.detection.measures.surroundings import FARTHEST_M
from flurinfill.detection.rulebook import EXCLUDED, KINDS
from flurinfill.model.measures import MEASURES, Unit
from flurinfill.model.rules import BuildingForm, Comparison, Outcome, Rule, RuleResult

HINTS = (
    "same_owner_neighbour",
    "other_use",
    "geometric_area",
    "legal_deviation",
    "abandoned_building",
    "planned_building",
    "access_over_strip",
    "address_without_building",
    "merged",
    "few_buildings_around",
)
UNKNOWN = (
    "facing_gap",
    "no_ways",
    "no_constraints",
    "layer_not_loaded",
    "no_land_use",
    "only_ways_around",
    "no_owners",
    "no_value",
    "replaced",
    "never_judged",
    "built",
    "built_free_part",
    "large_area",
    "far_from_houses",
    "no_second_house",
)
CODES = (
    [("rule", name) for name in KINDS]
    + [("verdict_reason", name) for name in KINDS]
    + [("verdict_reason", code) for code in EXCLUDED.values()]
    + [("verdict_reason", code) for code in ("gap", "minor_use", "second_row", "garden", "out_of_use")]
    + [
        ("verdict_reason", code)
        for code in ("facing_gap", "access_unknown", "free_part", "merged", "garden_no_access")
    ]
    + [("verdict_reason", doubt.reason) for doubt in DOUBTS]
    + [("hint", code) for code in HINTS]
    + [("not_judged", code) for code in UNKNOWN]
    + [("access_state", code.value) for code in AccessState]
    + [("BuildingForm", form.value) for form in BuildingForm]
)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_code_has_a_text(language: str) -> None:
    i18n.set_language(language)
    assert [pair for pair in CODES if i18n.label(*pair) == pair[1]] == []


@pytest.mark.parametrize(
    ("unit", "margin", "text"),
    [
        (Unit.SHARE, 0.0, "eingehalten"),
        (Unit.METRE, 0.0, "eingehalten"),
        (Unit.METRE, 1.24, "1,2 m Spielraum"),
        (Unit.METRE, 0.02, "weniger als 0,1 m Spielraum"),
        (Unit.METRE, -0.02, "weniger als 0,1 m zu viel"),
        (Unit.SQUARE_METRE, -12.0, "12 m² zu viel"),
        (Unit.SHARE, -0.0004, "weniger als 0,1 Prozentpunkte zu viel"),
        (Unit.SHARE, -0.021, "2,1 Prozentpunkte zu viel"),
        (Unit.METRE, None, ""),
    ],
)
def test_margins_in_words(unit: Unit, margin: float | None, text: str) -> None:
    i18n.set_language("de")
    rule = Rule("constraint_warning", "constraint_share[*]", Comparison.AT_MOST, 0.0, unit)
    assert margin_text(RuleResult(rule, Outcome.PASSED, 0.0, margin)) == text


@pytest.mark.parametrize(
    ("language", "value", "text", "margin"),
    [
        ("de", 199.9, "199,9 m", "169,9 m zu viel"),
        ("de", FARTHEST_M, "200,0 m oder mehr", "170,0 m oder mehr zu viel"),
        ("en", FARTHEST_M, "200.0 m or more", "170.0 m or more too much"),
    ],
)
def test_nobody_looked_farther_than_the_limit(language: str, value: float, text: str, margin: str) -> None:
    i18n.set_language(language)
    rule = Rule("near_building", "main_distance_m", Comparison.AT_MOST, 30.0, Unit.METRE)
    assert i18n.measured(value, "main_distance_m") == text
    assert margin_text(RuleResult(rule, Outcome.FAILED, value, 30.0 - value)) == margin


def test_every_limit_is_that_of_the_measure() -> None:
    limits = {measure.name: measure.limit for measure in MEASURES if measure.limit is not None}
    distances = dict.fromkeys(("main_distance_m", "second_main_distance_m"), FARTHEST_M)
    assert limits == {**distances, "rest_way_m": WAY_STEPS_M[-1]}


@pytest.mark.parametrize(
    ("language", "value", "text", "margin"),
    [
        ("de", 3.0, "mindestens 3,0 m", "höchstens 0,2 m fehlen"),
        ("en", 3.0, "at least 3.0 m", "at most 0.2 m missing"),
        ("de", 3.5, "mindestens 3,5 m", "0,3 m oder mehr Spielraum"),
        ("de", 8.0, "8,0 m oder mehr", "4,8 m oder mehr Spielraum"),
        ("de", 0.0, "weniger als 2,0 m", "höchstens 3,2 m fehlen"),
        ("en", float("nan"), "–", ""),
    ],
)
def test_a_way_in_steps_is_at_least_so_wide(language: str, value: float, text: str, margin: str) -> None:
    """A way of 3.4 m is measured as one of 3.0 m: that 0.2 m are missing of 3.2 m is not true."""
    i18n.set_language(language)
    rule = Rule("rest_way", "rest_way_m", Comparison.AT_LEAST, 3.2, Unit.METRE)
    assert i18n.measured(value, "rest_way_m") == text
    outcome = Outcome.PASSED if value >= 3.2 else Outcome.FAILED
    if margin:
        assert margin_text(RuleResult(rule, outcome, value, value - 3.2)) == margin


@pytest.mark.parametrize(
    ("missing", "text"),
    [
        (-1.0, "1 Hauptgebäude fehlt"),
        (-10.0, "10 Hauptgebäude fehlen"),
        (2_454.0, "2.454 Hauptgebäude Spielraum"),
    ],
)
def test_one_is_missing_and_ten_are(missing: float, text: str) -> None:
    rule = Rule("built_up", "cluster_buildings", Comparison.AT_LEAST, 10.0, Unit.COUNT)
    assert margin_text(RuleResult(rule, Outcome.FAILED, 10.0 + missing, missing)) == text
