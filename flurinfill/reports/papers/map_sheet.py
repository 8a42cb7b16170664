"""The map as it is seen, on paper: PDF or PNG at a fixed scale, with legend, source and date.

What a map of the office shows (states, classes, measures) is for official use only, and says so.
Colours that tell whose a plot is never leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from shapely.geometry.base import BaseGeometry

from flurinfill import i18n
from flurinfill.cartography.grid import spacing
from flurinfill.cartography.labels import LabelKind, LabelSource
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.svg import MapLayer, map_svg, swatch_svg
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed
from flurinfill.model.office import NO_OFFICE, Office
from flurinfill.reports import fields
from flurinfill.reports.ground_picture import GroundPicture, over_picture
from flurinfill.reports.papers.paper import SWATCH_MM, head_line, look
from flurinfill.reports.papers.typesetting import compile_pdf, compile_png, day_parts, displayable
from flurinfill.reports.sheets import disclaimer_code
from flurinfill.reports.writing import write_bytes

Paper = Literal["a4", "a3", "a2"]

MAP_MM: dict[tuple[Paper, bool], tuple[float, float]] = {
    ("a4", True): (267.0, 140.0),
    ("a4", False): (180.0, 227.0),
    ("a3", True): (390.0, 227.0),
    ("a3", False): (267.0, 350.0),
    ("a2", True): (564.0, 350.0),
    ("a2", False): (390.0, 524.0),
}
"""Largest size of the map by paper and whether it lies on its long side, in mm; each further line of
the legend takes some of its height."""

DOTS_PER_INCH = 200
"""Of a PNG: fine lines of the cadastre stay apart."""

MOST_ENTRIES = 24
"""Entries of the legend that fit below the map."""

_LINE_MM, _BOX_MM, _LETTER_MM = 4.6, 14.5, 1.7  # height of a legend's line, width of a box, of a letter


@dataclass(frozen=True, eq=False)
class SeenMap:
    """What a window shows, ready to be drawn on paper.

    Attributes
    ----------
    layers : tuple of MapLayer
        From bottom to top, cut to what the paper shows.
    labels : LabelSource or None
    kinds : frozenset of LabelKind
        What of the labels is written.
    legend : tuple of LegendEntry
        In the light colours of paper.
    legend_title : str
        What the colours tell.
    centre : x, y
        In the project's CRS.
    tells_owners : bool
        True when colours tell whose a plot is.
    """

    layers: tuple[MapLayer, ...]
    labels: LabelSource | None
    kinds: frozenset[LabelKind]
    legend: tuple[LegendEntry, ...]
    legend_title: str
    centre: tuple[float, float]
    tells_owners: bool = False


@dataclass(frozen=True, eq=False)
class MapSheet:
    """A map released for the office.

    Attributes
    ----------
    seen : SeenMap
    title : str
    scale : int
        Denominator.
    paper : {"a4", "a3", "a2"}
    landscape : bool
    source : str
        Source line of the cadastre.
    data_state : date or None
        Day of the data.
    made_on : date
    marking : str
        ``"official_use_only"``.
    ground : GroundPicture or None
        Picture below the layers.
    office : Office
        Whose map it is.
    crs : str
        Of the coordinates at the frame, ``"EPSG:25833"``.
    town : shapely geometry or None
        See :func:`flurinfill.cartography.inset.town_shape`; shown with the sheet in it.

    Raises
    ------
    GateClosed
        ``owner_map_stays`` when colours tell whose a plot is, ``marking_missing``.
    """

    seen: SeenMap
    title: str
    scale: int
    paper: Paper
    landscape: bool
    source: str
    data_state: date | None
    made_on: date
    marking: str
    ground: GroundPicture | None = None
    office: Office = NO_OFFICE
    crs: str = ""
    town: BaseGeometry | None = None

    def __post_init__(self) -> None:
        if self.seen.tells_owners:
            raise GateClosed("owner_map_stays")
        if not self.marking:
            raise GateClosed("marking_missing")

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the map: what the legend leaves."""
        width, height = MAP_MM[self.paper, self.landscape]
        lines, at = 1, 0.0
        for entry in self.seen.legend[:MOST_ENTRIES]:
            needed = _BOX_MM + _LETTER_MM * (len(entry.text) + 6)
            lines, at = (lines + 1, needed) if at + needed > width else (lines, at + needed)
        return width, height - _LINE_MM * (lines - 1)


