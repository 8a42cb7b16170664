"""Maps as SVG, for papers (Typst) and printing: text stays text, hatches are patterns.

All coordinates are whole hundredths of a millimetre, which keeps the files small and is finer than
any printer. Only what Typst's renderer knows is used: paths, patterns, one clip, plain text.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.grid import grid_marks, spacing
from flurinfill.cartography.inset import inset_card
from flurinfill.cartography.labels import LabelKind, LabelSource, Letters, StreetName, place
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.scalebar import round_scale
from flurinfill.cartography.shapes import Bounds, Shapes
from flurinfill.cartography.svg_furniture import (
    FONT,
    UNIT,
    Box,
    legend_card,
    north_arrow,
    paper_width,
    pattern,
    pattern_id,
    scale_card,
    swatch,
    text_element,
)
from flurinfill.cartography.symbology import DARK, LIGHT, Hatch, Style, Theme
from flurinfill.cartography.view import View

__all__ = ["MapLayer", "map_svg", "round_scale", "swatch_svg"]

_LEAST_LABELLED_SCALE = 5000  # smaller scales would be a carpet of numbers
_LETTERS_MM = 2.1
_WRITTEN_UP_TO = {
    LabelKind.NUMBERS: 3000,
    LabelKind.STREETS: 10_000,
    LabelKind.HOUSES: 1500,
    LabelKind.CASES: 7500,
}
"""Scale denominator up to which each kind of label is written."""
_BLEED_MM = 3.0  # drawn beyond the frame, so that no outline follows the edge of the paper


@dataclass(frozen=True)
class MapLayer:
    """Geometries drawn alike, or each in its own style.

    Attributes
    ----------
    geometries : sequence of shapely geometries
        In one metric CRS; lines are drawn with the outline colour.
    style : Style
        For all, unless ``styles`` is given.
    styles : sequence of Style
        One per geometry.
    labels : sequence of str
        One per geometry, ``""`` for none; written inside where it fits.
    label_mm : float
        Size of the label's letters.
    label_colour : str
        ``"#rrggbb"``.
    label_halo : str
        Colour of the seam around the letters: that of the ground they stand on.
    line_mm : float
        Width of the outline, less below 1:4.000; strong styles get three times as much.
    """

    geometries: Sequence[BaseGeometry]
    style: Style = LIGHT.parcel
    styles: Sequence[Style] = ()
    labels: Sequence[str] = ()
    label_mm: float = 2.1
    label_colour: str = "#3c4248"
    label_halo: str = LIGHT.halo
    line_mm: float = 0.13


@dataclass(frozen=True)
class _Sheet:
    """Paper and place: a view whose pixels are hundredths of a millimetre."""

    view: View
    width: int
    height: int
    scale: int
    styles: list[Style] = field(default_factory=list)

    @property
    def window(self) -> Bounds:
        """What the paper shows, with some more around it."""
        more = 2 * _BLEED_MM * UNIT
        return self.view.bounds(self.width + more, self.height + more)

    @property
    def frame(self) -> Bounds:
        """What the paper shows."""
        return self.view.bounds(self.width, self.height)

    def placed(self, coords: NDArray[np.float64]) -> NDArray[np.int64]:
        """World to hundredths of a millimetre."""
        x = (coords[:, 0] - self.view.center_x) / self.view.metres_per_pixel + self.width / 2
        y = (self.view.center_y - coords[:, 1]) / self.view.metres_per_pixel + self.height / 2
        return np.rint(np.column_stack([x, y])).astype(np.int64)


def map_svg(
    layers: Sequence[MapLayer],
    *,
    width_mm: float,
    height_mm: float,
    bounds: Bounds | None = None,
    centre: tuple[float, float] | None = None,
    scale: int | None = None,
    street_names: Sequence[StreetName] = (),
    labels: LabelSource | None = None,
    kinds: Collection[LabelKind] = frozenset(LabelKind),
    legend: Sequence[LegendEntry] = (),
    legend_title: str = "",
    ground: str = "",
    dark_ground: bool = False,
    scale_bar: bool = True,
    north: bool = True,
    grid: bool = False,
    town: BaseGeometry | None = None,
    source: str = "",
    title: str = "",
    alt: str = "",
) -> str:
    """Draw a map.

    Parameters
    ----------
    layers : sequence of MapLayer
        From bottom to top.
    width_mm, height_mm : float
        Size of the whole picture with its frame.
    bounds : west, south, east, north, optional
        What must be seen; without ``scale`` a round scale is chosen for it. Default: all layers.
    centre, scale : optional
        Fixed centre, fixed scale denominator.
    street_names : sequence of StreetName
        Written along their lines where there is room.
    labels : LabelSource, optional
        Texts beside those of the layers; each kind is written up to the scale that suits it.
    kinds : collection of LabelKind
        What of ``labels`` is written.
    legend, legend_title : optional
        Explained in a card in the lower left corner.
    ground : str
        Picture below all layers that fills the frame, as data URI.
    dark_ground : bool
        Texts become light on it.
    scale_bar, north, grid : bool
        Furniture: scale bar, north arrow, coordinates at the frame.
    town : shapely geometry, optional
        Shown in the lower left corner with the sheet in it, unless the sheet shows it all.
    source : str
        Source and data state, e.g. ``"Quelle: GeoSN, dl-de/by-2-0 · Datenstand 01.11.2026"``.
    title, alt : str
        For assistive technology.

    Returns
    -------
    str
        An SVG document, font ``Source Sans Pro``.

    Raises
    ------
    ValueError
        When neither bounds nor centre nor any geometry says where the map is.
    """
    sheet = _sheet(layers, width_mm, height_mm, bounds, centre, scale)
    drawn = "".join(_layer(layer, sheet) for layer in layers)
    cards, taken = _furniture(sheet, legend, legend_title, scale_bar, source, north, town)
    if grid:
        marks, written = grid_marks(sheet.frame, sheet.width, sheet.height, spacing(sheet.scale), taken)
        cards, taken = marks + cards, taken + written
    texts = "".join(_labels(layer, sheet, () if i else street_names, taken) for i, layer in enumerate(layers))
    if labels is not None:
        texts += _written(
            labels, kinds, sheet, taken, DARK if dark_ground else LIGHT, on_picture=bool(ground)
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_mm:g}mm" height="{height_mm:g}mm" '
        f'viewBox="0 0 {sheet.width} {sheet.height}" role="img" aria-label={quoteattr(alt or title)}>'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>"
        f"{_definitions(sheet, legend)}"
        f'<g clip-path="url(#frame)" stroke-linejoin="round">'
        f"{_below(sheet, ground)}{drawn}</g>"
        f'<g font-family="{FONT}">{texts}{cards}</g>'
        f"{_frame(sheet)}</svg>"
    )


def _furniture(
    sheet: _Sheet,
    legend: Sequence[LegendEntry],
    legend_title: str,
    scale_bar: bool,
    source: str,
    north: bool,
    town: BaseGeometry | None,
) -> tuple[str, list[Box]]:
    """Cards in the corners, and what they cover."""
    cards = []
    if legend:
        cards.append(legend_card(legend, legend_title, sheet.height))
    if scale_bar or source:
        cards.append(scale_card(sheet.width, sheet.height, sheet.scale, scale_bar, source))
    if north:
        cards.append(north_arrow(sheet.width))
    if town is not None and not shapely.box(*sheet.frame).covers(town):
        cards.append(inset_card(town, sheet.frame, sheet.height))
    return "".join(card for card, _ in cards), [box for _, box in cards]


def _definitions(sheet: _Sheet, legend: Sequence[LegendEntry]) -> str:
    """The clip at the frame, and a pattern for each hatch on the map and in its legend."""
    styles = [*sheet.styles, *(entry.style for entry in legend)]
    by_id = {pattern_id(style): pattern(style) for style in styles if style.hatch is not Hatch.NONE}
    patterns = "".join(by_id[name] for name in sorted(by_id))
    clip = f'<clipPath id="frame"><rect width="{sheet.width}" height="{sheet.height}"/></clipPath>'
    return f"<defs>{clip}{patterns}</defs>"


def _below(sheet: _Sheet, ground: str) -> str:
    """Paper, and the picture that lies on it."""
    size = f'width="{sheet.width}" height="{sheet.height}"'
    paper = f'<rect {size} fill="{LIGHT.background}"/>'
    if not ground:
        return paper
    return f'{paper}<image {size} preserveAspectRatio="none" href={quoteattr(ground)}/>'


def _frame(sheet: _Sheet) -> str:
    return (
        f'<rect x="10" y="10" width="{sheet.width - 20}" height="{sheet.height - 20}" fill="none" '
        f'stroke="{LIGHT.muted}" stroke-width="14"/>'
    )


def swatch_svg(style: Style, width_mm: float = 6.0, height_mm: float = 3.5) -> str:
    """Draw a legend's little box alone, for legends that a paper sets itself."""
    w, h = round(width_mm * UNIT), round(height_mm * UNIT)
    defs = f"<defs>{pattern(style)}</defs>" if style.hatch is not Hatch.NONE else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_mm:g}mm" height="{height_mm:g}mm" '
        f'viewBox="0 0 {w} {h}">{defs}{swatch(style, 10, 10, w - 20, h - 20)}</svg>'
    )


