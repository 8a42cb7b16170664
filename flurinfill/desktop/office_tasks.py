"""The office's own facts as a task: asked for, kept in the project."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.dialogs.office import TOWN, OfficeDialog
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session
from flurinfill.model.office import Office
from flurinfill.project import operations, queries


class OfficeTasks(QObject):
    """Asks for the facts of office and town, and keeps them."""

    def __init__(self, window: MainWindow, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, session
        window.workspace.statistics.town_asked.connect(self.ask_town)

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"office": self.ask}

    @Slot()
    def ask(self) -> None:
        """Ask for the sender first."""
        self._ask(0)

    @Slot()
    def ask_town(self) -> None:
        """Ask for the numbers of the town first."""
        self._ask(TOWN)

    def _ask(self, page: int) -> None:
        if self._session.project is None:
            return
        office = queries.office(self._session.project)
        dialog = OfficeDialog(office, page, writable=self._session.writable, parent=self._window)
        dialog.wanted.connect(self.keep)
        dialog.open()

    @Slot(object)
    def keep(self, office: Office) -> None:
        """Keep the facts."""
        self._session.apply(operations.set_office, office)
