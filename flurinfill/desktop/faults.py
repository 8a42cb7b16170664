"""What nobody expected: caught, written down, shown calmly; the work goes on."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from flurinfill.desktop import fault_log
from flurinfill.desktop.dialogs.crash import CrashDialog, HardCrashDialog
from flurinfill.desktop.main_window import MainWindow
from flurinfill.i18n import tr

_KEY = "fault"


class UnexpectedErrors(QObject):
    """Carries exceptions that nobody caught to the GUI thread.

    Signals
    -------
    happened : exception
    """

    happened = Signal(object)

    def install(self) -> None:
        """Become the exception hook; the traceback still goes to the terminal."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    @Slot()
    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            self.happened.emit(error)

    def _thread_hook(self, caught: threading.ExceptHookArgs) -> None:
        threading.__excepthook__(caught)
        if caught.exc_value is not None and caught.exc_type is not SystemExit:
            self.happened.emit(caught.exc_value)


class Faults(QObject):
    """Shows an unexpected error once; when it comes again, a line above the work says so."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._dialog: CrashDialog | None = None
        self._again: BaseException | None = None
        window.notices.acted.connect(self._on_acted)

    def show(self, error: BaseException) -> None:
        """Write an error down and show it."""
        count = fault_log.note(error)
        if self._dialog is not None and isValid(self._dialog) and self._dialog.isVisible():
            if count == 1:
                self._dialog.add(error)
        elif count == 1:
            self._open(error)
        else:
            self._again = error
            self._window.notices.show_notice(_KEY, "warn", _words, action=_action)

    def offer_crashes(self) -> None:
        """Offer what a crashed run left behind."""
        crashes = fault_log.crashes()
        if crashes:
            HardCrashDialog(crashes, self._window).open()

    def _open(self, error: BaseException) -> None:
        self._dialog = CrashDialog(error, self._window)
        self._dialog.open()

    @Slot(str)
    def _on_acted(self, key: str) -> None:
        if key == _KEY and self._again is not None:
            self._window.notices.remove(_KEY)
            self._open(self._again)


def _words() -> str:
    return tr("The same unexpected error has happened again. It is in the log; you can go on.")


def _action() -> str:
    return tr("Details")
