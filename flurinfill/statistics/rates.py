"""Rates with what they are made of, so that a paper can print numerator and denominator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from flurinfill.model.potential import CANDIDATE_CLASSES
from flurinfill.model.states import Availability, Review

AREA_PER_INHABITANT_M2 = 10.0
"""Infill potential per inhabitant, nationwide lower estimate (BBSR 2022: at least 84,000 ha)."""


@dataclass(frozen=True)
class Rate:
    """A quotient and its two parts.

    Attributes
    ----------
    numerator, denominator : int
        Numbers of sites.
    """

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """Quotient (0 to 1); None when there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


def activation_rate(sites: pd.DataFrame) -> Rate:
    """Aktivierungsquote: built ÷ confirmed, both counted on the day of the report.

    The denominator are all sites whose review is ``confirmed``, the built ones among them; the
    numerator are those of them whose availability is ``built``. A site that was built on without
    ever being confirmed counts in neither.

    Parameters
    ----------
    sites : DataFrame
        Frame of :func:`flurinfill.project.queries.site_table`.
    """
    confirmed = sites["review"].astype("str") == Review.CONFIRMED.value
    built = sites["availability"].astype("str") == Availability.BUILT.value
    return Rate(int((confirmed & built).sum()), int(confirmed.sum()))


@dataclass(frozen=True)
class Plausibility:
    """Whether the potential found is of a usual size.

    Attributes
    ----------
    area_m2 : float
        Area of the sites that still count as potential.
    inhabitants : int
        Of the town.
    per_inhabitant_m2 : float
        ``area_m2 / inhabitants``.
    expected_m2 : float
        ``AREA_PER_INHABITANT_M2 × inhabitants``.
    """

    area_m2: float
    inhabitants: int
    per_inhabitant_m2: float
    expected_m2: float


def plausibility(sites: pd.DataFrame, inhabitants: int) -> Plausibility | None:
    """Hold the area of the stock against 10 m² per inhabitant (BBSR 2022).

    Counted are sites of a candidate class that are neither rejected nor superseded nor built.

    Parameters
    ----------
    sites : DataFrame
        Frame of :func:`flurinfill.project.queries.site_table`.
    inhabitants : int
        Of the town; None is returned unless it is positive.
    """
    if inhabitants <= 0:
        return None
    area = float(sites.loc[open_potential(sites), "area_m2"].astype("float64").sum())
    return Plausibility(area, inhabitants, area / inhabitants, AREA_PER_INHABITANT_M2 * inhabitants)


def open_potential(sites: pd.DataFrame) -> pd.Series:
    """Mark the sites that still are potential: candidate class, not dropped, not built."""
    dropped = {Review.REJECTED.value, Review.SUPERSEDED.value}
    return (
        of_candidate_class(sites)
        & ~sites["review"].astype("str").isin(dropped)
        & (sites["availability"].astype("str") != Availability.BUILT.value)
    )


def of_candidate_class(sites: pd.DataFrame) -> pd.Series:
    """Mark the sites whose class makes them potential, whatever became of them."""
    return sites["potential"].astype("str").isin({potential.value for potential in CANDIDATE_CLASSES})


def overdue(due: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the rows whose day is before today; one without a day is never overdue.

    Parameters
    ----------
    due : DataFrame
        Frame of :func:`flurinfill.project.queries.due`.
    today : date
    """
    late = [not pd.isna(day) and day < today for day in due["due_on"]]
    return due[pd.Series(late, index=due.index, dtype="bool")]
