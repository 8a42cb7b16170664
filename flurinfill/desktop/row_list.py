"""A list of rows in columns, of which some can be chosen: by ticks, or by selecting."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from flurinfill.desktop.theme import GRID

_KEY = Qt.ItemDataRole.UserRole
_LOWEST = 9 * GRID  # heading and a row


class RowList(QTreeWidget):
    """Shows rows; each has a key, by which its choice survives a refresh.

    Parameters
    ----------
    ticked : bool
        Rows are chosen by ticks, and are ticked when they appear; otherwise by selecting them.
    height : int
        So high where the screen has room for it.

    Signals
    -------
    chosen_changed :
        Other rows are chosen.
    """

    chosen_changed = Signal()

    def __init__(
        self, *, ticked: bool = False, height: int = 24 * GRID, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ticked = ticked
        self._left: set[Hashable] = set()
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self._height = height
        self.setMinimumHeight(min(height, _LOWEST))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.header().setStretchLastSection(True)
        self.itemChanged.connect(self._on_changed)
        self.itemSelectionChanged.connect(self._on_changed)

    def sizeHint(self) -> QSize:
        """As high as wanted."""
        return QSize(super().sizeHint().width(), self._height)

    def show_rows(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], keys: Sequence[Hashable]
    ) -> None:
        """Show these rows in place of those before."""
        selected = {item.data(0, _KEY) for item in self.selectedItems()}
        with QSignalBlocker(self):
            self.clear()
            self.setColumnCount(len(headings))
            self.setHeaderLabels(list(headings))
            for words, key in zip(rows, keys, strict=True):
                item = QTreeWidgetItem(list(words))
                item.setData(0, _KEY, key)
                if self._ticked:
                    left = key in self._left
                    item.setCheckState(0, Qt.CheckState.Unchecked if left else Qt.CheckState.Checked)
                for column, text in enumerate(words):
                    item.setToolTip(column, text)
                self.addTopLevelItem(item)
                item.setSelected(key in selected)
        for column in range(len(headings) - 1):
            self.resizeColumnToContents(column)
            room = 4 if self._ticked and not column else 2  # Qt forgets the frame of the tick
            self.setColumnWidth(column, self.columnWidth(column) + room * GRID)
        self.chosen_changed.emit()

    def chosen(self) -> list[Hashable]:
        """Return the keys of the chosen rows, in their order."""
        items = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        if self._ticked:
            return [item.data(0, _KEY) for item in items if item.checkState(0) == Qt.CheckState.Checked]
        return [item.data(0, _KEY) for item in items if item.isSelected()]

    def tick_all(self, on: bool) -> None:
        """Tick all rows, or none."""
        with QSignalBlocker(self):
            for at in range(self.topLevelItemCount()):
                state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
                self.topLevelItem(at).setCheckState(0, state)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        if self._ticked:
            keys = [self.topLevelItem(at).data(0, _KEY) for at in range(self.topLevelItemCount())]
            self._left = set(keys) - set(self.chosen())
        self.chosen_changed.emit()
