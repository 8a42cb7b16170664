"""Start the detection: by which rules."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, clear, row, scrolling, text
from flurinfill.detection import profiles
from flurinfill.detection.explanation import rule_label, source_text
from flurinfill.i18n import tr
from flurinfill.model.errors import FlurinfillError
from flurinfill.model.rules import RuleProfile
from flurinfill.usecases.explaining import profile_title


class DetectionDialog(Dialog):
    """Chooses a rule profile and shows its thresholds.

    Signals
    -------
    wanted : RuleProfile
        Start with this one.
    """

    wanted = Signal(object)

    def __init__(self, active: RuleProfile | None, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=640)
        self._folder = folder
        self._profiles: list[RuleProfile] = list(profiles.builtin())
        if active is not None and active not in self._profiles:
            self._profiles.insert(0, active)
        self._chooser: QFileDialog | None = None
        self.box = QComboBox()
        self.box.currentIndexChanged.connect(self._show_rules)
        self._load = button()
        self._load.clicked.connect(self._on_load)
        line = row()
        line.addWidget(self.box, 1)
        line.addWidget(self._load)
        self.body.addLayout(line)
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(GRID, GRID, GRID, GRID)
        self._grid.setHorizontalSpacing(2 * GRID)
        area = scrolling(content)
        area.setMinimumHeight(30 * GRID)
        self.body.addWidget(area, 1)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.start = self.add_button(primary=True)
        self.start.clicked.connect(self._on_start)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Start the detection"))
        self.headline.setText(tr("Start the detection"))
        self.sentence.setText(
            tr(
                "Every parcel is measured and judged by these rules. What the office has decided "
                "stays as it is."
            )
        )
        self._load.setText(tr("Rules from a file …"))
        self._cancel.setText(tr("Cancel"))
        self.start.setText(tr("Start the detection"))
        self.box.setAccessibleName(tr("Rules"))
        self._fill(max(self.box.currentIndex(), 0))

    def _fill(self, chosen: int) -> None:
        self.box.blockSignals(True)
        self.box.clear()
        for profile in self._profiles:
            title = profile_title(profile)
            self.box.addItem(tr("{title} (version {version})", title=title, version=profile.version))
        self.box.setCurrentIndex(chosen)
        self.box.blockSignals(False)
        self._show_rules()

    @property
    def profile(self) -> RuleProfile:
        """The profile that is chosen."""
        return self._profiles[max(self.box.currentIndex(), 0)]

    @Slot()
    def _show_rules(self) -> None:
        clear(self._grid)
        for number, rule in enumerate(self.profile.rules):
            name, threshold = text(wrap=True), text("muted")
            name.setText(rule_label(rule))
            value = i18n.in_unit(rule.threshold, rule.unit.value)
            threshold.setText(f"{i18n.name_of(rule.comparison)} {value}")
            if source := source_text(rule):
                name.setToolTip(tr("Source of the threshold: {source}", source=source))
            self._grid.addWidget(name, number, 0)
            self._grid.addWidget(threshold, number, 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(len(self.profile.rules), 1)

    @Slot()
    def _on_load(self) -> None:
        self._chooser = QFileDialog(self, tr("Rules from a file"), str(self._folder))
        self._chooser.setNameFilter(tr("Rules (*.toml)"))
        self._chooser.fileSelected.connect(self._on_file)
        self._chooser.open()

    @Slot(str)
    def _on_file(self, name: str) -> None:
        try:
            self._profiles.insert(0, profiles.load(Path(name)))
        except FlurinfillError as error:
            self.show_error(error)
            return
        self.show_error("")
        self._fill(0)

    @Slot()
    def _on_start(self) -> None:
        self.wanted.emit(self.profile)
        self.accept()
