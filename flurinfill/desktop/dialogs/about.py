"""What program this is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from flurinfill import __version__
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.widgets import text
from flurinfill.i18n import tr


class AboutDialog(Dialog):
    """Name, version, licence, and what the program does not claim."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._licence = text("muted", wrap=True)
        self._caution = text(wrap=True)
        self.body.addWidget(self._caution)
        self.body.addWidget(self._licence)
        self._close = self.add_button(primary=True)
        self._close.clicked.connect(self.dismiss)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("About flurinfill"))
        self.headline.setText(f"flurinfill {__version__}")
        self.sentence.setText(tr("Infill plots for German town halls."))
        self._caution.setText(
            tr(
                "The program judges by figures from the cadastre. It never says that a building "
                "permit would be given."
            )
        )
        self._licence.setText(tr("Licence: European Union Public Licence 1.2 (EUPL-1.2)."))
        self._close.setText(tr("Close"))
