"""Progress and cancellation of long work, independent of any user interface."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from flurinfill.model.errors import Cancelled


class Progress(Protocol):
    """Where long work reports how far it is, and learns that it shall stop."""

    def report(self, step: str, done: int, total: int) -> None:
        """Tell how far a step is.

        Parameters
        ----------
        step : str
            Code of the step (catalogue context ``step``), for instance ``"read_parcels"``.
        done, total : int
            Finished and expected units; ``total == 0`` means the total is unknown.

        Raises
        ------
        Cancelled
            When the user asked to stop; callers let it pass through.
        """


class Silent:
    """A progress that nobody watches and nobody cancels."""

    def report(self, step: str, done: int, total: int) -> None:
        """Ignore the report."""


SILENT: Progress = Silent()


def no_pause() -> None:
    """Pause of work that is done before anybody could stop it."""


def report_done(progress: Progress, step: str) -> None:
    """Report the end of a step whose result is on disk: for a cancellation it is too late."""
    with suppress(Cancelled):
        progress.report(step, 1, 1)


class CancelFlag:
    """A progress that can be cancelled from another thread and forwards its reports."""

    def __init__(self, forward: Progress = SILENT) -> None:
        self._forward = forward
        self._cancelled = False

    def cancel(self) -> None:
        """Make the next report raise :class:`Cancelled`."""
        self._cancelled = True

    def report(self, step: str, done: int, total: int) -> None:
        """Forward the report, or raise when cancelled."""
        if self._cancelled:
            raise Cancelled
        self._forward.report(step, done, total)
