"""Widgets that follow the language and the appearance while they are open."""

from __future__ import annotations

from PySide6.QtCore import QEvent


class Adaptive:
    """Mixin for widgets: :meth:`retranslate` on a new language, :meth:`restyle` on new colours.

    A widget calls :meth:`settle` as the last thing in its constructor; Qt sends change events
    earlier than that, to half-built objects.
    """

    _settled = False

    def settle(self) -> None:
        """Put all texts and icons in place and follow changes from now on."""
        self._settled = True
        self.retranslate()
        self.restyle()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the palette."""
        super().changeEvent(event)  # type: ignore[misc]
        if not self._settled:
            return
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.restyle()

    def retranslate(self) -> None:
        """Set every text anew."""

    def restyle(self) -> None:
        """Set every icon and colour anew."""
