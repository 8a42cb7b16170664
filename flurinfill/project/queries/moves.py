"""When sites were made and moved along their axes: the course of the work, without persons."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from flurinfill.project import history, meta
from flurinfill.project.project import Project
from flurinfill.project.queries.past_stock import stock_at
from flurinfill.project.schema import HISTORY, SITES
from flurinfill.project.stock_rows import AXES

CREATED = "created"
_COLUMNS = ("site_id", "on", "axis", "old", "new")


def moves(project: Project, day: date | None = None) -> pd.DataFrame:
    """Return every move of a site that stood at the end of a day, and the day each site was made.

    What was undone by then is left out, and so are sites that a detection had removed by then; what was
    undone or removed later is told, so that an earlier day stays what it was. Axes of persons (outreach,
    willingness) are not in it: they are sealed.

    Parameters
    ----------
    day : date, optional
        Today when left out.

    Returns
    -------
    DataFrame
        ``site_id``, ``on`` (date), ``axis`` (``created``, ``review``, ``availability`` or
        ``publication``), ``old`` and ``new`` (values of the axis; ``""`` for ``created``), the
        earliest first.
    """
    made = _made(project) if day is None else stock_at(project, day)["made_on"].to_dict()
    found = [(site_id, on, CREATED, "", "") for site_id, on in made.items()]
    for entry in _entries(project, day):
        found += [(site_id, entry.on, *move) for site_id, *move in entry.moves() if site_id in made]
    table = pd.DataFrame(found, columns=list(_COLUMNS))
    return table.sort_values("on", kind="stable", ignore_index=True)


@dataclass(frozen=True)
class _Entry:
    """An entry of the history that stood at the end of the day."""

    on: date
    details: Mapping[str, Any]
    images: Sequence[history.Image]

    def moves(self) -> Iterator[tuple[Any, ...]]:
        """Site, axis, old and new state of each move."""
        for site_id, axis, old, new in self.details.get("moves", ()):
            yield int(site_id), axis, old, new
        for image in self.images:
            if image.table == SITES.name:
                yield from ((image.key, *move) for move in moved(image))


def _made(project: Project) -> dict[int, date]:
    with project.store.reading() as connection:
        return {
            row[0]: _day(row[1]) for row in connection.execute(select(SITES.c.site_id, SITES.c.created_at))
        }


def _entries(project: Project, day: date | None) -> Iterator[_Entry]:
    """What stood at the end of the day, the earliest first."""
    told = HISTORY.c.images.like(f'%"{SITES.name}"%') | HISTORY.c.details.like('%"moves"%')
    done = (HISTORY.c.state == history.DONE) & told
    if day is not None:
        done |= (HISTORY.c.state != history.DONE) & HISTORY.c.details.like('%"taken_back"%')
    columns = (HISTORY.c.at, HISTORY.c.state, HISTORY.c.undone_at, HISTORY.c.images, HISTORY.c.details)
    with project.store.reading() as connection:
        rows = connection.execute(select(*columns).where(done).order_by(HISTORY.c.history_id)).all()
    for at, state, undone_at, images, written in rows:
        details = json.loads(written)
        if day is not None and (_day(at) > day or _was_away(details, day)):
            continue
        if state == history.DONE:
            yield _Entry(_day(at), details, history.load(images or "[]"))
        elif day is not None and "taken_back" in details and _day(undone_at) > day:
            yield _Entry(_day(at), details, [history.Image(*parts) for parts in details["taken_back"]])


def _was_away(details: Mapping[str, Any], day: date) -> bool:
    """The entry was undone at the end of the day, and done again later."""
    return any(_day(gone) <= day < _day(back) for gone, back in details.get("away", ()))


def moved(image: history.Image) -> list[tuple[str, Any, Any]]:
    """Axis, old and new state of each move that the image of a site holds."""
    before, after = image.before or {}, image.after or {}
    return [(axis, before[axis], after[axis]) for axis in AXES if axis in before and axis in after]


def _day(at: str) -> date:
    return meta.local(at).date()
