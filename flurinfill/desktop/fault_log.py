"""Where faults are written down: a log that turns over, and a file that survives a hard crash."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path

from flurinfill.desktop import fault_report

_LOG = logging.getLogger("flurinfill.faults")
_SIZE, _KEPT = 256 * 1024, 3
_IN_FULL = 3
"""So often is the same error written in full; then only that it came again."""
_PREFIX, _RUNNING, _CRASHED = "crash-", ".running", ".log"
_STALE_S = 30 * 24 * 3600.0
_counted: Counter[str] = Counter()


def folder() -> Path:
    """Folder of the log, the user's own."""
    return user_log_path("flurinfill", appauthor=False)


def log_file() -> Path:
    """The log that is being written."""
    return folder() / "flurinfill.log"


def open_log() -> None:
    """Begin to write the log; where the folder cannot be written, the program goes on without."""
    close_log()
    try:
        folder().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(log_file(), maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False
    _LOG.info("started: %s", fault_report.versions())


def close_log() -> None:
    """Close the log."""
    for handler in list(_LOG.handlers):
        _LOG.removeHandler(handler)
        handler.close()
    _counted.clear()


def note(error: BaseException) -> int:
    """Write an unexpected error into the log.

    Returns
    -------
    int
        How often this error has happened since the log was opened.
    """
    signature = fault_report.signature(error)
    _counted[signature] += 1
    count = _counted[signature]
    if not _LOG.handlers:
        return count
    if count <= _IN_FULL:
        _LOG.error("unexpected: %s", fault_report.report(error))
    else:
        _LOG.error("unexpected, for the %dth time: %s", count, signature)
    return count


@dataclass(frozen=True)
class HardCrash:
    """What a run left behind that did not come to its end."""

    path: Path
    at: datetime
    text: str


class CrashWatch:
    """Lets the interpreter write a last word into a file when the process is about to die.

    A run that ends well takes its file away again. A file with nothing but its head belongs to a run
    that goes on, or whose machine was switched off.
    """

    def __init__(self) -> None:
        self._file = None
        name = f"{_PREFIX}{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}{_RUNNING}"
        try:
            folder().mkdir(parents=True, exist_ok=True)
            self._file = (folder() / name).open("w", encoding="utf-8")
        except OSError:
            if sys.stderr is not None:
                faulthandler.enable()
            return
        self._file.write(_head())
        self._file.flush()
        faulthandler.enable(self._file)

    def close(self) -> None:
        """Nothing happened: take the file away."""
        faulthandler.disable()
        if self._file is not None:
            self._file.close()
            with contextlib.suppress(OSError):
                Path(self._file.name).unlink()


def crashes() -> list[HardCrash]:
    """Return what crashed runs left behind and nobody has seen yet, the latest first."""
    found = []
    for path in sorted(folder().glob(f"{_PREFIX}*{_RUNNING}"), reverse=True):
        with contextlib.suppress(OSError):
            text = path.read_text(encoding="utf-8", errors="replace")
            written = path.stat().st_mtime
            if _said_something(text):
                at = datetime.fromtimestamp(written, tz=UTC).astimezone()
                found.append(HardCrash(path, at, fault_report.shortened(text)))
            elif time.time() - written > _STALE_S:
                path.unlink()
    return found


def keep(crash: HardCrash) -> None:
    """Keep the file for whoever looks after the program; it is not shown again."""
    with contextlib.suppress(OSError):
        crash.path.replace(crash.path.with_suffix(_CRASHED))


def delete(crash: HardCrash) -> None:
    """Delete the file."""
    with contextlib.suppress(OSError):
        crash.path.unlink()


def _head() -> str:
    return f"{fault_report.versions()}\n"


def _said_something(text: str) -> bool:
    return bool(text.partition("\n")[2].strip())
