"""The maps of the papers: one site with its neighbours, where it lies, and all sites at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import atan2, degrees, hypot

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from flurinfill import i18n
from flurinfill.cartography.labels import StreetName
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.sketch import Sketch, style_of_sketch
from flurinfill.cartography.svg import MapLayer, map_svg, round_scale
from flurinfill.cartography.svg_furniture import UNIT
from flurinfill.cartography.symbology import (
    CLASS_STYLE,
    LIGHT,
    Style,
    style_of_class,
    style_of_land_use,
)
from flurinfill.model.potential import LandUse, PotentialClass
from flurinfill.reports import fields
from flurinfill.reports.ground_picture import GroundOf, GroundPicture, over_picture
from flurinfill.reports.papers.numbering import numbered
from flurinfill.reports.papers.typesetting import displayable
from flurinfill.reports.release import Background, Release

SITE_CONTEXT_M = 18.0
"""How much of the neighbourhood a site's own map shows at least, in metres."""
PARCELS_UP_TO = 6_000
BUILDINGS_UP_TO = 25_000
NUMBERS_UP_TO = 3_000
NAMES_UP_TO = 10_000
"""Scale denominators up to which parcels, buildings, parcel numbers and names are drawn."""
MOST_PARCELS = 30_000
LOCATION_SCALE = 10_000
GROUND_DPI = 170
"""Of an orthophoto below a map."""
_RING_MM = 4.5
_GRID_SHARE = 1 / 3
_NAME_REACH_MM = 12.0
_SCALE_CARD_MM = 12.0
_RED = "#b3261e"


@dataclass(frozen=True)
class Picture:
    """A map for a paper: the SVG, its size in mm, its scale denominator, description and legend.

    ``credit`` says whose picture of the ground lies below it; ``""`` for none.
    ``below`` is the file name of the picture that it is laid over. ``bounds`` are west, south, east and
    north of what it shows.
    """

    svg: str
    width_mm: float
    height_mm: float
    scale: int
    alt: str
    legend: tuple[LegendEntry, ...] = ()
    credit: str = ""
    below: str = ""
    bounds: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


def site_map(
    release: Release,
    no: int,
    width_mm: float,
    height_mm: float,
    *,
    marked: bool = False,
    sketch: Sketch | None = None,
    at_least: int = 0,
    ground: GroundOf | None = None,
    grid: bool = False,
) -> Picture:
    """Draw one site with its neighbours, at a round scale; marked red where its colour says nothing.

    A sketch is drawn over it and explained in the legend. The scale denominator is ``at_least`` that,
    so that many sites are seen at the same scale. ``ground`` gives an orthophoto to lie below. With
    ``grid`` coordinates stand at the frame.
    """
    shape = release.sites.geometry[no]
    west, south, east, north = shape.bounds
    bounds = (west - SITE_CONTEXT_M, south - SITE_CONTEXT_M, east + SITE_CONTEXT_M, north + SITE_CONTEXT_M)
    scale = max(at_least, round_scale(bounds, width_mm, height_mm))
    sheet = _Sheet.around(bounds, scale, width_mm, height_mm)
    site = MapLayer([shape], style=_site_styles(release)[no - 1], line_mm=0.28)
    alt = i18n.tr(
        "Map 1 : {scale} of {place} with the neighbouring plots and buildings",
        scale=i18n.number(sheet.scale),
        place=_place(release, no),
    )
    around = release.background
    legend = (_legend_of(release, no), *_ground_legend(around, sheet))
    own_houses = MapLayer(list(_seen(around.buildings, shape).geometry), style=LIGHT.building, line_mm=0.1)
    picture = _ground_picture(ground, sheet)
    plain = sketch is None and picture is None  # else a building or a photo lies below a number
    halo = site.style.fill if plain else LIGHT.halo
    layers = [*_ground(around, sheet, shape), site, own_houses, _own_numbers(around, shape, halo)]
    if marked:
        layers.append(MapLayer([shape], style=Style("", _RED), line_mm=0.6))
        legend = (replace(legend[0], style=replace(legend[0].style, outline=_RED)), *legend[1:])
    if sketch is not None:
        layers += [MapLayer([shape], style=style_of_sketch(code)) for code, shape in sketch.drawn]
        legend = (legend[0], *sketch.entries(), *legend[1:])
    return sheet.drawn(
        _over(picture, layers), _street_names(around.land, sheet), alt, legend, grid=grid, picture=picture
    )


