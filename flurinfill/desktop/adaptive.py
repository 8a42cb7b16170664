"""Widgets that follow the language and the appearance while they are open.

Not by Qt's change events: those of the language come later and once more for each translator, those
of the palette come while Qt walks over all widgets, and panels that are rebuilt under its feet
crash the process. So the one who changes the language or the colours says so, once.
"""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from shiboken6 import isValid


class Adaptive:
    """Mixin for widgets: :meth:`retranslate` on a new language, :meth:`restyle` on new colours.

    A widget calls :meth:`settle` as the last thing in its constructor.
    """

    _settled = False

    @property
    def settled(self) -> bool:
        """True when the widget is built."""
        return self._settled

    def settle(self) -> None:
        """Put all texts and icons in place and follow changes from now on."""
        self._settled = True
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        """Set every text anew."""

    def restyle(self) -> None:
        """Set every icon and colour anew."""


def _settled_widgets(app: QApplication) -> list[Adaptive]:
    return [widget for widget in app.allWidgets() if isinstance(widget, Adaptive) and widget.settled]


def retranslate_all(app: QApplication) -> None:
    """Let every widget follow a new language."""
    for widget in _settled_widgets(app):
        if isValid(widget):
            widget.retranslate()


def restyle_all(app: QApplication) -> None:
    """Let every widget follow new colours."""
    for widget in _settled_widgets(app):
        if isValid(widget):
            widget.restyle()
