"""The large steps with a project: new, open, sample, import – each a dialog and a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from flurinfill import settings
from flurinfill.desktop.detection_tasks import DetectionTasks
from flurinfill.desktop.dialogs.base import describe
from flurinfill.desktop.dialogs.new_project import NewProjectDialog
from flurinfill.desktop.dialogs.recovery_key import RecoveryKeyDialog
from flurinfill.desktop.dialogs.take_over import TakeOverDialog
from flurinfill.desktop.dropping import Dropped, look_at
from flurinfill.desktop.import_assistant import ImportAssistant
from flurinfill.desktop.last_folder import LastFolder
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session
from flurinfill.desktop.vault_tasks import VaultTasks
from flurinfill.i18n import tr
from flurinfill.model.errors import Cancelled, FlurinfillError, ProjectError
from flurinfill.model.progress import Progress
from flurinfill.project import Project
from flurinfill.usecases.importing import ImportReport
from flurinfill.usecases.printing import Ground
from flurinfill.usecases.sample import create_sample, sample_path

OWNER_REMOVED = "owner-removed"
"""Message that offers to undo it, until something else is changed."""


@dataclass
class _Creation:
    """Makes a project and its protected area; keeps the recovery key until it was shown."""

    path: Path
    crs: str
    passphrase: str
    recovery_key: str = ""

    def work(self, progress: Progress) -> Project:
        """Make the file."""
        project = Project.create(self.path, crs=self.crs)
        if self.passphrase:
            self.recovery_key = project.create_vault(self.passphrase)
        return project


class ProjectTasks(QObject):
    """Asks, starts the job, tells the end."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        linking: Linking,
        known: settings.Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking = window, session, linking
        self._folder = LastFolder(known, session.jobs, self)
        self._creation: _Creation | None = None
        self._waiting_files: list[Path] = []
        self._chooser: QFileDialog | None = None
        self.ground_for_paper: Callable[[], Ground | None] = lambda: None
        self.vault = VaultTasks(window, session, self)
        self.detection = DetectionTasks(window, session, self._folder, self._on_failed, self)
        session.loaded.connect(self._on_loaded)
        session.leaving.connect(window.workspace.inspector.flush)

    @property
    def folder(self) -> Path:
        """Folder in which file dialogs begin."""
        return self._folder.path

    def remember(self, folder: Path) -> None:
        """Begin file dialogs in this folder from now on."""
        self._folder.remember(folder)

    # open -----------------------------------------------------------------------------------

    @Slot()
    def ask_new(self) -> None:
        """Ask for a new project."""
        if self._session.blocked():
            return
        dialog = NewProjectDialog(self.folder, self._window)
        dialog.wanted.connect(self._on_new)
        dialog.rejected.connect(self._forget_files)
        dialog.open()

    @Slot(object, str, str)
    def _on_new(self, path: Path, crs: str, passphrase: str) -> None:
        self._folder.remember(path.parent)
        if not self._leave_for(path):
            self._forget_files()
            return
        self._creation = _Creation(path, crs, passphrase)
        self._session.open(self._creation.work, title=tr("Making the project"), failed=self._on_failed)

    @Slot()
    def ask_open(self) -> None:
        """Ask which project to open."""
        if self._session.blocked():
            return
        self._chooser = QFileDialog(self._window, tr("Open a project"), str(self.folder))
        self._chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._chooser.setNameFilter(tr("flurinfill project (*.gpkg)"))
        self._chooser.fileSelected.connect(self._on_file)
        self._chooser.open()

    @Slot(str)
    def _on_file(self, name: str) -> None:
        self._folder.remember(Path(name).parent)
        self.open_project(Path(name))

    @Slot(object)
    def open_project(self, path: Path, passphrase: str | None = None, *, take_over: bool = False) -> None:
        """Open a project file, if need be over the lock of somebody else."""
        if not self._leave_for(path):
            return

        def work(progress: Progress) -> Project:
            return Project.open(path, passphrase=passphrase, take_over=take_over)

        self._session.open(work, title=tr("Opening the project"), failed=self._on_failed)

    @Slot()
    def open_sample(self) -> None:
        """Open the sample project; the first time it is made."""
        path = sample_path()
        if not self._leave_for(path):
            return

        def work(progress: Progress) -> Project:
            if not path.is_file():
                create_sample(path, progress=progress)
            return Project.open(path)

        self._session.open(work, title=tr("Preparing the sample project"), failed=self._on_failed)

    def _leave_for(self, path: Path) -> bool:
        """Be ready to open another file; False (and it is said why) while something runs.

        The project that is open stays until the other one is: the file may be none. Only the same file
        is closed before, or its own lock would be in the way.
        """
        if self._session.blocked():
            return False
        self._window.workspace.inspector.flush()
        if self._session.path() is not None and _same_file(self._session.path(), path):
            self._session.close()
        return True

    @Slot(object)
    def take_files(self, files: Sequence[Path]) -> None:
        """Files were dropped: a project is opened, cadastre files are imported.

        They are looked at first, and not here: their disk may be a network share that is gone.
        """
        if self._session.blocked() or not files:
            return

        def work(progress: Progress) -> Dropped:
            return look_at(files)

        self._session.jobs.read("dropped", work, owner=self, done=self._on_dropped, abandoned=True)

    def _on_dropped(self, dropped: Dropped) -> None:
        if dropped.project is not None:
            self.open_project(dropped.project)
        elif self._session.project is not None:
            self._assist(dropped.files)
        elif dropped.fault is not None:
            self._session.refused.emit(dropped.fault)
        else:
            self._waiting_files = list(dropped.files)
            self.ask_new()

    @Slot()
    def _forget_files(self) -> None:
        """No project was made for the files that were dropped."""
        self._waiting_files = []

    @Slot()
    def _on_loaded(self) -> None:
        creation, self._creation = self._creation, None
        files, self._waiting_files = self._waiting_files, []
        if creation is not None and creation.recovery_key:
            dialog = RecoveryKeyDialog(creation.recovery_key, self._window)
            self._waiting_files = files
            dialog.finished.connect(self._import_waiting)
            dialog.open()
        elif files:
            self._assist(files)

    @Slot()
    def _import_waiting(self) -> None:
        files, self._waiting_files = self._waiting_files, []
        if files:
            self._assist(files)

    # work -----------------------------------------------------------------------------------

    @Slot()
    def next_step(self) -> None:
        """Do what the empty views name: import, or detection."""
        snapshot = self._session.snapshot
        if snapshot is None or not self._session.writable:
            return
        if snapshot.data_state is None:
            self.ask_import()
        else:
            self.detection.ask()

    @Slot()
    def ask_import(self) -> None:
        """Open the import assistant."""
        self._assist([])

    def _assist(self, files: Sequence[Path]) -> None:
        if not self._session.writable:
            self._session.refused.emit(ProjectError("project_read_only", path=str(self._session.path())))
            return
        if self._session.blocked():
            return
        if files:
            self._folder.remember(files[0].parent)
        assistant = ImportAssistant(self._session, files, self.folder, self._window)
        assistant.imported.connect(self._on_imported)
        assistant.detection_asked.connect(self.detection.start)
        assistant.recovery_key_made.connect(self.vault.show_key)
        assistant.open()

    @Slot(object)
    def _on_imported(self, report: ImportReport) -> None:
        self._session.take_change(report.change)

    @Slot()
    def tell_owner_removed(self) -> None:
        """Say that an owner was taken off a site, and offer to undo it."""

        def words() -> str:
            return tr("The owner is taken off the parcels of this site.")

        def undo() -> str:
            return tr("Undo")

        self._window.notices.show_notice(OWNER_REMOVED, "info", words, action=undo)

    @Slot(str)
    def act(self, key: str) -> None:
        """Do what the button of a message says."""
        if key == "refused":
            self.vault.ask_unlock()
        elif key == OWNER_REMOVED:
            self._session.undo()
        elif key == "held" and self._session.project is not None and self._session.project.held_by:
            dialog = TakeOverDialog(self._session.project.held_by, self._window)
            dialog.confirmed.connect(self._on_take_over)
            dialog.open()

    @Slot()
    def _on_take_over(self) -> None:
        path = self._session.path()
        if path is not None:
            self.open_project(path, take_over=True)

    def _on_failed(self, error: Exception) -> None:
        self._creation, self._waiting_files = None, []
        if isinstance(error, Cancelled):

            def stopped() -> str:
                return tr("Stopped. Nothing was changed.")

            self._window.notices.show_notice("done", "info", stopped)
            return
        if not isinstance(error, FlurinfillError):
            self._session.refused.emit(error)
            return

        def words() -> str:
            return describe(error)

        self._window.notices.show_notice("failed", "bad", words)


def _same_file(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file; False when one is missing."""
    try:
        return one.samefile(other)
    except OSError:
        return False