def location_map(
    release: Release,
    no: int,
    width_mm: float,
    height_mm: float,
    *,
    scale: int = LOCATION_SCALE,
    grounds: Grounds | None = None,
) -> Picture:
    """Draw where a site lies in the town: marked red, and circled where it is small.

    Parameters
    ----------
    release : Release
    no : int
    width_mm, height_mm : float
    scale : int
        Denominator; a larger site has a smaller scale.
    grounds : Grounds, optional
        Where many sites are shown: what lies below is drawn once for those near to each other, and the
        site is then not quite in the middle. Only the mark is in the picture; ``below`` names the ground.
    """
    shape = release.sites.geometry[no]
    scale = max(scale, round_scale(shape.bounds, width_mm, height_mm))
    sheet = _Sheet.around(shape.bounds, scale, width_mm, height_mm)
    alt = i18n.tr(
        "Location map 1 : {scale}: {place} is marked red",
        scale=i18n.number(scale),
        place=_place(release, no),
    )
    if grounds is not None:
        sheet = sheet.snapped()
        below = grounds.below(sheet, lambda: _location_ground(release, sheet).svg)
        return Picture(_mark_svg(shape, sheet), width_mm, height_mm, scale, alt, below=below)
    ground = _location_ground(release, sheet, alt)
    marks = _mark_svg(shape, sheet, size=(sheet.width_mm * UNIT, sheet.height_mm * UNIT))
    return replace(ground, svg=ground.svg.removesuffix("</svg>") + marks + "</svg>")


class Grounds:
    """The grounds of location maps by file name, each drawn once."""

    def __init__(self, pictures: dict[str, str]) -> None:
        self._pictures = pictures
        self._names: dict[object, str] = {}

    def below(self, key: object, draw: Callable[[], str]) -> str:
        """Return the file name of a ground; it is drawn when it is not there yet."""
        if key not in self._names:
            self._names[key] = f"ground-{len(self._names) + 1}.svg"
            self._pictures[self._names[key]] = draw()
        return self._names[key]


def _location_ground(release: Release, sheet: _Sheet, alt: str = "") -> Picture:
    names = _street_names(release.background.land, sheet)
    return sheet.drawn(_ground(release.background, sheet, sheet.frame), names, alt, (), north=False)


def _mark_svg(shape: BaseGeometry, sheet: _Sheet, size: tuple[float, float] | None = None) -> str:
    """Fill a site red, and circle it where it is small; of a size inside another drawing, or on its own."""
    rings = shapely.get_rings(shapely.get_parts(shape))
    path = "".join(_ring_data(shapely.get_coordinates(ring), sheet) for ring in rings)
    marks = f'<path d="{path}" fill="{_RED}" fill-rule="evenodd" stroke="{_RED}" stroke-width="0.3"/>'
    if shape.minimum_rotated_rectangle.length < 6 * sheet.scale * _RING_MM / 1000:
        x, y = sheet.place(shape.centroid)
        ring = f'cx="{x:.2f}" cy="{y:.2f}" r="{_RING_MM}" fill="none"'
        marks += f'<circle {ring} stroke="{_RED}" stroke-width="0.5"/>'
    wide, high = sheet.width_mm, sheet.height_mm
    width, height = (f"{wide:g}mm", f"{high:g}mm") if size is None else (f"{side:g}" for side in size)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {wide:g} {high:g}">{marks}</svg>'
    )


def _ring_data(coords: NDArray[np.float64], sheet: _Sheet) -> str:
    places = [sheet.place(Point(x, y)) for x, y in coords.tolist()]
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in places) + "z"


def way_map(release: Release, width_mm: float, height_mm: float) -> Picture:
    """Draw all sites with their numbers, and a line from each to the next."""
    return overview_map(release, width_mm, height_mm, numbers=list(release.sites.index), joined=True)


def overview_map(
    release: Release,
    width_mm: float,
    height_mm: float,
    *,
    numbers: Sequence[int] | None = None,
    joined: bool = False,
    grid: bool = False,
) -> Picture:
    """Draw all sites, coloured by class where the audience may know it.

    Parameters
    ----------
    release : Release
        From the gate.
    width_mm, height_mm : float
        Size of the map.
    numbers : sequence of int, optional
        Only these sites decide what the map shows, and they get their numbers in circles; without
        it the map shows all sites, and no numbers.
    joined : bool
        A line runs from each of these sites to the next.
    grid : bool
        Coordinates stand at the frame.
    """
    shapes = release.sites.geometry
    chosen = shapes if numbers is None else shapes.loc[list(numbers)]
    sheet = _Sheet.around(chosen.total_bounds, sheet_scale(chosen, width_mm, height_mm), width_mm, height_mm)
    sites = MapLayer(list(shapes), styles=_site_styles(release), line_mm=0.18)
    scale, count = i18n.number(sheet.scale), i18n.number(len(chosen))
    alt = i18n.tr(
        "Overview map 1 : {scale} with {count} sites; the table lists them", scale=scale, count=count
    )
    around = release.background
    names = _street_names(around.land, sheet) if sheet.scale <= NAMES_UP_TO else []
    layers = [*_ground(around, sheet, sheet.frame), sites]
    if joined and len(chosen) > 1:
        way = LineString(list(chosen.representative_point()))
        layers.append(MapLayer([way], style=Style("", _RED), line_mm=0.9))
    picture = sheet.drawn(layers, names, alt, site_legend(release, numbers), grid=grid)
    if numbers is None:
        return picture
    anchors = [sheet.place(shape.representative_point()) for shape in chosen]
    return replace(picture, svg=numbered(picture.svg, list(numbers), anchors))


