"""What the window no longer shows is taken apart little by little, and let go by everybody."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import PATIENCE, Desk
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from flurinfill.desktop import discarding as module
from flurinfill.desktop.discarding import Discarding


class Thing:
    """Something that can be seen to go."""


@pytest.fixture
def running() -> list[str]:
    """The jobs that run."""
    return []


@pytest.fixture
def discarding(qapp: object, running: list[str]) -> Iterator[Discarding]:
    owner = QObject()
    yield Discarding(lambda: not running, owner)
    owner.deleteLater()


def test_what_was_replaced_goes_in_the_turns_of_the_window(discarding: Discarding, qtbot: QtBot) -> None:
    rows = [Thing() for _ in range(20_000)]
    first = weakref.ref(rows[0])
    discarding.take(rows)
    assert discarding.busy
    assert first() is not None
    del rows
    qtbot.waitUntil(lambda: not discarding.busy, timeout=5000)
    assert first() is None


def test_what_hangs_on_a_cycle_is_told_once_and_then_forgotten(
    discarding: Discarding, running: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE_S", 0.0)
    rows = [Thing() for _ in range(6000)]
    told: list[int] = []
    discarding.held.connect(lambda: told.append(len(rows)))
    running.append("Ausgeben")  # a job may need it
    discarding.take(rows)
    for _ in range(3):
        discarding.step()
    assert not told
    running.clear()
    qtbot.waitUntil(lambda: not discarding.busy, timeout=5000)
    assert told == [6000]
    assert len(rows) == 6000


def test_a_closed_project_is_let_go_by_every_view(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.workspace.map.canvas.view_settled, timeout=PATIENCE):
        desk.open(sample)
        desk.show_site()
    replaced: list[object] = []
    desk.session.replaced.connect(lambda snapshot, _ground: replaced.append(weakref.ref(snapshot)))
    shown = weakref.ref(desk.session.snapshot.ground.parcels)
    desk.session.close()
    qtbot.waitUntil(lambda: shown() is None, timeout=PATIENCE)
    assert [snapshot() for snapshot in replaced] == [None]
