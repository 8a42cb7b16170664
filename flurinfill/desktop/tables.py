"""Tables of 100,000 rows: a model over a frame's columns with an order array in numpy.

``QSortFilterProxyModel`` needs seconds to sort and filter this many rows; an order array needs
milliseconds. Row keys (parcel ids, site ids) are what the outside speaks of, never row numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from flurinfill.model.parcel_id import parse_number

AnyIndex = QModelIndex | QPersistentModelIndex
_CACHE_ROWS = 400
_PLAIN = str.maketrans("äöüß", "aous")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        Column of the frame.
    title : callable
        Gives the header in the current language.
    shown : callable
        Turns a value of the frame into text.
    width : int
        Width in pixels at the start.
    right : bool
        Figures stand right.
    ranks : callable, optional
        Gives the sort rank of each row (-1 sorts last in both directions); default: the values.
    decoration : callable, optional
        Gives a picture for a value.
    """

    name: str
    title: Callable[[], str]
    shown: Callable[[Any], str]
    width: int = 120
    right: bool = False
    ranks: Callable[[pd.Series], NDArray[Any]] | None = None
    decoration: Callable[[Any], Any] | None = None


def value_ranks(values: pd.Series) -> NDArray[Any]:
    """Sort rank of values: numbers and dates by size, text as a German reader expects, missing -1."""
    codes, uniques = pd.factorize(values, use_na_sentinel=True)
    present = list(uniques)
    if present and isinstance(present[0], str):
        keys = [_collated(value) for value in present]
        order = sorted(range(len(present)), key=keys.__getitem__)
        empty = {position for position, value in enumerate(present) if not value}
    else:
        order = sorted(range(len(present)), key=present.__getitem__)
        empty = set()
    rank = np.empty(len(present) + 1, dtype=np.int64)
    for place, position in enumerate(order):
        rank[position] = -1 if position in empty else place
    rank[-1] = -1
    return rank[codes]


def ranks_in(order: Sequence[str]) -> Callable[[pd.Series], NDArray[Any]]:
    """Sort rank by the place in a list: states in the order of work, not of the alphabet."""
    place = {str(value): number for number, value in enumerate(order)}

    def ranks(values: pd.Series) -> NDArray[Any]:
        return np.array([place.get(str(value), -1) for value in values], dtype=np.int64)

    return ranks


def _collated(value: str) -> tuple[list[tuple[int, str]], str]:
    """Key with umlauts beside their vowels, and numbers by size ("Weg 9" before "Weg 10")."""
    parts: list[tuple[int, str]] = []
    digits = ""
    for letter in value.casefold().translate(_PLAIN) + "\0":
        if letter.isdigit():
            digits += letter
            continue
        if digits:
            parts.append((int(digits) if digits.isdecimal() else 0, ""))
            digits = ""
        parts.append((10**9, letter))
    return parts, value


