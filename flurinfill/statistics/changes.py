"""What became of the stock in a period: found by the same account that a council paper prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from flurinfill.model.states import Review
from flurinfill.statistics.balance import account

CHANGES = ("new", "confirmed", "built", "dropped", "cadastral")
"""What can happen to the stock (catalogue context ``stock_change``)."""
_LINES = {"built": "activated"}


def stock_change(opening: pd.DataFrame, closing: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Find the sites that were new, confirmed, built, dropped or lost to the cadastre between two days.

    All but the confirmed ones are the sites of :func:`flurinfill.statistics.balance.account`: a site counts
    once, by what it was at the end, and only where it was potential.

    Parameters
    ----------
    opening, closing : DataFrame
        All sites as they stood at the end of each day.

    Returns
    -------
    dict of str to DataFrame
        For each of :data:`CHANGES` the sites.
    """
    lines = account(opening, closing) | {"confirmed": _confirmed(opening, closing)}
    return {name: lines[_LINES.get(name, name)] for name in CHANGES}


def _confirmed(opening: pd.DataFrame, closing: pd.DataFrame) -> pd.DataFrame:
    """Sites that are confirmed and were not."""
    before, after = (
        each.index[each["review"].astype("str") == Review.CONFIRMED.value] for each in (opening, closing)
    )
    return closing[closing.index.isin(after) & ~closing.index.isin(before)]


def activated_by_year(
    stocks: Mapping[date, pd.DataFrame], first: date, day: date
) -> Iterator[tuple[int, pd.DataFrame, pd.DataFrame]]:
    """Give the year, the sites activated in it and the stock at its end, for each year up to a day.

    Parameters
    ----------
    stocks : mapping of date to DataFrame
        At least of the days of :func:`year_ends`; a year whose beginning is not among them is left out.
    first : date
        On which the first site was made: before there was no stock.
    day : date
        End of the last year.
    """
    for year in range(first.year, day.year + 1):
        begin, end = date(year - 1, 12, 31), min(date(year, 12, 31), day)
        if end not in stocks or (begin not in stocks and year > first.year):
            continue
        opening = stocks[begin] if begin in stocks else stocks[end].iloc[:0]
        yield year, account(opening, stocks[end])["activated"], stocks[end]