def _sheet(
    layers: Sequence[MapLayer],
    width_mm: float,
    height_mm: float,
    bounds: Bounds | None,
    centre: tuple[float, float] | None,
    scale: int | None,
) -> _Sheet:
    if bounds is None and (centre is None or scale is None):
        bounds = Shapes([geometry for layer in layers for geometry in layer.geometries]).bounds()
        if bounds is None:
            raise ValueError("nothing says where the map is")
    if scale is None:
        assert bounds is not None
        scale = round_scale(bounds, width_mm, height_mm)
    if centre is None:
        assert bounds is not None
        centre = ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    view = View(*centre, scale / 1000 / UNIT)
    return _Sheet(view, round(width_mm * UNIT), round(height_mm * UNIT), scale)


def _layer(layer: MapLayer, sheet: _Sheet) -> str:
    """One path per style: weak ones below, strong ones above."""
    shapes = np.empty(len(layer.geometries), dtype=object)
    shapes[:] = list(layer.geometries)
    seen = np.flatnonzero(shapely.intersects(shapes, shapely.box(*sheet.window)))
    if not len(seen):
        return ""
    clipped = shapely.clip_by_rect(shapes[seen], *sheet.window)
    by_style: dict[Style, list[BaseGeometry]] = {}
    for index, geometry in zip(seen.tolist(), clipped, strict=True):
        by_style.setdefault(layer.styles[index] if layer.styles else layer.style, []).append(geometry)
    sheet.styles.extend(by_style)
    return "".join(
        _path(style, by_style[style], layer.line_mm, sheet)
        for style in sorted(by_style, key=lambda s: s.strong)
    )


