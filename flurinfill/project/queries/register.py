"""The public register: objections to it, and what was published when."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from flurinfill.model.audience import Audience
from flurinfill.project import access, meta, people
from flurinfill.project.project import Project
from flurinfill.project.schema import HISTORY, OBJECTIONS, SITES


@dataclass(frozen=True)
class Objection:
    """An owner's objection to the publication of a site.

    ``name`` is ``""`` where nobody noted who objected, or where the owner is gone.
    """

    objection_id: int
    site_id: int
    case_no: str
    owner_id: str
    name: str
    on: date
    text: str
    taken_back_on: date | None


@dataclass(frozen=True)
class PublicExport:
    """A file that was made for the public.

    Attributes
    ----------
    at : datetime
    user, format : str
    count : int
        How many sites were in it.
    listed : tuple of mapping
        What it said about each: Gemarkung, Flur, numbers, street, size; empty for exports of older
        versions of the program.
    """

    at: datetime
    user: str
    format: str
    count: int
    listed: tuple[Mapping[str, Any], ...]


def objections(project: Project) -> list[Objection]:
    """Return all objections, the latest first; the read is logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    query = select(OBJECTIONS, SITES.c.case_no).join_from(
        OBJECTIONS, SITES, SITES.c.site_id == OBJECTIONS.c.site_id
    )
    with project.store.reading() as connection:
        found = [
            (row, project.vault.unseal(OBJECTIONS.name, row["objection_id"], row["sealed"]))
            for row in connection.execute(query).mappings()
        ]
        named = any(values["owner_id"] for _, values in found)
        owners = people.read_owners(connection, project.vault) if named else {}
    names = {owner.owner_id: owner.name for owner in owners.values()}
    if found:
        access.log(project, "objections", len(found), len({row["site_id"] for row, _ in found}))
    listed = [
        Objection(
            objection_id=row["objection_id"],
            site_id=row["site_id"],
            case_no=row["case_no"],
            owner_id=values["owner_id"],
            name=names.get(values["owner_id"], ""),
            on=date.fromisoformat(values["on"]),
            text=values["text"],
            taken_back_on=date.fromisoformat(values["taken_back_on"]) if values["taken_back_on"] else None,
        )
        for row, values in found
    ]
    return sorted(listed, key=lambda each: (each.on, each.objection_id), reverse=True)


def public_exports(project: Project) -> list[PublicExport]:
    """Return every file that was made for the public, the latest first, without what came to nothing."""
    query = select(HISTORY).where(HISTORY.c.code.in_(("log_export", "log_no_export")))
    with project.store.reading() as connection:
        found = connection.execute(query.order_by(HISTORY.c.history_id.desc())).mappings().all()
    entries = _that_were_made([(row, json.loads(row["details"])) for row in found])
    return [
        PublicExport(
            meta.local(row["at"]),
            row["user"],
            details["format"],
            details["count"],
            tuple(details.get("listed", ())),
        )
        for row, details in entries
        if details.get("audience") == Audience.PUBLIC
    ]


def _that_were_made(
    entries: Sequence[tuple[Mapping[Any, Any], dict[str, Any]]],
) -> Iterator[tuple[Mapping[Any, Any], dict[str, Any]]]:
    """Leave out exports of which no file came: a later line says so in the same words.

    ``entries`` have the latest first.
    """
    failed: list[tuple[object, ...]] = []
    for row, details in entries:
        words = (row["user"], *(details.get(name) for name in ("audience", "format", "count")))
        if row["code"] == "log_no_export":
            failed.append(words)
        elif words in failed:
            failed.remove(words)
        else:
            yield row, details
