"""The history, and what undo and redo would act on."""

from __future__ import annotations

from sqlalchemy import or_, select

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
