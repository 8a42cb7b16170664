"""The command palette: everything the program can do, by a few letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flurinfill import settings
from flurinfill._data import data_path
from flurinfill.desktop import fuzzy
from flurinfill.desktop.actions import Actions
from flurinfill.desktop.commands import COMMANDS, Command
from flurinfill.desktop.workspace import STATISTICS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support", extend=True)
_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _open(desk: Desk, qtbot: QtBot) -> object:
    qtbot.keyClick(desk.window, Qt.Key.Key_P, _CTRL_SHIFT)
    palette = desk.controller.palette
    qtbot.waitUntil(palette.isVisible)
    assert palette.line.hasFocus()
    return palette


def _names(palette: object) -> list[str]:
    return [command.name for command in palette.found()]


def test_a_few_letters_and_enter_run_a_command(desk: Desk, qtbot: QtBot, sample: Path) -> None:
    desk.open(sample)
    palette = _open(desk, qtbot)
    assert len(_names(palette)) == len(COMMANDS) - 1
    qtbot.keyClicks(palette.line, "kennz")
    assert _names(palette)[0] == "statistics"
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isHidden()
    assert desk.workspace.tabs.currentIndex() == STATISTICS


def test_it_speaks_the_language_of_the_window(desk: Desk, qtbot: QtBot) -> None:
    desk.do("english")
    palette = _open(desk, qtbot)
    qtbot.keyClicks(palette.line, "dark")
    item = palette.list.topLevelItem(0)
    assert (item.text(0), item.text(1)) == ("Dark", "View")
    qtbot.keyClick(palette.line, Qt.Key.Key_Enter)
    assert settings.load().appearance == "dark"
    desk.do("light")


def test_shortcut_and_reason_are_shown(desk: Desk, qtbot: QtBot) -> None:
    palette = _open(desk, qtbot)
    qtbot.keyClicks(palette.line, "exportieren")
    item = palette.list.currentItem()
    assert item.text(2) == "Strg+E"
    assert palette.reason.text() == "Erst ein Projekt öffnen."
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)  # not possible: it stays
    assert palette.isVisible()
    assert desk.no_dialog()
    palette.line.setText("xyzxyz")
    assert palette.list.topLevelItemCount() == 0
    assert "kein Befehl" in palette.reason.text()
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert palette.isHidden()


def test_arrows_choose_and_a_click_runs(desk: Desk, qtbot: QtBot, sample: Path) -> None:
    desk.open(sample)
    canvas = desk.workspace.map.canvas
    canvas.setFocus()
    palette = _open(desk, qtbot)
    first = palette.list.currentItem().text(0)
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.currentItem().text(0) != first
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert canvas.hasFocus()
    palette = _open(desk, qtbot)
    palette.line.setText("fällig")
    item = palette.list.topLevelItem(0)
    qtbot.mouseClick(
        palette.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=palette.list.visualItemRect(item).center(),
    )
    assert palette.isHidden()
    assert QApplication.focusWidget() is not palette.line


def test_a_click_elsewhere_closes(desk: Desk, qtbot: QtBot, sample: Path) -> None:
    desk.open(sample)
    palette = _open(desk, qtbot)
    desk.window.search.setFocus()
    assert palette.isHidden()
    assert desk.window.search.hasFocus()


def test_every_disabled_command_says_why(desk: Desk, sample: Path) -> None:
    def unexplained(actions: Actions) -> list[Command]:
        return [c for c in COMMANDS if bool(actions.reason(c)) == actions[c.name].isEnabled()]

    assert unexplained(desk.controller.actions) == []
    desk.open(sample)
    assert unexplained(desk.controller.actions) == []
    by_name = {command.name: command for command in COMMANDS}
    assert "Fläche" in desk.controller.actions.reason(by_name["confirm"])
    assert "rückgängig" in desk.controller.actions.reason(by_name["redo"]) or "wiederholen" in (
        desk.controller.actions.reason(by_name["redo"])
    )


def test_no_two_commands_share_a_shortcut() -> None:
    keys = [command.shortcut for command in COMMANDS if command.shortcut]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("query", "text"),
    [("prüf", "Kandidaten prüfen"), ("pruef", "Kandidaten prüfen"), ("pruf", "Kandidaten prüfen"),
     ("kp", "Kandidaten prüfen"), ("öffnen proj", "Projekt öffnen …"), ("MASS", "Maßstab")],
)  # fmt: skip
def test_fuzzy_finds(query: str, text: str) -> None:
    assert fuzzy.match(query, text) is not None


@pytest.mark.parametrize(("query", "text"), [("zz", "Kandidaten prüfen"), ("pk", "Kandidaten prüfen"),
                                             ("prüfen export", "Kandidaten prüfen")])  # fmt: skip
def test_fuzzy_leaves_out(query: str, text: str) -> None:
    assert fuzzy.match(query, text) is None


def test_fuzzy_puts_the_beginning_of_words_first() -> None:
    texts = ["Wiederholen", "Dunkel", "Rückgängig: Prüfung"]
    rated = sorted(texts, key=lambda text: -(fuzzy.match("d", text) or 0))
    assert rated[0] == "Dunkel"
    assert fuzzy.match("hol", "Wiederholen") < fuzzy.match("wie", "Wiederholen")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("luftbild", "basemap"),
        ("serienbrief", "letters"),
        ("passwort", "change_passphrase"),
        ("lineal", "measure_distance"),
    ],
)
def test_everyday_words_find_commands(desk: Desk, qtbot: QtBot, typed: str, name: str) -> None:
    palette = _open(desk, qtbot)
    qtbot.keyClicks(palette.line, typed)
    assert name in _names(palette)[:3]


def test_a_name_comes_before_an_everyday_word(desk: Desk, qtbot: QtBot, sample: Path) -> None:
    desk.open(sample)
    palette = _open(desk, qtbot)
    qtbot.keyClicks(palette.line, "drucken")
    names = _names(palette)
    assert names.index("print_map") < names.index("export")


@pytest.mark.parametrize("language", ["de", "en"])
def test_everyday_words_are_of_commands(language: str) -> None:
    folder = data_path("resources", "catalogues", language)
    with (folder / "palette.po").open("rb") as file:
        known = {message.id for message in read_po(file, locale=language) if message.id}
    assert known
    assert known <= {command.name for command in COMMANDS} - {"palette"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("maßstab", "type_scale"),
        ("spalten", "choose_columns"),
        ("gruppieren", "group_villages"),
        ("statistik", "statistics"),
        ("bebauungsplan", "import"),
    ],
)
def test_what_a_clerk_types_comes_first(desk: Desk, qtbot: QtBot, typed: str, name: str) -> None:
    palette = _open(desk, qtbot)
    palette.line.setText(typed)
    assert _names(palette)[0] == name


def test_letters_are_not_picked_from_the_everyday_words(desk: Desk, qtbot: QtBot) -> None:
    palette = _open(desk, qtbot)
    palette.line.setText("massst")
    assert _names(palette) == ["type_scale"]  # and no visit sheets, whose words hold such letters, too


def test_scale_columns_and_groups_are_reached_by_the_palette(desk: Desk, qtbot: QtBot, sample: Path) -> None:
    desk.open(sample)
    desk.do("type_scale")
    qtbot.keyClicks(desk.window.status.scale, "750")
    qtbot.keyClick(desk.window.status.scale, Qt.Key.Key_Return)
    assert desk.workspace.map.canvas.scale == pytest.approx(750)
    desk.do("tables")
    desk.do("group_villages")
    assert desk.workspace.tabs.isVisible()
    assert desk.workspace.sites.bar.grouping.isChecked()
    desk.do("choose_columns")
    assert QApplication.activePopupWidget() is not None
    QApplication.activePopupWidget().close()
