"""Print or export the map: title, paper, scale, file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRegularExpression, Signal, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.basemaps.services import Service
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.file_chooser import PDF, PICTURE, FileChooser
from flurinfill.desktop.typed_paths import is_there, typed_path
from flurinfill.desktop.widgets import button, row, text
from flurinfill.i18n import tr
from flurinfill.reports.papers.map_sheet import Paper, ground_covered

SCALES = (250, 500, 1000, 1500, 2000, 2500, 5000, 10_000, 25_000)
_FINEST, _COARSEST = 100, 100_000


@dataclass(frozen=True)
class Wish:
    """What shall be printed."""

    path: Path
    title: str
    scale: int
    paper: Paper
    landscape: bool
    with_ground: bool = False


class PrintMapDialog(Dialog):
    """Asks how the map goes on paper; ``ground`` is the basemap that the window shows.

    Signals
    -------
    wanted : Wish
    """

    wanted = Signal(object)

    def __init__(
        self,
        folder: Path,
        title: str,
        scale: float,
        ground: Service | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=600)
        self._service = ground
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.title = QLineEdit(title)
        self.paper = QComboBox()
        self.scale = QComboBox()
        self.scale.setEditable(True)
        self.scale.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.scale.setValidator(QRegularExpressionValidator(QRegularExpression(r"\s*(1\s*:)?[\d.,\s]{1,12}")))
        for denominator in SCALES:
            self.scale.addItem(f"1:{i18n.number(denominator)}", denominator)
        nearest = min(SCALES, key=lambda each: abs(each - scale))
        self.scale.setCurrentIndex(SCALES.index(nearest))
        self.path = QLineEdit(str(folder / f"{tr('map')}.pdf"))
        self._browse = button()
        self._browse.clicked.connect(self._on_browse)
        line = row()
        line.addWidget(self.path, 1)
        line.addWidget(self._browse)
        for field in (self.title, self.paper, self.scale, line):
            self._form.addRow(" ", field)
        self._labels = [self._form.itemAt(at, QFormLayout.ItemRole.LabelRole).widget() for at in range(4)]
        self.body.addLayout(self._form)
        self.ground = QCheckBox()
        self.ground.setChecked(ground is not None and ground.printable)
        self.ground.setEnabled(self.ground.isChecked())
        self.ground.setVisible(ground is not None)
        self.body.addWidget(self.ground)
        self.covered = text("muted", wrap=True)
        self.body.addWidget(self.covered)
        self.replaced = text("warn", wrap=True)
        self.body.addWidget(self.replaced)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.make = self.add_button(primary=True)
        self.make.clicked.connect(self._on_make)
        self._chooser: FileChooser | None = None
        self.settle()
        self.paper.currentIndexChanged.connect(self._check)
        self.scale.currentTextChanged.connect(self._check)
        self.path.textChanged.connect(self._check)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Print the map"))
        self.headline.setText(tr("Print or export the map"))
        self.sentence.setText(
            tr(
                "What the map shows now, with legend, scale bar, coordinates, inset, source and date; for"
                " official use only."
            )
        )
        names = (tr("Title"), tr("Paper"), tr("Scale"), tr("File"))
        for label, words in zip(self._labels, names, strict=True):
            label.setText(words)
        for field, words in zip((self.title, self.paper, self.scale, self.path), names, strict=True):
            field.setAccessibleName(words)
        self.scale.lineEdit().setAccessibleName(tr("Scale"))
        chosen = max(self.paper.currentIndex(), 0)
        self.paper.clear()
        self.paper.addItem(tr("A4 landscape"), ("a4", True))
        self.paper.addItem(tr("A4 portrait"), ("a4", False))
        self.paper.addItem(tr("A3 landscape"), ("a3", True))
        self.paper.addItem(tr("A3 portrait"), ("a3", False))
        self.paper.addItem(tr("A2 landscape"), ("a2", True))
        self.paper.addItem(tr("A2 portrait"), ("a2", False))
        self.paper.setCurrentIndex(chosen)
        self.ground.setText(
            tr("With the basemap") if self.ground.isEnabled() else tr("The basemap’s terms allow no print")
        )
        self._browse.setText(tr("Choose …"))
        self._cancel.setText(tr("Cancel"))
        self.make.setText(tr("Write the file"))
        self._check()

    def wish(self) -> Wish:
        """Return what is asked for."""
        paper, landscape = self.paper.currentData()
        title, with_ground = self.title.text().strip(), self.ground.isChecked()
        return Wish(self._file(), title, self._denominator(), paper, landscape, with_ground)

    def _file(self) -> Path:
        path = typed_path(self.path.text())
        named = path.name and path.suffix.lower() not in {".pdf", ".png"}
        return path.with_name(f"{path.name}.pdf") if named else path

    def _denominator(self) -> int:
        words = self.scale.currentText()
        digits = re.sub(r"\D", "", words.partition(":")[2] or words)
        return int(digits or 0)

    @Slot()
    def _check(self) -> None:
        scale, chosen = self._denominator(), self.paper.currentData()
        good = _FINEST <= scale <= _COARSEST
        self._show_replaced()
        self.make.setEnabled(good and bool(self.path.text().strip()) and chosen is not None)
        if chosen is None or not good:
            self.covered.setText(
                tr(
                    "Scales from 1:{finest} to 1:{coarsest} are possible.",
                    finest=i18n.number(_FINEST),
                    coarsest=i18n.number(_COARSEST),
                )
            )
            return
        width, height = ground_covered(scale, chosen[0], landscape=chosen[1])
        self.covered.setText(
            tr(
                "It shows up to {width} m × {height} m around the middle of the map.",
                width=i18n.number(width),
                height=i18n.number(height),
            )
        )

    def _show_replaced(self) -> None:
        """Say that a file is there already before it is lost."""
        self.replaced.setVisible(is_there(self._file()))
        self.replaced.setText(tr("This file exists already and will be replaced."))

    @Slot()
    def _on_browse(self) -> None:
        self._chooser = FileChooser(self, Path(self.path.text()), (PDF, PICTURE), self.path.setText)
        self._chooser.open()

    @Slot()
    def _on_make(self) -> None:
        self.wanted.emit(self.wish())
        self.accept()
