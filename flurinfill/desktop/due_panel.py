"""What is due: follow-ups, reservations, deferred sites, ended periods, vanished parcels, changed classes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.columns import days_late, due_columns, overdue
from flurinfill.desktop.density import condense, set_height_of_margins
from flurinfill.desktop.dialogs.follow_up import ask_follow_up
from flurinfill.desktop.dialogs.reservation import ask_reservation
from flurinfill.desktop.plain_table import plain_table
from flurinfill.desktop.session import Session
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.desktop.tables import FrameModel, selected_rows
from flurinfill.desktop.theme import DENSE_ROW_HEIGHT, GRID, ROW_HEIGHT
from flurinfill.desktop.widgets import EmptyState, FlowLayout, button, column, text
from flurinfill.i18n import ntr, tr
from flurinfill.project import operations

_WEEK = 7


class DuePanel(Adaptive, QWidget):
    """The list that a clerk starts the day with.

    Signals
    -------
    site_asked : int
        The user wants to see this site.
    calendar_asked :
        The follow-ups shall go into a calendar.
    said : str
        What was done, in words.
    unlock_asked :
        The user wants to unlock the personal data.
    """

    site_asked = Signal(int)
    calendar_asked = Signal()
    said = Signal(str)
    unlock_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._snapshot: Snapshot | None = None
        self._due = self._overdue = 0
        self.model = FrameModel(due_columns(), self)
        self._build()
        self.settle()

    def _build(self) -> None:
        layout = column(self, margin=0, spacing=0)
        self._bar = QWidget()
        bar = FlowLayout(self._bar, GRID)  # wraps: its words must not push the map aside
        bar.setContentsMargins(GRID, GRID, GRID, GRID)
        self._summary = text("muted")
        self.show_site, self.done, self.later = button(), button(), button()
        self.show_site.clicked.connect(self._on_show)
        self.done.clicked.connect(self._on_done)
        self.seen = button()
        self.seen.clicked.connect(self._on_seen)
        self.later.clicked.connect(self._on_later)
        self.other_day, self.calendar = button(), button()
        self.other_day.clicked.connect(self._on_other_day)
        self.calendar.clicked.connect(self.calendar_asked)
        self.soon = QCheckBox()
        self.soon.toggled.connect(self._on_soon)
        bar.addWidget(self._summary)
        bar.addWidget(self.soon)
        for push in (self.show_site, self.seen, self.done, self.later, self.other_day, self.calendar):
            bar.addWidget(push)
        layout.addWidget(self._bar)
        self.view = plain_table(self.model)
        self.view.setProperty("flat", True)
        self.view.activated.connect(self._on_activated)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self.view.selectionModel().selectionChanged.connect(self._on_show)
        self.model.modelReset.connect(self._on_selection)
        self.empty = EmptyState("done")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout.addWidget(self._stack, 1)

    def condense(self, on: bool) -> None:
        """Be laid out densely, or as usual."""
        set_height_of_margins(self._bar.layout(), GRID, on)
        self._bar.layout().setSpacing(GRID // 2 if on else GRID)
        condense(self._bar, on)
        condense(self.view.horizontalHeader(), on)
        self.view.verticalHeader().setDefaultSectionSize(DENSE_ROW_HEIGHT if on else ROW_HEIGHT)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.show_site.setText(tr("Show the site"))
        self.seen.setText(tr("Noted"))
        self.seen.setToolTip(tr("The office keeps its class; the finding is not told again."))
        self.done.setText(tr("Done"))
        self.later.setText(tr("In a week"))
        self.other_day.setText(tr("Postpone …"))
        self.calendar.setText(tr("Calendar …"))
        self.calendar.setToolTip(tr("Writes all follow-ups for a calendar program, without names"))
        self.view.setAccessibleName(tr("What is due"))
        self.empty.show_texts(
            tr("Nothing is due"), tr("Follow-ups and deferred sites appear here on their day.")
        )
        self.model.retranslate()
        self._show_summary()

    def restyle(self) -> None:
        """Set every icon anew."""
        self.empty.redraw()

    def show_work(self, snapshot: Snapshot | None) -> int:
        """Show what is due; return the number of tasks."""
        self._snapshot = snapshot
        today = date.today()
        due = snapshot.work.due if snapshot is not None else None
        self._due = len(due) if due is not None else 0
        self._overdue = sum(overdue(value, today) for value in due["due_on"]) if self._due else 0
        self._show_tasks()
        return self._due

    def _show_tasks(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            self.model.set_frame(pd.DataFrame({entry.name: [] for entry in self.model.columns}))
        else:
            work = snapshot.work
            tasks = pd.concat([work.due, work.soon]) if self.soon.isChecked() else work.due
            tasks = tasks.assign(
                task=tasks["kind"] + "/" + tasks["finding"],
                late=[days_late(day, date.today()) for day in tasks["due_on"]],
            )
            sites = work.sites[["numbers", "address_text", "version"]]
            self.model.set_frame(tasks.reset_index(drop=True).join(sites, on="site_id"))
        self._stack.setCurrentIndex(0 if self.model.total else 1)
        self._show_summary()

    @Slot()
    def _on_soon(self) -> None:
        self._show_tasks()

    def _show_summary(self) -> None:
        soon = len(self._snapshot.work.soon) if self._snapshot is not None else 0
        self.soon.setText(tr("Also the next four weeks ({count})", count=i18n.number(soon)))
        words = ntr("{count} task", "{count} tasks", self._due)
        if self._overdue:
            words += " · " + ntr("{count} overdue", "{count} overdue", self._overdue)
        self._summary.setText(words)

    def current(self) -> pd.Series | None:
        """Return the selected task."""
        rows = selected_rows(self.view.selectionModel())
        return self.model.frame.loc[self.model.key(rows[0])] if rows else None

    @Slot()
    def _on_selection(self) -> None:
        task = self.current()
        found = task is not None and task["kind"] == "class_changed" and self._session.writable
        follow_up = task is not None and task["kind"] == "follow_up" and self._session.writable
        reserved = task is not None and task["kind"] == "reservation_over" and self._session.writable
        self.show_site.setEnabled(task is not None)
        self.seen.setEnabled(found)
        self.done.setEnabled(follow_up)
        self.later.setEnabled(follow_up)
        self.other_day.setEnabled(follow_up or reserved)
        self.calendar.setEnabled(self._session.snapshot is not None)

    @Slot()
    def _on_show(self) -> None:
        task = self.current()
        if task is not None:
            self.site_asked.emit(int(task["site_id"]))

    @Slot("QModelIndex")
    def _on_activated(self, index: Any) -> None:
        self._on_show()

    @Slot()
    def _on_done(self) -> None:
        task = self.current()
        if task is not None:
            self._session.apply(operations.complete_follow_up, int(task["contact_id"]))

    @Slot()
    def _on_seen(self) -> None:
        task = self.current()
        if task is not None:
            version = int(task["version"])
            self._session.apply(operations.acknowledge_class, int(task["site_id"]), version=version)

    @Slot()
    def _on_other_day(self) -> None:
        task = self.current()
        if task is not None and task["kind"] == "reservation_over":
            ask_reservation(self._session, int(task["site_id"]), self)
        elif task is not None:
            ask_follow_up(self._session, int(task["contact_id"]), task["due_on"], str(task["person"]), self)

    @Slot()
    def _on_later(self) -> None:
        task = self.current()
        if task is not None:
            until = date.today() + timedelta(days=_WEEK)
            if self._session.apply(operations.postpone_follow_up, int(task["contact_id"]), until):
                self.said.emit(tr("Postponed to {day}", day=i18n.day(until)))
