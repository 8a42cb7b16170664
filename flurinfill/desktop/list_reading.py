"""A list of the office or of the land survey office: the file asked for, and read in a job."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from flurinfill.cadastre.readers.lists import OfficeList
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.i18n import tr
from flurinfill.model.errors import Cancelled
from flurinfill.model.progress import Progress
from flurinfill.usecases import town_list


class ListReading(QObject):
    """Asks for a list and reads it.

    Signals
    -------
    found : OfficeList
        What is in the file, while the project is still open.
    """

    found = Signal(object)

    def __init__(self, window: MainWindow, session: Session, tasks: ProjectTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._tasks = window, session, tasks
        self._chooser: QFileDialog | None = None

    def ask(self, title: str) -> None:
        """Ask for the file."""
        self._chooser = QFileDialog(self._window, title, str(self._tasks.folder))
        self._chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._chooser.setNameFilter(tr("Lists (*.csv *.txt *.tsv *.xlsx *.xlsm)"))
        self._chooser.fileSelected.connect(self.read)
        self._chooser.open()

    @Slot(str)
    def read(self, name: str) -> None:
        """Read a file."""
        path = Path(name)

        def work(progress: Progress) -> OfficeList:
            return town_list.read(path, progress)

        self._session.run(
            tr("Reading the list"), work, owner=self, done=self._on_read, failed=self._on_failed
        )

    def _on_read(self, found: OfficeList) -> None:
        if self._session.project is not None:
            self.found.emit(found)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._session.refused.emit(error)
