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


class Today(QObject):
    """Looks into the recent projects, and leads from a task to its site."""

    def __init__(
        self, start: StartPage, session: Session, tasks: ProjectTasks, linking: Linking, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._start, self._session, self._tasks, self._linking = start, session, tasks, linking
        self._wanted: tuple[Path, int] | None = None
        self._recent: tuple[Path, ...] = ()
        self._found: dict[Path, Glance] = {}
        start.task_asked.connect(self._on_task)
        session.loaded.connect(self._on_loaded)

    def look(self, recent: Sequence[Path]) -> None:
        """See in the background which projects are there, and read what is due in the latest ones.

        Each has a job of its own: one on a network share that is gone holds up neither the others nor
        the end of the program. It is not asked again before it has answered.
        """
        self._recent, today = tuple(recent), date.today()
        for number, path in enumerate(self._recent):
            if not self._session.jobs.reads(_key(path)):
                self._look_into(path, today, due=number < _PROJECTS)

    def _look_into(self, path: Path, today: date, *, due: bool) -> None:
        def work(progress: Progress) -> tuple[Path, bool, Glance | None]:
            there = path.is_file()
            return path, there, glance(path, today) if due and there else None

        self._session.jobs.read(_key(path), work, owner=self, done=self._on_found, abandoned=True)

    def _on_found(self, answer: tuple[Path, bool, Glance | None]) -> None:
        path, there, seen = answer
        self._found.pop(path, None)
        if seen is not None:
            self._found[path] = seen
        latest = self._recent[:_PROJECTS]
        self._start.show_found(path, there, [self._found[each] for each in latest if each in self._found])

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


def _key(path: Path) -> str:
    return f"today {path}"
