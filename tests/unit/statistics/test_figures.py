"""The figures over the site table."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flurinfill import statistics
from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Availability, Publication, Review


def site_table(rows: list[tuple[str, str, str, str, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["district", "potential", "review", "availability", "area_m2"])
    return frame.assign(gemarkung="Neuhain", publication="not_announced")


@pytest.fixture
def sites() -> pd.DataFrame:
    return site_table(
        [
            ("Unterdorf", "gap", "confirmed", "marketed", 600.0),
            ("Unterdorf", "gap", "confirmed", "built", 500.0),
            ("", "brownfield", "candidate", "unknown", 2_400.0),
            ("Oberdorf", "minor_use", "rejected", "unknown", float("nan")),
            ("Oberdorf", "second_row", "candidate", "built", 700.0),
        ]
    )


def test_by_class_counts_and_sums_in_the_order_of_the_classes(sites: pd.DataFrame) -> None:
    table = statistics.by_class(sites)
    assert list(table.index) == ["gap", "minor_use", "second_row", "brownfield"]
    assert list(table["count"]) == [2, 1, 1, 1]
    assert list(table["area_m2"]) == [1100.0, 0.0, 700.0, 2400.0]
    assert table["share"].sum() == pytest.approx(1.0)


def test_by_review_shows_every_state(sites: pd.DataFrame) -> None:
    table = statistics.by_review(sites)
    assert list(table.index) == [state.value for state in Review]
    assert table.loc["confirmed", "count"] == 2
    assert table.loc["deferred", "count"] == 0


def test_by_availability_and_publication(sites: pd.DataFrame) -> None:
    assert statistics.by_availability(sites).loc["built", "area_m2"] == 1200.0
    assert statistics.by_publication(sites).loc[Publication.NOT_ANNOUNCED.value, "count"] == 5


def test_by_district_falls_back_to_the_gemarkung(sites: pd.DataFrame) -> None:
    table = statistics.by_district(sites)
    assert list(table.index) == ["Neuhain", "Oberdorf", "Unterdorf"]
    assert table.loc["Unterdorf", "gap"] == 2
    assert table.loc["Neuhain", "gap"] == 0
    assert table.loc["Neuhain", "area_m2"] == 2400.0


def test_activation_rate_counts_built_among_confirmed(sites: pd.DataFrame) -> None:
    rate = statistics.activation_rate(sites)
    assert (rate.numerator, rate.denominator, rate.value) == (1, 2, 0.5)


def test_activation_rate_of_nothing_has_no_value(sites: pd.DataFrame) -> None:
    assert statistics.activation_rate(sites.iloc[:0]).value is None


def test_plausibility_leaves_out_what_is_no_potential_any_more(sites: pd.DataFrame) -> None:
    figure = statistics.plausibility(sites, inhabitants=300)
    assert figure is not None
    assert figure.area_m2 == 3_000.0
    assert figure.per_inhabitant_m2 == 10.0
    assert figure.expected_m2 == 3_000.0
    assert statistics.plausibility(sites, inhabitants=0) is None


def test_what_is_due_is_overdue_from_the_day_after() -> None:
    days = [date(2026, 11, 20), date(2026, 11, 23), None]
    due = pd.DataFrame({"kind": ["follow_up", "follow_up", "parcel_missing"], "due_on": days})
    assert list(statistics.overdue(due, date(2026, 11, 23)).index) == [0]
    assert list(statistics.overdue(due, date(2026, 11, 24)).index) == [0, 1]
    assert statistics.overdue(due.iloc[:0], date(2026, 11, 23)).empty


ROW = st.tuples(
    st.sampled_from(["", "Oberdorf", "Unterdorf"]),
    st.sampled_from([potential.value for potential in PotentialClass]),
    st.sampled_from([review.value for review in Review]),
    st.sampled_from([value.value for value in Availability]),
    st.floats(0, 1e6),
)


@given(st.lists(ROW, max_size=30))
def test_every_grouping_accounts_for_every_site(rows: list[tuple[str, str, str, str, float]]) -> None:
    frame = site_table(rows)
    before = frame.copy()
    for grouping in (
        statistics.by_class,
        statistics.by_review,
        statistics.by_district,
        statistics.by_availability,
        statistics.by_publication,
    ):
        table = grouping(frame)
        assert table["count"].sum() == len(rows)
        assert table["area_m2"].sum() == pytest.approx(frame["area_m2"].sum())
    pd.testing.assert_frame_equal(frame, before)
    rate = statistics.activation_rate(frame)
    assert 0 <= rate.numerator <= rate.denominator
