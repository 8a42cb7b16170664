"""The map as a task: kept for each project as this person left it, told where something is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill import settings
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.map_state import MapState
from flurinfill.desktop.session import Session

_MAP = "map"


class MapTasks(QObject):
    """Ties the map to the project, the settings and the messages."""

    def __init__(
        self, window: MainWindow, session: Session, known: settings.Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings = window, session, known
        self._path: Path | None = None
        self._map = window.workspace.map
        session.opened.connect(self._on_opened)
        session.closed.connect(self.keep)
        self._map.trouble.connect(self._on_trouble)

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"layers": self._toggle_layers}

    @Slot()
    def keep(self) -> None:
        """Keep how the map looks."""
        if self._path is not None:
            self._settings.of_project(self._path)[_MAP] = self._map.state.dumped()
            settings.save(self._settings)

    @Slot()
    def _on_opened(self) -> None:
        self._path = self._session.path()
        self._map.use_state(MapState.loaded(self._settings.of_project(self._path).get(_MAP, "")))

    @Slot(object)
    def _on_trouble(self, words: Callable[[], str] | None) -> None:
        if words is None:
            self._window.notices.remove(_MAP)
        else:
            self._window.notices.show_notice(_MAP, "info", words)

    @Slot()
    def _toggle_layers(self) -> None:
        self._map.layers.toggle()
