"""Whether a building fits, as a sentence and as plain values."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from flurinfill import i18n
from flurinfill.detection import profiles
from flurinfill.detection.room_texts import Place, fit_json, fit_lines, fit_of

HOUSE = profiles.load("kleinstadt-wohnen")
TRADE = profiles.load("gewerbe")


def vacant(spare: float, width: float = 14.5, depth: float = 21.0, **more: float) -> pd.Series:
    figures = {
        "main_built_m2": 0.0,
        "house_spare_m": spare,
        "envelope_rect_width_m": width,
        "envelope_rect_depth_m": depth,
        "envelope_m2": 412.0,
        "rest_spare_m": math.nan,
        "second_main_distance_m": 12.0,
    }
    return pd.Series({**figures, **more})


def lines(measures: pd.Series, profile: object = HOUSE) -> list[str]:
    fit = fit_of(measures, profile)  # type: ignore[arg-type]
    assert fit is not None
    return fit_lines(fit)


@pytest.mark.parametrize(
    ("spare", "told", "english"),
    [
        (1.4, "Passt 10 × 12 m? Ja, 1,4 m Luft.", "Does 10 × 12 m fit? Yes, 1.4 m to spare."),
        (0.0, "Passt 10 × 12 m? Ja, genau.", "Does 10 × 12 m fit? Yes, exactly."),
        (-0.8, "Passt 10 × 12 m? Nein, 0,8 m fehlen.", "Does 10 × 12 m fit? No, 0.8 m are missing."),
    ],
)
def test_the_answer_is_a_sentence(spare: float, told: str, english: str) -> None:
    assert lines(vacant(spare)) == [
        told,
        "Größtes Rechteck 14,5 × 21,0 m; 412 m² bei 3,0 m Abstand zu jeder Grenze.",
    ]
    i18n.set_language("en")
    assert lines(vacant(spare))[0] == english


def test_no_room_at_all() -> None:
    assert lines(vacant(-10.0, 0.0, 0.0)) == ["Passt 10 × 12 m? Nein, die Abstände lassen keinen Platz."]


def test_the_building_and_the_distance_are_those_of_the_profile() -> None:
    assert lines(vacant(2.0), TRADE)[0] == "Passt 14 × 20 m? Ja, 2,0 m Luft."
    high = dataclasses.replace(HOUSE, building_m=(9.5, 12.0), height_m=10.0)
    first, second = lines(vacant(2.0), high)
    assert first.startswith("Passt 9,5 × 12,0 m?")
    assert "bei 4,0 m Abstand" in second


def test_a_free_part_and_a_closed_row_are_called_so() -> None:
    built = vacant(math.nan, main_built_m2=120.0, rest_spare_m=2.5, rest_rect_width_m=12.5)
    built = pd.Series({**built, "rest_rect_depth_m": 16.2, "rest_m2": 518.0})
    assert lines(built) == [
        "Passt 10 × 12 m auf den freien Teil? Ja, 2,5 m Luft.",
        "Größtes Rechteck 12,5 × 16,2 m; freier Teil 518 m², 3,0 m Abstand zu jeder Grenze.",
    ]
    row = vacant(-3.0, 7.5, 15.0, second_main_distance_m=0.2)
    assert lines(row) == [
        "Passt 10 × 12 m zwischen die Grenzgebäude? Nein, 3,0 m fehlen.",
        "Größtes Rechteck 7,5 × 15,0 m; ohne Abstand zu den Grenzgebäuden, sonst 3,0 m.",
    ]


def test_a_house_fits_beside_a_narrower_rectangle_only_with_a_word() -> None:
    first, second = lines(vacant(0.3, 9.5, 31.0))
    assert first == "Passt 10 × 12 m? Ja, 0,3 m Luft."
    told = "Das Rechteck mit der größten Fläche ist länger, aber schmaler als das Gebäude: 9,5 × 31,0 m; "
    assert second.startswith(told)
    i18n.set_language("en")
    assert "longer, but narrower than the building: 9.5 × 31.0 m" in lines(vacant(0.3, 9.5, 31.0))[1]


def test_what_is_missing_and_a_narrow_rectangle_do_not_contradict_each_other() -> None:
    """Elsewhere on the plot there is more room for the building than in the rectangle of the largest area."""
    first, second = lines(vacant(-0.2, 5.3, 25.6))
    assert first == "Passt 10 × 12 m? Nein, 0,2 m fehlen."
    assert second.startswith("Das Rechteck mit der größten Fläche ist länger, aber schmaler als das Gebäude")
    assert lines(vacant(-2.7, 7.3, 9.5))[1].startswith("Größtes Rechteck 7,3 × 9,5 m")


def test_where_nobody_measured_nothing_is_said() -> None:
    assert fit_of(vacant(math.nan), HOUSE) is None
    assert fit_of(pd.Series({"area_m2": 500.0}), HOUSE) is None


def test_plain_values() -> None:
    fit = fit_of(vacant(1.4), HOUSE)
    assert fit is not None
    assert fit.place is Place.VACANT
    assert fit_json(fit) == {
        "place": "vacant",
        "building_m": [10.0, 12.0],
        "fits": True,
        "spare_m": 1.4,
        "largest_rectangle_m": [14.5, 21.0],
        "area_m2": 412.0,
        "setback_m": 3.0,
    }
