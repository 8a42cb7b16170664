"""The public register as a task: opened, its files offered to be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.announcing.dialog import AnnouncingDialog
from flurinfill.desktop.exporting.tasks import ExportTasks
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session


class AnnouncingTasks(QObject):
    """Opens the assistant and tells what it wrote."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        tasks: ProjectTasks,
        exports: ExportTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._tasks, self._exports = window, session, tasks, exports

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"announcing": self.ask}

    @Slot()
    def ask(self) -> None:
        """Open the assistant."""
        if self._session.project is None:
            return
        dialog = AnnouncingDialog(self._session, self._tasks.folder, self._window)
        dialog.unlock_asked.connect(self._tasks.vault.ask_unlock)
        dialog.export_asked.connect(self._exports.ask)
        dialog.written.connect(self._on_written)
        dialog.open()

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self._window.notices.show_written("register", path)
