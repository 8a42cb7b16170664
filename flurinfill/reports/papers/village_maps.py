"""Maps by village: a sheet for each with its sites numbered, their list beside it, and where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from flurinfill import i18n
from flurinfill.cartography.inset import inset_svg
from flurinfill.i18n import tr
from flurinfill.model.progress import SILENT, Progress
from flurinfill.reports.papers import maps
from flurinfill.reports.papers.map_sheet import grid_line
from flurinfill.reports.papers.overview import neighbours
from flurinfill.reports.papers.paper import paper_data, picture_data, short
from flurinfill.reports.papers.typesetting import compile_pdf
from flurinfill.reports.village_release import VillageRelease
from flurinfill.reports.writing import write_bytes

Paper = Literal["a3", "a2"]
_MAP_MM: Mapping[Paper, tuple[float, float]] = {"a3": (284.0, 226.0), "a2": (458.0, 349.0)}


def write(release: VillageRelease, path: Path, *, paper: Paper = "a3", progress: Progress = SILENT) -> Path:
    """Write a sheet for each village, of many sites several, into one PDF with bookmarks.

    Parameters
    ----------
    release : VillageRelease
        From the gate; the sheets show what it holds and nothing else.
    path : Path
        Replaced in one step.
    paper : {"a3", "a2"}
        The map of the larger one has room for the larger scale; it is for a wall.
    progress : Progress
        Told of each page; may raise to stop.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    data, pictures = content(release, progress, paper)
    return write_bytes(path, compile_pdf("village_maps.typ", data, pictures, progress))


def content(
    release: VillageRelease, progress: Progress = SILENT, paper: Paper = "a3"
) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and the maps by file name."""
    pictures: dict[str, str] = {}
    sheets: list[dict[str, Any]] = []
    wanted = list(_sheets(release))
    for title, numbers in wanted:
        progress.report("write_papers", len(sheets), len(wanted))
        picture = maps.overview_map(release, *_MAP_MM[paper], numbers=numbers, grid=True)
        no = len(sheets) + 1
        pictures[f"inset-{no}.svg"] = inset_svg(release.town, picture.bounds)
        sites = release.sites.loc[numbers]
        area = i18n.total_area(float(sites["area_m2"].sum()))
        sheets.append(
            {
                "title": title,
                "summary": i18n.ntr("{count} site, {area}", "{count} sites, {area}", len(sites), area=area),
                "scale": tr("Scale 1 : {scale}", scale=i18n.number(picture.scale)),
                "grid": grid_line(picture.scale, release.crs),
                "map": picture_data(f"map-{no}.svg", picture, pictures),
                "inset": {"file": f"inset-{no}.svg", "alt": tr("Where this sheet lies in the town")},
                "rows": [_row(int(no), row) for no, row in sites.iterrows()],
            }
        )
    columns = [
        tr("No."),
        *([tr("Case")] if "case_no" in release.sites else []),
        tr("Plot"),
        tr("Street"),
        tr("Size"),
    ]
    return {
        **paper_data(release, tr("Potential development sites by village")),
        "paper": paper,
        "columns": columns,
        "sheets": sheets,
    }, pictures


def _sheets(release: VillageRelease) -> Iterator[tuple[str, list[int]]]:
    """Give title and sites of each sheet, village by village."""
    villages = _villages(release.sites)
    places = release.sites.geometry.representative_point().get_coordinates()
    for name in sorted(set(villages), key=lambda name: (name == "", name.casefold())):
        parts = neighbours(places[villages == name])
        title = short(name) if name else tr("without a village")
        for number, part in enumerate(parts, 1):
            sheet = {"village": title, "number": number, "count": len(parts)}
            yield tr("{village}, sheet {number} of {count}", **sheet) if len(parts) > 1 else title, part


def _villages(sites: pd.DataFrame) -> pd.Series:
    """Village of each site, as far as the audience may know it: else the Gemarkung."""
    found = pd.Series("", index=sites.index, dtype=object)
    for column in ("village", "district", "gemarkung"):
        if column in sites:
            found = found.where(found != "", sites[column].fillna("").astype(str))
    return found


def _row(no: int, row: pd.Series) -> list[str]:
    address = str(row.get("address_text") or row["street"] or "")
    case = [short(str(row["case_no"]), 12)] if "case_no" in row.index else []
    return [
        str(no),
        *case,
        short(str(row["numbers"]), 20),
        short(address, 26 if case else 34),
        i18n.area(float(row["area_m2"])),
    ]
