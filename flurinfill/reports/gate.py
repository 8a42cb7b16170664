"""The one gate: every export asks here what its audience may get.

Exporters take a :class:`Release` and nothing else, so a paper cannot show what the gate did not
give it. Rules: BauGB §200(3) for the public, consent for investors, the marking for the office.
Whatever is unknown (a locked vault, a missing date) counts as "no".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from flurinfill.detection import profiles
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed, InputError
from flurinfill.model.law import month_is_over
from flurinfill.model.measures import MEASURES
from flurinfill.model.parcel_id import sort_key
from flurinfill.model.potential import LandUse
from flurinfill.model.rules import RuleProfile
from flurinfill.model.states import Availability, Publication, Review
from flurinfill.project import Project, queries
from flurinfill.reports.background import no_background, surroundings
from flurinfill.reports.release import (
    FIGURE_TEXTS,
    INTERNAL_COLUMNS,
    PARCEL_TABLE_COLUMNS,
    SITE_COLUMNS,
    Origin,
    ParcelRelease,
    Release,
    TableRelease,
    Withheld,
    is_figure,
)
from flurinfill.reports.site_rules import rule_lines

OFFICIAL_USE_ONLY = "official_use_only"
OWNER_HINTS = frozenset({"same_owner_neighbour", "one_owner_together"})
"""Hints that tell something about owners: they stay in the project."""
OWNER_MEASURES = frozenset(measure.name for measure in MEASURES if measure.owner_derived)
KEPT_TEXTS = frozenset({"marks", "judged_as", "use_source", "plan_name", "plan_area_type"})
"""Texts of kept measures that an explanation needs: marks of the cadastre, the use whose profile judged,
and what plans say."""
PUBLISHABLE = frozenset({Publication.CLEARED, Publication.PUBLISHED})
_HOUSE_NUMBER = re.compile(r"(?<!^[ABKLS])(?<!\bder [ABKLS])[\s,]+\d++(?!\s*\.\s*[^\W\d]).*$")
"""From the first number on, but for that of a road (B 96) and of a day (Straße des 17. Juni)."""
_LEADING_TO_IT = re.compile(
    r"(?:[\s,]+(?:hinter|neben|bei|vor|zu|gegenüber|zwischen|nr\.?|haus(?:nummer|nr\.)?))+$", re.IGNORECASE
)


def release(
    project: Project, audience: Audience, *, site_ids: Sequence[int] | None = None, today: date
) -> Release:
    """Give what this audience may get of these sites.

    Parameters
    ----------
    project : Project
        Open project; a locked vault withholds what needs it.
    audience : Audience
        For whom the export is.
    site_ids : sequence of int, optional
        The sites asked for, in this order; all sites when left out.
    today : date
        Day of the export; the month of §200(3) must be over on it.

    Returns
    -------
    Release
        With the allowed columns only, and the list of what was withheld and why.

    Raises
    ------
    InputError
        ``site_unknown`` when a site id does not exist.
    """
    granted, geometry, withheld = _decided(project, audience, site_ids, today)
    return _released(project, audience, granted, geometry, withheld, today)


def preview(
    project: Project, audience: Audience, *, site_ids: Sequence[int] | None = None, today: date
) -> tuple[int, tuple[Withheld, ...]]:
    """Count the sites that :func:`release` would give, and say what it would withhold and why."""
    granted, _, withheld = _decided(project, audience, site_ids, today)
    return len(granted), withheld


def _decided(
    project: Project, audience: Audience, site_ids: Sequence[int] | None, today: date
) -> tuple[pd.DataFrame, list[BaseGeometry], tuple[Withheld, ...]]:
    """Rows and outlines of the sites that may go out, and those that stay."""
    asked = _asked(queries.site_table(project), site_ids)
    outlines = queries.site_outlines(project).reindex(asked.index)
    geometries = dict(zip(asked.index, outlines, strict=True))
    reasons = {
        site_id: "no_geometry" if _nothing(geometries[site_id]) else refusal(row, audience, today)
        for site_id, row in asked.iterrows()
    }
    cases = zip(asked["case_no"], reasons.values(), strict=True)
    withheld = tuple(Withheld(str(case_no), reason) for case_no, reason in cases if reason)
    granted = asked.loc[[key for key, reason in reasons.items() if not reason]]
    return granted, [geometries[key] for key in granted.index], withheld


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
    table = parcel_figures(
        queries.parcel_table(project), queries.measures(project), queries.verdicts(project), judges(project)
    )
    geometry = queries.parcels(project).set_index("parcel_id").geometry.reindex(table["parcel_id"])
    frame = gpd.GeoDataFrame(table, geometry=geometry.to_numpy(), crs=project.crs)
    return ParcelRelease(audience, frame, OFFICIAL_USE_ONLY, _origin(project, audience, today), project.crs)


def release_together(project: Project, parcel_ids: Sequence[str], today: date) -> Release:
    """Give parcels as the only entry of a release for the office, whether they are in a site or not.

    Parameters
    ----------
    project : Project
        Its parcels are asked.
    parcel_ids : sequence of str
        One parcel, or several that are proposed as one site; the first one says where it is.
    today : date
        Day of the export.
    """
    known = queries.parcel_table(project).loc[list(parcel_ids)]
    sizes = known["official_area_m2"].where(known["official_area_m2"] > 0, known["area_m2"])
    rows = known.iloc[[0]][["gemarkung", "flur", "municipality", "district"]].assign(
        numbers=", ".join(known["number"]),
        address_text="; ".join(dict.fromkeys(text for text in known["address_text"] if text)),
        potential=known["potential"].iloc[0],
        parcel_ids=pd.Series([tuple(parcel_ids)], index=known.index[:1]),
        area_m2=float(sizes.sum()),
    )
    shapes = queries.parcels(project).set_index("parcel_id").geometry.loc[list(parcel_ids)]
    shape = shapes.iloc[0] if len(shapes) == 1 else shapely.union_all(shapes.to_numpy(), grid_size=0.001)
    return _released(project, Audience.INTERNAL, rows.reset_index(drop=True), [shape], (), today)


def judges(project: Project) -> list[RuleProfile]:
    """Return the profiles that judged, the run's first, then the built-in ones; none before a run.

    One with rules that this program does not know is among them, see ``RuleProfile.unknown_rules``.
    """
    text = queries.profile_text(project)
    texts = [text, *queries.further_profile_texts(project)] if text else []
    parsed = [profiles.parse_stored(each, project.path.name) for each in texts]
    return [*parsed, *profiles.builtin()] if parsed else []


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
    return _shown(project, rows, columns, allowed, today)


def _shown(
    project: Project, rows: pd.DataFrame, columns: Sequence[str], allowed: list[str], today: date
) -> TableRelease:
    left_out = tuple(name for name in columns if name not in allowed)
    origin = _origin(project, Audience.INTERNAL, today)
    return TableRelease(rows[allowed].reset_index(drop=True), left_out, OFFICIAL_USE_ONLY, origin)


def refusal(row: pd.Series, audience: Audience, today: date) -> str:
    """Say why a site is withheld from an audience.

    Parameters
    ----------
    row : Series
        One row of :func:`flurinfill.project.queries.site_table`.
    audience : Audience
        For whom.
    today : date
        Day of the export.

    Returns
    -------
    str
        A code of the catalogue context ``withheld``; "" when the site may be released.
    """
    if audience is Audience.INTERNAL:
        return ""
    if bool(row["parcel_missing"]):
        return "parcel_missing"
    if Review(row["review"]) in {Review.REJECTED, Review.SUPERSEDED}:
        return "no_potential"
    if Availability(row["availability"]) is Availability.BUILT:
        return "already_built"
    return _public_refusal(row, today) if audience is Audience.PUBLIC else _investor_refusal(row)


def _public_refusal(row: pd.Series, today: date) -> str:
    """BauGB §200(3): announced a month before, and nobody objected."""
    publication = Publication(row["publication"])
    if publication not in PUBLISHABLE:
        return f"publication_{publication.value}"
    announced_on = row["announced_on"]
    if pd.isna(announced_on):
        return "announcement_unknown"
    return "" if month_is_over(announced_on, today) else "announcement_month_running"


def _investor_refusal(row: pd.Series) -> str:
    """Marketed sites only, with the consent of every owner unless the plot is municipal."""
    if Availability(row["availability"]) is not Availability.MARKETED:
        return "not_marketed"
    if Review(row["review"]) is not Review.CONFIRMED:
        return "not_confirmed"
    consent, municipal = row["consent_investor"], row["municipal"]
    if pd.isna(consent) or pd.isna(municipal):
        return "vault_locked"
    return "" if bool(consent) or bool(municipal) else "consent_missing"


def street_names(address_text: str) -> str:
    """Street names of a Lagebezeichnung without house numbers: §200(3) lists no house numbers.

    Examples
    --------
    >>> street_names("Lindenstraße 5; Lindenstraße 7 a; Am Anger")
    'Lindenstraße, Am Anger'
    """
    names = (_LEADING_TO_IT.sub("", _HOUSE_NUMBER.sub("", part.strip())) for part in address_text.split(";"))
    return ", ".join(dict.fromkeys(name for name in names if name))


def parcel_figures(
    parcels: pd.DataFrame, measures: pd.DataFrame, verdicts: pd.DataFrame, judged: Sequence[RuleProfile]
) -> pd.DataFrame:
    """Join parcels, measures and verdicts into the internal table, without anything sealed.

    Every measure has a column under its own name (families one per layer or kind); owner-derived
    ones are empty, and rules and hints that rest on them are left out.
    """
    order = sorted(parcels.index, key=sort_key)
    rows = parcels.loc[order]
    table = pd.DataFrame({"parcel_id": order}, index=rows.index)
    table["class"] = rows["potential"]
    for name in (
        "gemarkung",
        "flur",
        "number",
        "municipality",
        "district",
        "address_text",
        "case_no",
        "reason",
    ):
        table[name] = rows[name]
    found = verdicts.reindex(order)
    sealed = _owner_rules(judged)
    for name, column in (
        ("failed", "failed_rules"),
        ("warned", "warned_rules"),
        ("not_judged", "not_judged_rules"),
    ):
        table[column] = [_without(codes, sealed) for codes in found[name]] if name in found else ""
    table["hints"] = (
        [_without(codes, sealed | OWNER_HINTS) for codes in found["hints"]] if "hints" in found else ""
    )
    figures = measures.reindex(order)
    for name in FIGURE_TEXTS:
        table[name] = figures[name].fillna("") if name in figures else ""
    return pd.concat([table, _every_measure(figures)], axis=1).reset_index(drop=True)


def _every_measure(figures: pd.DataFrame) -> pd.DataFrame:
    """All measures in the order of the model; owner-derived ones empty."""
    columns: dict[str, pd.Series] = {}
    for measure in MEASURES:
        names = [str(name) for name in figures if str(name).split("[", 1)[0] == measure.name]
        if not measure.family and measure.name not in names:
            names.insert(0, measure.name)
        for name in names:
            known = name in figures and not measure.owner_derived
            columns[name] = figures[name] if known else pd.Series(float("nan"), index=figures.index)
    return pd.DataFrame(columns, index=figures.index)


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
    project: Project,
    audience: Audience,
    rows: pd.DataFrame,
    geometry: list[BaseGeometry],
    withheld: tuple[Withheld, ...],
    today: date,
) -> Release:
    if audience is Audience.PUBLIC:  # the register shows the size in the cadastre, not what somebody entered
        rows = rows.assign(area_m2=rows["cadastre_area_m2"])
    measures = queries.measures(project)
    parcel_ids = [parcel_id for ids in rows["parcel_ids"] for parcel_id in ids]
    figures = measures.loc[measures.index.isin(parcel_ids)]
    sites = site_figures(rows, figures, geometry, audience, project.crs)
    rules = {}
    if audience is Audience.PUBLIC:
        figures = pd.DataFrame(index=pd.Index([], name="parcel_id"))
    else:
        figures = figures[[name for name in figures if is_figure(str(name))]]
        numbers = queries.parcel_table(project)["number"]
        rules = rule_lines(rows, measures, numbers, judges(project), queries.proposals(project))
    background = (
        surroundings(queries.cadastre(project, with_owners=False), sites)
        if len(sites)
        else no_background(project.crs)
    )
    marking = OFFICIAL_USE_ONLY if audience is Audience.INTERNAL else ""
    origin = _origin(project, audience, today)
    return Release(audience, sites, figures, rules, background, withheld, marking, origin, project.crs)


def site_figures(
    rows: pd.DataFrame, measures: pd.DataFrame, geometry: list[BaseGeometry], audience: Audience, crs: str
) -> gpd.GeoDataFrame:
    """Reduce rows of the site table to the columns of an audience, numbered from 1."""
    table = rows.copy()
    ways = measures["access"] if "access" in measures else pd.Series(dtype="str")
    table["street"] = [
        street_names(address) or _access_street(ways, ids)
        for address, ids in zip(rows["address_text"], rows["parcel_ids"], strict=True)
    ]
    table = table[[name for name in SITE_COLUMNS[audience] if name in table]]
    table.index = pd.RangeIndex(1, len(table) + 1, name="no")
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(geometry, index=table.index, crs=crs), crs=crs)


def _access_street(ways: pd.Series, parcel_ids: Sequence[str]) -> str:
    """Street that gives frontage; the measure holds a kind where the cadastre has no name."""
    names = (str(ways[key]) for key in parcel_ids if key in ways.index)
    return ", ".join(dict.fromkeys(name for name in names if name and name not in set(LandUse)))


def _owner_rules(judged: Sequence[RuleProfile]) -> frozenset[str]:
    """Names of the rules whose outcome would tell something about owners."""
    rules = (rule for profile in judged for rule in profile.rules)
    return frozenset(rule.name for rule in rules if not is_figure(rule.measure))


def _without(codes: object, sealed: frozenset[str]) -> str:
    listed = codes.split(";") if isinstance(codes, str) else []
    return ";".join(code for code in listed if code and code not in sealed)


def _origin(project: Project, audience: Audience, today: date) -> Origin:
    state = queries.data_state(project)
    judged = () if audience is Audience.PUBLIC else judges(project)
    profile = judged[0] if judged else None
    office = queries.office(project)
    return Origin(
        source=state.source if state else "",
        data_state=state.data_state if state else None,
        made_on=today,
        profile=profile.name if profile else "",
        profile_version=profile.version if profile else None,
        office=office.town,
        sender=office,
    )
