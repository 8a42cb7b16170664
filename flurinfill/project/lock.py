"""Who has the project open: a lock file beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LockHolder:
    """Who has the project open, on which machine, since when (local time)."""

    user: str
    host: str
    since: datetime
    pid: int = 0
