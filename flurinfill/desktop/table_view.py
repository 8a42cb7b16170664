"""The rows of a table on the screen, with headings of groups that fold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from flurinfill.desktop import theme
from flurinfill.desktop.density import condense
from flurinfill.desktop.filter_header import FilterHeader
from flurinfill.desktop.tables import FrameModel
from flurinfill.desktop.theme import DENSE_ROW_HEIGHT, GRID, ROW_HEIGHT

_NARROWEST = 5 * GRID


class TableView(QTableView):
    """Shows a :class:`FrameModel`.

    Signals
    -------
    fold_asked : str, bool
        A group shall be folded (True) or opened.
    find_asked :
        Ctrl+F was pressed in the rows.
    columns_moved :
        The user dragged a heading.
    opened : object
        Key of the row that was double-clicked or entered.
    """

    fold_asked = Signal(str, bool)
    find_asked = Signal()
    columns_moved = Signal()
    opened = Signal(object)

    def __init__(self, model: FrameModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frame_model = model
        self._headings: set[int] = set()
        self._heading_delegate = HeadingDelegate(self)
        self.head = FilterHeader(model.columns, self)
        self.setProperty("flat", True)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        unused, self.chosen = self.selectionModel(), ChosenRows(model, self)
        self.setSelectionModel(self.chosen)
        unused.deleteLater()
        # A heading asks every row whether it is selected, to show it; none does, so spare 100,000 answers.
        self.head.setSelectionModel(QItemSelectionModel(model, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(DENSE_ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        for number, entry in enumerate(model.columns):
            self.setColumnWidth(number, entry.width)
        self.head.left.connect(self._on_filters_left)
        self.head.sectionMoved.connect(self.columns_moved)
        self.horizontalScrollBar().valueChanged.connect(self.head.follow)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        model.modelReset.connect(self._on_reset)
        self.activated.connect(self._on_activated)

    def condense(self, on: bool) -> None:
        """Have lower rows, or those of the usual height."""
        self.verticalHeader().setDefaultSectionSize(DENSE_ROW_HEIGHT if on else ROW_HEIGHT)
        condense(self.head, on)

    # columns ------------------------------------------------------------------------------

    def shown_columns(self) -> list[str]:
        """Names of the columns on the screen, from left to right."""
        order = (self.head.logicalIndex(place) for place in range(self.head.count()))
        return [self.frame_model.columns[n].name for n in order if not self.head.isSectionHidden(n)]

    def show_columns(self, names: Sequence[str]) -> None:
        """Show these columns in this order; unknown names are left out."""
        numbers = {entry.name: number for number, entry in enumerate(self.frame_model.columns)}
        wanted = [numbers[name] for name in dict.fromkeys(names) if name in numbers]
        self.head.blockSignals(True)
        for place, number in enumerate(wanted):
            self.head.moveSection(self.head.visualIndex(number), place)
        self.head.blockSignals(False)
        for number in numbers.values():
            self.head.setSectionHidden(number, number not in wanted)
        self.head.show_filters(self.head.filters_shown)
        self.viewport().update()

    def widths(self) -> dict[str, int]:
        """Widths that differ from those of the start, by column."""
        last = self.shown_columns()[-1:]
        return {
            entry.name: self.head.sectionSize(number)
            for number, entry in enumerate(self.frame_model.columns)
            if not self.head.isSectionHidden(number)
            and entry.name not in last  # it takes what is left
            and self.head.sectionSize(number) != entry.width
        }

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Give columns the widths that they were dragged to."""
        for number, entry in enumerate(self.frame_model.columns):
            if entry.name in widths:
                self.setColumnWidth(number, max(int(widths[entry.name]), _NARROWEST))

    def show_sorted(self, name: str, *, descending: bool) -> None:
        """Mark the heading that the rows are sorted by, ``""`` for none; nobody is told."""
        names = [entry.name for entry in self.frame_model.columns]
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.head.blockSignals(True)
        self.head.setSortIndicator(names.index(name) if name in names else -1, order)
        self.head.blockSignals(False)

    def height_of_headings(self) -> int:
        """Height of the view when it shows no rows: headings, filters, and the bar to move sideways."""
        return (
            self.head.sizeHint().height()
            + self.horizontalScrollBar().sizeHint().height()
            + 2 * self.frameWidth()
        )

    def rows_in_sight(self) -> range:
        """Return the rows on the screen."""
        last = self.rowAt(self.viewport().height() - 1)
        return range(max(self.rowAt(0), 0), (last if last >= 0 else self.model().rowCount() - 1) + 1)

    @property
    def is_dragging(self) -> bool:
        """True while rows are being selected with the mouse held down."""
        return self.state() == QAbstractItemView.State.DragSelectingState

    def current_column(self) -> int:
        """Return the column that is gone to, -1 when none."""
        return self.currentIndex().column()

    # groups -------------------------------------------------------------------------------

    @Slot()
    def _on_reset(self) -> None:
        """Draw the headings of groups over the whole row."""
        for row in self._headings:
            self.setItemDelegateForRow(row, None)
        model = self.frame_model
        self._headings = {row for row in model.heading_rows() if row < model.rowCount()}
        for row in self._headings:
            self.setItemDelegateForRow(row, self._heading_delegate)

    @Slot()
    def _on_scrolled(self) -> None:
        if self._headings:
            self.viewport().update()  # their texts stay where they are

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Turn a group over; the selection stays."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._fold(index, None):
            return
        super().mousePressEvent(event)

    def _fold(self, index: QModelIndex, fold: bool | None) -> bool:
        """Fold or open a group (None: the other way); False where there is none."""
        group = self.frame_model.group_at(index.row()) if index.isValid() else None
        if group is None:
            return False
        folded = self.frame_model.is_folded(index.row())
        if fold is None or fold != folded:
            self.fold_asked.emit(group.value, not folded)
        return True

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        key = self.frame_model.key(index.row()) if index.isValid() else None
        if key is not None:
            self.opened.emit(key)

    # keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right fold a group, Space and Return turn it over."""
        fold = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}.get(event.key())
        turn = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (turn or fold is not None) and self._fold(self.currentIndex(), fold):
            return
        if event.matches(QKeySequence.StandardKey.Find):
            self.find_asked.emit()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Ctrl+F in the rows means their filter, not the search of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Find):
            event.accept()
            return True
        return super().event(event)

    @Slot()
    def _on_filters_left(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid() and self.frame_model.rowCount():
            flags = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.frame_model.index(0, 0), flags)


class ChosenRows(QItemSelectionModel):
    """A selection that remembers whether it was begun anew or only changed."""

    anew = False

    def select(self, what: Any, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select rows or some more."""
        self.anew = bool(command & QItemSelectionModel.SelectionFlag.Clear)
        super().select(what, command)


class HeadingDelegate(QStyledItemDelegate):
    """Paints the heading of a group over its whole row: each cell paints its part of it."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Paint the part of the heading that lies in a cell."""
        view, colours = self._view, theme.colours()
        model = view.frame_model
        painter.save()
        painter.setClipRect(option.rect)
        painter.fillRect(option.rect, QColor(colours.sunken))
        font = option.font
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        line = QRect(GRID, option.rect.top(), view.viewport().width() - 2 * GRID, option.rect.height())
        sign = "▸" if model.is_folded(index.row()) else "▾"
        words = f"{sign}  {model.text(index.row(), 0)}"
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if view.hasFocus() and view.currentIndex().row() == index.row():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(1, option.rect.top() + 1, view.viewport().width() - 2, option.rect.height() - 2)
        painter.restore()
