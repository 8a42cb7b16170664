"""Exposé of a site: maps, figures, photos, surroundings, rules and whom to ask, on one page or two."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pandas as pd

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.progress import SILENT, Progress
from flurinfill.reports import fields
from flurinfill.reports.exposes import ExposeRelease, as_exposes
from flurinfill.reports.papers import location_maps, maps
from flurinfill.reports.papers.contact import contact
from flurinfill.reports.papers.expose_facts import (
    Fact,
    highlights,
    is_part,
    law_facts,
    parcel_table,
    plot_facts,
)
from flurinfill.reports.papers.map_ground import Picture
from flurinfill.reports.papers.paper import BODY_MM, paper_data, picture_data, short
from flurinfill.reports.papers.rules_table import rules_table
from flurinfill.reports.papers.surroundings_words import surroundings_lines, surroundings_note
from flurinfill.reports.papers.typesetting import compile_pdf
from flurinfill.reports.release import Release
from flurinfill.reports.released_photos import Photo
from flurinfill.reports.writing import write_bytes

WIDTH_MM, LOWEST_MM, TALLEST_MM = 170.0, 72.0, 165.0
LOCATION_MM, LOCATION_SCALE = (66.0, 52.0), 10_000
TITLE_MAP_MM, SMALL_TITLE_MAP_MM, TITLE_SCALE = 82.0, 60.0, 15_000
"""Sides of the map that shows where the site lies, on the second of two pages, and what it shows."""
_FACT_MM, _RULE_MM, _LEGEND_MM, _CONTACT_MM = 4.4, 4.1, 4.5, 4.0  # height of a line
_HEADING_MM, _NOTICE_MM, _STRIP_MM = 7.5, 15.0, 12.0
_TITLE_LETTERS, _SUBTITLE_LETTERS = 52, 88  # in a line
_HALF_TABLE = 24  # letters of a rule's name in a line of a table that stands beside another
_ONE_COLUMN, _TWO_COLUMNS = (26, 31), (22, 26)  # letters of a fact's name and of its value in a line
_LEGEND_BOX_MM, _LEGEND_LETTER_MM = 12.6, 1.6  # width of a box with its gaps, of a letter


def write(release: Release, path: Path, *, progress: Progress = SILENT) -> Path:
    """Write the exposés of all released sites into one PDF.

    Parameters
    ----------
    release : Release
        From the gate; one of :func:`flurinfill.reports.exposes.with_exposes` has more to show.
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
    return write_bytes(path, compile_pdf("expose.typ", data, pictures, progress))


