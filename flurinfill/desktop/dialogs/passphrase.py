"""Unlock the personal data of a project."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from flurinfill.desktop.commands import COMMANDS
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.session import Session
from flurinfill.desktop.widgets import text
from flurinfill.i18n import tr
from flurinfill.model.progress import Progress


class PassphraseDialog(Dialog):
    """Asks for the passphrase (or the recovery key) and tries it.

    Parameters
    ----------
    command : str
        Name of the command that waits for it, ``""`` for none.

    Signals
    -------
    unlocked :
        The vault is open.
    recovered : str
        It was opened with this recovery key: the passphrase is lost.
    """

    unlocked = Signal()
    recovered = Signal(str)

    def __init__(self, session: Session, command: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._command = next((each for each in COMMANDS if each.name == command), None)
        self.purpose = text("strong", wrap=True)
        self.purpose.setVisible(self._command is not None)
        self.body.addWidget(self.purpose)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.seen = QCheckBox()
        self.seen.toggled.connect(self._on_seen)
        self.body.addWidget(self.secret)
        self.body.addWidget(self.seen)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.unlock = self.add_button(primary=True)
        self.unlock.clicked.connect(self._on_unlock)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Unlock personal data"))
        self.headline.setText(tr("Unlock personal data"))
        self.sentence.setText(
            tr(
                "Owners, contacts and notes become visible until the project is closed. Each look"
                " at owners is recorded."
            )
        )
        if self._command is not None:
            self.purpose.setText(tr("For: {command}", command=self._command.title().replace("&", "")))
        self.secret.setPlaceholderText(tr("Passphrase or recovery key"))
        self.secret.setAccessibleName(tr("Passphrase or recovery key"))
        self.seen.setText(tr("Show what I type"))
        self._cancel.setText(tr("Cancel"))
        self.unlock.setText(tr("Unlock"))

    @Slot(bool)
    def _on_seen(self, on: bool) -> None:
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    @Slot()
    def _on_unlock(self) -> None:
        project, secret = self._session.project, self.secret.text()
        if project is None or not secret:
            return
        self.unlock.setEnabled(False)

        def work(progress: Progress) -> bool:
            return project.unlock(secret)

        self._session.jobs.read("unlock", work, owner=self, done=self._on_done, failed=self._on_failed)

    def _on_done(self, by_recovery_key: bool) -> None:
        self.unlocked.emit()
        self.accept()
        if by_recovery_key:
            self.recovered.emit(self.secret.text())

    def _on_failed(self, error: Exception) -> None:
        self.unlock.setEnabled(True)
        self.show_error(error)
        self.secret.selectAll()
        self.secret.setFocus()
