"""What is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import RowMapping, select

from flurinfill.model.law import month_is_over, objection_deadline
from flurinfill.model.states import Publication, Review
from flurinfill.project.project import Project
from flurinfill.project.queries.sites import class_changed
from flurinfill.project.schema import CONTACTS, RESERVATIONS, SITES

_COLUMNS = ("kind", "site_id", "case_no", "due_on", "contact_id", "finding")
_OPEN = (
    select(CONTACTS.c.contact_id, CONTACTS.c.follow_up_on, SITES.c.site_id, SITES.c.case_no)
    .join_from(CONTACTS, SITES, SITES.c.site_id == CONTACTS.c.site_id)
    .where(~CONTACTS.c.follow_up_done)
)
_RESERVED = (
    select(RESERVATIONS.c.until, SITES.c.site_id, SITES.c.case_no)
    .join_from(RESERVATIONS, SITES, SITES.c.site_id == RESERVATIONS.c.site_id)
    .where(RESERVATIONS.c.ended_on.is_(None))
)
_Task = tuple[str, int, str, date | None, int | None, str]


def due(project: Project, today: date) -> pd.DataFrame:
    """Return what is due today or overdue, the oldest first, tasks without a day last.

    Nothing of it but the person is sealed, so it is there while the vault is locked, too.

    Returns
    -------
    DataFrame
        ``kind`` (``follow_up``, ``reservation_over``, ``deferred``, ``parcel_missing``,
        ``objection_period_over``, ``class_changed``), ``site_id``, ``case_no``, ``due_on``
        (date or None), ``contact_id`` (Int64, of a follow-up), ``finding`` (class that detection
        gives now, of ``class_changed``), ``person`` (who follows up, ``""`` while the vault is locked).
    """
    with project.store.reading() as connection:
        sites = connection.execute(select(SITES)).mappings().all()
        query = _OPEN.where(CONTACTS.c.follow_up_on <= today.isoformat())
        found = connection.execute(query.add_columns(CONTACTS.c.sealed)).all()
        reserved = connection.execute(_RESERVED.where(RESERVATIONS.c.until <= today.isoformat())).all()
    tasks: list[_Task] = [
        ("follow_up", site_id, case_no, date.fromisoformat(day), contact_id, "")
        for contact_id, day, site_id, case_no, _ in found
    ]
    tasks += [
        ("reservation_over", site_id, case_no, date.fromisoformat(until), None, "")
        for until, site_id, case_no in reserved
    ]
    persons = _persons(project, {int(row[0]): row[4] for row in found})
    for row in sites:
        tasks += _site_tasks(row, today)
    tasks.sort(key=lambda task: (task[3] is None, task[3] or date.max, task[2]))
    frame = pd.DataFrame(tasks, columns=list(_COLUMNS))
    types = {"kind": "str", "site_id": "int64", "case_no": "str", "contact_id": "Int64", "finding": "str"}
    people = [persons.get(task[4] or 0, "") for task in tasks]
    return frame.astype(types).assign(person=pd.Series(people, dtype="str"))


def _persons(project: Project, sealed: Mapping[int, bytes]) -> dict[int, str]:
    """Who follows up on contacts, as far as it can be read."""
    if not project.vault.open:
        return {}
    told = project.vault.unseal_all(CONTACTS.name, sealed)
    return {contact_id: str(values.get("follow_up_by", "")) for contact_id, values in told.items()}


@dataclass(frozen=True)
class FollowUp:
    """An open follow-up: its day and case, and nothing about persons."""

    contact_id: int
    site_id: int
    case_no: str
    on: date


def follow_ups(project: Project) -> list[FollowUp]:
    """Return all open follow-ups, the next one first."""
    query = _OPEN.where(CONTACTS.c.follow_up_on.is_not(None)).order_by(CONTACTS.c.follow_up_on)
    with project.store.reading() as connection:
        return [
            FollowUp(contact_id, site_id, case_no, date.fromisoformat(day))
            for contact_id, day, site_id, case_no in connection.execute(query)
        ]


def _site_tasks(row: RowMapping, today: date) -> list[_Task]:
    site_id, case_no = row["site_id"], row["case_no"]
    tasks: list[_Task] = []
    if row["review"] == Review.DEFERRED and row["deferred_until"]:
        until = date.fromisoformat(row["deferred_until"])
        if until <= today:
            tasks.append(("deferred", site_id, case_no, until, None, ""))
    if row["publication"] == Publication.ANNOUNCED and row["announced_on"]:
        announced = date.fromisoformat(row["announced_on"])
        if month_is_over(announced, today):
            day_after = objection_deadline(announced) + timedelta(days=1)
            tasks.append(("objection_period_over", site_id, case_no, day_after, None, ""))
    if row["parcel_missing"] and row["review"] != Review.SUPERSEDED:
        tasks.append(("parcel_missing", site_id, case_no, None, None, ""))
    if class_changed(row):
        tasks.append(("class_changed", site_id, case_no, None, None, row["potential_now"]))
    return tasks
