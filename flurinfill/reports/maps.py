"""The maps of the papers: one site with its neighbours, where it lies, and all sites at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, sin

import geopandas as gpd
import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from flurinfill import i18n
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.svg import MapLayer, map_svg, round_scale
from flurinfill.cartography.symbology import (
    CLASS_STYLE,
    LIGHT,
    Style,
    style_of_class,
    style_of_land_use,
)
from flurinfill.model.potential import PotentialClass
from flurinfill.reports import fields
from flurinfill.reports.release import Background, Release
from flurinfill.reports.typesetting import displayable

SITE_CONTEXT_M = 18.0
"""How much of the neighbourhood a site's own map shows at least, in metres."""
PARCELS_UP_TO = 6_000
BUILDINGS_UP_TO = 25_000
"""Scale denominators up to which parcels and buildings are drawn."""
LOCATION_SCALE = 10_000
_BUBBLE_MM = 2.3
_BUBBLE = Style("#ffffff", "#23282d")


@dataclass(frozen=True)
class Picture:
    """A map for a paper: the SVG, its size in mm, its scale denominator, and its description."""

    svg: str
    width_mm: float
    height_mm: float
    scale: int
    alt: str


def site_map(release: Release, no: int, width_mm: float, height_mm: float) -> Picture:
    """Draw one site with its neighbours, at a round scale."""
    shape = release.sites.geometry[no]
    west, south, east, north = shape.bounds
    bounds = (west - SITE_CONTEXT_M, south - SITE_CONTEXT_M, east + SITE_CONTEXT_M, north + SITE_CONTEXT_M)
    scale = round_scale(bounds, width_mm, height_mm)
    style = _site_styles(release)[no - 1]
    frame = _frame(bounds, scale, width_mm, height_mm)
    site = MapLayer([shape], style=style, line_mm=0.5)
    layers = [*_ground(release.background, frame, scale), site, _numbers(release, no, frame, scale)]
    alt = i18n.tr(
        "Map 1 : {scale} of {place} with the neighbouring plots and buildings",
        scale=i18n.number(scale),
        place=_place(release, no),
    )
    legend = [_legend_of(release, no), *_ground_legend(release.background, frame, scale)]
    return _drawn(layers, bounds, scale, width_mm, height_mm, alt, legend)


def location_map(release: Release, no: int, width_mm: float, height_mm: float) -> Picture:
    """Draw where a site lies in the town."""
    shape = release.sites.geometry[no]
    bounds = shape.bounds
    scale = max(LOCATION_SCALE, round_scale(bounds, width_mm, height_mm))
    frame = _frame(bounds, scale, width_mm, height_mm)
    around = shape.centroid.buffer(scale * 0.0045)
    ring = MapLayer([around], style=Style("", "#b3261e", strong=True), line_mm=0.6)
    site = MapLayer([shape], style=Style("#b3261e", "#b3261e"), line_mm=0.3)
    alt = i18n.tr(
        "Location map 1 : {scale}: {place} is marked with a red circle",
        scale=i18n.number(scale),
        place=_place(release, no),
    )
    layers = [*_ground(release.background, frame, scale), site, ring]
    return _drawn(layers, bounds, scale, width_mm, height_mm, alt, (), north=False)


def overview_map(release: Release, width_mm: float, height_mm: float) -> Picture:
    """Draw all sites, coloured by class where the audience may know it, with their numbers."""
    bounds = tuple(release.sites.total_bounds)
    scale = round_scale(bounds, width_mm, height_mm)
    frame = _frame(bounds, scale, width_mm, height_mm)
    shapes = list(release.sites.geometry)
    sites = MapLayer(shapes, styles=_site_styles(release), line_mm=0.3)
    alt = i18n.tr(
        "Overview map 1 : {scale} with {count} numbered sites; the table lists them",
        scale=i18n.number(scale),
        count=i18n.number(len(shapes)),
    )
    layers = [*_ground(release.background, frame, scale), sites, *_bubbles(shapes, scale)]
    return _drawn(layers, bounds, scale, width_mm, height_mm, alt, site_legend(release))


def site_legend(release: Release) -> list[LegendEntry]:
    """Legend of the sites: the classes that occur, or one line where the class must not be told."""
    if "potential" not in release.sites:
        return [LegendEntry("paper_legend", "site", CLASS_STYLE[PotentialClass.GAP], len(release.sites))]
    counts = release.sites["potential"].astype("str").value_counts()
    return [
        LegendEntry("PotentialClass", code.value, style_of_class(code.value), int(counts[code.value]))
        for code in PotentialClass
        if code.value in counts
    ]


def _drawn(
    layers: Sequence[MapLayer],
    bounds: tuple[float, float, float, float],
    scale: int,
    width_mm: float,
    height_mm: float,
    alt: str,
    legend: Sequence[LegendEntry],
    *,
    north: bool = True,
) -> Picture:
    west, south, east, north_edge = bounds
    svg = map_svg(
        layers,
        width_mm=width_mm,
        height_mm=height_mm,
        centre=((west + east) / 2, (south + north_edge) / 2),
        scale=scale,
        legend=legend,
        north=north,
        alt=alt,
    )
    return Picture(svg, width_mm, height_mm, scale, alt)


