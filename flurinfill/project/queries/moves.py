"""When sites were made and moved along their axes: the course of the work, without persons."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from flurinfill.project import history, meta
from flurinfill.project.project import Project
from flurinfill.project.schema import HISTORY, SITES
from flurinfill.project.stock_rows import AXES

CREATED = "created"
_COLUMNS = ("site_id", "on", "axis", "old", "new")


def moves(project: Project) -> pd.DataFrame:
    """Return every move of a site that still stands, and the day each site was made.

    What was undone is left out. Axes of persons (outreach, willingness) are not in it: they are
    sealed. Sites that a later detection removed again are left out, too.

    Returns
    -------
    DataFrame
        ``site_id``, ``on`` (date), ``axis`` (``created``, ``review``, ``availability`` or
        ``publication``), ``old`` and ``new`` (values of the axis; ``""`` for ``created``), the
        earliest first.
    """
    query = select(HISTORY.c.at, HISTORY.c.images, HISTORY.c.details)
    told = HISTORY.c.images.like(f'%"{SITES.name}"%') | HISTORY.c.details.like('%"moves"%')
    query = query.where(HISTORY.c.state == history.DONE, told)
    with project.store.reading() as connection:
        made = connection.execute(select(SITES.c.site_id, SITES.c.created_at)).all()
        entries = connection.execute(query.order_by(HISTORY.c.history_id)).all()
    there = {site_id for site_id, _ in made}
    found = [(site_id, _day(at), CREATED, "", "") for site_id, at in made]
    for at, images, details in entries:
        listed = json.loads(details).get("moves", ())
        found += [(move[0], _day(at), *move[1:]) for move in listed if move[0] in there]
        for image in history.load(images or "[]"):
            if image.table == SITES.name and image.key in there:
                found += [(image.key, _day(at), *move) for move in moved(image)]
    table = pd.DataFrame(found, columns=list(_COLUMNS))
    return table.sort_values("on", kind="stable", ignore_index=True)


def moved(image: history.Image) -> list[tuple[str, Any, Any]]:
    """Axis, old and new state of each move that the image of a site holds."""
    before, after = image.before or {}, image.after or {}
    return [(axis, before[axis], after[axis]) for axis in AXES if axis in before and axis in after]


def _day(at: str) -> date:
    return meta.local(at).date()
