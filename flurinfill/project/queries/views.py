"""The views of the tables and the recipes of exports that the project keeps."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from flurinfill.model.audience import Audience
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
    """Return the kept recipes of exports, by their title; one that cannot be read says so."""
    return tuple(map(_recipe, _kept(project, SAVED_VIEWS.c.table_name == RECIPES)))


def _recipe(kept: SavedView) -> Recipe:
    try:
        return Recipe.load(kept.title, kept.definition, kept.view_id)
    except InputError:
        return Recipe(kept.title, Audience.INTERNAL, (), recipe_id=kept.view_id, readable=False)


def _kept(project: Project, of: ColumnElement[bool]) -> tuple[SavedView, ...]:
    query = select(SAVED_VIEWS).where(of).order_by(SAVED_VIEWS.c.title)
    with project.store.reading() as connection:
        return tuple(
            SavedView(row["view_id"], row["table_name"], row["title"], row["definition"])
            for row in connection.execute(query).mappings()
        )
