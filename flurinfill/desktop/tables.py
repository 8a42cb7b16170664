"""Tables of 100,000 rows: a model over a frame that shows an arrangement of its rows.

Row keys (parcel ids, site ids) are what the outside speaks of, never row numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from flurinfill.desktop.arranging import Arrangement, Column, Content, Group, Wish
from flurinfill.usecases.filters import Mask

AnyIndex = QModelIndex | QPersistentModelIndex
_CACHE_ROWS = 400
_HEADING = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_ROW = _HEADING | Qt.ItemFlag.ItemIsSelectable


def _title(group: Group) -> str:
    return group.value


class FrameModel(QAbstractTableModel):
    """A frame in an order, with headings of groups between the rows if wished.

    Parameters
    ----------
    columns : sequence of Column
    parent : QObject, optional
    group_title : callable
        Gives the text of a heading.

    Signals
    -------
    replaced : Content
        It is no longer shown.
    """

    replaced = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        parent: QObject | None = None,
        group_title: Callable[[Group], str] = _title,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.content = Content(pd.DataFrame({column.name: [] for column in columns}), columns)
        self._wish = Wish()
        self._arrangement = self.content.arrange(self._wish, date.today())
        self._group_title = group_title
        self._texts: dict[tuple[int, int], str] = {}

    # content ------------------------------------------------------------------------------

    def show(self, content: Content, arrangement: Arrangement) -> None:
        """Show other rows, or the same in another order."""
        before = self.content
        self.beginResetModel()
        if content is not before:
            self._texts.clear()
        self.content, self._arrangement = content, arrangement
        self.endResetModel()
        if content is not before:
            self.replaced.emit(before)

    def set_frame(self, frame: pd.DataFrame) -> None:
        """Show a frame at once, sorted as before; for tables that are short."""
        content = Content(frame, self.columns)
        self.show(content, content.arrange(self._wish, date.today()))

    @property
    def frame(self) -> pd.DataFrame:
        """All rows, unfiltered."""
        return self.content.frame

    @property
    def total(self) -> int:
        """Number of rows without the filter."""
        return len(self.content)

    @property
    def passed(self) -> NDArray[np.int64]:
        """Rows of the frame that pass the filter, in their order."""
        return self._arrangement.passed

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups in their order."""
        return self._arrangement.groups

    def retranslate(self) -> None:
        """Words changed: texts are made anew."""
        self._texts.clear()
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column at once; for tables that are short. Column -1 is the frame's own order."""
        name = self.columns[column].name if 0 <= column < len(self.columns) else ""
        self._wish = Wish(sort=name, descending=order == Qt.SortOrder.DescendingOrder)
        self.show(self.content, self.content.arrange(self._wish, date.today()))

    # keys and rows ------------------------------------------------------------------------

    @property
    def _order(self) -> NDArray[np.int64]:
        return self._arrangement.order

    def group_at(self, row: int) -> Group | None:
        """Group whose heading a shown row is."""
        source = int(self._order[row])
        return self.groups[-1 - source] if source < 0 else None

    def heading_rows(self) -> list[int]:
        """Shown rows that are headings."""
        return np.flatnonzero(self._order < 0).tolist() if self.groups else []

    def is_folded(self, row: int) -> bool:
        """Tell whether the rows below a heading are hidden."""
        return row + 1 == len(self._order) or bool(self._order[row + 1] < 0)

    def key(self, row: int) -> Any:
        """Key of a shown row, None for a heading."""
        source = int(self._order[row])
        return None if source < 0 else self.content.keys[source]

    def keys(self, rows: Iterable[int]) -> list[Any]:
        """Keys of shown rows; headings are left out."""
        return self.content.keys[self.sources(rows)].tolist()

    def sources(self, rows: Iterable[int]) -> NDArray[np.int64]:
        """Rows of the frame behind shown rows; headings are left out."""
        sources = self._order[np.fromiter(rows, dtype=np.int64)]
        return sources[sources >= 0]

    def shown_keys(self) -> list[Any]:
        """Keys of all rows that pass the filter, in their order."""
        return self.content.keys[self.passed].tolist()

    def key_beside(self, keys: Sequence[Any], forward: bool) -> Any:
        """Key of the row after (or before) the first of these, None at the end."""
        rows = self.rows_of(self.content.rows_of(keys))
        place = (int(rows[0]) + (1 if forward else -1)) if len(rows) else 0
        while 0 <= place < self.rowCount():
            if (key := self.key(place)) is not None:
                return key
            place += 1 if forward else -1
        return None

    def rows_of(self, wanted: Mask) -> NDArray[np.int64]:
        """Where these rows of the frame are shown, ascending; what the filter hides is left out."""
        order = self._order
        return np.flatnonzero(wanted[order] & (order >= 0)) if len(wanted) else order

    def selection_of(self, rows: NDArray[np.int64]) -> QItemSelection:
        """Selection of shown rows, which ascend, in as few ranges as possible."""
        selection = QItemSelection()
        if not len(rows):
            return selection
        last = len(self.columns) - 1
        starts = np.flatnonzero(np.diff(rows, prepend=-2) > 1)
        ends = np.append(starts[1:] - 1, len(rows) - 1)
        for first, end in zip(rows[starts].tolist(), rows[ends].tolist(), strict=True):
            selection.append(QItemSelectionRange(self.createIndex(first, 0), self.createIndex(end, last)))
        return selection

    # what Qt asks -------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of shown rows."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Rows can be selected, headings cannot."""
        return _HEADING if index.isValid() and self._order[index.row()] < 0 else _ROW

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, alignment or picture of a cell."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.DecorationRole and column.decoration is not None:
            source = int(self._order[index.row()])
            return None if source < 0 else column.decoration(self.content.value(column.name, source))
        return None

    def text(self, row: int, number: int) -> str:
        """Text of a cell; a heading has its text in the first column."""
        source = int(self._order[row])
        if source < 0:
            return "" if number else self._group_title(self.groups[-1 - source])
        cell = (source, number)
        if cell not in self._texts:
            if len(self._texts) > _CACHE_ROWS * max(len(self.columns), 1):
                self._texts.clear()
            column = self.columns[number]
            self._texts[cell] = column.shown(self.content.value(column.name, source))
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
            return _alignment(self.columns[section])
        return None


def _alignment(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def selected_rows(selection: QItemSelectionModel) -> list[int]:
    """Rows of a selection, ascending."""
    return rows_in(selection.selection())


def rows_in(selection: QItemSelection) -> list[int]:
    """Rows of some ranges, ascending (``selectedRows`` makes an index for each)."""
    parts = [range(part.top(), part.bottom() + 1) for part in selection]
    return list(parts[0]) if len(parts) == 1 else sorted(set(chain.from_iterable(parts)))
