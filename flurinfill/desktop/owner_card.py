"""One owner of a site: who it is, what was asked and said, and what can be changed of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QLabel, QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import FlowLayout, IconLabel, button, choice_box, column, row, text
from flurinfill.i18n import tr
from flurinfill.model.owners import ContactChannel, Owner, OwnerKind, Ownership
from flurinfill.model.shares import share_of
from flurinfill.model.states import OUTREACH_MOVES, Outreach, Willingness
from flurinfill.reports.correspondence.owner_words import address_with_source, community_words


@dataclass(frozen=True)
class OwnerAtSite:
    """One owner with the shares in the site's parcels and what is known at this site."""

    owner: Owner
    shares: tuple[Ownership, ...]
    outreach: Outreach = Outreach.NONE
    willingness: Willingness = Willingness.UNKNOWN
    consent: bool = False
    outreach_on: date | None = None
    motives: tuple[str, ...] = ()
    horizon: str = ""
    wishes: str = ""


class OwnerCard(QFrame):
    """One owner with the fields that can be changed.

    Signals
    -------
    saved : OwnerAtSite, dict
        The owner as shown, and ``outreach``, ``willingness``, ``consent``, ``source``, ``reason``, ``on``.
    edit_asked, removal_asked, parcels_asked : OwnerAtSite
        The owner shall be edited, taken off the site's parcels, or seen with all parcels.
    """

    saved = Signal(object, object)
    edit_asked = Signal(object)
    removal_asked = Signal(object)
    parcels_asked = Signal(object)

    def __init__(
        self, entry: OwnerAtSite, parcel_count: int, *, writable: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.entry = entry
        self.setProperty("role", "card")
        self.setAccessibleName(entry.owner.name)
        layout = column(self, margin=GRID + 4)
        layout.addLayout(self._head(parcel_count))
        layout.addWidget(self._actions(writable))
        self._form = self._make_form(writable)
        layout.addWidget(self._form)

    def _head(self, parcel_count: int) -> Any:
        owner = self.entry.owner
        head = row()
        picture = IconLabel(22)
        kind = "owner" if owner.kind is OwnerKind.PERSON else "organisation"
        kind = "owners" if owner.kind is OwnerKind.COMMUNITY else kind
        picture.show_icon(kind, "muted", i18n.name_of(owner.kind))
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        self._lines = column(margin=0, spacing=2)
        self._say("strong", owner.name or i18n.name_of(owner.kind))
        if owner.kind is OwnerKind.COMMUNITY:
            self._say("muted", tr("A community; its members are not named."))
        self._say("warn", _warning(owner))
        self._say("muted", owner.letter_address.text)
        for address in owner.further_addresses:
            self._say("small", tr("also: {address}", address=address_with_source(address)))
        self._say("muted", " · ".join(part for part in (owner.phone, owner.mail) if part))
        facts = [i18n.name_of(owner.category), share_text(self.entry.shares, parcel_count)]
        self._say("small", " · ".join(fact for fact in facts if fact))
        self._say("small", _origin(owner))
        self._say("small", self._answer())
        if self.entry.wishes:
            self._say("", tr("“{words}”", words=self.entry.wishes))
        head.addLayout(self._lines, 1)
        return head

    def _say(self, role: str, words: str) -> None:
        if words:
            line = text(role, wrap=True, selectable=True)
            line.setText(words)
            self._lines.addWidget(line)

    def _answer(self) -> str:
        """What the owner said beside the willingness."""
        entry = self.entry
        parts = []
        if entry.outreach is Outreach.ANSWERED and entry.outreach_on is not None:
            parts.append(tr("answered on {day}", day=i18n.day(entry.outreach_on)))
        if entry.horizon:
            parts.append(tr("build: {when}", when=i18n.label("horizon", entry.horizon)))
        if entry.motives:
            motives = [i18n.label("willingness_reason", motive) for motive in entry.motives]
            parts.append(tr("reasons: {reasons}", reasons=", ".join(motives)))
        return " · ".join(parts)

    def _actions(self, writable: bool) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        self.parcels, self.edit, self.remove = button("flat"), button("flat"), button("flat")
        self.edit.setVisible(writable)
        self.remove.setVisible(writable)
        for push, words, tip, slot in (
            (self.edit, tr("Edit …"), tr("Name, addresses and shares"), self._on_edit),
            (self.parcels, tr("All parcels"), tr("Select all parcels of this owner"), self._on_parcels),
            (self.remove, tr("Take off"), tr("No longer an owner of these parcels"), self._on_remove),
        ):
            push.setText(words)
            push.setToolTip(tip)
            push.setAccessibleName(f"{words}: {self.entry.owner.name}")
            push.clicked.connect(slot)
            if writable or push is self.parcels:
                flow.addWidget(push)
        return holder

    @Slot()
    def _on_edit(self) -> None:
        self.edit_asked.emit(self.entry)

    @Slot()
    def _on_parcels(self) -> None:
        self.parcels_asked.emit(self.entry)

    @Slot()
    def _on_remove(self) -> None:
        self.removal_asked.emit(self.entry)

    def _make_form(self, writable: bool) -> QWidget:
        entry = self.entry
        form = QWidget()
        layout = QFormLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.outreach, self.willingness, self.source = choice_box(), choice_box(), choice_box()
        for value in Outreach:
            if value is entry.outreach or value in OUTREACH_MOVES[entry.outreach]:
                words = tr("None yet") if value is Outreach.NONE else i18n.name_of(value)
                self.outreach.addItem(words, value.value)
        for value in Willingness:
            self.willingness.addItem(i18n.name_of(value), value.value)
        for value in ContactChannel:
            self.source.addItem(i18n.name_of(value), value.value)
        self.consent = QCheckBox(tr("May be named to investors"))
        self.consent.setToolTip(tr("The owner agrees that figures and map of the plot go to investors."))
        self.consent.setChecked(entry.consent)
        self.reason, self.on = QLineEdit(), date_edit()
        self._reason_label, self._source_label, self._on_label = (
            QLabel(tr("Reason")),
            QLabel(tr("Learned by")),
            QLabel(tr("On")),
        )
        self.save = button("primary")
        self.save.setText(tr("Save"))
        for label, field in (
            (QLabel(tr("Outreach")), self.outreach),
            (QLabel(tr("Willingness")), self.willingness),
            (QLabel(tr("Consent")), self.consent),
            (self._source_label, self.source),
            (self._reason_label, self.reason),
            (self._on_label, self.on),
        ):
            label.setBuddy(field)
            field.setAccessibleName(label.text())
            field.setEnabled(writable)
            layout.addRow(label, field)
        layout.addRow(self.save)
        self.outreach.setCurrentIndex(self.outreach.findData(entry.outreach.value))
        self.willingness.setCurrentIndex(self.willingness.findData(entry.willingness.value))
        self.outreach.currentIndexChanged.connect(self._show_needed)
        self.willingness.currentIndexChanged.connect(self._show_needed)
        self.consent.toggled.connect(self._show_needed)
        self.save.clicked.connect(self._on_save)
        self._show_needed()
        return form

    @Slot()
    def _show_needed(self) -> None:
        entry = self.entry
        outreach = Outreach(self.outreach.currentData()) is not entry.outreach
        willingness = Willingness(self.willingness.currentData()) is not entry.willingness
        changed = outreach or willingness or self.consent.isChecked() != entry.consent
        lifted = outreach and entry.outreach is Outreach.DO_NOT_CONTACT
        for shown, widgets in (
            (willingness, (self._source_label, self.source)),
            (lifted, (self._reason_label, self.reason)),
            (changed, (self._on_label, self.on, self.save)),
        ):
            for widget in widgets:
                widget.setVisible(shown)

    @Slot()
    def _on_save(self) -> None:
        values = {
            "outreach": Outreach(self.outreach.currentData()),
            "willingness": Willingness(self.willingness.currentData()),
            "consent": self.consent.isChecked(),
            "source": ContactChannel(self.source.currentData()),
            "reason": self.reason.text().strip(),
            "on": pydate(self.on),
        }
        self.saved.emit(self.entry, values)


def share_text(shares: tuple[Ownership, ...], parcel_count: int) -> str:
    """Shares in words, each kind once: ``Anteil 1/2``, ``Erbengemeinschaft``, ``2 von 3 Flurstücken``."""
    parts = [part for one in shares for part in _one_share(one)]
    owned = len({share.parcel_id for share in shares})
    if parcel_count > 1 and owned < parcel_count:
        parts.append(tr("{owned} of {total} parcels", owned=owned, total=parcel_count))
    return " · ".join(part for part in dict.fromkeys(parts) if part)


def _one_share(one: Ownership) -> tuple[str, str]:
    community, share = community_words(one), share_of(one)
    if share is None or (share == 1 and community):
        return "", community
    return tr("sole owner") if share == 1 else tr("share {share}", share=share), community


def _origin(owner: Owner) -> str:
    """Where the data come from, of which day, and whether the office entered them."""
    parts = [owner.source]
    if owner.as_of is not None:
        parts.append(tr("as of {day}", day=i18n.day(owner.as_of)))
    if owner.by_hand:
        parts.append(tr("by hand"))
    return " · ".join(part for part in parts if part)


def _warning(owner: Owner) -> str:
    parts = []
    if owner.deceased:
        parts.append(tr("Deceased"))
    if owner.restricted:
        parts.append(tr("Processing restricted"))
    return " · ".join(parts)
