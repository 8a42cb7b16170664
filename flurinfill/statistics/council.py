"""The figures of a council paper: the account of the stock, by village, over the years, and the course.

They are numbers only, so that they can be kept and told again word for word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd

from flurinfill.statistics.balance import amount, balance, by_village, by_village_and_class, open_stock
from flurinfill.statistics.rates import Rate, activation_rate
from flurinfill.statistics.report_day import OF_OWNERS, ReportedFigure, report_day

MOST_YEARS = 10


@dataclass(frozen=True)
class CouncilFigures:
    """Figures of a day, and of what changed since an earlier one.

    Attributes
    ----------
    day, since : date
        Both as they stood at their end.
    balance : DataFrame
        See :func:`flurinfill.statistics.balance.balance`.
    classes : DataFrame
        See :func:`flurinfill.statistics.balance.by_village_and_class`, of the day.
    villages : DataFrame
        See :func:`flurinfill.statistics.balance.by_village`.
    years : DataFrame
        ``day``, ``count``, ``area_m2`` of the stock at the end of each year, and at the day.
    rate, rate_before : Rate
        Activation rate at the day, and at the earlier one.
    figures : tuple of ReportedFigure
        See :func:`flurinfill.statistics.report_day`; those of owners while the vault is open.
    """

    day: date
    since: date
    balance: pd.DataFrame
    classes: pd.DataFrame
    villages: pd.DataFrame
    years: pd.DataFrame
    rate: Rate
    rate_before: Rate
    figures: tuple[ReportedFigure, ...]

    @property
    def has_owners(self) -> bool:
        """Figures of owners are among them."""
        return any(figure.name in OF_OWNERS for figure in self.figures)

    def plain(self) -> dict[str, Any]:
        """Return everything but the figures of owners as JSON knows it."""
        return {
            "day": self.day.isoformat(),
            "since": self.since.isoformat(),
            "balance": _listed(self.balance.reset_index()),
            "classes": _listed(self.classes),
            "villages": _listed(self.villages.reset_index()),
            "years": _listed(self.years.assign(day=[day.isoformat() for day in self.years["day"]])),
            "rates": [asdict(self.rate), asdict(self.rate_before)],
            "figures": [asdict(each) for each in self.figures if each.name not in OF_OWNERS],
        }

    def of_owners(self) -> list[dict[str, Any]]:
        """Return the figures of owners as JSON knows them."""
        return [asdict(each) for each in self.figures if each.name in OF_OWNERS]

    @classmethod
    def read(cls, kept: Mapping[str, Any], of_owners: Collection[Mapping[str, Any]] = ()) -> CouncilFigures:
        """Read what :meth:`plain` and :meth:`of_owners` gave."""
        years = _frame(kept["years"])
        return cls(
            day=date.fromisoformat(kept["day"]),
            since=date.fromisoformat(kept["since"]),
            balance=_frame(kept["balance"]).set_index("line"),
            classes=_frame(kept["classes"]),
            villages=_frame(kept["villages"]).set_index("village"),
            years=years.assign(day=[date.fromisoformat(day) for day in years["day"]]),
            rate=Rate(**kept["rates"][0]),
            rate_before=Rate(**kept["rates"][1]),
            figures=tuple(ReportedFigure(**each) for each in (*of_owners, *kept["figures"])),
        )


def year_ends(day: date, first: date) -> list[date]:
    """Return the last days of the years that are over since ``first`` (not too many), and the day."""
    years = range(max(first.year, day.year - MOST_YEARS), day.year)
    return [*(date(year, 12, 31) for year in years), day]


def council_figures(
    stocks: Mapping[date, pd.DataFrame],
    moves: pd.DataFrame,
    answers: pd.DataFrame | None,
    day: date,
    since: date,
) -> CouncilFigures:
    """Work out the figures of a council paper.

    Parameters
    ----------
    stocks : mapping of date to DataFrame
        Sites at the end of ``day``, of ``since`` and of the years between
        (:func:`flurinfill.project.queries.stocks_at`).
    moves, answers : DataFrame
        As for :func:`flurinfill.statistics.report_day`.
    """
    opening, closing = stocks[since], stocks[day]
    told = sorted(
        each for each in stocks if each <= day and (each == day or (each.month, each.day) == (12, 31))
    )
    counted = [(each, amount(open_stock(stocks[each]))) for each in told]
    return CouncilFigures(
        day=day,
        since=since,
        balance=balance(opening, closing),
        classes=by_village_and_class(closing),
        villages=by_village(opening, closing),
        years=pd.DataFrame(
            [(each, stock.count, stock.area_m2) for each, stock in counted],
            columns=["day", "count", "area_m2"],
        ),
        rate=activation_rate(closing),
        rate_before=activation_rate(opening),
        figures=tuple(report_day(stocks, moves, answers, None, day)),
    )


def _listed(frame: pd.DataFrame) -> dict[str, list[Any]]:
    return {str(name): frame[name].tolist() for name in frame}


def _frame(columns: Mapping[str, list[Any]]) -> pd.DataFrame:
    return pd.DataFrame(dict(columns))
