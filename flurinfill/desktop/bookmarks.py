"""Bookmarks of the map: every village of the cadastre, and places that a person named."""

from __future__ import annotations

import json
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QWidget

from flurinfill.cartography.scalebar import scale_text
from flurinfill.cartography.shapes import Bounds
from flurinfill.cartography.view import View, fit
from flurinfill.desktop import icons
from flurinfill.desktop.canvas import MapCanvas
from flurinfill.i18n import tr

_MOST_LETTERS = 60


@dataclass(frozen=True)
class Bookmark:
    """A named view."""

    name: str
    view: View


def dumped(bookmarks: list[Bookmark]) -> str:
    """Write bookmarks as JSON."""
    rows = [[b.name, b.view.center_x, b.view.center_y, b.view.metres_per_pixel] for b in bookmarks]
    return json.dumps(rows, ensure_ascii=False)


def loaded(text: str) -> list[Bookmark]:
    """Read what :func:`dumped` wrote; what is damaged is left out."""
    try:
        rows = json.loads(text)
    except ValueError:
        return []
    return [
        Bookmark(str(row[0]), View(*(float(part) for part in row[1:])))
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, list) and len(row) == 4 and all(isinstance(part, int | float) for part in row[1:])
    ]


class Bookmarks(QObject):
    """The menu of bookmarks.

    Signals
    -------
    changed :
        A person added or removed one.
    """

    changed = Signal()

    def __init__(self, canvas: MapCanvas, window: QWidget) -> None:
        super().__init__(canvas)
        self._canvas, self._window = canvas, window
        self.own: list[Bookmark] = []
        self.villages: dict[str, Bounds] = {}
        self.menu = QMenu(window)
        self.menu.aboutToShow.connect(self.fill)
        self._asking: QInputDialog | None = None

    def pop_up(self, where: QPoint) -> None:
        """Show the menu at a place on the screen."""
        self.menu.popup(where)

    @Slot()
    def fill(self) -> None:
        """Fill the menu anew."""
        self.menu.clear()
        for bookmark in self.own:
            self._add(bookmark.name, "bookmark", self._to_own)
        if self.own:
            self.menu.addSeparator()
        for name in self.villages:
            self._add(name, "", self._to_village)
        if self.villages:
            self.menu.addSeparator()
        self.menu.addAction(icons.icon("add"), tr("Keep what the map shows …"), self.ask_name)
        if self.own:
            removing = self.menu.addMenu(icons.icon("remove"), tr("Remove a bookmark"))
            for bookmark in self.own:
                action = removing.addAction(bookmark.name, self._remove)
                action.setData(bookmark.name)

    def _add(self, name: str, icon: str, slot: object) -> None:
        action = QAction(name, self.menu)
        if icon:
            action.setIcon(icons.icon(icon))
        action.setData(name)
        action.triggered.connect(slot)
        self.menu.addAction(action)

    @Slot()
    def ask_name(self) -> None:
        """Ask how the present view shall be called."""
        asking = QInputDialog(self._window)
        asking.setInputMode(QInputDialog.InputMode.TextInput)
        asking.setTextEchoMode(QLineEdit.EchoMode.Normal)
        asking.setWindowTitle(tr("Bookmark"))
        asking.setLabelText(tr("Name of the bookmark"))
        asking.setTextValue(self._suggested())
        asking.textValueSelected.connect(self.keep)
        asking.finished.connect(asking.deleteLater)
        self._asking = asking
        asking.open()

    def _suggested(self) -> str:
        view = self._canvas.view
        around = [
            name
            for name, (west, south, east, north) in self.villages.items()
            if west <= view.center_x <= east and south <= view.center_y <= north
        ]
        return " ".join([*around[:1], scale_text(view.scale)])

    @Slot(str)
    def keep(self, name: str) -> None:
        """Keep the present view under a name; an older one of this name is replaced."""
        name = " ".join(name.split())[:_MOST_LETTERS]
        if name:
            others = [bookmark for bookmark in self.own if bookmark.name != name]
            self.own = [*others, Bookmark(name, self._canvas.view)]
            self.changed.emit()

    @Slot()
    def _remove(self) -> None:
        name = self.sender().data()
        self.own = [bookmark for bookmark in self.own if bookmark.name != name]
        self.changed.emit()

    @Slot()
    def _to_own(self) -> None:
        name = self.sender().data()
        self._canvas.set_view(next(bookmark.view for bookmark in self.own if bookmark.name == name))

    @Slot()
    def _to_village(self) -> None:
        bounds = self.villages[self.sender().data()]
        self._canvas.set_view(fit(bounds, self._canvas.width(), self._canvas.height(), 0.04))
