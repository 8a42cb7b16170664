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
def collecting(qapp: object) -> Iterator[Collecting]:
    owner = QObject()
    made = Collecting(owner)
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
