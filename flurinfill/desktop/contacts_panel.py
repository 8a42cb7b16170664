"""Contacts of a site: record a letter, call or visit; see what was said; follow up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QFrame, QLabel, QPlainTextEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.people import PeoplePanel
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import (
    IconLabel,
    button,
    choice_box,
    clear,
    column,
    row,
    scrolling,
    set_role,
    text,
)
from flurinfill.i18n import tr
from flurinfill.model.owners import Contact, ContactChannel, ContactResult
from flurinfill.project import operations, queries

_WEEK = 7
_FOLLOW_UP_DAYS = 7


@dataclass(frozen=True)
class ContactsOfSite:
    """Contacts, and the owners one can have contact with (id → name)."""

    contacts: tuple[Contact, ...]
    owners: dict[str, str]


class ContactsPanel(PeoplePanel):
    """A form for a new contact above the list of those that were."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "contacts", "contact", parent)
        content = QWidget()
        body = column(content)
        self.form = ContactForm()
        self.form.recorded.connect(self._on_recorded)
        body.addWidget(self.form)
        self._list = column(margin=0)
        body.addLayout(self._list)
        body.addStretch(1)
        self.stack.addWidget(scrolling(content))
        self.cards: list[ContactCard] = []
        self._shown_site: int | None = None
        self._drafts: dict[int, Draft] = {}
        session.closed.connect(self._forget)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.form.retranslate()
        super().retranslate()

    def read(self, site_id: int, parcels: tuple[str, ...]) -> ContactsOfSite:
        """Read contacts and names."""
        project = self.session.project
        if project is None:
            return ContactsOfSite((), {})
        people = queries.outreach_of(project, site_id)
        names = dict(zip(people["owner_id"].astype(str), people["name"].astype(str), strict=True))
        return ContactsOfSite(tuple(queries.contacts(project, site_id)), names)

    def fill(self, content: ContactsOfSite) -> bool:
        """Show the list, newest first, and offer the owners in the form."""
        if self.site_id != self._shown_site:
            self._change_site(content.owners)
        self.form.setVisible(self.session.writable and bool(content.owners))
        self.form.set_owners(content.owners)
        clear(self._list)
        self.cards = []
        for contact in sorted(content.contacts, key=lambda entry: (entry.on, entry.contact_id), reverse=True):
            card = ContactCard(
                contact, content.owners.get(contact.owner_id, ""), writable=self.session.writable
            )
            card.completed.connect(self._on_completed)
            card.postponed.connect(self._on_postponed)
            self.cards.append(card)
            self._list.addWidget(card)
        return bool(content.owners) or bool(content.contacts)

    def _change_site(self, owners: dict[str, str]) -> None:
        """Keep what was typed for the site before, and bring back what was typed for this one."""
        if self._shown_site is not None and self.form.started:
            self._drafts[self._shown_site] = self.form.draft()
        self.form.reset()
        self._shown_site = self.site_id
        draft = self._drafts.pop(self.site_id, None) if self.site_id is not None else None
        if draft is not None:
            self.form.set_owners(owners)
            self.form.restore(draft)

    @Slot()
    def _forget(self) -> None:
        """What was typed belongs to the project that is closed; another one has sites of the same number."""
        self._drafts.clear()
        self.form.reset()
        self._shown_site = None

    def empty_texts(self) -> tuple[str, str]:
        """Say why there is nobody."""
        return tr("No owners"), tr(
            "Contacts are kept with owners, and the cadastre has none for these parcels."
        )

    @Slot(str, object)
    def _on_recorded(self, owner_id: str, values: dict[str, Any]) -> None:
        if self.session.apply(operations.record_contact, self._shown_site, owner_id, **values):
            self.form.reset()

    @Slot(int)
    def _on_completed(self, contact_id: int) -> None:
        self.session.apply(operations.complete_follow_up, contact_id)

    @Slot(int)
    def _on_postponed(self, contact_id: int) -> None:
        until = date.today() + timedelta(days=_WEEK)
        self.session.apply(operations.postpone_follow_up, contact_id, until)


