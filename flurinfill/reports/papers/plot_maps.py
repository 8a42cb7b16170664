"""Maps of plots: a sheet of A4 for each site, with its neighbours, coordinates, legend and where it lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flurinfill import i18n
from flurinfill.cartography.inset import inset_svg
from flurinfill.i18n import tr
from flurinfill.model.progress import SILENT, Progress
from flurinfill.reports import fields
from flurinfill.reports.papers import maps
from flurinfill.reports.papers.map_sheet import grid_line
from flurinfill.reports.papers.paper import paper_data, picture_data, short
from flurinfill.reports.papers.typesetting import compile_pdf
from flurinfill.reports.village_release import VillageRelease
from flurinfill.reports.writing import write_bytes

_MAP_MM = (180.0, 190.0)
SCALE = 500
"""Of the map; a site that is too large for it gets a smaller one."""


def write(release: VillageRelease, path: Path, *, progress: Progress = SILENT) -> Path:
    """Write a sheet for each site into one PDF with bookmarks.

    Parameters
    ----------
    release : VillageRelease
        From the gate; the sheets show what it holds and nothing else.
    path : Path
        Replaced in one step.
    progress : Progress
        Told of each page; may raise to stop.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    data, pictures = content(release, progress)
    return write_bytes(path, compile_pdf("plot_maps.typ", data, pictures, progress))


def content(release: VillageRelease, progress: Progress = SILENT) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and the maps by file name."""
    pictures: dict[str, str] = {}
    sheets: list[dict[str, Any]] = []
    for no in release.sites.index:
        progress.report("write_papers", len(sheets), len(release.sites))
        sheets.append(_sheet(release, int(no), pictures))
    title = sheets[0]["title"] if len(sheets) == 1 else tr("Maps of the plots")
    return {**paper_data(release, title), "sheets": sheets}, pictures


def _sheet(release: VillageRelease, no: int, pictures: dict[str, str]) -> dict[str, Any]:
    row = release.sites.loc[no]
    plan = maps.site_map(release, no, *_MAP_MM, marked=True, at_least=SCALE, grid=True)
    pictures[f"inset-{no}.svg"] = inset_svg(release.town, plan.bounds)
    address = short(str(row.get("address_text") or row["street"] or ""), 80)
    parts = (short(str(row.get("case_no") or ""), 20), address, i18n.area(float(row["area_m2"])))
    return {
        "title": short(fields.place(row["numbers"], row["gemarkung"], row["flur"]), 80),
        "subtitle": " · ".join(part for part in parts if part),
        "scale": tr("Scale 1 : {scale}", scale=i18n.number(plan.scale)),
        "grid": grid_line(plan.scale, release.crs),
        "map": picture_data(f"map-{no}.svg", plan, pictures),
        "inset": {"file": f"inset-{no}.svg", "alt": tr("Where this sheet lies in the town")},
    }
