"""The list that the town already has as a task: read, taken over, its rows without a place shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from flurinfill import settings
from flurinfill.cadastre.readers.lists import OfficeList
from flurinfill.desktop.dialogs.town_list import TownListDialog
from flurinfill.desktop.dialogs.unplaced import UnplacedDialog
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.list_reading import ListReading
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.i18n import tr
from flurinfill.model.change import Change


class TownListTasks(QObject):
    """Asks for the list, reads it in a job, remembers what its columns mean."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        linking: Linking,
        tasks: ProjectTasks,
        known: settings.Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking = window, session, linking
        self._tasks, self._settings = tasks, known
        self.reading = ListReading(window, session, tasks, self)
        self.reading.found.connect(self._on_found)
        self._dialog: TownListDialog | None = None

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"town_list": self.ask, "unplaced": self.show_unplaced}

    @Slot()
    def ask(self) -> None:
        """Ask for the file."""
        if self._session.snapshot is None or self._tasks.vault.people_locked("town_list"):
            return
        self.reading.ask(tr("Take over the town’s list"))

    @Slot(object)
    def _on_found(self, found: OfficeList) -> None:
        remembered = self._settings.lists.get(found.shape, {})
        self._dialog = TownListDialog(self._session, found, remembered, self._window)
        self._dialog.taken.connect(self._on_taken)
        self._dialog.unplaced_asked.connect(self.show_unplaced)
        self._shape = found.shape
        self._dialog.open()

    @Slot(object)
    def _on_taken(self, change: Change) -> None:
        self._session.take_change(change)
        self._settings.remember_list(self._shape, self._dialog.remembered)
        settings.save(self._settings)

    @Slot()
    def show_unplaced(self) -> None:
        """Show the rows without a place, beside the map."""
        if self._session.snapshot is None or self._tasks.vault.people_locked("unplaced"):
            return
        selection = self._linking.selection
        dialog = UnplacedDialog(self._session, lambda: selection.parcels, self._window)
        selection.changed.connect(dialog.show_state)
        dialog.parcels_asked.connect(self._linking.show_parcels)
        dialog.show()
