"""Opens the protected area of a project, makes one, changes its passphrase; commands wait for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from flurinfill.desktop.dialogs.change_passphrase import ChangePassphraseDialog
from flurinfill.desktop.dialogs.passphrase import PassphraseDialog
from flurinfill.desktop.dialogs.protect import ProtectDialog
from flurinfill.desktop.dialogs.recovery_key import RecoveryKeyDialog
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session
from flurinfill.model.errors import SealedError


class VaultTasks(QObject):
    """Asks for passphrases, and lets a command go on that needed one.

    Signals
    -------
    resumed : str
        The personal data is open now: this command waited for it.
    """

    resumed = Signal(str)

    def __init__(self, window: MainWindow, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, session
        self._waiting_command = ""
        session.loaded.connect(self._on_loaded)

    @Slot()
    def _on_loaded(self) -> None:
        if self._waiting_command and self._session.snapshot.work.access.people_visible:
            self.resumed.emit(self._waiting_command)
            self._waiting_command = ""

    def people_locked(self, command: str) -> bool:
        """Tell whether people may not be seen; then the passphrase is asked for, and the command goes on."""
        access = self._session.snapshot.work.access
        if not access.people_visible:
            self.unlock_for(command)
        return not access.people_visible

    @Slot()
    def ask_unlock(self) -> None:
        """Ask for the passphrase; for a new one where the project has no protected area yet."""
        self.unlock_for("")

    def unlock_for(self, command: str) -> None:
        """Do the same for a command, which goes on afterwards."""
        if not self._session.project.has_vault:
            self._ask_protection()
            return
        self._waiting_command = command
        dialog = PassphraseDialog(self._session, command, self._window)
        dialog.unlocked.connect(self._on_unlocked)
        dialog.recovered.connect(self._ask_new_passphrase)
        dialog.rejected.connect(self._forget_command)
        dialog.open()

    @Slot()
    def ask_passphrase(self) -> None:
        """Ask for another passphrase; the vault first, where it is locked."""
        if not self.people_locked("change_passphrase"):
            self._ask_new_passphrase("")

    @Slot(str)
    def _ask_new_passphrase(self, recovery_key: str) -> None:
        self._waiting_command = ""  # a new passphrase comes first
        if self._session.keeps_privacy:
            dialog = ChangePassphraseDialog(self._session, recovery_key, self._window)
            dialog.changed.connect(self.show_key)
            dialog.open()

    def _ask_protection(self) -> None:
        if not self._session.writable:
            self._session.refused.emit(SealedError("no_vault"))
            return
        dialog = ProtectDialog(self._window)
        dialog.wanted.connect(self._on_protect)
        dialog.open()

    @Slot(str)
    def _on_protect(self, passphrase: str) -> None:
        if not self._session.blocked():
            self.show_key(self._session.project.create_vault(passphrase))
            self._session.reload()

    @Slot()
    def _forget_command(self) -> None:
        self._waiting_command = ""

    @Slot()
    def _on_unlocked(self) -> None:
        self._window.notices.remove("refused")
        self._session.reload()

    @Slot()
    def turn_lock(self) -> None:
        """Unlock what is locked, lock what is not."""
        if self._session.project is not None and self._session.project.sealed:
            self.ask_unlock()
        else:
            self.seal()

    @Slot()
    def seal(self) -> None:
        """Lock the personal data; what is typed is saved first, while it still can be."""
        if not self._session.blocked() and self._window.workspace.inspector.flush():
            self._session.seal()

    @Slot(str)
    def show_key(self, key: str) -> None:
        """Show a recovery key, the only time that it can be seen."""
        RecoveryKeyDialog(key, self._window).open()
