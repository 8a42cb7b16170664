"""First step: which plots, the draft of the notice with its annex, and the day on which it appeared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate
from flurinfill.desktop.file_chooser import PDF, SPREADSHEET, WORD, FileChooser
from flurinfill.desktop.row_list import RowList
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.law import month_end, objection_deadline


class NoticePage(QWidget):
    """Asks for plots and for the day of the notice, and shows the month that it begins.

    Signals
    -------
    draft_asked, annex_asked : Path
        The draft of the notice, or the internal list of its plots, shall be written to this file.
    announce_asked : list of int, date
        These sites were announced on that day.
    """

    draft_asked = Signal(object)
    annex_asked = Signal(object)
    announce_asked = Signal(object, object)

    def __init__(self, folder: Path, *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder, self._writable = folder, writable
        self._sites = pd.DataFrame()
        self._chooser: FileChooser | None = None
        layout = column(self, margin=GRID)
        self._lead = text("muted", wrap=True)
        self.plots = RowList(ticked=True)
        self.plots.chosen_changed.connect(self._show_ready)
        self.all, self.none = button("flat"), button("flat")
        self.all.clicked.connect(self._on_all)
        self.none.clicked.connect(self._on_none)
        self.draft, self.annex = button(), button()
        self.draft.clicked.connect(self._on_draft)
        self.annex.clicked.connect(self._on_annex)
        self.on, self._on_label = date_edit(), QLabel()
        self._on_label.setBuddy(self.on)
        self.on.dateChanged.connect(self._show_period)
        self.announce = button("primary")
        self.announce.clicked.connect(self._on_announce)
        self.period, self._counting = text("strong", wrap=True), text("muted", wrap=True)
        layout.addWidget(self._lead)
        layout.addWidget(self.plots, 1)
        for group in (
            (self.all, self.none, None, self.draft, self.annex),
            (self._on_label, self.on, None, self.announce),
        ):
            line = row()
            for widget in group:
                line.addStretch(1) if widget is None else line.addWidget(widget)
            layout.addLayout(line)
        layout.addWidget(self.period)
        layout.addWidget(self._counting)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.plots.setAccessibleName(tr("Plots of the next notice"))
        self.all.setText(tr("All plots"))
        self.none.setText(tr("No plot"))
        self.draft.setText(tr("Draft of the notice …"))
        self.annex.setText(tr("List of the plots …"))
        self._on_label.setText(tr("Day of the notice"))
        self.on.setAccessibleName(tr("Day of the notice"))
        self._show_period()
        self.show_sites(self._sites)

    @property
    def day(self) -> date:
        """Day of the notice."""
        return pydate(self.on)

    def show_sites(self, sites: pd.DataFrame) -> None:
        """Show the sites that wait for a notice."""
        self._sites = sites
        rows, keys = plot_rows(sites)
        self.plots.show_rows(plot_headings(), rows, keys)
        if len(sites):
            lead = tr(
                "The notice tells the intention and names no plot. The list of the plots stays in the office."
            )
        else:
            lead = tr("No plot waits for a notice. Confirm candidates first; announced ones are at step 2.")
        self._lead.setText(lead)

    @Slot()
    def _show_ready(self) -> None:
        count = len(self.plots.chosen())
        self.announce.setText(ntr("Record notice for {count} plot", "Record notice for {count} plots", count))
        self.announce.setEnabled(self._writable and count > 0 and self.day <= date.today())
        self.annex.setEnabled(self._writable and count > 0)

    @Slot()
    def _show_period(self) -> None:
        on = self.day
        last = objection_deadline(on)
        self.period.setText(
            tr(
                "Owners have until {last_day}; publication is possible from {first_day}.",
                last_day=i18n.weekday(last),
                first_day=i18n.weekday(last + timedelta(days=1)),
            )
        )
        words = tr("The day of the notice does not count (§§ 187, 188 BGB).")
        if last != month_end(on):
            words += " " + tr(
                "The month ends on {day}, a weekend or a holiday in Saxony; so the next working day counts"
                " (§ 193 BGB).",
                day=i18n.weekday(month_end(on)),
            )
        if on > date.today():
            words += " " + tr("The notice is recorded when its day has come.")
        self._counting.setText(words)
        self._show_ready()

    @Slot()
    def _on_all(self) -> None:
        self.plots.tick_all(True)

    @Slot()
    def _on_none(self) -> None:
        self.plots.tick_all(False)

    @Slot()
    def _on_announce(self) -> None:
        self.announce_asked.emit(self.plots.chosen(), self.day)

    @Slot()
    def _on_draft(self) -> None:
        self._choose(tr("Notice"), (PDF, WORD), self._on_draft_file)

    @Slot()
    def _on_annex(self) -> None:
        self._choose(tr("Annex to the notice"), (SPREADSHEET,), self._on_annex_file)

    def _choose(self, name: str, kinds: Sequence[str], chosen: Callable[[str], None]) -> None:
        suggestion = self._folder / f"{name}-{self.day:%Y-%m-%d}"
        self._chooser = FileChooser(self, suggestion, kinds, chosen)
        self._chooser.open()

    @Slot(str)
    def _on_draft_file(self, name: str) -> None:
        self.draft_asked.emit(Path(name))

    @Slot(str)
    def _on_annex_file(self, name: str) -> None:
        self.annex_asked.emit(Path(name))


def plot_headings() -> list[str]:
    """Headings of :func:`plot_rows`."""
    return [tr("Case"), tr("Parcels"), tr("Where it lies"), tr("Area")]


def plot_rows(sites: pd.DataFrame) -> tuple[list[list[str]], list[int]]:
    """Sites as rows of a list, with their ids as keys."""
    rows = [
        [str(site["case_no"]), str(site["numbers"]), _place(site), i18n.area(site["area_m2"])]
        for _, site in sites.iterrows()
    ]
    return rows, [int(site_id) for site_id in sites.index]


def _place(site: pd.Series) -> str:
    return ", ".join(part for part in (str(site["village"]), str(site["address_text"] or "")) if part)
