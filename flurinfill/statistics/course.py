"""The course of the work: what changed in a period, and how long sites stay in a state.

The functions take the frame of :func:`flurinfill.project.queries.moves`: every move with its day.
A figure about a past day is built from the moves up to that day, so it is the same whenever it is
asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from flurinfill.model.states import Availability, Review

CREATED = "created"
_FIRST = {"review": Review.CANDIDATE.value, "availability": Availability.UNKNOWN.value}
_CHANGES: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "new": lambda moves: moves["axis"] == CREATED,
    "confirmed": lambda moves: (moves["axis"] == "review") & (moves["new"] == Review.CONFIRMED.value),
    "built": lambda moves: (moves["axis"] == "availability") & (moves["new"] == Availability.BUILT.value),
    "dropped": lambda moves: (moves["axis"] == "review") & (moves["new"] == Review.REJECTED.value),
    "cadastral": lambda moves: (moves["axis"] == "review") & (moves["new"] == Review.SUPERSEDED.value),
}
CHANGES = tuple(_CHANGES)
"""What can happen to the stock (catalogue context ``stock_change``)."""


def stock_change(moves: pd.DataFrame, first: date, last: date) -> dict[str, list[int]]:
    """Find the sites that were new, confirmed, built, dropped or lost to the cadastre in a period.

    A site counts where the move still stood at the end of the period: one that was rejected and
    taken up again within it was not dropped.

    Parameters
    ----------
    moves : DataFrame
    first, last : date
        Both days belong to the period.

    Returns
    -------
    dict of str to list of int
        For each of :data:`CHANGES` the sites, ascending.
    """
    until = moves[moves["on"] <= last]
    lasting = until.groupby(["site_id", "axis"], sort=False).tail(1)
    within = lasting[lasting["on"] >= first]
    return {
        name: sorted(map(int, within.loc[chosen(within), "site_id"])) for name, chosen in _CHANGES.items()
    }


def states_at(moves: pd.DataFrame, axis: str, day: date) -> pd.Series:
    """State of every site at the end of a day.

    Parameters
    ----------
    moves : DataFrame
    axis : str
        ``"review"`` or ``"availability"``.
    day : date

    Returns
    -------
    Series of str
        Index ``site_id``; only sites that existed by then.
    """
    until = moves[moves["on"] <= day]
    there = until.loc[until["axis"] == CREATED, "site_id"].to_numpy()
    last = until[until["axis"] == axis].groupby("site_id")["new"].last()
    return last.reindex(there).fillna(_FIRST[axis]).rename(axis).rename_axis("site_id").sort_index()


def activation_by_year(moves: pd.DataFrame) -> pd.Series:
    """Count the sites built on per year, by the year of the move to ``built`` that still stands."""
    built = moves[moves["axis"] == "availability"].groupby("site_id").tail(1)
    built = built[built["new"] == Availability.BUILT.value]
    years = pd.Series([day.year for day in built["on"]], dtype="int64")
    return years.value_counts().sort_index().rename("count").rename_axis("year")


def days_per_state(moves: pd.DataFrame, axis: str, today: date) -> pd.DataFrame:
    """Average days that sites spend in each state, the running stay included.

    Parameters
    ----------
    moves : DataFrame
    axis : str
        ``"review"`` or ``"availability"``.
    today : date
        End of the stays that are still running.

    Returns
    -------
    DataFrame
        Index ``state`` in the order of the axis, columns ``days`` (mean) and ``stays`` (how many it
        is the mean of); states that never occurred are left out.
    """
    own = moves[moves["axis"].isin([CREATED, axis])].sort_values(["site_id", "on"], kind="stable")
    state = own["new"].where(own["axis"] == axis, _FIRST[axis])
    begin = pd.to_datetime(own["on"])
    following = begin.groupby(own["site_id"]).shift(-1).fillna(pd.Timestamp(today))
    days = (following - begin).dt.days.clip(lower=0)
    grouped = days.groupby(state.astype("str"))
    table = pd.DataFrame({"days": grouped.mean(), "stays": grouped.size()})
    order = [value.value for value in (Review if axis == "review" else Availability)]
    table = table.reindex([value for value in order if value in table.index])
    return table.rename_axis("state").astype({"days": "float64", "stays": "int64"})
