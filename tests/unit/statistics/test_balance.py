"""The account of the stock adds up, whatever happened between two days."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flurinfill import statistics
from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Availability, Review
from flurinfill.statistics.balance import BALANCE, CAME, WENT, balance, by_village
from flurinfill.statistics.changes import activated_by_year

OPEN = ("gap", "candidate", "unknown", "Althain", 500.0)


def stock(**changed: tuple[str, str, str, str, float]) -> pd.DataFrame:
    """Sites s1 to s4, open gaps of 500 m² unless told otherwise."""
    rows = {f"s{number}": OPEN for number in range(1, 5)} | changed
    names = ["potential", "review", "availability", "village", "area_m2"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names)


def test_every_change_has_its_line() -> None:
    opening = stock(s5=("gap", "rejected", "unknown", "Neuhain", 300.0))
    closing = stock(
        s1=("gap", "confirmed", "built", "Althain", 500.0),
        s2=("gap", "rejected", "unknown", "Althain", 500.0),
        s3=("none", "candidate", "unknown", "Althain", 500.0),
        s4=("gap", "candidate", "unknown", "Althain", 520.0),
        s5=("gap", "in_review", "unknown", "Neuhain", 300.0),
        s6=("brownfield", "candidate", "unknown", "Neuhain", 9000.0),
    )
    table = balance(opening, closing)
    assert table["count"].to_dict() == {
        "opening": 4,
        "new": 1,
        "taken_up": 1,
        "corrected": 1,
        "activated": -1,
        "dropped": -1,
        "cadastral": 0,
        "reclassed": -1,
        "gone": 0,
        "closing": 3,
    }
    assert table["area_m2"]["corrected"] == 20.0
    at_once = stock(s7=("gap", "confirmed", "built", "Althain", 700.0))
    assert balance(stock(), at_once)["count"][["new", "activated", "closing"]].tolist() == [1, -1, 4]
    never = ("none", "candidate", "unknown", "Althain", 900.0)
    other = balance(stock(s8=never), stock(s8=(*never[:2], "built", *never[3:])))
    assert not other["count"][[*CAME, *WENT]].any()  # it never was potential
    gone = balance(opening, closing.drop(index="s4"))
    assert gone["count"]["gone"] == -1


def test_what_changed_since_a_day_is_what_the_account_counts() -> None:
    opening = stock(s5=("none", "candidate", "unknown", "Neuhain", 300.0))
    closing = stock(
        s1=("gap", "confirmed", "built", "Althain", 500.0),
        s2=("gap", "rejected", "built", "Althain", 500.0),
        s3=("gap", "rejected", "unknown", "Althain", 500.0),
        s5=("none", "rejected", "unknown", "Neuhain", 300.0),
        s6=("none", "candidate", "unknown", "Neuhain", 9000.0),
        s7=("gap", "confirmed", "unknown", "Neuhain", 400.0),
    )
    changed = {name: list(sites.index) for name, sites in statistics.stock_change(opening, closing).items()}
    assert changed == {
        "new": ["s7"],
        "confirmed": ["s1", "s7"],
        "built": ["s1", "s2"],
        "dropped": ["s3"],
        "cadastral": [],
    }


def test_activation_by_year_leaves_out_a_year_without_its_beginning() -> None:
    built = stock(s1=("gap", "confirmed", "built", "Althain", 500.0))
    stocks = {date(2024, 12, 31): built, date(2025, 12, 31): built, date(2026, 5, 1): built}

    def told(first: date) -> dict[int, int]:
        return {year: len(sites) for year, sites, _ in activated_by_year(stocks, first, date(2026, 5, 1))}

    assert told(date(2024, 3, 1)) == {2024: 1, 2025: 0, 2026: 0}
    assert told(date(2020, 3, 1)) == {2025: 0, 2026: 0}


sites = st.tuples(
    st.sampled_from([value.value for value in PotentialClass]),
    st.sampled_from([value.value for value in Review]),
    st.sampled_from([value.value for value in Availability]),
    st.sampled_from(["Althain", "Neuhain"]),
    st.integers(1, 9000).map(float),
)


@settings(max_examples=20)
@given(st.dictionaries(st.integers(1, 12), sites), st.dictionaries(st.integers(1, 12), sites))
def test_the_account_adds_up(
    before: dict[int, tuple[str, str, str, str, float]], after: dict[int, tuple[str, str, str, str, float]]
) -> None:
    names = ["potential", "review", "availability", "village", "area_m2"]
    opening, closing = (
        pd.DataFrame(list(rows.values()), index=pd.Index(list(rows), dtype="int64"), columns=names)
        for rows in (before, after)
    )
    table = balance(opening, closing)
    assert list(table.index) == list(BALANCE)
    moved = table.loc[[*CAME, *WENT]]
    assert table["count"]["closing"] == table["count"]["opening"] + moved["count"].sum()
    area = table["area_m2"]["opening"] + moved["area_m2"].sum() + table["area_m2"]["corrected"]
    assert area == pytest.approx(table["area_m2"]["closing"])
    stock_now = statistics.open_stock(closing)
    assert table["count"]["closing"] == len(stock_now)
    towns = by_village(opening, closing)
    assert towns["count"].sum() == len(stock_now)
    assert (towns[["opening", "came", "activated", "other"]].sum(axis=1) == towns["count"]).all()
    assert towns["area_m2"].sum() == pytest.approx(table["area_m2"]["closing"])
    pairs = statistics.by_village_and_class(closing)
    assert pairs["count"].sum() == len(stock_now)


def test_nothing_is_an_account_too() -> None:
    nothing = stock().iloc[:0]
    assert not balance(nothing, nothing)["count"].any()
    assert by_village(nothing, nothing).empty
