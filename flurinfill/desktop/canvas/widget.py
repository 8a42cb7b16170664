"""The map canvas: parcels, buildings and constraints, drawn crisp in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from flurinfill import i18n
from flurinfill.cartography import compose, warmup
from flurinfill.cartography.backdrop import Backdrop
from flurinfill.cartography.labels import Label, LabelSource, Letters
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.scene import Scene, smooth_picture
from flurinfill.cartography.shapes import Bounds, Shapes
from flurinfill.cartography.sketch import Sketch
from flurinfill.cartography.symbology import Style, style_of
from flurinfill.cartography.view import View, fit
from flurinfill.desktop import theme
from flurinfill.desktop.canvas.content import Geometries, MapContent, MapLayer
from flurinfill.desktop.canvas.gestures import Tool
from flurinfill.desktop.canvas.legend_button import LegendButton
from flurinfill.desktop.canvas.picture import Furnishing, Picture
from flurinfill.desktop.canvas.render import Frame, Renderer, Request
from flurinfill.desktop.canvas.sketch_paint import paint_sketch
from flurinfill.desktop.canvas.viewport import Viewport

_SPECK, _RECOGNISED = 24, 72  # pixels: too small to be seen, and large enough
_NEAR_ENOUGH = 0.25  # metres per pixel: about 1:1000


class MapCanvas(Viewport):
    """The map.

    Parcel ids are the texts given to :meth:`set_parcels`. All methods are for the GUI thread.

    Signals
    -------
    selection_changed : list of str
        After the user (not the program) changed the selection.
    hovered : str
        Parcel under the mouse, ``""`` when none; only when it changes.
    identified : str
        A parcel was clicked (exact, from the original geometry).
    view_changed :
        Centre, scale or size changed; see :attr:`scale` and :attr:`view`.
    cursor_moved : float, float
        Place under the mouse in the project's CRS.
    menu_requested : QPoint, str
        Right click or menu key: global position, and the parcel there or ``""``.
    view_drawn :
        A picture of the present view is on the screen, maybe not yet a smooth one.
    view_settled :
        A smooth picture of the present view is on the screen.
    legend_clicked :
        The title of the legend was clicked, or chosen by keys.
    tool_changed : Tool
        A key chose another tool, Esc the navigating one.
    """

    selection_changed = Signal(list)
    hovered = Signal(str)
    identified = Signal(str)
    cursor_moved = Signal(float, float)
    menu_requested = Signal(QPoint, str)
    view_drawn = Signal()
    view_settled = Signal()
    legend_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = MapContent()
        self._picture = Picture()
        self._furnishing = Furnishing()
        self._hovered = ""
        self._wanted = False
        self._printable = False
        self._tip_of: Callable[[str], str] | None = None
        self._renderer = Renderer(self)
        self._renderer.frame_ready.connect(self._show_frame)
        self._renderer.labels_ready.connect(self._show_labels)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._content.set_look(self._is_dark(), theme.is_contrast())
        self.legend = LegendButton(self)
        self.legend.clicked.connect(self.legend_clicked)
        self.retranslate()
        QCoreApplication.instance().aboutToQuit.connect(self.shutdown)
        warmup.warm()

    # what is shown ------------------------------------------------------------------------

    def set_parcels(self, geometries: Geometries | Shapes, ids: Sequence[str] | pd.Index) -> None:
        """Show these parcels (empty: the empty state).

        The selection is kept where ids survive; styles and labels are to be set anew. The old picture
        stays until the new one is drawn.
        """
        was_empty = not len(self._content.ids)
        self._content.set_parcels(geometries, ids)
        if not was_empty and not len(self._content.ids):
            # A picture of nothing, so that the renderer keeps nothing of what it drew last.
            self._renderer.request(replace(self._request(), scene=Scene(), labels=None))
        self._set_hovered("")
        if was_empty or not len(self._content.ids):
            self._picture.forget()
            self._history.clear()
            self._whole = True
            self._fit_again()
        self.redraw()

    def set_layer(self, name: str, layer: MapLayer | None) -> None:
        """Show a layer under a name of its own, above those that nobody ordered; None removes it."""
        self._content.set_layer(name, layer)
        self.redraw()

    def set_stack(self, order: Sequence[str], opacity: Mapping[str, float]) -> None:
        """Put the layers into an order.

        Parameters
        ----------
        order : sequence of str
            Names from bottom to top; those without a layer wait for one.
        opacity : mapping of str to float
            0 to 1 by name, for those that are translucent.
        """
        self._content.set_stack(order, opacity)
        self.redraw()

    def set_styles(self, codes: Sequence[str], style_of: Callable[[str, bool], Style] = style_of) -> None:
        """Colour the parcels: one code each, in the order of :meth:`set_parcels`. Scans nothing.

        Parameters
        ----------
        codes : sequence of str
            Up to 255 different ones.
        style_of : callable
            ``(code, dark) -> Style``; the default knows classes, reviews and land uses
            (see :func:`flurinfill.cartography.symbology.map_codes`).
        """
        self._content.set_styles(codes, style_of)
        self.redraw()

    def set_labels(self, labels: LabelSource | None) -> None:
        """Write these texts at close zoom, without overlaps; they belong to the present parcels."""
        self._content.labels = labels
        self.redraw()

    @property
    def sketch(self) -> Sketch | None:
        """What is drawn about the selected parcel over the map."""
        return self._content.sketch

    def set_sketch(self, sketch: Sketch | None) -> None:
        """Draw something about the selected parcel over the map; None takes it away."""
        self._content.sketch = sketch
        self.update()

    def set_backdrop(self, backdrop: Backdrop | None, credit: str = "", *, printable: bool = False) -> None:
        """Show a picture of the ground below the parcels; None takes it away.

        Parameters
        ----------
        backdrop : Backdrop or None
            When it has something new, call :meth:`redraw`.
        credit : str
            Whose picture it is, written at the lower edge.
        printable : bool
            Whether it may be seen in :meth:`picture`.
        """
        self._content.set_backdrop(backdrop)
        self._furnishing.credit = credit if backdrop is not None else ""
        self._printable = printable
        self.redraw()

    def set_legend(self, entries: Sequence[LegendEntry], title: str = "") -> None:
        """Explain the colours; an empty list hides the legend."""
        self._furnishing.legend, self._furnishing.legend_title = list(entries), title
        self.update()

    def set_source(self, text: str) -> None:
        """Source and data state, written at the lower edge."""
        self._furnishing.source = text
        self.update()

    def set_empty_text(self, title: str, advice: str = "") -> None:
        """What stands in the middle as long as there are no parcels."""
        self._furnishing.empty_title, self._furnishing.empty_advice = title, advice
        self.update()

    def set_tip(self, tip_of: Callable[[str], str] | None) -> None:
        """Text of the map tip of a parcel; None or ``""`` shows none."""
        self._tip_of = tip_of

    def set_layer_visible(self, layer: str, visible: bool) -> None:
        """Show or hide a layer by its name, ``"legend"``, ``"sketch"``, or labels (``"labels/streets"``)."""
        self._content.set_visible(layer, visible)
        self.redraw()

    def retranslate(self) -> None:
        """Use the current language."""
        self.setAccessibleName(i18n.tr("Map"))
        self._describe()
        self.update()

    # selection ----------------------------------------------------------------------------

    @property
    def selected(self) -> list[str]:
        """Selected parcel ids."""
        return self._content.selected_ids()

    def set_selected(self, ids: Sequence[str]) -> None:
        """Select these parcels; emits nothing."""
        self._content.select(ids)
        self._describe()
        self.redraw()

    def click(self, position: QPointF, *, adding: bool = False) -> None:
        """Select and identify the parcel at a pixel; on nothing, select nothing."""
        parcel_id = self.parcel_at(*self._world(position))
        if adding:
            chosen = self.selected
            chosen = [c for c in chosen if c != parcel_id] if parcel_id in chosen else [*chosen, parcel_id]
            self._choose([c for c in chosen if c])
        else:
            self._choose([parcel_id] if parcel_id else [])
        if parcel_id:
            self.identified.emit(parcel_id)

    def select_box(self, box: QRectF, *, adding: bool = False) -> None:
        """Select the parcels that a rectangle of pixels touches."""
        west, north = self._world(box.topLeft())
        east, south = self._world(box.bottomRight())
        touched = self._content.touching((west, south, east, north))
        self._choose(list(dict.fromkeys([*self.selected, *touched])) if adding else touched)

    def snap_sources(self) -> Sequence[Shapes]:
        """Sketches snap to parcels and buildings."""
        return self._content.snap_sources()

    def _choose(self, ids: list[str]) -> None:
        if ids != self.selected:
            self.set_selected(ids)
            self.selection_changed.emit(self.selected)

    def _describe(self) -> None:
        count = int(self._content.selected.sum())
        self.setAccessibleDescription(i18n.ntr("{count} parcel selected", "{count} parcels selected", count))

    # view ---------------------------------------------------------------------------------

    @Slot()
    def zoom_to_selection(self) -> None:
        """Show the selected parcels with their surroundings."""
        self.zoom_to(self.selected)

    def zoom_to(self, ids: Sequence[str]) -> None:
        """Show these parcels with their surroundings."""
        self._show_bounds(self._content.bounds_of(ids), margin=0.3)

    def go_to(self, ids: Sequence[str]) -> None:
        """Bring these parcels into sight, and nearer where they would be mere specks."""
        bounds = self._content.bounds_of(ids)
        if bounds is None:
            return
        across = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
        if across < _SPECK * self._view.metres_per_pixel:
            centre = fit(bounds, self.width(), self.height(), 0.3)
            self.set_view(View(centre.center_x, centre.center_y, max(across / _RECOGNISED, _NEAR_ENOUGH)))
        else:
            self.ensure_visible(ids)

    def zoom_around(self, ids: Sequence[str], times: float, at_least: float) -> None:
        """Show these parcels in the middle of their neighbours.

        Parameters
        ----------
        ids : sequence of str
        times : float
            So many times the width and height of their bounds are shown,
        at_least : float
            but at least so many metres.
        """
        bounds = self._content.bounds_of(ids)
        if bounds is None:
            return
        x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
        across = max((bounds[2] - bounds[0]) * times, at_least) / 2
        down = max((bounds[3] - bounds[1]) * times, at_least) / 2
        self._show_bounds((x - across, y - down, x + across, y + down), margin=0.0)

    def ensure_visible(self, ids: Sequence[str]) -> None:
        """Move there only when these parcels are not on the screen; the scale stays where it can."""
        bounds = self._content.bounds_of(ids)
        if bounds is None:
            return
        west, south, east, north = self._view.bounds(self.width(), self.height())
        if west <= bounds[0] and south <= bounds[1] and east >= bounds[2] and north >= bounds[3]:
            return
        whole = fit(bounds, self.width(), self.height(), 0.3)
        coarser = max(whole.metres_per_pixel, min(self._view.metres_per_pixel, 8 * whole.metres_per_pixel))
        self.set_view(View(whole.center_x, whole.center_y, coarser))

    def parcel_at(self, x: float, y: float) -> str:
        """Parcel at a place in the project's CRS, exact; ``""`` when none."""
        return self._content.at(x, y)

    def picture(self) -> np.ndarray:
        """RGBA picture, uint8 (h, w, 4), of the map as it is, smooth, without furniture.

        The ground below it is left out where its terms do not allow to hand it on.
        """
        scene = self._content.scene
        if not self._printable:
            scene = replace(scene, backdrop=None)
        size = (self.width(), self.height())
        return compose.to_rgba(smooth_picture(scene, self._view, size, self.devicePixelRatioF()))

    @Slot()
    def shutdown(self) -> None:
        """Stop drawing and wait for the worker; call before the application quits."""
        self._settled.stop()
        self._renderer.shutdown()

    def full_bounds(self) -> Bounds | None:
        """Where the parcels are."""
        return self._content.parcels.bounds()

    # drawing ------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Blit at once, and have the crisp picture drawn.

        The request is made when Qt paints: however many changes come before, it is one.
        """
        self._wanted = True
        self.update()

    def _request(self) -> Request:
        metrics = QFontMetricsF(self._picture.label_font(self.font()))
        letters = Letters(metrics.horizontalAdvance("0"), metrics.height() * 0.82)
        size = (self.width(), self.height())
        return Request(
            self._content.scene,
            self._view,
            size,
            self.devicePixelRatioF(),
            self._content.labels,
            self._content.label_kinds,
            letters,
            self._picture.covered,
        )

    @Slot(object)
    def _show_frame(self, frame: Frame) -> None:
        scene = self._content.scene
        if scene.parcels is None or frame.scans.ids.get(scene.parcels) is None:
            return  # of parcels that were replaced meanwhile
        self._picture.frame = frame
        self.update()
        if frame.request.view == self._view:
            self.view_drawn.emit()
            if frame.smooth:
                self.view_settled.emit()

    @Slot(object, object)
    def _show_labels(self, request: Request, labels: list[Label]) -> None:
        if request.labels is self._content.labels:
            self._picture.take_labels(labels, request.view)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Blit the last picture where it belongs now, and what stands on it."""
        if self._wanted and len(self._content.ids):
            self._wanted = False
            self._renderer.request(self._request())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._picture.paint(painter, self, self._content, self._furnishing, self._hovered)
            paint_sketch(painter, self, self.sketching, self._view, self._content.theme)
            self._picture.paint_furniture(painter, self, self._content, self._furnishing)
            self._picture.paint_gesture(painter, self, self._gestures.rubber_band, self.by_keyboard)
        picture, title = self._picture, self._furnishing.legend_title
        self.legend.follow(picture.legend_head, title, opened=picture.legend_open)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(900, 640)

    # events -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the centre; a first real size shows everything."""
        super().resizeEvent(event)
        self._fit_again()
        self.view_changed.emit()
        self.redraw()

    def showEvent(self, event: QEvent) -> None:
        """Show everything at the first time."""
        super().showEvent(event)
        self._fit_again()
        self.redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette (light, dark) and the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._content.set_look(self._is_dark(), theme.is_contrast())
            self.redraw()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or look what is under the mouse."""
        self._gestures.move(event)
        self.cursor_moved.emit(*self._world(event.position()))
        if not self._gestures.dragging:
            number = self._picture.number_at(event.position(), self._view, self._content)
            self._set_hovered(str(self._content.ids[number]) if number >= 0 else "")

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        self._set_hovered("")
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask the window for a menu."""
        position = QPointF(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            position = QPointF(self.width() / 2, self.height() / 2)
        where = self.mapToGlobal(position.toPoint())
        self.menu_requested.emit(where, self.parcel_at(*self._world(position)))

    def event(self, event: QEvent) -> bool:
        """Show the map tip; draw anew where the screen has other pixels now."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.redraw()
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            drawing = self.tool in (Tool.DISTANCE, Tool.AREA, Tool.OUTLINE)  # it would cover what is drawn
            text = self._tip_of(self._hovered) if self._tip_of and self._hovered and not drawing else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _set_hovered(self, parcel_id: str) -> None:
        if parcel_id != self._hovered:
            self._hovered = parcel_id
            QToolTip.hideText()
            self.hovered.emit(parcel_id)
            self.update()

    def _is_dark(self) -> bool:
        return self.palette().color(QPalette.ColorRole.Window).lightness() < 128
