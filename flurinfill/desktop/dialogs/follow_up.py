"""Another day or person for a follow-up: in a week, in a month, or on a day that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.session import Session
from flurinfill.desktop.widgets import button, choice_box, row
from flurinfill.i18n import tr
from flurinfill.project import operations

_WEEK = timedelta(weeks=1)


class FollowUpDialog(Dialog):
    """Asks for day and person.

    Parameters
    ----------
    on : date
        The day it has.
    person : str
        Who follows up now.
    people : sequence of str or None
        Whom to offer; None while persons are locked.

    Signals
    -------
    wanted : date, str
    """

    wanted = Signal(object, str)

    def __init__(
        self, on: date, person: str, people: Sequence[str] | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._locked = people is None
        self.on, self.person = date_edit(), person_box()
        self.on.setDate(qdate(max(on, date.today())))
        self.person.addItems(list(people or ()))
        self.person.setEditText(person)
        self.person.setEnabled(not self._locked)
        self.week, self.month = button(), button()
        self.week.clicked.connect(self._on_week)
        self.month.clicked.connect(self._on_month)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        day = row()
        day.addWidget(self.on, 1)
        day.addWidget(self.week)
        day.addWidget(self.month)
        self._labels = (QLabel(), QLabel())
        self._labels[0].setBuddy(self.on)
        self._labels[1].setBuddy(self.person)
        form.addRow(self._labels[0], day)
        form.addRow(self._labels[1], self.person)
        self.body.addLayout(form)
        self._cancel, self.keep = self.add_button(), self.add_button(primary=True)
        self._cancel.clicked.connect(self.dismiss)
        self.keep.clicked.connect(self._on_keep)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Postpone the follow-up"))
        self.headline.setText(tr("Postpone the follow-up"))
        self.sentence.setText(tr("The person is locked; the passphrase opens it.") if self._locked else "")
        self.sentence.setVisible(self._locked)
        for label, words in zip(self._labels, (tr("Day"), tr("Responsible")), strict=True):
            label.setText(words)
        self.on.setAccessibleName(tr("Day of the follow-up"))
        for part in (self.person, self.person.lineEdit()):
            part.setAccessibleName(tr("Who follows up"))
        self.week.setText(tr("In a week"))
        self.month.setText(tr("In a month"))
        self._cancel.setText(tr("Cancel"))
        self.keep.setText(tr("Postpone"))

    @Slot()
    def _on_week(self) -> None:
        self.on.setDate(qdate(date.today() + _WEEK))

    @Slot()
    def _on_month(self) -> None:
        self.on.setDate(qdate(date.today()).addMonths(1))

    @Slot()
    def _on_keep(self) -> None:
        self.wanted.emit(pydate(self.on), self.person.currentText().strip())
        self.accept()


def person_box() -> QComboBox:
    """Box for a person of the office: one that is known, or any name."""
    box = choice_box()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    return box


def offer_people(box: QComboBox, session: Session) -> None:
    """Offer the users of the project; what is typed stays."""
    typed = box.currentText()
    box.clear()
    box.addItems(_people(session))
    box.setEditText(typed)


def _people(session: Session) -> list[str]:
    return [] if session.snapshot is None else list(session.snapshot.work.users)


def ask_follow_up(session: Session, contact_id: int, on: date, person: str, parent: QWidget) -> None:
    """Ask for another day or person of a follow-up, and set it."""
    locked = not session.snapshot.work.access.people_visible

    def keep(day: date, by: str) -> None:
        if locked:
            session.apply(operations.postpone_follow_up, contact_id, day)
        else:
            session.apply(operations.set_follow_up, contact_id, day, by)

    dialog = FollowUpDialog(on, person, None if locked else _people(session), parent.window())
    dialog.wanted.connect(keep)
    dialog.open()
