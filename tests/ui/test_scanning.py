"""A hand scanner opens a case wherever the focus is, and decides, filters and types nothing on its way."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from flurinfill.desktop.inspector import SITE, WHY
from flurinfill.project import queries

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support", extend=True)


@pytest.fixture
def scanned(desk: Desk, sample: Path) -> Desk:
    """The program with a project, in front; a slow machine shall not make the scanner a person."""
    desk.open(sample)
    desk.window.activateWindow()
    QApplication.processEvents()
    desk.window.scanner.quiet.setInterval(60_000)
    return desk


def scan(desk: Desk, words: str) -> None:
    """Type as a scanner does: into the window of the system."""
    for letter in words:
        QTest.keyClick(desk.window.windowHandle(), letter)
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Return)


def number_of(desk: Desk, row: int) -> tuple[int, str]:
    sites = desk.session.snapshot.work.sites
    return int(sites.index[row]), str(sites["case_no"].iloc[row])


def test_a_scan_opens_its_case_from_anywhere(scanned: Desk) -> None:
    for row, place in enumerate(
        (scanned.workspace.map.canvas, scanned.workspace.sites.view, scanned.inspector.tabs.tabBar()), 40
    ):
        site_id, number = number_of(scanned, row)
        scanned.inspector.tabs.setCurrentIndex(WHY)
        place.setFocus()
        scan(scanned, number)
        scanned.wait(lambda wanted=site_id: scanned.linking.selected_sites() == [wanted])
        assert scanned.inspector.tabs.currentIndex() == SITE
        assert scanned.window.search.text() == number


def test_what_is_scanned_into_a_field_stays_there(scanned: Desk) -> None:
    _, number = number_of(scanned, 41)
    scanned.window.search.setFocus()
    told: list[str] = []
    scanned.window.scanner.scanned.connect(told.append)
    scan(scanned, number)
    assert (told, scanned.window.search.text()) == ([], number)


def test_other_keys_are_no_case(scanned: Desk) -> None:
    told: list[str] = []
    scanner = scanned.window.scanner
    scanner.scanned.connect(told.append)
    scanned.workspace.map.canvas.setFocus()
    for words in ("2026", "12", "2026-", "0012-2026x", "2026-12-2026-0012"):
        scan(scanned, words)
    for letter in "2026-0012":  # slowly, by hand
        QTest.keyClick(scanned.window.windowHandle(), letter)
        scanner.quiet.stop()
        scanner.quiet.timeout.emit()
    QTest.keyClick(scanned.window.windowHandle(), Qt.Key.Key_Return)
    assert told == []


def test_a_scan_in_review_mode_confirms_nothing(scanned: Desk) -> None:
    site_id, number = number_of(scanned, 41)
    scanned.do("review")
    scanned.wait()
    before = len(queries.history(scanned.session.project))
    scanned.window.review.setFocus()
    scan(scanned, number)
    scanned.wait(lambda: scanned.linking.selected_sites() == [site_id])
    assert len(queries.history(scanned.session.project)) == before
    assert not scanned.controller.review.active
