"""The building that is tried on every plot: its sides, its height, its distance to the boundary."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.profile_editor.rule_card import CalmSpinBox
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import column, set_role, text
from flurinfill.detection.profiles import HEIGHT_RANGE, SETBACK_RANGE, SIDE_RANGE
from flurinfill.i18n import tr
from flurinfill.model.rules import RuleProfile


class BuildingCard(Adaptive, QFrame):
    """What measuring rests on besides the cadastre; what it changes is seen after saving.

    Signals
    -------
    moved : str, object
        Field of the profile (``building_m``, ``setback_m``, ``height_m``) and its new value.
    grasped :
        A new gesture begins; what follows within it is undone together.
    """

    moved = Signal(str, object)
    grasped = Signal()

    def __init__(self, profile: RuleProfile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._profile, self._anew = profile, False
        layout = column(self, margin=GRID + 4, spacing=GRID)
        self.width_m, self.depth_m = _spin(SIDE_RANGE), _spin(SIDE_RANGE)
        self.setback, self.height_m = _spin(SETBACK_RANGE), _spin(HEIGHT_RANGE)
        self.spins = (self.width_m, self.depth_m, self.setback, self.height_m)
        self._labels = [text() for _ in self.spins]
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        for number, (label, spin) in enumerate(zip(self._labels, self.spins, strict=True)):
            _place(grid, number, label, spin)
            spin.valueChanged.connect(self._on_typed)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        layout.addLayout(grid)
        self._distance, self._when = text("small", wrap=True), text("small", wrap=True)
        layout.addWidget(self._distance)
        layout.addWidget(self._when)
        self.show_profile(profile, anew=False)
        self.settle()

    def show_profile(self, profile: RuleProfile, *, anew: bool) -> None:
        """Show the fields of a profile; emits nothing.

        Parameters
        ----------
        profile : RuleProfile
        anew : bool
            Whether keeping it needs other measures than those that are shown.
        """
        self._profile, self._anew = profile, anew
        values = (*profile.building_m, profile.setback_m, profile.height_m)
        for spin, value in zip(self.spins, values, strict=True):
            spin.blockSignals(True)
            spin.setValue(value)
            spin.blockSignals(False)
        self._show_words()

    def retranslate(self) -> None:
        """Set every text anew."""
        names = (tr("Width"), tr("Depth"), tr("Setback"), tr("Height (H)"))
        for label, spin, name in zip(self._labels, self.spins, names, strict=True):
            label.setText(name)
            spin.setLocale(QLocale(i18n.language()))
            spin.setAccessibleName(tr("Building to try: {field}", field=name))
        self.height_m.setSpecialValueText(tr("not given"))
        self._show_words()

    def _show_words(self) -> None:
        profile = self._profile
        distance = i18n.length(profile.distance_m)
        if profile.height_m > 0:
            factor = i18n.number(profile.height_factor, 1)
            words = tr(
                "Kept to every boundary: {distance}, the larger of the setback and {factor} H.",
                distance=distance,
                factor=factor,
            )
        else:
            words = tr("Kept to every boundary: {distance}.", distance=distance)
        self._distance.setText(words)
        self._when.setText(
            tr(
                "Saving starts a new detection that measures every parcel again; until then classes and "
                "map show the building as it was."
            )
            if self._anew
            else tr("A change here needs a new detection; it starts when you save.")
        )
        set_role(self._when, "text_role", "strong" if self._anew else "small")

    @Slot(float)
    def _on_typed(self, _value: float) -> None:
        self.grasped.emit()
        profile = self._profile
        wanted = {
            "building_m": (self._of(self.width_m), self._of(self.depth_m)),
            "setback_m": self._of(self.setback),
            "height_m": self._of(self.height_m),
        }
        for name, value in wanted.items():
            if value != getattr(profile, name):
                self.moved.emit(name, value)

    @staticmethod
    def _of(spin: CalmSpinBox) -> float:
        return round(spin.value(), 1)


def _spin(allowed: tuple[float, float]) -> CalmSpinBox:
    spin = CalmSpinBox()
    spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    spin.setDecimals(1)
    spin.setRange(*allowed)
    spin.setSingleStep(0.5)
    spin.setSuffix(" m")
    spin.setKeyboardTracking(False)
    spin.setAlignment(Qt.AlignmentFlag.AlignRight)
    spin.setFixedWidth(15 * GRID)
    return spin


def _place(grid: QGridLayout, number: int, label: QLabel, spin: CalmSpinBox) -> None:
    """Two fields in a line, each with its name before it."""
    line, side = divmod(number, 2)
    label.setBuddy(spin)
    grid.addWidget(label, line, 2 * side)
    grid.addWidget(spin, line, 2 * side + 1)