def sheet_scale(shapes: gpd.GeoSeries, width_mm: float, height_mm: float) -> int:
    """Scale denominator at which :func:`overview_map` shows these sites clear of the scale bar."""
    west, south, east, north = shapes.total_bounds
    more = SITE_CONTEXT_M * 2
    bounds = (west - more, south - more, east + more, north + more)
    return round_scale(bounds, width_mm, height_mm - 2 * _SCALE_CARD_MM)


def site_legend(release: Release, numbers: Sequence[int] | None = None) -> tuple[LegendEntry, ...]:
    """Legend of these sites: the classes that occur, or one line where the class must not be told."""
    sites = release.sites if numbers is None else release.sites.loc[list(numbers)]
    if "potential" not in sites:
        return (LegendEntry("paper_legend", "site", CLASS_STYLE[PotentialClass.GAP], len(sites)),)
    counts = sites["potential"].astype("str").value_counts()
    return tuple(
        LegendEntry("PotentialClass", code.value, style_of_class(code.value), int(counts[code.value]))
        for code in PotentialClass
        if code.value in counts
    )


@dataclass(frozen=True)
class _Sheet:
    """A piece of paper laid over the world."""

    x: float
    y: float
    scale: int
    width_mm: float
    height_mm: float

    @classmethod
    def around(cls, bounds: Sequence[float], scale: int, width_mm: float, height_mm: float) -> _Sheet:
        west, south, east, north = bounds
        return cls((west + east) / 2, (south + north) / 2, scale, width_mm, height_mm)

    def snapped(self) -> _Sheet:
        """Move the sheet to the next place of a grid, at most by a sixth of its sides."""
        step = min(self.width_mm, self.height_mm) / 1000 * self.scale * _GRID_SHARE
        return replace(self, x=round(self.x / step) * step, y=round(self.y / step) * step)

    @property
    def frame(self) -> BaseGeometry:
        """What the paper shows of the world, as a rectangle."""
        half_width, half_height = self.width_mm / 2000 * self.scale, self.height_mm / 2000 * self.scale
        return box(self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height)

    def place(self, point: Point) -> tuple[float, float]:
        """World to mm from the upper left corner."""
        per_metre = 1000 / self.scale
        return (point.x - self.x) * per_metre + self.width_mm / 2, (
            self.y - point.y
        ) * per_metre + self.height_mm / 2

    def drawn(
        self,
        layers: Sequence[MapLayer],
        names: Sequence[StreetName],
        alt: str,
        legend: Sequence[LegendEntry],
        *,
        north: bool = True,
        grid: bool = False,
        picture: GroundPicture | None = None,
    ) -> Picture:
        svg = map_svg(
            layers,
            ground=picture.uri if picture is not None else "",
            dark_ground=picture is not None and picture.is_dark,
            width_mm=self.width_mm,
            height_mm=self.height_mm,
            centre=(self.x, self.y),
            scale=self.scale,
            street_names=names,
            north=north,
            grid=grid,
            alt=alt,
        )
        credit = picture.credit if picture is not None else ""
        return Picture(
            svg,
            self.width_mm,
            self.height_mm,
            self.scale,
            alt,
            tuple(legend),
            credit,
            bounds=self.frame.bounds,
        )


def _ground_picture(ground: GroundOf | None, sheet: _Sheet) -> GroundPicture | None:
    """Ask for the picture of what a sheet shows, sharp in print."""
    if ground is None:
        return None
    width, height = (round(side / 25.4 * GROUND_DPI) for side in (sheet.width_mm, sheet.height_mm))
    return ground(sheet.frame.bounds, width, height)


def _over(picture: GroundPicture | None, layers: Sequence[MapLayer]) -> Sequence[MapLayer]:
    """Layers as they are, or translucent over a picture of the ground."""
    return layers if picture is None else over_picture(layers, dark=picture.is_dark)


