"""Collects garbage in the GUI thread only, a little at a time.

Python looks for reference cycles wherever it happens to allocate: in a worker that reads a large
table this holds up every thread for a sixth of a second, and it may delete Qt objects in a thread
that must not touch them. What the program consists of is set aside once, and so is what a job has
brought, unlooked at: looking through the objects of a hundred thousand parcels takes a quarter of a
second. What comes beside that is looked through by a timer, in a few milliseconds, while no job runs.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 1000
_WORTH_IT = 2000  # new objects
_MANY = 50_000  # so many new objects are what a job has brought
_THOROUGH_EVERY = 20  # times


class Collecting(QObject):
    """Takes the place of automatic garbage collection until :meth:`stop`.

    Parameters
    ----------
    idle : callable
        Tells that no job runs.
    """

    def __init__(self, idle: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._idle = idle
        self._ticks = 0
        self._laden = False
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Set aside everything that is there, and collect by the timer from now on."""
        gc.collect()
        gc.freeze()
        gc.disable()
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Look through what is new; now and then through everything that is not set aside."""
        if not self._idle():
            return
        self._ticks += 1
        new = gc.get_count()[0]
        if new > _MANY:
            self._laden = True
            gc.freeze()
        elif self._ticks % _THOROUGH_EVERY == 0:
            gc.collect()
        elif new > _WORTH_IT:
            gc.collect(1)

    @Slot()
    def collect_all(self) -> None:
        """Look through everything, where something that jobs have brought hangs on a cycle."""
        if self._laden:
            self._laden = False
            gc.unfreeze()
            gc.collect()
            gc.freeze()

    @Slot()
    def stop(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
