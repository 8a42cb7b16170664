"""The application: set up once, one window, a calm end."""

from __future__ import annotations

import faulthandler
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from flurinfill import settings
from flurinfill.desktop import theme
from flurinfill.desktop.controller import Controller
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.language import Language
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session


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

    @Slot()
    def uninstall(self) -> None:
        """Give the hook back."""
        sys.excepthook = sys.__excepthook__

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            self.happened.emit(error)


def application() -> QApplication:
    """Return the one QApplication, made and dressed the first time."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    prepare(app)
    return app


def prepare(app: QApplication) -> None:
    """Name the application, load the font, choose the style."""
    app.setApplicationName("flurinfill")
    app.setDesktopFileName("flurinfill")
    app.setStyle("Fusion")
    theme.load_fonts()


def build(app: QApplication, known: settings.Settings) -> Controller:
    """Build the window with everything behind it.

    Parameters
    ----------
    app : QApplication
    known : Settings
        Of this user.

    Returns
    -------
    Controller
        Its ``window`` is not shown yet; ``shutdown`` (or closing the window) ends everything.
    """
    language = Language(app, known.language, known.appearance)
    jobs = JobRunner()
    session = Session(jobs)
    window = MainWindow(session, jobs)
    jobs.setParent(window)
    session.setParent(window)
    window.restore(known.window)
    return Controller(window, session, jobs, language, known)


def run(project_path: Path | None = None, passphrase: str | None = None) -> int:
    """Show the window until it is closed.

    Parameters
    ----------
    project_path : Path, optional
        Project to open; the start page otherwise.
    passphrase : str, optional
        Unlocks its personal data.

    Returns
    -------
    int
        Exit code.
    """
    if sys.stderr is not None:
        faulthandler.enable()
    app = application()
    errors = UnexpectedErrors(app)
    controller = build(app, settings.load())
    errors.happened.connect(controller.show_crash)
    errors.install()
    app.aboutToQuit.connect(errors.uninstall)
    controller.window.show()
    if project_path is not None:
        controller.open_path(project_path, passphrase)
    return app.exec()
