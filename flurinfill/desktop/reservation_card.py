"""Until when and for whom a site is reserved, below its availability."""

from __future__ import annotations

from datetime import date

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.dialogs.reservation import ask_reservation
from flurinfill.desktop.reservation_form import reserved_words
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import FlowLayout, button, column, text
from flurinfill.i18n import tr
from flurinfill.model.progress import Progress
from flurinfill.model.reservations import Reservation
from flurinfill.model.states import Availability
from flurinfill.project import queries

_KEY = "reservation"


class ReservationCard(Adaptive, QFrame):
    """Tells the reservation of a site; it is there while the site is reserved.

    For whom it is reads personal data, which is logged: not while the card is hidden.

    Signals
    -------
    unlock_asked :
        The user wants to unlock the personal data.
    """

    unlock_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._site: pd.Series | None = None
        self._standing: Reservation | None = None
        self._stale = False
        self.setProperty("role", "card")
        layout = column(self, margin=GRID + 4)
        self.words = text("strong", wrap=True, selectable=True)
        self.beside = text("muted", wrap=True, selectable=True)
        self.over = text("warn", wrap=True)
        self.change, self.unlock = button(), button()
        self.change.clicked.connect(self.ask)
        self.unlock.clicked.connect(self.unlock_asked)
        ends = QWidget()
        line = FlowLayout(ends)
        line.addWidget(self.change)
        line.addWidget(self.unlock)
        for part in (self.words, self.beside, self.over, ends):
            layout.addWidget(part)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.over.setText(tr("This day has passed: extend the reservation, or change the availability."))
        self.change.setText(tr("Change …"))
        self.change.setAccessibleName(tr("Change the reservation"))
        self.unlock.setText(tr("Unlock …"))
        self._show()

    def show_site(self, site: pd.Series | None) -> None:
        """Show the reservation of a site (None: of none)."""
        self._session.jobs.forget(_KEY)  # what is being read is of another site, or was not locked yet
        reserved = site is not None and site["availability"] == Availability.RESERVED
        self._site = site if reserved else None
        self._standing, self._stale = None, reserved
        self.setVisible(reserved)
        self._show()
        self._read_if_seen()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was put off."""
        super().showEvent(event)
        self._read_if_seen()

    def _read_if_seen(self) -> None:
        project, snapshot = self._session.project, self._session.snapshot
        if not self._stale or not self.isVisible() or project is None or snapshot is None:
            return
        self._stale = False
        access = snapshot.work.access
        if not access.people_visible or access.read_only:
            return
        site_id = int(self._site.name)

        def work(progress: Progress) -> Reservation | None:
            del progress
            return queries.standing_reservation(project, site_id)

        self._session.jobs.read(_KEY, work, owner=self, done=self._on_read, failed=self._session.refused.emit)

    def _on_read(self, standing: Reservation | None) -> None:
        self._standing = standing
        self._show()

    def _show(self) -> None:
        if self._site is None:
            return
        access = self._session.snapshot.work.access
        until = self._site["reserved_until"]
        until = until if isinstance(until, date) else None
        party = self._standing.party if self._standing is not None else None
        words = reserved_words(until, party.name if party is not None else "")
        if access.sealed:
            words = self._locked_words(until)
        self.words.setText(words)
        self.over.setVisible(until is not None and until < date.today())
        self.beside.setText("\n".join(self._facts()))
        self.beside.setVisible(bool(self.beside.text()))
        self.change.setVisible(self._session.writable)
        self.unlock.setVisible(access.sealed)

    def _facts(self) -> list[str]:
        """How the person is reached, and the note; of a restricted one that it is so."""
        standing = self._standing
        if standing is None:
            return []
        party = standing.party
        if party is not None and party.restricted:
            return [tr("Processing restricted (Art. 18 GDPR)")]
        reach = " · ".join(filter(None, (party.phone, party.mail))) if party is not None else ""
        return [line for line in (reach, standing.note) if line]

    @staticmethod
    def _locked_words(until: date | None) -> str:
        if until is None:
            return tr("Who it is reserved for is locked.")
        return tr("Reserved until {day}; the name is locked.", day=i18n.day(until))

    @Slot()
    def ask(self) -> None:
        """Ask for another person or day."""
        if self._site is not None:
            ask_reservation(self._session, int(self._site.name), self)
