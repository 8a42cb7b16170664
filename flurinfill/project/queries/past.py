"""The history, and what undo and redo would act on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, or_, select

from flurinfill.project import history as past
from flurinfill.project.history import HistoryEntry, UndoState
from flurinfill.project.project import Project
from flurinfill.project.schema import HISTORY, HISTORY_SITES


def history(project: Project, site_id: int | None = None, limit: int = 200) -> list[HistoryEntry]:
    """Return the history, the latest first; of one site when it is given."""
    query = select(HISTORY).order_by(HISTORY.c.history_id.desc()).limit(limit)
    if site_id is not None:
        further = select(HISTORY_SITES.c.history_id).where(HISTORY_SITES.c.site_id == site_id)
        query = query.where(or_(HISTORY.c.site_id == site_id, HISTORY.c.history_id.in_(further)))
    with project.store.reading() as connection:
        return [past.entry_from(project.vault, row) for row in connection.execute(query).mappings()]


def undo_state(project: Project) -> UndoState:
    """Return what undo and redo would act on; nothing in a read-only project."""
    if project.read_only:
        return UndoState(None, None)
    with project.store.reading() as connection:
        undo, redo = past.next_undo(connection), past.next_redo(connection)
        return UndoState(
            None if undo is None else past.entry_from(project.vault, undo),
            None if redo is None else past.entry_from(project.vault, redo),
        )


def undo_list(project: Project, limit: int = 30) -> list[HistoryEntry]:
    """Return what repeated undo would act on, the next one first; nothing in a read-only project."""
    query = select(HISTORY).where(HISTORY.c.state == past.DONE, HISTORY.c.undoable)
    return _entries(project, query.order_by(HISTORY.c.history_id.desc()).limit(limit))


def redo_list(project: Project, limit: int = 30) -> list[HistoryEntry]:
    """Return what repeated redo would act on, the next one first; nothing in a read-only project."""
    query = select(HISTORY).where(HISTORY.c.state == past.UNDONE)
    return _entries(project, query.order_by(HISTORY.c.history_id).limit(limit))


def _entries(project: Project, query: Select[Any]) -> list[HistoryEntry]:
    if project.read_only:
        return []
    with project.store.reading() as connection:
        return [past.entry_from(project.vault, row) for row in connection.execute(query).mappings()]
