"""The line above the map while something is measured or drawn: how it goes, figures, the end."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QSizePolicy, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.canvas.sketch import Sketch, SketchKind
from flurinfill.desktop.canvas.sketch_paint import figures
from flurinfill.desktop.canvas.sketching import Sketching
from flurinfill.desktop.elided import ElidedLabel
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, row
from flurinfill.i18n import tr


class ToolLine(Adaptive, QFrame):
    """Follows a :class:`Sketching`; hidden while nothing is drawn."""

    def __init__(self, sketching: Sketching, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sketching = sketching
        self.setProperty("notice", "info")
        layout = row(self, margin=GRID // 2)
        self.words, self.figures = ElidedLabel(), ElidedLabel("strong")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.snapping = QCheckBox()
        self.snapping.setChecked(True)
        self.snapping.toggled.connect(self._on_snapping)
        self.why = ElidedLabel("bad")
        self.take, self.cancel = button("primary"), button()
        self.take.clicked.connect(self._on_take)
        self.cancel.clicked.connect(self._on_cancel)
        layout.addWidget(self.words, 1)
        for part in (self.figures, self.snapping, self.why, self.take, self.cancel):
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
        self.words.setText(_advice(sketch))
        self.snapping.blockSignals(True)
        self.snapping.setChecked(self._sketching.snapping)
        self.snapping.blockSignals(False)
        outline = sketch.kind is SketchKind.OUTLINE
        self.take.setVisible(outline)
        fault = self._sketching.fault if outline else ""
        self._show_fault(fault)
        told = len(sketch.points) > 1 and fault in {"", "outline_open"}
        self.figures.setText(figures(sketch) if told else "")
        self.figures.setVisible(told)
        self.cancel.setText(tr("Cancel") if outline else tr("End"))

    def _show_fault(self, fault: str) -> None:
        """Say beside the button why the outline cannot be taken over yet."""
        words = i18n.label("outline_fault", fault) if fault else ""
        self.why.setText(words)
        self.why.setVisible(bool(words))
        self.take.setEnabled(not fault)
        self.take.setAccessibleDescription(words)

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
