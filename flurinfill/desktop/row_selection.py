"""Which rows of a table are selected, by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Signal, Slot

from flurinfill.desktop.arranging import Content
from flurinfill.desktop.table_view import TableView
from flurinfill.desktop.tables import selected_rows
from flurinfill.usecases.filters import Mask

_BIG_SELECTION = 2000


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
        view.installEventFilter(self)
        view.selectionModel().selectionChanged.connect(self._on_selection)
        view.clicked.connect(self._on_click)

    def show(self, keys: Sequence[Any]) -> None:
        """Select these rows and bring the first into sight; nobody is told."""
        self.keys, self._mask = list(keys), None
        self.restore(scroll=True)

    def restore(self, *, scroll: bool) -> None:
        """Select the same keys again after the rows were put in another order.

        Thousands of scattered rows take Qt a while: a table that nobody sees waits.
        """
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
        chosen = self._model.selection_of(self.mask)
        self._quiet = True
        flags = QItemSelectionModel.SelectionFlag
        selection = self._view.selectionModel()
        # Qt compares every old range with every new one, and looks at each cell for "Rows": seconds.
        selection.reset()
        selection.select(chosen, flags.Select)
        first = self._model.rows_of(self._model.content.rows_of(self.keys[:1]))
        if len(first):
            index = self._model.index(int(first[0]), max(self._view.current_column(), 0))
            selection.setCurrentIndex(index, flags.NoUpdate)
            if scroll:
                self._view.scrollTo(index)
        self._view.viewport().update()
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
        return self._model.keys(selected_rows(self._view.selectionModel())) or self.keys

    def go_to(self, row: int) -> None:
        """Make a row the current one without selecting it."""
        flags = QItemSelectionModel.SelectionFlag.NoUpdate
        self._view.selectionModel().setCurrentIndex(self._model.index(row, 0), flags)

    def _rows(self) -> NDArray[np.int64]:
        """Rows of the frame that are selected and shown."""
        return self._model.sources(selected_rows(self._view.selectionModel()))

    @Slot()
    def _on_click(self) -> None:
        """Selected are the rows in sight: Qt is silent when those that a filter hides were selected too."""
        if len(self._rows()) != np.count_nonzero(self.mask):
            self._on_selection()

    @Slot()
    def _on_selection(self) -> None:
        if self._quiet:
            return
        rows = self._rows()
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
