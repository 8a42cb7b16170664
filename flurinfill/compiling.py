"""How inner loops are compiled: without the interpreter lock, and cached in the user's folder.

numba's cache does not notice a change in a callee that lives in another module. So kernels that call
each other stand in one module, or in a package whose name ends in ``kernels``: that has another
folder in the cache as soon as one of its modules changes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
import platformdirs

_ROWS_WORTH_A_THREAD = 200
_THREADS = min(os.cpu_count() or 1, 4)
_CACHE = platformdirs.user_cache_path("flurinfill", appauthor=False) / "numba"
_KEPT_S = 30 * 24 * 3600.0

F = TypeVar("F", bound=Callable[..., Any])


def _cache_folder_is_usable() -> bool:
    """Tell whether the user's cache folder can be written: an installed program may be read-only."""
    try:
        _CACHE.mkdir(parents=True, exist_ok=True)
        probe = _CACHE / ".writable"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


@cache
def _cache_folder(sources: Path) -> Path:
    """Folder of the cache for the modules of a folder; others older than a month are removed."""
    if not sources.name.endswith("kernels"):
        return _CACHE
    digest = hashlib.sha256()
    for module in sorted(sources.glob("*.py")):
        digest.update(module.read_bytes())
    folder = _CACHE / f"{sources.name}-{digest.hexdigest()[:16]}"
    for other in _CACHE.glob(f"{sources.name}-*"):
        if other != folder and time.time() - other.stat().st_mtime > _KEPT_S:
            shutil.rmtree(other, ignore_errors=True)
    return folder


def cache_path() -> Path | None:
    """Folder in which compiled kernels are kept; None where nothing can be written."""
    return _CACHE if _OPTIONS["cache"] else None


_OPTIONS: dict[str, Any] = {"nogil": True, "cache": _cache_folder_is_usable(), "boundscheck": False}


def compiled(function: F) -> F:
    """Compile a function with numba at its first call."""
    if _OPTIONS["cache"]:  # where numba looks when a function is decorated; its stub does not know it
        vars(numba.config)["CACHE_DIR"] = str(_cache_folder(Path(function.__code__.co_filename).parent))
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
