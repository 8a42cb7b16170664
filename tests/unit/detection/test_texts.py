"""Every code of this room has a text in both languages."""

import pytest

from flurinfill import i18n
from flurinfill.detection.explanation import margin_text
from flurinfill.detection.measures.access import AccessState
from flurinfill.detection.rulebook import EXCLUDED, KINDS
from flurinfill.model.measures import Unit
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
)
UNKNOWN = (
    "facing_gap",
    "no_ways",
    "no_constraints",
    "no_land_use",
    "only_ways_around",
    "no_owners",
    "no_value",
)
CODES = (
    [("rule", name) for name in KINDS]
    + [("verdict_reason", name) for name in KINDS]
    + [("verdict_reason", code) for code in EXCLUDED.values()]
    + [("verdict_reason", code) for code in ("gap", "minor_use", "second_row", "garden", "out_of_use")]
    + [("verdict_reason", code) for code in ("facing_gap", "access_unknown", "free_part", "merged")]
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
        (Unit.SHARE, -0.0004, "weniger als 0,1 % zu viel"),
        (Unit.METRE, None, ""),
    ],
)
def test_margins_in_words(unit: Unit, margin: float | None, text: str) -> None:
    i18n.set_language("de")
    rule = Rule("constraint_warning", "constraint_share[*]", Comparison.AT_MOST, 0.0, unit)
    assert margin_text(RuleResult(rule, Outcome.PASSED, 0.0, margin)) == text
