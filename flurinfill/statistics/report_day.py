"""The figures of a reporting day (Stichtag), each with what it is made of, so that it can be kept.

Kept figures are numbers only: they say the same when persons were erased since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from flurinfill.model.states import Outreach
from flurinfill.statistics.answers import motive_mix, return_rate, undeliverable_rate, willingness_mix
from flurinfill.statistics.changes import activated_by_year, stock_change
from flurinfill.statistics.course import days_per_state
from flurinfill.statistics.rates import activation_rate, overdue

OF_OWNERS = frozenset({"return_rate", "undeliverable", "willingness", "motive"})
"""Figures that rest on what owners said: shown while the vault is open."""


@dataclass(frozen=True)
class ReportedFigure:
    """A figure of a day.

    Attributes
    ----------
    name : str
        Code (catalogue contexts ``report_figure`` and ``report_definition``).
    of : str
        What it is about: a state, an answer, a motive, a year; ``""`` for the whole.
    numerator : float
    denominator : float or None
        None for a plain number; for days the number of stays that ``numerator`` days are spread over.
    """

    name: str
    of: str
    numerator: float
    denominator: float | None

    @property
    def value(self) -> float | None:
        """Quotient, or the number itself; None when there is nothing to divide by."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


def report_day(
    stocks: Mapping[date, pd.DataFrame],
    moves: pd.DataFrame,
    answers: pd.DataFrame | None,
    due: pd.DataFrame | None,
    day: date,
) -> list[ReportedFigure]:
    """Give the figures of a day.

    Parameters
    ----------
    stocks : mapping of date to DataFrame
        Sites at the end of ``day`` and of the years before it
        (:func:`flurinfill.project.queries.stocks_at` of :func:`flurinfill.statistics.year_ends`).
    moves : DataFrame
        Frame of :func:`flurinfill.project.queries.moves` of that day.
    answers : DataFrame or None
        Frame of :func:`flurinfill.project.queries.answers` of that day; None leaves the figures of
        owners out.
    due : DataFrame or None
        Frame of :func:`flurinfill.project.queries.due` on that day; None where nobody knows it any more.
    day : date
    """
    figures: list[ReportedFigure] = []
    if answers is not None:
        figures += _owners(answers)
    figures += _stock(stocks, min(moves["on"], default=day), day)
    if due is not None:
        figures.append(ReportedFigure("overdue", "", len(overdue(due, day)), len(due)))
    return [*figures, *_course(moves, day)]


def _stock(stocks: Mapping[date, pd.DataFrame], first: date, day: date) -> Iterator[ReportedFigure]:
    closing = stocks[day]
    rate = activation_rate(closing)
    yield ReportedFigure("sites", "", len(closing), None)
    yield ReportedFigure("confirmed", "", rate.denominator, None)
    yield ReportedFigure("activation_rate", "", rate.numerator, rate.denominator)
    for year, built, stock in activated_by_year(stocks, first, day):
        yield ReportedFigure("activation_year", str(year), len(built), activation_rate(stock).denominator)
    opening = stocks.get(date(day.year - 1, 12, 31), closing.iloc[:0])
    for change, sites in stock_change(opening, closing).items():
        yield ReportedFigure("stock_change", change, len(sites), None)


def _course(moves: pd.DataFrame, day: date) -> Iterator[ReportedFigure]:
    for axis in ("review", "availability"):
        for state, line in days_per_state(moves, axis, day).iterrows():
            total = round(float(line["days"]) * int(line["stays"]))
            yield ReportedFigure(f"days_{axis}", str(state), total, int(line["stays"]))


def _owners(answers: pd.DataFrame) -> Iterator[ReportedFigure]:
    returned, back = return_rate(answers), undeliverable_rate(answers)
    yield ReportedFigure("return_rate", "", returned.numerator, returned.denominator)
    yield ReportedFigure("undeliverable", "", back.numerator, back.denominator)
    said = int((answers["outreach"] == Outreach.ANSWERED.value).sum())
    for name, mix in (("willingness", willingness_mix(answers)), ("motive", motive_mix(answers))):
        for code, count in mix["count"].items():
            yield ReportedFigure(name, str(code), int(count), said)
