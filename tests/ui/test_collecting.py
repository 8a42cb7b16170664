"""Cycles are collected by a timer in the GUI thread, and by nothing else meanwhile."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from flurinfill.desktop.collecting import Collecting


class Ring:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def running() -> list[str]:
    """The jobs that run."""
    return []


@pytest.fixture
def collecting(qapp: object, running: list[str]) -> Iterator[Collecting]:
    owner = QObject()
    made = Collecting(lambda: not running, owner)
    made.start()
    yield made
    made.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_nothing_is_collected_in_between(collecting: Collecting) -> None:
    assert not gc.isenabled()
    assert gc.get_freeze_count() > 10_000
    kept = weakref.ref(Ring())
    rings = [Ring() for _ in range(5000)]
    del rings
    assert kept() is not None
    collecting.collect()
    assert kept() is None


def test_the_timer_collects_all_now_and_then(collecting: Collecting, qtbot: QtBot) -> None:
    kept = weakref.ref(Ring())
    collecting._timer.setInterval(1)
    qtbot.waitUntil(lambda: kept() is None, timeout=5000)


def test_what_a_running_job_makes_is_left_alone_and_set_aside_later(
    collecting: Collecting, running: list[str]
) -> None:
    running.append("Einlesen")
    rows = [[number] for number in range(80_000)]
    kept = weakref.ref(Ring())
    collecting.collect()
    assert kept() is not None
    running.clear()
    before = gc.get_freeze_count()
    collecting.collect()
    assert gc.get_freeze_count() - before >= len(rows)
    assert kept() is not None
    collecting.collect_all()
    assert kept() is None
    assert gc.get_freeze_count() > 10_000
