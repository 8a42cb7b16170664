"""What is due today, told on the start page before a project is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.linking import Linking
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.desktop.start_page import StartPage
from flurinfill.model.progress import Progress
from flurinfill.usecases.glance import Glance, glance

_PROJECTS = 3
_KEY = "today"


class Today(QObject):
    """Looks into the recent projects, and leads from a task to its site."""

    def __init__(
        self, start: StartPage, session: Session, tasks: ProjectTasks, linking: Linking, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._start, self._session, self._tasks, self._linking = start, session, tasks, linking
        self._wanted: tuple[Path, int] | None = None
        start.task_asked.connect(self._on_task)
        session.loaded.connect(self._on_loaded)

    def look(self, recent: Sequence[Path]) -> None:
        """Read in the background what is due in the latest projects."""
        paths, today = tuple(recent[:_PROJECTS]), date.today()

        def work(progress: Progress) -> list[Glance]:
            del progress
            return [found for path in paths if (found := glance(path, today)) is not None]

        self._session.jobs.read(_KEY, work, owner=self, done=self._on_found)

    def _on_found(self, found: list[Glance]) -> None:
        self._start.show_today(found)

    @Slot(object, int)
    def _on_task(self, path: Path, site_id: int) -> None:
        self._wanted = path, site_id
        self._tasks.open_project(path)

    @Slot()
    def _on_loaded(self) -> None:
        """Go to the site; of a project that failed to open nothing is left."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted[0] == self._session.path():
            self._linking.show_site(wanted[1])
