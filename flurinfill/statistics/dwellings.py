"""What could be built on the stock, beside what the town needs."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from flurinfill.model.potential import Use
from flurinfill.statistics.rates import open_potential


@dataclass(frozen=True)
class PossibleDwellings:
    """Mögliche Wohneinheiten of the sites that still are potential.

    Attributes
    ----------
    dwellings : int
        Sum of the dwellings that the sites have room for.
    counted : tuple of int
        The sites with a number.
    unknown : tuple of int
        The sites where nobody and nothing knows a number.
    """

    dwellings: int
    counted: tuple[int, ...]
    unknown: tuple[int, ...]

    def share_of(self, needed: int) -> float | None:
        """Part of the need that they could cover (0 to more than 1); None without a need."""
        return self.dwellings / needed if needed > 0 else None


def possible_dwellings(sites: pd.DataFrame) -> PossibleDwellings:
    """Add up the dwellings that fit on the open potential; commercial sites have none and do not count.

    A site counts with what a person entered, else with the lower end of what a plan's GRZ and GFZ or
    the built neighbours give room for, so the sum is a cautious one.

    Parameters
    ----------
    sites : DataFrame
        Frame of :func:`flurinfill.project.queries.site_table`.
    """
    stock = sites[open_potential(sites) & (sites["use"].astype("str") != Use.COMMERCIAL.value)]
    known = stock["capacity_units"].notna()
    return PossibleDwellings(
        int(stock.loc[known, "capacity_units"].sum()),
        tuple(map(int, stock.index[known])),
        tuple(map(int, stock.index[~known])),
    )
