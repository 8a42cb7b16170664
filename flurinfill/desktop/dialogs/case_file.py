"""Title, kind and day of a document or photo."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.widgets import choice_box, row
from flurinfill.i18n import tr
from flurinfill.model.case_files import CaseFile, FileKind


class CaseFileDialog(Dialog):
    """Asks what a file is.

    Signals
    -------
    wanted : CaseFile, str, FileKind, object
        The file as it was seen, its new title, kind and day (None for none).
    """

    wanted = Signal(object, str, object, object)

    def __init__(self, file: CaseFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self.title, self.kind, self.on = QLineEdit(file.title), choice_box(), date_edit()
        self.dated = QCheckBox()
        self.dated.setChecked(file.on is not None)
        self.on.setEnabled(file.on is not None)
        self.on.setDate(qdate(file.on or date.today()))
        self.dated.toggled.connect(self.on.setEnabled)
        for kind in FileKind:
            self.kind.addItem("", kind.value)
        self.kind.setCurrentIndex(self.kind.findData(file.kind.value))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._labels = [QLabel() for _ in range(3)]
        day = row()
        day.addWidget(self.dated)
        day.addWidget(self.on, 1)
        for label, field in zip(self._labels, (self.title, self.kind, day), strict=True):
            form.addRow(label, field)
        self.body.addLayout(form)
        self._cancel, self.keep = self.add_button(), self.add_button(primary=True)
        self._cancel.clicked.connect(self.dismiss)
        self.keep.clicked.connect(self._on_keep)
        self.title.textChanged.connect(self._show_ready)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Document or photo"))
        self.headline.setText(tr("Document or photo"))
        self.sentence.setText(self._file.name)
        for label, words in zip(self._labels, (tr("Title"), tr("Kind"), tr("Day")), strict=True):
            label.setText(words)
        self.title.setAccessibleName(tr("Title"))
        self.kind.setAccessibleName(tr("Kind"))
        self.dated.setAccessibleName(tr("Has a day"))
        self.on.setAccessibleName(tr("Day"))
        for number, kind in enumerate(FileKind):
            self.kind.setItemText(number, i18n.name_of(kind))
        self._cancel.setText(tr("Cancel"))
        self.keep.setText(tr("Keep"))
        self._show_ready()

    @Slot()
    def _show_ready(self) -> None:
        self.keep.setEnabled(bool(self.title.text().strip()))

    @Slot()
    def _on_keep(self) -> None:
        day = pydate(self.on) if self.dated.isChecked() else None
        self.wanted.emit(self._file, self.title.text().strip(), FileKind(self.kind.currentData()), day)
        self.accept()
