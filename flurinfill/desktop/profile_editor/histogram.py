"""How a measure is spread over all parcels, with the threshold as a line to drag."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from flurinfill import i18n
from flurinfill.desktop import theme
from flurinfill.desktop.theme import GRID
from flurinfill.detection.distribution import Distribution
from flurinfill.detection.explanation import rule_label
from flurinfill.detection.rulebook import threshold_range
from flurinfill.detection.whatif import STEP
from flurinfill.model.measures import Unit
from flurinfill.model.rules import Comparison, Rule

_KNOB = 6.0
_SIDE = 8.0  # room beside the scale for half a knob
_AXIS = 17.0
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


class HistogramSlider(QSlider):
    """A slider over a histogram; its value counts the steps in which the threshold is set.

    Keys as in every slider: arrows by one step, page keys by ten. The heights of the bars grow with
    the square root of the counts, so that rare values stay visible beside frequent ones.

    Signals
    -------
    moved : float
        The user set another threshold; in the unit of the rule.
    grasped :
        A new gesture of mouse or keys begins.
    """

    moved = Signal(float)
    grasped = Signal()

    def __init__(self, rule: Rule, spread: Distribution, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.rule, self._spread = rule, spread
        self._step = STEP[rule.unit]
        self._hovered = False
        low, high = threshold_range(rule.name)
        self.setRange(round(low / self._step), round(high / self._step))
        self.setSingleStep(1)
        self.setPageStep(10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.show_threshold(rule.threshold)
        self.valueChanged.connect(self._on_value)
        self.actionTriggered.connect(self._on_action)

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(40 * GRID, 9 * GRID)

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def show_threshold(self, threshold: float) -> None:
        """Show a threshold; emits nothing."""
        self._threshold = threshold
        self.blockSignals(True)
        self.setValue(round(threshold / self._step))
        self.blockSignals(False)
        self._describe()
        self.update()

    def retranslate(self) -> None:
        """Use the current language."""
        self.setAccessibleName(rule_label(self.rule))
        self._describe()
        self.update()

    def _describe(self) -> None:
        words = i18n.in_unit(self._threshold, self.rule.unit)
        self.setAccessibleDescription(words)
        self.setToolTip(f"{i18n.name_of(self.rule.comparison)} {words}")

    @Slot(int)
    def _on_value(self, steps: int) -> None:
        threshold = round(steps * self._step, 6)
        if threshold != self._threshold:
            self._threshold = threshold
            self._describe()
            self.update()
            self.moved.emit(threshold)

    @Slot(int)
    def _on_action(self, _action: int) -> None:
        self.grasped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the ends of the scale with Home and End; everything else as in every slider."""
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.grasped.emit()
            end = 0.0 if event.key() == Qt.Key.Key_Home else self._spread.high
            self.setValue(round(end / self._step))
            return
        super().keyPressEvent(event)

    # mouse --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line where the mouse is."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.grasped.emit()
        self.setSliderDown(True)
        self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the line along."""
        if self.isSliderDown():
            self._drag(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the list that scrolls."""
        event.ignore()

    def enterEvent(self, event: QEvent) -> None:
        """Show that the line can be taken."""
        self._hovered = True
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show it no more."""
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def x_of(self, threshold: float) -> float:
        """Pixel of a threshold."""
        return _SIDE + self._spread.place(threshold) * (self.width() - 2 * _SIDE)

    def _drag(self, position: QPointF) -> None:
        place = (position.x() - _SIDE) / max(self.width() - 2 * _SIDE, 1.0)
        value = self._spread.value(place)
        self.setValue(round(self._rounded(value, place) / self._step))

    def _rounded(self, value: float, place: float) -> float:
        """Round to what a pixel can tell, never finer than the step of the rule."""
        pixel = 1.0 / max(self.width() - 2 * _SIDE, 1.0)
        reach = abs(self._spread.value(place + pixel) - self._spread.value(place - pixel)) / 2
        grain = max(self._step, 10.0 ** math.floor(math.log10(max(reach, 1e-9))))
        return round(value / grain) * grain

    # painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars, scale and the line."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(_SIDE, 4.0, self.width() - 2 * _SIDE, self.height() - _AXIS - 6.0)
        self._paint_bars(painter, body)
        self._paint_axis(painter, body)
        self._paint_line(painter, body)
        painter.end()

    def _paint_bars(self, painter: QPainter, body: QRectF) -> None:
        c, counts = theme.colours(), self._spread.counts
        x = self.x_of(self._threshold)
        passing, failing = QRectF(body), QRectF(body)
        if self.rule.comparison is Comparison.AT_LEAST:
            passing.setLeft(x)
            failing.setRight(x)
        else:
            passing.setRight(x)
            failing.setLeft(x)
        painter.fillRect(passing, QColor(c.good_soft))
        painter.fillRect(failing, QColor(c.sunken))
        path = QPainterPath()
        highest = math.sqrt(max(int(counts.max(initial=0)), 1))
        width = body.width() / len(counts)
        for number, count in enumerate(counts.tolist()):
            if count:
                height = max(math.sqrt(count) / highest * body.height(), 1.5)
                path.addRect(
                    body.left() + number * width, body.bottom() - height, max(width - 1.0, 1.0), height
                )
        for side, ink in ((passing, c.good), (failing, c.muted)):
            painter.save()
            painter.setClipRect(side)
            painter.fillPath(path, QColor(ink))
            painter.restore()
        painter.setPen(QPen(QColor(c.border), 1))
        painter.drawLine(body.bottomLeft(), body.bottomRight())

    def _paint_axis(self, painter: QPainter, body: QRectF) -> None:
        c = theme.colours()
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.8)
        painter.setFont(font)
        painter.setPen(QColor(c.muted))
        free = body.left() - 4
        for value in self._ticks():
            words = i18n.in_unit(value, self.rule.unit)
            needed = painter.fontMetrics().horizontalAdvance(words)
            x = body.left() + self._spread.place(value) * body.width()
            left = min(max(x - needed / 2, body.left() - 2), body.right() - needed + 2)
            if left < free:
                continue
            painter.drawLine(QPointF(x, body.bottom()), QPointF(x, body.bottom() + 3))
            painter.drawText(QPointF(left, self.height() - 3.0), words)
            free = left + needed + 12

    def _ticks(self) -> list[float]:
        """Values to write below the scale: quarters of shares, else what is easily read."""
        if self.rule.unit is Unit.SHARE:
            return list(_TICKS)
        return [_readable(self._spread.value(place)) for place in _TICKS]

    def _paint_line(self, painter: QPainter, body: QRectF) -> None:
        c, x = theme.colours(), self.x_of(self._threshold)
        painter.setPen(QPen(QColor(c.text), 2))
        painter.drawLine(QPointF(x, body.top()), QPointF(x, body.bottom() + 4))
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, body.center().y()), _KNOB + 3, _KNOB + 3)
        painter.setPen(QPen(QColor(c.base), 1.5))
        lit = self._hovered or self.hasFocus() or self.isSliderDown()
        painter.setBrush(QColor(c.accent if lit else c.text))
        painter.drawEllipse(QPointF(x, body.center().y()), _KNOB, _KNOB)


def _readable(value: float) -> float:
    """Two significant digits: a scale needs no more."""
    if value == 0:
        return 0.0
    if value < 0:
        return -_readable(-value)
    grain = 10.0 ** (math.floor(math.log10(value)) - 1)
    return round(value / grain) * grain
