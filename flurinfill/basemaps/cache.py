"""Answers kept on the disk: one folder per service, the least recently used go first."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import platformdirs

from flurinfill.basemaps.grids import TileKey

FRESH_S = 30 * 86_400.0
"""After a month a kept answer is asked for again; it still serves when nobody answers."""

_KEEP = 0.9  # of the limit, when something has to go
_TOUCH_S = 3600.0  # do not note a use more often


def cache_folder() -> Path:
    """Folder of all kept answers in the user's cache."""
    return platformdirs.user_cache_path("flurinfill", appauthor=False) / "basemaps"


def used_mb(folder: Path) -> float:
    """Megabytes that all services together take."""
    return sum(size for _, size, _ in _listed(folder)) / 1e6


def empty(folder: Path) -> None:
    """Throw everything away; what cannot be deleted stays."""
    shutil.rmtree(folder, ignore_errors=True)


class DiskCache:
    """What one service has answered.

    The time of change of a file is when it was fetched, the time of access when it was last used.
    Files are written beside and renamed, so that no half of one is ever read. When the disk is full
    or may not be written, nothing more is kept and :attr:`failure` says so.

    Parameters
    ----------
    folder : Path
        :func:`cache_folder`.
    name : str
        Tells the service, its layer and its grid from any other.
    limit_mb : int
        Of this service; 0 keeps nothing.
    """

    def __init__(self, folder: Path, name: str, limit_mb: int) -> None:
        self.folder = folder / hashlib.sha256(name.encode()).hexdigest()[:20]
        self._limit = limit_mb * 1_000_000
        self._lock = threading.Lock()
        self._size: int | None = None
        self.failure: OSError | None = None

    def read(self, key: TileKey) -> tuple[bytes, bool] | None:
        """Return a kept answer, and whether it is fresh."""
        path = self._path(key)
        try:
            body = path.read_bytes()
            state = path.stat()
        except OSError:
            return None
        now = time.time()
        if now - state.st_atime > _TOUCH_S:
            with contextlib.suppress(OSError):
                os.utime(path, (now, state.st_mtime))
        return body, now - state.st_mtime < FRESH_S

    def write(self, key: TileKey, body: bytes) -> None:
        """Keep an answer, in one step."""
        if self.failure is not None or not self._limit:
            return
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, body)
            self._make_room(len(body))
        except OSError as error:
            self.failure = error

    def forget(self, key: TileKey) -> None:
        """Throw a damaged answer away."""
        with contextlib.suppress(OSError):
            self._path(key).unlink()

    def _path(self, key: TileKey) -> Path:
        return self.folder / f"{key.level}_{key.column // 32}" / f"{key.column}_{key.row}.img"

    def _make_room(self, added: int) -> None:
        with self._lock:
            if self._size is None:
                self._size = sum(size for _, size, _ in _listed(self.folder))
            else:
                self._size += added
            if self._size <= self._limit:
                return
            self._size = 0
            for _, size, path in sorted(_listed(self.folder), reverse=True):  # last used first
                if self._size + size <= self._limit * _KEEP:
                    self._size += size
                else:
                    with contextlib.suppress(OSError):
                        path.unlink()


def _listed(folder: Path) -> list[tuple[float, int, Path]]:
    """Last use, size and path of every file below a folder."""
    found = []
    for base, _, names in os.walk(folder):
        for name in names:
            path = Path(base, name)
            with contextlib.suppress(OSError):
                state = path.stat()
                found.append((state.st_atime, state.st_size, path))
    return found


def _replace(target: Path, body: bytes) -> None:
    handle, name = tempfile.mkstemp(suffix=".new", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(name).replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
