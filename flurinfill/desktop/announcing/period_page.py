"""Second step: the months that run, and the plots that may be published."""

from __future__ import annotations

from datetime import date

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill import i18n
from flurinfill.desktop.announcing.notice_page import plot_headings, plot_rows
from flurinfill.desktop.row_list import RowList
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.law import objection_deadline
from flurinfill.model.states import Publication
from flurinfill.usecases.announcing import Register


class PeriodPage(QWidget):
    """Lists announced plots with the end of their month; ended ones can be cleared, those be published.

    Signals
    -------
    moved : list of int, Publication
        These sites shall move.
    export_asked :
        A file for the public is wanted.
    """

    moved = Signal(object, object)
    export_asked = Signal()

    def __init__(self, *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writable = writable
        self._sites = pd.DataFrame()
        layout = column(self, margin=GRID)
        self._lead = text("muted", wrap=True)
        self.plots = RowList(ticked=True)
        self.plots.chosen_changed.connect(self._show_ready)
        layout.addWidget(self._lead)
        layout.addWidget(self.plots, 1)
        self.clear_them, self.publish, self.export = button("primary"), button("primary"), button()
        self.clear_them.clicked.connect(self._on_clear)
        self.publish.clicked.connect(self._on_publish)
        self.export.clicked.connect(self.export_asked)
        line = row()
        line.addWidget(self.export)
        line.addStretch(1)
        line.addWidget(self.clear_them)
        line.addWidget(self.publish)
        layout.addLayout(line)

    def retranslate(self) -> None:
        """Set every text anew."""
        self._lead.setText(
            tr("A plot whose month ended without objection is cleared; then public files may name it.")
        )
        self.plots.setAccessibleName(tr("Announced plots"))
        self.export.setText(tr("Export for the public …"))
        self._fill()

    def show_register(self, register: Register) -> None:
        """Show what was announced, the running months first."""
        self._sites = pd.concat(
            [register.waiting.drop(columns="deadline"), register.ready, register.published]
        )
        self._fill()

    def _fill(self) -> None:
        rows, keys = plot_rows(self._sites)
        states = [_state(site) for _, site in self._sites.iterrows()]
        headings = [*plot_headings()[:3], tr("State")]
        self.plots.show_rows(
            headings, [[*words[:3], state] for words, state in zip(rows, states, strict=True)], keys
        )

    def _eligible(self, state: Publication) -> list[int]:
        """Return ticked sites in a state; of the announced ones those whose month is over."""
        today = date.today()
        return [
            site_id
            for site_id in self.plots.chosen()
            if self._sites.loc[site_id, "publication"] == state
            and (
                state is not Publication.ANNOUNCED or objection_deadline_of(self._sites.loc[site_id]) < today
            )
        ]

    @Slot()
    def _show_ready(self) -> None:
        for push, count, words in (
            (self.clear_them, len(self._eligible(Publication.ANNOUNCED)), (tr("Month over"), _clear_words)),
            (self.publish, len(self._eligible(Publication.CLEARED)), (tr("Published"), _publish_words)),
        ):
            push.setText(words[1](count) if count else words[0])
            push.setEnabled(self._writable and count > 0)

    @Slot()
    def _on_clear(self) -> None:
        self.moved.emit(self._eligible(Publication.ANNOUNCED), Publication.CLEARED)

    @Slot()
    def _on_publish(self) -> None:
        self.moved.emit(self._eligible(Publication.CLEARED), Publication.PUBLISHED)


def objection_deadline_of(site: pd.Series) -> date:
    """Last day of a site's month; the end of time where the day of its notice is not known."""
    return objection_deadline(site["announced_on"]) if site["announced_on"] is not None else date.max


def _state(site: pd.Series) -> str:
    if site["publication"] != Publication.ANNOUNCED:
        return i18n.name_of(Publication(site["publication"]))
    if site["announced_on"] is None:
        return i18n.label("withheld", "announcement_unknown")
    last = objection_deadline_of(site)
    if last < date.today():
        return tr("month over since {day}", day=i18n.day(last))
    return tr("until {day}", day=i18n.weekday(last))


def _clear_words(count: int) -> str:
    return ntr("Clear {count} plot", "Clear {count} plots", count)


def _publish_words(count: int) -> str:
    return ntr("Record {count} plot as published", "Record {count} plots as published", count)
