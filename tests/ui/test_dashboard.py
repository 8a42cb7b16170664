"""Figures lead to their list, and the start page to what is due."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from flurinfill.desktop.dialogs.office import TOWN, OfficeDialog
from flurinfill.desktop.figures import FigureCard
from flurinfill.desktop.workspace import SITES, STATISTICS
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _names(desk: Desk) -> list[str]:
    found = desk.workspace.statistics.findChildren(QPushButton)
    return [each.accessibleName() for each in found if each.isVisible()]


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
    (locked,) = [name for name in names if "Rücklaufquote" in name]
    assert "Gesperrt" in locked
    assert "%" not in locked
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


def test_the_need_of_the_town_stands_beside_what_could_be_built(
    desk: Desk, sample: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.open(sample)
    desk.do("statistics")
    desk.wait()
    before = _leading(desk, "mögliche Wohneinheiten")
    assert "von 180, die bis 2035 fehlen" in before.accessibleName()
    panel = desk.workspace.statistics
    town = next(each for each in panel.findChildren(QPushButton) if each.text().startswith("Einwohner und"))
    qtbot.mouseClick(town, Qt.MouseButton.LeftButton)
    dialog = desk.dialog(OfficeDialog)
    assert dialog.pages.currentIndex() == TOWN
    for name, words in (("inhabitants", "4300"), ("needed_dwellings", "1000"), ("needed_until", "2035")):
        dialog.fields[name].clear()
        qtbot.keyClicks(dialog.fields[name], words)
    not_a_picture = tmp_path / "logo.png"
    not_a_picture.write_text("no picture")
    dialog.take_logo(str(not_a_picture))
    assert "logo.png" in dialog.error
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(0xFF0000)
    picture.save(str(not_a_picture))
    dialog.take_logo(str(not_a_picture))
    assert not dialog.error
    colour = dialog.fields["colour"]
    colour.setText("blau")
    assert not dialog.keep.isEnabled()
    dialog._on_colour(QColor("#ffd400"))
    assert dialog.keep.isEnabled()
    assert "#8b7300" in dialog.colour_note.text()
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    desk.wait(lambda: desk.session.snapshot.work.office.needed_dwellings == 1000)
    assert desk.session.snapshot.work.office.logo.startswith("<svg")
    assert desk.session.snapshot.work.office.colour == "#ffd400"
    desk.wait(lambda: any("von 1.000, die bis 2035 fehlen" in words for words in _names(desk)))
    assert _leading(desk, "offenes Potenzial je Einwohner")
