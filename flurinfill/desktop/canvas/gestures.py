"""What mouse and keys do on the map: the habits of QGIS and of web maps."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from flurinfill.desktop.canvas.viewport import Viewport


class Tool(Enum):
    """What dragging with the left button does."""

    NAVIGATE = "navigate"  # drag moves the map, click selects
    SELECT = "select"  # drag selects by rectangle
    ZOOM = "zoom"  # drag zooms to a rectangle
    DISTANCE = "distance"  # clicks set points, drag moves the map
    AREA = "area"
    OUTLINE = "outline"  # of a site


class _Drag(Enum):
    NONE = "none"
    PRESSED = "pressed"  # not yet moved: may become a click
    PAN = "pan"
    BOX_ZOOM = "box_zoom"
    BOX_SELECT = "box_select"
    CORNER = "corner"  # of an outline


_STEP = 0.25  # of the picture, for the arrow keys
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_PAN_KEYS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_TOOL_KEYS = {
    Qt.Key.Key_N: Tool.NAVIGATE,
    Qt.Key.Key_R: Tool.SELECT,
    Qt.Key.Key_Z: Tool.ZOOM,
    Qt.Key.Key_M: Tool.DISTANCE,
    Qt.Key.Key_F: Tool.AREA,
}
_ZOOM_KEYS = {
    Qt.Key.Key_PageUp: 2.0,
    Qt.Key.Key_Plus: 2.0,
    Qt.Key.Key_Equal: 2.0,
    Qt.Key.Key_PageDown: 0.5,
    Qt.Key.Key_Minus: 0.5,
}


class Gestures:
    """The state of one drag and the meaning of events; the canvas does what they mean."""

    def __init__(self, canvas: Viewport) -> None:
        self._canvas = canvas
        self.tool = Tool.NAVIGATE
        self._drag = _Drag.NONE
        self._start = QPointF()
        self._last = QPointF()
        self._view_before = None
        self._space = False

    @property
    def rubber_band(self) -> QRectF | None:
        """Rectangle being drawn, in logical pixels."""
        if self._drag not in (_Drag.BOX_ZOOM, _Drag.BOX_SELECT):
            return None
        return QRectF(self._start, self._last).normalized()

    @property
    def dragging(self) -> bool:
        """Tell whether a button is held and the map follows."""
        return self._drag is not _Drag.NONE

    def set_tool(self, tool: Tool) -> None:
        """Change the tool; a drag in progress is cancelled."""
        if self._drag is not _Drag.NONE:
            self.cancel()
        self.tool = tool
        self._show_cursor()

    def press(self, event: QMouseEvent) -> None:
        """Begin a drag or a click."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._begin(event, _Drag.PAN)
        elif event.button() == Qt.MouseButton.LeftButton:
            held = self._canvas.sketching.press(event.position())
            self._begin(event, _Drag.CORNER if held else _Drag.PRESSED)

    def _begin(self, event: QMouseEvent, drag: _Drag) -> None:
        self._drag = drag
        self._start = self._last = event.position()
        self._view_before = self._canvas.view
        self._show_cursor()

    def move(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        position = event.position()
        if self._drag is _Drag.PRESSED:
            moved = (position - self._start).manhattanLength()
            if moved >= QApplication.startDragDistance():
                self._drag = self._meaning(event)
                self._show_cursor()
        by, self._last = position - self._last, position
        if self._drag is _Drag.PAN or (self._space and self._drag is _Drag.NONE):
            self._canvas.pan(by.x(), by.y())
        elif self._drag is _Drag.CORNER:
            self._canvas.sketching.drag(position)
        elif self._drag is not _Drag.NONE:
            self._canvas.update()
        else:
            self._canvas.sketching.hover(position)

    def _meaning(self, event: QMouseEvent) -> _Drag:
        if self._space:
            return _Drag.PAN
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.tool in (Tool.NAVIGATE, Tool.ZOOM):
            return _Drag.BOX_ZOOM
        # what was dragged before the threshold is made up for by the first move
        drag = {Tool.SELECT: _Drag.BOX_SELECT, Tool.ZOOM: _Drag.BOX_ZOOM}.get(self.tool, _Drag.PAN)
        if drag is _Drag.PAN:
            self._last = self._start
        return drag

    def release(self, event: QMouseEvent) -> None:
        """End a drag, or click."""
        band, drag = self.rubber_band, self._drag
        self._drag = _Drag.NONE
        self._show_cursor()
        if drag is _Drag.PRESSED and self._canvas.sketching.active:
            self._canvas.sketching.click(event.position())
        elif drag is _Drag.PRESSED:
            self._canvas.click(event.position(), adding=bool(event.modifiers() & _ADDING))
        elif drag is _Drag.BOX_ZOOM and band is not None:
            self._canvas.zoom_to_box(band)
        elif drag is _Drag.BOX_SELECT and band is not None:
            self._canvas.select_box(band, adding=bool(event.modifiers() & _ADDING))
        self._canvas.update()

    def double_click(self, event: QMouseEvent) -> None:
        """Centre there and zoom in; end what is drawn."""
        if event.button() == Qt.MouseButton.LeftButton and self._canvas.sketching.active:
            self._drag = _Drag.NONE
            self._canvas.sketching.finish()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._drag = _Drag.NONE
            self._canvas.centre_on(event.position(), factor=2.0)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; Ctrl makes finer steps."""
        delta = event.angleDelta().y() or event.angleDelta().x()
        if delta:
            finer = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._canvas.zoom_at(event.position(), 2.0 ** (delta / 120 * (0.125 if finer else 0.5)))

    def key(self, event: QKeyEvent) -> bool:
        """Move by the keyboard; False for a key that means nothing here."""
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            (self._canvas.last_view if key == Qt.Key.Key_Left else self._canvas.next_view)()
        elif alt:
            return False
        elif self._canvas.sketching.key(event):
            return True
        elif key in _TOOL_KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._canvas.choose_tool(_TOOL_KEYS[key])
        elif key in _PAN_KEYS:
            across, down = _PAN_KEYS[key]
            self._canvas.pan(across * self._canvas.width() * _STEP, down * self._canvas.height() * _STEP)
            self._canvas.sketching.hover(self._centre())
        elif key in _ZOOM_KEYS:
            self._canvas.zoom_centre(_ZOOM_KEYS[key])
        elif key == Qt.Key.Key_Home:
            self._canvas.zoom_full()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._canvas.click(self._centre(), adding=bool(event.modifiers() & _ADDING))
        elif key == Qt.Key.Key_Space:
            self._space = True
            self._show_cursor()
        elif key == Qt.Key.Key_Escape:
            return self.cancel()
        else:
            return False
        return True

    def _centre(self) -> QPointF:
        return QPointF(self._canvas.width() / 2, self._canvas.height() / 2)

    def key_released(self, event: QKeyEvent) -> bool:
        """End moving by Space."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        self.release_keys()
        return True

    def release_keys(self) -> None:
        """Forget held keys: the focus went elsewhere."""
        self._space = False
        self._show_cursor()

    def cancel(self) -> bool:
        """Undo the drag in progress, or go back to navigating; False when there is nothing to cancel."""
        if self._drag is not _Drag.NONE:
            panned = self._drag is _Drag.PAN
            self._drag = _Drag.NONE
            if panned and self._view_before is not None:
                self._canvas.set_view(self._view_before)
        elif self._canvas.sketching.active:
            self._canvas.sketching.escape()
        elif self.tool is not Tool.NAVIGATE:
            self.tool = Tool.NAVIGATE
            self._canvas.tool_changed.emit(self.tool)
        else:
            return False
        self._show_cursor()
        self._canvas.update()
        return True

    def _show_cursor(self) -> None:
        if self._drag is _Drag.PAN:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space:
            shape = Qt.CursorShape.OpenHandCursor
        elif self.tool is Tool.NAVIGATE and self._drag is not _Drag.BOX_ZOOM:
            shape = Qt.CursorShape.ArrowCursor
        else:
            shape = Qt.CursorShape.CrossCursor
        self._canvas.setCursor(shape)
