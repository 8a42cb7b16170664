"""Tiles on all cores of one machine, with a progress that moves and a cancel that is heard."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from flurinfill.model.errors import Cancelled
from flurinfill.model.progress import Progress

_HEARD_S = 0.1

Result = TypeVar("Result")
Pause = Callable[[], None]
"""Called between steps; it raises when the work shall stop."""


def in_threads(
    work: Callable[[int, Pause], Result],
    sizes: Sequence[int],
    told: tuple[str, Progress],
    threads: int | None = None,
) -> list[Result]:
    """Work on every tile; shapely and the kernels run without the interpreter lock.

    Parameters
    ----------
    work : callable
        Gets the number of a tile and a function to call between steps, which raises
        :class:`Cancelled` when somebody else failed or cancelled.
    sizes : sequence of int
        Parcels per tile, for the progress.
    told : (step, progress)
        Whom to tell, about ten times a second.
    threads : int, optional
        Default: one more than cores, because one of them may be waiting for the interpreter.

    Returns
    -------
    list
        Results in the order of the tiles.
    """
    step, progress = told
    stop = threading.Event()

    def pause() -> None:
        if stop.is_set():
            raise Cancelled

    done = 0
    with ThreadPoolExecutor(threads or (os.cpu_count() or 1) + 1, thread_name_prefix="tile") as pool:
        try:
            futures = [pool.submit(work, number, pause) for number in range(len(sizes))]
            sizes_left: dict[Future[Result], int] = dict(zip(futures, sizes, strict=True))
            while sizes_left:
                progress.report(step, done, sum(sizes))
                finished, _ = wait(sizes_left, timeout=_HEARD_S, return_when=FIRST_COMPLETED)
                done += sum(sizes_left.pop(each) for each in finished)
                for each in finished:
                    each.result()
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise
    return [each.result() for each in futures]


def in_portions(
    work: Callable[[slice], Result],
    count: int,
    size: int,
    told: tuple[str, Progress],
    threads: int | None = None,
) -> list[Result]:
    """Work on many rows, some at a time, so that somebody can stop in between.

    Parameters
    ----------
    work : callable
        Gets the rows of one piece.
    count, size : int
        Rows in all, and rows of a piece.
    told, threads
        See :func:`in_threads`.
    """
    pieces = [slice(start, min(start + size, count)) for start in range(0, count, size)]

    def piece(number: int, pause: Pause) -> Result:
        pause()
        return work(pieces[number])

    return in_threads(piece, [each.stop - each.start for each in pieces], told, threads)
