"""The form for a new contact: day, person, channel, result, text, and what is to follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QFrame, QLabel, QPlainTextEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.dialogs.follow_up import person_box
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, choice_box, column, row, text
from flurinfill.i18n import tr
from flurinfill.model.owners import ContactChannel, ContactResult

_FOLLOW_UP_DAYS = 7


@dataclass(frozen=True)
class Draft:
    """A contact that was typed and not yet recorded; kept in memory only."""

    on: QDate
    choices: tuple[Any, ...]
    text: str
    follow_up: bool
    follow_up_on: QDate
    follow_up_by: str


class ContactForm(QFrame):
    """Asks for date, channel, direction, person, result, text and follow-up.

    Signals
    -------
    recorded : str, dict
        Owner id, and the named arguments of ``operations.record_contact``.
    """

    recorded = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        layout = column(self, margin=GRID + 4)
        self._title = text("section")
        layout.addWidget(self._title)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.owner, self.channel = choice_box(), choice_box()
        self.direction, self.result = choice_box(), choice_box()
        self._choices = (self.owner, self.channel, self.direction, self.result)
        self.on, self.follow_up_on = date_edit(), date_edit()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(9 * GRID)
        self.follow_up = QCheckBox()
        self.follow_up.toggled.connect(self.follow_up_on.setEnabled)
        self.follow_up_on.setEnabled(False)
        again = row()
        again.addWidget(self.follow_up)
        again.addWidget(self.follow_up_on, 1)
        self.follow_up_by = person_box()
        self.follow_up_by.setEnabled(False)
        self.follow_up.toggled.connect(self.follow_up_by.setEnabled)
        self._labels = [QLabel() for _ in range(7)]
        how = row()
        how.addWidget(self.channel, 1)
        how.addWidget(self.direction, 1)
        fields = (self.on, self.owner, how, self.result, self.text, again, self.follow_up_by)
        for label, field in zip(self._labels, fields, strict=False):
            form.addRow(label, field)
        self._labels[4].setBuddy(self.text)
        layout.addLayout(form)
        self.record = button("primary")
        self.record.clicked.connect(self._on_record)
        ends = row()
        ends.addStretch(1)
        ends.addWidget(self.record)
        layout.addLayout(ends)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._title.setText(tr("New contact"))
        names = (
            tr("On"),
            tr("With"),
            tr("How"),
            tr("Result"),
            tr("Summary"),
            tr("Follow-up"),
            tr("Responsible"),
        )
        for label, words in zip(self._labels, names, strict=False):
            label.setText(words)
        for field, words in (
            (self.on, tr("Day of the contact")),
            (self.owner, tr("Owner")),
            (self.channel, tr("Channel")),
            (self.direction, tr("Direction")),
            (self.result, tr("Result")),
            (self.text, tr("Summary")),
            (self.follow_up, tr("Follow up on this contact")),
            (self.follow_up_on, tr("Day of the follow-up")),
            (self.follow_up_by, tr("Who follows up")),
            (self.follow_up_by.lineEdit(), tr("Who follows up")),
        ):
            field.setAccessibleName(words)
        self.follow_up.setToolTip(tr("Follow up on this contact"))
        self.text.setPlaceholderText(tr("What was said, in one or two sentences"))
        self.record.setText(tr("Record the contact"))
        _fill(self.channel, [(i18n.name_of(value), value.value) for value in ContactChannel])
        _fill(self.direction, [(tr("outgoing"), True), (tr("incoming"), False)])
        _fill(
            self.result,
            [(tr("No result yet"), None), *((i18n.name_of(value), value.value) for value in ContactResult)],
        )

    def set_owners(self, owners: dict[str, str]) -> None:
        """Offer these owners."""
        _fill(self.owner, [(name, owner_id) for owner_id, name in owners.items()])

    def reset(self) -> None:
        """Empty the form."""
        today = date.today()
        self.on.setDate(qdate(today))
        self.follow_up_on.setDate(qdate(today + timedelta(days=_FOLLOW_UP_DAYS)))
        self.follow_up.setChecked(False)
        self.follow_up_by.setEditText("")
        self.text.clear()
        for box in (self.channel, self.direction, self.result):
            box.setCurrentIndex(0)

    @property
    def started(self) -> bool:
        """Whether somebody began to fill it in."""
        return bool(self.text.toPlainText().strip()) or self.follow_up.isChecked()

    def draft(self) -> Draft:
        """Return what is typed so far."""
        choices = tuple(box.currentData() for box in self._choices)
        text = self.text.toPlainText()
        person = self.follow_up_by.currentText()
        again, day = self.follow_up.isChecked(), self.follow_up_on.date()
        return Draft(self.on.date(), choices, text, again, day, person)

    def restore(self, draft: Draft) -> None:
        """Fill in a draft; owners must be offered before."""
        self.on.setDate(draft.on)
        for box, choice in zip(self._choices, draft.choices, strict=True):
            box.setCurrentIndex(max(0, box.findData(choice)))
        self.text.setPlainText(draft.text)
        self.follow_up.setChecked(draft.follow_up)
        self.follow_up_on.setDate(draft.follow_up_on)
        self.follow_up_by.setEditText(draft.follow_up_by)

    @Slot()
    def _on_record(self) -> None:
        owner_id = self.owner.currentData()
        if owner_id is None:
            return
        result = self.result.currentData()
        values = {
            "channel": ContactChannel(self.channel.currentData()),
            "outgoing": bool(self.direction.currentData()),
            "on": pydate(self.on),
            "result": ContactResult(result) if result else None,
            "text": self.text.toPlainText().strip(),
            "follow_up_on": pydate(self.follow_up_on) if self.follow_up.isChecked() else None,
            "follow_up_by": self.follow_up_by.currentText().strip() if self.follow_up.isChecked() else "",
        }
        self.recorded.emit(owner_id, values)


def _fill(box: QComboBox, entries: list[tuple[str, Any]]) -> None:
    """Fill a box anew and keep what was chosen."""
    chosen = box.currentData() if box.count() else None
    box.blockSignals(True)
    box.clear()
    for words, value in entries:
        box.addItem(words, value)
    place = next((number for number, entry in enumerate(entries) if entry[1] == chosen), 0)
    box.setCurrentIndex(place)
    box.blockSignals(False)
