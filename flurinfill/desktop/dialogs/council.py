"""The council paper: of which day, compared with which, and for whom; its main figures are shown before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.file_chooser import PDF, WORD, FileChooser
from flurinfill.desktop.row_list import RowList
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import choice_box, text
from flurinfill.i18n import tr
from flurinfill.model.audience import Audience
from flurinfill.model.progress import Progress
from flurinfill.reports.figures_release import FiguresRelease
from flurinfill.reports.papers.council_paper import preview
from flurinfill.usecases.council import PaperDays, give_council, paper_days

_READ, _DAYS = "council-paper", "council-days"


@dataclass(frozen=True)
class CouncilWish:
    """The paper that is asked for."""

    path: Path
    audience: Audience
    day: date
    since: date


class CouncilDialog(Dialog):
    """Asks for the days and the audience of a council paper.

    Signals
    -------
    wanted : CouncilWish
    """

    wanted = Signal(object)

    def __init__(self, session: Session, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=84 * GRID)
        self._session, self._folder = session, folder
        self._chooser: FileChooser | None = None
        self._last: date | None = None
        self.release: FiguresRelease | None = None
        self.day, self.since, self.audience = date_edit(), date_edit(), choice_box()
        today = date.today()
        self.day.setMaximumDate(qdate(today))
        self.since.setMaximumDate(qdate(today - timedelta(days=1)))
        self._labels = (QLabel(), QLabel(), QLabel())
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in zip(self._labels, (self.day, self.since, self.audience), strict=True):
            label.setBuddy(field)
            form.addRow(label, field)
        self.body.addLayout(form)
        self.last_paper = text("small", wrap=True)
        self.body.addWidget(self.last_paper)
        self.list = RowList(height=24 * GRID)
        self.list.setSelectionMode(RowList.SelectionMode.SingleSelection)
        self.body.addWidget(self.list, 1)
        self.notes = text("muted", wrap=True)
        self.body.addWidget(self.notes)
        self._cancel, self.make = self.add_button(), self.add_button(primary=True)
        self._cancel.clicked.connect(self.dismiss)
        self.make.clicked.connect(self._on_make)
        self.settle()
        self.make.setEnabled(False)
        self.audience.currentIndexChanged.connect(self._read)
        self.day.dateChanged.connect(self._on_day)
        self.since.dateChanged.connect(self._read)
        self._ask_days(None)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.setWindowTitle(tr("Council paper"))
        self.headline.setText(tr("Council paper"))
        self.sentence.setText(
            tr("What became of the infill sites between two days, with charts, maps and definitions.")
        )
        names = (tr("Figures of"), tr("Changes since"), tr("For whom?"))
        for label, field, words in zip(
            self._labels, (self.day, self.since, self.audience), names, strict=True
        ):
            label.setText(words)
            field.setAccessibleName(words)
        with QSignalBlocker(self.audience):
            chosen = max(self.audience.currentIndex(), 0)
            self.audience.clear()
            self.audience.addItem(
                tr("For the office: with figures of owners, without names"), Audience.INTERNAL
            )
            self.audience.addItem(tr("For everybody: nothing about owners or single plots"), Audience.PUBLIC)
            self.audience.setCurrentIndex(chosen)
        self.list.setAccessibleName(tr("Figures"))
        self._cancel.setText(tr("Cancel"))
        self.make.setText(tr("Write a file …"))
        self._show()

    # which days -----------------------------------------------------------------------------

    def _ask_days(self, day: date | None) -> None:
        project = self._session.project

        def work(progress: Progress) -> PaperDays:
            del progress
            return paper_days(project, date.today(), day)

        self._session.jobs.read(_DAYS, work, owner=self, done=self._on_days, failed=self.show_error)

    def _on_days(self, days: PaperDays) -> None:
        self._last = days.last_paper
        with QSignalBlocker(self.day), QSignalBlocker(self.since):
            self.day.setDate(qdate(days.day))
            self.since.setDate(qdate(days.since))
        self._read()

    @Slot()
    def _on_day(self) -> None:
        self._ask_days(pydate(self.day))

    # what it tells --------------------------------------------------------------------------

    @Slot()
    def _read(self) -> None:
        self.release = None
        self.make.setEnabled(False)
        project, audience = self._session.project, Audience(self.audience.currentData())
        day, since = pydate(self.day), pydate(self.since)

        def work(progress: Progress) -> FiguresRelease:
            del progress
            return give_council(project, audience, date.today(), day, since)

        self._session.jobs.read(_READ, work, owner=self, done=self._on_read, failed=self.show_error)

    def _on_read(self, release: FiguresRelease) -> None:
        self.show_error("")
        self.release = release
        self._show()

    def _show(self) -> None:
        told = self._last is not None
        words = tr("The last council paper was of {day}.", day=i18n.day(self._last)) if told else ""
        self.last_paper.setText(words or tr("No council paper was written before this day."))
        self.make.setEnabled(self.release is not None)
        if self.release is None:
            return
        figures, notes = preview(self.release)
        headings = [tr("Figure"), tr("Value"), ""]
        self.list.show_rows(headings, figures, range(len(figures)))
        self.notes.setText(" ".join(notes))
        self.notes.setVisible(bool(notes))

    # the file -------------------------------------------------------------------------------

    @Slot()
    def _on_make(self) -> None:
        stem = i18n.label("export_stem", "council")
        suggestion = self._folder / f"{stem}-{pydate(self.day):%Y-%m-%d}"
        self._chooser = FileChooser(self, suggestion, (PDF, WORD), self.write)
        self._chooser.open()

    @Slot(str)
    def write(self, name: str) -> None:
        """Ask for the paper as this file."""
        audience = Audience(self.audience.currentData())
        self.wanted.emit(CouncilWish(Path(name), audience, pydate(self.day), pydate(self.since)))
        self.accept()
