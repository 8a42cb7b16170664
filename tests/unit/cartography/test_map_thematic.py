"""Classes of a measure: bounds, colours that stay in order, hatches of their own."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flurinfill.cartography.legend import measure_entries
from flurinfill.cartography.symbology import (
    AVAILABILITY_STYLE,
    OWNER_STYLE,
    PUBLICATION_STYLE,
    Hatch,
    rgb,
    style_of_availability,
    style_of_owner,
    style_of_publication,
    theme,
)
from flurinfill.cartography.thematic import (
    MOST_CLASSES,
    class_of,
    fixed_breaks,
    quantile_breaks,
    ramp_colour,
    step_code,
    style_of_step,
)

values = st.lists(st.floats(0, 1e6) | st.just(float("nan")), min_size=1, max_size=200)


@given(values, st.integers(2, MOST_CLASSES))
def test_every_value_has_one_class(given_values: list[float], count: int) -> None:
    numbers = np.array(given_values)
    for breaks in (quantile_breaks(numbers, count), fixed_breaks(numbers, count)):
        assert len(breaks) < count
        assert list(breaks) == sorted(set(breaks))
        classes = class_of(numbers, breaks)
        assert (classes[np.isnan(numbers)] == -1).all()
        assert ((classes[~np.isnan(numbers)] >= 0) & (classes[~np.isnan(numbers)] <= len(breaks))).all()
        for number, bound in enumerate(breaks):
            assert class_of(np.array([bound]), breaks)[0] == number + 1


def test_quantiles_hold_as_many_each() -> None:
    numbers = np.random.default_rng(3).lognormal(6, 1, 10_000)
    breaks = quantile_breaks(numbers, 5)
    counts = np.bincount(class_of(numbers, breaks))
    assert len(counts) == 5
    assert counts.min() > 1_950
    assert counts.max() < 2_050
    assert quantile_breaks(np.full(50, 7.0), 5) == ()
    assert quantile_breaks(np.array([np.nan]), 5) == ()


def test_fixed_bounds_are_round() -> None:
    assert fixed_breaks(np.linspace(0, 1000, 500), 5) == (200.0, 400.0, 600.0, 800.0)
    assert fixed_breaks(np.concatenate([np.linspace(0, 1, 99), [5000.0]]), 4) == (0.25, 0.5, 0.75)
    assert fixed_breaks(np.full(9, 3.0), 4) == ()


def _luminance(colour: str) -> float:
    linear = (np.array(rgb(colour)) / 255) ** 2.2
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def test_the_ramp_gets_darker_without_a_break() -> None:
    steps = [_luminance(ramp_colour(share)) for share in np.linspace(0, 1, 21)]
    assert all(one > other for one, other in itertools.pairwise(steps))
    assert steps[0] / steps[-1] > 15


@pytest.mark.parametrize("count", range(2, MOST_CLASSES + 1))
@pytest.mark.parametrize("dark", [False, True])
def test_classes_differ_by_hatch_too(count: int, dark: bool) -> None:
    styles = [style_of_step(step_code(number, count), dark) for number in range(count)]
    assert len({style.hatch for style in styles}) == count
    assert styles[0].hatch is Hatch.NONE
    assert all(style.fill and style.outline for style in styles)


@pytest.mark.parametrize("code", ["", "measure/9/3", "measure/x/3", "gap", "measure/1"])
def test_what_is_no_class_is_a_plain_parcel(code: str) -> None:
    assert style_of_step(code) == theme(False).parcel


@pytest.mark.parametrize(
    ("style_of", "styles"),
    [
        (style_of_availability, AVAILABILITY_STYLE),
        (style_of_publication, PUBLICATION_STYLE),
        (style_of_owner, OWNER_STYLE),
    ],
)
def test_states_keep_their_hatch_in_the_dark(style_of, styles: dict) -> None:
    for code, style in styles.items():
        assert style_of(code.value, False) == style
        assert style_of(code.value, True).hatch is style.hatch
    assert style_of("from_an_older_version", False) == theme(False).parcel


def test_the_legend_of_a_measure_names_ranges_and_what_has_no_value() -> None:
    entries = measure_entries((350.0, 1200.0), (3, 4, 5), 2, "m2")
    assert [(entry.text, entry.count) for entry in entries] == [
        ("unter 350 m²", 3),
        ("350 m² bis unter 1.200 m²", 4),
        ("ab 1.200 m²", 5),
        ("ohne Wert", 2),
    ]
    assert entries[0].themed(True).style == style_of_step("measure/0/3", True)
    assert [entry.text for entry in measure_entries((), (3,), 0, "m2")] == ["alle Werte"]
