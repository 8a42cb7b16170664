"""Where names and numbers stand on a map, so that they can be read and never overlap."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.view import View


class LabelKind(StrEnum):
    """What is written on a map."""

    NUMBERS = "numbers"  # of parcels
    STREETS = "streets"
    HOUSES = "houses"  # house numbers
    CASES = "cases"  # case numbers of sites


BELOW: Mapping[LabelKind, float] = {
    LabelKind.NUMBERS: 0.5,
    LabelKind.STREETS: 1.8,
    LabelKind.HOUSES: 0.3,
    LabelKind.CASES: 1.3,
}
"""Metres per logical pixel up to which each kind is written: about 1:1.900, 1:6.800, 1:1.100, 1:4.900."""

Box = tuple[float, float, float, float]
"""Left, upper, right, lower side in pixels."""

_CELL = 5.0  # pixels of the collision grid
_MOST = 700  # parcels looked at for one picture
_SMALLER = 0.85  # house numbers


@dataclass(frozen=True)
class StreetName:
    """A name written along a line, or at a point with an angle in degrees (counterclockwise)."""

    geometry: BaseGeometry
    text: str
    angle: float = 0.0


@dataclass(frozen=True, eq=False)
class Spots:
    """Texts centred at places.

    Attributes
    ----------
    places : float64 (n, 2)
        In the project's CRS.
    texts : array of str, shape (n,)
        The first ones win where there is no room for all.
    """

    places: NDArray[np.float64]
    texts: NDArray[np.object_]

    @classmethod
    def nowhere(cls) -> Spots:
        """Return no texts."""
        return cls(np.empty((0, 2)), np.empty(0, dtype=object))


@dataclass(frozen=True)
class Label:
    """A text centred at a place in the world, turned counterclockwise by ``angle`` degrees."""

    text: str
    x: float
    y: float
    angle: float = 0.0
    kind: LabelKind = LabelKind.NUMBERS

    @property
    def street(self) -> bool:
        """True for the name of a street."""
        return self.kind is LabelKind.STREETS


@dataclass(frozen=True)
class Letters:
    """Size of the letters in pixels: mean advance and line height."""

    advance: float
    height: float

    def width(self, text: str) -> float:
        """Estimated width of a text."""
        return self.advance * len(text)


@dataclass(frozen=True, eq=False)
class LabelSource:
    """All that could be written.

    Attributes
    ----------
    shapes : Shapes
        Parcels.
    texts : array of str, shape (n,)
        Their numbers, ``""`` for none.
    streets : sequence of StreetName
        Names along lines or at points.
    street_boxes : float64 (streets, 4)
        Where they are.
    houses, cases : Spots
        House numbers; case numbers of sites.
    anchors : float64 (n, 3)
        Centre and radius of each parcel's largest circle; NaN until it is needed first.
    """

    shapes: Shapes
    texts: NDArray[np.object_]
    streets: Sequence[StreetName]
    street_boxes: NDArray[np.float64]
    houses: Spots
    cases: Spots
    anchors: NDArray[np.float64]

    @classmethod
    def build(
        cls,
        shapes: Shapes,
        texts: Sequence[str] | NDArray[np.object_],
        streets: Sequence[StreetName] = (),
        houses: Spots | None = None,
        cases: Spots | None = None,
    ) -> LabelSource:
        """Gather texts; those of the parcels in the order of ``shapes``."""
        written = np.asarray(texts, dtype=object)
        anchors = np.full((len(shapes), 3), np.nan)
        lines = np.array([street.geometry for street in streets], dtype=object)
        boxes = shapely.bounds(lines).reshape(len(lines), 4)
        nowhere = Spots.nowhere()
        return cls(shapes, written, list(streets), boxes, houses or nowhere, cases or nowhere, anchors)

    def ensure_anchors(self, wanted: NDArray[np.int64]) -> None:
        """Compute the anchors of these parcels that are not known yet."""
        missing = wanted[np.isnan(self.anchors[wanted, 0])]
        if len(missing):
            radii = shapely.maximum_inscribed_circle(self.shapes.geometries[missing], tolerance=0.7)
            self.anchors[missing, :2] = shapely.get_coordinates(shapely.get_point(radii, 0))
            self.anchors[missing, 2] = shapely.length(radii)


class CollisionGrid:
    """Cells of a picture that are taken by labels."""

    def __init__(self, width: float, height: float) -> None:
        self._taken = np.zeros((math.ceil(height / _CELL) + 1, math.ceil(width / _CELL) + 1), np.bool_)
        self._size = (width, height)

    def claim(self, boxes: Sequence[Box]) -> bool:
        """Take the cells of all boxes (x0, y0, x1, y1), or none when one is taken or outside."""
        width, height = self._size
        slices = []
        for x0, y0, x1, y1 in boxes:
            if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
                return False
            rows = slice(int(y0 // _CELL), int(y1 // _CELL) + 1)
            columns = slice(int(x0 // _CELL), int(x1 // _CELL) + 1)
            if self._taken[rows, columns].any():
                return False
            slices.append((rows, columns))
        for rows, columns in slices:
            self._taken[rows, columns] = True
        return True


def place(
    source: LabelSource,
    view: View,
    width: float,
    height: float,
    letters: Letters,
    *,
    kinds: Collection[LabelKind] = frozenset(LabelKind),
    at_any_scale: bool = False,
    taken: Sequence[Box] = (),
) -> list[Label]:
    """Choose the labels of one picture: case numbers, streets, parcels from large to small, houses.

    A parcel's number is written only where it fits into the parcel. Far views have no labels
    unless ``at_any_scale`` (paper, whose pixels mean something else). Nothing is written into the
    boxes ``taken`` by legend and scale bar.
    """
    grid = CollisionGrid(width, height)
    for box in taken:
        grid.claim([box])
    labels: list[Label] = []
    near = {kind for kind in kinds if at_any_scale or view.metres_per_pixel <= BELOW[kind]}
    if LabelKind.CASES in near:
        labels += _spots(source.cases, LabelKind.CASES, view, width, height, letters, grid)
    if LabelKind.STREETS in near:
        labels += _streets(source, view, width, height, letters, grid)
    if LabelKind.NUMBERS in near:
        labels += _numbers(source, view, width, height, letters, grid)
    if LabelKind.HOUSES in near:
        small = Letters(letters.advance * _SMALLER, letters.height * _SMALLER)
        labels += _spots(source.houses, LabelKind.HOUSES, view, width, height, small, grid)
    return labels


def _spots(
    spots: Spots,
    kind: LabelKind,
    view: View,
    width: float,
    height: float,
    letters: Letters,
    grid: CollisionGrid,
) -> list[Label]:
    west, south, east, north = view.bounds(width, height)
    above = letters.height * view.metres_per_pixel if kind is LabelKind.CASES else 0.0
    x, y = spots.places[:, 0], spots.places[:, 1] + above  # so that the parcel's number has its place
    labels = []
    for index in np.flatnonzero((x > west) & (x < east) & (y > south) & (y < north))[:_MOST]:
        text = spots.texts[index]
        px, py = view.to_pixel(x[index], y[index], width, height)
        half = letters.width(text) / 2 + 1
        if grid.claim([(px - half, py - letters.height / 2, px + half, py + letters.height / 2)]):
            labels.append(Label(text, float(x[index]), float(y[index]), kind=kind))
    return labels


def _numbers(
    source: LabelSource, view: View, width: float, height: float, letters: Letters, grid: CollisionGrid
) -> list[Label]:
    wanted = _fitting(source, view, width, height, letters)
    source.ensure_anchors(wanted)
    labels = []
    for index in wanted:
        x, y, radius = source.anchors[index]
        text = source.texts[index]
        px, py = view.to_pixel(x, y, width, height)
        half = letters.width(text) / 2 + 1
        if 2 * radius / view.metres_per_pixel < letters.height * 0.85:
            continue
        if grid.claim([(px - half, py - letters.height / 2, px + half, py + letters.height / 2)]):
            labels.append(Label(text, x, y))
    return labels


def _fitting(
    source: LabelSource, view: View, width: float, height: float, letters: Letters
) -> NDArray[np.int64]:
    """Parcels on the picture whose box can hold their number, the largest first."""
    box = source.shapes.boxes
    index = source.shapes.near(view.bounds(width, height))
    index = index[source.texts[index] != ""]
    across = (box[index, 2] - box[index, 0]) / view.metres_per_pixel
    along = (box[index, 3] - box[index, 1]) / view.metres_per_pixel
    needed = np.array([letters.width(text) for text in source.texts[index]])
    index = index[(across >= needed) & (along >= letters.height)]
    sizes = (box[index, 2] - box[index, 0]) * (box[index, 3] - box[index, 1])
    return index[np.argsort(-sizes, kind="stable")][:_MOST]


def _streets(
    source: LabelSource, view: View, width: float, height: float, letters: Letters, grid: CollisionGrid
) -> list[Label]:
    window = view.bounds(width, height)
    west, south, east, north = window
    box = source.street_boxes
    seen = (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
    labels = []
    for street in (source.streets[index] for index in np.flatnonzero(seen).tolist()):
        for x, y, angle in _street_places(street, window, letters.width(street.text) * view.metres_per_pixel):
            px, py = view.to_pixel(x, y, width, height)
            if grid.claim(_turned_boxes(px, py, angle, letters.width(street.text), letters.height)):
                labels.append(Label(street.text, x, y, angle, LabelKind.STREETS))
                break
    return labels


def _street_places(
    street: StreetName, window: tuple[float, float, float, float], needed: float
) -> list[tuple[float, float, float]]:
    """Places for a name, the best first: x, y, angle."""
    west, south, east, north = window
    if street.geometry.geom_type == "Point":
        x, y = street.geometry.x, street.geometry.y
        return [(x, y, _upright(street.angle))] if west < x < east and south < y < north else []
    clipped = shapely.clip_by_rect(street.geometry, west, south, east, north)
    if clipped.geom_type == "MultiLineString":
        clipped = shapely.line_merge(clipped)
    pieces = [part for part in shapely.get_parts(clipped) if part.geom_type == "LineString"]
    if not pieces:
        return []
    line = max(pieces, key=lambda part: part.length)
    places = []
    for share in (0.5, 0.35, 0.65, 0.2, 0.8):
        middle = line.length * share
        if middle < needed * 0.55 or line.length - middle < needed * 0.55:
            continue
        start, end = line.interpolate(middle - needed / 2), line.interpolate(middle + needed / 2)
        if start.distance(end) > 0.97 * needed:
            angle = math.degrees(math.atan2(end.y - start.y, end.x - start.x))
            places.append(((start.x + end.x) / 2, (start.y + end.y) / 2, _upright(angle)))
    return places


def _upright(angle: float) -> float:
    """Return the same line read from left to right."""
    angle = (angle + 180) % 360 - 180
    if angle > 90:
        return angle - 180
    return angle + 180 if angle <= -90 else angle


def _turned_boxes(px: float, py: float, angle: float, width: float, height: float) -> list[Box]:
    """Squares along the base line that cover a turned text."""
    steps = max(1, math.ceil(width / height))
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    half = height / 2
    boxes = []
    for step in range(steps):
        along = ((step + 0.5) / steps - 0.5) * width
        x, y = px + along * cos, py - along * sin
        boxes.append((x - half, y - half, x + half, y + half))
    return boxes
