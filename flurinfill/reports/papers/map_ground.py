"""What every map of the papers stands on: its sheet, and parcels, land, buildings and names below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import atan2, degrees, hypot

import geopandas as gpd
import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.labels import StreetName
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.svg import MapLayer, map_svg
from flurinfill.cartography.symbology import (
    LIGHT,
    Style,
    style_of_land_use,
)
from flurinfill.reports import fields
from flurinfill.reports.ground_picture import GroundPicture
from flurinfill.reports.papers.typesetting import displayable
from flurinfill.reports.release import Background, Release

PARCELS_UP_TO = 6_000
BUILDINGS_UP_TO = 25_000
NUMBERS_UP_TO = 3_000
NAMES_UP_TO = 10_000
"""Scale denominators up to which parcels, buildings, parcel numbers and names are drawn."""
MOST_PARCELS = 30_000
MARK_RED = "#b3261e"
"""What a map is about, where its colours say nothing."""
_GRID_SHARE = 1 / 3
_NAME_REACH_MM = 12.0


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


@dataclass(frozen=True)
class Sheet:
    """A piece of paper laid over the world."""

    x: float
    y: float
    scale: int
    width_mm: float
    height_mm: float

    @classmethod
    def around(cls, bounds: Sequence[float], scale: int, width_mm: float, height_mm: float) -> Sheet:
        """Lay it with the middle of these bounds in its own middle."""
        west, south, east, north = bounds
        return cls((west + east) / 2, (south + north) / 2, scale, width_mm, height_mm)

    def snapped(self) -> Sheet:
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
        """Draw what lies on it, from bottom to top."""
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


def ground_layers(around: Background, sheet: Sheet, silent: BaseGeometry) -> list[MapLayer]:
    """Draw parcels with numbers, land and buildings, as far as the scale can carry them.

    The parcels come first even where they are not drawn: the lowest layer carries the names. No
    number is written where ``silent`` is.
    """
    frame, scale = sheet.frame, sheet.scale
    parcels = seen_in(around.parcels, frame)
    if len(parcels) > MOST_PARCELS:
        parcels = parcels[:0]
    outline = LIGHT.parcel.outline if scale <= PARCELS_UP_TO else ""
    land = seen_in(around.land, frame)
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
            MapLayer(list(seen_in(around.buildings, frame).geometry), style=LIGHT.building, line_mm=0.1)
        )
    return layers


def _numbers(parcels: gpd.GeoDataFrame, silent: Sequence[BaseGeometry]) -> list[str]:
    """Numbers of the parcels, but for those of ways and waters (their names say more) and sites."""
    inside = parcels.geometry.representative_point()
    hidden = set(inside.sindex.query(silent, predicate="contains")[1])
    texts = (displayable(str(number)) for number in parcels["number"])
    return ["" if position in hidden else text for position, text in enumerate(texts)]


def street_names(land: gpd.GeoDataFrame, sheet: Sheet) -> list[StreetName]:
    """Names of ways and waters, once each, along the largest piece that is seen."""
    seen = seen_in(land[land["name"] != ""], sheet.frame)
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


def seen_in(frame: gpd.GeoDataFrame, window: BaseGeometry) -> gpd.GeoDataFrame:
    """Give the rows that a window shows, in their order."""
    return frame.iloc[sorted(frame.sindex.query(window, predicate="intersects"))]


def place_of(release: Release, no: int) -> str:
    """Name a site in the description of a map."""
    row = release.sites.loc[no]
    return displayable(fields.place(row["numbers"], row["gemarkung"], row["flur"]))
