"""The survey of owners from the letter to the figures: once with the mouse, once with keys alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from flurinfill import statistics
from flurinfill.desktop.dialogs.letters import LettersDialog
from flurinfill.desktop.dialogs.report_days import ReportDaysDialog
from flurinfill.desktop.dialogs.returns import ReturnsDialog
from flurinfill.desktop.figures import FigureCard
from flurinfill.project import queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "grabbing the keyboard", "support raise", extend=True
)
CTRL, SHIFT, LEFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.MouseButton.LeftButton,
)


def _click(widget: QWidget, place: QPoint | None = None, held: Qt.KeyboardModifier | None = None) -> None:
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(widget, LEFT, held or none, place or widget.rect().center())


def _click_row(view: QAbstractItemView, index: QModelIndex, held: Qt.KeyboardModifier | None = None) -> None:
    view.scrollTo(index)
    _click(view.viewport(), view.visualRect(index).center(), held)


def _key(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, held)


def _type(words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)


def _tab_to(widget: QWidget) -> None:
    for _ in range(80):
        if QApplication.focusWidget() is widget or widget.isAncestorOf(QApplication.focusWidget()):
            return
        _key(Qt.Key.Key_Tab)
    raise AssertionError(f"no way by keys to {widget}")


def _rate(desk: Desk) -> tuple[float, float]:
    found = statistics.return_rate(desk.session.snapshot.work.answers)
    return found.numerator, found.denominator


def _start(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.window.activateWindow()
    desk.wait(desk.window.isActiveWindow)


def _written(desk: Desk, path: Path) -> Callable[[], bool]:
    return lambda: path.is_file() and path.name in desk.window.notices.words("letters-written")


def test_with_the_mouse(desk: Desk, town: Path, tmp_path: Path) -> None:
    _start(desk, town)
    before = _rate(desk)
    table = desk.workspace.sites
    _click(desk.workspace.tabs.tabBar(), desk.workspace.tabs.tabBar().tabRect(0).center())
    sites = desk.session.snapshot.work.sites
    fresh = sites[(sites["owner_category"] == "private") & sites["outreach"].str.startswith("0/")]
    keys = [key for key in table.model.shown_keys() if key in set(fresh.index)][:3]
    for number, key in enumerate(keys):
        index = table.model.index(list(table.model.shown_keys()).index(key), 0)
        _click_row(table.view, index, CTRL if number else None)
    desk.do("letters")  # what the entry of the menu does
    letters = desk.dialog(LettersDialog)
    desk.wait(lambda: letters.plan is not None)
    sent = letters.plan.sent
    assert {site for site, _ in sent} <= set(keys)
    assert sent
    path = tmp_path / "umfrage.pdf"
    letters.path.selectAll()
    QTest.keyClicks(letters.path, str(path))
    _click(letters.write)
    desk.wait(_written(desk, path))
    desk.wait(lambda: _rate(desk) == (before[0], before[1] + len(sent)))

    desk.do("returns")
    returns = desk.dialog(ReturnsDialog)
    returns.number.setFocus()
    QTest.keyClicks(returns.number, str(sites.loc[sent[0][0], "case_no"]))
    QTest.keyClick(returns.number, Qt.Key.Key_Return)
    _click_row(returns.willingness, returns.willingness.model().index(1, 0))
    _click(returns.save)
    assert returns.recorded == 1
    returns.reject()
    desk.wait(lambda: _rate(desk) == (before[0] + 1, before[1] + len(sent)))

    bar = desk.workspace.tabs.tabBar()
    at = next(at for at in range(bar.count()) if bar.tabText(at) == "Kennzahlen")
    _click(bar, bar.tabRect(at).center())
    cards = [
        card
        for card in desk.workspace.statistics.findChildren(FigureCard)
        if "Rücklaufquote" in card.accessibleName()
    ]
    (card,) = cards
    assert str(int(before[1]) + len(sent)) in card.accessibleName()


def test_with_keys_alone(desk: Desk, sample: Path, tmp_path: Path) -> None:
    _start(desk, sample)
    before = _rate(desk)
    _key(Qt.Key.Key_F, CTRL)
    sites = desk.session.snapshot.work.sites
    fresh = sites[(sites["owner_category"] == "private") & (sites["outreach"] == "0/1")]
    _type(str(fresh["case_no"].iloc[0]))
    desk.wait()
    _key(Qt.Key.Key_Return)
    desk.wait(lambda: len(desk.linking.selection.parcels) > 0)
    _key(Qt.Key.Key_L, CTRL | SHIFT)
    desk.wait(lambda: not desk.no_dialog())
    letters = desk.dialog(LettersDialog)
    letters.activateWindow()
    desk.wait(lambda: letters.plan is not None and QApplication.focusWidget() is not None)
    sent = letters.plan.sent
    path = tmp_path / "umfrage.pdf"
    _tab_to(letters.path)
    _key(Qt.Key.Key_A, CTRL)
    _type(str(path))
    _tab_to(letters.write)
    _key(Qt.Key.Key_Space)
    desk.wait(_written(desk, path))
    desk.wait(lambda: _rate(desk) == (before[0], before[1] + len(sent)))

    desk.window.activateWindow()
    desk.wait(desk.window.isActiveWindow)
    _key(Qt.Key.Key_I, CTRL | SHIFT)
    desk.wait(lambda: not desk.no_dialog())
    returns = desk.dialog(ReturnsDialog)
    returns.activateWindow()
    desk.wait(returns.number.hasFocus)
    _type(str(sites.loc[sent[0][0], "case_no"]))
    _key(Qt.Key.Key_Return)
    _type("3")
    _key(Qt.Key.Key_Return)
    assert returns.recorded == 1
    _key(Qt.Key.Key_Escape)
    desk.wait(desk.no_dialog)
    desk.wait(lambda: _rate(desk) == (before[0] + 1, before[1] + len(sent)))

    desk.window.activateWindow()
    desk.wait(desk.window.isActiveWindow)
    _key(Qt.Key.Key_P, CTRL | SHIFT)
    palette = desk.controller.palette
    desk.wait(palette.line.hasFocus)
    _type("Stichtag")
    _key(Qt.Key.Key_Return)
    desk.wait(lambda: isinstance(desk.dialog(), ReportDaysDialog))
    days = desk.dialog(ReportDaysDialog)
    days.activateWindow()
    desk.wait(lambda: days.list.topLevelItemCount() > 0)
    _tab_to(days.freeze)
    _key(Qt.Key.Key_Space)
    _key(Qt.Key.Key_Space)  # it is for good
    desk.wait(lambda: len(queries.frozen_days(desk.session.project)) == 1)
    _key(Qt.Key.Key_Escape)
    desk.wait(desk.no_dialog)
