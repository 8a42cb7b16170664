"""The ground below the map: chosen in a dialog, seen on the canvas, never in the way."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from desk import Desk
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "basemaps"))

from servers import Reply, Server, png, serving
from wmts import wmts

from flurinfill import settings
from flurinfill.basemaps.client import Limits
from flurinfill.basemaps.services import Kind, Service
from flurinfill.desktop.dialogs.basemap import BasemapDialog
from flurinfill.desktop.dialogs.print_map import PrintMapDialog, Wish
from flurinfill.settings import BasemapSettings

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
BROWN = (96, 80, 64)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Kept pictures of a test are its own."""
    folder = tmp_path / "kept"
    monkeypatch.setattr("flurinfill.basemaps.cache.cache_folder", lambda: folder)
    for user in ("desktop.basemap", "usecases.printing"):
        monkeypatch.setattr(f"flurinfill.{user}.cache_folder", lambda: folder)
    return folder


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for answers longer than a test may take: who is not broken off, fails it."""
    monkeypatch.setattr("flurinfill.basemaps.client.Limits", lambda: Limits(5, 600, 600))


@pytest.fixture
def brown() -> Iterator[Server]:
    """A service whose world is brown."""
    with serving(lambda asked: Reply(png(BROWN))) as server:
        yield server


def _service(url: str, **fields: object) -> Service:
    template = f"{url}/{{z}}/{{x}}/{{y}}.png"
    return Service("Braun", Kind.XYZ, template, attribution="Bild: Musteramt", **fields)  # type: ignore[arg-type]


def _choose(desk: Desk, service: Service, **fields: object) -> None:
    known = BasemapSettings(
        shown=True, service=service.name, proxy="none", own=[service.as_settings()], **fields
    )
    desk.controller.basemap._on_wanted(known)


def _ground_is(desk: Desk, colour: tuple[int, int, int]) -> bool:
    """Tell whether most of the map has a colour."""
    canvas = desk.workspace.map.canvas
    image = canvas.grab().toImage()
    seen = [
        image.pixelColor(x, y).getRgb()[:3]
        for x in range(9, image.width(), 37)
        for y in range(9, image.height(), 37)
    ]
    near = np.abs(np.array(seen) - np.array(colour)).max(axis=1) < 12
    return bool(near.mean() > 0.4)


def test_no_network_is_touched_until_somebody_wants_it(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    assert not desk.controller.actions["basemap_shown"].isChecked()
    assert desk.controller.basemap._basemap is None
    assert desk.workspace.map.canvas._content.backdrop is None


def test_the_ground_is_seen_and_named(desk: Desk, sample: Path, brown: Server) -> None:
    desk.open(sample)
    _choose(desk, _service(brown.url))
    desk.wait(lambda: _ground_is(desk, BROWN))
    canvas = desk.workspace.map.canvas
    assert canvas._furnishing.credit == "Bild: Musteramt"
    assert desk.controller.actions["basemap_shown"].isChecked()
    desk.do("basemap_shown")
    desk.wait(lambda: not _ground_is(desk, BROWN))
    assert canvas._furnishing.credit == ""
    assert not settings.load().basemap.shown
    desk.do("basemap_shown")
    desk.wait(lambda: _ground_is(desk, BROWN))


def test_the_choice_is_there_the_next_time(desk: Desk, sample: Path, brown: Server) -> None:
    desk.open(sample)
    service = _service(brown.url)
    _choose(desk, service, opacity=0.5)
    known = settings.load().basemap
    assert (known.shown, known.service, known.opacity) == (True, "Braun", 0.5)
    assert Service.from_settings(known.own[0]) == service


def test_what_may_not_be_printed_is_not_in_the_picture(desk: Desk, sample: Path, brown: Server) -> None:
    desk.open(sample)
    canvas = desk.workspace.map.canvas
    _choose(desk, _service(brown.url))
    desk.wait(lambda: _ground_is(desk, BROWN))
    forbidden = canvas.picture()
    _choose(desk, _service(brown.url, printable=True))
    desk.wait(lambda: canvas._printable and _ground_is(desk, BROWN))
    allowed = canvas.picture()
    desk.do("basemap_shown")
    desk.wait(lambda: not _ground_is(desk, BROWN))
    plain = canvas.picture()
    assert np.array_equal(forbidden, plain)
    assert not np.array_equal(allowed, plain)


def test_without_network_it_is_said_once_and_the_map_works(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    with serving(lambda asked: Reply(png(BROWN))) as gone:
        url = gone.url
    _choose(desk, _service(url))
    desk.wait(lambda: desk.window.notices.words("basemap") != "")
    assert "nicht erreichbar" in desk.window.notices.words("basemap")
    desk.window.notices.remove("basemap")
    canvas = desk.workspace.map.canvas
    for _ in range(3):
        canvas.pan(40, 0)
        desk.wait()
    desk.do("basemap_shown")
    desk.do("basemap_shown")
    desk.wait()
    QTest.qWait(200)
    assert desk.window.notices.words("basemap") == ""
    assert canvas.parcel_at(canvas.view.center_x, canvas.view.center_y) is not None


def test_the_button_of_the_message_opens_the_dialog(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    with serving(lambda asked: Reply(b"<html>Anmeldung</html>")) as server:
        _choose(desk, _service(server.url))
        desk.wait(lambda: "Internetseite" in desk.window.notices.words("basemap"))
        desk.window.notices._shown["basemap"].action.click()
        assert desk.dialog(BasemapDialog).which.currentText() == "Braun"


def test_closing_the_window_does_not_wait_for_a_silent_service(
    desk: Desk, sample: Path, patient: None
) -> None:
    desk.open(sample)
    with serving(lambda asked: Reply(wait_s=600)) as server:
        _choose(desk, _service(server.url))
        desk.wait(lambda: len(server.asked) > 0)
        desk.window.close()


def test_switching_on_without_a_choice_asks(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.do("basemap_shown")
    dialog = desk.dialog(BasemapDialog)
    assert dialog.which.currentText() == "Keine Hintergrundkarte"
    assert not dialog.form.isVisible()
    assert not desk.controller.actions["basemap_shown"].isChecked()


def test_the_button_above_the_map_switches_and_asks(desk: Desk, sample: Path, brown: Server) -> None:
    desk.open(sample)
    _choose(desk, _service(brown.url))
    desk.wait(lambda: _ground_is(desk, BROWN))
    button = desk.workspace.map.bar.basemap
    assert button.isChecked()
    assert "Strg+B" in button.toolTip() or "Ctrl+B" in button.toolTip()
    button.click()
    desk.wait(lambda: not _ground_is(desk, BROWN))
    assert not button.isChecked()
    button.actions()[-1].trigger()
    assert desk.dialog(BasemapDialog).which.currentText() == "Braun"


# the dialog ---------------------------------------------------------------------------------


def test_a_preset_shows_its_source_line_and_terms(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.do("basemap")
    dialog = desk.dialog(BasemapDialog)
    dialog.which.setCurrentIndex(dialog.which.findText("Luftbilder Sachsen"))
    assert "GeoSN" in dialog.about.text()
    assert "https://" in dialog.about.text()
    assert not dialog.form.isVisible()


def test_an_own_service_is_typed_asked_and_chosen_by_keyboard(desk: Desk, sample: Path) -> None:
    reply = wmts(500.0)
    with serving(reply) as server:
        reply.url = server.url  # type: ignore[attr-defined]
        desk.open(sample)
        desk.do("basemap")
        dialog = desk.dialog(BasemapDialog)
        dialog.proxy.setCurrentIndex(1)
        QTest.keyClick(dialog.which, Qt.Key.Key_End)
        assert dialog.form.isVisible()
        QTest.keyClicks(dialog.form.address, f"{server.url}/wmts")
        assert dialog.form.kind.currentData() == Kind.WMTS.value
        dialog.form.get.setFocus()
        QTest.keyClick(dialog.form.get, Qt.Key.Key_Space)
        desk.wait(lambda: dialog.form.layer.count() == 1)
        assert dialog.form.layer.currentText() == "Schachbrett (board)"
        assert dialog.form.crs.currentText() == "Wie die Karte: EPSG:25833"
        assert dialog.form.attribution.text() == "Amt Musterlinden"
        dialog.apply.click()
        desk.wait(lambda: desk.no_dialog() and desk.controller.basemap._basemap is not None)
        desk.wait(lambda: _ground_is(desk, (200, 60, 40)) or _ground_is(desk, (40, 90, 200)) or _both(desk))
        assert settings.load().basemap.service == "Schachbrett"


def _both(desk: Desk) -> bool:
    basemap = desk.controller.basemap._basemap
    return basemap.is_dark is not None and basemap.idle


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(b"<!DOCTYPE html><title>x</title>"), "Internetseite"),
        (Reply(b"<WMS_Capabilities/>"), "beschreibt sich nicht"),
        (Reply(status=500), "HTTP 500"),
    ],
    ids=["page", "damaged", "status"],
)
def test_a_service_that_does_not_tell_its_layers(desk: Desk, reply: Reply, words: str) -> None:
    with serving(lambda asked: reply) as server:
        desk.do("basemap")
        dialog = desk.dialog(BasemapDialog)
        dialog.proxy.setCurrentIndex(1)
        dialog.which.setCurrentIndex(dialog.which.findData("+"))
        QTest.keyClicks(dialog.form.address, server.url)
        dialog.form.get.click()
        desk.wait(lambda: words in dialog.form.said.text())
        assert dialog.form.get.isEnabled()
        dialog.apply.click()
        assert "keine Ebene gewählt" in dialog.error
        assert dialog.isVisible()


def test_an_address_that_is_none(desk: Desk) -> None:
    desk.do("basemap")
    dialog = desk.dialog(BasemapDialog)
    dialog.which.setCurrentIndex(dialog.which.findData("+"))
    for typed in ("", "Rathaus", "https://m.invalid/{z}/{x}/"):
        dialog.form.address.clear()
        QTest.keyClicks(dialog.form.address, typed)
        dialog.apply.click()
        assert dialog.error
        assert dialog.isVisible()


def test_closing_the_dialog_breaks_off_the_question(desk: Desk) -> None:
    with serving(lambda asked: Reply(wait_s=60)) as server:
        desk.do("basemap")
        dialog = desk.dialog(BasemapDialog)
        dialog.proxy.setCurrentIndex(1)
        dialog.which.setCurrentIndex(dialog.which.findData("+"))
        QTest.keyClicks(dialog.form.address, server.url)
        dialog.form.get.click()
        desk._qtbot.waitUntil(lambda: len(server.asked) > 0)
        dialog.reject()
        desk.wait(desk.no_dialog)


def test_closing_the_window_does_not_wait_for_the_layers(desk: Desk, patient: None) -> None:
    with serving(lambda asked: Reply(wait_s=600)) as server:
        desk.do("basemap")
        dialog = desk.dialog(BasemapDialog)
        dialog.proxy.setCurrentIndex(1)
        dialog.which.setCurrentIndex(dialog.which.findData("+"))
        QTest.keyClicks(dialog.form.address, server.url)
        dialog.form.get.click()
        desk._qtbot.waitUntil(lambda: len(server.asked) > 0)
        desk.window.close()


def test_an_own_service_is_changed_and_removed(desk: Desk, sample: Path, brown: Server) -> None:
    desk.open(sample)
    _choose(desk, _service(brown.url))
    desk.do("basemap")
    dialog = desk.dialog(BasemapDialog)
    assert dialog.form.name.text() == "Braun"
    dialog.form.name.setText("Erde")
    dialog.opacity.setValue(60)
    dialog.apply.click()
    known = settings.load().basemap
    assert (known.service, known.opacity, [one["name"] for one in known.own]) == ("Erde", 0.6, ["Erde"])
    desk.wait(desk.no_dialog)
    desk.do("basemap")
    dialog = desk.dialog(BasemapDialog)
    dialog.remove.click()
    dialog.apply.click()
    known = settings.load().basemap
    assert (known.shown, known.own) == (False, [])
    desk.wait(lambda: desk.controller.basemap._basemap is None)


def test_the_storage_is_measured_and_emptied(
    desk: Desk, sample: Path, brown: Server, own_cache: Path
) -> None:
    desk.open(sample)
    _choose(desk, _service(brown.url))
    desk.wait(lambda: _ground_is(desk, BROWN))
    desk.do("basemap_shown")
    desk.do("basemap")
    dialog = desk.dialog(BasemapDialog)
    desk.wait(lambda: dialog.empty.isEnabled())
    assert any(own_cache.rglob("*.img"))
    dialog.empty.click()
    desk.wait(lambda: dialog._used.text() == "0,0 MB")
    assert not any(own_cache.rglob("*.img"))
    assert not dialog.empty.isEnabled()


def test_the_dialog_changes_language_while_open_and_keeps_what_is_typed(desk: Desk) -> None:
    desk.do("basemap")
    dialog = desk.dialog(BasemapDialog)
    dialog.which.setCurrentIndex(dialog.which.findData("+"))
    QTest.keyClicks(dialog.form.address, "https://m.invalid/wms")
    dialog.proxy.setCurrentIndex(2)
    dialog.proxy_address.setText("proxy.invalid:8080")
    desk.do("english")
    assert dialog.headline.text() == "Basemap"
    assert dialog.form._labels[dialog.form.address].text() == "Address"
    assert dialog.form.address.text() == "https://m.invalid/wms"
    assert dialog._chosen_proxy() == "proxy.invalid:8080"
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert not any("Hintergrundkarte" in words for words in texts)


def test_a_login_of_the_proxy_does_not_reach_the_settings(desk: Desk) -> None:
    desk.do("basemap")
    dialog = desk.dialog(BasemapDialog)
    dialog.proxy.setCurrentIndex(2)
    dialog.proxy_address.setText("k.muster:geheim@proxy.invalid:8080")
    dialog.apply.click()
    assert "sicher aufbewahrt" in dialog.error
    assert dialog.isVisible()
    dialog.proxy_address.setText("proxy.invalid:8080")
    dialog.apply.click()
    desk.wait(desk.no_dialog)
    assert settings.load().basemap.proxy == "proxy.invalid:8080"
    desk.controller.basemap._settings.basemap.proxy = "k.muster:geheim@proxy.invalid:8080"  # of long ago
    desk.controller.basemap._hide_login()
    assert "geheim" not in settings.settings_file().read_text(encoding="utf-8")


def test_damaged_settings_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    for text in (
        "basemap = 3",
        "[basemap]\nshown = 1\nopacity = 'x'\ncache_mb = -4\nown = 'x'",
        "[[basemap]]",
    ):
        path.write_text(text, encoding="utf-8")
        found = settings.load(path).basemap
        assert not found.shown
        assert (found.opacity, found.own) == (1.0, [])
    known = settings.Settings(
        basemap=BasemapSettings(True, "Braun", 0.4, "p:1", 250, [_service("https://m.invalid").as_settings()])
    )
    assert settings.save(known, path)
    assert settings.load(path) == known


def test_the_ground_is_printed_where_its_terms_allow_it(
    desk: Desk, sample: Path, brown: Server, tmp_path: Path
) -> None:
    desk.open(sample)
    _choose(desk, _service(brown.url))
    desk.do("print_map")
    dialog = desk.dialog(PrintMapDialog)
    assert not dialog.ground.isChecked()
    assert not dialog.ground.isEnabled()
    dialog.reject()
    desk.wait(desk.no_dialog)
    _choose(desk, _service(brown.url, printable=True))
    desk.do("print_map")
    dialog = desk.dialog(PrintMapDialog)
    assert dialog.ground.isChecked()
    dialog.path.setText(str(tmp_path / "karte.png"))
    dialog.scale.setEditText("1:1000")
    dialog.make.click()
    desk.wait(lambda: bool(desk.window.notices.words("printed")))
    picture = np.asarray(Image.open(tmp_path / "karte.png").convert("RGB")).astype(int)
    assert (np.abs(picture - BROWN).max(axis=-1) < 20).mean() > 0.2


def test_a_print_whose_ground_does_not_come_is_refused_with_the_reason(
    desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.open(sample)
    with serving(lambda asked: Reply(b"<html>Anmeldung</html>")) as server:
        _choose(desk, _service(server.url, printable=True))
        desk.controller.printing.write(Wish(tmp_path / "k.pdf", "", 1000, "a4", True, True))
        desk.wait(lambda: "127.0.0.1" in desk.window.notices.words("refused"))
    assert not (tmp_path / "k.pdf").exists()
