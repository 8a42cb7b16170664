"""Copies of protected files that other programs show: in a folder of this user's own, emptied soon. No Qt."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from flurinfill.project.lock import is_alive


class OpenedFiles:
    """The folder of this process; :meth:`clear` empties it, also of what a crash has left.

    Parameters
    ----------
    root : Path, optional
        Where the folders of all processes lie; the user's cache by default.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or user_cache_path("flurinfill", appauthor=False) / "opened"
        self._own = self._root / str(os.getpid())

    def place(self, name: str) -> Path:
        """Return the path for a copy; only this user can look into its folder."""
        self._root.mkdir(parents=True, exist_ok=True)
        self._own.mkdir(mode=stat.S_IRWXU, exist_ok=True)
        path = self._own / name
        _make_writable(path)
        return path

    @staticmethod
    def protect(path: Path) -> None:
        """Let nobody write into a copy: what is changed there would be lost."""
        path.chmod(stat.S_IRUSR)

    def clear(self) -> None:
        """Remove the copies of this process, and of processes that are gone.

        What another program still holds open stays until the next time.
        """
        with suppress(OSError):
            for folder in list(self._root.iterdir()):
                if folder == self._own or not folder.name.isdigit() or not is_alive(int(folder.name)):
                    for file in folder.iterdir():
                        _make_writable(file)
                    shutil.rmtree(folder, ignore_errors=True)


def _make_writable(path: Path) -> None:
    with suppress(OSError):
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
