"""The order of the review: clear cases first, doubts later, and nothing for what nobody reviews."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hand_made import for_hamlets, street_of_houses
from hypothesis import given, settings
from hypothesis import strategies as st

from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.detection.score import DOUBTS, TOO_SMALL, scores
from flurinfill.detection.uses import judge_by_use

PROFILE = for_hamlets(profiles.load(profiles.DEFAULT))
STREET = measure(street_of_houses(empty=(2, 4), count=7))


def score_of(frame: pd.DataFrame) -> pd.Series:
    return scores(frame, judge_by_use(frame, [PROFILE]), [PROFILE])


def with_values(**values: object) -> pd.DataFrame:
    """The street with other values for lot 2, a gap."""
    frame = STREET.copy()
    for name, value in values.items():
        frame.loc["lot2", name] = value
    return frame


def test_only_what_a_person_reviews_has_a_score() -> None:
    found = score_of(STREET)
    assert found.notna()[found.notna()].index.tolist() == ["lot2", "lot4"]
    assert found.dropna().between(0, 100).all()
    assert (found.dropna() % 1 == 0).all()


def test_the_score_of_a_clear_case_by_hand() -> None:
    """Every rule at twice its threshold, in the middle of houses, 5 m to spare: nothing is missing."""
    clear = with_values(
        area_m2=900.0, official_area_m2=900.0, inscribed_width_m=24.0, compactness=0.7, frontage_m=20.0,
        main_distance_m=0.0, second_main_distance_m=0.0, built_neighbour_share=1.0, between_share=1.0,
        house_spare_m=5.0,
    )  # fmt: skip
    assert score_of(clear)["lot2"] == 100.0
    # at the threshold of the width: least 0, one of ten margins 0, the rest as before
    narrow = score_of(
        clear.assign(inscribed_width_m=clear["inscribed_width_m"].mask(clear.index == "lot2", 12.0))
    )
    counted = 10
    assert narrow["lot2"] == pytest.approx(100 * (0.2 * (counted - 1) / counted + 0.3 + 0.2), abs=1.0)


@pytest.mark.parametrize(
    ("name", "less", "more"),
    [
        ("inscribed_width_m", 13.0, 18.0),
        ("between_share", 0.1, 0.9),
        ("built_neighbour_share", 0.3, 1.0),
        ("house_spare_m", 0.0, 3.0),
        ("main_distance_m", 25.0, 4.0),
    ],
)
def test_more_of_what_speaks_for_it_comes_first(name: str, less: float, more: float) -> None:
    assert score_of(with_values(**{name: less}))["lot2"] < score_of(with_values(**{name: more}))["lot2"]


@pytest.mark.parametrize("code", ["address_without_building", "planned_building", "access_over_strip"])
def test_a_doubt_lowers_the_score_by_its_factor(code: str) -> None:
    plain = score_of(STREET)["lot2"]
    assert score_of(with_values(marks=code))["lot2"] == pytest.approx(plain * DOUBTS[code], abs=1.0)


def test_a_constraint_lowers_it_by_half_at_most() -> None:
    plain = score_of(STREET)["lot2"]
    frame = STREET.assign(**{"constraint_share[Denkmalbereich]": 1.0})
    assert score_of(frame)["lot2"] == pytest.approx(plain / 2, abs=1.0)


def test_a_plot_that_the_building_does_not_fit_comes_later() -> None:
    """Also later than one where it just fits: the score falls by a step, not by centimetres."""
    fits, misses = (score_of(with_values(house_spare_m=spare))["lot2"] for spare in (0.0, -0.1))
    assert misses == pytest.approx(fits * TOO_SMALL, abs=1.5)


def test_unknown_access_comes_after_the_same_plot_with_a_street() -> None:
    dark = with_values(frontage_m=np.nan, access_state="unknown")
    assert 0 < score_of(dark)["lot2"] < score_of(STREET)["lot2"]


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1), st.floats(-10, 30), st.floats(0, 30), st.floats(350, 5_000))
def test_always_between_0_and_100(share: float, spare: float, distance: float, area: float) -> None:
    frame = with_values(
        between_share=share, house_spare_m=spare, main_distance_m=distance, official_area_m2=area
    )
    assert 0.0 <= score_of(frame)["lot2"] <= 100.0


def test_a_profile_of_another_name_is_scored_by_the_first() -> None:
    found = judge_by_use(STREET, [PROFILE])
    other = dataclasses.replace(PROFILE, name="other")
    pd.testing.assert_series_equal(scores(STREET, found, [other]), score_of(STREET))
