"""The lists at undo and redo: readable, and one click goes back several changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import QPoint, Qt, QTimer
from pytestqt.qtbot import QtBot

from flurinfill.model.states import Availability, RejectReason, Review
from flurinfill.project import operations, queries

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support", extend=True)


def _candidates(desk: Desk, count: int) -> list[int]:
    sites = desk.session.snapshot.work.sites
    return [int(site) for site in sites.index[sites["review"] == "candidate"][:count]]


def _decide(desk: Desk, site_ids: list[int]) -> None:
    for site_id in site_ids:
        assert desk.session.apply(operations.set_review, site_id, Review.CONFIRMED)
    desk.wait()


def _reviews(desk: Desk, site_ids: list[int]) -> list[str]:
    return [queries.site(desk.session.project, site_id).review.value for site_id in site_ids]


def _pick(desk: Desk, qtbot: QtBot, name: str, number: int) -> list[str]:
    """Open the list at a button of the toolbar and click one of its lines."""
    menu = getattr(desk.controller.undoing, f"{name}_menu")
    desk.do(f"{name}_list")
    qtbot.waitUntil(menu.isVisible)
    texts = [action.text() for action in menu.actions()]
    place = menu.actionGeometry(menu.actions()[number]).center()
    qtbot.mouseMove(menu, place)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    desk.wait(lambda: not menu.isVisible())
    return texts


def test_undo_down_to_a_change_and_redo_again(desk: Desk, qtbot: QtBot, sample: Path) -> None:
    desk.open(sample)
    sites = _candidates(desk, 4)
    _decide(desk, sites)
    texts = _pick(desk, qtbot, "undo", 2)
    cases = desk.session.snapshot.work.sites["case_no"]
    for text, site_id in zip(texts, reversed(sites), strict=False):
        assert "Bestätigt" in text
        assert cases[site_id] in text
    assert _reviews(desk, sites) == ["confirmed", "candidate", "candidate", "candidate"]
    assert "3 Änderungen rückgängig gemacht" in desk.window.status._said.text()
    assert desk.site(sites[3])["review"] == "candidate"  # what is shown followed

    texts = _pick(desk, qtbot, "redo", 1)
    assert len(texts) == 3
    assert cases[sites[1]] in texts[0]
    assert _reviews(desk, sites) == ["confirmed", "confirmed", "confirmed", "candidate"]


def test_a_refusal_ends_the_way_back_and_says_why(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    first, second, third = _candidates(desk, 3)
    _decide(desk, [first, second])
    with desk.session.project.store.writing() as connection:
        # somebody's tool changed the second site behind the history's back
        from flurinfill.project.schema import SITES

        connection.execute(SITES.update().where(SITES.c.site_id == second).values(review="in_review"))
    _decide(desk, [third])
    desk.controller.undoing.undo_many(3)
    desk.wait()
    assert _reviews(desk, [first, third]) == ["confirmed", "candidate"]
    assert desk.window.notices.words("refused")
    assert "1 Änderung rückgängig gemacht" in desk.window.status._said.text()


def test_the_button_has_an_arrow_for_the_list(desk: Desk, qtbot: QtBot, sample: Path) -> None:
    desk.open(sample)
    site_id = _candidates(desk, 1)[0]
    assert desk.session.apply(operations.set_review, site_id, Review.REJECTED, reason=RejectReason.TOO_SMALL)
    desk.wait()
    button = desk.window.tool_button("undo")
    menu = desk.controller.undoing.undo_menu
    closing = QTimer(menu, singleShot=True, interval=100)  # the click waits until the menu is closed
    closing.timeout.connect(menu.close)
    menu.aboutToShow.connect(closing.start)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(button.width() - 4, button.height() // 2))
    assert "Verworfen" in menu.actions()[0].text()
    assert queries.site(desk.session.project, site_id).review is Review.REJECTED


def test_nothing_is_read_while_several_changes_are_made(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    sites = _candidates(desk, 3)
    reads = []
    desk.session.refreshed.connect(reads.append)
    with desk.session.held():
        for site_id in sites:
            desk.session.apply(operations.set_availability, site_id, Availability.AVAILABLE)
        assert desk.session.snapshot.work.undo.undo.site_id == sites[-1]
        desk.wait()
        assert reads == []
    desk.wait(lambda: bool(reads))
    assert reads == [frozenset(sites)]
    assert desk.site(sites[0])["availability"] == "available"
