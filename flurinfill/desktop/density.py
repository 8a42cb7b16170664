"""How densely the window is laid out: on a low screen its bars and rows are lower, so that work remains."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from flurinfill.desktop.theme import GRID

LOW = 800
"""A window that is lower (in pixels of 96 to the inch) is laid out densely: 1366×768, 1920×1080 at 150 %."""


class Density(QObject):
    """Watches the height of a window.

    Signals
    -------
    changed : bool
        The window became low (True) or high again.
    """

    changed = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.dense = False
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Look at the height whenever it changes."""
        if event.type() == QEvent.Type.Resize and (self._window.height() < LOW) != self.dense:
            self.dense = not self.dense
            self.changed.emit(self.dense)
        return False


def condense(bar: QWidget, on: bool) -> None:
    """Let the style sheet lay out a bar and what is in it densely, or as usual.

    The bar alone: a new sheet for all would style every widget of the window, for seconds.
    """
    if bool(bar.property("dense")) == on:
        return
    bar.setProperty("dense", on)
    for part in (bar, *bar.findChildren(QWidget)):
        part.style().unpolish(part)
        part.style().polish(part)
        QApplication.sendEvent(part, QEvent(QEvent.Type.StyleChange))
        part.updateGeometry()


def set_height_of_margins(layout: QLayout, height: int, dense: bool) -> None:
    """Set the margins above and below; dense they are a quarter of the grid."""
    margins = layout.contentsMargins()
    edge = GRID // 4 if dense else height
    layout.setContentsMargins(margins.left(), edge, margins.right(), edge)
