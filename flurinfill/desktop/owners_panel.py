"""Owners of a site: shares, outreach, willingness, consent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QLabel, QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate
from flurinfill.desktop.people import PeoplePanel
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import IconLabel, button, choice_box, clear, column, row, scrolling, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.owners import ContactChannel, Owner, OwnerKind, Ownership
from flurinfill.model.states import OUTREACH_MOVES, Outreach, Willingness
from flurinfill.project import operations, queries

PURPOSE = "case_work"


@dataclass(frozen=True)
class OwnerAtSite:
    """One owner with the shares in the site's parcels and what is known at this site."""

    owner: Owner
    shares: tuple[Ownership, ...]
    outreach: Outreach
    willingness: Willingness
    consent: bool


class OwnersPanel(PeoplePanel):
    """Cards of the owners of one site."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "owners", "owners", parent)
        content = QWidget()
        self._body = column(content)
        self.stack.addWidget(scrolling(content))
        self.cards: list[OwnerCard] = []
        self.settle()

    def read(self, site_id: int, parcels: tuple[str, ...]) -> list[OwnerAtSite]:
        """Read owners and outreach."""
        project = self.session.project
        if project is None:
            return []
        pairs = queries.owners_of(project, parcels, PURPOSE)
        states = queries.outreach_of(project, site_id).set_index("owner_id")
        shares: dict[str, list[Ownership]] = {}
        owners: dict[str, Owner] = {}
        for owner, ownership in pairs:
            owners[owner.owner_id] = owner
            shares.setdefault(owner.owner_id, []).append(ownership)
        return [_at_site(owner, shares[key], states) for key, owner in owners.items()]

    def fill(self, content: list[OwnerAtSite]) -> bool:
        """Show one card for each owner."""
        clear(self._body)
        self.cards = []
        if not content:
            return False
        summary = text("muted")
        answered = sum(entry.outreach is Outreach.ANSWERED for entry in content)
        words = ntr("{count} owner", "{count} owners", len(content))
        summary.setText(f"{words} · " + tr("{count} answered", count=i18n.number(answered)))
        self._body.addWidget(summary)
        for entry in content:
            card = OwnerCard(entry, len(tuple(self.site["parcel_ids"])), writable=self.session.writable)
            card.saved.connect(self._on_saved)
            self.cards.append(card)
            self._body.addWidget(card)
        self._body.addStretch(1)
        return True

    def empty_texts(self) -> tuple[str, str]:
        """Say where owners come from."""
        return tr("No owners"), tr("The imported cadastre has no owners for these parcels.")

    @Slot(object, object)
    def _on_saved(self, entry: OwnerAtSite, values: dict[str, Any]) -> None:
        site_id, owner_id, on = self.site_id, entry.owner.owner_id, values["on"]
        if values["outreach"] is not entry.outreach and not self.session.apply(
            operations.set_outreach, site_id, owner_id, values["outreach"], reason=values["reason"], on=on
        ):
            return
        if values["willingness"] is not entry.willingness and not self.session.apply(
            operations.set_willingness,
            site_id,
            owner_id,
            values["willingness"],
            source=values["source"],
            on=on,
        ):
            return
        if values["consent"] != entry.consent:
            self.session.apply(operations.set_consent, site_id, owner_id, values["consent"], on=on)


def _at_site(owner: Owner, shares: list[Ownership], states: pd.DataFrame) -> OwnerAtSite:
    if owner.owner_id not in states.index:
        return OwnerAtSite(owner, tuple(shares), Outreach.NONE, Willingness.UNKNOWN, consent=False)
    state = states.loc[owner.owner_id]
    return OwnerAtSite(
        owner,
        tuple(shares),
        Outreach(state["outreach"] or Outreach.NONE),
        Willingness(state["willingness"] or Willingness.UNKNOWN),
        consent=bool(state["consent"]),
    )


class OwnerCard(QFrame):
    """One owner with the fields that can be changed.

    Signals
    -------
    saved : OwnerAtSite, dict
        The owner as shown, and ``outreach``, ``willingness``, ``consent``, ``source``, ``reason``, ``on``.
    """

    saved = Signal(object, object)

    def __init__(
        self, entry: OwnerAtSite, parcel_count: int, *, writable: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.entry = entry
        self.setProperty("role", "card")
        self.setAccessibleName(entry.owner.name)
        layout = column(self, margin=GRID + 4)
        layout.addLayout(self._head(parcel_count))
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
        lines = column(margin=0, spacing=2)
        name = text("strong", wrap=True, selectable=True)
        name.setText(owner.name or i18n.name_of(owner.kind))
        lines.addWidget(name)
        place = " ".join(part for part in (owner.postcode, owner.city) if part)
        address = ", ".join(part for part in (owner.street, place) if part)
        if address:
            where = text("muted", wrap=True, selectable=True)
            where.setText(address)
            lines.addWidget(where)
        facts = [i18n.name_of(owner.category), share_text(self.entry.shares, parcel_count)]
        if owner.as_of is not None:
            facts.append(tr("as of {day}", day=i18n.day(owner.as_of)))
        about = text("small", wrap=True)
        about.setText(" · ".join(fact for fact in facts if fact))
        lines.addWidget(about)
        head.addLayout(lines, 1)
        return head

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
    """Share in words: ``Anteil 1/2``, ``Erbengemeinschaft``, ``2 von 3 Flurstücken``."""
    parts = []
    first = shares[0] if shares else None
    if first is not None and first.numerator and first.denominator:
        whole = first.numerator == first.denominator
        if whole:
            parts.append(tr("sole owner"))
        else:
            parts.append(
                tr(
                    "share {numerator}/{denominator}",
                    numerator=first.numerator,
                    denominator=first.denominator,
                )
            )
    if first is not None and first.community is not None:
        parts.append(i18n.name_of(first.community))
    owned = len({share.parcel_id for share in shares})
    if parcel_count > 1 and owned < parcel_count:
        parts.append(tr("{owned} of {total} parcels", owned=owned, total=parcel_count))
    return " · ".join(parts)
