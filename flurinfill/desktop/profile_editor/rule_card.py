"""One rule in the editor: name, number to type, histogram to drag, what it does."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QWidget

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.profile_editor.histogram import HistogramSlider
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.detection.distribution import Distribution
from flurinfill.detection.explanation import rule_label, source_text
from flurinfill.detection.rulebook import threshold_range
from flurinfill.detection.whatif import STEP
from flurinfill.i18n import ntr, tr
from flurinfill.model.measures import Unit
from flurinfill.model.rules import Rule

_SIGNS = {Unit.METRE: " m", Unit.SQUARE_METRE: " m²", Unit.SHARE: " %"}
_DIGITS = {Unit.METRE: 1, Unit.SHARE: 1}


class CalmSpinBox(QDoubleSpinBox):
    """A number that does not change when the wheel only wants to scroll the list."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the list."""
        event.ignore()


class RuleCard(Adaptive, QFrame):
    """A rule whose threshold is dragged or typed.

    Signals
    -------
    moved : str, float
        Name of the rule and the threshold that the user set.
    grasped :
        A new gesture begins; what follows within it is undone together.
    """

    moved = Signal(str, float)
    grasped = Signal()

    def __init__(
        self, rule: Rule, spread: Distribution, original: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rule, self._original, self._missed = rule, original, 0
        self.setProperty("role", "card")
        self._factor = 100.0 if rule.unit is Unit.SHARE else 1.0
        layout = column(self, margin=GRID + 4, spacing=4)
        head = row()
        self._name = text("strong", wrap=True)
        self._direction = text("muted")
        self.spin = CalmSpinBox()
        self.spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        low, high = threshold_range(rule.name)
        self.spin.setDecimals(_DIGITS.get(rule.unit, 0))
        self.spin.setRange(low * self._factor, high * self._factor)
        self.spin.setSingleStep(STEP[rule.unit] * self._factor)
        self.spin.setSuffix(_SIGNS.get(rule.unit, ""))
        self.spin.setGroupSeparatorShown(True)
        self.spin.setKeyboardTracking(False)
        self.spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.spin.setFixedWidth(13 * GRID)
        self.spin.valueChanged.connect(self._on_typed)
        self._name.setBuddy(self.spin)
        self.reset = button("flat")
        self.reset.clicked.connect(self._on_reset)
        head.addWidget(self._name, 1)
        head.addWidget(self._direction)
        head.addWidget(self.spin)
        head.addWidget(self.reset)
        layout.addLayout(head)
        self.slider = HistogramSlider(rule, spread)
        self.slider.moved.connect(self._on_dragged)
        self.slider.grasped.connect(self.grasped)
        layout.addWidget(self.slider)
        self._effect = text("small", wrap=True)
        layout.addWidget(self._effect)
        self.show_threshold(rule.threshold, 0)
        self.settle()

    def show_threshold(self, threshold: float, missed: int) -> None:
        """Show a threshold and how many parcels miss it; emits nothing."""
        self._missed, self._threshold = missed, threshold
        self.slider.show_threshold(threshold)
        self.spin.blockSignals(True)
        self.spin.setValue(threshold * self._factor)
        self.spin.blockSignals(False)
        self.reset.setEnabled(threshold != self._original)
        self._show_effect()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.spin.setLocale(QLocale(i18n.language()))
        name = rule_label(self.rule)
        self._name.setText(name)
        self._direction.setText(i18n.name_of(self.rule.comparison))
        self.spin.setAccessibleName(name)
        self.spin.setAccessibleDescription(i18n.name_of(self.rule.comparison))
        self.reset.setAccessibleName(tr("Back to {value}: {rule}", value=self._words(), rule=name))
        self.reset.setToolTip(tr("Back to {value}", value=self._words()))
        self.slider.retranslate()
        self._show_effect()

    def restyle(self) -> None:
        """Set the icon anew."""
        self.reset.setIcon(icons.icon("undo"))

    def _words(self) -> str:
        return i18n.in_unit(self._original, self.rule.unit)

    def _show_effect(self) -> None:
        effect = ntr("{count} parcel misses it", "{count} parcels miss it", self._missed)
        source = source_text(self.rule.with_threshold(self._threshold))
        self._effect.setText(f"{effect} · {source}" if source else effect)

    @Slot(float)
    def _on_dragged(self, threshold: float) -> None:
        self.moved.emit(self.rule.name, threshold)

    @Slot(float)
    def _on_typed(self, shown: float) -> None:
        self.grasped.emit()
        self.moved.emit(self.rule.name, round(shown / self._factor, 6))

    @Slot()
    def _on_reset(self) -> None:
        self.grasped.emit()
        self.moved.emit(self.rule.name, self._original)
