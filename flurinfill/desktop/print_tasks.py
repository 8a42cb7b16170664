"""Printing the map as a task: asked for, written in a job, offered to be opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.basemap import BasemapControl
from flurinfill.desktop.dialogs.print_map import PrintMapDialog, Wish
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.seen import seen_map
from flurinfill.desktop.session import Session
from flurinfill.i18n import tr
from flurinfill.model.progress import Progress
from flurinfill.usecases.printing import print_map

_PRINTED = "printed"


class PrintTasks(QObject):
    """Asks, starts the job, tells the end."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        tasks: ProjectTasks,
        basemap: BasemapControl,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._basemap = basemap
        self._window, self._session, self._tasks = window, session, tasks

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"print_map": self.ask}

    @Slot()
    def ask(self) -> None:
        """Ask how the map goes on paper."""
        if self._session.project is None:
            return
        canvas = self._window.workspace.map.canvas
        title = self._session.path().stem
        dialog = PrintMapDialog(
            self._tasks.folder, title, canvas.scale, self._basemap.service_shown, self._window
        )
        dialog.wanted.connect(self.write)
        dialog.open()

    @Slot(object)
    def write(self, wish: Wish) -> None:
        """Write the sheet."""
        project, snapshot = self._session.project, self._session.snapshot
        panel = self._window.workspace.map
        view = panel.canvas.view
        ground = self._basemap.for_paper() if wish.with_ground else None
        gather = partial(
            seen_map, snapshot, panel.layers_shown(), panel.labels_shown(), panel.state,
            (view.center_x, view.center_y),
            scale=wish.scale, paper=wish.paper, landscape=wish.landscape,
        )  # fmt: skip

        def work(progress: Progress) -> Path:
            return print_map(
                project,
                gather(),
                wish.path,
                title=wish.title,
                scale=wish.scale,
                paper=wish.paper,
                landscape=wish.landscape,
                ground=ground,
                progress=progress,
            )

        self._session.run(tr("Writing the map"), work, owner=self, done=self._on_written)

    def _on_written(self, path: Path) -> None:
        self._session.refresh()  # the history has one line more

        def words() -> str:
            return tr("The map was written to {path}. It is for official use only.", path=path.name)

        self._window.notices.show_written(_PRINTED, path, words)
