"""Drawing on the map by mouse and keys: points, snapping, corners that are moved, the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.shapes import Shapes
from flurinfill.desktop.canvas.sketch import Point, Sketch, SketchKind, snapped

if TYPE_CHECKING:
    from flurinfill.desktop.canvas.viewport import Viewport

REACH = 12.0
"""Logical pixels within which a corner is caught."""

_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class Sketching(QObject):
    """One sketch at a time, or none.

    Signals
    -------
    changed :
        Points, pointer or snapping changed.
    outlined : Polygon or MultiPolygon
        A person is done with the outline of a site.
    given_up :
        Esc ended the tool.
    """

    changed = Signal()
    outlined = Signal(object)
    given_up = Signal()

    def __init__(self, canvas: Viewport, sources: Callable[[], Sequence[Shapes]]) -> None:
        super().__init__(canvas)
        self._canvas, self._sources = canvas, sources
        self.sketch: Sketch | None = None
        self.judge: Callable[[BaseGeometry], str] = lambda _: ""  # code of what is wrong with an outline
        self._begun: list[list[Point]] = []  # the outline before it is edited
        self.snapping = True
        self.caught: Point | None = None  # where the pointer snapped to

    @property
    def active(self) -> bool:
        """True while something is drawn."""
        return self.sketch is not None

    @property
    def fault(self) -> str:
        """Code of what keeps the outline from being taken over, ``""`` when nothing does."""
        if self.sketch is None or len(self.sketch.rings[0]) < 3:
            return "outline_open"
        if self.sketch.rings == self._begun:
            return "outline_unchanged"
        return self.judge(self.sketch.geometry())

    def start(self, kind: SketchKind) -> None:
        """Begin to draw."""
        self._set(Sketch(kind))

    def edit(self, shape: BaseGeometry) -> None:
        """Begin to change an outline."""
        self._set(Sketch.of(shape))
        self._begun = [list(ring) for ring in self.sketch.rings]
        self._tell()

    def stop(self) -> None:
        """Draw nothing any more."""
        self._set(None)

    def _set(self, sketch: Sketch | None) -> None:
        self.sketch, self.caught, self._begun = sketch, None, []
        self._tell()

    def _tell(self) -> None:
        self._canvas.update()
        self.changed.emit()

    # mouse --------------------------------------------------------------------------------

    def press(self, position: QPointF) -> bool:
        """Take hold of a corner of a finished outline, or put a new one into an edge."""
        sketch = self.sketch
        if sketch is None or sketch.kind is not SketchKind.OUTLINE or not sketch.finished:
            return False
        place, reach = self._place(position), self._reach()
        sketch.held = sketch.corner_near(place, reach)
        if sketch.held is None and (edge := sketch.edge_near(place, 0.6 * reach)) is not None:
            sketch.held = sketch.insert(edge, place)
        self._tell()
        return sketch.held is not None

    def drag(self, position: QPointF) -> None:
        """Move the corner that is held."""
        if self.sketch is not None and self.sketch.held is not None:
            self.sketch.move(self.sketch.held, self._snapped(self._place(position)))
            self._tell()

    def hover(self, position: QPointF) -> None:
        """Follow the mouse."""
        sketch = self.sketch
        if sketch is None or sketch.finished:
            return
        sketch.pointer = self._snapped(self._place(position))
        self._tell()

    def click(self, position: QPointF) -> None:
        """Set a point; on the first one the area is done."""
        sketch = self.sketch
        if sketch is None or (sketch.kind is SketchKind.OUTLINE and sketch.finished):
            return
        place = self._place(position)
        first = sketch.rings[0][:1] if not sketch.finished else []
        if sketch.closed and len(sketch.rings[0]) > 2 and first and self._near(place, first[0]):
            self.finish()
            return
        sketch.add(self._snapped(place))
        self._tell()

    def finish(self) -> None:
        """End the line; an outline can still be changed before it is taken."""
        if self.sketch is not None and self.sketch.finish():
            self.caught = None
            self._tell()

    def apply(self) -> None:
        """Take the outline as it is."""
        if self.sketch is None or self.sketch.kind is not SketchKind.OUTLINE:
            return
        self.finish()
        if self.fault not in {"outline_open", "outline_unchanged"}:
            self.outlined.emit(self.sketch.geometry())

    # keys ---------------------------------------------------------------------------------

    def key(self, event: QKeyEvent) -> bool:
        """Draw by the keyboard; False for a key that means nothing here."""
        sketch, key = self.sketch, event.key()
        if sketch is None:
            return False
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(control)
        elif key == Qt.Key.Key_Backspace:
            sketch.drop()
        elif key == Qt.Key.Key_Delete and sketch.held is not None:
            sketch.remove(sketch.held)
        elif key == Qt.Key.Key_S and not control:
            self.snapping = not self.snapping
            self.caught = None
        elif sketch.finished and sketch.kind is SketchKind.OUTLINE and key in _NUDGES and (control or shift):
            self._by_keys(key, step=control)
        else:
            return False
        self._tell()
        return True

    def _enter(self, control: bool) -> None:
        sketch = self.sketch
        if sketch.finished and sketch.kind is SketchKind.OUTLINE:
            self.apply()
        elif control:
            self.finish()
        else:
            self.click(QPointF(self._canvas.width() / 2, self._canvas.height() / 2))

    def _by_keys(self, key: int, *, step: bool) -> None:
        """Go to the next corner, or move the one that is held by a pixel."""
        sketch = self.sketch
        across, up = _NUDGES[key]
        if step:
            sketch.held = sketch.after(sketch.held, across or -up)
        elif sketch.held is not None:
            ring, at = sketch.held
            x, y = sketch.rings[ring][at]
            metres = self._canvas.view.metres_per_pixel
            sketch.move(sketch.held, (x + across * metres, y + up * metres))

    def escape(self) -> None:
        """Forget what is drawn; with nothing drawn, end the tool."""
        sketch = self.sketch
        if sketch is None:
            return
        if sketch.kind is not SketchKind.OUTLINE and sketch.rings[0]:
            self.start(sketch.kind)
        else:
            self.stop()
            self.given_up.emit()

    # places -------------------------------------------------------------------------------

    def _place(self, position: QPointF) -> Point:
        canvas = self._canvas
        return canvas.view.to_world(position.x(), position.y(), canvas.width(), canvas.height())

    def _reach(self) -> float:
        return REACH * self._canvas.view.metres_per_pixel

    def _near(self, one: Point, other: Point) -> bool:
        return abs(one[0] - other[0]) + abs(one[1] - other[1]) <= self._reach()

    def _snapped(self, place: Point) -> Point:
        self.caught = snapped(place, self._reach(), self._sources()) if self.snapping else None
        return self.caught or place
