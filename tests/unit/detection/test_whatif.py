"""What would have to change: each answer is tried out, and no smaller set would do."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from hand_made import for_hamlets, street_of_houses
from hypothesis import given, settings
from hypothesis import strategies as st

from flurinfill import i18n
from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.detection.rulebook import threshold_range
from flurinfill.detection.rules import judge
from flurinfill.detection.whatif import REACH, Flip, WhatIf, flip_text, flipped, flips, what_if, what_if_text
from flurinfill.model.potential import CANDIDATE_CLASSES, PotentialClass
from flurinfill.model.rules import Comparison, RuleProfile

PROFILE = for_hamlets(profiles.load("kleinstadt-wohnen"))
STREET = measure(street_of_houses())


def class_of(row: pd.Series, profile: RuleProfile) -> str:
    return str(judge(row.to_frame().T.infer_objects(), profile)["potential"].iloc[0])


def with_threshold(name: str, threshold: float) -> RuleProfile:
    rule = next(rule for rule in PROFILE.rules if rule.name == name)
    return flipped(PROFILE, [Flip(rule, rule.threshold, threshold)])


def test_a_gap_that_is_too_small_names_the_size() -> None:
    strict = with_threshold("area_open", 800.0)
    answer = what_if(STREET.loc["lot2"], strict)
    assert answer.potential is PotentialClass.GAP
    assert [(f.rule.name, f.from_threshold, f.to_threshold) for f in answer.flips] == [
        ("area_open", 800.0, 700.0)
    ]
    assert flip_text(answer.flips[0]) == "Größe für offene Bauweise: mindestens 700 m² statt 800 m²"
    assert what_if_text(answer) == "Der Befund wäre „Baulücke“, wenn diese Schwelle anders wäre:"


def test_no_threshold_is_offered_that_would_be_another_rule() -> None:
    house = what_if(STREET.loc["lot1"], PROFILE)  # 100 m² of house, five times the threshold
    assert house == WhatIf(PotentialClass.NONE, ())
    assert what_if_text(house) == "Auch halb oder doppelt so hohe Schwellen würden das nicht ändern."
    weekend = STREET.loc["lot1"].copy()
    weekend["main_built_m2"] = 35.0
    (flip,) = flips(weekend, PROFILE)
    assert (flip.rule.name, flip.to_threshold) == ("vacant", 35.0)


def test_a_field_is_neither_made_a_brownfield_nor_a_closed_row() -> None:
    row = STREET.loc["lot2"].copy()
    row["main_distance_m"], row["second_main_distance_m"] = 34.5, 65.0
    assert row["land_use_share[out_of_use]"] == 0.0
    assert flips(row, PROFILE) == ()


def test_the_free_part_of_a_built_lot_may_miss_by_little() -> None:
    row = STREET.loc["lot1"].copy()
    free = {"rest_m2": 480.0, "rest_spare_m": 3.0, "rest_way_m": 2.5, "rest_precedents": 2.0}
    for name, value in free.items():
        row[name] = value
    answer = what_if(row, PROFILE)
    assert answer.potential is PotentialClass.SECOND_ROW
    changes = {flip.rule.name: flip.to_threshold for flip in answer.flips}
    assert changes == {"rest_area": 480.0, "rest_way": 2.5}


def test_a_gap_falls_by_the_rule_with_the_least_margin() -> None:
    answer = what_if(STREET.loc["lot2"], PROFILE)
    assert answer.potential is PotentialClass.NONE
    (flip,) = answer.flips
    assert class_of(STREET.loc["lot2"], flipped(PROFILE, [flip])) == "none"


def test_land_that_is_never_judged_and_missing_data_have_no_answer() -> None:
    street = what_if(STREET.loc["street"], PROFILE)
    assert street.flips == ()
    assert what_if_text(street) == "Keine Schwelle würde das ändern: Die Nutzung entscheidet."
    row = STREET.loc["lot2"].copy()
    row["access_state"], row["frontage_m"], row["frontage_m[street]"] = "unknown", 0.0, 0.0
    dark = what_if(row, PROFILE)
    assert dark.potential is PotentialClass.UNDECIDABLE
    assert dark.flips == ()
    i18n.set_language("en")
    assert what_if_text(dark) == "The data is too poor to decide; the thresholds are not the reason."


def test_a_threshold_that_both_areas_pass_decides() -> None:
    """Officially 340 m², drawn 520 m²: undecidable from 350 m² on, a gap from 340 m² on."""
    row = STREET.loc["lot2"].copy()
    row["official_area_m2"], row["area_m2"] = 340.0, 520.0
    assert class_of(row, PROFILE) == "undecidable"
    answer = what_if(row, PROFILE)
    assert answer.potential is PotentialClass.GAP
    assert [(flip.rule.name, flip.to_threshold) for flip in answer.flips] == [("area_open", 340.0)]
    assert class_of(row, flipped(PROFILE, answer.flips)) == "gap"


def test_a_threshold_that_neither_area_passes_decides() -> None:
    """Officially 520 m², drawn 340 m²: no potential where 521 m² are asked for."""
    row = STREET.loc["lot2"].copy()
    row["official_area_m2"], row["area_m2"] = 520.0, 340.0
    assert class_of(row, PROFILE) == "undecidable"
    answer = what_if(row, PROFILE)
    assert answer.potential is PotentialClass.NONE
    assert class_of(row, flipped(PROFILE, answer.flips)) == "none"


PAIR = """
name = "pair"
version = 1
use = "residential"
[title]
de = "Paar"
en = "Pair"
"""


def _of_classes(name: str, measure: str, threshold: float, unit: str, *classes: str) -> str:
    named = ", ".join(f'"{each}"' for each in classes)
    return (
        f'[[rule]]\nname = "{name}"\nmeasure = "{measure}"\ncomparison = "at_least"\n'
        f'threshold = {threshold}\nunit = "{unit}"\nclasses = [{named}]\n'
    )


def test_two_thresholds_are_named_where_two_are_enough() -> None:
    """Failing each class by its nearest rule takes three; the size that two of them share takes two."""
    profile = profiles.parse(
        PAIR
        + _of_classes("width_open", "inscribed_width_m", 12.0, "m", "gap")
        + _of_classes("area_open", "official_area_m2", 350.0, "m2", "gap", "minor_use")
        + _of_classes("rect_width", "rect_width_m", 10.0, "m", "minor_use")
        + _of_classes("frontage", "frontage_m", 3.0, "m", "second_row"),
        "pair.toml",
    )
    row = STREET.loc["lot2"].copy()
    row["inscribed_width_m"], row["rect_width_m"], row["frontage_m"] = 12.5, 11.0, 4.0
    row["official_area_m2"] = row["area_m2"] = 600.0
    assert class_of(row, profile) == "gap"
    answer = what_if(row, profile)
    assert answer.potential is PotentialClass.NONE
    assert [flip.rule.name for flip in answer.flips] == ["area_open", "frontage"]


def test_plural_in_both_languages() -> None:
    row = STREET.loc["lot2"].copy()
    row["official_area_m2"], row["inscribed_width_m"] = 300.0, 11.0
    answer = what_if(row, PROFILE)
    assert len(answer.flips) == 2
    assert "diese 2 Schwellen" in what_if_text(answer)
    i18n.set_language("en")
    assert "these 2 thresholds" in what_if_text(answer)


rows = st.fixed_dictionaries(
    {
        "official_area_m2": st.floats(1, 20_000),
        "main_built_m2": st.sampled_from([0.0, 7.25, 30.0, 120.5]),
        "minor_built_m2": st.sampled_from([0.0, 14.0, 40.0]),
        "built_share": st.floats(0, 1),
        "inscribed_width_m": st.floats(0.5, 60),
        "compactness": st.floats(0, 1),
        "frontage_m": st.floats(0, 60),
        "built_neighbour_share": st.one_of(st.just(np.nan), st.floats(0, 1)),
        "main_distance_m": st.floats(0, 150),
        "second_main_distance_m": st.floats(0, 150),
        "access_state": st.sampled_from(["judged", "unknown", "facing_gap"]),
        "dominant_use": st.sampled_from(["residential", "farming", "road", "", "mixed"]),
        "land_use_share[out_of_use]": st.sampled_from([0.0, 0.4, 1.0]),
    }
)


@pytest.mark.parametrize("name", ["kleinstadt-wohnen", "gewerbe"])
@given(values=rows)
@settings(max_examples=120, deadline=None)
def test_applying_the_flips_gives_the_class_that_is_named(name: str, values: dict[str, object]) -> None:
    profile = profiles.load(name)
    row = STREET.loc["lot2"].copy()
    for column, value in values.items():
        row[column] = value
    before, answer = class_of(row, profile), what_if(row, profile)
    then = class_of(row, flipped(profile, answer.flips))
    assert then == answer.potential.value
    candidates = {each.value for each in CANDIDATE_CLASSES}
    if answer.flips:
        assert (before in candidates) != (then in candidates)
        for flip in answer.flips:
            low, high = threshold_range(flip.rule.name)
            assert low <= flip.to_threshold <= high
            assert flip.from_threshold / REACH <= flip.to_threshold <= flip.from_threshold * REACH
            assert flip.to_threshold != (low if flip.rule.comparison is Comparison.AT_LEAST else high)
            assert flip.to_threshold != flip.from_threshold == flip.rule.threshold
        for size in range(len(answer.flips)):  # none can be left out
            for fewer in itertools.combinations(answer.flips, size):
                rest = class_of(row, flipped(profile, fewer))
                assert (rest in candidates) == (before in candidates) or rest == "undecidable"
    else:
        assert then == before


def test_the_profile_itself_stays_as_it_was() -> None:
    before = dataclasses.astuple(PROFILE)
    flips(STREET.loc["lot1"], PROFILE)
    assert dataclasses.astuple(PROFILE) == before