def content(release: Release, progress: Progress = SILENT) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and the maps by file name."""
    pictures: dict[str, str] = {}
    sites = site_pages(as_exposes(release), pictures, progress)
    title = sites[0]["title"] if len(sites) == 1 else i18n.tr("Potential development sites")
    return {**paper_data(release, title), "sites": sites}, pictures


def site_pages(
    release: ExposeRelease, pictures: dict[str, str], progress: Progress = SILENT
) -> list[dict[str, Any]]:
    """Give what the template reads of every site; the pictures are added to those of the paper."""
    grounds = location_maps.Grounds(pictures) if len(release.sites) > 1 else None
    sites: list[dict[str, Any]] = []
    for no in release.sites.index:
        progress.report("write_papers", len(sites), len(release.sites))
        sites.append(_site(release, int(no), pictures, grounds))
    return sites


def _site(
    release: ExposeRelease, no: int, pictures: dict[str, str], grounds: location_maps.Grounds | None
) -> dict[str, Any]:
    row = release.sites.loc[no]
    place = fields.place(short(row["numbers"]), short(row["gemarkung"]), row["flur"])
    title = i18n.tr("Potential site: {place}", place=place)
    words: dict[str, Any] = {
        "no": str(no),
        "title": title,
        "subtitle": " · ".join(_subtitle(row)),
        "highlights": highlights(release, no),
        "plot": {"title": i18n.tr("Facts"), "rows": plot_facts(release, no)},
        "law": {"title": i18n.tr("Planning law and value"), "rows": law_facts(release, no)},
        "parcels": parcel_table(release, no),
        "around": _around(release, no),
        "rules": _rules(release, no),
        "contact": contact(
            release.origin.sender, str(row.get("case_no") or place), f"code-{no}.svg", pictures
        ),
        "photos": _photos(release.photos.get(no, ()), place, f"photo-{no}", pictures),
    }
    height = _one_page_map(words)
    words["two_pages"], words["rules_apart"], location = height < LOWEST_MM, False, 0.0
    if words["two_pages"]:
        height = _first_page_map(words)
        location = _arranged_second_page(words)
    return {**words, **_maps(release, no, max(height, LOWEST_MM), location, pictures, grounds)}


def _arranged_second_page(words: dict[str, Any]) -> float:
    """Choose how large map and photos can be, and how the rules stand.

    They are in one table, in two side by side where that is too high, and on a page of their own only
    where even the smallest map and photos leave no room.

    Returns
    -------
    float
        Side of the map that shows where the site lies.
    """
    room = BODY_MM - _NOTICE_MM - 1 - _parcels_mm(words)
    sizes = ((TITLE_MAP_MM, 2), (TITLE_MAP_MM, 4), (SMALL_TITLE_MAP_MM, 4))
    ways = ((1, _one_table_mm(words)), (2, _two_tables_mm(words)), (0, 0.0))
    fitting = (
        (tables, side, columns)
        for (tables, high), (side, columns) in product(ways, sizes)
        if high + side + _photos_mm(words, columns) <= room
    )
    tables, side, columns = next(fitting, (0, *sizes[-1]))
    words["photos"]["columns"] = columns
    words["rules_apart"] = not tables
    if tables == 2:
        words["rules"] = {**words["rules"], "tables": 2}
    return side


def _one_table_mm(words: dict[str, Any]) -> float:
    rules = words["rules"]
    return 10 + 3.85 * (len(rules["rows"]) + 1 + bool(rules["note"])) if rules["rows"] else 0.0


def _two_tables_mm(words: dict[str, Any]) -> float:
    """Height of the rules side by side, half of them in each table, in smaller letters."""
    rules = words["rules"]
    if not rules["rows"]:
        return 0.0
    lines = [_lines(row["rule"], _HALF_TABLE) for row in rules["rows"]]
    half = math.ceil(len(lines) / 2)
    highest = max(sum(3.7 + 3.2 * (count - 1) for count in part) for part in (lines[:half], lines[half:]))
    return 14 + highest + (4 if rules["note"] else 0)


def _photos_mm(words: dict[str, Any], columns: int) -> float:
    rows = math.ceil(len(words["photos"]["items"]) / columns)
    return rows * (58.5 if columns == 2 else 32.0) + (9 if rows else 0)


def _maps(
    release: ExposeRelease,
    no: int,
    height: float,
    side: float,
    pictures: dict[str, str],
    grounds: location_maps.Grounds | None,
) -> dict[str, Any]:
    """Draw the detail map as high as there is room, and the one that shows where the site lies.

    The latter has a side on a second page; 0 puts it beside the figures.
    """
    height = round(min(TALLEST_MM, height), 1)
    plan = maps.site_map(release, no, WIDTH_MM, height, ground=release.ground)
    if further := _LEGEND_MM * (_legend_lines(plan) - 1):
        plan = maps.site_map(release, no, WIDTH_MM, round(height - further, 1), ground=release.ground)
    size, scale = ((side, side), TITLE_SCALE) if side else (LOCATION_MM, LOCATION_SCALE)
    location = location_maps.location_map(release, no, *size, scale=scale, grounds=grounds)
    return {
        "map": {**picture_data(f"map-{no}.svg", plan, pictures), "credit": plan.credit},
        "location": {**picture_data(f"location-{no}.svg", location, pictures), "title": i18n.tr("Location")},
    }


def _one_page_map(words: dict[str, Any]) -> float:
    """Height in mm that everything else leaves to the map when all stands on one page."""
    if words["photos"]["items"] and len(words["photos"]["items"]) > 1:
        return 0.0
    rows = [*words["plot"]["rows"], *words["law"]["rows"]]
    left = _HEADING_MM * (1 + bool(words["law"]["rows"])) + _rows_mm(rows, _ONE_COLUMN)
    right = _HEADING_MM + LOCATION_MM[1]
    below = _rules_mm(words) + _around_mm(words) + _parcels_mm(words) + _contact_mm(words)
    photo = 62.0 if words["photos"]["items"] else 0.0
    return BODY_MM - _headlines_mm(words) - max(left, right) - below - photo - _LEGEND_MM - _NOTICE_MM - 9


def _first_page_map(words: dict[str, Any]) -> float:
    """Height in mm that is left to the map on the first page of two."""
    sides = [_rows_mm(words[part]["rows"], _TWO_COLUMNS) for part in ("plot", "law")]
    strip = _STRIP_MM if words["highlights"] else 0
    around = _headlines_mm(words) + strip + _LEGEND_MM + _HEADING_MM + max(sides) + _contact_mm(words)
    return BODY_MM - around - 10


def _rows_mm(rows: Sequence[Fact], letters: tuple[int, int]) -> float:
    lines = [max(_lines(part, most) for part, most in zip(row, letters, strict=True)) for row in rows]
    return sum(_FACT_MM + 3.6 * (count - 1) for count in lines)


def _headlines_mm(words: dict[str, Any]) -> float:
    title = 9 + 9 * (_lines(words["title"], _TITLE_LETTERS) - 1)
    return title + 6 + 6 * (_lines(words["subtitle"], _SUBTITLE_LETTERS) - 1)


def _contact_mm(words: dict[str, Any]) -> float:
    lines = sum(_lines(line, 80) for line in words["contact"]["lines"])
    return max(_HEADING_MM + _CONTACT_MM * lines, 27.0 if words["contact"]["code"] else 0.0) if lines else 0.0


def _rules_mm(words: dict[str, Any]) -> float:
    rules = words["rules"]
    return 15 + _RULE_MM * (len(rules["rows"]) + bool(rules["note"])) if rules["rows"] else 0.0


def _parcels_mm(words: dict[str, Any]) -> float:
    rows = words["parcels"]["rows"]
    return 14 + _FACT_MM * len(rows) if rows else 0.0


def _around_mm(words: dict[str, Any]) -> float:
    lines = words["around"]["lines"]
    return 14 + sum(6.0 * _lines(line, 115) for line in lines) if lines else 0.0


def _lines(text: str, letters: int) -> int:
    """Count the lines that a text takes, estimated by its letters."""
    return max(1, math.ceil(len(text) / letters))


def _legend_lines(plan: Picture) -> int:
    width = sum(_LEGEND_BOX_MM + _LEGEND_LETTER_MM * len(entry.text) for entry in plan.legend)
    return max(1, math.ceil(width / WIDTH_MM))


def _subtitle(row: pd.Series) -> list[str]:
    street = short(str(row["street"]))
    district = short(str(row.get("district") or ""), 40)
    potential = fields.cell("potential", row["potential"]) if "potential" in row.index else ""
    area = i18n.area(float(row["outline_m2"] if is_part(row) else row["area_m2"]))
    return [text for text in (street, district, area, str(potential or "")) if text]


def _rules(release: ExposeRelease, no: int) -> dict[str, Any]:
    """Rules of a site; of a part of a parcel they tell about the whole."""
    rules = rules_table(release.rules.get(no, ()))
    if is_part(release.sites.loc[no]) and not rules["note"]:
        rules["note"] = i18n.tr("The site is a part of its plot; the rules judge the whole plot.")
    return rules


def _around(release: ExposeRelease, no: int) -> dict[str, Any]:
    found = None if release.audience is Audience.PUBLIC else release.around.get(no)
    return {
        "title": i18n.tr("Location and surroundings"),
        "lines": surroundings_lines(found) if found else [],
        "note": surroundings_note(found) if found else "",
    }


def _photos(photos: Sequence[Photo], place: str, stem: str, pictures: dict[str, str]) -> dict[str, Any]:
    """Describe the photos by place and day; their titles stay in the house."""
    items = []
    for number, photo in enumerate(photos, 1):
        name = f"{stem}-{number}.svg"
        pictures[name] = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{photo.width}" height="{photo.height}" '
            f'viewBox="0 0 {photo.width} {photo.height}"><image width="{photo.width}" '
            f'height="{photo.height}" href={quoteattr(photo.uri)}/></svg>'
        )
        day = i18n.day(photo.taken_on) if photo.taken_on else ""
        caption = i18n.tr("Photo of {day}", day=day) if day else i18n.tr("Photo")
        alt = i18n.tr("Photo {number} of the site: {place}", number=number, place=place)
        items.append({"file": name, "alt": f"{alt}, {day}" if day else alt, "caption": caption})
    return {"title": i18n.tr("Photos"), "items": items, "columns": 2}
