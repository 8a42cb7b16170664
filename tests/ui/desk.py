"""The running program as a test handles it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from flurinfill.desktop.controller import Controller

PATIENCE = 60_000  # milliseconds: what a busy machine may need
TASK = "Etwas Langes wird getan"


class Desk:
    """The running program, and the ways in which a test handles it."""

    def __init__(self, controller: Controller, qtbot: QtBot) -> None:
        self.controller, self._qtbot = controller, qtbot
        self.window, self.session = controller.window, controller.session
        self.workspace = controller.window.workspace
        self.inspector = controller.window.workspace.inspector
        self.linking = controller.linking

    def wait(self, until: Callable[[], bool] = lambda: True) -> None:
        """Wait until something holds and no job runs."""
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        self._qtbot.waitUntil(lambda: until() and self.session.jobs.idle, timeout=PATIENCE)

    def open(self, path: object, passphrase: str | None = None) -> None:
        """Open a project and wait for its snapshot."""
        self.controller.open_path(path, passphrase)
        self.wait(lambda: self.session.snapshot is not None)

    def do(self, command: str) -> None:
        """Trigger a command as its menu entry would."""
        action = self.controller.actions[command]
        assert action.isEnabled(), command
        action.trigger()

    def dialog(self, kind: type | None = None) -> QDialog:
        """Return the dialog that is open."""
        found = [
            widget
            for widget in QApplication.topLevelWidgets()
            if isinstance(widget, kind or QDialog) and widget.isVisible()
        ]
        assert len(found) == 1, found
        return found[0]

    def drop(self, files: Sequence[Path]) -> None:
        """Drop files and wait for what comes of it: a dialog or a refusal."""
        self.controller.tasks.take_files(files)
        self.wait()

    def no_dialog(self) -> bool:
        """Tell whether no dialog is open."""
        return not any(isinstance(w, QDialog) and w.isVisible() for w in QApplication.topLevelWidgets())

    def show_site(self, **states: str) -> int:
        """Select the first site with these states."""
        sites = self.session.snapshot.work.sites
        for column, value in states.items():
            sites = sites[sites[column] == value]
        site_id = int(sites.index[0])
        self.linking.show_site(site_id)
        return site_id

    def site(self, site_id: int) -> object:
        """Row of a site as the window knows it."""
        return self.session.snapshot.work.sites.loc[site_id]


@contextmanager
def running(desk: Desk) -> Iterator[None]:
    """Something visible runs meanwhile, called :data:`TASK`."""
    end = Event()
    desk.session.jobs.start(TASK, lambda progress: end.wait(60), owner=desk.window, done=print)
    try:
        yield
    finally:
        end.set()
        desk.wait()
