"""Who read owner data, when and for what."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.file_chooser import CSV, FileChooser
from flurinfill.desktop.row_list import RowList
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.i18n import tr
from flurinfill.model.progress import Progress
from flurinfill.project import queries

_READ = "access-log"


class AccessLogDialog(Dialog):
    """Lists the reads of owner data, the latest first.

    Signals
    -------
    export_asked : Path
        The whole log shall be written into this file.
    """

    export_asked = Signal(object)

    def __init__(self, session: Session, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=96 * GRID)
        self._session, self._folder = session, folder
        self._log = pd.DataFrame()
        self._chooser: FileChooser | None = None
        self.list = RowList(height=46 * GRID)
        self.body.addWidget(self.list, 1)
        self.export, self._close = self.add_button(), self.add_button(primary=True)
        self.export.setEnabled(session.stored)
        self.export.clicked.connect(self._on_export)
        self._close.clicked.connect(self.dismiss)
        self.settle()
        self._read()

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.setWindowTitle(tr("Access log"))
        self.headline.setText(tr("Access log"))
        self.sentence.setText(tr("Every read of owner data: who, when, for what, and how many. No names."))
        self.list.setAccessibleName(tr("Access log"))
        self.export.setText(tr("Export …"))
        self._close.setText(tr("Close"))
        self._fill()

    def _read(self) -> None:
        project = self._session.project

        def work(progress: Progress) -> pd.DataFrame:
            del progress
            return queries.access_log(project)

        self._session.jobs.read(_READ, work, owner=self, done=self._on_read, failed=self.show_error)

    def _on_read(self, log: pd.DataFrame) -> None:
        self._log = log
        self._fill()

    def _fill(self) -> None:
        rows = [
            [
                i18n.moment(entry["at"]),
                str(entry["user"]),
                i18n.label("access_purpose", str(entry["purpose"])),
                i18n.number(int(entry["owners"])),
                i18n.number(int(entry["parcels"])),
            ]
            for entry in self._log.to_dict("records")
        ]
        headings = [tr("When"), tr("Who"), tr("Purpose"), tr("Owners"), tr("Parcels")]
        self.list.show_rows(headings, rows, range(len(rows)))

    @Slot()
    def _on_export(self) -> None:
        self._chooser = FileChooser(self, self._folder / tr("Access log"), (CSV,), self._on_file)
        self._chooser.open()

    @Slot(str)
    def _on_file(self, name: str) -> None:
        self.export_asked.emit(Path(name))
        self.accept()
