"""For whom a plot is reserved, and until when: the fields that a dialog asks, none of them mandatory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.widgets import button, choice_box, row
from flurinfill.i18n import tr
from flurinfill.model.owners import Owner, OwnerCategory, OwnerKind
from flurinfill.model.reservations import Reservation, ReservationTerms

_USUAL = timedelta(days=91)
_PERSON = Owner("", OwnerKind.PERSON, OwnerCategory.PRIVATE)
_ORGANISATION = Owner("", OwnerKind.ORGANISATION, OwnerCategory.COMPANY)
_TEXTS = ("last_name", "first_name", "organisation", "phone", "mail")


class ReservationForm(QWidget):
    """Asks for person, day and note.

    Parameters
    ----------
    parties : sequence of Owner or None
        For whom plots were reserved before; None while persons are locked, then only the day is asked.
    """

    def __init__(self, parties: Sequence[Owner] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.locked = parties is None
        self._parties = (_PERSON, _ORGANISATION, *(parties or ()))
        self.party, self.note = choice_box(), QLineEdit()
        self.fields = {name: QLineEdit() for name in _TEXTS}
        self.limited, self.until = QCheckBox(), date_edit()
        self.quarter, self.half = button(), button()
        self._labels: dict[QWidget, QLabel] = {}
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for widget in (self.party, *self.fields.values()):
            self._add(widget, widget)
        day = QWidget()
        line = row(day)
        line.addWidget(self.limited)
        line.addWidget(self.until, 1)
        line.addWidget(self.quarter)
        line.addWidget(self.half)
        self._add(self.until, day)
        self._add(self.note, self.note)
        self.limited.setChecked(True)
        self.until.setDate(qdate(date.today() + _USUAL))
        self.limited.toggled.connect(self._on_limited)
        self.quarter.clicked.connect(self._on_quarter)
        self.half.clicked.connect(self._on_half)
        self.party.currentIndexChanged.connect(self._on_party)
        self.retranslate()

    def _add(self, field: QWidget, shown: QWidget) -> None:
        label = QLabel()
        label.setBuddy(field)
        self._layout.addRow(label, shown)
        self._labels[field] = label

    def retranslate(self) -> None:
        """Set every text anew."""
        names = {
            self.party: tr("Reserved for"),
            self.fields["last_name"]: tr("Last name"),
            self.fields["first_name"]: tr("First name"),
            self.fields["organisation"]: tr("Organisation"),
            self.fields["phone"]: tr("Phone"),
            self.fields["mail"]: tr("Mail"),
            self.until: tr("Until"),
            self.note: tr("Note"),
        }
        for field, words in names.items():
            self._labels[field].setText(words)
            field.setAccessibleName(words)
        self.until.setAccessibleName(tr("Last day of the reservation"))
        self.limited.setAccessibleName(tr("The reservation has an end date"))
        self.limited.setToolTip(tr("The reservation has an end date"))
        self.quarter.setText(tr("3 months"))
        self.half.setText(tr("6 months"))
        self._fill_parties()
        self._show()

    def _fill_parties(self) -> None:
        chosen = max(self.party.currentIndex(), 0)
        with QSignalBlocker(self.party):
            self.party.clear()
            self.party.addItem(tr("A person"))
            self.party.addItem(tr("An organisation"))
            for known in self._parties[2:]:
                self.party.addItem(tr("{name} (known)", name=known.name))
            self.party.setCurrentIndex(chosen)

    # content ------------------------------------------------------------------------------

    def show_reservation(self, reservation: Reservation | None, until: date | None) -> None:
        """Fill in what is agreed; of a locked one only the day is known."""
        self.limited.setChecked(until is not None)
        if until is not None:
            self.until.setDate(qdate(until))
        if reservation is None:
            return
        self.note.setText(reservation.note)
        if reservation.party is not None:
            ids = [known.owner_id for known in self._parties]
            self.party.setCurrentIndex(ids.index(reservation.party.owner_id))

    def _chosen(self) -> Owner:
        return self._parties[max(self.party.currentIndex(), 0)]

    @Slot()
    def _on_party(self) -> None:
        """Show what is known of the person; what was typed for a new one goes."""
        known = self._chosen()
        for name, field in self.fields.items():
            field.setText(getattr(known, name))
        self._show()

    def _show(self) -> None:
        known = self._chosen()
        person = known.kind is OwnerKind.PERSON
        shown = {"last_name": person, "first_name": person, "organisation": not person}
        for name, field in self.fields.items():
            visible = not self.locked and shown.get(name, True)
            field.setVisible(visible)
            field.setEnabled(not known.restricted)
            self._labels[field].setVisible(visible)
        for field in (self.party, self.note):
            field.setVisible(not self.locked)
            self._labels[field].setVisible(not self.locked)

    @Slot(bool)
    def _on_limited(self, limited: bool) -> None:
        self.until.setEnabled(limited)

    @Slot()
    def _on_quarter(self) -> None:
        self._last_in(3)

    @Slot()
    def _on_half(self) -> None:
        self._last_in(6)

    def _last_in(self, months: int) -> None:
        self.limited.setChecked(True)
        self.until.setDate(qdate(date.today()).addMonths(months))

    def terms(self) -> ReservationTerms:
        """Return what was filled in; of nobody where no field of the person is."""
        until = pydate(self.until) if self.limited.isChecked() else None
        if self.locked:
            return ReservationTerms(until=until)
        known = self._chosen()
        told = {name: field.text().strip() for name, field in self.fields.items() if not field.isHidden()}
        party: Owner | None = replace(known, **told)
        if not any(told.values()):
            party = None
        elif not known.owner_id:
            party = replace(known, **told, source=tr("Reservation"), as_of=date.today())
        return ReservationTerms(party, until, self.note.text().strip())


def reserved_words(until: date | None, name: str) -> str:
    """Say until when and for whom something is reserved, as far as it is noted."""
    if until is not None and name:
        return tr("Reserved until {day} for {name}", day=i18n.day(until), name=name)
    if until is not None:
        return tr("Reserved until {day}", day=i18n.day(until))
    return (
        tr("Reserved for {name}", name=name)
        if name
        else tr("Who it is reserved for, and until when, is not noted.")
    )
