"""Something went wrong that nobody expected: say so calmly, offer the details."""

from __future__ import annotations

import platform
import traceback

from PySide6 import __version__ as qt_version
from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from flurinfill import __version__
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.i18n import tr


class CrashDialog(Dialog):
    """Shows an unexpected error; the details stay folded away."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=560)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setPlainText(report(error))
        self.details.setMinimumHeight(160)
        self.details.hide()
        self.body.addWidget(self.details)
        self._toggle = self.add_button()
        self._toggle.clicked.connect(self._on_toggle)
        self._copy = self.add_button()
        self._copy.clicked.connect(self._on_copy)
        self._close = self.add_button(primary=True)
        self._close.clicked.connect(self.dismiss)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Unexpected error"))
        self.headline.setText(tr("That should not have happened"))
        self.sentence.setText(
            tr(
                "What was confirmed is saved in the project. You can go on; when it happens "
                "again, send the details to whoever looks after the program."
            )
        )
        self._toggle.setText(tr("Details"))
        self._copy.setText(tr("Copy the details"))
        self._close.setText(tr("Go on"))

    @Slot()
    def _on_toggle(self) -> None:
        self.details.setVisible(self.details.isHidden())

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())


def report(error: BaseException) -> str:
    """Versions and traceback."""
    versions = " · ".join(
        (
            f"flurinfill {__version__}",
            f"Python {platform.python_version()}",
            f"PySide6 {qt_version}",
            platform.platform(),
        )
    )
    return f"{versions}\n\n{''.join(traceback.format_exception(error))}"
