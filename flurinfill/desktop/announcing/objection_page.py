"""Objections of owners: entered at any time, one co-owner is enough; taken back, and recorded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QFormLayout, QLabel, QLineEdit, QStackedWidget, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate
from flurinfill.desktop.row_list import RowList
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import EmptyState, button, choice_box, column, row, text
from flurinfill.i18n import tr
from flurinfill.project.queries import Addressee, Objection


class ObjectionPage(QWidget):
    """Lists objections and takes new ones.

    Signals
    -------
    unlock_asked :
        The personal data shall be unlocked.
    owners_asked : str
        Who owns the site of this case number?
    recorded : str, date, str, str
        Case number, day, owner id (``""``: not known), text.
    taken_back : int, date
        An objection (its id), and the day.
    """

    unlock_asked = Signal()
    owners_asked = Signal(str)
    recorded = Signal(str, object, str, str)
    taken_back = Signal(int, object)

    def __init__(self, cases: Sequence[str], *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writable = writable
        self._objections: Sequence[Objection] = ()
        self.empty = EmptyState("lock")
        self.empty.acted.connect(self.unlock_asked)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self._body(cases))
        column(self, margin=0).addWidget(self.pages)

    def _body(self, cases: Sequence[str]) -> QWidget:
        body = QWidget()
        layout = column(body, margin=GRID)
        self._lead = text("muted", wrap=True)
        self.list = RowList(height=16 * GRID)
        self.list.chosen_changed.connect(self._show_ready)
        self.back = button()
        self.back.clicked.connect(self._on_back)
        self.case, self.who, self.on, self.words = QLineEdit(), choice_box(), date_edit(), QLineEdit()
        completer = QCompleter(list(cases), self.case)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.case.setCompleter(completer)
        self.case.textChanged.connect(self._on_case)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._labels: dict[QWidget, QLabel] = {}
        for field in (self.case, self.who, self.on, self.words):
            self._labels[field] = QLabel()
            self._labels[field].setBuddy(field)
            form.addRow(self._labels[field], field)
        self.record = button("primary")
        self.record.clicked.connect(self._on_record)
        ends = row()
        ends.addWidget(self.back)
        ends.addStretch(1)
        ends.addWidget(self.record)
        for part in (self._lead, self.list):
            layout.addWidget(part, 1 if part is self.list else 0)
        layout.addLayout(form)
        layout.addLayout(ends)
        self._cases = frozenset(cases)
        return body

    def retranslate(self) -> None:
        """Set every text anew."""
        self.empty.show_texts(
            tr("Locked"),
            tr("Who objected is protected. The passphrase opens it for this session."),
            tr("Unlock …"),
        )
        self._lead.setText(
            tr(
                "One co-owner is enough, no reason is needed, and it counts after publication, too: the plot"
                " goes out of every file for outsiders at once."
            )
        )
        self.list.setAccessibleName(tr("Objections"))
        for field, words in (
            (self.case, tr("Case number")),
            (self.who, tr("Who objects")),
            (self.on, tr("Arrived (or taken back) on")),
            (self.words, tr("Remark")),
        ):
            self._labels[field].setText(words)
            field.setAccessibleName(words)
        self.back.setText(tr("Selected objection is taken back"))
        self.record.setText(tr("Record the objection"))
        self._fill()
        self.show_owners(())

    def show_objections(self, objections: Sequence[Objection] | None) -> None:
        """Show the objections; None while they are locked."""
        self.pages.setCurrentIndex(0 if objections is None else 1)
        self._objections = objections or ()
        self._fill()

    def show_owners(self, owners: Sequence[Addressee]) -> None:
        """Offer the owners of the site."""
        self.who.clear()
        self.who.addItem(tr("not stated"), "")
        for each in owners:
            self.who.addItem(each.owner.name, each.owner.owner_id)
        self.who.setCurrentIndex(1 if len(owners) == 1 else 0)

    def begin(self) -> None:
        """Be ready for the next objection."""
        self.case.clear()
        self.words.clear()

    def _fill(self) -> None:
        rows = [
            [each.case_no, i18n.day(each.on), each.name or tr("not stated"), _state(each), each.text]
            for each in self._objections
        ]
        headings = [tr("Case"), tr("Arrived"), tr("Who"), tr("State"), tr("Remark")]
        self.list.show_rows(headings, rows, [each.objection_id for each in self._objections])

    def _standing(self) -> list[int]:
        standing = {each.objection_id for each in self._objections if each.taken_back_on is None}
        return [key for key in self.list.chosen() if key in standing]

    @Slot()
    def _show_ready(self) -> None:
        self.back.setEnabled(self._writable and len(self._standing()) == 1)
        self.record.setEnabled(self._writable and self.case.text().strip() in self._cases)

    @Slot()
    def _on_case(self) -> None:
        case = self.case.text().strip()
        self._show_ready()
        if case in self._cases:
            self.owners_asked.emit(case)
        else:
            self.show_owners(())

    @Slot()
    def _on_record(self) -> None:
        self.recorded.emit(
            self.case.text().strip(), pydate(self.on), self.who.currentData() or "", self.words.text().strip()
        )

    @Slot()
    def _on_back(self) -> None:
        self.taken_back.emit(self._standing()[0], pydate(self.on))


def _state(objection: Objection) -> str:
    if objection.taken_back_on is None:
        return tr("stands")
    return tr("taken back on {day}", day=i18n.day(objection.taken_back_on))
