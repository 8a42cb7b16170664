"""A table for rows to read and choose from, without filters: the list of tasks, rows of a list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from flurinfill.desktop.tables import FrameModel
from flurinfill.desktop.theme import DENSE_ROW_HEIGHT, ROW_HEIGHT


def plain_table(model: FrameModel, *, several: bool = False) -> QTableView:
    """Return a view of a model, sorted by its first column; whole rows are chosen."""
    modes = QAbstractItemView.SelectionMode
    view = QTableView()
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setSortingEnabled(True)
    view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    view.horizontalHeader().setStretchLastSection(True)
    view.horizontalHeader().setHighlightSections(False)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setMinimumSectionSize(DENSE_ROW_HEIGHT)
    view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    for number, entry in enumerate(model.columns):
        view.setColumnWidth(number, entry.width)
    return view
