"""Follow-ups for a calendar program as a task: asked where to, written in a job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.file_chooser import FileChooser
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.i18n import ntr, tr
from flurinfill.model.errors import Cancelled
from flurinfill.model.progress import Progress
from flurinfill.usecases.calendar import export_follow_ups


class CalendarTasks(QObject):
    """Asks for the file, writes it, tells the end."""

    def __init__(self, window: MainWindow, session: Session, tasks: ProjectTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._tasks = window, session, tasks
        self._chooser: FileChooser | None = None
        window.workspace.due.calendar_asked.connect(self.ask)

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"calendar": self.ask}

    @Slot()
    def ask(self) -> None:
        """Ask where the calendar shall be."""
        self._chooser = FileChooser(
            self._window, self._tasks.folder / tr("Follow-ups.ics"), (tr("Calendar (*.ics)"),), self.write
        )
        self._chooser.open()

    @Slot(str)
    def write(self, name: str) -> None:
        """Write the calendar."""
        project, path = self._session.project, Path(name)

        def work(progress: Progress) -> tuple[Path, int]:
            return path, export_follow_ups(project, path, progress)

        self._session.run(
            tr("Writing the calendar"), work, owner=self, done=self._on_written, failed=self._on_failed
        )

    def _on_written(self, answer: tuple[Path, int]) -> None:
        path, count = answer
        self._session.refresh()

        def words() -> str:
            return ntr(
                "{count} follow-up written to {path}.",
                "{count} follow-ups written to {path}.",
                count,
                path=path.name,
            )

        self._window.notices.show_written("calendar", path, words)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._session.refused.emit(error)
