"""The table model: order arrays instead of proxies."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from flurinfill.desktop.columns import number_ranks, parcel_id_ranks
from flurinfill.desktop.snapshot import natural_order
from flurinfill.desktop.tables import Column, FrameModel, ranks_in, value_ranks
from flurinfill.model.parcel_id import ParcelId, sort_key

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def _model(frame: pd.DataFrame) -> FrameModel:
    columns = [Column(name, lambda: "", lambda value: str(value)) for name in frame.columns]
    model = FrameModel(columns)
    model.set_frame(frame)
    return model


@pytest.fixture
def streets() -> pd.DataFrame:
    names = ["Weg 10", "Ährenweg", "", "Weg 9", "Zum Bach"]
    return pd.DataFrame({"street": names, "area": [3.0, np.nan, 1.0, 2.0, 5.0]}, index=list("abcde"))


def test_sorting_is_natural_and_nothing_comes_last(qapp: object, streets: pd.DataFrame) -> None:
    model = _model(streets)
    model.sort(0, UP)
    assert model.shown_keys() == ["b", "d", "a", "e", "c"]
    model.sort(0, DOWN)
    assert model.shown_keys() == ["e", "a", "d", "b", "c"]
    model.sort(1, UP)
    assert model.shown_keys() == ["c", "d", "a", "e", "b"]
    model.sort(1, DOWN)
    assert model.shown_keys() == ["e", "a", "d", "c", "b"]
    model.sort(-1, UP)
    assert model.shown_keys() == list("abcde")


def test_filter_selected_on_top_and_keys(qapp: object, streets: pd.DataFrame) -> None:
    model = _model(streets)
    model.set_filter(np.array([True, False, True, True, False]))
    assert model.rowCount() == 3
    model.set_top(["d"])
    assert model.shown_keys() == ["d", "a", "c"]
    assert model.rows_of(["c", "a", "e"]).tolist() == [1, 2]
    assert [(part.top(), part.bottom()) for part in model.selection_of(["a", "c"])] == [(1, 2)]
    assert model.keys([0, 2]) == ["d", "c"]


def test_parcel_number_is_found_in_any_spelling(qapp: object) -> None:
    frame = pd.DataFrame({"numbers": ["25/3, 25/4", "25", "125", "25/a", "3"]}, index=range(5))
    model = _model(frame)
    for text, rows in (("25/4", [0]), ("Flst. 25a", [3]), ("25", [0, 1, 3]), ("125", [2])):
        assert np.flatnonzero(model.text_mask(text, ["numbers"], "numbers")).tolist() == rows, text


def test_numbers_sort_by_their_parts() -> None:
    numbers = pd.Series(["26", "25/a", "25/10", "25", "3", "25/9", "x"])
    assert numbers[np.argsort(number_ranks(numbers))].tolist() == [
        "3",
        "25",
        "25/9",
        "25/10",
        "25/a",
        "26",
        "x",
    ]


def test_states_sort_in_the_order_of_work() -> None:
    ranks = ranks_in(["candidate", "confirmed"])(pd.Series(["confirmed", "", "candidate"]))
    assert ranks.tolist() == [1, -1, 0]


@given(
    st.lists(
        st.builds(
            ParcelId,
            land=st.just("14"),
            gemarkung=st.sampled_from(["9801", "9802"]),
            flur=st.just(""),
            numerator=st.integers(1, 99999),
            denominator=st.one_of(st.just(""), st.integers(1, 9999).map(str), st.sampled_from("abc")),
        ),
        max_size=30,
    )
)
def test_padded_identifiers_sort_like_their_parts(parcels: list[ParcelId]) -> None:
    texts = np.array([str(parcel) for parcel in parcels], dtype=object)
    fast = texts[np.argsort(natural_order(texts), kind="stable")].tolist()
    numbers = [ParcelId.parse(text) for text in fast]
    for one, other in itertools.pairwise(numbers):
        assert (one.gemarkung, one.numerator) <= (other.gemarkung, other.numerator)
        if (one.gemarkung, one.numerator) == (other.gemarkung, other.numerator) and not other.denominator:
            assert not one.denominator
    foreign = np.array(["B10", "B9", "A1"], dtype=object)
    assert foreign[np.argsort(natural_order(foreign))].tolist() == sorted(foreign, key=sort_key)


def test_values_that_are_missing_have_no_rank() -> None:
    assert value_ranks(pd.Series([2.0, np.nan, 1.0])).tolist() == [1, -1, 0]
    assert parcel_id_ranks(pd.Series(["b", "a"])).tolist() == [1, 0]
