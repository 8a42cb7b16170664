"""Loads and compiles the drawing kernels in the background; until then maps are drawn with numpy."""

from __future__ import annotations

import importlib
import threading
from types import ModuleType

import numpy as np

_lock = threading.Lock()
_ready: list[ModuleType] = []
_threads: list[threading.Thread] = []


def kernels() -> ModuleType | None:
    """Return the compiled kernels, or None as long as they are not warm."""
    return _ready[0] if _ready else None


def warm(wait: bool = False) -> None:
    """Start compiling once, in a thread named ``warm-kernels``.

    Takes 8 to 10 seconds at the very first start of the program, a fraction of a second from the
    cache later. Drawing works all the while, only slower. A program that ends meanwhile waits for it:
    ending the compiler in the middle of its work aborts the process.

    Parameters
    ----------
    wait : bool
        Return only when the kernels are warm (command line, tests, benchmarks).
    """
    with _lock:
        if not _threads:
            thread = threading.Thread(target=_compile, name="warm-kernels")
            _threads.append(thread)
            thread.start()
    if wait:
        _threads[0].join()


def _compile() -> None:
    module = importlib.import_module("flurinfill.cartography.kernels")
    ids = np.zeros((4, 4), np.uint32)
    square = np.array([[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], np.float32)
    box = np.array([[0, 0, 4, 4]], np.float32)
    starts = np.array([0, 1], np.int64)
    order = np.zeros(1, np.uint32)
    module.scan_rows(ids, 0, square, np.array([0, 5], np.int64), starts, order, box, box, 256, 0.0, 4.0, 1.0)
    out = np.zeros((4, 4), np.uint32)
    codes, table = np.array([0, 1], np.uint8), np.zeros((2, 8), np.int64)
    module.paint_rows(out, ids, 0, codes, table, 1, 1, 8, 1, 0, 0)
    module.mark(out, ids, np.zeros(2, np.bool_), np.array([0, 0, 4, 4], np.int64), 1, 0, 0, 0)
    module.halve_rows(np.zeros((2, 2), np.uint32), out, 0)
    _ready.append(module)
