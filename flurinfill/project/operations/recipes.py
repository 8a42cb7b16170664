"""Keep recipes of exports for everybody who works on the project.

They lie beside the kept views of the tables: a title and what it stands for, nothing of the data.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from flurinfill.model.change import Change
from flurinfill.model.errors import InputError, ProjectError
from flurinfill.model.recipes import Recipe
from flurinfill.project import meta, rows
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import RECIPES, SAVED_VIEWS


def keep_recipe(project: Project, recipe: Recipe) -> Change:
    """Keep a recipe under its title; one of the same title is replaced.

    Returns
    -------
    Change
        ``details["recipe_id"]`` is its number.

    Raises
    ------
    InputError
        ``recipe_without_title``.
    """
    title, definition = _checked(recipe.title), recipe.dump()
    with operation(project, "keep_recipe") as unit:
        key = _of_title(unit.connection, title)
        if key is None:
            (key,) = meta.take_numbers(unit.connection, "view")
            unit.insert(SAVED_VIEWS, view_id=key, table_name=RECIPES, title=title, definition=definition)
        else:
            unit.update(SAVED_VIEWS, key, definition=definition)
        unit.details |= {"title": title, "recipe_id": key}
    return unit.change


def rename_recipe(project: Project, recipe_id: int, title: str) -> Change:
    """Give a kept recipe another title.

    Raises
    ------
    InputError
        ``recipe_without_title``, ``recipe_title_taken``.
    ProjectError
        ``recipe_absent``.
    """
    title = _checked(title)
    with operation(project, "rename_recipe") as unit:
        _row(unit.connection, recipe_id)
        if _of_title(unit.connection, title) not in (None, recipe_id):
            raise InputError("recipe_title_taken", title=title)
        unit.update(SAVED_VIEWS, recipe_id, title=title)
        unit.details |= {"title": title, "recipe_id": recipe_id}
    return unit.change


def remove_recipe(project: Project, recipe_id: int) -> Change:
    """Delete a kept recipe.

    Raises
    ------
    ProjectError
        ``recipe_absent``.
    """
    with operation(project, "remove_recipe") as unit:
        row = _row(unit.connection, recipe_id)
        unit.delete(SAVED_VIEWS, recipe_id)
        unit.details |= {"title": row["title"], "recipe_id": recipe_id}
    return unit.change


def _checked(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise InputError("recipe_without_title")
    return title


def _of_title(connection: Connection, title: str) -> int | None:
    query = select(SAVED_VIEWS.c.view_id)
    return connection.scalar(query.where(SAVED_VIEWS.c.table_name == RECIPES, SAVED_VIEWS.c.title == title))


def _row(connection: Connection, recipe_id: int) -> dict[str, Any]:
    row = rows.read(connection, SAVED_VIEWS, recipe_id)
    if row is None or row["table_name"] != RECIPES:
        raise ProjectError("recipe_absent")
    return row
