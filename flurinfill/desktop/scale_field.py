"""The scale of the map as a field: it shows the scale there is, and another one can be typed."""

from __future__ import annotations

import re

from PySide6.QtCore import QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.theme import GRID

_SCALE = QRegularExpression(r"\s*(1\s*:\s*)?\d[\d.,\s\p{Zs}]{0,11}\s*")
_COARSEST, _FINEST = 10_000_000, 10


class ScaleField(QLineEdit):
    """Shows ``1:2.500``; a click marks all of it, so that what is typed takes its place.

    Signals
    -------
    asked : float
        The user typed a scale: the denominator.
    """

    asked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._denominator = 0.0
        self._just_entered = False
        self.setValidator(QRegularExpressionValidator(_SCALE, self))
        self.setFixedWidth(12 * GRID)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._on_finished)

    def show_scale(self, denominator: float) -> None:
        """Show the map's scale, unless another one is being typed."""
        self._denominator = denominator
        if not self.isModified():
            marked = self.hasSelectedText()
            self.setText(f"1:{i18n.number(denominator)}")
            if marked:
                self.selectAll()

    def retranslate(self) -> None:
        """Write the number as the new language does."""
        self.show_scale(self._denominator)

    @Slot()
    def _on_finished(self) -> None:
        if self.text() and self.isModified():
            digits = re.sub(r"\D", "", self.text().partition(":")[2] or self.text())
            self.setModified(False)
            self.asked.emit(float(min(max(int(digits or _FINEST), _FINEST), _COARSEST)))
        self._take_back()

    def _take_back(self) -> None:
        """Show what the map has, ready for another scale."""
        self.setModified(False)
        self.show_scale(self._denominator)
        if self.hasFocus():
            self.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember a click that brings the focus: it marks everything when the button is released."""
        self._just_entered = event.reason() == Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Mark everything at the first click; later ones set the cursor."""
        super().mouseReleaseEvent(event)
        if self._just_entered and not self.hasSelectedText():
            self.selectAll()
        self._just_entered = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._take_back()
        else:
            super().keyPressEvent(event)