def grid_line(scale: int, crs: str) -> str:
    """Say what the numbers at the frame count: ``Gitter 50 m · EPSG:25833``."""
    step = i18n.tr("Grid {metres} m", metres=i18n.number(spacing(scale)))
    return " · ".join(part for part in (step, crs) if part)


def ground_bounds(sheet: MapSheet) -> tuple[float, float, float, float]:
    """Return west, south, east, north of what a sheet shows, in the project's CRS."""
    width, height = (side / 1000 * sheet.scale for side in sheet.size_mm)
    x, y = sheet.seen.centre
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def ground_pixels(sheet: MapSheet) -> tuple[int, int]:
    """Width and height of a picture of the ground that is sharp on paper."""
    width, height = sheet.size_mm
    return round(width / 25.4 * DOTS_PER_INCH), round(height / 25.4 * DOTS_PER_INCH)


def ground_covered(scale: int, paper: Paper, *, landscape: bool) -> tuple[float, float]:
    """Width and height of the ground that a sheet shows at most, in metres."""
    width, height = MAP_MM[paper, landscape]
    return width / 1000 * scale, height / 1000 * scale


def write(sheet: MapSheet, path: Path) -> Path:
    """Write the sheet; the suffix ``.png`` makes a picture, everything else a PDF.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    data, pictures = content(sheet)
    if path.suffix.lower() == ".png":
        return write_bytes(path, compile_png("map.typ", data, pictures, DOTS_PER_INCH))
    return write_bytes(path, compile_pdf("map.typ", data, pictures))


def content(sheet: MapSheet) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and the map and swatches by file name."""
    width, height = sheet.size_mm
    scale = i18n.number(sheet.scale)
    alt = i18n.tr("Map 1 : {scale}: {title}", scale=scale, title=sheet.title)
    pictures = {
        "map.svg": map_svg(
            _layers(sheet),
            ground=sheet.ground.uri if sheet.ground is not None else "",
            dark_ground=sheet.ground is not None and sheet.ground.is_dark,
            width_mm=width,
            height_mm=height,
            centre=sheet.seen.centre,
            scale=sheet.scale,
            labels=sheet.seen.labels,
            kinds=sheet.seen.kinds,
            grid=True,
            town=sheet.town,
            title=sheet.title,
            alt=alt,
        )
    }
    legend = _legend(sheet.seen.legend, pictures)
    disclaimer = i18n.label("disclaimer", disclaimer_code(Audience.INTERNAL))
    data = {
        **look(sheet.office),
        "title": displayable(sheet.title),
        "description": disclaimer,
        "date": day_parts(sheet.made_on),
        "lang": i18n.language(),
        "head": displayable(head_line(sheet.office.town)),
        "marking": i18n.label("marking", sheet.marking),
        "source": " · ".join(
            [
                fields.source_line(sheet.source, sheet.data_state),
                *([sheet.ground.credit] if sheet.ground is not None and sheet.ground.credit else []),
                i18n.tr("made on {day}", day=i18n.day(sheet.made_on)),
            ]
        ),
        "page_word": i18n.tr("Page"),
        "disclaimer": disclaimer,
        "paper": sheet.paper,
        "landscape": sheet.landscape,
        "scale": i18n.tr("Scale 1 : {scale}", scale=scale),
        "grid": grid_line(sheet.scale, sheet.crs),
        "legend_title": displayable(sheet.seen.legend_title),
        "map": {"file": "map.svg", "width": width, "alt": alt, "legend": legend},
    }
    return data, pictures


def _layers(sheet: MapSheet) -> Sequence[MapLayer]:
    """Layers of a sheet, translucent over a picture of the ground."""
    if sheet.ground is None:
        return sheet.seen.layers
    return over_picture(sheet.seen.layers, dark=sheet.ground.is_dark)


def _legend(entries: Sequence[LegendEntry], pictures: dict[str, str]) -> list[dict[str, str]]:
    legend = []
    for number, entry in enumerate(entries[:MOST_ENTRIES]):
        file = f"swatch-{number}.svg"
        pictures[file] = swatch_svg(entry.style, *SWATCH_MM)
        count = i18n.number(entry.count) if entry.count else ""
        legend.append({"file": file, "text": displayable(entry.text), "count": count})
    return legend
