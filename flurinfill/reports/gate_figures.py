"""The way of figures through the gate: what each audience may get of them.

The office gets everything, what owners said in steps. Everybody else gets no figure of owners,
and of plots only sums of several: who knows the village must not find a plot that was not published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd

from flurinfill.cadastre.tables import village
from flurinfill.model.audience import Audience
from flurinfill.model.potential import PotentialClass
from flurinfill.project import Project, queries
from flurinfill.reports import gate
from flurinfill.reports.background import no_background, surroundings
from flurinfill.reports.figures_release import LEAST, OTHERS, WHAT_OWNERS_SAID, FiguresRelease
from flurinfill.reports.release import Background, Release
from flurinfill.reports.town import Town
from flurinfill.statistics import OF_OWNERS, CouncilFigures, ReportedFigure, open_stock

_PUBLIC_STEP_M2 = 1000.0
"""Areas for the public are told in tenths of a hectare: no single plot can be worked out."""
_KEPT_LINES = ("opening", "closing")


def release_figures(
    project: Project,
    audience: Audience,
    figures: CouncilFigures,
    today: date,
    *,
    told_on: date | None = None,
) -> FiguresRelease:
    """Give what this audience may get of the figures of a day.

    Parameters
    ----------
    project : Project
    audience : Audience
    figures : CouncilFigures
        Of the whole stock.
    today : date
        Day of the export.
    told_on : date, optional
        Day of an earlier paper that told these figures.
    """
    internal = audience is Audience.INTERNAL
    stock = queries.stock_at(project, figures.day)
    shown = _shown(project, audience, stock, today)
    ground, places = _town(project)
    hidden = _hidden(stock, shown)
    villages = figures.villages if internal else _few_villages(figures.villages, hidden)
    counted = villages["count"].reindex(places.index).dropna().astype("int64")
    total = int(figures.balance["count"]["closing"])
    return FiguresRelease(
        audience=audience,
        day=figures.day,
        since=figures.since,
        provisional=figures.day >= today,
        told_on=told_on,
        balance=figures.balance if internal else _few_lines(figures.balance),
        classes=_classes(figures.classes, hidden, internal=internal),
        pairs=figures.classes if internal else _pairs(villages),
        villages=villages,
        years=figures.years if internal else _stepped(figures.years),
        rate=figures.rate,
        rate_before=figures.rate_before,
        figures=guarded(figures.figures, audience),
        places=places.loc[counted.index].assign(count=counted),
        shown=shown,
        unshown=total - (len(shown.sites) if shown is not None else 0),
        ground=ground,
        marking=gate.OFFICIAL_USE_ONLY if internal else "",
        origin=gate.origin_of(Town(project), audience, today),
        crs=project.crs,
    )


def guarded(figures: Sequence[ReportedFigure], audience: Audience) -> tuple[ReportedFigure, ...]:
    """Tell the office how many owners answered, in steps of :data:`LEAST` what they said; nobody else any.

    Whoever has the papers of two days can subtract one from the other. That small numbers are left out
    does not help then: 5 who would sell, and 6 a month later, tell what one owner said. In steps a
    difference is mostly hidden; where one answer came and a range moved on, it is not. How many answered
    stays exact, the same number as everywhere in the program.
    """
    if audience is Audience.INTERNAL:
        told = (_in_steps(each) if each.name in WHAT_OWNERS_SAID else each for each in figures)
        return tuple(each for each in told if each.name not in OF_OWNERS or _enough(each.numerator))
    of_plots = (each for each in figures if each.name not in OF_OWNERS)
    return tuple(each for each in of_plots if not each.name.startswith("days_") or _enough(each.denominator))


def _in_steps(figure: ReportedFigure) -> ReportedFigure:
    return replace(figure, numerator=figure.numerator // LEAST * LEAST, denominator=None)


def _enough(number: float | None) -> bool:
    return number is None or number >= LEAST


def _shown(project: Project, audience: Audience, stock: pd.DataFrame, today: date) -> Release | None:
    """The stock of the day, as far as the audience may see it one by one.

    What may be seen is decided today: a site whose publication was withdrawn since is on no map.
    """
    there = open_stock(stock)
    known = queries.site_table(project)["case_no"]
    asked = [int(site) for site in there.index if site in known.index]
    if not asked:
        return None
    wanted = ("potential",) if audience is not Audience.PUBLIC else ()  # a map needs no more
    release = gate.release(project, audience, site_ids=asked, fields=wanted, today=today)
    if not len(release.sites):
        return None
    if "potential" in release.sites and "case_no" in release.sites:  # as it was classed on that day
        class_of = dict(zip(known.reindex(asked), there.loc[asked, "potential"], strict=True))
        then = [class_of[case] for case in release.sites["case_no"]]
        release = replace(release, sites=release.sites.assign(potential=then))
    return release


def _town(project: Project) -> tuple[Background, gpd.GeoDataFrame]:
    """The town's ground, and where each of its villages lies."""
    if queries.data_state(project) is None:
        return no_background(project.crs), _no_places(project.crs)
    cadastre = queries.cadastre(project, with_owners=False)
    parcels = cadastre.parcels
    middle = parcels.geometry.centroid
    at = pd.DataFrame({"village": village(parcels), "x": middle.x, "y": middle.y}).groupby("village").median()
    points = gpd.GeoSeries.from_xy(at["x"], at["y"], index=at.index, crs=project.crs)
    return surroundings(cadastre, parcels), gpd.GeoDataFrame(geometry=points, crs=project.crs)


