"""What the gate lets through: the only thing an exporter ever sees.

A release holds copies, no reference to the project; it refuses to exist with a column that its
audience must not get, so that a mistake in the gate cannot become a mistake on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed
from flurinfill.model.measures import Unit, definition_of
from flurinfill.model.office import NO_OFFICE, Office
from flurinfill.model.rules import Comparison, Outcome

PUBLIC_COLUMNS = ("gemarkung", "flur", "numbers", "street", "area_m2")
"""What §200(3) BauGB lists for the Baulandkataster: Flur and number, street name, size."""

INVESTOR_COLUMNS = (
    "case_no",
    "gemarkung",
    "flur",
    "numbers",
    "district",
    "address_text",
    "street",
    "area_m2",
    "outline_m2",  # of an outline that a person drew
    "potential",
    "availability",
    "parcel_ids",
    "planning_basis",
    "plan_name",
    "grz",
    "gfz",
    "use",
    "capacity_units",
    "servicing",
    "frontage_m",
    "width_m",
    "depth_m",
    "monument",
    "flood",
    "slope",
    "land_value_eur_m2",
    "land_value_date",
)
"""Facts about the plot; what may be wrong with it (encumbrance, contamination) is for the office to judge."""
INTERNAL_COLUMNS = (
    *INVESTOR_COLUMNS,
    "village",
    "area_geom_m2",
    "building_cover",
    "land_use",
    "encumbrance",
    "contamination",
    "new_finding",
    "follow_up_on",
    "reserved_until",
    "gemarkung_code",
    "potential_now",
    "review",
    "reject_reason",
    "deferred_until",
    "publication",
    "announced_on",
    "parcel_missing",
    "municipality",
)
SITE_COLUMNS: Mapping[Audience, tuple[str, ...]] = {
    Audience.PUBLIC: PUBLIC_COLUMNS,
    Audience.INVESTOR: INVESTOR_COLUMNS,
    Audience.INTERNAL: INTERNAL_COLUMNS,
}
FIGURE_TEXTS = ("access", "access_state", "dominant_use", "use")
"""Text columns of the measure table that say nothing about owners."""

PARCEL_COLUMNS = (
    "parcel_id",
    "class",
    "gemarkung",
    "flur",
    "number",
    "municipality",
    "district",
    "address_text",
    "case_no",
    "reason",
    "failed_rules",
    "warned_rules",
    "not_judged_rules",
    "hints",
    *FIGURE_TEXTS,
)
"""Columns of the internal parcel table beside the measures."""


PARCEL_TABLE_COLUMNS = (
    "parcel_id",
    "number",
    "village",
    "gemarkung",
    "flur",
    "municipality",
    "district",
    "address_text",
    "potential",
    "reason",
    "case_no",
)
"""Columns of the table of parcels on the screen that may be handed out inside the office."""


class Withheld(NamedTuple):
    """One site that was asked for and not released, with the code of the reason."""

    case_no: str
    reason: str  # catalogue context "withheld"


@dataclass(frozen=True)
class RuleLine:
    """One rule's say about one parcel of a site, ready to be put into words.

    ``value``, ``threshold`` and ``margin`` are in ``unit`` (shares as 0 to 1); ``value`` and
    ``margin`` are None where the rule was not judged.
    """

    number: str  # parcel number
    rule: str  # catalogue context "rule"
    measure: str
    comparison: Comparison
    threshold: float
    unit: Unit
    outcome: Outcome
    value: float | None
    margin: float | None
    source: str = ""


@dataclass(frozen=True)
class Background:
    """Surroundings of the released sites: geometry and type, never attributes of people.

    Attributes
    ----------
    parcels : GeoDataFrame
        Column ``number``.
    buildings : GeoDataFrame
        Geometry only.
    land : GeoDataFrame
        Columns ``kind`` (value of LandUse: ways, squares, railway, water, forest) and ``name``
        (street or water name, "" where unknown).
    """

    parcels: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    land: gpd.GeoDataFrame


@dataclass(frozen=True)
class Origin:
    """Where the figures come from, printed on everything that leaves.

    Attributes
    ----------
    source : str
        Source line of the cadastre, e.g. ``"Quelle: GeoSN, dl-de/by-2-0"``; "" when unknown.
    data_state : date or None
        Day of the data.
    made_on : date
        Day of the export.
    profile : str
        Name of the rule profile; "" before the first detection and for the public.
    profile_version : int or None
        Its version.
    office : str
        Name of the office; "" until the project has one.
    sender : Office
        The office itself: its logo and colour, and whom readers can ask.
    """

    source: str
    data_state: date | None
    made_on: date
    profile: str = ""
    profile_version: int | None = None
    office: str = ""
    sender: Office = NO_OFFICE


@dataclass(frozen=True)
class Release:
    """Sites that one audience may get, with nothing else in them.

    Attributes
    ----------
    audience : Audience
        For whom.
    sites : GeoDataFrame
        Index: running number from 1 (``no``). Those columns of ``SITE_COLUMNS[audience]`` that were
        asked for (what identifies a site always) and geometry, in ``crs``. Areas in m².
    measures : DataFrame
        Index ``parcel_id``: the measures of the sites' parcels without owner-derived ones; empty
        for the public, and where they were not asked for.
    rules : mapping of int to tuple of RuleLine
        Running number of the site → rules with values; empty for the public, and where
        they were not asked for.
    background : Background
        What a map shows around the sites.
    withheld : tuple of Withheld
        For the person who exports; exporters never print it.
    marking : str
        ``"official_use_only"`` (catalogue context ``marking``) or ``""``.
    origin : Origin
        Source, data state, profile.
    crs : str
        Metric CRS of all geometry.
    site_ids : tuple of int
        Which sites these are, in their order: for what else the gate may know of them. Never printed.

    Raises
    ------
    GateClosed
        ``column_not_allowed`` when a table has a column that the audience must not get.
    """

    audience: Audience
    sites: gpd.GeoDataFrame
    measures: pd.DataFrame
    rules: Mapping[int, tuple[RuleLine, ...]]
    background: Background
    withheld: tuple[Withheld, ...]
    marking: str
    origin: Origin
    crs: str
    site_ids: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        allowed = {*SITE_COLUMNS[self.audience], "geometry"}
        _refuse(set(self.sites.columns) - allowed, self.audience)
        _refuse({str(name) for name in self.measures if not is_figure(str(name))}, self.audience)
        if self.audience is Audience.PUBLIC:
            _refuse({str(name) for name in self.measures}, self.audience)
            _refuse({"rules"} if self.rules else set(), self.audience)
        if self.audience is Audience.INTERNAL and not self.marking:
            raise GateClosed("marking_missing")

    @property
    def source(self) -> str:
        """Source line of the cadastre."""
        return self.origin.source

    @property
    def data_state(self) -> date | None:
        """Day of the data."""
        return self.origin.data_state


@dataclass(frozen=True)
class ParcelRelease:
    """All parcels with class, measures and failed rules: for the office itself.

    Attributes
    ----------
    audience : Audience
        Always ``internal``.
    parcels : GeoDataFrame
        Columns ``PARCEL_COLUMNS`` and every measure under its own name, geometry in ``crs``.
        Owner-derived measures keep their column and are empty: they are sealed.
    marking, origin, crs
        As in :class:`Release`.

    Raises
    ------
    GateClosed
        ``parcels_internal_only`` for another audience, ``column_not_allowed``.
    """

    audience: Audience
    parcels: gpd.GeoDataFrame
    marking: str
    origin: Origin
    crs: str
    withheld: tuple[Withheld, ...] = field(default=())

    @property
    def sites(self) -> gpd.GeoDataFrame:
        """The rows, under the name that every release has."""
        return self.parcels

    def __post_init__(self) -> None:
        if self.audience is not Audience.INTERNAL:
            raise GateClosed("parcels_internal_only", audience=self.audience.value)
        if not self.marking:
            raise GateClosed("marking_missing")
        known = {*PARCEL_COLUMNS, "geometry"}
        foreign = {name for name in self.parcels if name not in known and definition_of(name) is None}
        _refuse(foreign, self.audience)
        filled = {name for name in self.parcels if _owner_derived(name) and self.parcels[name].notna().any()}
        _refuse(filled, self.audience)


@dataclass(frozen=True)
class TableRelease:
    """Rows and columns of a table as they stood on the screen: for the office itself.

    Attributes
    ----------
    frame : DataFrame
        Columns of :data:`INTERNAL_COLUMNS` (sites), or of :data:`PARCEL_TABLE_COLUMNS` and the
        measures (parcels), in the order of the screen.
    left_out : tuple of str
        Columns that were on the screen and tell something about owners.
    marking, origin
        As in :class:`Release`.
    of_parcels : bool
        The rows are parcels, not sites.

    Raises
    ------
    GateClosed
        ``column_not_allowed``.
    """

    frame: pd.DataFrame
    left_out: tuple[str, ...]
    marking: str
    origin: Origin
    of_parcels: bool = False
    audience: Audience = Audience.INTERNAL

    def __post_init__(self) -> None:
        known = {*INTERNAL_COLUMNS, *PARCEL_TABLE_COLUMNS}
        foreign = {str(name) for name in self.frame if name not in known and not is_figure(str(name))}
        _refuse(foreign, self.audience)


def is_figure(column: str) -> bool:
    """Tell whether a column of the measures may leave: it says nothing about owners."""
    definition = definition_of(column)
    return column in FIGURE_TEXTS or (definition is not None and not definition.owner_derived)


def _owner_derived(column: str) -> bool:
    definition = definition_of(column)
    return definition is not None and definition.owner_derived


def _refuse(columns: set[str], audience: Audience) -> None:
    if columns:
        raise GateClosed("column_not_allowed", columns=sorted(columns), audience=audience.value)
