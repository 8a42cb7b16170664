"""Jobs: anything over 100 ms runs off the GUI thread, reports progress and can be cancelled.

Two kinds. A *visible* job (import, detection, export …) is the only one of its kind at a time; the
status bar shows it. A *quiet* job reads what a panel is about to show; a newer one with the same
key makes the older one's result void.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from flurinfill.model.errors import Cancelled
from flurinfill.model.progress import CancelFlag, Progress

_REPORT_EVERY = 0.05  # seconds: more often nobody sees
_THREADS = 3

Work = Callable[[Progress], Any]


@dataclass
class _Entry:
    """What the runner knows of a job that has not ended."""

    flag: CancelFlag
    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    key: str
    visible: bool


class _Relay(QObject):
    """Carries a worker's news to the GUI thread; lives as long as the runner."""

    reported = Signal(int, str, int, int)
    ended = Signal(int, object, object)


class _Throttle:
    """Progress that forwards to the relay, but not more often than a person can see."""

    def __init__(self, relay: _Relay, number: int) -> None:
        self._relay, self._number = relay, number
        self._last, self._step = 0.0, ""

    def report(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if step == self._step and now - self._last < _REPORT_EVERY and done < total:
            return
        self._last, self._step = now, step
        self._relay.reported.emit(self._number, step, done, total)


def _run(number: int, work: Work, flag: CancelFlag, relay: _Relay) -> None:
    """Do the work; whatever happens, tell the end of it."""
    result, error = None, None
    try:
        flag.report("", 0, 0)
        result = work(flag)
    except Exception as caught:
        error = caught
    if isValid(relay):
        relay.ended.emit(number, result, error)


class JobRunner(QObject):
    """Runs jobs in a pool of its own.

    Signals
    -------
    started(title)
        A visible job began.
    progressed(step code, done, total)
        It got further; ``total == 0`` when nobody knows how far it is.
    finished()
        It ended, one way or the other.
    crashed(exception)
        A job without an own failure handler failed.
    """

    started = Signal(str)
    progressed = Signal(str, int, int)
    finished = Signal()
    crashed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="flurinfill-job")
        self._open = True
        self._relay = _Relay(self)
        self._relay.reported.connect(self._on_reported)
        self._relay.ended.connect(self._on_ended)
        self._numbers = itertools.count(1)
        self._entries: dict[int, _Entry] = {}
        self._title = ""
        self._newest: dict[str, int] = {}

    @property
    def busy(self) -> bool:
        """True while a visible job runs."""
        return any(entry.visible for entry in self._entries.values())

    @property
    def title(self) -> str:
        """What the visible job is called, ``""`` when none runs."""
        return self._title if self.busy else ""

    @property
    def idle(self) -> bool:
        """True when nothing runs at all."""
        return not self._entries

    def reads(self, key: str) -> bool:
        """Tell whether a quiet job with this key runs."""
        return any(entry.key == key for entry in self._entries.values())

    def start(
        self,
        title: str,
        work: Work,
        *,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> bool:
        """Start a visible job; False when another one is running.

        Parameters
        ----------
        title : str
            What the status bar says.
        work : callable
            Runs in a worker thread with a :class:`Progress`; touches no widget.
        owner : QObject
            The callbacks are left out when it no longer exists.
        done, failed : callable
            Called on the GUI thread. A cancelled job calls ``failed`` with ``Cancelled`` if given.
        """
        if self.busy or not self._open:
            return False
        self._title = title
        self._launch(work, owner, done, failed, key="", visible=True)
        self.started.emit(title)
        return True

    def read(
        self,
        key: str,
        work: Work,
        *,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        abandoned: bool = False,
    ) -> None:
        """Start a quiet job; the result of an older one with the same key is dropped.

        ``abandoned``: it asks what may never answer (a network share that is gone). It has a thread of
        its own, and :meth:`shutdown` does not wait for it; it must change nothing.
        """
        self._newest[key] = self._launch(
            work, owner, done, failed, key=key, visible=False, abandoned=abandoned
        )

    def forget(self, key: str) -> None:
        """Make the results of running quiet jobs with this key void."""
        self._newest.pop(key, None)

    @Slot()
    def cancel(self) -> None:
        """Ask the visible job to stop."""
        for entry in self._entries.values():
            if entry.visible:
                entry.flag.cancel()

    @Slot()
    def shutdown(self) -> None:
        """Cancel everything and wait until no thread works any more, but for those abandoned."""
        for entry in self._entries.values():
            entry.flag.cancel()
        self._open = False
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._entries.clear()
        self._newest.clear()

    def _launch(
        self,
        work: Work,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
        *,
        key: str,
        visible: bool,
        abandoned: bool = False,
    ) -> int:
        number = next(self._numbers)
        flag = CancelFlag(_Throttle(self._relay, number)) if visible else CancelFlag()
        if self._open:
            self._entries[number] = _Entry(flag, owner, done, failed, key, visible)
            if abandoned:
                Thread(
                    target=_run, args=(number, work, flag, self._relay), name="abandoned", daemon=True
                ).start()
            else:
                self._pool.submit(_run, number, work, flag, self._relay)
        return number

    @Slot(int, str, int, int)
    def _on_reported(self, number: int, step: str, done: int, total: int) -> None:
        if number in self._entries and step:
            self.progressed.emit(step, done, total)

    @Slot(int, object, object)
    def _on_ended(self, number: int, result: object, error: Exception | None) -> None:
        entry = self._entries.pop(number, None)
        if entry is None:
            return
        if entry.visible:
            self.finished.emit()
        void = entry.key and self._newest.get(entry.key) != number
        if void or not isValid(entry.owner):
            return
        if error is None:
            entry.done(result)
        elif entry.failed is not None:
            entry.failed(error)
        elif not isinstance(error, Cancelled):
            self.crashed.emit(error)