class FrameModel(QAbstractTableModel):
    """A frame with an order: sorted, filtered and with the selected rows on top if wished."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._frame = pd.DataFrame({column.name: [] for column in columns})
        self._keys: NDArray[np.object_] = np.empty(0, dtype=object)
        self._row_of: dict[Any, int] = {}
        self._order: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._mask: NDArray[np.bool_] | None = None
        self._top: NDArray[np.bool_] | None = None
        self._sorting: tuple[int, Qt.SortOrder] | None = None
        self._ranks: dict[int, NDArray[Any]] = {}
        self._haystack: pd.Series | None = None
        self._values: list[NDArray[np.object_]] = []
        self._texts: dict[tuple[int, int], str] = {}

    # content ------------------------------------------------------------------------------

    def set_frame(self, frame: pd.DataFrame) -> None:
        """Show this frame; its index holds the row keys. Sorting stays, the filter is dropped."""
        self.beginResetModel()
        self._frame = frame
        self._keys = frame.index.to_numpy(dtype=object)
        self._row_of = {key: row for row, key in enumerate(self._keys)}
        self._values = [self._column_values(column) for column in self.columns]
        self._ranks, self._haystack, self._mask, self._top = {}, None, None, None
        self._texts.clear()
        self._reorder()
        self.endResetModel()

    def _column_values(self, column: Column) -> NDArray[np.object_]:
        if column.name in self._frame:
            return self._frame[column.name].to_numpy(dtype=object)
        return np.full(len(self._frame), None, dtype=object)

    @property
    def frame(self) -> pd.DataFrame:
        """All rows, unfiltered."""
        return self._frame

    @property
    def total(self) -> int:
        """Number of rows without the filter."""
        return len(self._frame)

    def retranslate(self) -> None:
        """Words changed: texts are made anew."""
        self._texts.clear()
        self._haystack = None
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))

    # order --------------------------------------------------------------------------------

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; rows with nothing in it come last. Column -1 is the frame's own order."""
        self.beginResetModel()
        self._sorting = (column, order) if 0 <= column < len(self.columns) else None
        self._reorder()
        self.endResetModel()

    def set_filter(self, mask: NDArray[np.bool_] | None) -> None:
        """Show only these rows of the frame; None shows all."""
        self.beginResetModel()
        self._mask = mask
        self._reorder()
        self.endResetModel()

    def set_top(self, keys: Iterable[Any] | None) -> None:
        """Put these rows first; None ends it."""
        self.beginResetModel()
        self._top = None
        if keys is not None:
            self._top = np.zeros(len(self._keys), dtype=bool)
            self._top[[self._row_of[key] for key in keys if key in self._row_of]] = True
        self._reorder()
        self.endResetModel()

    def _reorder(self) -> None:
        rows = np.arange(len(self._keys))
        if self._sorting is not None and len(rows):
            ranks = self._ranks_of(self._sorting[0])
            if self._sorting[1] == Qt.SortOrder.AscendingOrder:
                ranks = np.where(ranks < 0, np.iinfo(np.int64).max, ranks)
            else:
                ranks = -ranks
            rows = np.argsort(ranks, kind="stable")
        if self._mask is not None:
            rows = rows[self._mask[rows]]
        if self._top is not None:
            on_top = self._top[rows]
            rows = np.concatenate([rows[on_top], rows[~on_top]])
        self._order = rows

    def _ranks_of(self, number: int) -> NDArray[Any]:
        if number not in self._ranks:
            column = self.columns[number]
            values = self._frame.get(column.name, pd.Series(self._values[number]))
            self._ranks[number] = (column.ranks or value_ranks)(values)
        return self._ranks[number]

    def text_mask(self, text: str, columns: Sequence[str], number_column: str = "") -> NDArray[np.bool_]:
        """Rows that contain every word of a text; a parcel number matches in any spelling."""
        number = parse_number(text) if number_column else None
        if number is not None:
            wanted = f"{number[0]}/{number[1]}" if number[1] else str(number[0])
            numbers = self._frame[number_column].astype(str)
            pattern = rf"(?:^|, ){wanted}(?:$|,{'|/' if not number[1] else ''})"
            exact = numbers.str.contains(pattern, regex=True).to_numpy(dtype=bool)
            if exact.any():
                return exact
        if self._haystack is None:
            parts = [
                self._frame[name].fillna("").astype(str).str.lower()
                for name in columns
                if name in self._frame
            ]
            keys = pd.Series(self._keys, index=self._frame.index).astype(str).str.lower()
            self._haystack = keys.str.cat(parts, sep=" ")
        mask = np.ones(len(self._frame), dtype=bool)
        for word in text.lower().split():
            mask &= self._haystack.str.contains(word, regex=False).to_numpy(dtype=bool)
        return mask

    # keys and rows ------------------------------------------------------------------------

    def key(self, row: int) -> Any:
        """Key of a shown row."""
        return self._keys[self._order[row]]

    def keys(self, rows: Iterable[int]) -> list[Any]:
        """Keys of shown rows."""
        return list(self._keys[self._order[np.fromiter(rows, dtype=np.int64)]])

    def shown_keys(self) -> list[Any]:
        """Keys of all shown rows in their order."""
        return list(self._keys[self._order])

    def rows_of(self, keys: Iterable[Any]) -> NDArray[np.int64]:
        """Shown rows of these keys, ascending; what the filter hides is left out."""
        wanted = np.zeros(len(self._keys), dtype=bool)
        wanted[[self._row_of[key] for key in keys if key in self._row_of]] = True
        return np.flatnonzero(wanted[self._order]) if len(self._order) else np.empty(0, dtype=np.int64)

    def selection_of(self, keys: Iterable[Any]) -> QItemSelection:
        """Selection of these keys in as few ranges as possible."""
        selection = QItemSelection()
        rows = self.rows_of(keys)
        last = len(self.columns) - 1
        for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else ():
            selection.select(self.index(int(run[0]), 0), self.index(int(run[-1]), last))
        return selection

    # what Qt asks -------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of shown rows."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, alignment or picture of a cell."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DecorationRole and column.decoration is not None:
            return column.decoration(self._values[index.column()][self._order[index.row()]])
        return None

    def text(self, row: int, number: int) -> str:
        """Text of a cell."""
        source = int(self._order[row])
        cell = (source, number)
        if cell not in self._texts:
            if len(self._texts) > _CACHE_ROWS * max(len(self.columns), 1):
                self._texts.clear()
            self._texts[cell] = self.columns[number].shown(self._values[number][source])
        return self._texts[cell]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


def selected_rows(selection: QItemSelectionModel) -> list[int]:
    """Rows of a selection, range by range (``selectedRows`` makes an index for each)."""
    rows: set[int] = set()
    for part in selection.selection():
        rows.update(range(part.top(), part.bottom() + 1))
    return sorted(rows)
