"""Widgets that follow the language and the appearance while they are open."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid


class Adaptive:
    """Mixin for widgets: :meth:`retranslate` on a new language, :meth:`restyle` on new colours.

    A widget calls :meth:`settle` as the last thing in its constructor; Qt sends change events
    earlier than that, to half-built objects.
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

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)  # type: ignore[misc]
        if self._settled and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""

    def restyle(self) -> None:
        """Set every icon and colour anew."""


def restyle_all(app: QApplication) -> None:
    """Let every open widget follow new colours.

    Not by the palette's change events: they come while Qt walks over all widgets, and panels that
    are rebuilt under its feet crash the process.
    """
    for widget in app.allWidgets():
        if isValid(widget) and isinstance(widget, Adaptive) and widget.settled:
            widget.restyle()
