"""A dialog that shows people, as long as they may be seen."""

from __future__ import annotations

from PySide6.QtCore import Slot

from flurinfill.desktop.dialogs.base import Dialog


class PeopleDialog(Dialog):
    """Follows the project: it reads again after each change, and closes when the vault is locked.

    Subclasses have ``_session`` and ``_read``.
    """

    def _follow(self) -> None:
        """Read now, and after each change of the project."""
        self._session.changed.connect(self._read)
        self._session.closed.connect(self.dismiss)
        self._session.loaded.connect(self._on_loaded)
        self._read()

    @Slot()
    def _on_loaded(self) -> None:
        """What is sealed now is not shown any longer."""
        if not self._session.snapshot.work.access.people_visible:
            self.dismiss()
