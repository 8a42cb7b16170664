"""Erase the contents of removed files for good: asked once."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.i18n import ntr, tr


class EraseFilesDialog(Dialog):
    """Asks before something is done that no undo takes back.

    Signals
    -------
    confirmed :
        The contents may go.
    """

    confirmed = Signal()

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = count
        self._keep = self.add_button(primary=True)
        self._keep.clicked.connect(self.dismiss)
        self.erase = self.add_button()
        self.erase.clicked.connect(self._on_erase)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Erase removed files"))
        self.headline.setText(
            ntr("Erase {count} removed file for good?", "Erase {count} removed files for good?", self._count)
        )
        self.sentence.setText(
            tr("Undo cannot bring the contents back then. Older backups of the project still have them.")
        )
        self._keep.setText(tr("Keep them"))
        self.erase.setText(tr("Erase for good"))

    @Slot()
    def _on_erase(self) -> None:
        self.confirmed.emit()
        self.accept()
