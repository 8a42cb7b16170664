"""An owner by hand: name, addresses, what the office knows, shares in the parcels of a site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.owner_tables import AddressTable, ShareTable
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, choice_box, column, row, text
from flurinfill.i18n import tr
from flurinfill.model.errors import InputError
from flurinfill.model.owners import CommunityKind, Owner, OwnerCategory, OwnerKind, Ownership
from flurinfill.project import operations

_TEXTS = ("last_name", "first_name", "organisation", "phone", "mail", "source")
Community = tuple[CommunityKind, str]


class OwnerDialog(Dialog):
    """Asks for everything about one owner and keeps it; what was refused stays to be mended.

    Parameters
    ----------
    numbers : mapping of str to str
        Parcels of the site, with their numbers as people write them.
    communities : sequence of (CommunityKind, str)
        Communities that hold these parcels, with their ids.
    seen : tuple of Owner and Ownerships, optional
        The owner that is edited; None for a new one.
    """

    def __init__(
        self,
        session: Session,
        site_id: int,
        numbers: Mapping[str, str],
        communities: Sequence[Community],
        *,
        seen: tuple[Owner, Sequence[Ownership]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=110 * GRID, scrolls=True)
        self.resize(124 * GRID, self.height())
        self._session, self._site_id, self._seen = session, site_id, seen
        self._communities = tuple(communities)
        self._owner = seen[0] if seen else Owner("", OwnerKind.PERSON, OwnerCategory.PRIVATE)
        self._build(numbers, seen[1] if seen else ())
        self.settle()
        self._show_owner()
        self.fields["last_name"].setFocus()

    # layout ---------------------------------------------------------------------------------

    def _build(self, numbers: Mapping[str, str], shares: Sequence[Ownership]) -> None:
        self.kind, self.category, self.community = choice_box(), choice_box(), choice_box()
        self.fields = {name: QLineEdit() for name in _TEXTS}
        self.as_of = QLineEdit()
        self.deceased, self.restricted = QCheckBox(), QCheckBox()
        self.restricted.setEnabled(False)  # only with a reason: the rights of a person
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form, self._labels = form, {}
        for field in (self.kind, *list(self.fields.values())[:3], self.category):
            self._add(field)
        for field in (*list(self.fields.values())[3:], self.as_of, self.deceased, self.restricted):
            self._add(field)
        self.addresses, self.shares = AddressTable(), ShareTable(numbers, shares)
        self._above_addresses, self._above_shares = text("section"), text("section")
        self.more, self.first, self.less = button(), button(), button()
        for push, slot in (
            (self.more, self.addresses.add),
            (self.first, self.addresses.prefer),
            (self.less, self.addresses.remove),
        ):
            push.clicked.connect(slot)
        side = column(margin=0)
        side.addWidget(self._above_addresses)
        side.addWidget(self.addresses, 1)
        line = row()
        for push in (self.more, self.first, self.less):
            line.addWidget(push)
        line.addStretch(1)
        side.addLayout(line)
        side.addSpacing(GRID)
        side.addWidget(self._above_shares)
        side.addWidget(self.shares, 1)
        line = row()
        self._of_community = QLabel()
        self._of_community.setBuddy(self.community)
        line.addWidget(self._of_community)
        line.addWidget(self.community, 1)
        side.addLayout(line)
        sides = row(spacing=3 * GRID)
        left = column(margin=0)
        left.addLayout(form)
        left.addStretch(1)
        sides.addLayout(left, 3)
        sides.addLayout(side, 5)
        self.body.addLayout(sides, 1)
        self._cancel, self.save = self.add_button(), self.add_button(primary=True)
        self._cancel.clicked.connect(self.dismiss)
        self.save.clicked.connect(self.keep)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.community.currentIndexChanged.connect(self._show_kind)

    def _add(self, field: QWidget) -> None:
        self._labels[field] = QLabel()
        self._labels[field].setBuddy(field)
        self._form.addRow(self._labels[field], field)

    def retranslate(self) -> None:
        """Set every text anew."""
        title = tr("Edit the owner") if self._seen else tr("Add an owner")
        self.setWindowTitle(title)
        self.headline.setText(title)
        self.sentence.setText(
            tr("Kept locked in the project. A newer cadastre changes nothing of what is entered here.")
        )
        texts = self.fields
        for field, words in (
            (self.kind, tr("Kind")),
            (texts["last_name"], tr("Last name")),
            (texts["first_name"], tr("First name")),
            (texts["organisation"], tr("Name")),
            (self.category, tr("Category")),
            (texts["phone"], tr("Telephone")),
            (texts["mail"], tr("E-mail")),
            (texts["source"], tr("Known from")),
            (self.as_of, tr("As of")),
        ):
            self._labels[field].setText(words)
            field.setAccessibleName(words)
        self.as_of.setPlaceholderText(tr("DD.MM.YYYY"))
        self.deceased.setText(tr("Deceased"))
        self.restricted.setText(tr("Processing restricted"))
        self.restricted.setToolTip(
            tr("Art. 18 GDPR, or an objection. Changed by the rights of a person only, with a reason.")
        )
        self._above_addresses.setText(tr("Addresses, that for letters first"))
        self._above_shares.setText(tr("Shares in the parcels of this site"))
        self.addresses.retranslate()
        self.shares.retranslate()
        self.more.setText(tr("Add"))
        self.first.setText(tr("For letters"))
        self.less.setText(tr("Remove"))
        self._of_community.setText(tr("Community"))
        self.community.setAccessibleName(tr("Community"))
        self._cancel.setText(tr("Cancel"))
        self.save.setText(tr("Save"))
        self._fill()

    def _fill(self) -> None:
        """Fill the boxes anew and keep what is chosen."""
        choices = [
            (f"{i18n.name_of(kind)} {number}".strip(), (kind, code)) for number, (kind, code) in self._named()
        ]
        choices += [
            (tr("new: {community}", community=i18n.name_of(kind)), (kind, "")) for kind in CommunityKind
        ]
        for box, entries in (
            (self.kind, [(i18n.name_of(kind), kind.value) for kind in OwnerKind]),
            (self.category, [(i18n.name_of(each), each.value) for each in OwnerCategory]),
            (self.community, [(tr("– none"), None), *choices]),
        ):
            chosen = max(box.currentIndex(), 0)
            box.blockSignals(True)
            box.clear()
            for words, code in entries:
                box.addItem(words, code)
            box.setCurrentIndex(chosen)
            box.blockSignals(False)

    def _named(self) -> list[tuple[str, Community]]:
        """Communities of the parcels; of several, each has a number."""
        several = len(self._communities) > 1
        return [(str(at) if several else "", each) for at, each in enumerate(self._communities, 1)]

    # content --------------------------------------------------------------------------------

    def _show_owner(self) -> None:
        owner = self._owner
        self.kind.setCurrentIndex(self.kind.findData(owner.kind.value))
        self.category.setCurrentIndex(self.category.findData(owner.category.value))
        for name, field in self.fields.items():
            field.setText(getattr(owner, name))
        self.as_of.setText(i18n.day(owner.as_of) if owner.as_of else "")
        self.deceased.setChecked(owner.deceased)
        self.restricted.setChecked(owner.restricted)
        self.addresses.show_addresses((owner.letter_address, *owner.further_addresses))
        held = next((share for share in self._seen[1] if share.community), None) if self._seen else None
        if held is not None:
            self.community.setCurrentIndex(1 + self._communities.index((held.community, held.community_id)))
        self._shown_community = self.community.currentIndex()
        self._show_kind()

    @Slot()
    def _show_kind(self) -> None:
        person = self.kind.currentData() == OwnerKind.PERSON.value
        for name, shown in (("last_name", person), ("first_name", person), ("organisation", not person)):
            self._labels[self.fields[name]].setVisible(shown)
            self.fields[name].setVisible(shown)
        self.shares.show_parts(self.community.currentData() is not None)

    def _entered(self) -> Owner:
        """Return the owner as typed; an InputError says what cannot be read."""
        person = self.kind.currentData() == OwnerKind.PERSON.value
        values = {name: field.text().strip() for name, field in self.fields.items()}
        left_out = ("organisation",) if person else ("last_name", "first_name")
        letter, *further = self.addresses.addresses()
        owner = replace(
            self._owner,
            **{**values, **dict.fromkeys(left_out, "")},
            kind=OwnerKind(self.kind.currentData()),
            category=OwnerCategory(self.category.currentData()),
            as_of=_day(self.as_of.text()),
            deceased=self.deceased.isChecked(),
            street=letter.street,
            postcode=letter.postcode,
            city=letter.city,
            further_addresses=tuple(further),
        )
        own = (letter.source, letter.as_of) != (owner.source, owner.as_of)
        return replace(
            owner, address_source=letter.source if own else "", address_as_of=letter.as_of if own else None
        )

    def _held(self) -> list[Ownership]:
        chosen: Community | None = self.community.currentData()
        kind, code = chosen if chosen is not None else (None, "")
        untouched = self.community.currentIndex() == self._shown_community
        return [
            share if untouched and share.owner_id else replace(share, community=kind, community_id=code)
            for share in self.shares.shares()
        ]

    @Slot()
    def keep(self) -> None:
        """Keep what was entered, or say what is wrong with it."""
        try:
            owner, shares = self._entered(), self._held()
        except InputError as error:
            self.show_error(error)
            return
        if self._seen is None:
            change = self.try_apply(self._session, operations.add_owner, self._site_id, owner, shares)
        else:
            change = self.try_apply(
                self._session, operations.change_owner, self._site_id, owner, shares, seen=self._seen
            )
        if change is not None:
            self.accept()


def _day(words: str) -> object:
    day = i18n.read_day(words) if words.strip() else None
    if words.strip() and day is None:
        raise InputError("field_no_day")
    return day
