"""What is locked for the public and why, and what was published when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill import i18n
from flurinfill.desktop.announcing.notice_page import plot_headings, plot_rows
from flurinfill.desktop.file_chooser import CSV, FileChooser
from flurinfill.desktop.row_list import RowList
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.project.queries import PublicExport


class RegisterPage(QWidget):
    """Shows the lock, and the files that were made for the public.

    Signals
    -------
    list_asked : PublicExport, Path
        What such a file said shall be written again.
    """

    list_asked = Signal(object, object)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._withheld, self._exports = pd.DataFrame(), list[PublicExport]()
        self._chooser: FileChooser | None = None
        layout = column(self, margin=GRID)
        self._locked_title, self._locked = text("section"), RowList(height=18 * GRID)
        self._done_title, self.exports = text("section"), RowList(height=12 * GRID)
        self.exports.chosen_changed.connect(self._show_ready)
        self.write = button()
        self.write.clicked.connect(self._on_write)
        for part in (self._locked_title, self._locked, self._done_title, self.exports):
            layout.addWidget(part, 1 if isinstance(part, RowList) else 0)
        ends = row()
        ends.addWidget(self.write)
        ends.addStretch(1)
        layout.addLayout(ends)

    @property
    def locked(self) -> RowList:
        """The plots that the gate withholds, with the reason."""
        return self._locked

    def retranslate(self) -> None:
        """Set every text anew."""
        self._locked.setAccessibleName(tr("Locked for the public"))
        self.exports.setAccessibleName(tr("Made for the public"))
        self.write.setText(tr("What it said, as a list …"))
        self.show_content(self._withheld, self._exports)

    def show_content(self, withheld: pd.DataFrame, exports: Sequence[PublicExport]) -> None:
        """Show the lock and the files."""
        self._withheld, self._exports = withheld, list(exports)
        count = len(withheld)
        self._locked_title.setText(
            ntr("Locked for the public: {count} plot", "Locked for the public: {count} plots", count)
        )
        rows, keys = plot_rows(withheld)
        reasons = [i18n.label("withheld", code) for code in withheld["withheld"]] if count else []
        headings = [*plot_headings()[:3], tr("Why")]
        self._locked.show_rows(
            headings, [[*words[:3], why] for words, why in zip(rows, reasons, strict=True)], keys
        )
        self._done_title.setText(
            tr("Made for the public") if exports else tr("Nothing was made for the public yet.")
        )
        made = [
            [i18n.moment(each.at), each.format.upper(), i18n.number(each.count), each.user]
            for each in exports
        ]
        self.exports.show_rows([tr("When"), tr("As"), tr("Plots"), tr("Who")], made, range(len(made)))

    @Slot()
    def _show_ready(self) -> None:
        chosen = self.exports.chosen()
        self.write.setEnabled(len(chosen) == 1 and bool(self._exports[chosen[0]].listed))

    @Slot()
    def _on_write(self) -> None:
        made = self._exports[self.exports.chosen()[0]]
        suggestion = self._folder / f"{tr('Published')}-{made.at:%Y-%m-%d}"
        self._chooser = FileChooser(self, suggestion, (CSV,), self._on_file)
        self._chooser.open()

    @Slot(str)
    def _on_file(self, name: str) -> None:
        self.list_asked.emit(self._exports[self.exports.chosen()[0]], Path(name))
