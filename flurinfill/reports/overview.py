"""Overview map: all released sites on one sheet, and the table that lists them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from flurinfill import i18n
from flurinfill.reports import fields, maps
from flurinfill.reports.expose import paper_data, picture_data, short
from flurinfill.reports.release import Release
from flurinfill.reports.typesetting import compile_pdf
from flurinfill.reports.writing import write_bytes

Paper = Literal["a3", "a4"]
_MAP_MM: dict[Paper, tuple[float, float]] = {"a3": (390.0, 236.0), "a4": (267.0, 149.0)}
A4_UP_TO = 5_000
"""Scale denominator up to which a sheet of A4 is enough."""
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
    """Give what the template reads, and the map by file name."""
    picture = maps.overview_map(release, *_MAP_MM[paper])
    pictures: dict[str, str] = {}
    area = i18n.area(float(release.sites["area_m2"].sum()))
    data = {
        **paper_data(release, i18n.tr("Overview of potential sites")),
        "paper": paper,
        "summary": i18n.ntr("{count} site, {area}", "{count} sites, {area}", len(release.sites), area=area),
        "map": picture_data("map.svg", picture, pictures),
        "table": _table(release),
    }
    return data, pictures


def _fitting(release: Release) -> Paper:
    return "a4" if maps.site_scale(release, *_MAP_MM["a4"]) <= A4_UP_TO else "a3"


def _table(release: Release) -> dict[str, Any]:
    frame = release.sites.reset_index()
    empty = {name for name in ("flur", "district", "street") if name in frame and not any(frame[name])}
    columns = [name for name in _COLUMNS if name in frame and name not in empty]
    rows = [[_text(name, row[name]) for name in columns] for row in frame[columns].to_dict("records")]
    return {
        "title": i18n.tr("The sites"),
        "head": [i18n.label("fact", name) for name in columns],
        "widths": [_COLUMNS[name] for name in columns],
        "right": [position for position, name in enumerate(columns) if name in {"no", "area_m2"}],
        "rows": rows,
    }


def _text(column: str, value: Any) -> str:
    if column == "area_m2":
        return i18n.area(float(value))
    return str(value) if column == "no" else short(str(fields.cell(column, value) or ""), 70)
