"""The course of the work: how long sites stay in a state."""

from __future__ import annotations

from datetime import date

import pandas as pd

from flurinfill.model.states import Availability, Review

CREATED = "created"
_FIRST = {"review": Review.CANDIDATE.value, "availability": Availability.UNKNOWN.value}


def days_per_state(moves: pd.DataFrame, axis: str, today: date) -> pd.DataFrame:
    """Average days that sites spend in each state, the running stay included.

    Parameters
    ----------
    moves : DataFrame
        Frame of :func:`flurinfill.project.queries.moves`, as it stood at ``today``.
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
