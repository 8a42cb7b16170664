"""A bar that shows a measured value beside its threshold."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from flurinfill.desktop import theme
from flurinfill.desktop.theme import GRID
from flurinfill.model.rules import Comparison, Outcome, RuleResult

_INK = {Outcome.PASSED: "good", Outcome.FAILED: "bad", Outcome.WARNED: "warn"}
_ROOM = 1.15  # the longer of value and threshold leaves a little air at the end


class MarginBar(QWidget):
    """Value as a bar, threshold as a tick, the allowed side as a soft ground."""

    def __init__(self, result: RuleResult, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result = result
        self.setFixedHeight(GRID + 4)
        self.setMinimumWidth(8 * GRID)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, bar and tick."""
        del event
        result, c = self._result, theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height, top = GRID - 2, 3
        ground = QRectF(0, top, self.width(), height)
        painter.setBrush(QColor(c.sunken))
        painter.drawRoundedRect(ground, 3, 3)
        if result.value is not None:
            reach = max(abs(result.value), abs(result.rule.threshold), 1e-9) * _ROOM
            tick = self.width() * result.rule.threshold / reach
            allowed = (
                QRectF(tick, top, self.width() - tick, height)
                if result.rule.comparison is Comparison.AT_LEAST
                else QRectF(0, top, tick, height)
            )
            painter.setBrush(QColor(c.good_soft))
            painter.drawRoundedRect(allowed, 3, 3)
            length = max(self.width() * result.value / reach, 2.0 if result.value >= 0 else 0.0)
            painter.setBrush(QColor(getattr(c, _INK.get(result.outcome, "muted"))))
            painter.drawRoundedRect(QRectF(0, top, length, height), 3, 3)
            tick = min(max(tick, 1.0), self.width() - 1.0)
            painter.setPen(QPen(QColor(c.text), 2))
            painter.drawLine(int(tick), 0, int(tick), self.height())
        painter.end()
