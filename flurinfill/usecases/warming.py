"""Compile the kernels of detection before anybody waits for them, in a process of its own.

Compiling takes most of a minute at the first start and holds Python's interpreter lock, so a thread would
make the window stutter. The process measures some streets of the sample town, which leaves the compiled
kernels in the user's cache, and a mark beside them.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys

from flurinfill._data import data_path
from flurinfill.cadastre.reading import read
from flurinfill.compiling import cache_path
from flurinfill.detection.basis import program
from flurinfill.detection.measures import measure

_MARK = "measured-"
_REACH_M = 250.0
_MIDDLE = 1000
"""Parcel of the sample town whose surroundings hold streets, houses, gaps and gardens."""


def warm_apart() -> subprocess.Popen[bytes] | None:
    """Start compiling in another process; None where that was done before or there is no cache.

    The caller ends the process when the program ends.
    """
    folder = cache_path()
    if folder is None or (folder / (_MARK + program())).exists():
        return None
    command = [sys.executable, "-m", __name__]
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing)  # noqa: S603 - ourselves


def warm() -> None:
    """Compile everything that measuring needs, and leave the mark."""
    whole = read([data_path("sample_data", "town.nas.xml.gz")], with_owners=False)
    outlines = whole.parcels.geometry
    near = outlines.intersects(outlines.iloc[_MIDDLE].buffer(_REACH_M))
    measure(dataclasses.replace(whole, parcels=whole.parcels[near].reset_index(drop=True)))
    folder = cache_path()
    if folder is None:
        return
    for old in folder.glob(f"{_MARK}*"):
        old.unlink(missing_ok=True)
    (folder / (_MARK + program())).touch()


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)
    warm()