def _path(style: Style, geometries: list[BaseGeometry], line_mm: float, sheet: _Sheet) -> str:
    parts = shapely.get_parts(shapely.get_parts(np.array(geometries, dtype=object)))
    areas = shapely.orient_polygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
    lines = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    data = _data(shapely.get_rings(areas), sheet, closed=True)
    thinner = min(1.0, max(0.35, (4000 / sheet.scale) ** 0.5))
    stroke = round(line_mm * UNIT * (3 if style.strong else 1) * thinner)
    outline = f'stroke="{style.outline}" stroke-width="{stroke}"' if style.outline else ""
    if style.dashed:
        outline += f' stroke-dasharray="{4 * stroke + 60} {2 * stroke + 40}"'
    fill = style.fill or "none"
    opacity = f' fill-opacity="{style.opacity:g}"' if style.opacity < 1 else ""
    drawn = f'<path d="{data}" fill="{fill}"{opacity} {outline}/>' if data else ""
    if data and style.hatch is not Hatch.NONE:
        drawn += f'<path d="{data}" fill="url(#{pattern_id(style)})"/>'
    traced = _data(lines, sheet, closed=False)
    return drawn + (f'<path d="{traced}" fill="none" {outline}/>' if traced else "")


def _data(rings: NDArray[np.object_], sheet: _Sheet, *, closed: bool) -> str:
    """Path data in relative whole numbers; points that fall together are left out."""
    pieces = []
    coords, ring_of = shapely.get_coordinates(rings, return_index=True)
    points = sheet.placed(coords)
    for ring in np.split(points, np.flatnonzero(np.diff(ring_of)) + 1) if len(points) else []:
        steps = np.diff(ring, axis=0)
        steps = steps[(steps != 0).any(axis=1)]
        if closed:
            steps = steps[:-1]  # the way back is the z
        if len(steps) < (2 if closed else 1):
            continue
        x, y = ring[0]
        way = " ".join(f"{dx} {dy}" for dx, dy in steps.tolist()).replace(" -", "-")
        pieces.append(f"M{x} {y}l{way}{'z' if closed else ''}")
    return "".join(pieces)


