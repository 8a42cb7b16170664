"""The one gate: every export asks here what its audience may get.

Exporters take a :class:`Release` and nothing else, so a paper cannot show what the gate did not
give it. Rules: BauGB §200(3) for the public, consent for investors, the marking for the office.
Whatever is unknown (a locked vault, a missing date) counts as "no".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed, InputError
from flurinfill.model.measures import MEASURES
from flurinfill.model.parcel_id import sort_key
from flurinfill.model.potential import LandUse
from flurinfill.project import Project, queries
from flurinfill.reports import given_fields
from flurinfill.reports.background import MARGIN_M, no_background, surroundings
from flurinfill.reports.parcel_figures import parcel_figures
from flurinfill.reports.refusals import refusal, street_names
from flurinfill.reports.release import (
    INTERNAL_COLUMNS,
    PARCEL_TABLE_COLUMNS,
    SITE_COLUMNS,
    Origin,
    ParcelRelease,
    Release,
    RuleLine,
    TableRelease,
    Withheld,
    is_figure,
)
from flurinfill.reports.site_rules import rule_lines
from flurinfill.reports.town import Town

OFFICIAL_USE_ONLY = "official_use_only"
OWNER_MEASURES = frozenset(measure.name for measure in MEASURES if measure.owner_derived)
KEPT_TEXTS = frozenset({"marks", "judged_as", "use_source", "plan_name", "plan_area_type"})
"""Texts of kept measures that an explanation needs: marks of the cadastre, the use whose profile judged,
and what plans say."""


@dataclass(frozen=True)
class Decision:
    """What the gate has decided about some sites.

    Attributes
    ----------
    audience : Audience
    asked : DataFrame
        The sites that were asked for, as the office sees them.
    reasons : mapping of int to str
        Why a site is withheld (catalogue context ``withheld``); "" when it may go out.
    outlines : Series
        Their shapes.
    fields : frozenset of str
        What is given of each site.
    """

    audience: Audience
    asked: pd.DataFrame
    reasons: Mapping[int, str]
    outlines: pd.Series
    fields: frozenset[str]

    @property
    def granted(self) -> pd.DataFrame:
        """Rows of the sites that may go out."""
        return self.asked.loc[[key for key, reason in self.reasons.items() if not reason]]

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """Those that stay, with the reason."""
        stay = {key: reason for key, reason in self.reasons.items() if reason}
        cases = self.asked["case_no"].to_dict() if stay else {}
        return tuple(Withheld(str(cases[key]), reason) for key, reason in stay.items())


def decide(
    project: Project,
    audience: Audience,
    *,
    site_ids: Sequence[int] | None = None,
    fields: Collection[str] | None = None,
    today: date,
) -> Decision:
    """Decide which sites, and what of each, an audience may get: the one function that nothing goes around.

    Parameters
    ----------
    project : Project
        Open project; a locked vault withholds what needs it.
    audience : Audience
        For whom the export is.
    site_ids : sequence of int, optional
        The sites asked for, in this order; all sites when left out.
    fields : collection of str, optional
        What shall be given of each site beside what identifies it, see
        :func:`flurinfill.reports.given_fields.choosable`; all that the audience may have when left out.
    today : date
        Day of the export; the month of §200(3) must be over on it.

    Raises
    ------
    InputError
        ``site_unknown`` when a site id does not exist, ``field_unknown``.
    GateClosed
        ``field_not_allowed`` when the audience must not get one of the fields.
    """
    given = given_fields.granted(audience, fields)
    asked = _asked(queries.site_table(project), site_ids)
    outlines = queries.site_outlines(project).reindex(asked.index)
    reasons = {
        site_id: "no_geometry" if _nothing(shape) else refusal(row, audience, today)
        for site_id, shape, (_, row) in zip(asked.index.tolist(), outlines, asked.iterrows(), strict=True)
    }
    return Decision(audience, asked, reasons, outlines, given)


def release(
    project: Project,
    audience: Audience,
    *,
    site_ids: Sequence[int] | None = None,
    fields: Collection[str] | None = None,
    today: date,
) -> Release:
    """Give what this audience may get of these sites; parameters and errors as of :func:`decide`.

    Returns
    -------
    Release
        With the columns that are allowed and wanted, and the list of what was withheld and why.
    """
    decision = decide(project, audience, site_ids=site_ids, fields=fields, today=today)
    rows = decision.granted
    given = _released(Town(project), decision, rows, list(decision.outlines[rows.index]), today)
    return replace(given, site_ids=tuple(int(site_id) for site_id in rows.index))


def release_parcels(project: Project, audience: Audience, today: date) -> ParcelRelease:
    """Give the table of all parcels: class, every measure, failed rules. For the office only.

    Parameters
    ----------
    project : Project
        Open project; sealed figures are left out whether its vault is open or not.
    audience : Audience
        Must be ``internal``.
    today : date
        Day of the export.

    Returns
    -------
    ParcelRelease
        One row per parcel in natural order, with geometry.

    Raises
    ------
    GateClosed
        ``parcels_internal_only`` for the public and for investors.
    """
    if audience is not Audience.INTERNAL:
        raise GateClosed("parcels_internal_only", audience=audience.value)
    town = Town(project)
    table = parcel_figures(town.parcels, queries.measures(project), queries.verdicts(project), town.judges)
    geometry = queries.parcels(project).set_index("parcel_id").geometry.reindex(table["parcel_id"])
    frame = gpd.GeoDataFrame(table, geometry=geometry.to_numpy(), crs=project.crs)
    origin = origin_of(town, audience, today)
    return ParcelRelease(audience, frame, OFFICIAL_USE_ONLY, origin, project.crs)


def release_together(town: Town, parcel_ids: Sequence[str], today: date) -> Release:
    """Give parcels as the only entry of a release for the office, whether they are in a site or not.

    Parameters
    ----------
    town : Town
        Its parcels are asked.
    parcel_ids : sequence of str
        One parcel, or several that are proposed as one site; the first one says where it is.
    today : date
        Day of the export.
    """
    known = town.parcels.loc[list(parcel_ids)]
    sizes = known["official_area_m2"].where(known["official_area_m2"] > 0, known["area_m2"])
    rows = known.iloc[[0]][["gemarkung", "flur", "municipality", "district"]].assign(
        numbers=", ".join(known["number"]),
        address_text="; ".join(dict.fromkeys(text for text in known["address_text"] if text)),
        potential=known["potential"].iloc[0],
        parcel_ids=pd.Series([tuple(parcel_ids)], index=known.index[:1]),
        area_m2=float(sizes.sum()),
    )
    shapes = queries.parcel_shapes(town.project, parcel_ids)
    shape = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes, grid_size=0.001)
    decision = Decision(
        Audience.INTERNAL, rows, {}, pd.Series(dtype=object), given_fields.granted(Audience.INTERNAL, None)
    )
    return _released(town, decision, rows.reset_index(drop=True), [shape], today)


def release_sites_shown(
    project: Project, site_ids: Sequence[int], columns: Sequence[str], today: date
) -> TableRelease:
    """Give rows and columns of the table of sites as they stand on the screen, to the office itself.

    What tells something about owners (willingness, prices, notes …) is left out, whether the vault is
    open or not.
    """
    table = queries.site_table(project)
    rows = table.loc[[site_id for site_id in site_ids if site_id in table.index]]
    allowed = [name for name in columns if name in INTERNAL_COLUMNS and name in rows]
    return _shown(project, rows, columns, allowed, today)


def release_parcels_shown(
    project: Project, parcel_ids: Sequence[str], columns: Sequence[str], today: date
) -> TableRelease:
    """Give rows and columns of the table of parcels as they stand on the screen, to the office itself."""
    table = queries.parcel_table(project)
    rows = table.loc[[parcel_id for parcel_id in parcel_ids if parcel_id in table.index]]
    figures = queries.measures(project).reindex(rows.index)
    rows = rows.join(figures[[name for name in figures if name not in rows]])
    rows = rows.assign(parcel_id=rows.index.to_numpy(dtype=object))
    allowed = [
        name for name in columns if name in rows and (name in PARCEL_TABLE_COLUMNS or is_figure(str(name)))
    ]
    return replace(_shown(project, rows, columns, allowed, today), of_parcels=True)


def _shown(
    project: Project, rows: pd.DataFrame, columns: Sequence[str], allowed: list[str], today: date
) -> TableRelease:
    left_out = tuple(name for name in columns if name not in allowed)
    origin = origin_of(Town(project), Audience.INTERNAL, today)
    return TableRelease(rows[allowed].reset_index(drop=True), left_out, OFFICIAL_USE_ONLY, origin)


def _asked(sites: pd.DataFrame, site_ids: Sequence[int] | None) -> pd.DataFrame:
    if site_ids is None:
        first = [sort_key(ids[0] if len(ids) else "") for ids in sites["parcel_ids"]]
        return sites.iloc[sorted(range(len(sites)), key=first.__getitem__)]
    wanted = list(dict.fromkeys(int(site_id) for site_id in site_ids))
    unknown = [site_id for site_id in wanted if site_id not in sites.index]
    if unknown:
        raise InputError("site_unknown", sites=unknown)
    return sites.loc[wanted]


def _nothing(geometry: BaseGeometry | None) -> bool:
    return geometry is None or geometry.is_empty


def _released(
    town: Town, decision: Decision, rows: pd.DataFrame, geometry: list[BaseGeometry], today: date
) -> Release:
    """Put together what was decided."""
    audience, crs = decision.audience, town.project.crs
    table = site_figures(rows, town.ways, audience, decision.fields)
    table.index = pd.RangeIndex(1, len(table) + 1, name="no")
    sites = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(geometry, index=table.index, crs=crs), crs=crs)
    figures, rules = detected(town, rows, decision.fields)
    background = (
        surroundings(town.around(sites.total_bounds, MARGIN_M), sites) if len(sites) else no_background(crs)
    )
    marking = OFFICIAL_USE_ONLY if audience is Audience.INTERNAL else ""
    origin = origin_of(town, audience, today)
    return Release(audience, sites, figures, rules, background, decision.withheld, marking, origin, crs)


def detected(
    town: Town, rows: pd.DataFrame, fields: Collection[str]
) -> tuple[pd.DataFrame, dict[int, tuple[RuleLine, ...]]]:
    """Give measures and rules of the sites' parcels, where they are wanted; nothing that tells of owners."""
    figures = pd.DataFrame(index=pd.Index([], name="parcel_id"))
    rules: dict[int, tuple[RuleLine, ...]] = {}
    if not {given_fields.FIGURES, given_fields.RULES} & set(fields):
        return figures, rules
    parcel_ids = {parcel_id for ids in rows["parcel_ids"] for parcel_id in ids}
    measures = town.measures(parcel_ids)
    if given_fields.RULES in fields:
        rules = rule_lines(rows, measures, town.parcels["number"], town.judges, town.proposals)
    if given_fields.FIGURES in fields:
        names = [name for name in measures if is_figure(str(name))]
        figures = measures.loc[measures.index.isin(parcel_ids), names]
    return figures, rules


