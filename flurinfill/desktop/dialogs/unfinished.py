"""Close the window while something runs that would be lost: asked once."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.i18n import tr


class UnfinishedDialog(Dialog):
    """Asks whether to close although a task is not finished.

    Signals
    -------
    confirmed :
        The task may be given up.
    """

    confirmed = Signal()

    def __init__(self, task: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self._stay = self.add_button(primary=True)
        self._stay.clicked.connect(self.dismiss)
        self.leave = self.add_button()
        self.leave.clicked.connect(self._on_leave)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Not finished"))
        self.headline.setText(tr("“{task}” is still running", task=self._task))
        self.sentence.setText(tr("Close all the same? The task is given up then; everything else is saved."))
        self._stay.setText(tr("Go on working"))
        self.leave.setText(tr("Close all the same"))

    @Slot()
    def _on_leave(self) -> None:
        self.confirmed.emit()
        self.accept()
