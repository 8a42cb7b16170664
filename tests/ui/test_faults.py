"""What nobody expected: said calmly, written down without anybody's data, and the work goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from flurinfill import __version__
from flurinfill.desktop import fault_log, fault_report
from flurinfill.desktop.dialogs.crash import CrashDialog, HardCrashDialog
from flurinfill.desktop.faults import UnexpectedErrors
from flurinfill.project import operations

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
_ROOT = Path(fault_log.__file__).parents[2]


@pytest.fixture
def log() -> Iterator[Path]:
    """The log of a running program."""
    fault_log.open_log()
    yield fault_log.log_file()
    fault_log.close_log()


def _error(make: object) -> Exception:
    try:
        make()
    except Exception as error:
        return error
    raise AssertionError


def _convert() -> None:
    float("Erika Muster, Am Anger 3")


def test_a_report_has_versions_and_places_but_no_values() -> None:
    text = fault_report.report(_error(_convert))
    assert f"flurinfill {__version__}" in text
    assert "PySide6" in text
    assert "could not convert string to float: '…'" in text
    assert "in _convert" in text
    assert "Erika" not in text.replace('float("Erika Muster, Am Anger 3")', "")  # the line of this file
    assert str(Path.home()) not in text


def test_names_of_code_stay_in_a_message() -> None:
    error = _error(lambda: fault_log.HardCrash.nothing_like_that)
    assert "'HardCrash' has no attribute 'nothing_like_that'" in fault_report.report(error)


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("index 5 is out of bounds with size 3", "index 5 is out of bounds with size 3"),
        ("no owner Erika Muster", "no owner … …"),
        ("muster@example.org is no number", "… is no number"),
        ("born 03.04.1962", "born …"),
        ("call 03589112345", "call …"),
        ("'Müller' is not in list", "'…' is not in list"),
        ("„Gräfin Ümlaut“ fehlt", "„…“ fehlt"),
        ("Straße 4", "… 4"),
    ],
)  # fmt: skip
def test_values_are_left_out_of_messages(message: str, left: str) -> None:
    assert fault_report.without_data(message) == left


def test_the_error_behind_an_error_is_told() -> None:
    def outer() -> None:
        try:
            {}["Erika Muster"]
        except KeyError as error:
            raise RuntimeError("it broke") from error

    text = fault_report.report(_error(outer))
    assert text.index("KeyError: '…'") < text.index("RuntimeError: it broke")


def test_an_unexpected_error_is_shown_logged_and_copied(desk: Desk, log: Path, sample: Path) -> None:
    desk.open(sample, "Musterstadt-2026")
    error = _error(_convert)
    desk.controller.show_crash(error)
    dialog = desk.dialog(CrashDialog)
    assert dialog.details.isHidden()
    dialog._toggle.click()
    assert dialog.details.isVisible()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == fault_report.report(error)
    assert "unexpected: flurinfill" in log.read_text(encoding="utf-8")
    assert str(log) in dialog._place.text()
    dialog._close.click()
    desk.wait(desk.no_dialog)
    site_id = desk.show_site(review="candidate")  # the work goes on
    assert desk.session.apply(operations.set_note, site_id, "Zaun")


def test_the_same_error_again_opens_no_second_dialog(desk: Desk, log: Path) -> None:
    error = _error(_convert)
    desk.controller.show_crash(error)
    desk.controller.show_crash(_error(lambda: [][1]))
    dialog = desk.dialog(CrashDialog)
    assert "IndexError" in dialog.details.toPlainText()
    assert "1 weiterer Fehler" in dialog._place.text()
    dialog._close.click()
    desk.wait(desk.no_dialog)
    for _ in range(5):
        desk.controller.show_crash(error)
    assert desk.no_dialog()
    assert "noch einmal" in desk.window.notices.words("fault")
    assert log.read_text(encoding="utf-8").count("Traceback") == 0
    assert log.read_text(encoding="utf-8").count("in _convert") == 3
    assert "for the 6th time" in log.read_text(encoding="utf-8")
    desk.window.notices.acted.emit("fault")
    assert "in _convert" in desk.dialog(CrashDialog).details.toPlainText()


def test_a_job_that_breaks_is_shown_too(desk: Desk, log: Path) -> None:
    desk.session.jobs.start("Arbeit", lambda progress: [][1], owner=desk.window, done=print)
    desk.wait(lambda: not desk.no_dialog())
    assert "IndexError" in desk.dialog(CrashDialog).details.toPlainText()


def test_errors_of_slots_and_threads_arrive(
    desk: Desk, log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module, name in ((sys, "excepthook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    errors = UnexpectedErrors(desk.window)
    errors.happened.connect(desk.controller.show_crash)
    errors.install()
    thread = threading.Thread(target=lambda: [][1])
    thread.start()
    thread.join()
    desk.wait(lambda: not desk.no_dialog())
    QTimer.singleShot(0, _convert)
    desk.wait(lambda: "ValueError" in desk.dialog(CrashDialog).details.toPlainText())
    errors.uninstall()
    assert "IndexError" in capsys.readouterr().err


def test_the_log_turns_over(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fault_log.close_log()
    monkeypatch.setattr(fault_log, "_SIZE", 2000)
    fault_log.open_log()
    for _ in range(200):
        fault_log.note(_error(_convert))
    assert log.stat().st_size <= 2000
    assert len(list(log.parent.glob("flurinfill.log*"))) == 1 + fault_log._KEPT


def test_without_a_folder_for_the_log_the_program_goes_on(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    fault_log.open_log()
    desk.controller.show_crash(_error(_convert))
    assert desk.dialog(CrashDialog)
    fault_log.close_log()


def _run(script: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_ROOT)}
    return subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


_START = """
import os
from PySide6.QtCore import QTimer
from flurinfill.desktop import application
app = application.application()
def end():
    {end}
QTimer.singleShot(200, end)
raise SystemExit(application.run())
"""


def test_a_hard_crash_is_offered_at_the_next_start(desk: Desk) -> None:
    assert _run(_START.format(end="os.abort()")).returncode not in (0, 1)
    desk.controller.faults.offer_crashes()
    dialog = desk.dialog(HardCrashDialog)
    assert "Beim letzten Mal" in dialog.headline.text()
    text = dialog.details.toPlainText()
    assert f"flurinfill {__version__}" in text
    assert "Fatal Python error: Aborted" in text
    assert 'File "flurinfill/desktop/application.py"' in text
    assert str(_ROOT) not in text
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == text
    dialog.delete.click()
    desk.wait(desk.no_dialog)
    assert not list(fault_log.folder().glob("crash-*"))


def test_a_crash_that_is_kept_is_not_offered_again(desk: Desk) -> None:
    _run(_START.format(end="os.abort()"))
    desk.controller.faults.offer_crashes()
    desk.dialog(HardCrashDialog).keep.click()
    desk.wait(desk.no_dialog)
    assert len(list(fault_log.folder().glob("crash-*.log"))) == 1
    desk.controller.faults.offer_crashes()
    assert desk.no_dialog()


def test_a_run_that_ends_well_leaves_only_its_log(desk: Desk) -> None:
    done = _run(_START.format(end="app.closeAllWindows()"))
    assert (done.returncode, done.stderr) == (0, "")
    assert not list(fault_log.folder().glob("crash-*"))
    assert "started: flurinfill" in fault_log.log_file().read_text(encoding="utf-8")
    desk.controller.faults.offer_crashes()
    assert desk.no_dialog()
