"""A table with its filter bar: text, states, "selected on top", and how many rows are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTableView,
    QToolButton,
    QWidget,
)

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.tables import Column, FrameModel, selected_rows
from flurinfill.desktop.theme import GRID, ROW_HEIGHT
from flurinfill.desktop.widgets import EmptyState, button, column, row, text
from flurinfill.i18n import ntr, tr

_TYPING_MS = 150
_BIG_SELECTION = 2000


@dataclass(frozen=True)
class StateFilter:
    """A box that filters by one state column."""

    column: str
    values: type[StrEnum]
    all_text: Callable[[], str]


class TablePanel(Adaptive, QWidget):
    """A table of one kind of things.

    Signals
    -------
    picked : list
        Keys of the rows that the user selected.
    activated : object
        Key of the row that was double-clicked or entered.
    """

    picked = Signal(list)
    activated = Signal(object)
    next_step = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        filters: Sequence[StateFilter] = (),
        *,
        text_columns: Sequence[str],
        number_column: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._filters = tuple(filters)
        self._text_columns, self._number_column = tuple(text_columns), number_column
        self._selected: list[Any] = []
        self._only: tuple[str, frozenset[Any]] | None = None
        self._quiet = False
        self.model = FrameModel(columns, self)
        self._build()
        self.model.modelReset.connect(self._on_reset)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self.settle()

    # layout -------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = column(self, margin=0, spacing=0)
        bar = row(margin=GRID)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(120)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.apply_filter)
        self.search.textChanged.connect(self._on_typed)
        bar.addWidget(self.search, 1)
        self.only = button("flat")
        self.only.hide()
        self.only.clicked.connect(self._on_only_closed)
        bar.addWidget(self.only)
        self.boxes: dict[str, QComboBox] = {}
        for entry in self._filters:
            box = QComboBox()
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
            box.currentIndexChanged.connect(self.apply_filter)
            self.boxes[entry.column] = box
            bar.addWidget(box)
        self.on_top = QToolButton()
        self.on_top.setCheckable(True)
        self.on_top.toggled.connect(self._on_top_toggled)
        bar.addWidget(self.on_top)
        self._count = text("small")
        bar.addWidget(self._count)
        layout.addLayout(bar)
        self.view = self._make_view()
        self.empty = EmptyState("table")
        self.empty.acted.connect(self._on_empty_action)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout.addWidget(self._stack, 1)

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setProperty("flat", True)
        view.setModel(self.model)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setAlternatingRowColors(True)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setSortingEnabled(True)
        view.horizontalHeader().setSortIndicatorClearable(True)
        view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.horizontalHeader().setStretchLastSection(True)
        view.horizontalHeader().setHighlightSections(False)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        for number, entry in enumerate(self.model.columns):
            view.setColumnWidth(number, entry.width)
        view.activated.connect(self._on_activated)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._on_menu)
        self._copy = QAction(view)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy)
        view.addAction(self._copy)
        return view

    def retranslate(self) -> None:
        """Set every text anew."""
        self.search.setPlaceholderText(tr("Filter: number, street, case …"))
        self.search.setAccessibleName(tr("Filter the table"))
        self.on_top.setToolTip(tr("Selected rows on top"))
        self.on_top.setAccessibleName(tr("Selected rows on top"))
        self._copy.setText(tr("Copy rows with headings"))
        for entry in self._filters:
            box = self.boxes[entry.column]
            chosen = box.currentIndex()
            box.blockSignals(True)
            box.clear()
            box.addItem(entry.all_text(), "")
            for value in entry.values:
                box.addItem(i18n.name_of(value), value.value)
            box.setCurrentIndex(max(chosen, 0))
            box.setAccessibleName(entry.all_text())
            box.setToolTip(entry.all_text())
            box.blockSignals(False)
        self.model.retranslate()
        self._show_count()
        self._show_only_button()

    def restyle(self) -> None:
        """Set every icon anew."""
        self.only.setIcon(icons.icon("close", "accent"))
        self.on_top.setIcon(icons.icon("previous"))
        self.empty.redraw()
        self.view.viewport().update()

    # content ------------------------------------------------------------------------------

    def set_frame(self, frame: pd.DataFrame) -> None:
        """Show other rows; filter and selection stay."""
        self._quiet = True
        self.model.set_frame(frame)
        self._quiet = False
        self.apply_filter()

    def show_selected(self, keys: Sequence[Any]) -> None:
        """Select these rows and bring the first into sight; nobody is told."""
        self._selected = list(keys)
        if self.on_top.isChecked():
            self.model.set_top(self._selected)  # the reset selects
            return
        self._select_rows(scroll=True)

    def show_only(self, title: str, keys: Iterable[Any]) -> None:
        """Show these rows alone, under a title; every other filter is taken off."""
        self.clear_filter()
        self._only = title, frozenset(keys)
        self._show_only_button()
        self.apply_filter()

    def _show_only_button(self) -> None:
        self.only.setVisible(self._only is not None)
        if self._only is not None:
            self.only.setText(tr("Only: {title}", title=self._only[0]))
            self.only.setToolTip(tr("Show everything"))

    @Slot()
    def _on_only_closed(self) -> None:
        self._only = None
        self._show_only_button()
        self.apply_filter()

    @Slot()
    def apply_filter(self) -> None:
        """Filter by text and states."""
        self._typing.stop()
        mask = np.ones(self.model.total, dtype=bool)
        if self._only is not None:
            mask &= np.array([key in self._only[1] for key in self.model.frame.index], dtype=bool)
        words = self.search.text().strip()
        if words and self.model.total:
            mask &= self.model.text_mask(words, self._text_columns, self._number_column)
        for name, box in self.boxes.items():
            wanted = box.currentData()
            if wanted and name in self.model.frame:
                mask &= (self.model.frame[name] == wanted).to_numpy(dtype=bool)
        self.model.set_filter(None if mask.all() else mask)

    def filtered(self) -> bool:
        """Tell whether the filter hides rows."""
        return self.model.rowCount() < self.model.total

    @Slot()
    def copy(self) -> None:
        """Copy the selected rows with the headings, for a spreadsheet."""
        rows = selected_rows(self.view.selectionModel())
        lines = ["\t".join(entry.title() for entry in self.model.columns)]
        lines += [
            "\t".join(self.model.text(number, place) for place in range(len(self.model.columns)))
            for number in rows
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def step(self, forward: bool) -> Any:
        """Key of the row after (or before) the selected one, None at the end."""
        rows = self.model.rows_of(self._selected[:1])
        place = (int(rows[0]) + (1 if forward else -1)) if len(rows) else 0
        return self.model.key(place) if 0 <= place < self.model.rowCount() else None

    def set_empty(self, headline: str, sentence: str, action: str = "") -> None:
        """What stands there when the table is empty."""
        self.empty.show_texts(headline, sentence, action)

    # what happens -------------------------------------------------------------------------

    @Slot()
    def _on_typed(self) -> None:
        self._typing.start()

    @Slot()
    def _on_empty_action(self) -> None:
        if self.model.total:
            self.clear_filter()
        else:
            self.next_step.emit()

    @Slot()
    def clear_filter(self) -> None:
        """Show all rows again."""
        self._only = None
        self._show_only_button()
        self.search.clear()
        for box in self.boxes.values():
            box.setCurrentIndex(0)
        self.apply_filter()

    @Slot()
    def _on_reset(self) -> None:
        self._show_count()
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._select_rows(scroll=True)

    def _select_rows(self, *, scroll: bool) -> None:
        chosen = self.model.selection_of(self._selected)
        self._quiet = True
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)
        first = self.model.rows_of(self._selected[:1])
        if len(first):
            index = self.model.index(int(first[0]), 0)
            self.view.selectionModel().setCurrentIndex(index, flags.NoUpdate)
            if scroll:
                self.view.scrollTo(index)
        self._quiet = False

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, chosen: QItemSelection, dropped: QItemSelection) -> None:
        if self._quiet:
            return
        keys = self.model.keys(selected_rows(self.view.selectionModel()))
        current = self.view.currentIndex()
        if current.isValid():
            first = self.model.key(current.row())
            if first in keys[1:_BIG_SELECTION]:
                keys.remove(first)
                keys.insert(0, first)
        self._selected = keys
        self.picked.emit(keys)

    @Slot(bool)
    def _on_top_toggled(self, on: bool) -> None:
        self.model.set_top(self._selected if on else None)

    @Slot("QModelIndex")
    def _on_activated(self, index: Any) -> None:
        if index.isValid():
            self.activated.emit(self.model.key(index.row()))

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._copy)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _show_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        if shown == total:
            self._count.setText(ntr("{count} entry", "{count} entries", total))
        else:
            self._count.setText(tr("{shown} of {total}", shown=i18n.number(shown), total=i18n.number(total)))
        if total and not shown:
            self.empty.show_texts(
                tr("Nothing matches the filter"),
                tr("Change the filter, or show everything again."),
                tr("Show everything"),
            )
