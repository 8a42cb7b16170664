"""Measuring, drawing outlines, bookmarks and the menu of the map, by mouse and keys in the real window."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from desk import Desk
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from flurinfill import settings
from flurinfill.cartography.view import View
from flurinfill.desktop import seen
from flurinfill.desktop.canvas import Tool
from flurinfill.desktop.colouring import By
from flurinfill.desktop.dialogs.print_map import PrintMapDialog, Wish
from flurinfill.desktop.inspector import SITE, WHY
from flurinfill.model.states import Publication
from flurinfill.project import operations, queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


class Hand:
    """A hand on the mouse over the map."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.canvas, self._qtbot = desk.workspace.map.canvas, qtbot

    def at(self, x: float, y: float) -> QPoint:
        px, py = self.canvas.view.to_pixel(x, y, self.canvas.width(), self.canvas.height())
        return QPoint(round(px), round(py))

    def move(self, x: float, y: float, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
        spot = QPointF(self.at(x, y))
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            spot,
            self.canvas.mapToGlobal(spot),
            Qt.MouseButton.NoButton,
            buttons,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self.canvas, event)

    def click(self, x: float, y: float, keys=Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.mouseClick(self.canvas, LEFT, keys, self.at(x, y))

    def double_click(self, x: float, y: float) -> None:
        self.click(x, y)
        self._qtbot.mouseDClick(self.canvas, LEFT, pos=self.at(x, y))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self._qtbot.mousePress(self.canvas, LEFT, pos=self.at(*start))
        self.move(*((a + b) / 2 for a, b in zip(start, end, strict=True)), LEFT)
        self.move(*end, LEFT)
        self._qtbot.mouseRelease(self.canvas, LEFT, pos=self.at(*end))


@pytest.fixture
def hand(desk: Desk, qtbot: QtBot) -> Hand:
    return Hand(desk, qtbot)


def _site_square(desk: Desk) -> tuple[int, shapely.Geometry]:
    """Select a site of one parcel that is large enough, and look at it."""
    work = desk.session.snapshot.work
    shapes = dict(zip(work.outlines.site_ids.tolist(), work.outlines.shapes.geometries, strict=True))
    site_id = next(
        site
        for site, row in work.sites.iterrows()
        if len(row["parcel_ids"]) == 1
        and 900 < shapes[site].area < 2500
        and row["publication"] == "not_announced"
    )
    desk.linking.show_site(site_id)
    spot = shapes[site_id].representative_point()
    desk.workspace.map.canvas.set_view(View(spot.x, spot.y, 0.2))
    return int(site_id), shapes[site_id]


def test_a_distance_is_measured_by_the_mouse(desk: Desk, sample: Path, hand: Hand, qtbot: QtBot) -> None:
    desk.open(sample)
    hand.canvas.set_view(View(*_middle(desk), 0.2))
    desk.do("measure_distance")
    line = desk.workspace.map.line
    assert line.isVisible()
    assert desk.workspace.map.bar.tools[Tool.DISTANCE].isChecked()
    line.snapping.click()
    x, y = _middle(desk)
    hand.click(x, y)
    hand.move(x + 30, y)
    assert line.figures.text() == "30,00 m"
    hand.double_click(x + 30, y + 40)
    assert line.figures.text() == "50,00 m"
    assert desk.linking.selection.current == ""  # clicks select nothing meanwhile
    view = hand.canvas.view
    hand.drag((x, y), (x + 10, y))  # dragging still moves the map
    assert hand.canvas.view != view
    qtbot.keyClick(hand.canvas, Qt.Key.Key_Escape)
    assert hand.canvas.sketching.sketch.points == []
    qtbot.keyClick(hand.canvas, Qt.Key.Key_Escape)
    assert hand.canvas.tool is Tool.NAVIGATE
    assert line.isHidden()
    assert not desk.workspace.map.bar.tools[Tool.DISTANCE].isChecked()


def _middle(desk: Desk) -> tuple[float, float]:
    west, south, east, north = desk.session.snapshot.ground.parcels.bounds()
    return round((west + east) / 2), round((south + north) / 2)


def test_an_area_is_measured_by_the_keyboard(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    canvas = desk.workspace.map.canvas
    canvas.set_view(View(*_middle(desk), 0.5))
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.tool is Tool.AREA
    qtbot.keyClick(canvas, Qt.Key.Key_S)
    assert not desk.workspace.map.line.snapping.isChecked()
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(canvas, key)
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sketch = canvas.sketching.sketch
    assert sketch.finished
    across, up = canvas.width() * 0.25 * 0.5, canvas.height() * 0.25 * 0.5
    assert sketch.area_m2 == pytest.approx(across * up / 2, rel=0.01)
    qtbot.keyClick(canvas, Qt.Key.Key_N)
    assert canvas.tool is Tool.NAVIGATE
    assert not canvas.sketching.active


def _lonely(corner: np.ndarray, every: np.ndarray, reach: float) -> bool:
    """No other corner of any parcel is within reach."""
    away = shapely.distance(every, shapely.Point(corner))
    return int((away < reach).sum()) == 1


def test_points_snap_to_corners_of_parcels(desk: Desk, sample: Path, hand: Hand) -> None:
    desk.open(sample)
    _, shape = _site_square(desk)
    desk.do("measure_distance")
    metres = hand.canvas.view.metres_per_pixel
    parcels = desk.session.snapshot.ground.parcels.geometries
    around = shapely.get_coordinates(parcels[shapely.distance(parcels, shape) < 1])
    every = shapely.points(np.unique(around, axis=0))
    alone = [each for each in shapely.get_coordinates(shape) if _lonely(each, every, 12 * metres)]
    corner = alone[0]
    hand.move(corner[0] + 5 * metres, corner[1] + 3 * metres)
    assert hand.canvas.sketching.caught == pytest.approx(tuple(corner), abs=1e-9)
    hand.click(corner[0] + 5 * metres, corner[1] + 3 * metres)
    assert hand.canvas.sketching.sketch.rings[0][0] == pytest.approx(tuple(corner), abs=1e-9)


def test_an_outline_is_drawn_edited_undone_and_given_up(
    desk: Desk, sample: Path, hand: Hand, qtbot: QtBot
) -> None:
    desk.open(sample)
    site_id, shape = _site_square(desk)
    desk.inspector.tabs.setCurrentIndex(SITE)
    card = desk.inspector.site.shape
    assert not card.buttons["reset_outline"].isVisible()
    card.buttons["draw_outline"].click()
    hand.canvas.sketching.snapping = False
    inner = shape.buffer(-4)
    x, y = inner.representative_point().coords[0]
    line = desk.workspace.map.line
    assert "drei Ecken" in line.why.text()
    for dx, dy in ((-4, -4), (4, 4), (4, -4)):
        hand.click(x + dx, y + dy)
    hand.click(x - 4, y + 4)
    assert "sich selbst" in line.why.text()
    for _ in range(3):
        qtbot.keyClick(hand.canvas, Qt.Key.Key_Backspace)
    assert not line.take.isEnabled()
    hand.click(x + 4, y - 4)
    hand.click(x + 4, y + 4)
    hand.double_click(x - 4, y + 4)
    assert line.why.isHidden()
    assert line.take.isEnabled()
    hand.drag((x + 4, y + 4), (x + 6, y + 6))
    qtbot.keyClick(hand.canvas, Qt.Key.Key_Return)
    desk.wait(lambda: desk.site(site_id)["outline_m2"] == desk.site(site_id)["outline_m2"])
    drawn = queries.site_geometry(desk.session.project, site_id)
    assert drawn.area == pytest.approx(80, rel=0.15)
    assert "Gezeichneter Umriss" in card.words.text()
    assert not hand.canvas.sketching.active
    assert desk.workspace.map._outlines.of_sites([site_id])[0].equals(drawn)

    card.buttons["edit_outline"].click()
    sketch = hand.canvas.sketching.sketch
    assert sketch.finished
    assert "nichts geändert" in line.why.text()
    assert not line.take.isEnabled()
    qtbot.keyClick(hand.canvas, Qt.Key.Key_Return)
    assert hand.canvas.sketching.active
    qtbot.keyClick(hand.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert sketch.held == (0, 0)
    before = sketch.rings[0][0]
    qtbot.keyClick(hand.canvas, Qt.Key.Key_Up, SHIFT)
    assert sketch.rings[0][0] != before
    qtbot.keyClick(hand.canvas, Qt.Key.Key_Delete)
    assert len(sketch.rings[0]) == 3
    qtbot.keyClick(hand.canvas, Qt.Key.Key_Escape)
    assert queries.site_geometry(desk.session.project, site_id).equals(drawn)

    card.buttons["reset_outline"].click()
    desk.wait(lambda: desk.site(site_id)["outline_m2"] != desk.site(site_id)["outline_m2"])
    desk.do("undo")
    desk.wait(lambda: desk.site(site_id)["outline_m2"] == desk.site(site_id)["outline_m2"])


def test_an_outline_outside_is_refused_and_stays_to_be_mended(
    desk: Desk, sample: Path, hand: Hand, qtbot: QtBot
) -> None:
    desk.open(sample)
    site_id, shape = _site_square(desk)
    desk.do("draw_outline")
    hand.canvas.sketching.snapping = False
    west, south, east, north = shape.bounds
    for x, y in ((west - 9, south), (east, south), (east, north)):
        hand.click(x, y)
    line = desk.workspace.map.line
    assert "hinaus" in line.why.text()
    assert not line.take.isEnabled()
    hand.canvas.sketching.finish()
    qtbot.keyClick(hand.canvas, Qt.Key.Key_Return)
    assert "hinaus" in desk.window.notices.words("refused")
    assert hand.canvas.sketching.active
    desk.workspace.map.line.cancel.click()
    assert not hand.canvas.sketching.active
    assert not desk.window.notices.words("refused")  # there is nothing left to be mended
    assert queries.site_geometry(desk.session.project, site_id).equals(shape)


def test_an_outline_does_not_overwrite_what_somebody_changed_meanwhile(
    desk: Desk, sample: Path, hand: Hand
) -> None:
    desk.open(sample)
    site_id, shape = _site_square(desk)
    desk.do("draw_outline")
    desk.session.apply(operations.set_site_field, site_id, "grz", 0.4)  # one's own change is known
    desk.wait(lambda: desk.site(site_id)["grz"] == 0.4)
    operations.set_site_outline(desk.session.project, site_id, shape.buffer(-5))  # as by another clerk
    desk.session.refresh()
    desk.wait()
    mine = shape.buffer(-4)
    hand.canvas.sketching.outlined.emit(mine)
    assert "inzwischen geändert" in desk.window.notices.words("refused")
    assert queries.site_geometry(desk.session.project, site_id).equals(shape.buffer(-5))
    desk.wait()
    hand.canvas.sketching.outlined.emit(mine)  # it was seen, and is drawn over
    desk.wait(lambda: queries.site_geometry(desk.session.project, site_id).equals(mine))


def test_parcels_are_added_and_taken_out_by_selecting_them(desk: Desk, sample: Path, hand: Hand) -> None:
    desk.open(sample)
    site_id, _ = _site_square(desk)
    own = desk.site(site_id)["parcel_ids"][0]
    taken = set(desk.session.snapshot.parcels.index[desk.session.snapshot.parcels["case_no"] != ""])
    ids = list(desk.session.snapshot.parcels.index)
    shapes = desk.session.snapshot.ground.parcels.geometries
    mine = shapes[ids.index(own)]
    other = next(
        parcel
        for parcel, shape in zip(ids, shapes, strict=True)
        if parcel not in taken and shape.distance(mine) < 0.1 and 100 < shape.area < 5000
    )
    assert not desk.controller.actions["add_parcels"].isEnabled()
    spot = shapes[ids.index(other)].representative_point()
    hand.canvas.ensure_visible([own, other])
    hand.click(spot.x, spot.y, SHIFT)
    assert set(desk.linking.selection.parcels) == {own, other}
    desk.linking.selection.select([own, other], site_id, "")
    desk.inspector.tabs.setCurrentIndex(SITE)
    desk.inspector.site.shape.buttons["add_parcels"].click()
    desk.wait(lambda: len(desk.site(site_id)["parcel_ids"]) == 2)
    assert queries.site_geometry(desk.session.project, site_id).area == pytest.approx(
        mine.area + shapes[ids.index(other)].area, rel=0.001
    )
    desk.linking.selection.select([other], site_id, "")
    desk.do("remove_parcels")
    desk.wait(lambda: desk.site(site_id)["parcel_ids"] == (own,))
    desk.linking.selection.select([other], None, "")
    desk.do("create_site")
    desk.wait(
        lambda: (
            other in set(desk.session.snapshot.parcels.index[desk.session.snapshot.parcels["case_no"] != ""])
        )
    )


def test_a_parcel_added_after_the_notice_is_told(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    sites = desk.session.snapshot.work.sites
    site_id = int(sites.index[sites["publication"] == Publication.ANNOUNCED][0])
    parcels = desk.session.snapshot.parcels
    free = parcels.index[(parcels["case_no"] == "") & (parcels["potential"] == "garden")][0]
    desk.linking.selection.select([*sites.loc[site_id, "parcel_ids"], free], site_id, "")
    desk.do("add_parcels")
    desk.wait(lambda: desk.site(site_id)["publication"] == Publication.NOT_ANNOUNCED)
    assert "Bekanntmachung" in desk.window.notices.words("publication")


def test_villages_and_own_places_are_bookmarks(desk: Desk, town: Path) -> None:
    desk.open(town)
    marks = desk.controller.map.bookmarks
    marks.fill()
    villages = {action.data() for action in marks.menu.actions() if action.data()}
    assert villages == set(desk.session.snapshot.ground.villages)
    assert len(villages) > 3
    canvas = desk.workspace.map.canvas
    next(action for action in marks.menu.actions() if action.data() == min(villages)).trigger()
    west, south, east, north = desk.session.snapshot.ground.villages[min(villages)]
    assert west < canvas.view.center_x < east
    assert south < canvas.view.center_y < north
    kept = canvas.view
    desk.do("keep_view")
    dialog = desk.dialog(QInputDialog)
    assert min(villages) in dialog.textValue()
    dialog.setTextValue("Mein Eck")
    dialog.accept()
    canvas.zoom_full()
    marks.fill()
    next(action for action in marks.menu.actions() if action.data() == "Mein Eck").trigger()
    assert canvas.view == kept
    desk.do("close")
    rows = json.loads(settings.load().of_project(town)["bookmarks"])
    assert rows[0][0] == "Mein Eck"
    desk.open(town)
    assert [mark.name for mark in marks.own] == ["Mein Eck"]
    assert canvas.view == kept  # the view is kept, too
    marks.fill()
    removing = next(action.menu() for action in marks.menu.actions() if action.menu() is not None)
    removing.actions()[0].trigger()
    assert marks.own == []


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_of_a_right_click(desk: Desk, sample: Path, hand: Hand) -> None:
    desk.open(sample)
    site_id, shape = _site_square(desk)
    parcel = desk.site(site_id)["parcel_ids"][0]
    desk.linking.selection.clear()
    spot = shape.representative_point()
    place = hand.at(spot.x, spot.y)
    hand.canvas.menu_requested.emit(hand.canvas.mapToGlobal(place), parcel)
    menu = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())
    actions = {action.text(): action for action in menu.actions()}
    actions["Koordinate kopieren"].trigger()
    x, y = (float(part) for part in QGuiApplication.clipboard().text().split(", "))
    assert (x, y) == pytest.approx((spot.x, spot.y), abs=2 * hand.canvas.view.metres_per_pixel)
    actions["Warum (nicht)?"].trigger()
    assert desk.linking.selection.current == parcel
    assert desk.inspector.tabs.currentIndex() == WHY
    before = hand.canvas.view.metres_per_pixel
    actions["Hier heranzoomen"].trigger()
    assert hand.canvas.view.metres_per_pixel == pytest.approx(before / 2)
    menu.close()


def test_last_and_next_view_are_commands(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    canvas = desk.workspace.map.canvas
    canvas._remember_view()
    first = canvas.view
    _site_square(desk)
    canvas._remember_view()
    second = canvas.view
    desk.do("last_view")
    assert canvas.view == first
    desk.do("next_view")
    assert canvas.view == second


def test_the_map_is_printed_at_a_fixed_scale(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample)
    _site_square(desk)
    desk.do("print_map")
    dialog = desk.dialog(PrintMapDialog)
    dialog.title.setText("Mein Plan")
    dialog.scale.setEditText("1:750")
    assert "200 m" in dialog.covered.text()
    dialog.scale.setEditText("1:7")
    assert not dialog.make.isEnabled()
    dialog.scale.setEditText("750")
    dialog.paper.setCurrentIndex(1)
    (tmp_path / "alt.pdf").write_bytes(b"")
    dialog.path.setText(str(tmp_path / "alt"))
    assert not dialog.replaced.isHidden()
    assert dialog.replaced.text() == "Diese Datei gibt es schon; sie wird ersetzt."
    dialog.path.setText(str(tmp_path / "plan"))
    assert dialog.replaced.isHidden()
    dialog.make.click()
    desk.wait(lambda: bool(desk.window.notices.words("printed")))
    assert (tmp_path / "plan.pdf").is_file()
    (text,) = [page.extract_text() for page in PdfReader(tmp_path / "plan.pdf").pages]
    assert "Mein Plan" in text
    assert "1 : 750" in text
    assert "Baulücke" in text or "Zweite Reihe" in text


def test_a_map_of_owners_is_refused(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.workspace.map.by.setCurrentIndex(desk.workspace.map.by.findData(By.OWNER.value))
    desk.controller.printing.write(Wish(tmp_path / "k.pdf", "", 1000, "a4", True))
    desk.wait(lambda: "Eigentümern" in desk.window.notices.words("refused"))
    assert not (tmp_path / "k.pdf").exists()


def test_a_whole_district_on_one_sheet_is_refused(
    desk: Desk, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open(sample)
    monkeypatch.setattr(seen, "MOST_SHAPES", 500)
    desk.controller.printing.write(Wish(tmp_path / "k.pdf", "", 25_000, "a3", True))
    desk.wait(lambda: "Maßstab" in desk.window.notices.words("refused"))
