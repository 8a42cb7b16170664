"""Change the passphrase of a project; its recovery key is renewed, too."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.dialogs.new_passphrase import NewPassphrase
from flurinfill.desktop.session import Session
from flurinfill.i18n import tr
from flurinfill.model.change import Change
from flurinfill.model.progress import Progress
from flurinfill.project import operations


class ChangePassphraseDialog(Dialog):
    """Asks for the old passphrase and for the new one twice.

    Parameters
    ----------
    session : Session
    recovery_key : str
        That the vault was opened with, as the passphrase is lost; ``""`` asks for the old passphrase.
    parent : QWidget, optional

    Signals
    -------
    changed : str
        It was changed; this is the new recovery key.
    """

    changed = Signal(str)

    def __init__(self, session: Session, recovery_key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._lost = session, bool(recovery_key)
        self.old = QLineEdit(recovery_key)
        self.old.setEchoMode(QLineEdit.EchoMode.Password)
        self.old.setVisible(not self._lost)
        self.old.textChanged.connect(self._show_ready)
        self.new = NewPassphrase()
        self.new.changed.connect(self._show_ready)
        self.body.addWidget(self.old)
        self.body.addWidget(self.new)
        self._cancel, self.change = self.add_button(), self.add_button(primary=True)
        self._cancel.clicked.connect(self.dismiss)
        self.change.clicked.connect(self._on_change)
        self.settle()
        if self._lost:
            self.new.first.setFocus()

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.setWindowTitle(tr("Change the passphrase"))
        self.headline.setText(tr("Change the passphrase"))
        lost = tr("You came in with the recovery key. Please set a new passphrase now.")
        after = tr("A new recovery key is shown then; the old passphrase and the old key no longer work.")
        self.sentence.setText(f"{lost} {after}" if self._lost else after)
        self.old.setPlaceholderText(tr("Passphrase so far"))
        self.old.setAccessibleName(tr("Passphrase so far"))
        self._cancel.setText(tr("Cancel"))
        self.change.setText(tr("Change the passphrase"))
        self._show_ready()

    @Slot()
    def _show_ready(self) -> None:
        self.change.setEnabled(bool(self.old.text()) and self.new.good)

    @Slot()
    def _on_change(self) -> None:
        project, old, new = self._session.project, self.old.text(), self.new.passphrase

        def work(progress: Progress) -> Change:
            del progress
            return operations.change_passphrase(project, old, new)

        self.show_error("")
        title = tr("Changing the passphrase")
        self._session.run(title, work, owner=self, done=self._on_done, failed=self._on_failed)

    def _on_done(self, change: Change) -> None:
        self._session.take_change(change)
        self.changed.emit(self._session.project.recovery_key)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.show_error(error)
        self.old.selectAll()
        self.old.setFocus()
