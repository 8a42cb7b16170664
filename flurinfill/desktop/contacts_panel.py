"""Contacts of a site: record a letter, call or visit; see what was said; follow up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from flurinfill import i18n
from flurinfill.desktop.contact_form import ContactForm, Draft
from flurinfill.desktop.dialogs.follow_up import ask_follow_up, offer_people
from flurinfill.desktop.people import PeoplePanel
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import (
    FlowLayout,
    IconLabel,
    button,
    clear,
    column,
    row,
    scrolling,
    set_role,
    text,
)
from flurinfill.i18n import tr
from flurinfill.model.owners import Contact
from flurinfill.project import operations, queries

_WEEK = 7


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
        offer_people(self.form.follow_up_by, self.session)
        clear(self._list)
        self.cards = []
        for contact in sorted(content.contacts, key=lambda entry: (entry.on, entry.contact_id), reverse=True):
            card = ContactCard(
                contact, content.owners.get(contact.owner_id, ""), writable=self.session.writable
            )
            card.completed.connect(self._on_completed)
            card.postponed.connect(self._on_postponed)
            card.other_day_asked.connect(self._on_other_day)
            self.cards.append(card)
            self._list.addWidget(card)
        return bool(content.contacts) or (bool(content.owners) and self.session.writable)

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
        if not self.session.writable:
            return tr("No contacts yet"), tr("Letters, calls and visits appear here.")
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

    @Slot(object)
    def _on_other_day(self, contact: Contact) -> None:
        day, person = contact.follow_up_on, contact.follow_up_by
        ask_follow_up(self.session, contact.contact_id, day, person, self)


class ContactCard(QFrame):
    """One contact of the past, with its follow-up.

    Signals
    -------
    completed, postponed : int
        Contact id.
    other_day_asked : Contact
        Its follow-up shall get another day or person.
    """

    completed = Signal(int)
    postponed = Signal(int)
    other_day_asked = Signal(object)

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
        when.setText(f"{words} · {contact.follow_up_by}" if contact.follow_up_by else words)
        lines.addWidget(when)
        if writable and not contact.follow_up_done:
            self.complete, self.postpone, self.other_day = button(), button(), button()
            buttons = QWidget()
            line = FlowLayout(buttons, GRID)
            self.complete.setText(tr("Done"))
            self.postpone.setText(tr("In a week"))
            self.other_day.setText(tr("Postpone …"))
            self.other_day.clicked.connect(self._on_other_day)
            self.complete.clicked.connect(self._on_complete)
            self.postpone.clicked.connect(self._on_postpone)
            line.addWidget(self.complete)
            line.addWidget(self.postpone)
            line.addWidget(self.other_day)
            lines.addWidget(buttons)
        return holder

    @Slot()
    def _on_complete(self) -> None:
        self.completed.emit(self.contact.contact_id)

    @Slot()
    def _on_other_day(self) -> None:
        self.other_day_asked.emit(self.contact)

    @Slot()
    def _on_postpone(self) -> None:
        self.postponed.emit(self.contact.contact_id)
