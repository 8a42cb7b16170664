"""The panel of a site: its review, availability, publication and note."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.axis_editor import NOTE, ON, REJECT_REASON, UNTIL, Axis, AxisEditor
from flurinfill.desktop.dialogs.reservation import ask_reservation
from flurinfill.desktop.note_card import NoteCard
from flurinfill.desktop.reservation_card import ReservationCard
from flurinfill.desktop.session import Session
from flurinfill.desktop.site_shape_card import SiteShapeCard
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import EmptyState, button, column, scrolling, set_role, text
from flurinfill.i18n import tr
from flurinfill.model.law import month_is_over, objection_deadline
from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import (
    AVAILABILITY_MOVES,
    PUBLICATION_MOVES,
    REVIEW_MOVES,
    Availability,
    Publication,
    RejectReason,
    Review,
)
from flurinfill.project import operations


def _review_needs(old: StrEnum, new: StrEnum) -> frozenset[str]:
    if new is Review.REJECTED:
        return frozenset({REJECT_REASON, NOTE})
    if new is Review.DEFERRED:
        return frozenset({UNTIL})
    return frozenset({NOTE}) if old is Review.REJECTED else frozenset()


def _availability_needs(old: StrEnum, new: StrEnum) -> frozenset[str]:
    return frozenset({NOTE}) if old is Availability.BUILT else frozenset()


def _publication_needs(old: StrEnum, new: StrEnum) -> frozenset[str]:
    return frozenset({ON})


REVIEW_AXIS = Axis(
    "review",
    lambda: tr("Review"),
    Review,
    REVIEW_MOVES,
    _review_needs,
    frozenset({Review.CONFIRMED}),
    drawn=True,
)
AVAILABILITY_AXIS = Axis(
    "availability",
    lambda: tr("Availability"),
    Availability,
    AVAILABILITY_MOVES,
    _availability_needs,
    frozenset(),
    elsewhere=frozenset({Availability.RESERVED}),
)
PUBLICATION_AXIS = Axis(
    "publication",
    lambda: tr("Publication (§ 200 (3) BauGB)"),
    Publication,
    PUBLICATION_MOVES,
    _publication_needs,
    frozenset(),
)


class SitePanel(Adaptive, QWidget):
    """Shows and changes the states of one site.

    Signals
    -------
    create_asked :
        The user wants a site for the selected parcels.
    unlock_asked :
        The user wants to unlock the personal data.
    """

    create_asked = Signal()
    unlock_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._site: pd.Series | None = None
        self._site_id: int | None = None
        self._parcel = ""
        self._build()
        self.settle()

    # layout -------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = column(self, margin=0)
        self.empty = EmptyState("site")
        self.empty.acted.connect(self._on_create)
        content = QWidget()
        body = column(content)
        self._change_card = self._make_change_card()
        body.addWidget(self._change_card)
        self.review = AxisEditor(REVIEW_AXIS)
        self.availability = AxisEditor(AVAILABILITY_AXIS)
        self.publication = AxisEditor(PUBLICATION_AXIS)
        self.review.moved.connect(self._on_review)
        self.availability.moved.connect(self._on_availability)
        self.publication.moved.connect(self._on_publication)
        self.reservation = ReservationCard(self._session)
        self.reservation.unlock_asked.connect(self.unlock_asked)
        for part in (self.review, self.availability, self.reservation, self.publication):
            body.addWidget(part)
        self.shape = SiteShapeCard()
        body.addWidget(self.shape)
        self.note = NoteCard(self._session)
        self.note.unlock_asked.connect(self.unlock_asked)
        body.addWidget(self.note)
        body.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(scrolling(content))
        layout.addWidget(self._stack)

    def _make_change_card(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("notice", "warn")
        layout = column(frame, margin=GRID + 4)
        self._change_text = text(wrap=True)
        self.accept_class = button()
        self.accept_class.clicked.connect(self._on_accept_class)
        self.note_class = button()
        self.note_class.clicked.connect(self._on_note_class)
        layout.addWidget(self._change_text)
        for push in (self.note_class, self.accept_class):
            layout.addWidget(push, 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def retranslate(self) -> None:
        """Set every text anew."""
        self.accept_class.setText(tr("Take over the new class"))
        self.note_class.setText(tr("Noted"))
        self.note_class.setToolTip(tr("The office keeps its class; the finding is not told again."))
        self._show()

    # content ------------------------------------------------------------------------------

    def show_site(self, site_id: int | None, parcel: str) -> None:
        """Show a site, or that the parcel is in none."""
        snapshot = self._session.snapshot
        sites = snapshot.work.sites if snapshot is not None else None
        known = sites is not None and site_id is not None and site_id in sites.index
        if site_id != self._site_id:
            for editor in (self.review, self.availability, self.publication):
                editor.close_form()
        self._site_id = site_id if known else None
        self._site = sites.loc[site_id] if known else None
        self._parcel = parcel
        self.note.show_site(self._site)
        self.reservation.show_site(self._site)
        self._show()

    def _show(self) -> None:
        site = self._site
        self._stack.setCurrentIndex(0 if site is None else 1)
        if site is None:
            self._show_empty()
            return
        writable = self._session.writable
        notes = self._session.snapshot.work.access.people_visible
        self.review.show_state(Review(site["review"]), writable=writable, notes=notes, info=self._review_info)
        confirmed = site["review"] == Review.CONFIRMED
        self.availability.show_state(
            Availability(site["availability"]),
            writable=writable,
            notes=notes,
            blocked=frozenset() if confirmed else frozenset({Availability.MARKETED}),
        )
        self.publication.show_state(
            Publication(site["publication"]),
            writable=writable,
            blocked=frozenset() if self._month_over() else frozenset({Publication.CLEARED}),
            info=self._publication_info,
        )
        self.shape.show_site(site, writable=writable)
        self._show_change()

    def _show_empty(self) -> None:
        if self._parcel and self._session.writable:
            self.empty.show_texts(
                tr("Not a site yet"),
                tr("The office keeps no case for this parcel. Make one when it is worth following up."),
                tr("Make a site"),
            )
        elif self._parcel:
            self.empty.show_texts(tr("Not a site yet"), tr("The office keeps no case for this parcel."))
        else:
            self.empty.show_texts(
                tr("No site selected"), tr("Select a site in the table or on the map to review it.")
            )

    def _show_change(self) -> None:
        site = self._site
        now = site["potential_now"]
        differs = bool(now) and isinstance(now, str) and now != site["potential"]
        missing, writable = bool(site["parcel_missing"]), self._session.writable
        unseen = bool(site["new_finding"])
        self._change_card.setVisible(differs or missing)
        set_role(self._change_card, "notice", "warn" if missing or unseen else "info")
        self.accept_class.setVisible(differs and not missing and writable)
        self.note_class.setVisible(unseen and writable)
        if missing:
            self._change_text.setText(
                tr(
                    "The parcel is no longer in the cadastre. Check what became of it; nothing of the"
                    " case is lost."
                )
            )
        elif differs:
            self._change_text.setText(self._finding_words(site, unseen=unseen))

    def _finding_words(self, site: pd.Series, *, unseen: bool) -> str:
        now, old = (i18n.name_of(PotentialClass(site[name])) for name in ("potential_now", "potential"))
        parcels = self._session.snapshot.parcels
        first = site["parcel_ids"][0]
        reason = str(parcels.loc[first, "reason"]) if first in parcels.index else ""
        why = f" ({i18n.label('verdict_reason', reason)})" if reason else ""
        if unseen:
            return tr("New finding: {now}{why}. The case stays “{old}”.", now=now, why=why, old=old)
        return tr(
            "The latest finding is “{now}”{why}; the case stays “{old}”.",
            now=now,
            why=why,
            old=old,
        )

    def _review_info(self) -> str:
        site = self._site
        if site is None:
            return ""
        if (
            site["review"] == Review.REJECTED
            and isinstance(site["reject_reason"], str)
            and site["reject_reason"]
        ):
            return tr("Reason: {reason}", reason=i18n.name_of(RejectReason(site["reject_reason"])))
        if site["review"] == Review.DEFERRED and isinstance(site["deferred_until"], date):
            return tr("Until {day}", day=i18n.day(site["deferred_until"]))
        return ""

    def _month_over(self) -> bool:
        announced = self._site["announced_on"]
        running = self._site["publication"] == Publication.ANNOUNCED and isinstance(announced, date)
        return not running or month_is_over(announced, date.today())

    def _publication_info(self) -> str:
        site = self._site
        if site is None:
            return ""
        announced = site["announced_on"]
        if site["publication"] == Publication.ANNOUNCED and isinstance(announced, date):
            return tr(
                "Announced on {day}; owners may object until {deadline}.",
                day=i18n.day(announced),
                deadline=i18n.day(objection_deadline(announced)),
            )
        return ""

    # what happens -------------------------------------------------------------------------

    @Slot()
    def _on_create(self) -> None:
        self.create_asked.emit()

    @Slot(object, object)
    def _on_review(self, review: Review, filled: dict[str, Any]) -> None:
        self._session.apply(
            operations.set_review,
            self._site_id,
            review,
            reason=filled.get(REJECT_REASON),
            note=filled.get(NOTE, ""),
            deferred_until=filled.get(UNTIL),
            version=int(self._site["version"]),
        )

    @Slot(object, object)
    def _on_availability(self, availability: Availability, filled: dict[str, Any]) -> None:
        if availability is Availability.RESERVED:
            ask_reservation(self._session, self._site_id, self)
            return
        self._session.apply(
            operations.set_availability,
            self._site_id,
            availability,
            reason=filled.get(NOTE, ""),
            version=int(self._site["version"]),
        )

    @Slot(object, object)
    def _on_publication(self, publication: Publication, filled: dict[str, Any]) -> None:
        self._session.apply(
            operations.set_publication,
            self._site_id,
            publication,
            on=filled[ON],
            version=int(self._site["version"]),
        )

    @Slot()
    def _on_accept_class(self) -> None:
        self._session.apply(operations.accept_class, self._site_id, version=int(self._site["version"]))

    @Slot()
    def _on_note_class(self) -> None:
        version = int(self._site["version"])
        self._session.apply(operations.acknowledge_class, self._site_id, version=version)

    def flush(self) -> bool:
        """Save a note that was edited; False when it could not be."""
        return self.note.flush()
