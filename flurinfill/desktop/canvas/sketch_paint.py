"""Paints what a person draws: lines with a casing, corners, the figure at the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from flurinfill import i18n
from flurinfill.cartography.symbology import Theme
from flurinfill.cartography.view import View
from flurinfill.desktop.canvas.sketch import Point, Sketch, SketchKind
from flurinfill.desktop.canvas.sketching import Sketching


def figures(sketch: Sketch) -> str:
    """Running figures: ``12,3 m · gesamt 45,6 m`` or ``1.234 m² · Umfang 150,3 m``."""
    if sketch.kind is SketchKind.DISTANCE:
        total = i18n.label("sketch", "total", length=distance(sketch.length_m))
        several = len(sketch.points) > 2 and not sketch.finished
        return f"{distance(sketch.last_m)} · {total}" if several else distance(sketch.length_m)
    around = i18n.label("sketch", "around", length=distance(sketch.length_m))
    return f"{area(sketch.area_m2)} · {around}"


def distance(metres: float) -> str:
    """Length: ``12,34 m``, ``123,4 m``, ``12,35 km``."""
    if metres >= 10_000:
        return f"{i18n.number(metres / 1000, 2)} km"
    return f"{i18n.number(metres, 2 if metres < 100 else 1)} m"


def area(square_metres: float) -> str:
    """Area: small ones with a decimal, from a hectare on in ha."""
    return f"{i18n.number(square_metres, 1)} m²" if square_metres < 100 else i18n.total_area(square_metres)


def paint_sketch(painter: QPainter, canvas: QWidget, sketching: Sketching, view: View, theme: Theme) -> None:
    """Paint the sketch, its corners, where the pointer snapped to, and the figures."""
    sketch = sketching.sketch
    if sketch is None:
        return
    size = (float(canvas.width()), float(canvas.height()))

    def at(point: Point) -> QPointF:
        return QPointF(*view.to_pixel(*point, *size))

    rings = sketch.rings if sketch.finished else [sketch.points]
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in rings:
        if ring:
            path.moveTo(at(ring[0]))
            for point in ring[1:]:
                path.lineTo(at(point))
            if sketch.closed and len(ring) > 2:
                path.closeSubpath()
    _stroke(painter, path, theme, filled=sketch.closed)
    for number, ring in enumerate(sketch.rings):
        for place, point in enumerate(ring):
            _corner(painter, at(point), theme, held=sketch.held == (number, place))
    if sketching.caught is not None:
        painter.setPen(QPen(QColor(theme.selection), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at(sketching.caught), 8, 8)
    points = sketch.points
    if len(points) > 1 and not (sketch.finished and sketch.kind is SketchKind.OUTLINE):
        _figure(painter, at(points[-1]), figures(sketch), size, theme)


def _stroke(painter: QPainter, path: QPainterPath, theme: Theme, *, filled: bool) -> None:
    accent = QColor(theme.selection)
    if filled:
        fill = QColor(accent)
        fill.setAlphaF(0.18)
        painter.fillPath(path, fill)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor(theme.casing), 5.0), (accent, 2.2)):
        painter.setPen(QPen(colour, width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPath(path)


def _corner(painter: QPainter, place: QPointF, theme: Theme, *, held: bool) -> None:
    half = 5.0 if held else 3.5
    painter.setPen(QPen(QColor(theme.selection), 1.6))
    painter.setBrush(QColor(theme.selection if held else theme.casing))
    painter.drawRect(QRectF(place.x() - half, place.y() - half, 2 * half, 2 * half))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _figure(painter: QPainter, place: QPointF, words: str, size: tuple[float, float], theme: Theme) -> None:
    metrics = QFontMetricsF(painter.font())
    width, height = metrics.horizontalAdvance(words) + 14, metrics.height() + 6
    x = min(max(place.x() + 14, 4), size[0] - width - 4)
    y = min(max(place.y() - height - 10, 4), size[1] - height - 4)
    box = QRectF(x, y, width, height)
    card = QColor(theme.card)
    card.setAlphaF(0.94)
    painter.setPen(QPen(QColor(theme.card_line), 1))
    painter.setBrush(card)
    painter.drawRoundedRect(box, 5, 5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
