"""Small, dense and changing screens: 1024×600, 200 %, a remote desktop that changes its resolution."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.symbology import LIGHT, style_of_class
from flurinfill.desktop.canvas import Tool, furniture, render
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.fitting import fitted

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

SCREEN = QRect(0, 0, 1024, 600)


@pytest.mark.parametrize(
    ("window", "wanted"),
    [
        (QRect(100, 50, 800, 500), QRect(100, 50, 800, 500)),
        (QRect(500, 300, 800, 500), QRect(224, 100, 800, 500)),
        (QRect(-300, -20, 800, 500), QRect(0, 0, 800, 500)),
        (QRect(10, 10, 1920, 1080), QRect(0, 0, 1024, 600)),
        (QRect(2000, 1500, 900, 550), QRect(124, 50, 900, 550)),
    ],
)
def test_a_window_is_brought_onto_the_screen(window: QRect, wanted: QRect) -> None:
    assert fitted(window, SCREEN) == wanted
    assert fitted(wanted, SCREEN) == wanted
    moved = SCREEN.translated(1920, 200)
    assert moved.contains(fitted(window, moved))


def test_the_window_follows_a_screen_that_shrinks(desk: Desk) -> None:
    desk.window.resize(1280, 800)
    desk.window._fit.fit(SCREEN)
    assert desk.window.width() <= 1024
    assert desk.window.height() <= 600
    assert SCREEN.contains(desk.window.geometry())
    desk.window._fit.fit(SCREEN.adjusted(0, 0, 800, 400))
    assert desk.window.size() == QSize(1280, 800)  # as it was before
    desk.window.resize(900, 500)
    desk.window._fit.fit(SCREEN)
    desk.window._fit.fit(SCREEN.adjusted(0, 0, 800, 400))
    assert desk.window.size() == QSize(900, 500)  # as somebody wanted it meanwhile


def resize(desk: Desk, width: int, height: int) -> None:
    """Give the window a size; the status bar takes its height in a second turn."""
    desk.window.resize(width, height)
    for _ in range(2):
        QApplication.processEvents()


def test_what_a_small_screen_takes_comes_back_with_the_large_one(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    window, workspace = desk.window, desk.workspace
    resize(desk, 1920, 1080)
    workspace.upright.handle(1).moveSplitter(700)
    workspace.level.handle(1).moveSplitter(1300)
    before = workspace.upright.sizes(), workspace.level.sizes(), window.toolbar.height()
    for size in ((1024, 600), (640, 400)):
        resize(desk, *size)
        for part in (workspace.map.canvas, workspace.tabs, workspace.inspector, window.search, window.status):
            assert part.isVisible()
            corner = part.mapTo(window, part.rect().bottomRight())
            assert window.rect().contains(corner), (size, part)
    resize(desk, 1920, 1080)
    assert (workspace.upright.sizes(), workspace.level.sizes(), window.toolbar.height()) == before


def test_a_low_window_is_divided_apart_from_a_high_one(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    window, workspace = desk.window, desk.workspace
    resize(desk, 1920, 1080)
    high = workspace.upright.sizes()
    resize(desk, 1024, 600)
    workspace.upright.handle(1).moveSplitter(250)
    low, kept = workspace.upright.sizes(), window.state()
    workspace.upright.handle(1).moveSplitter(180)
    window.restore({"heights": kept["heights"], "widths": "[1, 2]"})  # a broken entry changes nothing
    assert workspace.upright.sizes() == low
    desk.do("review")  # the map is away while the screen grows
    resize(desk, 1920, 1080)
    desk.do("review")
    resize(desk, 1920, 1080)
    assert workspace.upright.sizes() == high


def test_the_start_page_can_be_read_on_the_smallest_screen(desk: Desk) -> None:
    start = desk.window.start
    resize(desk, 640, 400)
    for tile in (start.sample, start.new, start.open):
        assert tile.height() >= tile.minimumSizeHint().height()
        for label in tile.findChildren(QLabel):
            assert label.width() >= label.minimumSizeHint().width(), label.text()
    assert start.new.y() > start.sample.geometry().bottom()


def test_review_mode_gives_the_explanation_its_room(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.do("review")
    card = desk.window.review.card
    for size, shown in (((1024, 600), True), ((640, 400), False)):
        resize(desk, *size)
        assert card._figure_panel.isVisible() is shown
        for label in card._head.findChildren(QLabel):
            if label.isVisible() and label.text():
                assert label.height() >= label.heightForWidth(label.width()) - 3, label.text()


def test_a_legend_that_is_mostly_cut_off_shows_its_title_alone() -> None:
    entries = [LegendEntry("PotentialClass", "gap", style_of_class("gap"), number) for number in range(9)]
    image = QImage(1400, 1000, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    heights = [
        furniture.draw_legend(painter, (1400, height), entries, "Klassen", LIGHT).height()
        for height in (600, 190)
    ]
    painter.end()
    assert heights[0] > 9 * 15
    assert heights[1] < 3 * 15


@pytest.mark.parametrize("size", [(1024, 600), (960, 540)])
def test_dialogs_keep_their_buttons_on_a_small_screen(
    desk: Desk, sample: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    class Small:
        def availableGeometry(self) -> QRect:
            return QRect(0, 0, *size)

    monkeypatch.setattr(Dialog, "screen", lambda _self: Small())
    desk.open(sample)
    for command in ("import", "glossary", "history", "office", "doctor", "edit_rules"):
        desk.do(command)
        dialog = desk.dialog()
        desk.wait()
        assert dialog.width() <= size[0], command
        assert dialog.height() <= size[1], command
        for push in dialog.findChildren(QPushButton):
            if push.isVisible() and push.parent() is dialog:
                assert dialog.rect().contains(push.geometry()), (command, push.text())
        dialog.reject()
        desk.wait(desk.no_dialog)


def test_everything_of_the_map_fits_on_a_small_screen(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.window.resize(1024, 600)
    desk.do("layers")
    desk.workspace.map.use_tool(Tool.DISTANCE)
    desk.wait()
    assert desk.window.size().width() == 1024
    panel = desk.workspace.map
    for push in (
        *panel.bar.tools.values(),
        *panel.bar._buttons.values(),
        panel.bar.bookmarks,
        panel.line.cancel,
    ):
        corner = push.mapTo(panel, push.rect().bottomRight())
        assert panel.rect().contains(corner), push.accessibleName()
    scroll = panel.panel.findChild(type(panel.panel.layout().itemAt(0).widget()))
    assert scroll.widget().width() <= scroll.viewport().width()
    assert panel.canvas.height() >= panel.canvas.minimumHeight()
    assert not panel.panel.tree.verticalScrollBar().isVisible()  # only the panel around it scrolls


def test_the_table_has_rows_on_a_small_screen(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    view = desk.workspace.sites.view

    def rows() -> int:
        QApplication.processEvents()
        return view.viewport().height() // view.rowHeight(0)

    assert rows() >= 6
    desk.window.resize(1366, 768)
    assert rows() >= 8
    desk.window.resize(1024, 600)
    few = rows()
    assert few >= 8
    assert desk.workspace.map.canvas.height() >= 160
    qtbot.keyClick(desk.window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert rows() >= 11
    assert desk.workspace.map.canvas.isVisible()
    desk.do("tables")  # hidden, then wanted large again
    desk.workspace._enlarge.click()
    assert rows() == few


def test_other_pixels_are_drawn_anew(
    desk: Desk, sample: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open(sample)
    canvas = desk.workspace.map.canvas
    with qtbot.waitSignal(canvas.view_settled, timeout=20_000):
        canvas.redraw()
    assert canvas._picture.frame.request.ratio == 1.0
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
    qtbot.waitUntil(lambda: canvas._picture.frame.request.ratio == 2.0, timeout=20_000)
    frame = canvas._picture.frame
    assert (frame.image.width(), frame.image.height()) == (2 * canvas.width(), 2 * canvas.height())


def test_a_large_screen_is_smoothed_without_keeping_its_buffers(
    desk: Desk, sample: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open(sample)
    canvas = desk.workspace.map.canvas
    with qtbot.waitSignal(canvas.view_settled, timeout=20_000):
        canvas.zoom_full()
    kept = canvas._picture.frame
    assert kept.scans.ratio == 2.0
    monkeypatch.setattr(render, "_KEPT", 1000)
    with qtbot.waitSignal(canvas.view_settled, timeout=20_000):
        canvas.pan(1, 0)
    with qtbot.waitSignal(canvas.view_settled, timeout=20_000):
        canvas.pan(-1, 0)
    banded = canvas._picture.frame
    assert banded.scans.ratio == 1.0
    assert banded.smooth
    assert (banded.pixels == kept.pixels).mean() > 0.999
