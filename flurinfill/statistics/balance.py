"""The account of the stock (Flächenbilanz): what was there, what came, what went, what is there.

The functions take frames of sites with ``potential``, ``review``, ``availability``, ``village`` and
``area_m2``: :func:`flurinfill.project.queries.site_table`, or
:func:`flurinfill.project.queries.stock_at` for a past day. The stock is the open potential.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Availability, Review
from flurinfill.statistics.rates import of_candidate_class, open_potential

CAME = ("new", "taken_up")
WENT = ("activated", "dropped", "cadastral", "reclassed", "gone")
BALANCE = ("opening", *CAME, "corrected", *WENT, "closing")
"""Lines of the account (catalogue contexts ``balance`` and ``balance_definition``)."""
_SAME_M2 = 0.5


@dataclass(frozen=True)
class Amount:
    """How many sites, and how large they are together."""

    count: int
    area_m2: float


def amount(sites: pd.DataFrame) -> Amount:
    """Count sites and add up their areas; unknown areas count as 0."""
    return Amount(len(sites), float(sites["area_m2"].astype("float64").sum()))


def open_stock(sites: pd.DataFrame) -> pd.DataFrame:
    """Return the sites that still are potential."""
    return sites[open_potential(sites)]


def balance(opening: pd.DataFrame, closing: pd.DataFrame) -> pd.DataFrame:
    """Account for the stock between two days.

    Parameters
    ----------
    opening, closing : DataFrame
        All sites as they stood at the end of each day.

    Returns
    -------
    DataFrame
        Index ``line`` (:data:`BALANCE`), columns ``count`` and ``area_m2``. What came counts positive,
        what went negative, ``corrected`` is the change of area of the sites that stayed and the number
        of sites it concerns; the areas of all lines but the last add up to the last one, and so do the
        counts of all but ``corrected``.
    """
    before, after = open_stock(opening), open_stock(closing)
    moved = account(opening, closing)
    lines = {name: _line(moved[name], 1) for name in CAME}
    lines |= {name: _line(moved[name], -1) for name in WENT}
    stayed = after.index.intersection(before.index)
    change = after.loc[stayed, "area_m2"].astype("float64") - before.loc[stayed, "area_m2"].astype("float64")
    lines["corrected"] = (int((change.abs() > _SAME_M2).sum()), float(change.sum()))
    for name, sites in (("opening", before), ("closing", after)):
        lines[name] = (amount(sites).count, amount(sites).area_m2)
    table = pd.DataFrame([lines[name] for name in BALANCE], columns=["count", "area_m2"])
    return table.set_index(pd.Index(BALANCE, name="line")).astype({"count": "int64", "area_m2": "float64"})


def account(opening: pd.DataFrame, closing: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Find the sites behind each line of the account between two days: those that came and those that went.

    Returns
    -------
    dict of str to DataFrame
        For each of :data:`CAME` and :data:`WENT` its sites, as they were when they came or before they went.
    """
    came = _came(opening, closing)
    went = _went(open_stock(opening), came, open_stock(closing))
    lines = {
        "taken_up": came[came.index.isin(opening.index)],
        "new": came[~came.index.isin(opening.index)],
    }
    reasons = np.array([_why(closing, site) for site in went.index], dtype=object)
    return lines | {name: went[reasons == name] for name in WENT}


def _came(opening: pd.DataFrame, closing: pd.DataFrame) -> pd.DataFrame:
    """Sites that became stock between the days, those among them that are built on or dropped again."""
    there = closing.index.isin(opening.index)
    built = closing["availability"].astype("str") == Availability.BUILT.value
    was_built = opening["availability"].astype("str") == Availability.BUILT.value
    back = there & ~closing.index.isin(open_stock(opening).index)
    back &= closing.index.isin(open_stock(closing).index) | (
        built & ~closing.index.isin(opening.index[was_built])
    )
    return closing[of_candidate_class(closing) & (~there | back)]


def _went(before: pd.DataFrame, came: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Sites that were or became stock and are none any more, as they were when they were."""
    was = pd.concat([before, came.loc[~came.index.isin(before.index)]])
    return was.loc[~was.index.isin(after.index)]


def _why(closing: pd.DataFrame, site: Any) -> str:
    """Why a site is no stock any more."""
    if site not in closing.index:
        return "gone"
    row = closing.loc[site]
    if row["availability"] == Availability.BUILT.value:
        return "activated"
    return {Review.REJECTED.value: "dropped", Review.SUPERSEDED.value: "cadastral"}.get(
        str(row["review"]), "reclassed"
    )


def _line(sites: pd.DataFrame, sign: int) -> tuple[int, float]:
    counted = amount(sites)
    return sign * counted.count, sign * counted.area_m2 + 0.0  # no "-0"


def by_village_and_class(sites: pd.DataFrame) -> pd.DataFrame:
    """Number and area of the open potential by village and class.

    Returns
    -------
    DataFrame
        ``village`` (alphabetical), ``potential`` (in the order of the classes), ``count``, ``area_m2``;
        only pairs that occur.
    """
    stock = open_stock(sites)
    keys = [stock["village"].astype("str"), stock["potential"].astype("str")]
    groups = stock["area_m2"].astype("float64").groupby(keys)
    table = pd.DataFrame({"count": groups.size(), "area_m2": groups.sum()}).reset_index()
    order = {value.value: place for place, value in enumerate(PotentialClass)}
    place = [order[code] for code in table["potential"]]
    table = table.assign(name=table["village"].str.casefold(), place=place).sort_values(["name", "place"])
    return table.drop(columns=["name", "place"]).reset_index(drop=True)


def by_village(opening: pd.DataFrame, closing: pd.DataFrame) -> pd.DataFrame:
    """Account for the stock of each village between two days.

    Returns
    -------
    DataFrame
        Index ``village`` (alphabetical), columns ``opening``, ``came``, ``activated``, ``other``
        (went for another reason, or to another village), ``count`` (at the end) and ``area_m2``; the first
        four add up to ``count``.
    """
    before, after = open_stock(opening), open_stock(closing)
    moved = account(opening, closing)
    came, built = pd.concat([moved[name] for name in CAME]), moved["activated"]
    first, last = before["village"].value_counts(), after["village"].value_counts()
    villages = sorted({*first.index, *last.index, *came["village"]}, key=str.casefold)
    table = pd.DataFrame(index=pd.Index(villages, name="village", dtype="str"))
    table["opening"] = first.reindex(villages).fillna(0)
    new = came["village"].value_counts()
    table["came"] = new.reindex(villages).fillna(0)
    table["activated"] = -built["village"].value_counts().reindex(villages).fillna(0)
    table["count"] = last.reindex(villages).fillna(0)
    table["other"] = table["count"] - table["opening"] - table["came"] - table["activated"]
    area = after["area_m2"].astype("float64").groupby(after["village"].astype("str")).sum()
    table["area_m2"] = area.reindex(villages).fillna(0.0)
    counts = ("opening", "came", "activated", "other", "count")
    return table[[*counts, "area_m2"]].astype(dict.fromkeys(counts, "int64"))
