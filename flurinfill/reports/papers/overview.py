"""Overview map: all released sites on one sheet, and the table that lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from flurinfill import i18n
from flurinfill.reports import fields
from flurinfill.reports.papers import maps
from flurinfill.reports.papers.paper import paper_data, picture_data, short
from flurinfill.reports.papers.typesetting import compile_pdf
from flurinfill.reports.release import Release
from flurinfill.reports.writing import write_bytes

Paper = Literal["a3", "a4"]
_MAP_MM: dict[Paper, tuple[float, float]] = {"a3": (390.0, 241.0), "a4": (267.0, 153.0)}
A4_UP_TO = 5_000
"""Scale denominator up to which a sheet of A4 is enough."""
NUMBERED_TOGETHER = 40
"""Up to so many sites are numbered on one map."""
_COLUMNS = {
    "no": 0,
    "numbers": 3,
    "gemarkung": 2,
    "flur": 0,
    "street": 3,
    "district": 2,
    "potential": 2,
    "review": 2,
    "availability": 2,
    "area_m2": 0,
}
"""Column → relative width; 0 is as wide as its content."""


def write(release: Release, path: Path, *, paper: Paper | None = None) -> Path:
    """Write the overview map with the table of sites as a PDF.

    Parameters
    ----------
    release : Release
        From the gate.
    path : Path
        Replaced in one step.
    paper : {"a3", "a4"}, optional
        Size of the sheets, landscape; when left out, A4 where its scale shows single plots, else A3.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    data, pictures = content(release, paper or _fitting(release))
    return write_bytes(path, compile_pdf("overview.typ", data, pictures))


def content(release: Release, paper: Paper = "a3") -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and the maps by file name.

    A few sites are numbered on the one map; of many the first map shows where they lie, and numbered
    maps for each Gemarkung follow, with at most ``NUMBERED_TOGETHER`` numbers each.
    """
    pictures: dict[str, str] = {}
    size = _MAP_MM[paper]
    few = len(release.sites) <= NUMBERED_TOGETHER
    title = i18n.tr("Overview of potential development sites")
    first = maps.overview_map(release, *size, numbers=list(release.sites.index) if few else None)
    sheets = [_sheet(title, release.sites["area_m2"].tolist(), picture_data("map.svg", first, pictures))]
    for place, numbers in [] if few else sheets_of_gemarkungen(release):
        picture = maps.overview_map(release, *size, numbers=numbers)
        areas = release.sites.loc[numbers, "area_m2"].tolist()
        sheets.append(_sheet(place, areas, picture_data(f"map-{len(sheets)}.svg", picture, pictures)))
    data = {**paper_data(release, title), "paper": paper, "maps": sheets, "table": table_of(release)}
    return data, pictures


def sheets_of_gemarkungen(release: Release) -> Iterator[tuple[str, list[int]]]:
    """Give the title and the sites of each numbered map."""
    for name, group in release.sites.groupby("gemarkung", sort=False):
        parts = neighbours(group.geometry.representative_point().get_coordinates())
        for number, part in enumerate(parts, 1):
            place = i18n.tr("Gemarkung {name}", name=name)
            place = place[:1].upper() + place[1:]
            if len(parts) > 1:
                sheet = i18n.tr("sheet {number} of {count}", number=number, count=len(parts))
                place = f"{place}, {sheet}"
            yield place, part


def neighbours(points: pd.DataFrame) -> list[list[int]]:
    """Part places into groups of at most ``NUMBERED_TOGETHER``, halving across the longer side."""
    if len(points) <= NUMBERED_TOGETHER:
        return [sorted(int(no) for no in points.index)]
    longer = str((points.max() - points.min()).idxmax())
    ordered = points.sort_values(longer, kind="stable")
    half = len(points) // 2
    return [*neighbours(ordered[:half]), *neighbours(ordered[half:])]


def _sheet(title: str, areas: Sequence[float], picture: dict[str, Any]) -> dict[str, Any]:
    area = i18n.total_area(float(sum(areas)))
    summary = i18n.ntr("{count} site, {area}", "{count} sites, {area}", len(areas), area=area)
    return {**picture, "title": title, "summary": summary}


def _fitting(release: Release) -> Paper:
    few = len(release.sites) <= NUMBERED_TOGETHER
    return "a4" if few and maps.sheet_scale(release.sites.geometry, *_MAP_MM["a4"]) <= A4_UP_TO else "a3"


def table_of(release: Release, shown: Mapping[str, int] = _COLUMNS) -> dict[str, Any]:
    """Give the table of the sites; columns that nobody may have, or that are empty, are left out.

    Parameters
    ----------
    release : Release
    shown : mapping of str to int
        Column → relative width; 0 is as wide as its content.
    """
    frame = release.sites.reset_index()
    empty = {name for name in ("flur", "district", "street") if name in frame and not any(frame[name])}
    columns = [name for name in shown if name in frame and name not in empty]
    rows = [[_text(name, row[name]) for name in columns] for row in frame[columns].to_dict("records")]
    return {
        "title": i18n.tr("The sites"),
        "head": [i18n.label("fact", name) for name in columns],
        "widths": [shown[name] for name in columns],
        "right": [position for position, name in enumerate(columns) if name in {"no", "area_m2"}],
        "rows": rows,
    }


def _text(column: str, value: Any) -> str:
    if column == "area_m2":
        return i18n.area(float(value))
    return str(value) if column == "no" else short(str(fields.cell(column, value) or ""), 70)
