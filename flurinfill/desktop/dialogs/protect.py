"""Set up the protected area of a project that has none yet."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.dialogs.new_passphrase import NewPassphrase
from flurinfill.i18n import tr


class ProtectDialog(Dialog):
    """Asks for the passphrase.

    Signals
    -------
    wanted : str
        The passphrase.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passphrase = NewPassphrase()
        self.passphrase.changed.connect(self._show_ready)
        self.body.addWidget(self.passphrase)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.protect = self.add_button(primary=True)
        self.protect.clicked.connect(self._on_protect)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Set up the protected area"))
        self.headline.setText(tr("Set up the protected area"))
        self.sentence.setText(
            tr(
                "Owners, contacts and notes are kept encrypted by a passphrase. The next step shows a key"
                " that opens them when the passphrase is lost."
            )
        )
        self._cancel.setText(tr("Cancel"))
        self.protect.setText(tr("Set up"))
        self._show_ready()

    @Slot()
    def _show_ready(self) -> None:
        self.protect.setEnabled(self.passphrase.good)

    @Slot()
    def _on_protect(self) -> None:
        self.wanted.emit(self.passphrase.passphrase)
        self.accept()
