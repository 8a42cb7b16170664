"""The month of §200(3) BauGB in Saxony."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flurinfill.model.law import easter, is_working_day, month_is_over, objection_deadline, saxon_holidays


@pytest.mark.parametrize(("year", "day"), [(2019, (4, 21)), (2024, (3, 31)), (2026, (4, 5)), (2038, (4, 25))])
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


def test_saxon_holidays_of_2026() -> None:
    holidays = saxon_holidays(2026)
    assert date(2026, 11, 18) in holidays  # Buß- und Bettag, in Saxony alone
    assert date(2026, 10, 31) in holidays
    assert date(2026, 6, 4) not in holidays  # Fronleichnam is none in Saxony
    assert len(holidays) == 11


@pytest.mark.parametrize(
    ("announced", "last_day"),
    [
        (date(2026, 3, 5), date(2026, 4, 7)),  # 5 April is Easter Sunday, 6 April a holiday
        (date(2026, 1, 31), date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2024, 1, 31), date(2024, 2, 29)),  # leap year
        (date(2026, 12, 1), date(2027, 1, 4)),  # 1 January, then a weekend
        (date(2026, 9, 30), date(2026, 10, 30)),
        (date(2026, 10, 18), date(2026, 11, 19)),  # Buß- und Bettag
        (date(2026, 10, 17), date(2026, 11, 17)),
        (date(2026, 9, 3), date(2026, 10, 5)),  # 3 October is a holiday and a Saturday
        (date(2028, 1, 30), date(2028, 2, 29)),  # leap year
        (date(2027, 1, 29), date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2028, 2, 29), date(2028, 3, 29)),
        (date(2026, 5, 31), date(2026, 6, 30)),
        (date(2026, 4, 14), date(2026, 5, 15)),  # Ascension Day
    ],
)
def test_deadline(announced: date, last_day: date) -> None:
    assert objection_deadline(announced) == last_day
    assert not month_is_over(announced, last_day)
    assert month_is_over(announced, last_day + timedelta(days=1))


@given(st.dates(date(2000, 1, 1), date(2100, 12, 1)))
def test_deadline_is_a_working_day_about_a_month_later(announced: date) -> None:
    end = objection_deadline(announced)
    assert is_working_day(end)
    assert 28 <= (end - announced).days <= 31 + 6
