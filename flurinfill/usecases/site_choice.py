"""Which sites an export is about: all, those of a kept view, those of a village."""

from __future__ import annotations

import json
from datetime import date

import numpy as np

from flurinfill.model.errors import InputError
from flurinfill.model.recipes import Which
from flurinfill.project import Project, queries
from flurinfill.reports import given_fields
from flurinfill.usecases import filters

_TABLE = "sites"
_SEALED = frozenset({*given_fields.SEALED, "outreach_state"})


def chosen_sites(project: Project, which: Which, name: str, today: date) -> list[int] | None:
    """Return the sites that are meant; None for all.

    Parameters
    ----------
    project : Project
    which : Which
        ``ALL``, ``VIEW`` or ``VILLAGE``.
    name : str
        Title of a kept view of the table of sites, or the village.
    today : date
        What ``today`` means in a filter of the view.

    Raises
    ------
    InputError
        ``view_unknown``, ``view_unreadable``, ``village_unknown``, or ``choice_empty`` when no site is in it.
    SealedError
        ``sealed`` for a view that looks at what tells of owners, while that is locked.
    """
    if which is Which.VIEW:
        found = _of_view(project, name, today)
    elif which is Which.VILLAGE:
        found = _of_village(project, name)
    else:
        return None
    if not found:
        raise InputError("choice_empty", name=name)
    return found


def kept_views(project: Project) -> list[str]:
    """Titles of the views of the table of sites that the project keeps."""
    return [view.title for view in queries.saved_views(project) if view.table == _TABLE]


def villages(project: Project) -> list[str]:
    """Villages that have sites, by name."""
    return sorted(name for name in queries.site_table(project)["village"].unique() if name)


def _of_village(project: Project, name: str) -> list[int]:
    sites = queries.site_table(project)
    if name not in set(sites["village"]):
        raise InputError("village_unknown", name=name, known=villages(project))
    return [int(key) for key in sites.index[sites["village"] == name]]


def _of_view(project: Project, title: str, today: date) -> list[int]:
    views = [view for view in queries.saved_views(project) if view.table == _TABLE and view.title == title]
    if not views:
        raise InputError("view_unknown", name=title, known=kept_views(project))
    try:
        kept = json.loads(views[0].definition).get("rules", {})
        rules = {str(column): filters.from_json(rule) for column, rule in kept.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError("view_unreadable", name=title) from error
    if project.sealed and not _SEALED.isdisjoint(rules):
        project.vault.require()  # what is locked is empty: "nothing in it" would choose every site
    sites = queries.site_table(project)
    mask = np.ones(len(sites), dtype=bool)
    for column, rule in rules.items():
        values = sites[column].to_numpy(dtype=object) if column in sites else np.full(len(sites), None)
        mask &= filters.mask_of(rule, values, today)
    return [int(key) for key in sites.index[mask]]
