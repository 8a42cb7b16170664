"""A new project: where its file lies, its coordinate system, its protected area."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QFormLayout, QLineEdit, QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.dialogs.new_passphrase import NewPassphrase
from flurinfill.desktop.widgets import button, row
from flurinfill.i18n import tr

SYSTEMS = ("EPSG:25833", "EPSG:25832")


class NewProjectDialog(Dialog):
    """Asks what a new project needs.

    Signals
    -------
    wanted : Path, str, str
        File, coordinate system, passphrase (``""`` for no protected area).
    """

    wanted = Signal(object, str, str)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=600)
        self._folder = folder
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.path = QLineEdit(str(folder / f"{tr('infill')}.gpkg"))
        self.path.textChanged.connect(self._check)
        self._browse = button()
        self._browse.clicked.connect(self._on_browse)
        line = row()
        line.addWidget(self.path, 1)
        line.addWidget(self._browse)
        self.crs = QComboBox()
        form.addRow(" ", line)
        form.addRow(" ", self.crs)
        self._path_label, self._crs_label = form.labelForField(line), form.labelForField(self.crs)
        self.body.addLayout(form)
        self.protect = QCheckBox()
        self.protect.setChecked(True)
        self.protect.toggled.connect(self._check)
        self.passphrase = NewPassphrase()
        self.passphrase.changed.connect(self._check)
        self.body.addWidget(self.protect)
        self.body.addWidget(self.passphrase)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.create_button = self.add_button(primary=True)
        self.create_button.clicked.connect(self._on_create)
        self._chooser: QFileDialog | None = None
        self.settle()
        self._check()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("New project"))
        self.headline.setText(tr("New project"))
        self.sentence.setText(
            tr("One file holds everything: cadastre, sites and their states. QGIS can open it to look at.")
        )
        self._path_label.setText(tr("File"))
        self._crs_label.setText(tr("Coordinates"))
        self.path.setAccessibleName(tr("Project file"))
        self.crs.setAccessibleName(tr("Coordinate system"))
        self._browse.setText(tr("Choose …"))
        chosen = max(self.crs.currentIndex(), 0)
        self.crs.clear()
        self.crs.addItem(tr("ETRS89 / UTM zone 33 (EPSG:25833) – eastern Germany"), SYSTEMS[0])
        self.crs.addItem(tr("ETRS89 / UTM zone 32 (EPSG:25832) – western Germany"), SYSTEMS[1])
        self.crs.setCurrentIndex(chosen)
        self.protect.setText(tr("Keep owners, contacts and notes, protected by a passphrase"))
        self._cancel.setText(tr("Cancel"))
        self.create_button.setText(tr("Create the project"))

    @Slot()
    def _check(self) -> None:
        self.passphrase.setVisible(self.protect.isChecked())
        there = Path(self.path.text()).exists() if self.path.text() else False
        self.show_error(tr("This file exists already. Choose another name.") if there else "")
        secret = not self.protect.isChecked() or self.passphrase.good
        self.create_button.setEnabled(bool(self.path.text().strip()) and not there and secret)

    @Slot()
    def _on_browse(self) -> None:
        self._chooser = QFileDialog(self, tr("Where shall the project lie?"), self.path.text())
        self._chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._chooser.setDefaultSuffix("gpkg")
        self._chooser.setNameFilter(tr("flurinfill project (*.gpkg)"))
        self._chooser.fileSelected.connect(self.path.setText)
        self._chooser.open()

    @Slot()
    def _on_create(self) -> None:
        path = Path(self.path.text().strip()).expanduser()
        if path.suffix.lower() != ".gpkg":
            path = path.with_name(f"{path.name}.gpkg")
        secret = self.passphrase.passphrase if self.protect.isChecked() else ""
        self.wanted.emit(path, self.crs.currentData(), secret)
        self.accept()
