"""The application: set up once, one window, a calm end."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from flurinfill import settings
from flurinfill.desktop import fault_log, theme
from flurinfill.desktop.collecting import Collecting
from flurinfill.desktop.controller import Controller
from flurinfill.desktop.discarding import Discarding
from flurinfill.desktop.faults import UnexpectedErrors
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.language import Language
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session
from flurinfill.usecases.warming import warm_apart

TURN_S = 0.001
"""So long may a worker keep the others from their turn; Python's own 5 ms add up in the window."""


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
    theme.undress(app)
    window = MainWindow(session, jobs)
    theme.dress(app)
    jobs.setParent(window)
    session.setParent(window)
    window.restore(known.window)
    return Controller(window, session, jobs, language, known)


def tidy(controller: Controller) -> Collecting:
    """Let what is no longer needed go in steps that nobody notices.

    Parameters
    ----------
    controller : Controller
        Its window is about to be used.

    Returns
    -------
    Collecting
        To be stopped at the end.
    """
    session, workspace = controller.session, controller.window.workspace
    collecting = Collecting(lambda: session.jobs.idle, controller.window)
    discarding = Discarding(lambda: session.jobs.idle, controller.window)
    for source in (session, workspace.sites.model, workspace.parcels.model):
        source.replaced.connect(discarding.take)
    discarding.held.connect(collecting.collect_all)
    collecting.start()
    return collecting


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
    sys.setswitchinterval(TURN_S)
    fault_log.open_log()
    watch = fault_log.CrashWatch()
    app = application()
    errors = UnexpectedErrors(app)
    controller = build(app, settings.load())
    errors.happened.connect(controller.show_crash)
    errors.install()
    app.aboutToQuit.connect(errors.uninstall)
    controller.window.show()
    app.aboutToQuit.connect(tidy(controller).stop)
    warming = warm_apart()
    controller.faults.offer_crashes()
    if project_path is not None:
        controller.open_path(project_path, passphrase)
    code = app.exec()
    if warming is not None:
        warming.kill()
        warming.wait()
    watch.close()
    fault_log.close_log()
    return code
