"""Who has the project open: a lock file beside it, so that a second person is told who and since when."""

from __future__ import annotations

import json
import os
import secrets
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class LockHolder:
    """Who has the project open, on which machine, since when (local time)."""

    user: str
    host: str
    since: datetime
    pid: int = 0


class ProjectLock:
    """The lock file ``<project>.lock``.

    A lock of a process that is gone is taken over when it was on this machine; one of another
    machine is believed, since nobody can look there.
    """

    def __init__(self, project: Path) -> None:
        self.path = project.with_name(project.name + ".lock")
        self._token = ""

    def take(self, user: str, *, by_force: bool = False) -> LockHolder | None:
        """Take the lock; by force also one that somebody holds.

        Returns
        -------
        LockHolder or None
            Who has it already, None when it is ours now.

        Raises
        ------
        OSError
            When the folder cannot be written.
        """
        token = secrets.token_hex(8)
        entry = {
            "user": user,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "started": _start_of(os.getpid()),
            "since": datetime.now().astimezone().isoformat(timespec="seconds"),
            "token": token,
        }
        if by_force:
            self.path.unlink(missing_ok=True)
        for _ in range(3):
            try:
                handle = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
            except FileExistsError:
                holder = self._holder()
                if holder is not None:
                    return holder
                self.path.unlink(missing_ok=True)
                continue
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(entry, file)
            except OSError:
                self.path.unlink(missing_ok=True)
                raise
            self._token = token
            return None
        return self._holder()

    def release(self) -> None:
        """Give the lock back, if it is still ours."""
        if self._token and self._entry().get("token") == self._token:
            self.path.unlink(missing_ok=True)
        self._token = ""

    def _entry(self) -> dict[str, object]:
        try:
            entry = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return entry if isinstance(entry, dict) else {}

    def _holder(self) -> LockHolder | None:
        """Return who holds the lock; None when the lock is a leftover."""
        entry = self._entry()
        try:
            pid = int(str(entry["pid"]))
            holder = LockHolder(
                str(entry["user"]), str(entry["host"]), datetime.fromisoformat(str(entry["since"])), pid
            )
        except (KeyError, ValueError):
            return self._unreadable()
        if holder.host != socket.gethostname():
            return holder
        alive = is_alive(pid) and entry.get("started") in (None, _start_of(pid))
        return holder if alive else None

    def _unreadable(self) -> LockHolder | None:
        """A lock file without content is being written this moment, or was left by a full disk."""
        try:
            changed = datetime.fromtimestamp(self.path.stat().st_mtime).astimezone()
        except OSError:
            return None
        fresh = (datetime.now().astimezone() - changed).total_seconds() < 10
        return LockHolder("?", "?", changed) if fresh else None


def is_alive(pid: int) -> bool:
    """Tell whether a process of this computer still runs."""
    if sys.platform == "win32":  # os.kill would end the process there
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _start_of(pid: int) -> str | None:
    """Start time of a process where the system tells it: process numbers are used again."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return None