def site_figures(
    rows: pd.DataFrame, ways: pd.Series, audience: Audience, fields: Collection[str]
) -> pd.DataFrame:
    """Reduce rows of the site table to the columns that an audience gets, as it gets them."""
    table = rows.copy()
    if audience is Audience.PUBLIC:  # the register shows the size in the cadastre, not what somebody entered
        table["area_m2"] = table["cadastre_area_m2"]
    if audience is Audience.INVESTOR:  # the careful end of an estimate; no house at all is not what 0 means
        table["capacity_units"] = table["capacity_units"].where(table["capacity_units"] > 0)
    table["street"] = [
        street_names(address) or _access_street(ways, ids)
        for address, ids in zip(rows["address_text"], rows["parcel_ids"], strict=True)
    ]
    return table[[name for name in SITE_COLUMNS[audience] if name in table and name in fields]]


def _access_street(ways: pd.Series, parcel_ids: Sequence[str]) -> str:
    """Street that gives frontage; the measure holds a kind where the cadastre has no name."""
    names = (str(ways[key]) for key in parcel_ids if key in ways.index)
    return ", ".join(dict.fromkeys(name for name in names if name and name not in set(LandUse)))


def origin_of(town: Town, audience: Audience, today: date) -> Origin:
    """Where everything in a release comes from; the public is told no rules."""
    state = queries.data_state(town.project)
    judged = () if audience is Audience.PUBLIC else town.judges
    profile = judged[0] if judged else None
    office = queries.office(town.project)
    return Origin(
        source=state.source if state else "",
        data_state=state.data_state if state else None,
        made_on=today,
        profile=profile.name if profile else "",
        profile_version=profile.version if profile else None,
        office=office.town,
        sender=office,
    )
