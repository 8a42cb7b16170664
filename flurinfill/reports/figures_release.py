"""What the gate lets through of figures: the only thing that a paper of figures sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed
from flurinfill.reports.release import Background, Origin, Release
from flurinfill.statistics import OF_OWNERS, Amount, Rate, ReportedFigure

LEAST = 3
"""Fewer owners are not told, nor fewer plots to the public; what owners said is told in steps of it."""
WHAT_OWNERS_SAID = frozenset({"willingness", "motive"})
"""Figures told as a range of :data:`LEAST` numbers: ``numerator`` is the least of them."""
OTHERS = ""
"""Village or class that stands for several with few sites each."""


@dataclass(frozen=True)
class FiguresRelease:
    """Figures of a day and of what changed since an earlier one, for one audience.

    Attributes
    ----------
    audience : Audience
    day, since : date
        As they stood at the end of these days.
    provisional : bool
        The day was not over when the paper was made.
    told_on : date or None
        Day of an earlier paper whose figures these are, word for word.
    balance : DataFrame
        Index ``line``; ``count``, ``area_m2`` (NaN where it would tell of single plots).
    classes : DataFrame
        Index ``potential`` (:data:`OTHERS` for several); ``count``, ``area_m2`` of the town.
    pairs : DataFrame
        ``village``, ``potential``, ``count``, ``area_m2``; of one class :data:`OTHERS` for the public.
    villages : DataFrame
        Index ``village``; for the public ``count`` and ``area_m2`` alone.
    years : DataFrame
        ``day``, ``count``, ``area_m2``.
    rate, rate_before : Rate
    figures : tuple of ReportedFigure
        None of owners for anybody but the office, and what they said in steps of :data:`LEAST`.
    places : GeoDataFrame
        Index ``village``: where it lies (middle of its parcels, not of its sites) and ``count``.
    shown : Release or None
        The sites that the audience may see one by one; None where there are none.
    unshown : int
        How many sites of the stock are counted and not shown one by one.
    ground : Background
        The town.
    marking, origin, crs
        As in :class:`flurinfill.reports.release.Release`.

    Raises
    ------
    GateClosed
        ``column_not_allowed`` where figures are for the office alone, ``marking_missing``.
    """

    audience: Audience
    day: date
    since: date
    provisional: bool
    told_on: date | None
    balance: pd.DataFrame
    classes: pd.DataFrame
    pairs: pd.DataFrame
    villages: pd.DataFrame
    years: pd.DataFrame
    rate: Rate
    rate_before: Rate
    figures: tuple[ReportedFigure, ...]
    places: gpd.GeoDataFrame
    shown: Release | None
    unshown: int
    ground: Background
    marking: str
    origin: Origin
    crs: str

    @property
    def is_internal(self) -> bool:
        """It is for the office itself."""
        return self.audience is Audience.INTERNAL

    def line(self, name: str) -> Amount:
        """A line of the account."""
        found: Any = self.balance.loc[name]
        return Amount(int(found["count"]), float(found["area_m2"]))

    def __post_init__(self) -> None:
        if self.is_internal and not self.marking:
            raise GateClosed("marking_missing")
        if self.shown is not None and self.shown.audience is not self.audience:
            raise GateClosed("column_not_allowed", columns=["sites"], audience=self.audience.value)
        refused = {each.name for each in self.figures if each.name in OF_OWNERS and self._too_much(each)}
        if not self.is_internal:
            refused |= set(self.villages.columns) - {"count", "area_m2"}
            refused |= {"potential"} if set(self.pairs["potential"]) - {OTHERS} else set()
            refused |= {"village"} if self._tells_few(self.villages) else set()
            refused |= {"class"} if self._tells_few(self.classes) else set()
        if refused:
            raise GateClosed("column_not_allowed", columns=sorted(refused), audience=self.audience.value)

    def _too_much(self, figure: ReportedFigure) -> bool:
        """Owners are told of to the office alone, and what they said in steps of :data:`LEAST`."""
        in_steps = figure.denominator is None and figure.numerator % LEAST == 0
        exact = figure.name in WHAT_OWNERS_SAID and not in_steps
        return not self.is_internal or figure.numerator < LEAST or exact

    @staticmethod
    def _tells_few(table: pd.DataFrame) -> bool:
        """One of several rows counts so few sites that somebody could find them."""
        return len(table) > 1 and bool((table["count"] < LEAST).any())
