"""What the states of a town's list would change, and which the project knows better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from flurinfill.model.states import Availability, Review
from flurinfill.model.town_list import Entry, Placing
from flurinfill.project.project import Project
from flurinfill.project.queries.moves import moves
from flurinfill.project.schema import SITE_PARCELS, SITES

_UNDECIDED = {"review": Review.CANDIDATE.value, "availability": Availability.UNKNOWN.value}


@dataclass(frozen=True)
class StateChange:
    """Another state for a site that is there.

    Attributes
    ----------
    line : int
        Line of the file.
    case_no : str
    axis : str
        ``review`` or ``availability``.
    old, new : str
        Values of the axis.
    since : date or None
        Day on which the old state was set.
    newer : bool
        The old state was set after the day of the row, or the row has no day.
    """

    line: int
    case_no: str
    axis: str
    old: str
    new: str
    since: date | None
    newer: bool


def state_changes(project: Project, entries: Sequence[Entry]) -> list[StateChange]:
    """Return the rows that change a state of a site that is there; willingness is not in it."""
    members = select(SITE_PARCELS.c.parcel_id, SITES).join(SITES, SITES.c.site_id == SITE_PARCELS.c.site_id)
    with project.store.reading() as connection:
        sites = {str(row["parcel_id"]): row for row in connection.execute(members).mappings()}
    known = moves(project)
    since = dict(zip(zip(known["site_id"], known["axis"], strict=True), known["on"], strict=True))
    found = []
    for entry in entries:
        site = sites.get(entry.parcel_ids[0]) if entry.placing is Placing.PLACED else None
        if site is None or not isinstance(entry.meaning, Review | Availability):
            continue
        axis = "review" if isinstance(entry.meaning, Review) else "availability"
        old, new, day = site[axis], entry.meaning.value, since.get((site["site_id"], axis))
        if old != new:
            newer = old != _UNDECIDED[axis] and (day is None or entry.on is None or day > entry.on)
            found.append(StateChange(entry.line, site["case_no"], axis, old, new, day, newer))
    return found
