"""Small, dense and changing screens: 1024×600, 200 %, a remote desktop that changes its resolution."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flurinfill.desktop.canvas import Tool, render
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
    desk.window.resize(1024, 600)
    few = rows()
    assert few >= 3
    qtbot.keyClick(desk.window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert rows() >= 8
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
