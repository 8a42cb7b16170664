"""What could be built, beside the need."""

from __future__ import annotations

import pandas as pd
import pytest

from flurinfill import statistics


@pytest.fixture
def sites() -> pd.DataFrame:
    rows = [
        ("gap", "confirmed", "unknown", "residential", 2.0, "34"),
        ("gap", "candidate", "built", "residential", 4.0, "30"),
        ("gap", "rejected", "unknown", "residential", 8.0, "30"),
        ("brownfield", "candidate", "unknown", "commercial", 16.0, ""),
        ("second_row", "candidate", "unknown", "", float("nan"), ""),
        ("minor_use", "candidate", "unknown", "mixed", 1.0, "30"),
    ]
    columns = ["potential", "review", "availability", "use", "capacity_units", "planning_basis"]
    return pd.DataFrame(rows, columns=columns, index=range(1, 7)).assign(area_m2=500.0)


def test_only_open_potential_with_room_for_housing_counts(sites: pd.DataFrame) -> None:
    possible = statistics.possible_dwellings(sites)
    assert (possible.dwellings, possible.counted, possible.unknown) == (3, (1, 6), (5,))


def test_the_share_of_the_need_is_unknown_without_a_need(sites: pd.DataFrame) -> None:
    possible = statistics.possible_dwellings(sites)
    assert possible.share_of(0) is None
    assert possible.share_of(2) == pytest.approx(1.5)


def test_by_planning_basis_ends_with_the_unknown(sites: pd.DataFrame) -> None:
    table = statistics.by_planning_basis(sites)
    assert list(table.index) == ["30", "34", ""]
    assert list(table["count"]) == [3, 1, 2]
    assert table["share"].sum() == pytest.approx(1.0)
