"""Figures lead to their list, and the start page to what is due."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from flurinfill.desktop.figures import FigureCard
from flurinfill.desktop.workspace import SITES, STATISTICS
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _leading(desk: Desk, words: str) -> QPushButton:
    found = [each for each in desk.workspace.statistics.findChildren(QPushButton) if each.isVisible()]
    return next(each for each in found if each.accessibleName().startswith(words))


def test_every_figure_is_a_click_away_from_its_list(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.do("statistics")
    table = desk.workspace.sites
    for card in desk.workspace.statistics.findChildren(FigureCard):
        desk.workspace.tabs.setCurrentIndex(STATISTICS)
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
        assert desk.workspace.tabs.currentIndex() == SITES
        assert set(table.model.shown_keys()) == set(card.sites), card.accessibleName()


def test_a_bar_by_keyboard_and_everything_again(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    desk.do("statistics")
    desk.wait()
    bar = _leading(desk, "Verworfen")
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Space)
    sites, table = desk.session.snapshot.work.sites, desk.workspace.sites
    assert set(table.model.shown_keys()) == set(sites.index[sites["review"] == "rejected"])
    assert "Verworfen" in table.foot.show_all.text()
    qtbot.mouseClick(table.foot.show_all, Qt.MouseButton.LeftButton)
    assert len(table.model.shown_keys()) == len(sites)
    assert not table.foot.show_all.isVisible()


def test_figures_about_owners_are_there_only_when_unlocked(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.do("statistics")
    names = [each.accessibleName() for each in desk.workspace.statistics.findChildren(FigureCard)]
    assert not any("Rücklaufquote" in name for name in names)
    desk.session.unlock(SAMPLE_PASSPHRASE)
    desk.wait(lambda: desk.session.snapshot.work.answers is not None)
    assert _leading(desk, "Rücklaufquote")


def test_start_page_leads_to_what_is_due(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    start = desk.window.start
    desk.controller.today.look([sample])
    desk.wait(lambda: start.today.count() > 0)
    assert "fällig" in start._today_title.text()
    first = start.today.item(0)
    site_id, where = first.data(Qt.ItemDataRole.UserRole + 1), start.today.visualItemRect(first).center()
    qtbot.mouseClick(start.today.viewport(), Qt.MouseButton.LeftButton, pos=where)
    desk.wait(lambda: desk.session.snapshot is not None and desk.linking.selection.site_id is not None)
    assert desk.linking.selection.site_id == site_id
