"""A plot is reserved, or a reservation changed: for whom, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.reservation_form import ReservationForm
from flurinfill.desktop.session import Session
from flurinfill.desktop.widgets import button
from flurinfill.i18n import tr
from flurinfill.model.change import Change
from flurinfill.model.owners import Owner
from flurinfill.model.progress import Progress
from flurinfill.model.reservations import Reservation
from flurinfill.model.states import Availability
from flurinfill.project import operations, queries

_KEY = "reservation-asked"


@dataclass(frozen=True)
class ReservedSite:
    """A site whose reservation is asked for, as the user saw it.

    Attributes
    ----------
    site_id, version : int
    case_no : str
    reserved : bool
        Whether it is reserved already.
    until : date or None
        Last day of that reservation.
    """

    site_id: int
    version: int
    case_no: str
    reserved: bool
    until: date | None


class ReservationDialog(Dialog):
    """Asks for person, day and note, and keeps them; what was refused stays to be mended.

    Parameters
    ----------
    parties : sequence of Owner or None
        See :class:`~flurinfill.desktop.reservation_form.ReservationForm`.
    standing : Reservation or None
        What is agreed now.

    Signals
    -------
    unlock_asked :
        The user wants to unlock the personal data.
    """

    unlock_asked = Signal()

    def __init__(
        self,
        session: Session,
        site: ReservedSite,
        parties: Sequence[Owner] | None,
        standing: Reservation | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._site = session, site
        self.form = ReservationForm(parties)
        if site.reserved:
            self.form.show_reservation(standing, site.until)
        self.body.addWidget(self.form)
        self.unlock = button()
        self.unlock.clicked.connect(self._on_unlock)
        self.unlock.setVisible(self.form.locked and session.snapshot.work.access.sealed)
        self.ends.insertWidget(0, self.unlock)
        self._cancel, self.keep = self.add_button(), self.add_button(primary=True)
        self._cancel.clicked.connect(self.dismiss)
        self.keep.clicked.connect(self._on_keep)
        self.settle()
        if not self.form.locked and not site.reserved:
            self.form.fields["last_name"].setFocus()

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        words = (
            tr("Change the reservation of {case}", case=self._site.case_no)
            if self._site.reserved
            else tr("Reserve {case}", case=self._site.case_no)
        )
        self.setWindowTitle(words)
        self.headline.setText(words)
        self.sentence.setText(self._advice())
        self.form.retranslate()
        self.unlock.setText(tr("Unlock …"))
        self._cancel.setText(tr("Cancel"))
        self.keep.setText(tr("Keep") if self._site.reserved else tr("Reserve"))

    def _advice(self) -> str:
        access = self._session.snapshot.work.access
        if not self.form.locked:
            return tr("Nothing here is mandatory. Name and note are protected; the day is not.")
        if not access.has_vault:
            return tr(
                "A name needs a protected area for personal data; the first import of owners sets it up."
            )
        return tr("The name is locked; the passphrase opens it. The day can be kept without it.")

    @Slot()
    def _on_unlock(self) -> None:
        self.reject()
        self.unlock_asked.emit()

    @Slot()
    def _on_keep(self) -> None:
        if self._apply() is not None:
            self.accept()

    def _apply(self) -> Change | None:
        site, terms = self._site, self.form.terms()
        known = {"version": site.version}
        if not site.reserved:
            return self.try_apply(self._session, operations.reserve_site, site.site_id, terms, **known)
        if self.form.locked:
            operation = operations.postpone_reservation
            return self.try_apply(self._session, operation, site.site_id, terms.until, **known)
        return self.try_apply(self._session, operations.change_reservation, site.site_id, terms, **known)


def ask_reservation(session: Session, site_id: int, parent: QWidget) -> None:
    """Read who is known, and ask for whom and until when a site is reserved.

    ``parent`` has a signal ``unlock_asked``.
    """
    row = session.snapshot.work.sites.loc[site_id]
    until = row["reserved_until"]
    site = ReservedSite(
        site_id,
        int(row["version"]),
        str(row["case_no"]),
        row["availability"] == Availability.RESERVED,
        until if isinstance(until, date) else None,
    )

    def show(parties: Sequence[Owner] | None, standing: Reservation | None) -> None:
        dialog = ReservationDialog(session, site, parties, standing, parent.window())
        dialog.unlock_asked.connect(parent.unlock_asked)
        dialog.open()

    access = session.snapshot.work.access
    if not access.people_visible or access.read_only:
        show(None, None)
        return
    project = session.project

    def work(progress: Progress) -> tuple[list[Owner], Reservation | None]:
        del progress
        standing = queries.standing_reservation(project, site_id)
        held_by = standing.party if standing is not None else None
        known = queries.parties(project)
        return [each for each in known if not each.restricted or each == held_by], standing

    def done(found: tuple[list[Owner], Reservation | None]) -> None:
        snapshot = session.snapshot
        if session.project is project and snapshot is not None and snapshot.work.access.people_visible:
            show(*found)

    session.jobs.read(_KEY, work, owner=parent, done=done, failed=session.refused.emit)
