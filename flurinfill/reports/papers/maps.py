"""The maps of the papers: one site with its neighbours, and all sites at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from flurinfill import i18n
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.sketch import Sketch, style_of_sketch
from flurinfill.cartography.svg import MapLayer, round_scale
from flurinfill.cartography.symbology import (
    CLASS_STYLE,
    LIGHT,
    Style,
    style_of_class,
    style_of_land_use,
)
from flurinfill.model.potential import LandUse, PotentialClass
from flurinfill.reports.ground_picture import GroundOf, GroundPicture, over_picture
from flurinfill.reports.papers.map_ground import (
    BUILDINGS_UP_TO,
    MARK_RED,
    NAMES_UP_TO,
    Picture,
    Sheet,
    ground_layers,
    place_of,
    seen_in,
    street_names,
)
from flurinfill.reports.papers.numbering import numbered
from flurinfill.reports.papers.typesetting import displayable
from flurinfill.reports.release import Background, Release

SITE_CONTEXT_M = 18.0
"""How much of the neighbourhood a site's own map shows at least, in metres."""
GROUND_DPI = 170
"""Of an orthophoto below a map."""
_SCALE_CARD_MM = 12.0


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
    sheet = Sheet.around(bounds, scale, width_mm, height_mm)
    site = MapLayer([shape], style=_site_styles(release)[no - 1], line_mm=0.28)
    alt = i18n.tr(
        "Map 1 : {scale} of {place} with the neighbouring plots and buildings",
        scale=i18n.number(sheet.scale),
        place=place_of(release, no),
    )
    around = release.background
    legend = (_legend_of(release, no), *_ground_legend(around, sheet))
    own_houses = MapLayer(list(seen_in(around.buildings, shape).geometry), style=LIGHT.building, line_mm=0.1)
    picture = _ground_picture(ground, sheet)
    plain = sketch is None and picture is None  # else a building or a photo lies below a number
    halo = site.style.fill if plain else LIGHT.halo
    layers = [*ground_layers(around, sheet, shape), site, own_houses, _own_numbers(around, shape, halo)]
    if marked:
        layers.append(MapLayer([shape], style=Style("", MARK_RED), line_mm=0.6))
        legend = (replace(legend[0], style=replace(legend[0].style, outline=MARK_RED)), *legend[1:])
    if sketch is not None:
        layers += [MapLayer([shape], style=style_of_sketch(code)) for code, shape in sketch.drawn]
        legend = (legend[0], *sketch.entries(), *legend[1:])
    return sheet.drawn(
        _over(picture, layers), street_names(around.land, sheet), alt, legend, grid=grid, picture=picture
    )


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
    sheet = Sheet.around(chosen.total_bounds, sheet_scale(chosen, width_mm, height_mm), width_mm, height_mm)
    sites = MapLayer(list(shapes), styles=_site_styles(release), line_mm=0.18)
    scale, count = i18n.number(sheet.scale), i18n.number(len(chosen))
    alt = i18n.tr(
        "Overview map 1 : {scale} with {count} sites; the table lists them", scale=scale, count=count
    )
    around = release.background
    names = street_names(around.land, sheet) if sheet.scale <= NAMES_UP_TO else []
    layers = [*ground_layers(around, sheet, sheet.frame), sites]
    if joined and len(chosen) > 1:
        way = LineString(list(chosen.representative_point()))
        layers.append(MapLayer([way], style=Style("", MARK_RED), line_mm=0.9))
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


def _ground_picture(ground: GroundOf | None, sheet: Sheet) -> GroundPicture | None:
    """Ask for the picture of what a sheet shows, sharp in print."""
    if ground is None:
        return None
    width, height = (round(side / 25.4 * GROUND_DPI) for side in (sheet.width_mm, sheet.height_mm))
    return ground(sheet.frame.bounds, width, height)


def _over(picture: GroundPicture | None, layers: Sequence[MapLayer]) -> Sequence[MapLayer]:
    """Layers as they are, or translucent over a picture of the ground."""
    return layers if picture is None else over_picture(layers, dark=picture.is_dark)


def _own_numbers(around: Background, shape: BaseGeometry, halo: str) -> MapLayer:
    """Write the numbers of the site's own parcels, large, on its colour."""
    near = seen_in(around.parcels, shape)
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


def _site_styles(release: Release) -> list[Style]:
    if "potential" not in release.sites:
        return [CLASS_STYLE[PotentialClass.GAP]] * len(release.sites)
    return [style_of_class(str(code)) for code in release.sites["potential"]]


def _legend_of(release: Release, no: int) -> LegendEntry:
    if "potential" not in release.sites:
        return LegendEntry("paper_legend", "site", CLASS_STYLE[PotentialClass.GAP])
    code = str(release.sites["potential"][no])
    return LegendEntry("PotentialClass", code, style_of_class(code))


def _ground_legend(around: Background, sheet: Sheet) -> list[LegendEntry]:
    """Explain what else the map shows: plots, buildings, and the kinds of land in the frame."""
    entries = [LegendEntry("paper_legend", "parcel", LIGHT.parcel)]
    if sheet.scale <= BUILDINGS_UP_TO and len(seen_in(around.buildings, sheet.frame)):
        entries.append(LegendEntry("paper_legend", "building", LIGHT.building))
    kinds = set(seen_in(around.land, sheet.frame)["kind"])
    return entries + [
        LegendEntry("LandUse", kind.value, style_of_land_use(kind)) for kind in LandUse if kind in kinds
    ]
