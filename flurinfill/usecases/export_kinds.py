"""The kinds of files that leave the house, one line each: ending, writer, way through the gate, audiences.

A new kind is a member of :class:`ExportFormat`, a line in :data:`KINDS`, its texts in the catalogues
(contexts ``ExportFormat``, ``export_stem`` and ``export_format``) and an icon of its value. The dialog,
the command line, the recipes and the search for names of owners over all outputs take it up by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from flurinfill.basemaps.services import Service
from flurinfill.model.audience import Audience
from flurinfill.project import Project
from flurinfill.reports import gate, sheets, webmap
from flurinfill.reports.dossier_release import DossierRelease, release_dossier
from flurinfill.reports.exposes import ExposeRelease, with_exposes
from flurinfill.reports.figures_release import FiguresRelease
from flurinfill.reports.ground_picture import GroundOf
from flurinfill.reports.handover import geojson, geopackage, kml, shapefile
from flurinfill.reports.papers import (
    council_paper,
    dossier,
    expose,
    overview,
    plot_maps,
    portfolio,
    village_maps,
    visit_sheets,
)
from flurinfill.reports.records import folder
from flurinfill.reports.release import ParcelRelease, Release
from flurinfill.reports.village_release import VillageRelease, with_town
from flurinfill.usecases.council import give_council, keep_council


class ExportFormat(StrEnum):
    """Kinds of files that leave the house."""

    EXPOSE = "pdf"
    PORTFOLIO = "portfolio"
    OVERVIEW = "overview"
    WEB_MAP = "html"
    SPREADSHEET = "xlsx"
    CSV = "csv"
    PARCELS = "parcels"
    GEOPACKAGE = "gpkg"
    GEOJSON = "geojson"
    SHAPEFILE = "shp"
    KML = "kml"
    PLOT_MAPS = "plots"
    VILLAGE_MAPS = "maps"
    VILLAGE_MAPS_A2 = "maps_a2"
    VISITS = "visits"
    RECORDS = "records"
    DOSSIER = "dossier"
    COUNCIL = "council"
    COUNCIL_TEXT = "council_docx"
    COUNCIL_RECORDS = "council_records"


@dataclass(frozen=True)
class Asked:
    """What an export asks the gate for.

    Attributes
    ----------
    audience : Audience
        For whom.
    site_ids : sequence of int or None
        Which sites, in this order; all when None.
    today : date
        Day of the export.
    fields : collection of str or None
        What is given of each site beside what identifies it; all that the audience may have when None.
    ground : callable or None
        Gives the orthophoto below maps that have one.
    service : Service or None
        Map service that a reader of the web map may switch on below it.
    day, since : date or None
        Of figures: the day, and the earlier one that they are compared with; the usual ones when None.
    sites : callable or None
        Gives what the gate gave of the sites: several files that ask for the same share one answer.
    """

    audience: Audience
    site_ids: Sequence[int] | None
    today: date
    fields: Collection[str] | None = None
    ground: GroundOf | None = None
    service: Service | None = None
    day: date | None = None
    since: date | None = None
    sites: Callable[[], Release] | None = None


def give_sites(project: Project, asked: Asked) -> Release:
    """Give what the audience may get of the sites."""
    if asked.sites is not None:
        return asked.sites()
    return gate.release(
        project, asked.audience, site_ids=asked.site_ids, fields=asked.fields, today=asked.today
    )


def _give_map(project: Project, asked: Asked) -> Release:
    """Give sites, and the service that may be switched on below their map."""
    return webmap.with_service(give_sites(project, asked), asked.service)


def _give_exposes(project: Project, asked: Asked) -> ExposeRelease:
    """Give sites with what their exposés tell more: photos, surroundings, an orthophoto."""
    return with_exposes(project, give_sites(project, asked), fields=asked.fields, ground=asked.ground)


def _give_parcels(project: Project, asked: Asked) -> ParcelRelease:
    """Give all parcels with their figures to the office itself."""
    return gate.release_parcels(project, asked.audience, asked.today)


def _give_villages(project: Project, asked: Asked) -> VillageRelease:
    """Give sites with where they lie in the town."""
    return with_town(project, give_sites(project, asked))


def _give_stops(project: Project, asked: Asked) -> Release:
    """Give the sites of a visit, as many as one walk has."""
    release = give_sites(project, asked)
    visit_sheets.require_walkable(release)
    return release


def _give_cases(project: Project, asked: Asked) -> DossierRelease:
    """Give everything about a few cases, owners too, to the office itself."""
    return release_dossier(project, asked.audience, asked.site_ids, asked.today)


def _give_figures(project: Project, asked: Asked) -> FiguresRelease:
    """Give the figures of a day."""
    return give_council(project, asked.audience, asked.today, asked.day, asked.since)


@dataclass(frozen=True)
class ExportKind:
    """How a kind of file is made.

    Attributes
    ----------
    suffix : str
        Ending of its name; "" for a folder.
    write : callable
        ``write(release, path) -> Path``: sees what the gate gave and nothing else. That of a folder and
        that of many pages (``in_steps``) also take ``progress``, which can cancel it.
    give : callable
        ``give(project, asked)``: its way through the gate.
    audiences : frozenset of Audience
        For whom it is made at all.
    of_sites : bool
        It is about sites, which can be chosen; else about the town as a whole.
    with_fields : bool
        What it says of each site can be chosen.
    needs_vault : bool
        There is nothing in it while the protected area is locked.
    in_steps : bool
        It is written page by page, and can be cancelled in between.
    keep : callable or None
        ``keep(project, release)`` remembers more than the log does, before the file is written.
    """

    suffix: str
    write: Callable[..., Path]
    give: Callable[[Project, Asked], Any] = give_sites
    audiences: frozenset[Audience] = frozenset(Audience)
    of_sites: bool = True
    with_fields: bool = True
    needs_vault: bool = False
    in_steps: bool = False
    keep: Callable[[Project, Any], None] | None = None

    @property
    def is_folder(self) -> bool:
        """It is a folder of files."""
        return not self.suffix


_OFFICE = frozenset({Audience.INTERNAL})

_COUNCIL = ExportKind(
    ".pdf",
    council_paper.write,
    _give_figures,
    frozenset({Audience.INTERNAL, Audience.PUBLIC}),
    of_sites=False,
    with_fields=False,
    keep=keep_council,
)

KINDS: Mapping[ExportFormat, ExportKind] = {
    ExportFormat.EXPOSE: ExportKind(".pdf", expose.write, _give_exposes, in_steps=True),
    ExportFormat.PORTFOLIO: ExportKind(".pdf", portfolio.write, _give_exposes, in_steps=True),
    ExportFormat.OVERVIEW: ExportKind(".pdf", overview.write),
    ExportFormat.WEB_MAP: ExportKind(".html", webmap.write, _give_map),
    ExportFormat.SPREADSHEET: ExportKind(".xlsx", sheets.write_xlsx),
    ExportFormat.CSV: ExportKind(".csv", sheets.write_csv),
    ExportFormat.PARCELS: ExportKind(
        ".csv",
        sheets.write_csv,
        _give_parcels,
        frozenset({Audience.INTERNAL}),
        of_sites=False,
        with_fields=False,
    ),
    ExportFormat.GEOPACKAGE: ExportKind(".gpkg", geopackage.write),
    ExportFormat.GEOJSON: ExportKind(".geojson", geojson.write),
    ExportFormat.SHAPEFILE: ExportKind(".zip", shapefile.write),
    ExportFormat.KML: ExportKind(".kml", kml.write),
    ExportFormat.PLOT_MAPS: ExportKind(".pdf", plot_maps.write, _give_villages, in_steps=True),
    ExportFormat.VILLAGE_MAPS: ExportKind(".pdf", village_maps.write, _give_villages, in_steps=True),
    ExportFormat.VILLAGE_MAPS_A2: ExportKind(
        ".pdf", partial(village_maps.write, paper="a2"), _give_villages, in_steps=True
    ),
    ExportFormat.VISITS: ExportKind(
        ".pdf", visit_sheets.write, _give_stops, _OFFICE, with_fields=False, in_steps=True
    ),
    ExportFormat.RECORDS: ExportKind("", folder.write, _give_exposes),
    ExportFormat.DOSSIER: ExportKind(
        ".pdf",
        dossier.write,
        _give_cases,
        _OFFICE,
        with_fields=False,
        needs_vault=True,
        in_steps=True,
    ),
    ExportFormat.COUNCIL: _COUNCIL,
    ExportFormat.COUNCIL_TEXT: replace(_COUNCIL, suffix=".docx"),
    ExportFormat.COUNCIL_RECORDS: replace(_COUNCIL, suffix="", write=folder.write),
}
"""Every kind, in the order in which it is offered."""
