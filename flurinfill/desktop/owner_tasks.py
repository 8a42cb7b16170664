"""Owners as a task: all parcels of one, all owners of a selection, owners spelled twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.dialogs.owner_doubles import DoublesDialog
from flurinfill.desktop.dialogs.owner_list import OwnerListDialog
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.i18n import ntr, tr
from flurinfill.model.progress import Progress
from flurinfill.project import queries
from flurinfill.usecases.owner_list import export_owner_list

_PARCELS, _WRITTEN = "parcels-of-owner", "owners-written"
PURPOSE = "case_work"


class OwnerTasks(QObject):
    """Reads in jobs, shows what was found."""

    def __init__(
        self, window: MainWindow, session: Session, linking: Linking, tasks: ProjectTasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking, self._tasks = window, session, linking, tasks
        window.workspace.inspector.owners.parcels_asked.connect(self.show_parcels_of)

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"owner_list": self.ask_list, "owner_doubles": self.ask_doubles}

    @Slot(str)
    def show_parcels_of(self, owner_id: str) -> None:
        """Select everything that an owner has a share in, on map and tables."""
        project = self._session.project
        if project is None:
            return

        def work(progress: Progress) -> list[str]:
            return queries.parcels_of(project, owner_id, PURPOSE)

        self._session.jobs.read(
            _PARCELS, work, owner=self, done=self._on_parcels, failed=self._session.refused.emit
        )

    def _on_parcels(self, found: list[str]) -> None:
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        present = [parcel for parcel in found if parcel in snapshot.parcels.index]
        self._linking.show_parcels(present)
        sites = len(self._linking.selected_sites())
        self._window.status.say(
            ntr("{count} parcel of this owner", "{count} parcels of this owner", len(present))
            + " · "
            + ntr("{count} site", "{count} sites", sites)
        )

    @Slot()
    def ask_list(self) -> None:
        """Show the owners of the selected parcels; the vault first, where it is locked."""
        chosen = self._linking.selection.parcels
        if self._session.snapshot is None or not chosen or self._tasks.vault.people_locked("owner_list"):
            return
        dialog = OwnerListDialog(self._session, chosen, self._tasks.folder, self._window)
        dialog.owner_asked.connect(self.show_parcels_of)
        dialog.file_chosen.connect(self.write_list)
        dialog.show()

    @Slot()
    def ask_doubles(self) -> None:
        """Show owners who may be spelled twice; the vault first, where it is locked."""
        if self._session.snapshot is None or self._tasks.vault.people_locked("owner_doubles"):
            return
        dialog = DoublesDialog(self._session, self._window)
        dialog.parcels_asked.connect(self._on_parcels)
        dialog.show()

    @Slot(object, object)
    def write_list(self, parcels: tuple[str, ...], path: Path) -> None:
        """Write the owners of parcels into a file, for the office itself."""
        project = self._session.project
        if project is None:
            return

        def work(progress: Progress) -> tuple[Path, int]:
            return path, export_owner_list(project, parcels, path)

        self._session.run(tr("Exporting"), work, owner=self, done=self._on_written)

    def _on_written(self, written: tuple[Path, int]) -> None:
        path, count = written
        self._session.refresh()

        def words() -> str:
            return ntr(
                "{count} owner written to {path}.", "{count} owners written to {path}.", count, path=path.name
            )

        self._window.notices.show_written(_WRITTEN, path, words)
