"""Keep views of the tables for everybody who works on the project."""

from __future__ import annotations

from sqlalchemy import select

from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.project import meta, rows
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import SAVED_VIEWS


def keep_view(project: Project, table: str, title: str, definition: str) -> Change:
    """Keep a view under a title; one of the same title is replaced.

    Parameters
    ----------
    table : str
        ``"sites"`` or ``"parcels"``.
    title : str
        As people call it.
    definition : str
        Columns, filters and order as JSON; never personal.

    Returns
    -------
    Change
        ``details["view_id"]`` is its number.
    """
    with operation(project, "keep_view") as unit:
        query = select(SAVED_VIEWS.c.view_id)
        query = query.where(SAVED_VIEWS.c.table_name == table, SAVED_VIEWS.c.title == title)
        key = unit.connection.scalar(query)
        if key is None:
            (key,) = meta.take_numbers(unit.connection, "view")
            unit.insert(SAVED_VIEWS, view_id=key, table_name=table, title=title, definition=definition)
        else:
            unit.update(SAVED_VIEWS, key, definition=definition)
        unit.details |= {"title": title, "view_id": key}
    return unit.change


def remove_view(project: Project, view_id: int) -> Change:
    """Delete a view that was kept.

    Raises
    ------
    ProjectError
        ``view_absent``.
    """
    with operation(project, "remove_view") as unit:
        row = rows.read(unit.connection, SAVED_VIEWS, view_id)
        if row is None:
            raise ProjectError("view_absent")
        unit.delete(SAVED_VIEWS, view_id)
        unit.details |= {"title": row["title"], "view_id": view_id}
    return unit.change
