"""Times a piece of work; needs nothing but Python, so that other programs' Pythons can import it, too."""

from __future__ import annotations

import time
from collections.abc import Callable


def best(
    work: Callable[[], object], repeat: int = 5, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Shortest of several runs in milliseconds."""
    times = []
    for _ in range(repeat):
        start = clock()
        work()
        times.append(clock() - start)
    return min(times) * 1000
