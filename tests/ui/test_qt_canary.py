"""The installed Qt binding keeps its references to None (docs/decisions/0001-qt-version.md)."""

import sys

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_without_a_result_keep_none_alive(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for turn in range(200):
        label.setText(str(turn))
    assert abs(sys.getrefcount(None) - before) < 50
