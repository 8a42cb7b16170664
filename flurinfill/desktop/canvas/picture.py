"""What the canvas paints: the last frame where it belongs now, labels, highlights, furniture."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QWidget
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.labels import Box, Label
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.sketch import Sketch, style_of_sketch
from flurinfill.cartography.symbology import theme
from flurinfill.cartography.view import View
from flurinfill.desktop.canvas import furniture
from flurinfill.desktop.canvas.content import MapContent, outline_of
from flurinfill.desktop.canvas.render import Frame

LEGEND_ENTRIES = "legend/entries"
"""Name under which what the legend says below its title is hidden: it is folded then."""
_CROWDED = 1.6  # so much farther away, labels begin to lie upon each other


@dataclass
class Furnishing:
    """Texts around the map."""

    legend: list[LegendEntry] = field(default_factory=list)
    legend_title: str = ""
    source: str = ""
    credit: str = ""  # whose picture of the ground it is
    empty_title: str = ""
    empty_advice: str = ""


class Picture:
    """The last crisp frame and its labels."""

    def __init__(self) -> None:
        self.frame: Frame | None = None
        self._labels: list[Label] = []
        self._placed_at = 0.0  # metres per pixel
        self.covered: tuple[Box, ...] = ()  # by furniture: no labels there
        self.legend_head = QRectF()  # a click there folds the legend
        self.legend_open = False

    def forget(self) -> None:
        """The parcels were replaced."""
        self.frame = None
        self._labels = []

    def take_labels(self, labels: list[Label], view: View) -> None:
        """Take the labels that were placed for a view."""
        self._labels, self._placed_at = labels, view.metres_per_pixel

    def labels_at(self, view: View) -> list[Label]:
        """Labels that have room at a view: those of a much closer one would lie upon each other."""
        return self._labels if view.metres_per_pixel <= _CROWDED * self._placed_at else []

    def label_font(self, font: QFont) -> QFont:
        """Font of parcel numbers and street names."""
        return furniture.small(font, 0.86)

    def number_at(self, position: QPointF, view: View, content: MapContent) -> int:
        """Position of the parcel under a pixel by the id buffer: quick, nearly exact; -1 when none."""
        frame = self.frame
        if frame is None or frame.request.view != view:
            return -1
        ids = frame.scans.ids.get(content.parcels)
        column, row = int(position.x() * frame.scans.ratio), int(position.y() * frame.scans.ratio)
        if ids is None or not (0 <= row < ids.shape[0] and 0 <= column < ids.shape[1]):
            return -1
        return int(ids[row, column]) - 1

    def paint(
        self, painter: QPainter, canvas: QWidget, content: MapContent, furnishing: Furnishing, hovered: str
    ) -> None:
        """Paint the map with its labels, or what to do when there is none."""
        colours = content.theme
        size = (float(canvas.width()), float(canvas.height()))
        painter.fillRect(canvas.rect(), QColor(colours.background))
        if not len(content.ids):
            furniture.draw_empty(painter, size, furnishing.empty_title, furnishing.empty_advice, colours)
            return
        view = canvas.view
        self._paint_frame(painter, size, view)
        if content.shown_sketch is not None:
            _paint_sketch(painter, size, view, content.shown_sketch, dark=content.dark)
        if hovered:
            _paint_outline(painter, size, view, content, content.index_of(hovered))
        font = self.label_font(canvas.font())
        painter.save()
        ground = content.backdrop.is_dark if content.backdrop is not None else None
        ink = colours if ground is None else theme(ground)
        labels = self.labels_at(view)
        furniture.draw_labels(painter, size, view, labels, font, ink, on_picture=ground is not None)
        painter.restore()

    def paint_furniture(
        self, painter: QPainter, canvas: QWidget, content: MapContent, furnishing: Furnishing
    ) -> None:
        """Paint legend, scale bar, sources and north arrow; labels keep away from them."""
        self.legend_head, self.legend_open = QRectF(), False
        if not len(content.ids):
            return
        colours, view = content.theme, canvas.view
        size = (float(canvas.width()), float(canvas.height()))
        painter.setFont(canvas.font())
        sources = [text for text in (furnishing.source, furnishing.credit) if text]
        scale = furniture.draw_scale_bar(painter, size, view, sources, colours)
        cards = [scale]
        painter.setFont(canvas.font())
        if "legend" not in content.hidden:
            entries = [content.themed(entry) for entry in furnishing.legend]
            sketch = content.shown_sketch
            entries += sketch.entries(dark=content.dark) if sketch is not None else []
            folded = LEGEND_ENTRIES in content.hidden
            title = furnishing.legend_title
            card = furniture.draw_legend(painter, size, entries, title, colours, folded=folded, beside=scale)
            if title:
                self.legend_head = furniture.legend_head(card)
                self.legend_open = card.height() > 1.5 * self.legend_head.height()
            cards.insert(0, card)
        painter.setFont(canvas.font())
        furniture.draw_north(painter, size, colours)
        self.covered = tuple(
            (card.left(), card.top(), card.right(), card.bottom()) for card in cards if not card.isEmpty()
        )

    def _paint_frame(self, painter: QPainter, size: tuple[float, float], view: View) -> None:
        if self.frame is None:
            return
        request = self.frame.request
        west, _, _, north = request.view.bounds(*request.size)
        x, y = view.to_pixel(west, north, *size)
        factor = request.view.metres_per_pixel / view.metres_per_pixel
        if abs(factor - 1) < 1e-9:
            step = request.ratio
            painter.drawImage(QPointF(round(x * step) / step, round(y * step) / step), self.frame.image)
            return
        target = QRectF(x, y, request.size[0] * factor, request.size[1] * factor)
        painter.drawImage(target, self.frame.image, QRectF(self.frame.image.rect()))

    def paint_gesture(
        self, painter: QPainter, canvas: QWidget, rubber_band: QRectF | None, by_keyboard: bool
    ) -> None:
        """Paint the rectangle being drawn, and for keyboard users the focus and what Enter selects."""
        accent = canvas.palette().color(QPalette.ColorRole.Highlight)
        if rubber_band is not None:
            fill = QColor(accent)
            fill.setAlphaF(0.16)
            painter.setPen(QPen(accent, 1.5))
            painter.setBrush(fill)
            painter.drawRect(rubber_band)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        if canvas.hasFocus() and by_keyboard:
            painter.setPen(QPen(accent, 2))
            painter.drawRect(QRectF(canvas.rect()).adjusted(1, 1, -1, -1))
            centre = QRectF(canvas.rect()).center()
            painter.drawLine(centre - QPointF(8, 0), centre + QPointF(8, 0))
            painter.drawLine(centre - QPointF(0, 8), centre + QPointF(0, 8))


def _paint_sketch(
    painter: QPainter, size: tuple[float, float], view: View, sketch: Sketch, *, dark: bool
) -> None:
    """Draw a sketch as lines and areas, sharp at every scale."""
    for code, geometry in sketch.drawn:
        style = style_of_sketch(code, dark)
        path = _path(geometry, size, view)
        if style.fill:
            fill = QColor(style.fill)
            fill.setAlphaF(style.opacity)
            painter.fillPath(path, fill)
        if style.strong:  # a casing, so that it is seen on every colour
            painter.strokePath(path, QPen(QColor(theme(dark).casing), 4.0))
        painter.strokePath(path, furniture.outline_pen(style, 2.2 if style.strong else 1.2))


def _path(geometry: BaseGeometry, size: tuple[float, float], view: View) -> QPainterPath:
    """Rings or lines of a geometry in pixels."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for line in outline_of(geometry):
        points = [QPointF(*view.to_pixel(x, y, *size)) for x, y in line]
        path.moveTo(points[0])
        for point in points[1:]:
            path.lineTo(point)
    return path


def _paint_outline(
    painter: QPainter, size: tuple[float, float], view: View, content: MapContent, number: int
) -> None:
    """Trace one parcel from its original geometry."""
    if number < 0:
        return
    path = _path(content.parcels.geometries[number], size, view)
    colour = QColor(content.theme.selection)
    colour.setAlphaF(0.75)
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
