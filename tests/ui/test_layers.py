"""The layers of the map in the real window: list, order, opacity, colours, what is remembered."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flurinfill import i18n, settings
from flurinfill.cartography.symbology import LIGHT, style_of
from flurinfill.cartography.thematic import Method, ramp_colour
from flurinfill.desktop import session
from flurinfill.desktop.colouring import By, Colouring, measures_of
from flurinfill.desktop.map_layers import (
    BUILDINGS,
    CHOSEN,
    CONSTRAINT,
    ENVELOPES,
    PARCELS,
    SITES,
    layer_words,
)
from flurinfill.desktop.map_state import MapState
from flurinfill.desktop.session import Session
from flurinfill.model.states import Review
from flurinfill.project import operations
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _choose(desk: Desk, by: By) -> None:
    box = desk.workspace.map.by
    box.setCurrentIndex(box.findData(by.value))


def _row(desk: Desk, name: str):
    tree = desk.workspace.map.panel.tree
    return tree.topLevelItem(tree.names().index(name))


def _settled(desk: Desk, qtbot: QtBot) -> QImage:
    canvas = desk.workspace.map.canvas
    with qtbot.waitSignal(canvas.view_settled, timeout=20_000):
        canvas.redraw()
    return canvas.grab().toImage()


def _shows(picture: QImage, colour: str) -> bool:
    wide = picture.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(wide.constBits(), np.uint32).reshape(wide.height(), -1)
    return bool((pixels & 0xFFFFFF == QColor(colour).rgb() & 0xFFFFFF).sum() > 20)


def test_the_list_names_every_layer_with_its_count(desk: Desk, town: Path) -> None:
    desk.open(town)
    desk.do("layers")
    panel = desk.workspace.map.panel
    assert panel.isVisible()
    snapshot = desk.session.snapshot
    assert panel.tree.names()[0] == CHOSEN
    assert panel.tree.names()[-1] == PARCELS
    assert _row(desk, PARCELS).text(1) == i18n.number(len(snapshot.parcels))
    assert _row(desk, SITES).text(1) == i18n.number(len(snapshot.work.sites))
    flood = _row(desk, f"{CONSTRAINT}Überschwemmungsgebiet")
    assert flood.text(0) == "Überschwemmungsgebiet"
    assert not flood.icon(0).isNull()
    classes = _row(desk, PARCELS)
    assert "Baulücke" in {classes.child(at).text(0) for at in range(classes.childCount())}
    desk.do("english")
    assert _row(desk, BUILDINGS).text(0) == "Buildings"
    desk.do("layers")
    assert panel.isHidden()


def test_layers_are_hidden_by_the_keyboard(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    desk.do("layers")
    tree, canvas = desk.workspace.map.panel.tree, desk.workspace.map.canvas
    desk.show_site(review="candidate")
    canvas.set_scale(3000)
    assert _shows(_settled(desk, qtbot), LIGHT.building.fill)
    tree.setCurrentItem(_row(desk, BUILDINGS))
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert BUILDINGS in desk.workspace.map.state.hidden
    assert not _shows(_settled(desk, qtbot), LIGHT.building.fill)


def test_layers_change_places_by_the_keyboard(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    desk.do("layers")
    tree = desk.workspace.map.panel.tree
    desk.show_site(review="candidate")
    desk.workspace.map.canvas.set_scale(3000)
    tree.setCurrentItem(_row(desk, BUILDINGS))
    for _ in range(len(tree.names())):
        qtbot.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert tree.names()[-1] == BUILDINGS
    assert tree.currentItem().data(0, Qt.ItemDataRole.UserRole) == BUILDINGS
    assert desk.workspace.map.state.order[0] == BUILDINGS
    assert not _shows(_settled(desk, qtbot), LIGHT.building.fill)  # the parcels cover the houses
    desk.workspace.map.panel.up.click()
    assert desk.workspace.map.state.order[1] == BUILDINGS


def test_opacity_lets_the_ground_through(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    panel = desk.workspace.map.panel
    desk.do("layers")
    panel.boxes["legend"].setChecked(False)  # its little boxes have the same colours
    desk.show_site(potential="gap", review="candidate")
    desk.workspace.map.show_selected([], [], move=False)
    desk.workspace.map.canvas.set_scale(1500)
    assert _shows(_settled(desk, qtbot), style_of("gap").fill)
    panel.tree.setCurrentItem(_row(desk, PARCELS))
    panel.opacity.setValue(40)
    assert desk.workspace.map.state.opacity == {PARCELS: 0.4}
    assert "40 %" in panel.opacity.accessibleName()
    picture = _settled(desk, qtbot)
    assert not _shows(picture, style_of("gap").fill)


@pytest.mark.parametrize("by", [By.REVIEW, By.AVAILABILITY, By.PUBLICATION])
def test_parcels_by_state_follow_a_change(desk: Desk, sample: Path, by: By) -> None:
    desk.open(sample)
    _choose(desk, by)
    before = {entry.code: entry.count for entry in desk.workspace.map._entries}
    assert sum(before.values()) >= len(desk.session.snapshot.work.sites)
    if by is By.REVIEW:
        site_id = desk.show_site(review="candidate")
        desk.session.apply(operations.set_review, site_id, Review.CONFIRMED)
        desk.wait(lambda: desk.site(site_id)["review"] == Review.CONFIRMED)
        after = {entry.code: entry.count for entry in desk.workspace.map._entries}
        assert after["confirmed"] > before["confirmed"]


def test_one_changed_state_scans_nothing(
    desk: Desk, sample: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flurinfill.cartography import scene

    desk.open(sample)
    _choose(desk, By.REVIEW)
    site_id = desk.show_site(review="candidate")
    _settled(desk, qtbot)
    scanned: list[object] = []
    scan = scene.scan
    monkeypatch.setattr(scene, "scan", lambda *given: scanned.append(given) or scan(*given))
    desk.session.apply(operations.set_review, site_id, Review.CONFIRMED)
    desk.wait(lambda: desk.site(site_id)["review"] == Review.CONFIRMED)
    _settled(desk, qtbot)
    sizes = {len(store.boxes) for store, *_ in scanned}
    assert sizes <= {1}  # the outline of the selected site alone


def test_owners_are_told_only_while_unlocked(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    _choose(desk, By.OWNER)
    assert [entry.text for entry in desk.workspace.map._entries] == ["gesperrt: erst entsperren"]
    desk.session.unlock(SAMPLE_PASSPHRASE)
    desk.wait(lambda: desk.session.snapshot.work.access.people_visible)
    assert "Privat" in {entry.text for entry in desk.workspace.map._entries}
    desk.do("seal")
    desk.wait(lambda: desk.session.snapshot.work.access.sealed)
    assert len(desk.workspace.map._entries) == 1


def test_parcels_by_a_measure_in_classes(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    _choose(desk, By.MEASURE)
    form = desk.workspace.map.panel.colours
    assert desk.workspace.map.panel.isVisible()  # where the classes are chosen
    assert form.isVisible()
    assert form.measure.count() == len(measures_of(desk.session.snapshot))
    assert not any("same_owner" in form.measure.itemData(at) for at in range(form.measure.count()))
    names = {form.measure.itemData(at): form.measure.itemText(at) for at in range(form.measure.count())}
    assert names["frontage_m[street]"] == "Straßenfront: nur Straßen"
    assert not [name for name in names.values() if "_" in name]
    assert len(desk.workspace.map._entries) == 5
    assert _shows(_settled(desk, qtbot), ramp_colour(1.0))
    form.count.setValue(3)
    counts = [entry.count for entry in desk.workspace.map._entries]
    assert len(counts) == 3
    assert max(counts) - min(counts) < 100
    form.method.setCurrentIndex(form.method.findData(Method.FIXED.value))
    assert form.bounds.isVisible()
    form.bounds.setFocus()
    form.bounds.selectAll()
    qtbot.keyClicks(form.bounds, "1.500; 400")
    qtbot.keyClick(form.bounds, Qt.Key.Key_Return)
    assert [entry.text for entry in desk.workspace.map._entries] == [
        "unter 400 m²",
        "400 m² bis unter 1.500 m²",
        "ab 1.500 m²",
    ]
    form.measure.setCurrentIndex(form.measure.findData("frontage_m"))
    assert "m" in desk.workspace.map._entries[0].text
    assert desk.workspace.map.by.currentText() == form.measure.currentText()
    _choose(desk, By.NOTHING)
    assert not form.isVisible()
    assert desk.workspace.map._entries == []


def test_the_map_is_remembered_for_each_project(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    panel = desk.workspace.map.panel
    panel.boxes["labels/houses"].setChecked(False)
    _choose(desk, By.PUBLICATION)
    desk.do("close")
    kept = settings.load().of_project(sample)["map"]
    assert MapState.loaded(kept).colouring.by is By.PUBLICATION
    desk.open(sample)
    assert desk.workspace.map.by.currentData() == By.PUBLICATION.value
    assert not panel.boxes["labels/houses"].isChecked()


def test_what_vanished_is_said_in_one_line(desk: Desk, sample: Path) -> None:
    known = desk.controller._settings
    known.of_project(sample)["map"] = MapState(
        order=(PARCELS, f"{CONSTRAINT}Altlasten"),
        colouring=Colouring(By.MEASURE, "moonlight_m"),
    ).dumped()
    desk.open(sample)
    words = desk.window.notices.words("map")
    assert "Altlasten" in words
    assert "moonlight_m" in words
    assert desk.workspace.map._entries[0].code == "gap"
    _choose(desk, By.REVIEW)
    assert "moonlight_m" not in desk.window.notices.words("map")


def test_a_class_that_no_longer_exists_is_plain_and_said(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    held: Session = desk.session
    parcels = held.snapshot.parcels.copy()
    parcels.loc[parcels.index[:7], "potential"] = "greenhouse"
    from dataclasses import replace

    desk.workspace.show_snapshot(replace(held.snapshot, parcels=parcels))
    entry = desk.workspace.map._entries[-1]
    assert (entry.count, entry.style) == (7, LIGHT.parcel)
    assert "greenhouse" in entry.text
    assert "greenhouse" in desk.window.notices.words("map")


def test_the_selected_site_is_a_layer_of_its_own(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.do("layers")
    desk.show_site(review="candidate")
    layer = desk.workspace.map._layers[CHOSEN]
    assert len(layer.shapes) == 1
    assert _row(desk, CHOSEN).text(1) == "1"
    assert layer_words(CHOSEN) == "Ausgewählte Flächen"
    desk.linking.selection.clear()
    assert len(desk.workspace.map._layers[CHOSEN].shapes) == 0


def test_envelopes_are_worked_out_when_they_are_looked_at(desk: Desk, town: Path) -> None:
    desk.open(town)
    desk.do("layers")
    assert _row(desk, ENVELOPES).text(1) == "0"
    assert _row(desk, ENVELOPES).checkState(0) == Qt.CheckState.Unchecked
    _row(desk, ENVELOPES).setCheckState(0, Qt.CheckState.Checked)
    desk.wait(lambda: len(desk.workspace.map._layers[ENVELOPES].shapes) > 100)
    assert _row(desk, ENVELOPES).text(1) != "0"
    parcels = desk.session.snapshot.ground.parcels
    for shape in desk.workspace.map._layers[ENVELOPES].shapes.geometries[:5]:
        spot = shape.representative_point()
        assert parcels.at(spot.x, spot.y) >= 0


def test_the_map_is_seen_before_everything_is_read(
    desk: Desk, sample: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    read = session.read_snapshot

    def patient(*given: object) -> object:
        assert go_on.wait(60)
        return read(*given)

    monkeypatch.setattr(session, "read_snapshot", patient)
    canvas = desk.workspace.map.canvas
    with qtbot.waitSignal(canvas.view_settled, timeout=60_000):
        desk.controller.open_path(sample)
    assert desk.session.snapshot is None
    assert _shows(canvas.grab().toImage(), LIGHT.parcel.fill)
    shapes = canvas._content.parcels
    place = canvas.rect().center()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert canvas.selected == []
    canvas.set_scale(7000)
    go_on.set()
    desk.wait(lambda: desk.session.snapshot is not None)
    assert canvas._content.parcels is shapes  # nothing was scanned twice
    assert canvas.scale == pytest.approx(7000)  # and the map stays where it was moved to
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert canvas.selected


def test_the_legend_folds_by_a_click_on_its_title_and_stays_so(
    desk: Desk, sample: Path, qtbot: QtBot
) -> None:
    desk.open(sample)
    panel = desk.workspace.map
    canvas = panel.canvas
    canvas.grab()
    opened = canvas._picture.covered[0]
    head = canvas.legend
    canvas.set_selected([])
    assert canvas.childAt(canvas._picture.legend_head.center().toPoint()) is head
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    assert not canvas.selected
    canvas.grab()
    folded = canvas._picture.covered[0]
    assert folded[3] - folded[1] < 40 < opened[3] - opened[1]
    assert MapState.loaded(panel.state.dumped()).hidden == panel.state.hidden
    assert not head.isChecked()
    assert "Potenzialart" in head.accessibleName()
    canvas.setFocus()
    QApplication.focusWidget().focusNextChild()
    assert head.hasFocus()
    qtbot.keyClick(head, Qt.Key.Key_Left)  # it is folded already
    canvas.grab()
    assert canvas._picture.covered[0] == folded
    for key, state in ((Qt.Key.Key_Right, opened), (Qt.Key.Key_Space, folded), (Qt.Key.Key_Return, opened)):
        qtbot.keyClick(head, key)
        canvas.grab()
        assert canvas._picture.covered[0] == state
        assert head.isChecked() == (state == opened)


def test_a_narrow_map_bar_leaves_out_what_keys_do_and_keeps_the_colours(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    bar = desk.workspace.map.bar
    assert bar._buttons["zoom_all"].toolTip().endswith("(Strg+0)")  # as the menus write it
    assert bar._buttons["zoom_out"].toolTip().endswith("(-)")
    for width, everything in ((1200, True), (420, False), (1200, True)):
        bar.resize(width, bar.height())
        assert bar._buttons["zoom_all"].isVisible()
        assert bar.by.isVisible()
        assert bar._buttons["forward"].isVisible() is everything
        assert bar._by_label.isVisible() is everything