def _frame(
    bounds: tuple[float, float, float, float], scale: int, width_mm: float, height_mm: float
) -> BaseGeometry:
    """What the picture shows of the world, as a rectangle."""
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    half_width, half_height = width_mm / 2000 * scale, height_mm / 2000 * scale
    return box(x - half_width, y - half_height, x + half_width, y + half_height)


def _ground(around: Background, frame: BaseGeometry, scale: int) -> list[MapLayer]:
    layers = []
    if scale <= PARCELS_UP_TO:
        layers.append(MapLayer(list(_seen(around.parcels, frame).geometry), style=LIGHT.parcel))
    land = _seen(around.land, frame)
    styles = [style_of_land_use(kind) for kind in land["kind"]]
    layers.append(MapLayer(list(land.geometry), styles=styles, line_mm=0.1))
    if scale <= BUILDINGS_UP_TO:
        layers.append(
            MapLayer(list(_seen(around.buildings, frame).geometry), style=LIGHT.building, line_mm=0.1)
        )
    layers.append(_names(land, frame))
    return [layer for layer in layers if len(layer.geometries)]


def _names(land: gpd.GeoDataFrame, frame: BaseGeometry) -> MapLayer:
    """Names of ways and waters, once each, inside the largest piece that is seen."""
    named = land[land["name"] != ""]
    pieces = named.assign(geometry=named.geometry.intersection(frame))
    pieces = pieces.assign(size=pieces.geometry.area).sort_values("size").drop_duplicates("name", keep="last")
    names = [displayable(str(name)) for name in pieces["name"]]
    invisible = Style("", "")
    return MapLayer(
        list(pieces.geometry), style=invisible, labels=names, label_mm=2.1, label_colour=LIGHT.muted
    )


def _numbers(release: Release, no: int, frame: BaseGeometry, scale: int) -> MapLayer:
    """Parcel numbers over everything else."""
    parcels = (
        _seen(release.background.parcels, frame)
        if scale <= PARCELS_UP_TO // 2
        else release.background.parcels[:0]
    )
    clipped = parcels.geometry.intersection(frame)
    labels = [displayable(str(number)) for number in parcels["number"]]
    return MapLayer(list(clipped), style=Style("", ""), labels=labels, label_mm=2.2, label_colour=LIGHT.text)


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


def _ground_legend(around: Background, frame: BaseGeometry, scale: int) -> list[LegendEntry]:
    """Explain what else the map shows: plots, buildings, and the kinds of land in the frame."""
    entries = [LegendEntry("paper_legend", "parcel", LIGHT.parcel)]
    if scale <= BUILDINGS_UP_TO and len(_seen(around.buildings, frame)):
        entries.append(LegendEntry("paper_legend", "building", LIGHT.building))
    kinds = list(dict.fromkeys(_seen(around.land, frame)["kind"]))
    return entries + [
        LegendEntry("LandUse", str(kind), style_of_land_use(str(kind))) for kind in sorted(kinds)
    ]


def _place(release: Release, no: int) -> str:
    row = release.sites.loc[no]
    return displayable(fields.place(row["numbers"], row["gemarkung"], row["flur"]))


def _bubbles(shapes: Sequence[BaseGeometry], scale: int) -> list[MapLayer]:
    """Number every site in a little circle beside or on it; crowded ones move and keep a line to it."""
    anchors = [shape.representative_point() for shape in shapes]
    places = _spread([(point.x, point.y) for point in anchors], 2.15 * _BUBBLE_MM / 1000 * scale)
    radius = _BUBBLE_MM / 1000 * scale
    lines = [
        shapely.LineString([anchor, place])
        for anchor, place in zip(anchors, places, strict=True)
        if anchor.distance(Point(place)) > radius
    ]
    circles = [Point(place).buffer(radius) for place in places]
    labels = [str(no) for no in range(1, len(shapes) + 1)]
    numbers = MapLayer(
        circles, style=_BUBBLE, labels=labels, label_mm=2.0, line_mm=0.25, label_colour=LIGHT.text
    )
    return [MapLayer(lines, style=_BUBBLE, line_mm=0.25), numbers] if lines else [numbers]


def _spread(points: Sequence[tuple[float, float]], apart: float) -> list[tuple[float, float]]:
    """Move points as little as needed, on a spiral, until all are ``apart`` from the earlier ones."""
    taken: list[tuple[float, float]] = []
    for x, y in points:
        steps = ((x + cos(step) * apart * step / 9, y + sin(step) * apart * step / 9) for step in range(600))
        free = (spot for spot in steps if all(hypot(spot[0] - a, spot[1] - b) >= apart for a, b in taken))
        taken.append(next(free, (x, y)))
    return taken
