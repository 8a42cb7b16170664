"""The sites as they stood at the end of a day: states, class, village and area, from the history.

The rows of today are taken back entry by entry, the latest first. What was undone on a later day
still counts on the day before it was undone; sites that a later detection removed are there again.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, RowMapping, Table, select

from flurinfill.cadastre.tables import village
from flurinfill.project import history, meta
from flurinfill.project.project import Project
from flurinfill.project.schema import HISTORY, SITE_FIELD_VALUES, SITE_PARCELS, SITES
from flurinfill.project.stock_rows import AXES, COLUMNS, part

Rows = dict[int, dict[str, Any]]


def stock_at(project: Project, day: date) -> pd.DataFrame:
    """Return every site that existed at the end of a day, as it stood then.

    Returns
    -------
    DataFrame
        Index ``site_id``, ascending; ``potential``, ``review``, ``availability``, ``publication``,
        ``village`` and ``area_m2`` as in :func:`flurinfill.project.queries.site_table`, and ``made_on``
        (date).
    """
    return stocks_at(project, [day])[day]


def stocks_at(project: Project, days: Collection[date]) -> dict[date, pd.DataFrame]:
    """Return what :func:`stock_at` gives for each of several days, in one walk through the history."""
    with project.store.reading() as connection:
        past = _Past(connection)
        events = _events(connection, min(days))
    found: dict[date, pd.DataFrame] = {}
    for day in sorted(set(days), reverse=True):
        while events and events[0].on > day:
            past.take_back(events.popleft())
        found[day] = past.table(day)
    return found


@dataclass(frozen=True)
class _Event:
    """Something that happened: an entry of the history, or that it was undone or done again."""

    at: str
    number: int
    details: Mapping[str, Any]
    images: Sequence[history.Image]
    undone: bool = False

    @property
    def on(self) -> date:
        """Day on which it happened."""
        return meta.local(self.at).date()


def _events(connection: Connection, after: date) -> deque[_Event]:
    """Everything that happened after a day, the latest first."""
    begin = after.isoformat()  # the times are UTC: the next local day may begin within this one
    columns = (HISTORY.c[name] for name in ("history_id", "at", "state", "undone_at", "images", "details"))
    later = (HISTORY.c.at >= begin) | (HISTORY.c.undone_at >= begin) | HISTORY.c.details.like('%"away"%')
    found = [
        event
        for row in connection.execute(select(*columns).where(later)).mappings()
        for event in _events_of(row)
    ]
    return deque(sorted(found, key=lambda event: (event.at, event.number), reverse=True))


def _events_of(row: RowMapping) -> Iterator[_Event]:
    """An entry, and when it was undone and done again on later days; nothing where it never stood."""
    number, details, stands = int(row["history_id"]), json.loads(row["details"]), row["state"] == history.DONE
    kept = [history.Image(*parts) for parts in details.get("taken_back", ())]
    if stands:
        yield _Event(row["at"], number, details, kept or history.load(row["images"] or "[]"))
    elif "taken_back" in details:
        yield _Event(row["at"], number, details, kept)
        yield _Event(row["undone_at"], number, details, kept, undone=True)
    for gone, back in details.get("away", ()):
        yield _Event(gone, number, details, kept, undone=True)
        yield _Event(back, number, details, kept)


class _Past:
    """Rows that go back in time."""

    def __init__(self, connection: Connection) -> None:
        self._rows: dict[str, Rows] = {
            table.name: _read(connection, table) for table in (SITES, SITE_PARCELS, SITE_FIELD_VALUES)
        }
        self._gone_number = 0

    def take_back(self, event: _Event) -> None:
        """Make the rows what they were before the event."""
        if event.undone:
            for image in event.images:
                self._put(image.table, image.key, image.before, image.after)
            return
        for image in reversed(event.images):
            if image.table in self._rows:
                self._put(image.table, image.key, image.after, image.before)
        self._take_back_told(event.details)
        for site_id in event.details.get("back", ()):
            self._rows[SITES.name].pop(site_id, None)
        for site_id, site, parcels in event.details.get("gone", ()):
            self._bring_back(site_id, site, parcels)

    def _take_back_told(self, details: Mapping[str, Any]) -> None:
        """What only the details of an entry tell: rows that are sealed, or that have no images."""
        sites, members = self._rows[SITES.name], self._rows[SITE_PARCELS.name]
        for site_id, axis, old, _ in details.get("moves", ()):
            if site_id in sites and old:
                sites[site_id][axis] = old
        for site_id, before in details.get("followed", _followed(details, sites)):
            if site_id in sites:
                sites[site_id]["potential"] = before
        for key, values in details.get("parcels_before", ()):
            if key in members:
                members[key].update(values)

    def _put(
        self, table: str, key: int, now: Mapping[str, Any] | None, then: Mapping[str, Any] | None
    ) -> None:
        rows = self._rows[table]
        if then is None:
            rows.pop(key, None)
        elif now is None:
            rows[key] = dict.fromkeys(COLUMNS[table]) | dict(part(table, then) or {})
        elif key in rows:
            rows[key].update(part(table, then) or {})

    def _bring_back(self, site_id: int, site: Mapping[str, Any], parcels: list[Mapping[str, Any]]) -> None:
        """A site that detection removed: nobody had worked on it."""
        self._rows[SITES.name][site_id] = {**site, "site_id": site_id}
        members = self._rows[SITE_PARCELS.name]
        for key in [key for key, row in members.items() if row["site_id"] == site_id]:
            del members[key]
        for parcel in parcels:
            self._gone_number -= 1
            members[self._gone_number] = {**parcel, "site_id": site_id}

    def table(self, day: date) -> pd.DataFrame:
        """Return the sites of the day."""
        there = {
            key: row
            for key, row in sorted(self._rows[SITES.name].items())
            if meta.local(row["created_at"]).date() <= day
        }
        index = pd.Index(list(there), name="site_id", dtype="int64")
        table = pd.DataFrame(
            {
                name: pd.Series([row[name] for row in there.values()], index=index, dtype="str")
                for name in ("potential", *AXES)
            }
        )
        places = dict(self._places())
        entered = {row["site_id"]: row for row in self._rows[SITE_FIELD_VALUES.name].values()}
        nothing = {"gemarkung": "", "district": "", "area_m2": 0.0}
        facts = pd.DataFrame(
            [_in_force(places.get(key, nothing), entered.get(key, {})) for key in there],
            index=index,
            columns=list(nothing),
        )
        made = [meta.local(row["created_at"]).date() for row in there.values()]
        return table.assign(village=village(facts), area_m2=facts["area_m2"].astype("float64"), made_on=made)

    def _places(self) -> Iterator[tuple[int, dict[str, Any]]]:
        members: dict[int, list[dict[str, Any]]] = {}
        for row in self._rows[SITE_PARCELS.name].values():
            members.setdefault(row["site_id"], []).append(row)
        for site_id, listed in members.items():
            first = min(listed, key=lambda row: row["position"])
            area = sum(_area(row) for row in listed)
            yield site_id, {"gemarkung": first["gemarkung"], "district": first["district"], "area_m2": area}


def _followed(details: Mapping[str, Any], sites: Rows) -> list[tuple[int, str]]:
    """Sites that took another class in a detection that did not tell them: those that nobody touched."""
    changed = [(site_id, before) for site_id, before, _ in details.get("classes", ()) if before]
    return [each for each in changed if each[0] in sites and not sites[each[0]]["touched"]]


def _area(row: Mapping[str, Any]) -> float:
    official = row["official_area_m2"]
    return float((row["area_m2"] if official is None else official) or 0.0)


def _in_force(place: Mapping[str, Any], entered: Mapping[str, Any]) -> dict[str, Any]:
    """What a person entered, else what the cadastre says."""
    mine = {name: entered[name] for name in ("district", "area_m2") if entered.get(name) is not None}
    return {**place, **mine}


def _read(connection: Connection, table: Table) -> Rows:
    key = next(iter(table.primary_key.columns)).name
    columns = dict.fromkeys((key, *COLUMNS[table.name]))
    found = connection.execute(select(*(table.c[name] for name in columns))).mappings()
    return {int(row[key]): {name: row[name] for name in COLUMNS[table.name]} for row in found}
