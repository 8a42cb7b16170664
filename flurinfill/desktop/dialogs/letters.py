"""Letters to the owners of some sites: who gets one, what stands in it, how it looks, where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QTabWidget,
    QWidget,
)

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.dialogs.base import Dialog, describe
from flurinfill.desktop.dialogs.letter_pages import PreviewPage, RecipientsPage, TextPage
from flurinfill.desktop.file_chooser import PDF, WORD, FileChooser
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.weeks_box import WeeksBox
from flurinfill.desktop.widgets import button, choice_box, row
from flurinfill.i18n import ntr, tr
from flurinfill.model.errors import FlurinfillError, InputError
from flurinfill.model.letters import LetterKind, LetterText
from flurinfill.model.progress import Progress
from flurinfill.reports.correspondence.letter_texts import check, default_text
from flurinfill.usecases import letters
from flurinfill.usecases.letters import Plan

_PLAN = "letters-plan"
_REST_MS = 400  # after the last key, before the letters are planned anew
_EVENT = ("event_day", "event_time", "event_place")
_WEEKS = (0, 2, 4, 6, 8)
_USUAL_WEEKS = 6
RECIPIENTS, TEXT, PREVIEW = range(3)


@dataclass(frozen=True)
class Mailing:
    """What shall be done: the letters, the file, and what the project remembers.

    ``follow_up_on`` is None where nobody wants to be reminded; ``recorded`` is False for a trial print.
    """

    plan: Plan
    path: Path
    recorded: bool
    follow_up_on: date | None
    own_text: LetterText | None


class LettersDialog(Dialog):
    """Asks for a run of letters; everything is planned anew at every change, nothing is written.

    Signals
    -------
    wanted : Mailing
    office_asked :
        The sender's data are incomplete and shall be entered.
    """

    wanted = Signal(object)
    office_asked = Signal()

    def __init__(
        self, session: Session, site_ids: Sequence[int], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=96 * GRID, scrolls=True)
        self._session, self._site_ids, self._folder = session, tuple(site_ids), folder
        self.plan: Plan | None = None
        self._refusal: Exception | None = None
        self._named_by_hand = False
        self._chooser: FileChooser | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._replan)
        self._build()
        self.settle()
        self._show_text()
        self._suggest()
        self._replan()

    # layout ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.kind, self.on, self.deadline = choice_box(), date_edit(), date_edit()
        self.on.setDate(qdate(date.today()))
        self.deadline.setDate(qdate(date.today() + letters.ANSWER_WITHIN))
        self.event: dict[str, QLineEdit] = {name: QLineEdit() for name in _EVENT}
        self._form = QFormLayout()
        self._labels: dict[QWidget, QLabel] = {}
        for field in (self.kind, self.on, self.deadline, *self.event.values()):
            self._labels[field] = QLabel()
            self._labels[field].setBuddy(field)
            self._form.addRow(self._labels[field], field)
        self.body.addLayout(self._form)
        self.tabs = QTabWidget()
        self.recipients, self.text = RecipientsPage(), TextPage()
        self.preview = PreviewPage(self._session, self._on_no_plan)
        for page in (self.recipients, self.text, self.preview):
            self.tabs.addTab(page, "")
        self.tabs.setMinimumHeight(34 * GRID)
        self.tabs.currentChanged.connect(self._on_tab)
        self.body.addWidget(self.tabs, 1)
        self._file_label, self.path, self._browse = QLabel(), QLineEdit(), button()
        self._file_label.setBuddy(self.path)
        line = row()
        line.addWidget(self._file_label)
        line.addWidget(self.path, 1)
        line.addWidget(self._browse)
        self.body.addLayout(line)
        self.recorded, self.weeks = QCheckBox(), WeeksBox(_WEEKS, _USUAL_WEEKS)
        self.recorded.setChecked(True)
        line = row()
        line.addWidget(self.recorded)
        line.addWidget(self.weeks)
        line.addStretch(1)
        self.body.addLayout(line)
        self.office = button("flat")
        self.office.hide()
        self.ends.insertWidget(0, self.office)
        self._cancel, self.write = self.add_button(), self.add_button(primary=True)
        self._connect()

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._on_kind)
        for field in (self.on, self.deadline):
            field.dateChanged.connect(self._rest.start)
        for line in self.event.values():
            line.textEdited.connect(self._rest.start)
        self.text.typed.connect(self._on_typed)
        self.text.reset_asked.connect(self._on_reset)
        self.path.textEdited.connect(self._on_named)
        self._browse.clicked.connect(self._on_browse)
        self.recorded.toggled.connect(self.weeks.setEnabled)
        self.office.clicked.connect(self.office_asked)
        self._cancel.clicked.connect(self.dismiss)
        self.write.clicked.connect(self._on_write)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Letters to owners"))
        self.headline.setText(tr("Letters to owners"))
        self.sentence.setText(
            ntr(
                "About {count} selected site. Nothing leaves before you write the file.",
                "About {count} selected sites. Nothing leaves before you write the file.",
                len(self._site_ids),
            )
        )
        names = (
            (self.kind, tr("Kind of letter")),
            (self.on, tr("Day of the letters")),
            (self.deadline, tr("Answer until")),
            *((field, i18n.label("letter_field", name)) for name, field in self.event.items()),
        )
        for field, words in names:
            self._labels[field].setText(words)
            field.setAccessibleName(words)
        for at, words in enumerate((tr("Recipients"), tr("Text"), tr("Preview"))):
            self.tabs.setTabText(at, words)
        self.tabs.setAccessibleName(tr("Letters to owners"))
        self._file_label.setText(tr("File"))
        self.path.setAccessibleName(tr("File to write"))
        self._browse.setText(tr("Choose …"))
        self.recorded.setText(tr("Record them as sent, with a follow-up"))
        self.office.setText(tr("Office and town …"))
        self._cancel.setText(tr("Cancel"))
        self.write.setText(tr("Write the letters"))
        self._fill_kinds()
        self._show_plan()
        if self._refusal is not None:
            self._on_no_plan(self._refusal)

    def _fill_kinds(self) -> None:
        kind = self.kind.currentData()
        with QSignalBlocker(self.kind):
            self.kind.clear()
            for each in LetterKind:
                self.kind.addItem(i18n.name_of(each), each.value)
            self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))

    # the text -------------------------------------------------------------------------------

    @property
    def chosen_kind(self) -> LetterKind:
        """What the letters are for."""
        return LetterKind(self.kind.currentData())

    def _show_text(self, known: LetterText | None = None) -> None:
        project = self._session.project
        if known is None and project is not None:
            known = letters.text_of(project, self.chosen_kind)
        if known is not None:
            self.text.show_text(known)
        for name, field in self.event.items():
            shown = self.chosen_kind is LetterKind.INVITATION
            self._labels[field].setVisible(shown)
            self.event[name].setVisible(shown)

    @Slot()
    def _on_kind(self) -> None:
        self._show_text()
        self._suggest()
        self._replan()

    @Slot()
    def _on_typed(self) -> None:
        self.text.reset.setEnabled(self.text.content != default_text(self.chosen_kind))
        self._rest.start()

    @Slot()
    def _on_reset(self) -> None:
        self._show_text(default_text(self.chosen_kind))
        self._on_typed()

    # the plan -------------------------------------------------------------------------------

    @Slot()
    def _replan(self) -> None:
        project, kind, ids = self._session.project, self.chosen_kind, self._site_ids
        self.plan, self._refusal = None, None
        self._show_plan()
        if project is None:
            return
        try:
            check(typed := self.text.content)
        except InputError as error:
            self.show_error(error)
            return
        on, deadline = pydate(self.on), pydate(self.deadline)
        event = {name: field.text().strip() for name, field in self.event.items()}

        def work(progress: Progress) -> Plan:
            del progress
            return letters.plan(project, kind, ids, on=on, deadline=deadline, event=event, text=typed)

        self._session.jobs.read(_PLAN, work, owner=self, done=self._on_plan, failed=self._on_no_plan)

    def _on_plan(self, made: Plan) -> None:
        self.plan = made
        self.show_error("")
        self.office.hide()
        self._show_plan()
        self._on_tab()

    def _on_no_plan(self, error: Exception) -> None:
        self._refusal = error
        self.recipients.show_plan(None, sought=False)
        self.show_error(describe(error))
        incomplete = isinstance(error, FlurinfillError) and error.code == "office_incomplete"
        self.office.setVisible(incomplete)

    def _show_plan(self) -> None:
        self.recipients.show_plan(self.plan)
        self._show_ready()

    @Slot()
    def _on_tab(self) -> None:
        if self.tabs.currentIndex() == PREVIEW and self.plan is not None:
            self.preview.show_plan(self.plan)

    # the file -------------------------------------------------------------------------------

    def _suggest(self) -> None:
        if self._named_by_hand or self._session.project is None:
            return
        kind = i18n.name_of(self.chosen_kind)
        self.path.setText(str(self._folder / f"{tr('Letters')}-{kind}-{date.today():%Y-%m-%d}.pdf"))

    @Slot()
    def _on_named(self) -> None:
        self._named_by_hand = True
        self._show_ready()

    def _show_ready(self) -> None:
        there = self.plan is not None and bool(self.plan.run.letters)
        self.write.setEnabled(there and bool(self.path.text().strip()))

    @Slot()
    def _on_browse(self) -> None:
        self._chooser = FileChooser(self, Path(self.path.text()), (PDF, WORD), self._on_file)
        self._chooser.open()

    @Slot(str)
    def _on_file(self, name: str) -> None:
        self._named_by_hand = True
        self.path.setText(name)
        self._show_ready()

    @Slot()
    def _on_write(self) -> None:
        path = Path(self.path.text().strip()).expanduser()
        if not path.parent.is_dir():
            self.show_error(tr("There is no folder {folder}.", folder=str(path.parent)))
            return
        if self.plan is None:
            return
        recorded = self.recorded.isChecked()
        follow_up = self.weeks.day_after(self.plan.run.on) if recorded else None
        project = self._session.project
        kept = letters.text_of(project, self.chosen_kind) if project is not None else None
        own = self.plan.run.text if self.plan.run.text != kept else None
        self.wanted.emit(Mailing(self.plan, path, recorded, follow_up, own))
        self.accept()
