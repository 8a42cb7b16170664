"""Portfolio for investors: cover, contents, overview map, table of the sites, and an exposé of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flurinfill import i18n
from flurinfill.model.progress import SILENT, Progress
from flurinfill.reports.exposes import as_exposes
from flurinfill.reports.papers import maps
from flurinfill.reports.papers.contact import contact_lines
from flurinfill.reports.papers.expose import WIDTH_MM, site_pages
from flurinfill.reports.papers.overview import NUMBERED_TOGETHER, sheets_of_gemarkungen, table_of
from flurinfill.reports.papers.paper import paper_data, picture_data, short
from flurinfill.reports.papers.typesetting import compile_pdf
from flurinfill.reports.release import Release
from flurinfill.reports.writing import write_bytes

_MAP_MM = (WIDTH_MM, 205.0)
_COLUMNS = {"no": 0, "numbers": 5, "gemarkung": 5, "street": 6, "potential": 6, "area_m2": 0}
"""Column of the table → relative width; 0 is as wide as its content."""


def write(release: Release, path: Path, *, progress: Progress = SILENT) -> Path:
    """Write the portfolio of all released sites as one PDF, with bookmarks.

    Parameters
    ----------
    release : Release
        From :func:`flurinfill.reports.exposes.with_exposes`.
    path : Path
        Replaced in one step.
    progress : Progress
        Told after each site; may cancel.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    data, pictures = content(release, progress)
    return write_bytes(path, compile_pdf("portfolio.typ", data, pictures, progress))


def content(release: Release, progress: Progress = SILENT) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and the pictures by file name."""
    pictures: dict[str, str] = {}
    given = as_exposes(release)
    office = release.origin.sender
    data = {
        **paper_data(release, i18n.tr("Building land portfolio")),
        "town": short(office.town),
        "department": short(office.department),
        "summary": _summary(release),
        "day": i18n.day(release.origin.made_on),
        "contact": {"title": i18n.tr("Contact"), "lines": contact_lines(office)},
        "contents_title": i18n.tr("Contents"),
        "overview": {"title": i18n.tr("Overview map"), "maps": _overview(release, pictures)},
        "table": table_of(release, _COLUMNS),
        "sites_title": i18n.tr("Exposés"),
        "page_head": i18n.tr("Page"),
        "sites": site_pages(given, pictures, progress),
    }
    return data, pictures


def _summary(release: Release) -> str:
    count, area = len(release.sites), i18n.total_area(float(release.sites["area_m2"].sum()))
    return i18n.ntr("{count} site, {area}", "{count} sites, {area}", count, area=area)


def _overview(release: Release, pictures: dict[str, str]) -> list[dict[str, Any]]:
    """Draw all sites with their numbers; of many one map without, and numbered ones by Gemarkung."""
    every = [int(no) for no in release.sites.index]
    few = len(every) <= NUMBERED_TOGETHER
    first = maps.overview_map(release, *_MAP_MM, numbers=every if few else None)
    found = [{**picture_data("overview.svg", first, pictures), "title": ""}]
    for place, numbers in [] if few else sheets_of_gemarkungen(release):
        picture = maps.overview_map(release, *_MAP_MM, numbers=numbers)
        found.append({**picture_data(f"overview-{len(found)}.svg", picture, pictures), "title": place})
    return found
