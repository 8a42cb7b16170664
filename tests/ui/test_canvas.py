"""The map canvas under mouse and keys."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QMouseEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from flurinfill.cartography import scene, warmup
from flurinfill.cartography.legend import legend_entries
from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.symbology import DARK, style_of, theme
from flurinfill.cartography.view import View
from flurinfill.desktop.canvas import LabelSource, MapCanvas, MapLayer, StreetName, Tool
from flurinfill.desktop.map_layers import building_layer

SIDE = 20.0
GRID = [shapely.box(x * SIDE, y * SIDE, (x + 1) * SIDE, (y + 1) * SIDE) for y in range(10) for x in range(10)]
IDS = [f"{x}-{y}" for y in range(10) for x in range(10)]
LEFT, SHIFT, CTRL = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def empty(qtbot: QtBot) -> Iterator[MapCanvas]:
    warmup.warm(wait=True)
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(500, 500)
    canvas.show()
    yield canvas
    canvas.shutdown()


@pytest.fixture
def canvas(empty: MapCanvas, qtbot: QtBot) -> MapCanvas:
    with qtbot.waitSignal(empty.view_settled, timeout=5000):
        empty.set_parcels(GRID, IDS)
    return empty


def _at(canvas: MapCanvas, parcel_id: str) -> QPoint:
    middle = GRID[IDS.index(parcel_id)].centroid
    x, y = canvas.view.to_pixel(middle.x, middle.y, canvas.width(), canvas.height())
    return QPoint(round(x), round(y))


def _move(
    canvas: MapCanvas,
    to: QPoint,
    buttons: Qt.MouseButton = Qt.MouseButton.NoButton,
    keys=Qt.KeyboardModifier.NoModifier,
) -> None:
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        QPointF(to),
        canvas.mapToGlobal(QPointF(to)),
        Qt.MouseButton.NoButton,
        buttons,
        keys,
    )
    QApplication.sendEvent(canvas, event)


def _drag(
    qtbot: QtBot,
    canvas: MapCanvas,
    start: QPoint,
    end: QPoint,
    button=LEFT,
    keys=Qt.KeyboardModifier.NoModifier,
) -> None:
    qtbot.mousePress(canvas, button, keys, start)
    for share in (0.3, 0.7, 1.0):
        _move(canvas, start + (end - start) * share, button, keys)
    qtbot.mouseRelease(canvas, button, keys, end)


def _wheel(canvas: MapCanvas, at: QPoint, notches: float, keys=Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        QPointF(at), canvas.mapToGlobal(QPointF(at)), QPoint(), QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def _centre(canvas: MapCanvas) -> tuple[float, float]:
    return canvas.view.center_x, canvas.view.center_y


def test_the_first_parcels_are_shown_whole(canvas: MapCanvas) -> None:
    assert _centre(canvas) == pytest.approx((100, 100))
    west, south, east, north = canvas.view.bounds(500, 500)
    assert west < 0
    assert south < 0
    assert east > 200
    assert north > 200
    assert canvas.accessibleName() == "Karte"
    canvas.resize(250, 250)  # still whole
    assert canvas.view.bounds(250, 250)[2] > 200
    canvas.set_view(View(100, 100, 0.1))
    canvas.resize(300, 300)
    assert canvas.view == View(100, 100, 0.1)


def test_new_parcels_keep_the_view(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_view(View(120, 80, 0.3))
    with qtbot.waitSignal(canvas.view_settled, timeout=5000):
        canvas.set_parcels(GRID[:50], IDS[:50])
    assert canvas.view == View(120, 80, 0.3)
    canvas.set_parcels([], [])
    assert canvas.selected == []
    with qtbot.waitSignal(canvas.view_settled, timeout=5000):
        canvas.set_parcels(GRID, IDS)
    assert canvas.view.metres_per_pixel > 0.4


def test_a_click_selects_and_identifies(canvas: MapCanvas, qtbot: QtBot) -> None:
    with (
        qtbot.waitSignal(canvas.selection_changed) as changed,
        qtbot.waitSignal(canvas.identified) as identified,
    ):
        qtbot.mouseClick(canvas, LEFT, pos=_at(canvas, "3-4"))
    assert (changed.args, identified.args) == ([["3-4"]], ["3-4"])
    assert canvas.selected == ["3-4"]
    qtbot.mouseClick(canvas, LEFT, SHIFT, _at(canvas, "5-5"))
    qtbot.mouseClick(canvas, LEFT, CTRL, _at(canvas, "7-7"))
    assert canvas.selected == ["3-4", "5-5", "7-7"]
    qtbot.mouseClick(canvas, LEFT, CTRL, _at(canvas, "5-5"))
    assert canvas.selected == ["3-4", "7-7"]
    assert canvas.accessibleDescription() == "2 Flurstücke ausgewählt"
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(2, 2))
    assert canvas.selected == []


def test_a_selection_by_the_program_is_silent(canvas: MapCanvas, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(canvas.selection_changed):
        canvas.set_selected(["1-1", "unknown", "0-2"])
    assert canvas.selected == ["1-1", "0-2"]
    canvas.set_parcels(GRID[:15], IDS[:15])
    assert canvas.selected == ["1-1"]


def test_dragging_moves_the_map_by_exactly_the_drag(canvas: MapCanvas, qtbot: QtBot) -> None:
    before = canvas.view
    _drag(qtbot, canvas, QPoint(250, 250), QPoint(310, 210))
    moved = before.panned(60, -40)
    assert _centre(canvas) == pytest.approx((moved.center_x, moved.center_y))
    assert canvas.selected == []
    _drag(qtbot, canvas, QPoint(250, 250), QPoint(190, 290), Qt.MouseButton.MiddleButton)
    assert _centre(canvas) == pytest.approx((before.center_x, before.center_y))


def test_space_and_mouse_move_the_map_with_any_tool(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_tool(Tool.SELECT)
    before = canvas.view
    _move(canvas, QPoint(100, 100))
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    _move(canvas, QPoint(130, 90))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    _move(canvas, QPoint(300, 300))
    assert canvas.view == before.panned(30, -10)


def test_the_wheel_zooms_at_the_cursor(canvas: MapCanvas) -> None:
    spot = _at(canvas, "8-8")
    place = canvas.view.to_world(spot.x(), spot.y(), 500, 500)
    before = canvas.view.metres_per_pixel
    _wheel(canvas, spot, 2)
    assert canvas.view.metres_per_pixel == pytest.approx(before / 2)
    assert canvas.view.to_world(spot.x(), spot.y(), 500, 500) == pytest.approx(place)
    _wheel(canvas, spot, 1, CTRL)
    assert canvas.view.metres_per_pixel == pytest.approx(before / 2 / 2**0.125)


def test_shift_and_drag_zoom_to_a_box(canvas: MapCanvas, qtbot: QtBot) -> None:
    start, end = _at(canvas, "2-6"), _at(canvas, "4-4")
    _drag(qtbot, canvas, start, end, keys=SHIFT)
    assert _centre(canvas) == pytest.approx((70, 110), abs=1)
    assert canvas.view.metres_per_pixel == pytest.approx(40 / 500, rel=0.03)
    assert canvas.selected == []


def test_the_select_tool_draws_a_box(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_tool(Tool.SELECT)
    with qtbot.waitSignal(canvas.selection_changed):
        _drag(qtbot, canvas, _at(canvas, "2-3"), _at(canvas, "3-2"))
    assert sorted(canvas.selected) == ["2-2", "2-3", "3-2", "3-3"]
    with qtbot.waitSignal(canvas.tool_changed):
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool is Tool.NAVIGATE


def test_escape_takes_a_drag_back(canvas: MapCanvas, qtbot: QtBot) -> None:
    before = canvas.view
    qtbot.mousePress(canvas, LEFT, pos=QPoint(200, 200))
    _move(canvas, QPoint(280, 280), LEFT)
    assert canvas.view != before
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.view == before
    _move(canvas, QPoint(320, 320), LEFT)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(320, 320))
    assert canvas.view == before
    assert canvas.selected == []


def test_a_double_click_centres_and_enlarges(canvas: MapCanvas, qtbot: QtBot) -> None:
    before = canvas.view.metres_per_pixel
    qtbot.mouseDClick(canvas, LEFT, pos=_at(canvas, "7-2"))
    assert _centre(canvas) == pytest.approx((150, 50), abs=1)
    assert canvas.view.metres_per_pixel == pytest.approx(before / 2)


def test_the_map_can_be_used_by_the_keyboard(canvas: MapCanvas, qtbot: QtBot) -> None:
    home = canvas.view
    qtbot.keyClick(canvas, Qt.Key.Key_PageUp)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.metres_per_pixel == pytest.approx(home.metres_per_pixel / 4)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.view.center_x > home.center_x
    assert canvas.view.center_y > home.center_y
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.selected == [canvas.parcel_at(*_centre(canvas))]
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.view.metres_per_pixel == pytest.approx(home.metres_per_pixel, rel=0.05)


def test_last_and_next_view(canvas: MapCanvas, qtbot: QtBot) -> None:
    first = canvas.view
    canvas.zoom_to(["4-4"])
    second = canvas.view
    qtbot.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert canvas.view == first
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert canvas.view == second
    canvas.next_view()
    assert canvas.view == second


def test_scale_and_visibility_of_parcels(canvas: MapCanvas) -> None:
    canvas.set_scale(1000)
    assert canvas.scale == pytest.approx(1000)
    inside = canvas.view
    canvas.ensure_visible(["5-5"])
    assert canvas.view == inside
    canvas.set_view(View(10_000, 10_000, 0.2))
    canvas.ensure_visible(["5-5"])
    assert _centre(canvas) == pytest.approx((110, 110))
    assert canvas.view.metres_per_pixel == pytest.approx(0.2)


@pytest.mark.qt_log_ignore("does not support raise")
def test_hover_tells_the_parcel_and_its_tip(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_tip(lambda parcel_id: f"Flurstück {parcel_id}")
    with qtbot.waitSignal(canvas.hovered) as hovered, qtbot.waitSignal(canvas.cursor_moved) as moved:
        _move(canvas, _at(canvas, "6-1"))
    assert hovered.args == ["6-1"]
    assert moved.args == pytest.approx([130, 30], abs=1)
    spot = _at(canvas, "6-1")
    QApplication.sendEvent(canvas, QHelpEvent(QHelpEvent.Type.ToolTip, spot, canvas.mapToGlobal(spot)))
    assert QToolTip.text() == "Flurstück 6-1"
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    canvas.set_tool(Tool.DISTANCE)
    QApplication.sendEvent(canvas, QHelpEvent(QHelpEvent.Type.ToolTip, spot, canvas.mapToGlobal(spot)))
    assert not QToolTip.isVisible()  # it would cover what is measured
    canvas.set_tool(Tool.NAVIGATE)
    with qtbot.waitSignal(canvas.hovered) as left:
        _move(canvas, QPoint(1, 1))
    assert left.args == [""]
    QToolTip.hideText()


def test_the_menu_knows_the_parcel(canvas: MapCanvas, qtbot: QtBot) -> None:
    spot = _at(canvas, "9-0")
    with qtbot.waitSignal(canvas.menu_requested) as signal:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, canvas.mapToGlobal(spot))
        QApplication.sendEvent(canvas, event)
    assert signal.args == [canvas.mapToGlobal(spot), "9-0"]


def test_a_restyle_scans_nothing_and_shows_at_once(
    canvas: MapCanvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned: list[object] = []
    monkeypatch.setattr(scene, "scan", lambda *args: scanned.append(args))
    with qtbot.waitSignal(canvas.view_settled, timeout=5000):
        canvas.set_styles(["gap" if x == "3-3" else "residential" for x in IDS])
    assert scanned == []
    spot = _at(canvas, "3-3")
    colour = canvas.grab().toImage().pixelColor(spot * canvas.devicePixelRatioF())
    assert colour == QColor(style_of("gap").fill)


def test_one_code_for_each_parcel(canvas: MapCanvas) -> None:
    with pytest.raises(ValueError, match="codes for 100 parcels"):
        canvas.set_styles(["gap"])


def test_identify_is_exact_with_holes_parts_and_overlaps(empty: MapCanvas) -> None:
    ring = shapely.box(0, 0, 60, 60).difference(shapely.box(20, 20, 40, 40))
    pair = shapely.MultiPolygon([shapely.box(70, 0, 80, 60), shapely.box(90, 0, 100, 60)])
    inner = shapely.box(5, 5, 8, 8)
    empty.set_parcels([ring, pair, inner, None], ["ring", "pair", "inner", "lost"])
    asked = {
        (1, 1): "ring",
        (30, 30): "",
        (75, 5): "pair",
        (85, 5): "",
        (6, 6): "inner",
        (19.999, 30): "ring",
    }
    assert {place: empty.parcel_at(*place) for place in asked} == asked


def test_labels_of_a_closer_view_do_not_lie_upon_each_other(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_labels(LabelSource.build(Shapes(GRID), IDS, []))
    canvas.set_view(View(60, 60, 0.1))
    qtbot.waitUntil(lambda: bool(canvas._picture.labels_at(canvas.view)))
    far = View(60, 60, 0.4)
    assert canvas._picture.labels_at(View(70, 60, 0.12))  # moved and a little farther: they follow
    assert not canvas._picture.labels_at(far)
    canvas.set_view(far)
    qtbot.waitUntil(lambda: bool(canvas._picture.labels_at(far)))  # placed anew


def test_everything_can_be_drawn_together(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_layer("buildings", building_layer(Shapes([shapely.box(45, 45, 52, 52)])))
    flood = MapLayer.plain(Shapes([shapely.box(-5, -5, 60, 60)]), lambda _code, dark: theme(dark).constraint)
    canvas.set_layer("flood", flood)
    canvas.set_styles(["gap", "garden", "brownfield", "undecidable", "second_row"] * 20)
    street = StreetName(shapely.LineString([(0, 100), (200, 100)]), "Am Musteranger")
    canvas.set_labels(LabelSource.build(Shapes(GRID), IDS, [street]))
    canvas.set_legend(legend_entries("class", {"gap": 20, "garden": 20}), "Potenzialart")
    canvas.set_source("Quelle: Musteramt")
    plain = canvas.grab().toImage()
    with qtbot.waitSignal(canvas.view_settled, timeout=5000):
        canvas.set_view(View(60, 60, 0.2))
    qtbot.waitUntil(lambda: canvas.grab().toImage() != plain)
    picture = canvas.picture()
    assert picture.shape == (500, 500, 4)
    assert (picture[..., 3] == 255).all()
    for layer in ("buildings", "flood", "labels/numbers", "labels/streets", "legend"):
        canvas.set_layer_visible(layer, False)
    assert not np.array_equal(picture, canvas.picture())


def test_the_dark_palette_darkens_the_map(canvas: MapCanvas, qtbot: QtBot) -> None:
    palette = QPalette(canvas.palette())
    palette.setColor(QPalette.ColorRole.Window, QColor("#1e2124"))
    with qtbot.waitSignal(canvas.view_settled, timeout=5000):
        canvas.setPalette(palette)
    assert canvas.grab().toImage().pixelColor(_at(canvas, "5-5")) == QColor(DARK.parcel.fill)


def test_an_empty_map_says_the_next_step(empty: MapCanvas) -> None:
    blank = empty.grab().toImage()
    empty.set_empty_text("Noch kein Kataster geladen", "Datei öffnen oder hierher ziehen")
    assert empty.grab().toImage() != blank
    assert empty.parcel_at(0, 0) == ""
    empty.zoom_full()
    empty.zoom_to_selection()
    empty.last_view()


def test_drawing_without_compiled_kernels(
    empty: MapCanvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warmup, "kernels", lambda: None)
    with qtbot.waitSignal(empty.view_settled, timeout=10_000):
        empty.set_parcels(GRID, IDS)
    assert empty.grab().toImage().pixelColor(_at(empty, "5-5")) == QColor(style_of("").fill)


def test_many_quick_views_end_with_the_last_one_and_leave_no_thread(canvas: MapCanvas, qtbot: QtBot) -> None:
    for step in range(40):
        _wheel(canvas, QPoint(100 + step, 200), 1 if step % 3 else -1)
        QApplication.processEvents()
    with qtbot.waitSignal(canvas.view_settled, timeout=5000):
        canvas.pan(3, 3)
    canvas.shutdown()
    canvas.pan(5, 5)  # after the end nothing starts again
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("draw")]
