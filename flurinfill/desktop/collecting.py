"""Collects garbage in the GUI thread only, a little at a time.

Python looks for reference cycles wherever it happens to allocate: in a worker that reads a large
table this holds up every thread for a sixth of a second, and it may delete Qt objects in a thread
that must not touch them. What the program consists of is set aside once; what comes later is looked
through by a timer, in a few milliseconds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 1000
_WORTH_IT = 2000  # new objects
_THOROUGH_EVERY = 20  # times


class Collecting(QObject):
    """Takes the place of automatic garbage collection until :meth:`stop`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ticks = 0
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
        self._ticks += 1
        if self._ticks % _THOROUGH_EVERY == 0:
            gc.collect()
        elif gc.get_count()[0] > _WORTH_IT:
            gc.collect(1)

    @Slot()
    def stop(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
