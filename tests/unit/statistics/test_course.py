"""What changed in a period, how long states last, and what owners answered."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from flurinfill import statistics
from flurinfill.statistics import answers


@pytest.fixture
def moves() -> pd.DataFrame:
    rows = [
        (1, date(2025, 3, 1), "created", "", ""),
        (2, date(2025, 3, 1), "created", "", ""),
        (1, date(2025, 4, 10), "review", "candidate", "confirmed"),
        (3, date(2026, 2, 1), "created", "", ""),
        (2, date(2026, 2, 3), "review", "candidate", "rejected"),
        (3, date(2026, 2, 11), "review", "candidate", "rejected"),
        (3, date(2026, 2, 21), "review", "rejected", "in_review"),
        (1, date(2026, 6, 1), "availability", "unknown", "built"),
    ]
    return pd.DataFrame(rows, columns=["site_id", "on", "axis", "old", "new"])


def test_days_per_state_count_the_running_stay(moves: pd.DataFrame) -> None:
    table = statistics.days_per_state(moves, "review", date(2026, 3, 3))
    assert table.loc["rejected", "stays"] == 2
    assert table.loc["rejected", "days"] == (28 + 10) / 2
    assert table.loc["in_review", "days"] == 10
    assert table.loc["candidate", "days"] == pytest.approx((40 + 339 + 10) / 3)
    assert list(table.index) == ["candidate", "in_review", "confirmed", "rejected"]


def test_nothing_gives_no_figures() -> None:
    none = pd.DataFrame(columns=["site_id", "on", "axis", "old", "new"])
    assert statistics.days_per_state(none, "review", date(2026, 1, 1)).empty


@pytest.fixture
def said() -> pd.DataFrame:
    rows = [
        (1, 1, "answered", "sell"),
        (1, 2, "answered", "no_interest"),
        (2, 3, "no_answer", "unknown"),
        (2, 4, "undeliverable", "unknown"),
        (3, 5, "sent", "unknown"),
        (4, 6, "do_not_contact", "no_interest"),
    ]
    return pd.DataFrame(rows, columns=["site_id", "owner", "outreach", "willingness"])


def test_returned_letters_that_never_arrived_do_not_count(said: pd.DataFrame) -> None:
    assert answers.return_rate(said) == statistics.Rate(2, 4)


def test_an_owner_of_several_sites_has_one_letter(said: pd.DataFrame) -> None:
    said["owner"] = [1, 1, 1, 4, 4, 6]  # the first answered for two of three sites; of the second one came
    assert answers.return_rate(said) == statistics.Rate(1, 2)
    assert statistics.undeliverable_rate(said) == statistics.Rate(0, 2)


def test_willingness_mix_counts_those_who_answered(said: pd.DataFrame) -> None:
    mix = statistics.willingness_mix(said)
    assert mix["count"].to_dict() == {"sell": 1, "no_interest": 1}
    assert mix["share"].sum() == pytest.approx(1.0)


def test_without_answers_there_is_no_rate() -> None:
    none = pd.DataFrame({"site_id": [], "owner": [], "outreach": [], "willingness": []})
    assert statistics.return_rate(none).value is None
    assert statistics.willingness_mix(none).empty
