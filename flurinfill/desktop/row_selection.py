"""Which rows of a table are selected, by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Signal, Slot

from flurinfill.desktop.arranging import Content
from flurinfill.desktop.table_view import TableView
from flurinfill.desktop.tables import rows_in, selected_rows
from flurinfill.usecases.filters import Mask

_BIG_SELECTION = 2000
_RANGES = 500
"""Qt compares ranges one by one: of more scattered rows it gets those around the ones in sight."""
_AROUND = 200


class RowSelection(QObject):
    """Keeps the selected keys through sorting and filtering.

    Signals
    -------
    picked : list
        Keys of the rows that the user selected, the current one first.
    """

    picked = Signal(object)

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view, self._model = view, view.frame_model
        self.keys: list[Any] = []
        self._quiet = False
        self._content: Content | None = None
        self._mask: Mask | None = None
        self._waiting = False  # to be selected as soon as the table comes to the front
        self._known: range | None = None  # rows that Qt knows of, None for all
        view.installEventFilter(self)
        view.chosen.selectionChanged.connect(self._on_selection)
        view.clicked.connect(self._on_click)
        view.verticalScrollBar().valueChanged.connect(self._follow)
        view.verticalScrollBar().rangeChanged.connect(self._follow)

    def show(self, keys: Sequence[Any]) -> None:
        """Select these rows and bring the first into sight; nobody is told."""
        self.keys, self._mask = list(keys), None
        self.restore(scroll=True)

    def restore(self, *, scroll: bool) -> None:
        """Select the same keys again after the rows were put in another order; a hidden table waits."""
        self._waiting = not self._view.isVisible()
        if not self._waiting:
            self._select(scroll=scroll)

    def eventFilter(self, _view: QObject, event: QEvent) -> bool:
        """Catch up when the table comes to the front."""
        if event.type() == QEvent.Type.Show and self._waiting:
            self._waiting = False
            self._select(scroll=True)
        return False

    def _select(self, *, scroll: bool) -> None:
        self._quiet = True
        flags = QItemSelectionModel.SelectionFlag
        chosen = self._view.chosen
        # Qt compares every old range with every new one, and looks at each cell for "Rows": seconds.
        chosen.reset()
        first = self._model.rows_of(self._model.content.rows_of(self.keys[:1]))
        if len(first):
            index = self._model.index(int(first[0]), max(self._view.current_column(), 0))
            chosen.setCurrentIndex(index, flags.NoUpdate)
            if scroll:
                self._view.scrollTo(index)
        chosen.select(self._model.selection_of(self._told_to_qt()), flags.Select)
        self._view.viewport().update()
        self._quiet = False

    def _told_to_qt(self) -> NDArray[np.int64]:
        """Selected rows that Qt shall know of: all of them, or those around the rows in sight."""
        rows = self._model.rows_of(self.mask)
        scattered = len(rows) and np.count_nonzero(np.diff(rows) > 1) >= _RANGES
        self._known = None
        if scattered:
            sight = self._view.rows_in_sight()
            self._known = range(sight.start - _AROUND, sight.stop + _AROUND)
            rows = rows[slice(*np.searchsorted(rows, [self._known.start, self._known.stop]))]
        return rows

    @Slot()
    def _follow(self) -> None:
        """Tell Qt of the selected rows that come into sight."""
        if self._known is None or self._waiting or self._view.is_dragging:
            return
        sight = self._view.rows_in_sight()
        if sight.start < self._known.start or sight.stop > self._known.stop:
            self._quiet = True
            flags = QItemSelectionModel.SelectionFlag
            self._view.chosen.select(self._model.selection_of(self._told_to_qt()), flags.ClearAndSelect)
            self._quiet = False

    @property
    def mask(self) -> Mask:
        """Which rows of the frame are selected, shown or not."""
        content = self._model.content
        if self._mask is None or self._content is not content:
            self._content, self._mask = content, content.rows_of(self.keys)
        return self._mask

    def in_order(self) -> list[Any]:
        """Return the selected keys as they stand in the table; all of them where the filter hides them."""
        if self._waiting:
            return self.keys
        return self._model.keys(self._model.rows_of(self.mask)) or self.keys

    def go_to(self, row: int) -> None:
        """Make a row the current one without selecting it."""
        flags = QItemSelectionModel.SelectionFlag.NoUpdate
        self._view.chosen.setCurrentIndex(self._model.index(row, 0), flags)

    def _rows(self) -> NDArray[np.int64]:
        """Rows of the frame that are selected and shown, as the user left them."""
        return self._model.sources(selected_rows(self._view.chosen))

    @Slot()
    def _on_click(self) -> None:
        """Selected are the rows in sight: Qt is silent when others, which it does not know, were too."""
        if self._known is not None and not self._view.chosen.anew:
            self._follow()
        elif len(self._rows()) != np.count_nonzero(self.mask):
            self._take(self._rows())

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, more: QItemSelection, fewer: QItemSelection) -> None:
        if self._quiet:
            return
        if self._known is None or self._view.chosen.anew:
            self._take(self._rows())
            return
        mask = self.mask.copy()
        mask[self._model.sources(rows_in(more))] = True
        mask[self._model.sources(rows_in(fewer))] = False
        known = self._known
        self._take(self._model.sources(self._model.rows_of(mask)))
        self._known = known

    def _take(self, rows: NDArray[np.int64]) -> None:
        """Select these rows of the frame, and tell it."""
        self._known = None
        content = self._model.content
        keys, mask = content.keys[rows].tolist(), np.zeros(len(content), dtype=bool)
        mask[rows] = True
        current = self._view.currentIndex()
        if current.isValid():
            first = self._model.key(current.row())
            if first in keys[1:_BIG_SELECTION]:
                keys.remove(first)
                keys.insert(0, first)
        self.keys, self._mask, self._content = keys, mask, content
        self.picked.emit(keys)