@dataclass(frozen=True)
class Draft:
    """A contact that was typed and not yet recorded; kept in memory only."""

    on: QDate
    choices: tuple[Any, ...]
    text: str
    follow_up: bool
    follow_up_on: QDate


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
        self._labels = [QLabel() for _ in range(7)]
        how = row()
        how.addWidget(self.channel, 1)
        how.addWidget(self.direction, 1)
        fields = (self.on, self.owner, how, self.result, self.text, again)
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
        names = (tr("On"), tr("With"), tr("How"), tr("Result"), tr("Summary"), tr("Follow-up"))
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
        return Draft(self.on.date(), choices, text, self.follow_up.isChecked(), self.follow_up_on.date())

    def restore(self, draft: Draft) -> None:
        """Fill in a draft; owners must be offered before."""
        self.on.setDate(draft.on)
        for box, choice in zip(self._choices, draft.choices, strict=True):
            box.setCurrentIndex(max(0, box.findData(choice)))
        self.text.setPlainText(draft.text)
        self.follow_up.setChecked(draft.follow_up)
        self.follow_up_on.setDate(draft.follow_up_on)

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
        }
        self.recorded.emit(owner_id, values)


class ContactCard(QFrame):
    """One contact of the past, with its follow-up.

    Signals
    -------
    completed, postponed : int
        Contact id.
    """

    completed = Signal(int)
    postponed = Signal(int)

    def __init__(self, contact: Contact, name: str, *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.contact = contact
        self.setProperty("role", "card")
        layout = row(self, margin=GRID + 4)
        picture = IconLabel(20)
        picture.show_icon(contact.channel.value, "muted", i18n.name_of(contact.channel))
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        body = column(margin=0, spacing=4)
        head = text("strong", wrap=True)
        way = tr("outgoing") if contact.outgoing else tr("incoming")
        head.setText(f"{i18n.day(contact.on)} · {i18n.name_of(contact.channel)} ({way})")
        body.addWidget(head)
        facts = [name, i18n.name_of(contact.result) if contact.result else ""]
        about = text("muted", wrap=True)
        about.setText(" · ".join(fact for fact in facts if fact))
        body.addWidget(about)
        if contact.text:
            said = text(wrap=True, selectable=True)
            said.setText(contact.text)
            body.addWidget(said)
        if contact.follow_up_on is not None:
            body.addWidget(self._follow_up(contact, writable))
        layout.addLayout(body, 1)

    def _follow_up(self, contact: Contact, writable: bool) -> QWidget:
        holder = QWidget()
        lines = column(holder, margin=0, spacing=4)
        when = text()
        day = i18n.day(contact.follow_up_on)
        late = not contact.follow_up_done and contact.follow_up_on <= date.today()
        set_role(when, "text_role", "good" if contact.follow_up_done else "warn" if late else "strong")
        words = (
            tr("Followed up ({day})", day=day)
            if contact.follow_up_done
            else tr("Follow up on {day}", day=day)
        )
        when.setText(words)
        lines.addWidget(when)
        if writable and not contact.follow_up_done:
            self.complete, self.postpone = button(), button()
            line = row()
            self.complete.setText(tr("Done"))
            self.postpone.setText(tr("In a week"))
            self.complete.clicked.connect(self._on_complete)
            self.postpone.clicked.connect(self._on_postpone)
            line.addWidget(self.complete)
            line.addWidget(self.postpone)
            line.addStretch(1)
            lines.addLayout(line)
        return holder

    @Slot()
    def _on_complete(self) -> None:
        self.completed.emit(self.contact.contact_id)

    @Slot()
    def _on_postpone(self) -> None:
        self.postponed.emit(self.contact.contact_id)


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
