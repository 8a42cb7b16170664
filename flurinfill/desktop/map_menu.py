"""The menu of a right click on the map: what is there, where it is, how to get nearer."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from flurinfill.desktop import icons
from flurinfill.desktop.canvas import MapCanvas
from flurinfill.i18n import tr


class MapMenu(QObject):
    """Pops up where the canvas asks for it.

    Signals
    -------
    why_asked : str
        The user wants to know why (not) of a parcel.
    """

    why_asked = Signal(str)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._parcel, self._place = "", QPointF()
        canvas.menu_requested.connect(self._on_menu)

    @Slot(QPoint, str)
    def _on_menu(self, where: QPoint, parcel: str) -> None:
        canvas = self._canvas
        self._parcel, self._place = parcel, QPointF(canvas.mapFromGlobal(where))
        menu = QMenu(canvas)
        if parcel:
            menu.addAction(icons.icon("parcel"), tr("Select this parcel"), self._select)
            menu.addAction(icons.icon("why"), tr("Why (not)?"), self._why)
            menu.addAction(icons.icon("copy"), tr("Copy the parcel identifier"), self._copy_parcel)
        menu.addAction(icons.icon("copy"), tr("Copy the coordinate"), self._copy_place)
        menu.addSeparator()
        menu.addAction(icons.icon("zoom_in"), tr("Zoom in here"), self._zoom_here)
        menu.addAction(icons.icon("zoom_selection"), tr("Zoom to the selection"), canvas.zoom_to_selection)
        menu.addAction(icons.icon("zoom_all"), tr("Show the whole map"), canvas.zoom_full)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _world(self) -> tuple[float, float]:
        canvas = self._canvas
        return canvas.view.to_world(self._place.x(), self._place.y(), canvas.width(), canvas.height())

    @Slot()
    def _select(self) -> None:
        self._canvas.click(self._place)

    @Slot()
    def _why(self) -> None:
        self._canvas.click(self._place)
        self.why_asked.emit(self._parcel)

    @Slot()
    def _copy_parcel(self) -> None:
        QGuiApplication.clipboard().setText(self._parcel)

    @Slot()
    def _copy_place(self) -> None:
        """Copy in the way that every GIS reads: east, north, with points."""
        x, y = self._world()
        QGuiApplication.clipboard().setText(f"{x:.2f}, {y:.2f}")

    @Slot()
    def _zoom_here(self) -> None:
        self._canvas.centre_on(self._place, factor=2.0)
