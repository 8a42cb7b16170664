"""Takes apart what is no longer shown, a little at a time, so that the window keeps its turn."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from flurinfill.remains import Remains

_EVERY_MS = 20
_FOR_S = 0.004
_PATIENCE_S = 20.0


class Discarding(QObject):
    """Empties in the GUI thread what :meth:`take` was given, as soon as nobody else has it.

    Parameters
    ----------
    idle : callable
        Tells that no job runs, which may still need what the window has let go.

    Signals
    -------
    held :
        Something is not let go although nobody should need it: it hangs on a reference cycle.
    """

    held = Signal()

    def __init__(self, idle: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._idle = idle
        self._remains = Remains()
        self._waiting_since = 0.0
        self._told = False
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.step)

    @property
    def busy(self) -> bool:
        """True while something is left."""
        return len(self._remains) > 0

    @Slot(object)
    @Slot(object, object)
    def take(self, thing: object, shown: object = None) -> None:
        """Take what was replaced: a snapshot, the content of a table; not what ``shown`` has of it."""
        self._remains.add(thing, shown)
        self._wait_anew(told=False)
        if self.busy:
            self._timer.start()

    @Slot()
    def step(self) -> None:
        """Free for some milliseconds."""
        if self._remains.shrink(_FOR_S) or not self._idle():
            self._wait_anew(told=self._told)
        elif self.busy and time.monotonic() - self._waiting_since > _PATIENCE_S:
            self._ask_or_give_up()
        if not self.busy:
            self._timer.stop()

    def _wait_anew(self, *, told: bool) -> None:
        self._waiting_since, self._told = time.monotonic(), told

    def _ask_or_give_up(self) -> None:
        if self._told:
            self._remains.forget()
        else:
            self._wait_anew(told=True)
            self.held.emit()
