"""Draws where a building could stand on the selected parcel; worked out beside the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from flurinfill.cartography.sketch import Sketch
from flurinfill.desktop.map_panel import MapPanel
from flurinfill.desktop.selection import Selection
from flurinfill.desktop.session import Session
from flurinfill.model.progress import Progress
from flurinfill.usecases.building import room_sketch

_KEY = "room_sketch"


class RoomSketch(QObject):
    """Keeps the sketch on the map that of the current parcel."""

    def __init__(
        self, session: Session, selection: Selection, panel: MapPanel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._selection, self._panel = session, selection, panel
        self._parcel = ""
        selection.changed.connect(self._on_selected)
        session.loaded.connect(self.draw)
        session.closed.connect(self._on_closed)

    @Slot(str)
    def _on_selected(self, _sender: str) -> None:
        if self._selection.current != self._parcel:
            self.draw()

    @Slot()
    def draw(self) -> None:
        """Work out and draw the sketch of the current parcel; the old one goes at once."""
        self._parcel = self._selection.current
        self._panel.canvas.set_sketch(None)
        self._session.jobs.forget(_KEY)
        project, snapshot = self._session.project, self._session.snapshot
        if project is None or snapshot is None or not self._parcel:
            return
        found = snapshot.explained(self._parcel)
        if found is None:
            return

        def work(_progress: Progress) -> Sketch | None:
            return room_sketch(project, found)

        self._session.jobs.read(_KEY, work, owner=self, done=self._on_done)

    def _on_done(self, sketch: Sketch | None) -> None:
        self._panel.canvas.set_sketch(sketch)

    @Slot()
    def _on_closed(self) -> None:
        self._parcel = ""
        self._session.jobs.forget(_KEY)
        self._panel.canvas.set_sketch(None)
