"""The history: what was done, by whom, and how it is undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class HistoryEntry:
    """One line of the history.

    ``code`` is the operation (catalogue context ``operation``); ``details`` hold personal values
    only while the vault is unlocked.
    """

    history_id: int
    at: datetime
    user: str
    code: str
    details: dict[str, object]
    undone: bool
    site_id: int | None = None


@dataclass(frozen=True)
class UndoState:
    """What undo and redo would act on; None when there is nothing."""

    undo: HistoryEntry | None
    redo: HistoryEntry | None
