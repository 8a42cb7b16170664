"""A widget that looks at a part of the world: view, zoom, pan, history, mouse and keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from flurinfill.cartography.shapes import Bounds, Shapes
from flurinfill.cartography.view import View, fit
from flurinfill.desktop.canvas.gestures import Gestures, Tool
from flurinfill.desktop.canvas.history import ViewHistory
from flurinfill.desktop.canvas.sketch import SketchKind
from flurinfill.desktop.canvas.sketching import Sketching

_FINEST, _COARSEST = 0.002, 2000.0  # metres per pixel
_SETTLED_MS = 350
_SKETCHES = {
    Tool.DISTANCE: SketchKind.DISTANCE,
    Tool.AREA: SketchKind.AREA,
    Tool.OUTLINE: SketchKind.OUTLINE,
}


class Viewport(QWidget):
    """The movable view, without knowing what is drawn.

    Signals
    -------
    view_changed :
        Centre, scale or size changed.
    tool_changed : Tool
        A key chose another tool, Esc the navigating one.
    """

    view_changed = Signal()
    tool_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gestures = Gestures(self)
        self.sketching = Sketching(self, self.snap_sources)
        self.sketching.given_up.connect(self._on_given_up)
        self._history = ViewHistory()
        self._view = View(0.0, 0.0, 1.0)
        self._whole = True  # everything is to be seen, whatever the size
        self.by_keyboard = False
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._remember_view)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)

    # what a map adds ----------------------------------------------------------------------

    def full_bounds(self) -> Bounds | None:
        """Where everything is; None when there is nothing."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw the present view."""
        raise NotImplementedError

    def snap_sources(self) -> Sequence[Shapes]:
        """What a sketch snaps to."""
        raise NotImplementedError

    def click(self, position: QPointF, *, adding: bool = False) -> None:
        """Act on a pixel."""
        raise NotImplementedError

    def select_box(self, box: QRectF, *, adding: bool = False) -> None:
        """Select what a rectangle of pixels touches."""
        raise NotImplementedError

    # view ---------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """What part of the world is shown (pixels are logical pixels)."""
        return self._view

    @property
    def scale(self) -> float:
        """Denominator of the map scale."""
        return self._view.scale

    def set_view(self, view: View) -> None:
        """Show this view."""
        finer = min(max(view.metres_per_pixel, _FINEST), _COARSEST)
        self._whole = False
        self._view = View(view.center_x, view.center_y, finer)
        self._settled.start()
        self.view_changed.emit()
        self.redraw()

    @Slot(float)
    def set_scale(self, denominator: float) -> None:
        """Show the same centre at 1:denominator."""
        self.set_view(self._view.at_scale(denominator))

    @Slot()
    def zoom_full(self) -> None:
        """Show everything, now or as soon as the widget has a size; until the view is changed."""
        self._whole = True
        self._fit_when_ready()

    @Slot()
    def zoom_in(self) -> None:
        """Twice as large."""
        self.zoom_centre(2.0)

    @Slot()
    def zoom_out(self) -> None:
        """Half as large."""
        self.zoom_centre(0.5)

    @Slot()
    def last_view(self) -> None:
        """Go back to the view before."""
        self._remember_view()
        self._revisit(self._history.back())

    @Slot()
    def next_view(self) -> None:
        """Go forward again."""
        self._revisit(self._history.forward())

    def pan(self, dx: float, dy: float) -> None:
        """Drag the picture by pixels."""
        self.set_view(self._view.panned(dx, dy))

    def zoom_at(self, position: QPointF, factor: float) -> None:
        """Enlarge, the place under a pixel staying where it is."""
        size = (self.width(), self.height())
        self.set_view(self._view.zoomed(factor, position.x(), position.y(), *size))

    def zoom_centre(self, factor: float) -> None:
        """Enlarge around the centre."""
        self.zoom_at(QPointF(self.width() / 2, self.height() / 2), factor)

    def centre_on(self, position: QPointF, factor: float = 1.0) -> None:
        """Bring the place under a pixel into the centre."""
        x, y = self._world(position)
        self.set_view(View(x, y, self._view.metres_per_pixel / factor))

    def zoom_to_box(self, box: QRectF) -> None:
        """Show what a rectangle of pixels covers."""
        west, north = self._world(box.topLeft())
        east, south = self._world(box.bottomRight())
        self.set_view(fit((west, south, east, north), self.width(), self.height(), 0.0))

    def set_tool(self, tool: Tool) -> None:
        """Choose what the left button does; what was drawn is forgotten."""
        self._gestures.set_tool(tool)
        if tool in _SKETCHES:
            self.sketching.start(_SKETCHES[tool])
        elif self.sketching.active:
            self.sketching.stop()

    def choose_tool(self, tool: Tool) -> None:
        """Choose a tool by a key: the window is told."""
        self.set_tool(tool)
        self.tool_changed.emit(tool)

    @Slot()
    def _on_given_up(self) -> None:
        self._gestures.set_tool(Tool.NAVIGATE)
        self.tool_changed.emit(Tool.NAVIGATE)

    @property
    def tool(self) -> Tool:
        """What dragging with the left button does."""
        return self._gestures.tool

    def _world(self, position: QPointF) -> tuple[float, float]:
        return self._view.to_world(position.x(), position.y(), self.width(), self.height())

    def _show_bounds(self, bounds: tuple[float, float, float, float] | None, margin: float = 0.05) -> None:
        if bounds is not None:
            self.set_view(fit(bounds, self.width(), self.height(), margin))

    def _revisit(self, view: View | None) -> None:
        if view is not None:
            self.set_view(view)
            self._settled.stop()

    @Slot()
    def _remember_view(self) -> None:
        self._settled.stop()
        if self.full_bounds() is not None:
            self._history.visit(self._view)

    def _fit_when_ready(self) -> None:
        """Show everything where that is wanted and the widget has its real size."""
        bounds = self.full_bounds()
        if self._whole and bounds is not None and self.isVisible():
            self._show_bounds(bounds)
            self._whole = True

    def _fit_again(self) -> None:
        """The size is another one: what was whole is whole again."""
        if self._whole and self.isVisible() and self.full_bounds() is not None:
            self._fit_when_ready()
            self._settled.stop()
            self._history.adjust(self._view)

    # events -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag or a click."""
        self.by_keyboard = False
        self._gestures.press(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag or click."""
        self._gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Centre there and zoom in."""
        self._gestures.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        self._gestures.wheel(event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by the keyboard."""
        self.by_keyboard = True
        if not self._gestures.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End moving by Space."""
        if not self._gestures.key_released(event):
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        self.by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget held keys."""
        self._gestures.release_keys()
        super().focusOutEvent(event)
        self.update()
