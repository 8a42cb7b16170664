"""The same owner spelled twice: made one, or remembered as two. All of it is sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Table, select

from flurinfill.model.change import Change
from flurinfill.model.errors import StaleWrite
from flurinfill.model.owners import Owner, merged
from flurinfill.model.states import Outreach
from flurinfill.project import people, rows
from flurinfill.project.operations.owner_entry import keep_shares
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import (
    CONTACTS,
    OBJECTIONS,
    OUTREACH,
    OWNERS,
    PRICES,
    RESERVATIONS,
    SITE_PARCELS,
)

_ABOUT_OWNERS = (CONTACTS, OBJECTIONS, PRICES, RESERVATIONS)
"""Tables whose sealed part says by ``owner_id`` whom it is about; outreach is merged, not only moved."""


def merge_owners(project: Project, kept: Owner, gone: Owner) -> Change:
    """Make one owner of two who are the same.

    Shares, outreach, contacts, objections and reservations go to ``kept``. Where both were asked about a
    site, the later word counts, and who must not be contacted stays so.

    Parameters
    ----------
    kept, gone : Owner
        As the user saw them.

    Raises
    ------
    StaleWrite
        ``stale_owner`` when one of them is another by now.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "merge_owners", personal=True) as unit:
        row, gone_row = _rows(unit, kept, gone)
        owner = merged(kept, gone)
        unit.update(OWNERS, row, sealed=unit.seal(OWNERS, row, people.owner_text(owner)))
        unit.delete(OWNERS, gone_row)
        _move_shares(unit, owner, row, gone.owner_id)
        _merge_outreach(unit, owner.owner_id, gone.owner_id)
        for table in _ABOUT_OWNERS:
            _move_rows(unit, table, owner.owner_id, gone.owner_id)
        unit.secret |= {"owner_id": owner.owner_id, "gone_id": gone.owner_id}
    return unit.change


def keep_apart(project: Project, one: Owner, other: Owner) -> Change:
    """Remember that two owners who look alike are two; they are not proposed again.

    Raises
    ------
    StaleWrite
        ``stale_owner`` when one of them is another by now.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "keep_apart", personal=True) as unit:
        row, _ = _rows(unit, one, other)
        owner = replace(one, distinct_from=(*one.distinct_from, other.owner_id))
        unit.update(OWNERS, row, sealed=unit.seal(OWNERS, row, people.owner_text(owner)))
        unit.secret |= {"owner_id": one.owner_id, "other_id": other.owner_id}
    return unit.change


def _rows(unit: Unit, *seen: Owner) -> list[int]:
    """Return the rows of owners who are as the user saw them."""
    present = people.read_owners(unit.connection, unit.project.vault)
    row_of = {owner.owner_id: row for row, owner in present.items()}
    found = [row_of.get(owner.owner_id) for owner in seen]
    if any(row is None or present[row] != owner for row, owner in zip(found, seen, strict=True)):
        raise StaleWrite("stale_owner")
    return [row for row in found if row is not None]


def _move_shares(unit: Unit, owner: Owner, row: int, gone_id: str) -> None:
    mine = {"owner_id": owner.owner_id, "row": row, "category": owner.category.value}
    touched: set[str] = set()
    for parcel, listed in people.read_ownerships(unit.connection, unit.project.vault).items():
        if any(share["owner_id"] == gone_id for share in listed):
            touched.add(parcel)
            moved = [{**share, **mine} if share["owner_id"] == gone_id else share for share in listed]
            keep_shares(unit, parcel, _once(moved))
    query = select(SITE_PARCELS.c.site_id, SITE_PARCELS.c.parcel_id)
    for site_id, parcel in unit.connection.execute(query).all():
        if parcel in touched:
            unit.touches(site_id)


def _once(shares: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out a member of a community who is in it twice: its share is held jointly."""
    found: list[dict[str, Any]] = []
    for share in shares:
        members = {(each["owner_id"], each["community_id"], each["sheet"]) for each in found}
        if not share["community_id"] or (
            (share["owner_id"], share["community_id"], share["sheet"]) not in members
        ):
            found.append(share)
    return found


def _merge_outreach(unit: Unit, owner_id: str, gone_id: str) -> None:
    entries = people.read_outreach(unit.connection, unit.project.vault)
    for site_id, listed in entries.items():
        by_owner = {entry["owner_id"]: entry for entry in listed}
        if gone_id not in by_owner:
            continue
        gone, kept = by_owner[gone_id], by_owner.get(owner_id)
        entry = dict(gone) if kept is None else _later(kept, gone)
        row = kept["outreach_id"] if kept is not None else gone["outreach_id"]
        del entry["outreach_id"]
        entry["owner_id"] = owner_id
        unit.update(OUTREACH, row, sealed=unit.seal(OUTREACH, row, entry))
        if kept is not None:
            unit.delete(OUTREACH, gone["outreach_id"])
        unit.touches(site_id)


def _later(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was said last; who must not be contacted stays so."""
    earlier, later = sorted((one, other), key=_last_day)
    entry = {**earlier, **later}
    for said in (earlier, later):
        if said.get("outreach") == Outreach.DO_NOT_CONTACT:
            entry |= {name: value for name, value in said.items() if name.startswith("outreach")}
    return entry


def _last_day(entry: Mapping[str, Any]) -> str:
    return max(str(entry.get(name) or "") for name in ("outreach_on", "willingness_on", "consent_on"))


def _move_rows(unit: Unit, table: Table, owner_id: str, gone_id: str) -> None:
    """Let what is sealed about one owner be about the other."""
    key = rows.key_of(table)
    told = select(key, table.c.sealed).where(table.c.sealed.is_not(None))
    for row, sealed in unit.connection.execute(told).all():
        values = unit.project.vault.unseal(table.name, row, sealed)
        if isinstance(values, dict) and values.get("owner_id") == gone_id:
            unit.update(table, row, sealed=unit.seal(table, row, {**values, "owner_id": owner_id}))
