"""The figures of a day, each with numerator, denominator and definition; a reporting day is kept for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.file_chooser import CSV, PDF, WORD, FileChooser
from flurinfill.desktop.row_list import RowList
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, choice_box, row, text
from flurinfill.i18n import tr
from flurinfill.model.progress import Progress
from flurinfill.project import queries
from flurinfill.project.queries import FrozenDay
from flurinfill.reports.papers.figures_paper import words_of
from flurinfill.statistics import ReportedFigure
from flurinfill.usecases.reporting import figures_on, freeze

_READ = "report-day"
_TODAY = ""


class ReportDaysDialog(Dialog):
    """Shows figures of today and of the days that were kept, and keeps another one.

    Signals
    -------
    file_asked : date, sequence of ReportedFigure, Path, bool
        These figures shall be written; the last says whether they are kept ones.
    paper_asked :
        A council paper is asked for.
    """

    file_asked = Signal(object, object, object, bool)
    paper_asked = Signal()

    def __init__(self, session: Session, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=104 * GRID)
        self._session, self._folder = session, folder
        self._days: list[FrozenDay] = []
        self.figures: Sequence[ReportedFigure] = ()
        self._asked = False  # keeping cannot be undone, so it takes a second press
        self._chooser: FileChooser | None = None
        self.day, self._day_label = choice_box(), QLabel()
        self._day_label.setBuddy(self.day)
        self.day.currentIndexChanged.connect(self._read)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._day_label, self.day)
        self.body.addLayout(form)
        self.list = RowList(height=46 * GRID)
        self.list.setSelectionMode(RowList.SelectionMode.SingleSelection)
        self.list.chosen_changed.connect(self._define)
        self.body.addWidget(self.list, 1)
        self._locked = text("muted", wrap=True)
        self.body.addWidget(self._locked)
        self.definition = text(wrap=True)
        self.body.addWidget(self.definition)
        self.new_day, self._new_label, self.freeze = date_edit(), QLabel(), button()
        self._new_label.setBuddy(self.new_day)
        self.new_day.setMaximumDate(qdate(date.today()))
        self.new_day.dateChanged.connect(self._on_day)
        self.freeze.clicked.connect(self._on_freeze)
        line = row()
        for widget in (self._new_label, self.new_day, self.freeze):
            line.addWidget(widget)
        line.addStretch(1)
        self.body.addLayout(line)
        self.sure = text("warn", wrap=True)
        self.body.addWidget(self.sure)
        self._note = text("small", wrap=True)
        self.body.addWidget(self._note)
        self.paper, self.file, self._close = (
            self.add_button(),
            self.add_button(),
            self.add_button(primary=True),
        )
        self.paper.clicked.connect(self._on_paper)
        self.file.clicked.connect(self._on_file)
        self._close.clicked.connect(self.dismiss)
        self._read_days()
        self.settle()
        self._read()

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.setWindowTitle(tr("Reporting days and returns"))
        self.headline.setText(tr("Reporting days and returns"))
        self.sentence.setText(
            tr("Kept figures are numbers without names: they stay the same when a person is erased later.")
        )
        self._day_label.setText(tr("State of"))
        self.day.setAccessibleName(tr("State of"))
        self.list.setAccessibleName(tr("Figures"))
        self._new_label.setText(tr("Reporting day"))
        self.new_day.setAccessibleName(tr("Reporting day"))
        self._note.setText(
            tr(
                "For a day that is past, plots, letters and answers count as they stood then, without persons"
                " who were erased since; what was due then is not known any more."
            )
        )
        self.paper.setText(tr("Council paper …"))
        self.file.setText(tr("Write a file …"))
        self._close.setText(tr("Close"))
        self._fill_days()
        self._fill()

    # which day ------------------------------------------------------------------------------

    def _read_days(self) -> None:
        self._days = queries.frozen_days(self._session.project)

    def _fill_days(self) -> None:
        chosen = self.day.currentData()
        with QSignalBlocker(self.day):
            self.day.clear()
            self.day.addItem(tr("{day} (today, provisional)", day=i18n.day(date.today())), _TODAY)
            for each in self._days:
                words = tr("{day} (kept)", day=i18n.day(each.day))
                self.day.addItem(words, each.day.isoformat())
            self.day.setCurrentIndex(max(self.day.findData(chosen), 0))

    @property
    def chosen(self) -> tuple[date, bool]:
        """The day that is shown, and whether its figures are kept ones."""
        kept = self.day.currentData()
        return (date.fromisoformat(kept), True) if kept else (date.today(), False)

    @Slot()
    def _read(self) -> None:
        project, (day, frozen) = self._session.project, self.chosen

        def work(progress: Progress) -> list[ReportedFigure]:
            del progress
            return figures_on(project, day, frozen=frozen)

        self._session.jobs.read(_READ, work, owner=self, done=self._on_read, failed=self.show_error)

    def _on_read(self, figures: list[ReportedFigure]) -> None:
        self.figures = figures
        self._fill()

    def _fill(self) -> None:
        words = [words_of(figure) for figure in self.figures]
        headings = [tr("Figure"), tr("Value"), tr("Numerator"), tr("Denominator")]
        self.list.show_rows(headings, [each.row for each in words], range(len(words)))
        if words and not self.list.chosen():
            self.list.topLevelItem(0).setSelected(True)
        open_ = self._session.project.vault.open
        self._locked.setText("" if open_ else tr("Locked: returns, willingness and reasons."))
        self._locked.setVisible(not open_)
        self._show()

    @Slot()
    def _define(self) -> None:
        """Say what the selected figure means."""
        chosen = self.list.chosen()
        words = words_of(self.figures[chosen[0]]).definition if chosen else ""
        self.definition.setText(tr("Definition: {words}", words=words) if words else "")

    @Slot()
    def _show(self) -> None:
        there = {each.day for each in self._days}
        project = self._session.project
        ready = self._session.writable and (project.vault.open or not project.has_vault)
        self.freeze.setEnabled(ready and pydate(self.new_day) not in there)
        asked, day = self._asked, i18n.day(pydate(self.new_day))
        self.freeze.setText(tr("Yes, keep them for good") if asked else tr("Keep its figures for good"))
        self.sure.setText(tr("Figures of {day} that are kept cannot be changed or taken back.", day=day))
        self.sure.setVisible(asked)
        self.file.setEnabled(bool(self.figures))
        self._note.setVisible(pydate(self.new_day) < date.today())

    # keep and write -------------------------------------------------------------------------

    @Slot()
    def _on_day(self) -> None:
        self._asked = False
        self._show()

    @Slot()
    def _on_freeze(self) -> None:
        self._asked = not self._asked
        self._show()
        if self._asked:
            return
        day = pydate(self.new_day)
        if self.try_apply(self._session, freeze, day):
            self._read_days()
            self._fill_days()
            self.day.setCurrentIndex(self.day.findData(day.isoformat()))
            self._show()

    @Slot()
    def _on_paper(self) -> None:
        self.accept()
        self.paper_asked.emit()

    @Slot()
    def _on_file(self) -> None:
        suggestion = self._folder / f"{tr('Figures')}-{self.chosen[0]:%Y-%m-%d}"
        self._chooser = FileChooser(self, suggestion, (PDF, WORD, CSV), self.write)
        self._chooser.open()

    @Slot(str)
    def write(self, name: str) -> None:
        """Write what is shown into a file."""
        day, frozen = self.chosen
        self.file_asked.emit(day, self.figures, Path(name), frozen)
        self.accept()
