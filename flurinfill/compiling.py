"""How inner loops are compiled: without the interpreter lock, and cached in the user's folder.

The kernels of one room stand in one module, because numba's cache does not notice a change in a
callee that lives elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, TypeVar, cast

import numba
import numpy as np
import platformdirs

_ROWS_WORTH_A_THREAD = 200
_THREADS = min(os.cpu_count() or 1, 4)

F = TypeVar("F", bound=Callable[..., Any])


def _cache_folder_is_usable() -> bool:
    """Point numba to the user's cache folder: an installed program may be read-only elsewhere."""
    folder = platformdirs.user_cache_path("flurinfill", appauthor=False) / "numba"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    vars(numba.config)["CACHE_DIR"] = str(folder)  # its stub does not know it
    return True


# The folder must be set before the first function is decorated.
_OPTIONS: dict[str, Any] = {"nogil": True, "cache": _cache_folder_is_usable(), "boundscheck": False}


def compiled(function: F) -> F:
    """Compile a function with numba at its first call."""
    return cast(F, numba.njit(**_OPTIONS)(function))


def in_bands(work: Callable[[int, int], None], height: int) -> None:
    """Share the rows of a picture among threads: ``work(top, bottom)`` for each band."""
    bands = min(_THREADS, height // _ROWS_WORTH_A_THREAD)
    if bands <= 1:
        work(0, height)
        return
    edges = np.linspace(0, height, bands + 1).astype(int).tolist()
    with ThreadPoolExecutor(bands - 1, "draw") as pool:
        others = [pool.submit(work, top, bottom) for top, bottom in pairwise(edges[1:])]
        work(edges[0], edges[1])
        for other in others:
            other.result()
