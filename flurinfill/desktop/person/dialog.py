"""One person's rights: found by name, told, restricted; correction and erasure are a step away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.file_chooser import CSV, PDF, WORD, FileChooser
from flurinfill.desktop.row_list import RowList
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import FlowLayout, button, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.owners import Owner
from flurinfill.model.progress import Progress
from flurinfill.project import operations, queries
from flurinfill.project.queries import PersonRecord
from flurinfill.usecases.persons import write_information

_FOUND, _RECORD = "persons-found", "person-record"
_REST_MS = 300  # after the last key


class PersonDialog(Dialog):
    """Finds a person and does what the person may ask for.

    Parameters
    ----------
    owner_id : str
        Whom it is about; ``""`` to search.

    Signals
    -------
    erase_asked : str, PersonRecord
        The person shall be erased.
    case_asked : str
        The person shall be corrected where owners are edited: case number.
    reservation_asked : str
        The person shall be corrected where the reservation of a site is: case number.
    written : Path
    """

    erase_asked = Signal(str, object)
    case_asked = Signal(str)
    reservation_asked = Signal(str)
    written = Signal(object)

    def __init__(
        self, session: Session, folder: Path, owner_id: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=92 * GRID)
        self._session, self._folder, self._owner_id = session, folder, owner_id
        self._owners: Sequence[Owner] = ()
        self.record: PersonRecord | None = None
        self._chooser: FileChooser | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._search)
        self.name, self.reason = QLineEdit(), QLineEdit()
        self._labels = {self.name: QLabel(), self.reason: QLabel()}
        self.list = RowList(height=20 * GRID)
        self.list.setSelectionMode(RowList.SelectionMode.SingleSelection)
        self.summary = text("strong", wrap=True)
        self._build()
        self.settle()
        if owner_id:
            self._read()
        else:
            self.name.setFocus()

    def _build(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field, label in self._labels.items():
            label.setBuddy(field)
        form.addRow(self._labels[self.name], self.name)
        self.body.addLayout(form)
        self.body.addWidget(self.list, 1)
        for widget in (self.name, self._labels[self.name], self.list):
            widget.setVisible(not self._owner_id)
        self.body.addWidget(self.summary)
        reasons = QFormLayout()
        reasons.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        reasons.addRow(self._labels[self.reason], self.reason)
        self.inform, self.correct, self.restrict, self.erase = button(), button(), button(), button()
        rights = QWidget()
        flow = FlowLayout(rights)
        for push in (self.inform, self.correct, self.restrict, self.erase):
            flow.addWidget(push)
        self.body.addLayout(reasons)
        self.body.addWidget(rights)
        self._close = self.add_button()
        self._close.clicked.connect(self.dismiss)
        self.name.textEdited.connect(self._rest.start)
        self.name.returnPressed.connect(self._search)
        self.list.chosen_changed.connect(self._on_chosen)
        self.inform.clicked.connect(self._on_inform)
        self.correct.clicked.connect(self._on_correct)
        self.restrict.clicked.connect(self._on_restrict)
        self.erase.clicked.connect(self._on_erase)
        self.reason.textChanged.connect(self._show)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.setWindowTitle(tr("Rights of a person"))
        self.headline.setText(tr("Rights of a person"))
        self.sentence.setText(
            tr("What the GDPR gives everybody: information, correction, restriction, erasure. It is logged.")
        )
        for field, words in (
            (self.name, tr("Name")),
            (self.reason, tr("Reason for a restriction, or for its end")),
        ):
            self._labels[field].setText(words)
            field.setAccessibleName(words)
        self.list.setAccessibleName(tr("Persons found"))
        self.inform.setText(tr("Information (Art. 15) …"))
        self.correct.setText(tr("Correct (Art. 16) …"))
        self.erase.setText(tr("Erase (Art. 17) …"))
        self._close.setText(tr("Close"))
        self._fill()
        self._show()

    # who ------------------------------------------------------------------------------------

    @Slot()
    def _search(self) -> None:
        self._rest.stop()
        project, words = self._session.project, self.name.text()
        if project is None:
            return

        def work(progress: Progress) -> list[Owner]:
            del progress
            return queries.owners_named(project, words)

        self._session.jobs.read(_FOUND, work, owner=self, done=self._on_found, failed=self.show_error)

    def _on_found(self, owners: list[Owner]) -> None:
        self._owners = owners
        self._fill()
        if len(owners) == 1:
            self.list.topLevelItem(0).setSelected(True)

    def _fill(self) -> None:
        rows = [
            [each.name, f"{each.street}, {each.postcode} {each.city}".strip(" ,"), each.source]
            for each in self._owners
        ]
        keys = [each.owner_id for each in self._owners]
        self.list.show_rows([tr("Name"), tr("Address"), tr("Source")], rows, keys)

    @Slot()
    def _on_chosen(self) -> None:
        chosen = self.list.chosen()
        self._owner_id, self.record = (str(chosen[0]) if chosen else ""), None
        self._show()
        self._read()

    def _read(self) -> None:
        project, owner_id = self._session.project, self._owner_id
        if project is None or not owner_id:
            return

        def work(progress: Progress) -> PersonRecord:
            del progress
            return queries.person(project, owner_id)

        self._session.jobs.read(_RECORD, work, owner=self, done=self._on_record, failed=self.show_error)

    def _on_record(self, record: PersonRecord) -> None:
        self.record = record
        self._show()

    # what is there --------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        record = self.record
        known = record is not None and record.owner is not None
        restricted = known and record.owner.restricted
        self.restrict.setText(tr("End the restriction") if restricted else tr("Restrict (Art. 18)"))
        self.inform.setEnabled(record is not None and self._session.keeps_privacy)
        self.correct.setEnabled(record is not None and bool(self._first_case()))
        self.restrict.setEnabled(known)
        self.erase.setEnabled(record is not None)
        self.summary.setText(summary_of(record) if record is not None else tr("Choose a person."))

    def _first_case(self) -> str:
        lines = (*self.record.outreach, *self.record.contacts, *self.record.reservations)
        cases = [case for _, case in self.record.shares if case] + [line.case_no for line in lines]
        return cases[0] if cases else ""

    # rights ---------------------------------------------------------------------------------

    @Slot()
    def _on_inform(self) -> None:
        suggestion = self._folder / tr("Information")  # no name of a person in a file's name
        self._chooser = FileChooser(self, suggestion, (PDF, CSV, WORD), self.write)
        self._chooser.open()

    @Slot(str)
    def write(self, name: str) -> None:
        """Write the information into a file."""
        project, owner_id = self._session.project, self._owner_id

        def work(progress: Progress) -> Path:
            del progress
            return write_information(project, owner_id, Path(name))

        self.show_error("")
        title = tr("Writing the information")
        self._session.run(title, work, owner=self, done=self.written.emit, failed=self.show_error)

    @Slot()
    def _on_correct(self) -> None:
        case, record = self._first_case(), self.record
        asked = self.case_asked
        if not (record.shares or record.outreach or record.contacts):
            asked = self.reservation_asked
        self.reject()
        asked.emit(case)

    @Slot()
    def _on_restrict(self) -> None:
        wanted = not self.record.owner.restricted
        reason = self.reason.text().strip()
        if not reason:
            self.show_error(tr("A restriction and its end need a reason: please enter it first."))
            self.reason.setFocus()
            return
        if self.try_apply(self._session, operations.restrict_owner, self._owner_id, wanted, reason=reason):
            self.reason.clear()
            self._read()

    @Slot()
    def _on_erase(self) -> None:
        self.erase_asked.emit(self._owner_id, self.record)


def summary_of(record: PersonRecord) -> str:
    """Say in one line what the project holds about a person."""
    parts = [
        ntr("{count} share in a parcel", "{count} shares in parcels", len(record.shares)),
        ntr(
            "answers or letters in {count} case", "answers or letters in {count} cases", len(record.outreach)
        ),
        ntr("{count} contact", "{count} contacts", len(record.contacts)),
        ntr("{count} objection", "{count} objections", len(record.objections)),
        *(
            [ntr("{count} reservation", "{count} reservations", len(record.reservations))]
            if record.reservations
            else []
        ),
        ntr("named in {count} further entry", "named in {count} further entries", len(record.mentions)),
    ]
    if record.owner is not None and record.owner.restricted:
        parts.append(tr("restricted: gets no letters"))
    name = record.owner.name if record.owner is not None else tr("unknown owner")
    return f"{name}: " + " · ".join(parts)
