"""Documents and photos as tasks: added in a job, opened as a copy, saved, removed, erased."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from flurinfill.desktop.dialogs.case_file import CaseFileDialog
from flurinfill.desktop.dialogs.erase_files import EraseFilesDialog
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.opened_files import OpenedFiles
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.i18n import ntr, tr
from flurinfill.model.audience import Audience
from flurinfill.model.case_files import SUFFIXES, CaseFile, FileKind
from flurinfill.model.change import Change
from flurinfill.model.errors import Cancelled
from flurinfill.model.progress import Progress
from flurinfill.project import Project, operations
from flurinfill.usecases import case_files

_Write = Callable[[Project, CaseFile, Path, Progress], Path]


class FileTasks(QObject):
    """Does what the panel of documents and photos asks for."""

    def __init__(self, window: MainWindow, session: Session, tasks: ProjectTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._tasks = window, session, tasks
        self._chooser: QFileDialog | None = None
        self._site = 0  # that the chosen files are for
        self._file: CaseFile | None = None  # that is saved
        self.opened = OpenedFiles()
        self.opened.clear()
        panel = window.workspace.inspector.files
        panel.add_asked.connect(self.ask_add)
        panel.dropped.connect(self.add)
        panel.open_asked.connect(self.open)
        panel.save_asked.connect(self.ask_save)
        panel.change_asked.connect(self.ask_change)
        panel.remove_asked.connect(self.remove)
        panel.showing_asked.connect(self.show_photo)
        panel.erase_asked.connect(self.ask_erase)
        session.closed.connect(self.opened.clear)
        session.loaded.connect(self._on_loaded)

    @Slot()
    def _on_loaded(self) -> None:
        """What is locked now lies open nowhere."""
        if self._session.snapshot.work.access.sealed:
            self.opened.clear()

    # in -------------------------------------------------------------------------------------

    @Slot(int)
    def ask_add(self, site_id: int) -> None:
        """Ask for files."""
        self._chooser = QFileDialog(self._window, tr("Add documents and photos"), str(self._tasks.folder))
        self._chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        endings = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        self._chooser.setNameFilter(tr("Documents and photos ({endings})", endings=endings))
        self._site = site_id
        self._chooser.filesSelected.connect(self._on_chosen)
        self._chooser.open()

    @Slot(list)
    def _on_chosen(self, names: Sequence[str]) -> None:
        self.add(self._site, [Path(name) for name in names])

    @Slot(int, list)
    def add(self, site_id: int, paths: Sequence[Path]) -> None:
        """Keep files with a site."""
        project = self._session.project

        def work(progress: Progress) -> Change:
            return case_files.add(project, site_id, paths, progress)

        self._session.run(
            tr("Keeping the files"), work, owner=self, done=self._on_added, failed=self._on_failed
        )

    def _on_added(self, change: Change) -> None:
        self._session.take_change(change)
        count = int(change.details["count"])
        self._window.status.say(ntr("{count} file added.", "{count} files added.", count))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._session.refused.emit(error)

    # out ------------------------------------------------------------------------------------

    @Slot(object)
    def open(self, file: CaseFile) -> None:
        """Show a copy in the program that the computer has for it; its name says nothing."""
        case_no = self._session.snapshot.work.sites.loc[file.site_id, "case_no"]
        path = self.opened.place(f"{case_no}-{file.content_id}{file.suffix}")
        self._write(case_files.write_copy, file, path, tr("Opening the file"), self._on_opened)

    def _write(
        self, write: _Write, file: CaseFile, path: Path, title: str, done: Callable[[Path], None]
    ) -> None:
        project = self._session.project

        def work(progress: Progress) -> Path:
            return write(project, file, path, progress)

        self._session.run(title, work, owner=self, done=done, failed=self._on_failed)

    def _on_opened(self, path: Path) -> None:
        self.opened.protect(path)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        self._window.status.say(
            tr("A copy is shown. It is deleted when the project is closed; changes in it are lost.")
        )

    @Slot(object)
    def ask_save(self, file: CaseFile) -> None:
        """Ask where a file shall be saved."""
        folder = self._tasks.folder / f"{file.title}{file.suffix}".replace("/", "-")
        self._chooser = QFileDialog(self._window, tr("Save the file"), str(folder.parent))
        self._chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._chooser.selectFile(folder.name)
        self._chooser.setDefaultSuffix(file.suffix)
        self._file = file
        self._chooser.fileSelected.connect(self._on_place)
        self._chooser.open()

    @Slot(str)
    def _on_place(self, name: str) -> None:
        self._write(case_files.save, self._file, Path(name), tr("Saving the file"), self._on_saved)

    def _on_saved(self, path: Path) -> None:
        def words() -> str:
            return tr("Saved as {path}. From now on it is no longer protected there.", path=path.name)

        self._window.notices.show_written("file-saved", path, words)

    # changed --------------------------------------------------------------------------------

    @Slot(object)
    def ask_change(self, file: CaseFile) -> None:
        """Ask for title, kind and day."""
        dialog = CaseFileDialog(file, self._window)
        dialog.wanted.connect(self._on_changed)
        dialog.open()

    @Slot(object, str, object, object)
    def _on_changed(self, file: CaseFile, title: str, kind: FileKind, on: date | None) -> None:
        self._session.apply(operations.change_file, file, title=title, kind=kind, on=on)

    @Slot(object, object)
    def show_photo(self, file: CaseFile, audiences: Sequence[Audience]) -> None:
        """Keep who may see a photo in papers."""
        self._session.apply(operations.show_photo, file, audiences)

    @Slot(object)
    def remove(self, files: Sequence[CaseFile]) -> None:
        """Take files off their site; undo brings them back."""
        if self._session.apply(operations.remove_files, files) is not None:
            self._window.status.say(
                ntr(
                    "{count} file removed. Undo brings it back.",
                    "{count} files removed. Undo brings them back.",
                    len(files),
                )
            )

    @Slot(int)
    def ask_erase(self, count: int) -> None:
        """Ask whether the contents of removed files shall go for good."""
        dialog = EraseFilesDialog(count, self._window)
        dialog.confirmed.connect(self._on_erase)
        dialog.open()

    @Slot()
    def _on_erase(self) -> None:
        self._session.apply(operations.erase_removed_files)
