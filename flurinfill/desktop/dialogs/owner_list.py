"""The owners of a selection as a table: read, copied, handed out inside the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from flurinfill import i18n
from flurinfill.desktop.arranging import Column
from flurinfill.desktop.copying import as_text
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.file_chooser import CSV, SPREADSHEET, FileChooser
from flurinfill.desktop.plain_table import plain_table
from flurinfill.desktop.session import Session
from flurinfill.desktop.tables import FrameModel, selected_rows
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import EmptyState, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.progress import Progress
from flurinfill.usecases.owner_list import COLUMNS, owner_list

_WIDTHS = {"name": 190, "address": 250, "category": 110, "parcels": 170, "sites": 110, "reach": 110}


class OwnerListDialog(Dialog):
    """Stays open beside the map.

    Signals
    -------
    owner_asked : str
        All parcels of the owner with this id shall be selected.
    file_chosen : tuple of str, Path
        The owners of these parcels shall be written into a file.
    """

    owner_asked = Signal(str)
    file_chosen = Signal(object, object)

    def __init__(
        self, session: Session, parcels: Sequence[str], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=110 * GRID)
        self.resize(140 * GRID, self.height())
        self._session, self._parcels, self._folder = session, tuple(parcels), folder
        self._chooser: FileChooser | None = None
        self.model = FrameModel([_column(name) for name in COLUMNS], self)
        self.view = plain_table(self.model, several=True)
        self.view.setMinimumHeight(self.lowest(36 * GRID))
        self.empty = EmptyState("owners")
        self.empty.hide()
        self.told = text("muted", wrap=True)
        for part, stretch in ((self.view, 1), (self.empty, 1), (self.told, 0)):
            self.body.addWidget(part, stretch)
        self.show_parcels, self.copy, self.export = (self.add_button() for _ in range(3))
        self._close = self.add_button(primary=True)
        self.show_parcels.clicked.connect(self._on_parcels)
        self.copy.clicked.connect(self.copy_rows)
        self.export.clicked.connect(self._on_export)
        self._close.clicked.connect(self.dismiss)
        self.view.selectionModel().selectionChanged.connect(self._show_possible)
        self.model.modelReset.connect(self._show_possible)
        QShortcut(QKeySequence.StandardKey.Copy, self.view, self.copy_rows)
        session.closed.connect(self.dismiss)
        session.loaded.connect(self._on_loaded)
        self.settle()
        self._read()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Owners of the selection"))
        self.headline.setText(tr("Owners of the selection"))
        self.sentence.setText(tr("For use inside the office only; what is handed out is logged."))
        self.view.setAccessibleName(tr("Owners of the selection"))
        self.empty.show_texts(
            tr("No owners"), tr("Owners are imported with the cadastre or entered by hand at a site.")
        )
        self.show_parcels.setText(tr("All parcels"))
        self.show_parcels.setToolTip(tr("Select all parcels of this owner"))
        self.copy.setText(tr("Copy"))
        self.export.setText(tr("Export …"))
        self._close.setText(tr("Close"))
        self.model.retranslate()
        self._show_possible()

    def _read(self) -> None:
        project, parcels = self._session.project, self._parcels

        def work(progress: Progress) -> pd.DataFrame:
            return owner_list(project, parcels)

        if project is not None and project.vault.open:
            self._session.jobs.read(
                "owner-list", work, owner=self, done=self._on_read, failed=self.show_error
            )

    def _on_read(self, frame: pd.DataFrame) -> None:
        self.model.set_frame(frame)
        self.view.setVisible(bool(len(frame)))
        self.empty.setVisible(not len(frame))
        if len(frame):
            self.view.selectRow(0)

    @Slot()
    def _on_loaded(self) -> None:
        """What is sealed now is not shown any longer."""
        if not self._session.snapshot.work.access.people_visible:
            self.dismiss()

    def _chosen(self) -> list[str]:
        return list(self.model.keys(selected_rows(self.view.selectionModel())))

    @Slot()
    def _show_possible(self) -> None:
        total, chosen = self.model.total, len(self._chosen())
        words = ntr("{count} owner", "{count} owners", total)
        parcels = ntr("{count} parcel", "{count} parcels", len(self._parcels))
        self.told.setText(f"{words} · {parcels}")
        self.show_parcels.setEnabled(chosen == 1)
        self.copy.setEnabled(chosen > 0)
        self.export.setEnabled(total > 0 and self._session.writable)

    @Slot()
    def _on_parcels(self) -> None:
        self.owner_asked.emit(self._chosen()[0])

    @Slot()
    def copy_rows(self) -> None:
        """Copy the chosen rows with headings, for a spreadsheet."""
        keys = self._chosen()
        if keys:
            QGuiApplication.clipboard().setText(as_text(self.model.content, COLUMNS, keys))
            self.told.setText(
                ntr("{count} row copied with headings.", "{count} rows copied with headings.", len(keys))
            )

    @Slot()
    def _on_export(self) -> None:
        self._chooser = FileChooser(self, self._folder / tr("Owners.xlsx"), (SPREADSHEET, CSV), self._on_file)
        self._chooser.open()

    @Slot(str)
    def _on_file(self, name: str) -> None:
        self.file_chosen.emit(self._parcels, Path(name))


def _column(name: str) -> Column:
    def title() -> str:
        return i18n.label("owner_column", name)

    shown: Callable[[object], str] = str
    return Column(name, title, shown, _WIDTHS.get(name, 160))
