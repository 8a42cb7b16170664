"""Thousands of scattered rows are selected without telling Qt of each, and the hand does not notice."""

from __future__ import annotations

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from flurinfill.desktop.arranging import Column
from flurinfill.desktop.row_selection import RowSelection
from flurinfill.desktop.table_view import TableView
from flurinfill.desktop.tables import FrameModel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support", extend=True)
COUNT = 6000
EVEN = list(range(0, COUNT, 2))
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Table:
    """A table whose even rows are selected, and the hand on it."""

    def __init__(self, qtbot: QtBot) -> None:
        frame = pd.DataFrame({"number": range(COUNT)})
        self.model = FrameModel([Column("number", lambda: "", str)])
        self.model.set_frame(frame)
        self.view = TableView(self.model)
        self._qtbot = qtbot
        qtbot.addWidget(self.view)
        self.view.resize(300, 400)
        self.view.show()
        self.selection = RowSelection(self.view)
        self.picked: list[list[int]] = []
        self.selection.picked.connect(self.picked.append)
        self.selection.show(EVEN)

    def click(self, row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place = self.view.visualRect(self.model.index(row, 0)).center()
        self._qtbot.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, keys, place)

    def seen(self) -> list[int]:
        """Rows on the screen that are painted as selected."""
        return [row for row in self.view.rows_in_sight() if self.view.chosen.isRowSelected(row)]


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    return Table(qtbot)


def even(rows: range) -> list[int]:
    return [row for row in rows if row % 2 == 0]


def test_qt_knows_the_rows_in_sight_wherever_the_table_is_moved(table: Table) -> None:
    assert table.view.chosen.selection().count() < 300
    assert table.seen() == even(table.view.rows_in_sight())
    for row in (3001, 5999, 700, 0):
        table.view.scrollTo(table.model.index(row, 0))
        assert row in table.view.rows_in_sight()
        assert table.seen() == even(table.view.rows_in_sight())
    assert not table.picked
    assert table.selection.in_order() == EVEN


def test_ctrl_adds_and_takes_away_one_and_keeps_all_others(table: Table) -> None:
    table.click(3, CTRL)
    assert sorted(table.picked[-1]) == sorted([*EVEN, 3])
    assert table.picked[-1][0] == 3
    table.click(4, CTRL)
    assert sorted(table.picked[-1]) == sorted([3, *(row for row in EVEN if row != 4)])
    table.view.scrollToBottom()
    table.click(COUNT - 1, CTRL)
    assert len(table.picked[-1]) == len(EVEN) + 1
    table.view.scrollToTop()
    assert table.seen()[:4] == [0, 2, 3, 6]


def test_a_click_selects_one_row_alone(table: Table) -> None:
    table.click(5)
    assert table.picked == [[5]]
    assert table.seen() == [5]
    table.view.scrollToBottom()
    assert table.seen() == []


def test_a_click_on_the_only_selected_row_in_sight_takes_all_others_away(table: Table) -> None:
    far = [*range(1000, COUNT, 2)]
    table.selection.show([2, *far])
    assert table.seen() == [2]
    table.click(2)
    assert table.picked == [[2]]
    assert table.selection.keys == [2]


def test_shift_extends_and_everything_can_be_selected_and_let_go(table: Table) -> None:
    table.click(1)
    table.selection.show(EVEN)
    table.click(2, CTRL)
    table.click(7, SHIFT)
    assert set(range(2, 8)) <= set(table.picked[-1])
    assert set(EVEN) <= set(table.picked[-1])
    table.view.selectAll()
    assert sorted(table.picked[-1]) == list(range(COUNT))
    table.selection.show(EVEN)
    table.view.clearSelection()
    assert table.picked[-1] == []


def test_the_order_changes_and_the_same_keys_stay(table: Table) -> None:
    table.model.sort(0, Qt.SortOrder.DescendingOrder)
    table.selection.restore(scroll=False)
    shown = table.model.keys(table.view.rows_in_sight())
    assert table.model.keys(table.seen()) == [key for key in shown if key % 2 == 0]
    assert table.selection.in_order() == EVEN[::-1]
