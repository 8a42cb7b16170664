"""Owners as a task: all parcels of one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session
from flurinfill.i18n import ntr
from flurinfill.model.progress import Progress
from flurinfill.project import queries

_PARCELS = "parcels-of-owner"
PURPOSE = "case_work"


class OwnerTasks(QObject):
    """Reads in jobs, shows what was found."""

    def __init__(self, window: MainWindow, session: Session, linking: Linking, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking = window, session, linking
        window.workspace.inspector.owners.parcels_asked.connect(self.show_parcels_of)

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
