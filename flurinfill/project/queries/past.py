"""The history."""

from __future__ import annotations

from flurinfill.project.history import HistoryEntry, UndoState
from flurinfill.project.project import Project


def history(project: Project, site_id: int | None = None, limit: int = 200) -> list[HistoryEntry]:
    raise NotImplementedError


def undo_state(project: Project) -> UndoState:
    raise NotImplementedError
