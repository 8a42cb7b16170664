"""The real window for tests: offscreen, with its own settings, shut down at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk import Desk
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from flurinfill import settings
from flurinfill.desktop import application


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    """The program, just started."""
    application.prepare(qapp)
    controller = application.build(qapp, settings.Settings(appearance="light"))
    controller.window.resize(1280, 800)
    controller.window.show()
    yield Desk(controller, qtbot)
    qtbot.keyRelease(controller.window, Qt.Key.Key_Control)  # Qt keeps a simulated Ctrl for the next test
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.done(0)
    controller.window.close()
    controller.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