def _labels(layer: MapLayer, sheet: _Sheet, streets: Sequence[StreetName], taken: Sequence[Box]) -> str:
    numbered = bool(layer.labels) and sheet.scale <= _LEAST_LABELLED_SCALE
    if not numbered and not streets:
        return ""
    size = layer.label_mm * UNIT
    shapes = Shapes(layer.geometries)
    texts = layer.labels if numbered else [""] * len(shapes)
    source = LabelSource.build(shapes, texts, streets)
    # the grid of the placement counts in pixels of a quarter of a millimetre
    cell = UNIT / 4
    letters = Letters(size / cell * paper_width("0"), size / cell * 1.05)
    view = View(sheet.view.center_x, sheet.view.center_y, sheet.view.metres_per_pixel * cell)
    boxes = [(west / cell, upper / cell, east / cell, lower / cell) for west, upper, east, lower in taken]
    size_in_cells = (sheet.width / cell, sheet.height / cell)
    placed = place(source, view, *size_in_cells, letters, at_any_scale=True, taken=boxes)
    out = []
    for label in placed:
        x, y = sheet.view.to_pixel(label.x, label.y, sheet.width, sheet.height)
        colour = LIGHT.muted if label.street else layer.label_colour
        halo = LIGHT.halo if label.street else layer.label_halo
        out.append(text_element(label.text, x, y + size * 0.33, size, colour, angle=-label.angle, halo=halo))
    return "".join(out)


def _written(
    source: LabelSource,
    kinds: Collection[LabelKind],
    sheet: _Sheet,
    taken: Sequence[Box],
    ink: Theme,
    *,
    on_picture: bool,
) -> str:
    """Write texts of all kinds; house numbers smaller, case numbers bolder than parcel numbers."""
    wanted = {kind for kind in kinds if sheet.scale <= _WRITTEN_UP_TO[kind]}
    cell = UNIT / 4
    size = _LETTERS_MM * UNIT
    letters = Letters(size / cell * paper_width("0"), size / cell * 1.05)
    view = View(sheet.view.center_x, sheet.view.center_y, sheet.view.metres_per_pixel * cell)
    boxes = [(west / cell, upper / cell, east / cell, lower / cell) for west, upper, east, lower in taken]
    size_in_cells = (sheet.width / cell, sheet.height / cell)
    placed = place(source, view, *size_in_cells, letters, kinds=wanted, at_any_scale=True, taken=boxes)
    out = []
    for label in placed:
        x, y = sheet.view.to_pixel(label.x, label.y, sheet.width, sheet.height)
        quiet = label.kind in (LabelKind.STREETS, LabelKind.HOUSES)
        high = size * (0.85 if label.kind is LabelKind.HOUSES else 1.0)
        out.append(
            text_element(
                label.text,
                x,
                y + high * 0.33,
                high,
                ink.muted if quiet and not on_picture else ink.text,
                angle=-label.angle,
                bold=label.kind is LabelKind.CASES,
                halo=ink.halo,
            )
        )
    return "".join(out)
