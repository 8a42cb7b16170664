"""Take over a project that somebody else seems to have open: an honest question."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.i18n import tr
from flurinfill.project import LockHolder


class TakeOverDialog(Dialog):
    """Asks before a lock is taken from somebody.

    Signals
    -------
    confirmed :
        The user is sure.
    """

    confirmed = Signal()

    def __init__(self, holder: LockHolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holder = holder
        self._leave = self.add_button(primary=True)
        self._leave.clicked.connect(self.dismiss)
        self.take = self.add_button()
        self.take.clicked.connect(self._on_take)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Take over the project"))
        self.headline.setText(tr("Does {user} surely not work on it any more?", user=self._holder.user))
        self.sentence.setText(
            tr(
                "Open on {host} since {since}. Take it over only when that computer broke down, "
                "or after a word with the person.",
                host=self._holder.host,
                since=i18n.moment(self._holder.since),
            )
        )
        self._leave.setText(tr("Go on reading only"))
        self.take.setText(tr("Take over"))

    @Slot()
    def _on_take(self) -> None:
        self.confirmed.emit()
        self.accept()
