"""The map as a task: kept for each project as this person left it, told where something is missing."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill import settings
from flurinfill.cartography.shapes import Bounds
from flurinfill.cartography.view import View
from flurinfill.desktop import bookmarks
from flurinfill.desktop.bookmarks import Bookmarks
from flurinfill.desktop.canvas import Tool
from flurinfill.desktop.ground import Sight
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.map_state import MapState
from flurinfill.desktop.session import Session
from flurinfill.desktop.sights import Sights

_MAP, _VIEW, _BOOKMARKS = "map", "view", "bookmarks"


class MapTasks(QObject):
    """Ties the map to the project, the settings and the messages."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        sights: Sights,
        known: settings.Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings = window, session, known
        self._sights = sights
        self._path: Path | None = None
        self._view: View | None = None  # to be shown as soon as there is a map
        self._map = window.workspace.map
        self.bookmarks = Bookmarks(self._map.canvas, window)
        self._map.bar.bookmarks.setMenu(self.bookmarks.menu)
        self.bookmarks.changed.connect(self.keep)
        session.opened.connect(self._on_opened)
        session.sighted.connect(self._on_sighted)
        session.loaded.connect(self._on_loaded)
        session.closed.connect(self._on_closed)
        self._map.trouble.connect(self._on_trouble)
        self._map.menu.why_asked.connect(self._on_why)

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        canvas = self._map.canvas
        return {
            "layers": self._toggle_layers,
            "zoom_all": canvas.zoom_full,
            "zoom_selection": canvas.zoom_to_selection,
            "last_view": canvas.last_view,
            "next_view": canvas.next_view,
            "bookmarks": self._show_bookmarks,
            "keep_view": self.bookmarks.ask_name,
            "select_box": self._select_box,
            "measure_distance": self._measure_distance,
            "measure_area": self._measure_area,
        }

    # what is kept ---------------------------------------------------------------------------

    @Slot()
    def keep(self) -> None:
        """Keep how the map looks, where it is, and the bookmarks."""
        if self._path is None:
            return
        kept = self._settings.of_project(self._path)
        kept[_MAP] = self._map.state.dumped()
        kept[_BOOKMARKS] = bookmarks.dumped(self.bookmarks.own)
        if self._map.canvas.full_bounds() is not None:
            view = self._map.canvas.view
            kept[_VIEW] = f"{view.center_x!r} {view.center_y!r} {view.metres_per_pixel!r}"
        settings.save(self._settings)

    @Slot()
    def _on_opened(self) -> None:
        self._path = self._session.path()
        kept = self._settings.of_project(self._path)
        self._view = _view(kept.get(_VIEW, ""))
        self.bookmarks.own = bookmarks.loaded(kept.get(_BOOKMARKS, ""))
        self._map.use_state(MapState.loaded(kept.get(_MAP, "")))

    @Slot(object)
    def _on_sighted(self, sight: Sight) -> None:
        self._map.show_sight(sight)
        self._look_again(sight.parcels.bounds())

    @Slot()
    def _on_loaded(self) -> None:
        ground = self._session.snapshot.ground
        self.bookmarks.villages = ground.villages
        self._look_again(ground.parcels.bounds())

    def _look_again(self, bounds: Bounds | None) -> None:
        """Look where this person looked last, once and where there is something."""
        view = self._view
        if view is None or bounds is None:
            return
        self._view = None
        west, south, east, north = bounds
        if west <= view.center_x <= east and south <= view.center_y <= north:
            self._map.canvas.set_view(view)

    @Slot()
    def _on_closed(self) -> None:
        self.keep()
        self._path = None

    # what happens ---------------------------------------------------------------------------

    @Slot(object)
    def _on_trouble(self, words: Callable[[], str] | None) -> None:
        if words is None:
            self._window.notices.remove(_MAP)
        else:
            self._window.notices.show_notice(_MAP, "info", words)

    @Slot(str)
    def _on_why(self, _parcel: str) -> None:
        self._sights.show_why()

    @Slot()
    def _toggle_layers(self) -> None:
        self._map.layers.toggle()
        if self._map.layers.isChecked():
            self._map.panel.tree.setFocus()

    @Slot()
    def _show_bookmarks(self) -> None:
        button = self._map.bar.bookmarks
        self.bookmarks.pop_up(button.mapToGlobal(button.rect().bottomLeft()))

    @Slot()
    def _select_box(self) -> None:
        self._map.use_tool(Tool.SELECT)

    @Slot()
    def _measure_distance(self) -> None:
        self._map.use_tool(Tool.DISTANCE)

    @Slot()
    def _measure_area(self) -> None:
        self._map.use_tool(Tool.AREA)


def _view(text: str) -> View | None:
    try:
        x, y, metres = (float(part) for part in text.split())
    except ValueError:
        return None
    return View(x, y, metres) if all(map(isfinite, (x, y, metres))) and metres > 0 else None
