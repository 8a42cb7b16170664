"""How a measure is divided into the classes that the parcels are coloured by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRegularExpression, Signal, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSpinBox, QWidget

from flurinfill import i18n
from flurinfill.cartography.thematic import MOST_CLASSES, Method
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.colouring import By, Colouring
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import choice_box, column, text
from flurinfill.i18n import tr
from flurinfill.model.measures import Unit, definition_of
from flurinfill.reports import fields

_BOUNDS = QRegularExpression(r"[\s\d.,;–-]{0,200}")


class ColourForm(Adaptive, QWidget):
    """The form of a :class:`Colouring` by a measure; hidden while something else is shown.

    Signals
    -------
    changed : Colouring
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colouring = Colouring()
        self._measures: list[str] = []
        layout = column(self, margin=0, spacing=GRID // 2)
        self._heading = text("section")
        layout.addWidget(self._heading)
        self.measure, self.method = choice_box(), choice_box()
        self.count = QSpinBox()
        self.count.setRange(2, MOST_CLASSES)
        self.bounds = QLineEdit()
        self.bounds.setValidator(QRegularExpressionValidator(_BOUNDS, self.bounds))
        self._labels: dict[QWidget, QLabel] = {}
        for field in (self.measure, self.method, self.count, self.bounds):
            label = text("muted")
            label.setBuddy(field)
            self._labels[field] = label
            layout.addWidget(label)
            layout.addWidget(field)
        for box in (self.measure, self.method):
            box.currentIndexChanged.connect(self._on_changed)
        self.count.valueChanged.connect(self._on_changed)
        self.bounds.editingFinished.connect(self._on_bounds)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._heading.setText(tr("Classes of the measure"))
        for field, words in (
            (self.measure, tr("Measure")),
            (self.method, tr("Classes")),
            (self.count, tr("Number of classes")),
            (self.bounds, tr("Bounds, with semicolons between")),
        ):
            self._labels[field].setText(words)
            field.setAccessibleName(words)
        methods = [(tr("As many parcels in each"), Method.QUANTILE.value)]
        methods.append((tr("Fixed bounds"), Method.FIXED.value))
        _fill(self.method, methods, self.colouring.method.value)
        self.offer(self._measures)
        self._show_fields()

    def offer(self, measures: Sequence[str]) -> None:
        """Offer these measures."""
        self._measures = list(measures)
        _fill(self.measure, [(fields.measure_name(name), name) for name in measures], self.colouring.measure)

    def show_colouring(self, colouring: Colouring) -> None:
        """Show a choice; emits nothing."""
        self.colouring = colouring
        for box, value in (
            (self.measure, colouring.measure),
            (self.method, colouring.method.value),
        ):
            box.blockSignals(True)
            box.setCurrentIndex(box.findData(value))
            box.blockSignals(False)
        self.count.blockSignals(True)
        self.count.setValue(colouring.count)
        self.count.blockSignals(False)
        self._show_fields()

    def show_breaks(self, breaks: Sequence[float]) -> None:
        """Show the bounds in force, so that a person can change them."""
        if not self.bounds.hasFocus():
            unit = self._factor()
            self.bounds.setText("; ".join(_number(value * unit) for value in breaks))

    def _show_fields(self) -> None:
        self.setVisible(self.colouring.by is By.MEASURE)
        fixed = self.colouring.method is Method.FIXED
        self.bounds.setVisible(fixed)
        self._labels[self.bounds].setVisible(fixed)

    def _factor(self) -> float:
        definition = definition_of(self.colouring.measure)
        return 100.0 if definition is not None and definition.unit is Unit.SHARE else 1.0

    @Slot()
    def _on_changed(self) -> None:
        colouring = Colouring(
            self.colouring.by,
            str(self.measure.currentData() or self.colouring.measure),
            Method(self.method.currentData() or Method.QUANTILE),
            self.count.value(),
        )
        if colouring.measure == self.colouring.measure and colouring.count == self.colouring.count:
            colouring = replace(colouring, breaks=self.colouring.breaks)
        self._take(colouring)

    @Slot()
    def _on_bounds(self) -> None:
        if self.bounds.isModified():
            self.bounds.setModified(False)
            factor = self._factor()
            breaks = [value / factor for value in _numbers(self.bounds.text())]
            self._take(replace(self.colouring, breaks=tuple(sorted(set(breaks)))[: MOST_CLASSES - 1]))

    def _take(self, colouring: Colouring) -> None:
        if colouring != self.colouring:
            self.colouring = colouring
            self._show_fields()
            self.changed.emit(colouring)


def _fill(box: QComboBox, entries: Sequence[tuple[str, str]], chosen: str) -> None:
    box.blockSignals(True)
    box.clear()
    for words, value in entries:
        box.addItem(words, value)
    box.setCurrentIndex(box.findData(chosen))
    box.blockSignals(False)


def _number(value: float) -> str:
    digits = 0 if value == round(value) else 1 if round(value, 1) == value else 2
    return i18n.number(value, digits)


def _numbers(words: str) -> list[float]:
    """Numbers as a person writes them: ``350; 1.000; 12,5`` in German, ``1,000; 12.5`` in English."""
    group, point = (".", ",") if i18n.language() == "de" else (",", ".")
    found = []
    for part in words.split(";"):
        plain = part.strip().replace(group, "").replace(point, ".")
        if plain.replace(".", "", 1).isdecimal():
            found.append(float(plain))
    return found
