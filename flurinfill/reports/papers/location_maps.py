"""The map that shows where a site lies in the town, and the grounds that many such maps share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from flurinfill import i18n
from flurinfill.cartography.svg import round_scale
from flurinfill.cartography.svg_furniture import UNIT
from flurinfill.reports.papers.map_ground import (
    MARK_RED,
    Picture,
    Sheet,
    ground_layers,
    place_of,
    street_names,
)
from flurinfill.reports.release import Release

LOCATION_SCALE = 10_000
_RING_MM = 4.5


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
    sheet = Sheet.around(shape.bounds, scale, width_mm, height_mm)
    alt = i18n.tr(
        "Location map 1 : {scale}: {place} is marked red",
        scale=i18n.number(scale),
        place=place_of(release, no),
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


def _location_ground(release: Release, sheet: Sheet, alt: str = "") -> Picture:
    names = street_names(release.background.land, sheet)
    return sheet.drawn(ground_layers(release.background, sheet, sheet.frame), names, alt, (), north=False)


def _mark_svg(shape: BaseGeometry, sheet: Sheet, size: tuple[float, float] | None = None) -> str:
    """Fill a site red, and circle it where it is small; of a size inside another drawing, or on its own."""
    rings = shapely.get_rings(shapely.get_parts(shape))
    path = "".join(_ring_data(shapely.get_coordinates(ring), sheet) for ring in rings)
    marks = f'<path d="{path}" fill="{MARK_RED}" fill-rule="evenodd" stroke="{MARK_RED}" stroke-width="0.3"/>'
    if shape.minimum_rotated_rectangle.length < 6 * sheet.scale * _RING_MM / 1000:
        x, y = sheet.place(shape.centroid)
        ring = f'cx="{x:.2f}" cy="{y:.2f}" r="{_RING_MM}" fill="none"'
        marks += f'<circle {ring} stroke="{MARK_RED}" stroke-width="0.5"/>'
    wide, high = sheet.width_mm, sheet.height_mm
    width, height = (f"{wide:g}mm", f"{high:g}mm") if size is None else (f"{side:g}" for side in size)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {wide:g} {high:g}">{marks}</svg>'
    )


def _ring_data(coords: NDArray[np.float64], sheet: Sheet) -> str:
    places = [sheet.place(Point(x, y)) for x, y in coords.tolist()]
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in places) + "z"
