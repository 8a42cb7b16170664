"""Show the recovery key once."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.i18n import tr


class RecoveryKeyDialog(Dialog):
    """Shows the key that opens the personal data when the passphrase is lost."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=600)
        self.key = QLineEdit(key)
        self.key.setReadOnly(True)
        font = self.key.font()
        font.setPixelSize(18)
        self.key.setFont(font)
        self.body.addWidget(self.key)
        self.kept = QCheckBox()
        self.kept.toggled.connect(self._on_kept)
        self.body.addWidget(self.kept)
        self._copy = self.add_button()
        self._copy.clicked.connect(self._on_copy)
        self.go_on = self.add_button(primary=True)
        self.go_on.setEnabled(False)
        self.go_on.clicked.connect(self.accept)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Recovery key"))
        self.headline.setText(tr("Write down the recovery key"))
        self.sentence.setText(
            tr(
                "It opens the personal data when the passphrase is lost, and is shown only now. "
                "Keep it on paper in the safe, not in this computer."
            )
        )
        self.key.setAccessibleName(tr("Recovery key"))
        self.kept.setText(tr("I have written it down"))
        self._copy.setText(tr("Copy"))
        self.go_on.setText(tr("Go on"))

    @Slot(bool)
    def _on_kept(self, on: bool) -> None:
        self.go_on.setEnabled(on)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.key.text())
