"""The two small tables of the owner's dialog: addresses, and shares in the parcels of a site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from flurinfill import i18n
from flurinfill.desktop.theme import GRID
from flurinfill.i18n import tr
from flurinfill.model.errors import InputError
from flurinfill.model.owners import Address, Ownership
from flurinfill.model.shares import read_share

_ROW = 4 * GRID
_EMPTY = Address()
PARCEL, SHARE, PART = range(3)


class _Table(QTableWidget):
    """Cells that are typed into; Tab leaves the table."""

    def __init__(self, columns: int) -> None:
        super().__init__(0, columns)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(4 * _ROW)

    def words(self, at: int, column: int) -> str:
        """What stands in a cell."""
        item = self.item(at, column)
        return item.text().strip() if item is not None else ""


class AddressTable(_Table):
    """Addresses of an owner; letters go to the first."""

    def __init__(self) -> None:
        super().__init__(5)
        for column, width in ((1, 8), (3, 14), (4, 12)):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, width * GRID)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setAccessibleName(tr("Addresses"))
        self.setHorizontalHeaderLabels(
            [tr("Street"), tr("Postcode"), tr("Place"), tr("Known from"), tr("As of")]
        )

    def show_addresses(self, addresses: Sequence[Address]) -> None:
        """Show these, the one for letters first."""
        self.setRowCount(0)
        for address in addresses:
            self._append(address)
        self.setCurrentCell(0, 0)

    def _append(self, address: Address) -> None:
        at = self.rowCount()
        self.insertRow(at)
        day = i18n.day(address.as_of) if address.as_of is not None else ""
        cells = (address.street, address.postcode, address.city, address.source, day)
        for column, words in enumerate(cells):
            item = QTableWidgetItem(words)
            item.setToolTip(words)
            self.setItem(at, column, item)

    def addresses(self) -> list[Address]:
        """Return what was entered; the first may be empty, further empty lines are left out.

        Raises
        ------
        InputError
            ``field_no_day``.
        """
        found = []
        for at in range(self.rowCount()):
            *cells, day = (self.words(at, column) for column in range(5))
            if day and i18n.read_day(day) is None:
                raise InputError("field_no_day")
            found.append(Address(*cells, as_of=i18n.read_day(day) if day else None))
        first, *further = found or [_EMPTY]
        return [first, *(address for address in further if address != _EMPTY)]

    @Slot()
    def add(self) -> None:
        """Add a line and go there."""
        self._append(_EMPTY)
        self.setCurrentCell(self.rowCount() - 1, 0)
        self.setFocus()

    @Slot()
    def prefer(self) -> None:
        """Send letters to the current address."""
        at = self.currentRow()
        if at > 0:
            found = [[self.words(line, column) for column in range(5)] for line in range(self.rowCount())]
            self._show(found[at : at + 1] + found[:at] + found[at + 1 :])

    @Slot()
    def remove(self) -> None:
        """Remove the current address; of the last one its content."""
        at = self.currentRow()
        if at >= 0:
            self.removeRow(at)
        if not self.rowCount():
            self._append(_EMPTY)

    def _show(self, cells: Sequence[Sequence[str]]) -> None:
        for at, line in enumerate(cells):
            for column, words in enumerate(line):
                self.item(at, column).setText(words)
        self.setCurrentCell(0, 0)


class ShareTable(_Table):
    """Parcels of a site: which of them the owner has, and how much."""

    def __init__(self, numbers: Mapping[str, str], shares: Sequence[Ownership]) -> None:
        super().__init__(3)
        held = {share.parcel_id for share in shares}
        self._lines = [*shares, *(Ownership(parcel, "") for parcel in numbers if parcel not in held)]
        for at, share in enumerate(self._lines):
            self.insertRow(at)
            name = QTableWidgetItem(numbers.get(share.parcel_id, share.parcel_id))
            name.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            owned = share.parcel_id in held or len(numbers) == 1
            name.setCheckState(Qt.CheckState.Checked if owned else Qt.CheckState.Unchecked)
            self.setItem(at, PARCEL, name)
            self.setItem(at, SHARE, QTableWidgetItem(_written(share, "")))
            self.setItem(at, PART, QTableWidgetItem(_written(share, "part_")))
        self.setCurrentCell(0, SHARE)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setAccessibleName(tr("Shares"))
        self.setHorizontalHeaderLabels([tr("Parcel"), tr("Share (1/2)"), tr("Part of the community")])

    def show_parts(self, shown: bool) -> None:
        """Show the column with the parts of a community."""
        self.setColumnHidden(PART, not shown)

    def shares(self) -> list[Ownership]:
        """Return the shares of the ticked parcels.

        Raises
        ------
        InputError
            ``share_wrong``.
        """
        found = []
        for at, share in enumerate(self._lines):
            if self.item(at, PARCEL).checkState() == Qt.CheckState.Checked:
                part = "" if self.isColumnHidden(PART) else self.words(at, PART)
                entered = {**_typed(share, "", self.words(at, SHARE)), **_typed(share, "part_", part)}
                found.append(replace(share, **entered))
        return found


def _written(share: Ownership, prefix: str) -> str:
    """``1/2``, as the cadastre or somebody else wrote it; ``prefix`` is ``""`` or ``"part_"``."""
    numerator, denominator = getattr(share, f"{prefix}numerator"), getattr(share, f"{prefix}denominator")
    return "" if numerator is None or not denominator else f"{numerator}/{denominator}"


def _typed(share: Ownership, prefix: str, words: str) -> dict[str, int | None]:
    """Return what was typed over a share; nothing where it stands as it did."""
    if words == _written(share, prefix):
        return {}
    read = read_share(words)
    numerator, denominator = (None, None) if read is None else (read.numerator, read.denominator)
    return {f"{prefix}numerator": numerator, f"{prefix}denominator": denominator}