def _ground(around: Background, sheet: _Sheet, silent: BaseGeometry) -> list[MapLayer]:
    """Draw parcels with numbers, land and buildings, as far as the scale can carry them.

    The parcels come first even where they are not drawn: the lowest layer carries the names. No
    number is written where ``silent`` is.
    """
    frame, scale = sheet.frame, sheet.scale
    parcels = _seen(around.parcels, frame)
    if len(parcels) > MOST_PARCELS:
        parcels = parcels[:0]
    outline = LIGHT.parcel.outline if scale <= PARCELS_UP_TO else ""
    land = _seen(around.land, frame)
    numbers = _numbers(parcels, [*land.geometry, silent]) if scale <= NUMBERS_UP_TO else []
    styles = [style_of_land_use(kind) for kind in land["kind"]]
    layers = [
        MapLayer(
            list(parcels.geometry), style=Style(LIGHT.parcel.fill, outline), labels=numbers, label_mm=2.2
        ),
        MapLayer(list(land.geometry), styles=styles, line_mm=0.1),
    ]
    if scale <= BUILDINGS_UP_TO:
        layers.append(
            MapLayer(list(_seen(around.buildings, frame).geometry), style=LIGHT.building, line_mm=0.1)
        )
    return layers


def _numbers(parcels: gpd.GeoDataFrame, silent: Sequence[BaseGeometry]) -> list[str]:
    """Numbers of the parcels, but for those of ways and waters (their names say more) and sites."""
    inside = parcels.geometry.representative_point()
    hidden = set(inside.sindex.query(silent, predicate="contains")[1])
    texts = (displayable(str(number)) for number in parcels["number"])
    return ["" if position in hidden else text for position, text in enumerate(texts)]


def _own_numbers(around: Background, shape: BaseGeometry, halo: str) -> MapLayer:
    """Write the numbers of the site's own parcels, large, on its colour."""
    near = _seen(around.parcels, shape)
    own = near[near.geometry.representative_point().within(shape)]
    labels = [displayable(str(number)) for number in own["number"]]
    return MapLayer(
        list(own.geometry),
        style=Style("", ""),
        labels=labels,
        label_mm=3.2,
        label_colour="#14181b",
        label_halo=halo,
    )


def _street_names(land: gpd.GeoDataFrame, sheet: _Sheet) -> list[StreetName]:
    """Names of ways and waters, once each, along the largest piece that is seen."""
    seen = _seen(land[land["name"] != ""], sheet.frame)
    if seen.empty:
        return []
    pieces = seen.assign(geometry=shapely.clip_by_rect(seen.geometry.to_numpy(), *sheet.frame.bounds))
    pieces = pieces.assign(size=pieces.geometry.area).sort_values("size").drop_duplicates("name", keep="last")
    reach = sheet.scale * _NAME_REACH_MM / 1000
    return [
        _along(piece, displayable(str(name)), reach)
        for name, piece in zip(pieces["name"][::-1], pieces.geometry[::-1], strict=True)
        if not piece.is_empty
    ]


def _along(piece: BaseGeometry, name: str, reach: float) -> StreetName:
    """Put a name in the middle of a piece, turned as the piece runs there."""
    middle = piece.centroid if piece.contains(piece.centroid) else piece.representative_point()
    local = piece.intersection(middle.buffer(reach))
    corners = shapely.get_coordinates(shapely.oriented_envelope(local))
    if len(corners) < 4:
        return StreetName(middle, name)
    sides = [corners[1] - corners[0], corners[2] - corners[1]]
    across, up = max(sides, key=lambda side: float(hypot(*side)))
    angle = degrees(atan2(up, across))
    return StreetName(middle, name, angle - 180 * round(angle / 180))


def _seen(frame: gpd.GeoDataFrame, window: BaseGeometry) -> gpd.GeoDataFrame:
    return frame.iloc[sorted(frame.sindex.query(window, predicate="intersects"))]


def _site_styles(release: Release) -> list[Style]:
    if "potential" not in release.sites:
        return [CLASS_STYLE[PotentialClass.GAP]] * len(release.sites)
    return [style_of_class(str(code)) for code in release.sites["potential"]]


def _legend_of(release: Release, no: int) -> LegendEntry:
    if "potential" not in release.sites:
        return LegendEntry("paper_legend", "site", CLASS_STYLE[PotentialClass.GAP])
    code = str(release.sites["potential"][no])
    return LegendEntry("PotentialClass", code, style_of_class(code))


def _ground_legend(around: Background, sheet: _Sheet) -> list[LegendEntry]:
    """Explain what else the map shows: plots, buildings, and the kinds of land in the frame."""
    entries = [LegendEntry("paper_legend", "parcel", LIGHT.parcel)]
    if sheet.scale <= BUILDINGS_UP_TO and len(_seen(around.buildings, sheet.frame)):
        entries.append(LegendEntry("paper_legend", "building", LIGHT.building))
    kinds = set(_seen(around.land, sheet.frame)["kind"])
    return entries + [
        LegendEntry("LandUse", kind.value, style_of_land_use(kind)) for kind in LandUse if kind in kinds
    ]


def _place(release: Release, no: int) -> str:
    row = release.sites.loc[no]
    return displayable(fields.place(row["numbers"], row["gemarkung"], row["flur"]))