def _no_places(crs: str) -> gpd.GeoDataFrame:
    nothing = pd.Index([], name="village", dtype="str")
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries([], index=nothing, crs=crs), crs=crs)


def _hidden(stock: pd.DataFrame, shown: Release | None) -> pd.DataFrame:
    """Sites of the stock that the audience does not see one by one."""
    seen = shown.site_ids if shown is not None else ()
    there = open_stock(stock)
    return there[~there.index.isin(seen)]


def _classes(pairs: pd.DataFrame, hidden: pd.DataFrame, *, internal: bool) -> pd.DataFrame:
    table = pairs.groupby("potential", sort=False)[["count", "area_m2"]].sum()
    table = table.loc[[each.value for each in PotentialClass if each.value in table.index]]
    return table if internal else _stepped(together(table, hidden["potential"]))


def _few_villages(villages: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    """Counts and areas of the villages, those with few sites together."""
    table = villages.loc[villages["count"] > 0, ["count", "area_m2"]]
    return _stepped(together(table, hidden["village"]))


def together(table: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    """Put rows of few sites into one row of others, with as many more as it takes to be enough.

    Few are also the sites that remain when those that the map shows one by one are taken off: ``hidden``
    has the row of each.
    """
    name = str(hidden.name)
    apart = hidden.astype("str").value_counts().reindex(table.index, fill_value=0)
    is_few = (table["count"] < LEAST) | ((apart > 0) & (apart < LEAST))
    if not is_few.any() or len(table) == 1:
        return table
    few = table[is_few]
    rest = table[~is_few].sort_values("count", kind="stable")
    while len(rest) and (few["count"].sum() < LEAST or 0 < apart[few.index].sum() < LEAST):
        few, rest = pd.concat([few, rest.iloc[:1]]), rest.iloc[1:]
    others = pd.DataFrame(few.sum().to_dict(), index=pd.Index([OTHERS], name=name, dtype="str"))
    kept = table.loc[[key for key in table.index if key in rest.index]]
    return pd.concat([kept, others]).astype(table.dtypes.to_dict()).rename_axis(name)


def _pairs(villages: pd.DataFrame) -> pd.DataFrame:
    """Villages without their classes."""
    return villages.reset_index().assign(potential=OTHERS)[["village", "potential", "count", "area_m2"]]


def _few_lines(balance: pd.DataFrame) -> pd.DataFrame:
    """The account without the areas of single plots."""
    table = _stepped(balance)
    moved = table[~table.index.isin(_KEPT_LINES) & (table["count"] != 0)]
    hidden = moved.index[moved["count"].abs() < LEAST]
    table.loc[hidden, "area_m2"] = float("nan")
    return table


def _stepped(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(area_m2=(table["area_m2"] / _PUBLIC_STEP_M2).round() * _PUBLIC_STEP_M2 + 0.0)
