"""Where names and numbers stand on a map, so that they can be read and never overlap."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.view import View

NUMBERS_BELOW = 0.5
"""Metres per logical pixel up to which parcel numbers are written (about 1:1.900)."""

STREETS_BELOW = 1.8
"""The same for street names (about 1:6.800)."""

Box = tuple[float, float, float, float]
"""Left, upper, right, lower side in pixels."""

_CELL = 5.0  # pixels of the collision grid
_MOST = 700  # parcels looked at for one picture


@dataclass(frozen=True)
class StreetName:
    """A name written along a line, or at a point with an angle in degrees (counterclockwise)."""

    geometry: BaseGeometry
    text: str
    angle: float = 0.0


@dataclass(frozen=True)
class Label:
    """A text centred at a place in the world, turned counterclockwise by ``angle`` degrees."""

    text: str
    x: float
    y: float
    angle: float = 0.0
    street: bool = False


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
    anchors : float64 (n, 3)
        Centre and radius of each parcel's largest circle; NaN until it is needed first.
    """

    shapes: Shapes
    texts: NDArray[np.object_]
    streets: Sequence[StreetName] = ()
    anchors: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 3)))

    @classmethod
    def build(
        cls, shapes: Shapes, ids: Sequence[str], texts: Mapping[str, str], streets: Sequence[StreetName] = ()
    ) -> LabelSource:
        """Gather texts by parcel id."""
        written = np.array([texts.get(parcel_id, "") for parcel_id in ids], dtype=object)
        return cls(shapes, written, tuple(streets), np.full((len(shapes), 3), np.nan))

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
    at_any_scale: bool = False,
    taken: Sequence[Box] = (),
) -> list[Label]:
    """Choose the labels of one picture: streets first, then parcels from large to small.

    A parcel's number is written only where it fits into the parcel. Far views have no labels
    unless ``at_any_scale`` (paper, whose pixels mean something else). Nothing is written into the
    boxes ``taken`` by legend and scale bar.
    """
    grid = CollisionGrid(width, height)
    for box in taken:
        grid.claim([box])
    labels: list[Label] = []
    if at_any_scale or view.metres_per_pixel <= STREETS_BELOW:
        labels += _streets(source, view, width, height, letters, grid)
    if at_any_scale or view.metres_per_pixel <= NUMBERS_BELOW:
        labels += _numbers(source, view, width, height, letters, grid)
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
    west, south, east, north = view.bounds(width, height)
    box = source.shapes.boxes
    seen = (box[:, 0] < east) & (box[:, 2] > west) & (box[:, 1] < north) & (box[:, 3] > south)
    index = np.flatnonzero(seen & (source.texts != ""))
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
    labels = []
    for street in source.streets:
        for x, y, angle in _street_places(street, window, letters.width(street.text) * view.metres_per_pixel):
            px, py = view.to_pixel(x, y, width, height)
            if grid.claim(_turned_boxes(px, py, angle, letters.width(street.text), letters.height)):
                labels.append(Label(street.text, x, y, angle, street=True))
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
