"""The views of the tables that the project keeps."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from flurinfill.project.project import Project
from flurinfill.project.schema import SAVED_VIEWS


@dataclass(frozen=True)
class SavedView:
    """A view under a title; ``definition`` is JSON."""

    view_id: int
    table: str
    title: str
    definition: str


def saved_views(project: Project) -> tuple[SavedView, ...]:
    """Return the views of all tables, by their title."""
    query = select(SAVED_VIEWS).order_by(SAVED_VIEWS.c.title)
    with project.store.reading() as connection:
        return tuple(
            SavedView(row["view_id"], row["table_name"], row["title"], row["definition"])
            for row in connection.execute(query).mappings()
        )
