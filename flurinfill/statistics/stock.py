"""The stock of sites: how many and how large, by class, district and state.

Every function takes the frame of :func:`flurinfill.project.queries.site_table` and gives a frame
with the columns ``count`` (sites), ``area_m2`` (sum of the sites' areas; unknown areas count as 0)
and ``share`` (part of all sites, 0 to 1). Nothing is mutated.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import pandas as pd

from flurinfill.cadastre.tables import village
from flurinfill.model.potential import PotentialClass
from flurinfill.model.site_fields import PlanningBasis
from flurinfill.model.states import Availability, Publication, Review

FIGURES = ("count", "area_m2", "share")


def by_class(sites: pd.DataFrame) -> pd.DataFrame:
    """Number and area of sites by potential class (the class the office decided on).

    Returns
    -------
    DataFrame
        Index ``potential``: the classes that occur, in the order of :class:`PotentialClass`.
    """
    return _grouped(sites, "potential", PotentialClass)


def by_review(sites: pd.DataFrame) -> pd.DataFrame:
    """Number and area of sites by state of the review, all states in their order."""
    return _grouped(sites, "review", Review, complete=True)


def by_availability(sites: pd.DataFrame) -> pd.DataFrame:
    """Number and area of sites by availability, all values in their order."""
    return _grouped(sites, "availability", Availability, complete=True)


def by_publication(sites: pd.DataFrame) -> pd.DataFrame:
    """Number and area of sites by publication (§200(3) BauGB), all values in their order."""
    return _grouped(sites, "publication", Publication, complete=True)


def by_district(sites: pd.DataFrame) -> pd.DataFrame:
    """Number and area of sites by district; where a site has none, by its Gemarkung.

    Returns
    -------
    DataFrame
        Index ``district`` in alphabetical order, with one further column of counts per potential
        class that occurs, where the class is known at all.
    """
    keyed = sites.assign(district=village(sites))
    table = _grouped(keyed, "district", None)
    for potential in by_class(sites).index if "potential" in sites else ():
        of_class = keyed.loc[keyed["potential"].astype("str") == potential, "district"]
        table[potential] = of_class.value_counts().reindex(table.index, fill_value=0).astype("int64")
    return table


def by_planning_basis(sites: pd.DataFrame) -> pd.DataFrame:
    """Number and area of sites by the section of the BauGB that decides, ``""`` where nobody stated it.

    Returns
    -------
    DataFrame
        Index ``planning_basis``: those that occur, in the order of :class:`PlanningBasis`, the unknown last.
    """
    return _grouped(sites, "planning_basis", PlanningBasis)


def by_owner_category(sites: pd.DataFrame) -> pd.DataFrame | None:
    """Number and area of sites by owner category, without names; None while that is sealed."""
    if not len(sites) or sites["owner_category"].isna().all():
        return None
    return _grouped(sites.assign(owner_category=sites["owner_category"].fillna("")), "owner_category", None)


def _grouped(
    frame: pd.DataFrame, column: str, order: type[StrEnum] | None, *, complete: bool = False
) -> pd.DataFrame:
    keys = frame[column].astype("str")
    groups = frame["area_m2"].astype("float64").groupby(keys)
    counts = groups.size()
    table = pd.DataFrame({"count": counts, "area_m2": groups.sum()})
    table = table.reindex(_order(list(counts.index), order, complete), fill_value=0)
    table["share"] = table["count"] / max(int(counts.sum()), 1)
    table.index.name = column
    return table.astype({"count": "int64", "area_m2": "float64", "share": "float64"})


def _order(found: Sequence[str], order: type[StrEnum] | None, complete: bool) -> list[str]:
    if order is None:
        return sorted(found, key=str.casefold)
    there = set(found)
    return [value.value for value in order if complete or value.value in there] + (
        [""] if "" in there else []
    )
