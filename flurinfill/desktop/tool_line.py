"""The line above the map while something is measured or drawn: how it goes, figures, the end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QSizePolicy, QWidget

from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.canvas.sketch import Sketch, SketchKind
from flurinfill.desktop.canvas.sketch_paint import figures
from flurinfill.desktop.canvas.sketching import Sketching
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, row, text
from flurinfill.i18n import tr


class _Advice(QLabel):
    """One line that ends in dots where there is no room; the whole of it is in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(6 * GRID)

    def advise(self, words: str) -> None:
        self.setText(words)
        self.setToolTip(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, words)


class ToolLine(Adaptive, QFrame):
    """Follows a :class:`Sketching`; hidden while nothing is drawn."""

    def __init__(self, sketching: Sketching, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sketching = sketching
        self.setProperty("notice", "info")
        layout = row(self, margin=GRID // 2)
        self.words, self.figures = _Advice(), text("strong")
        self.snapping = QCheckBox()
        self.snapping.setChecked(True)
        self.snapping.toggled.connect(self._on_snapping)
        self.take, self.cancel = button("primary"), button()
        self.take.clicked.connect(self._on_take)
        self.cancel.clicked.connect(self._on_cancel)
        layout.addWidget(self.words, 1)
        for part in (self.figures, self.snapping, self.take, self.cancel):
            layout.addWidget(part)
        sketching.changed.connect(self._show)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.take.setText(tr("Take over"))
        self.take.setAccessibleName(tr("Take over the outline"))
        self.snapping.setText(tr("Snap (S)"))
        self.snapping.setToolTip(tr("Corners and edges of parcels and buildings catch the pointer."))
        self._show()

    @Slot()
    def _show(self) -> None:
        sketch = self._sketching.sketch
        self.setVisible(sketch is not None)
        if sketch is None:
            return
        self.words.advise(_advice(sketch))
        self.figures.setText(figures(sketch) if len(sketch.points) > 1 else "")
        self.snapping.blockSignals(True)
        self.snapping.setChecked(self._sketching.snapping)
        self.snapping.blockSignals(False)
        self.take.setVisible(sketch.kind is SketchKind.OUTLINE)
        self.take.setEnabled(sketch.finished)
        self.cancel.setText(tr("Cancel") if sketch.kind is SketchKind.OUTLINE else tr("End"))

    @Slot(bool)
    def _on_snapping(self, on: bool) -> None:
        self._sketching.snapping = on

    @Slot()
    def _on_take(self) -> None:
        self._sketching.apply()

    @Slot()
    def _on_cancel(self) -> None:
        self._sketching.stop()
        self._sketching.given_up.emit()


def _advice(sketch: Sketch) -> str:
    if sketch.kind is SketchKind.OUTLINE and sketch.finished:
        return tr("Drag corners · press an edge: new corner · Del: remove · Enter: take over")
    if sketch.kind is SketchKind.OUTLINE:
        return tr("Click the corners · double click: close · Backspace: one back · Esc: cancel")
    if sketch.finished:
        return tr("Measured · click: begin anew · Esc: end")
    return tr("Click: set a point · double click: end · Backspace: one back · Esc: cancel")
