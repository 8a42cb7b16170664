"""How inner loops are compiled: without the interpreter lock, and cached in the user's folder.

The kernels of one room stand in one module, because numba's cache does not notice a change in a
callee that lives elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import platformdirs

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
