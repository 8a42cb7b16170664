"""EN 301 549, chapter 11: names for assistive technology, keyboard, visible focus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from desk import Desk
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QScrollArea, QTabBar, QWidget
from test_dialogs import _open_all

from flurinfill.desktop import spoken
from flurinfill.desktop.commands import COMMANDS, MENUS
from flurinfill.desktop.dialogs.new_project import NewProjectDialog
from flurinfill.desktop.inspector import CONTACTS, FILES, FORM, OWNERS, SITE, TIMELINE, WHY
from flurinfill.desktop.workspace import DUE, PARCELS, SITES, STATISTICS
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _reachable(root: QWidget) -> Iterator[QWidget]:
    """Widgets that the Tab key stops at."""
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            inner = widget.parentWidget() is not None and widget.objectName().startswith("qt_")
            if not inner and type(widget) is not QScrollArea:
                yield widget


def _name(widget: QWidget) -> str:
    if isinstance(widget, QTabBar):
        return widget.tabText(widget.currentIndex())
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name) or face.text(QAccessible.Text.Description)


def _unnamed(root: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in _reachable(root)
        if not _name(widget)
    ]


def _poses(desk: Desk) -> Iterator[str]:
    """Bring every tab of the window to the front once."""
    desk.show_site(potential="gap", review="confirmed")
    for table in (SITES, PARCELS, DUE, STATISTICS):
        desk.workspace.tabs.setCurrentIndex(table)
        desk.wait()
        yield f"table {table}"
    for tab in (WHY, SITE, FORM, OWNERS, CONTACTS, TIMELINE, FILES):
        desk.inspector.tabs.setCurrentIndex(tab)
        desk.wait()
        yield f"tab {tab}"


def test_everything_that_takes_the_focus_has_a_name(desk: Desk, sample: Path) -> None:
    assert not _unnamed(desk.window)
    desk.open(sample, SAMPLE_PASSPHRASE)
    for pose in _poses(desk):
        assert not _unnamed(desk.window), pose


@pytest.mark.timeout(400)  # two dozen windows
def test_everything_in_a_dialog_has_a_name(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    unnamed = []
    for open_one in _open_all(desk):
        open_one()
        dialog = desk.dialog(QDialog)
        desk.wait()
        unnamed += [f"{type(dialog).__name__}: {widget}" for widget in _unnamed(dialog)]
        dialog.reject()
        desk.wait(desk.no_dialog)
    assert not unnamed


@pytest.mark.timeout(400)  # two dozen windows
def test_escape_closes_every_dialog(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    for open_one in _open_all(desk):
        open_one()
        dialog = desk.dialog(QDialog)
        desk.wait()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        desk.wait(desk.no_dialog)


def test_every_command_is_in_a_menu_and_no_two_share_their_keys() -> None:
    assert {command.menu for command in COMMANDS} == set(MENUS)
    keys = Counter(
        QKeySequence.fromString(each).toString()
        for command in COMMANDS
        for each in (command.shortcut, command.also)
    )
    del keys[""]
    assert [key for key, count in keys.items() if count > 1] == []


def test_tab_goes_round_and_is_caught_nowhere(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.workspace.map.canvas.setFocus()
    wanted = {id(widget) for widget in _reachable(desk.window)}
    seen: set[int] = set()
    for _ in range(3 * len(wanted)):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.add(id(focused))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert len(seen & wanted) >= 0.8 * len(wanted)  # toolbars and tab bars hand the focus on by arrows


def test_the_focus_can_be_seen(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.show_site(potential="gap", review="confirmed")
    desk.wait()
    blind = []
    for widget in _reachable(desk.window):
        seen = widget.parentWidget() if isinstance(widget, QAbstractScrollArea) else widget
        widget.clearFocus()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        before = seen.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if widget.hasFocus() and seen.grab().toImage() == before:
            blind.append(f"{type(widget).__name__} {_name(widget)}")
    assert not blind


def test_messages_are_read_aloud(desk: Desk, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = []
    politeness = QAccessible.AnnouncementPoliteness
    told = SimpleNamespace(updateAccessibility=heard.append, AnnouncementPoliteness=politeness)
    monkeypatch.setattr(spoken, "QAccessible", told)

    def last() -> tuple[str, bool]:
        return heard[-1].message(), heard[-1].politeness() is politeness.Assertive

    desk.open(sample)
    desk.window.status.say("Rückgängig: Notiz")
    assert last() == ("Rückgängig: Notiz", False)
    desk.window.notices.show_notice("refused", "warn", lambda: "Das geht so nicht.")
    assert last() == ("Das geht so nicht.", True)
    canvas = desk.workspace.map.canvas
    canvas.zoom_to([desk.session.snapshot.parcels.index[0]])
    QTest.keyClick(canvas, Qt.Key.Key_Return)  # selects what is in the middle
    assert last()[0].startswith("Flurstück ")
    assert "\n" not in last()[0]
    desk.do("review")
    desk.wait()
    assert last()[0].startswith("Fall 2026-")  # which site is up
    seen = len(heard)
    desk.session.refresh()
    desk.wait()
    assert len(heard) == seen  # and not once more while it is filled anew
    desk.do("new")
    desk.dialog(NewProjectDialog).show_error("Der Ordner fehlt.")
    assert last() == ("Der Ordner fehlt.", True)
