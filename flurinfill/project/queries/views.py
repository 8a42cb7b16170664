"""The views of the tables and the recipes of exports that the project keeps."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from flurinfill.model.errors import InputError
from flurinfill.model.recipes import Recipe
from flurinfill.project.project import Project
from flurinfill.project.schema import RECIPES, SAVED_VIEWS


@dataclass(frozen=True)
class SavedView:
    """A view under a title; ``definition`` is JSON."""

    view_id: int
    table: str
    title: str
    definition: str


def saved_views(project: Project) -> tuple[SavedView, ...]:
    """Return the views of all tables, by their title."""
    return _kept(project, SAVED_VIEWS.c.table_name != RECIPES)


def recipes(project: Project) -> tuple[Recipe, ...]:
    """Return the kept recipes of exports, by their title; without those that cannot be read."""
    found = []
    for kept in _kept(project, SAVED_VIEWS.c.table_name == RECIPES):
        with suppress(InputError):
            found.append(Recipe.load(kept.title, kept.definition, kept.view_id))
    return tuple(found)


def _kept(project: Project, of: ColumnElement[bool]) -> tuple[SavedView, ...]:
    query = select(SAVED_VIEWS).where(of).order_by(SAVED_VIEWS.c.title)
    with project.store.reading() as connection:
        return tuple(
            SavedView(row["view_id"], row["table_name"], row["title"], row["definition"])
            for row in connection.execute(query).mappings()
        )
