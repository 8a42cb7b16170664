"""Where file dialogs begin: the folder that was used last, while it is there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths

from flurinfill import settings
from flurinfill.desktop.jobs import JobRunner
from flurinfill.model.progress import Progress


class LastFolder(QObject):
    """Looked for in the background, since it may lie on a network drive that does not answer.

    Attributes
    ----------
    path : Path
        The user's own folder until another one was found.
    """

    def __init__(self, known: settings.Settings, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = known
        self.path = Path.home()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        wanted = [Path(folder) for folder in (known.folder, documents) if folder]

        def work(progress: Progress) -> Path:
            return next((folder for folder in wanted if folder.is_dir()), Path.home())

        jobs.read("folder", work, owner=self, done=self._on_found, abandoned=True)
        self._jobs = jobs

    def _on_found(self, folder: Path) -> None:
        self.path = folder

    def remember(self, folder: Path) -> None:
        """Begin here from now on."""
        self._jobs.forget("folder")
        self.path = self._settings.folder = folder
        settings.save(self._settings)
