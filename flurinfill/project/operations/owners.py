"""Take in the owners of a new data state; those known before keep their id and what they said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, select

from flurinfill.cadastre import tables
from flurinfill.model.owners import Owner
from flurinfill.project import frames, meta, people
from flurinfill.project.schema import CONTACTS, OWNERS, OWNERSHIPS, SITE_PARCELS
from flurinfill.project.vault import Vault

_NAME = ("kind", "last_name", "first_name", "organisation")
_ADDRESS = ("street", "postcode", "city")
_OF_THE_OFFICE = ("phone", "mail", "deceased", "restricted")
_NOTHING: Mapping[str, Any] = {"phone": "", "mail": "", "deceased": False, "restricted": False}
_Records = list[dict[str, Any]]


def replace_owners(
    connection: Connection, vault: Vault, owners: pd.DataFrame, ownerships: pd.DataFrame
) -> None:
    """Replace owners and ownerships, sealed.

    An owner is the same as before when name and address are the same, or when the cadastre gives
    the same id and the name is the same (a move). An id that now names somebody else gets another
    one, so that nobody inherits what another said. Former owners who were written to are kept, and
    so are the owners of sites whose parcel is gone. What the office knows of an owner beside the
    cadastre (phone, mail, that he died or that his data is restricted) stays with him.
    """
    records = _records(owners, tables.OWNERS)
    shares = _records(ownerships, tables.OWNERSHIPS)
    known = people.read_owners(connection, vault)
    kept = _still_needed(connection, vault)
    new_ids = _new_ids(records, sorted(known.values(), key=lambda owner: owner.owner_id in kept))
    for record in records:
        record["owner_id"] = new_ids[record["owner_id"]]
    for share in shares:
        share["owner_id"] = new_ids.get(share["owner_id"], share["owner_id"])
    listed = list({record["owner_id"]: record for record in records}.values())
    listed += _former(known, kept, {record["owner_id"] for record in listed})
    connection.execute(delete(OWNERS))
    rows = dict(
        zip((r["owner_id"] for r in listed), meta.take_numbers(connection, "owner", len(listed)), strict=True)
    )
    own = {
        owner.owner_id: {name: getattr(owner, name) for name in _OF_THE_OFFICE} for owner in known.values()
    }
    texts = {r["owner_id"]: _owner_text(r, own.get(r["owner_id"], _NOTHING)) for r in listed}
    sealed = [
        (rows[owner_id], vault.seal("owners", rows[owner_id], text)) for owner_id, text in texts.items()
    ]
    frames.insert_rows(connection, OWNERS, sealed)
    categories = {record["owner_id"]: record["category"] for record in listed}
    _replace_shares(connection, vault, shares, rows, categories)


def _records(frame: pd.DataFrame, columns: Mapping[str, str]) -> _Records:
    found = tables.conform(frame, columns).to_dict("records")
    return [{str(name): value for name, value in record.items()} for record in found]


def _identity(values: Any, *fields: str) -> tuple[str, ...]:
    return tuple(" ".join(str(values[name]).casefold().split()) for name in fields)


def _new_ids(records: _Records, known: list[Owner]) -> dict[str, str]:
    """Return, for each id of the new state, the id under which the project knows the owner.

    Of several known owners with one name and address, the last in ``known`` wins.
    """
    before = [
        {name: str(getattr(owner, name)) for name in ("owner_id", *_NAME, *_ADDRESS)} for owner in known
    ]
    by_person = {_identity(owner, *_NAME, *_ADDRESS): owner["owner_id"] for owner in before}
    names = {owner["owner_id"]: _identity(owner, *_NAME) for owner in before}
    persons = {owner["owner_id"]: _identity(owner, *_NAME, *_ADDRESS) for owner in before}
    taken = set(names)
    found: dict[str, str] = {}
    for record in records:
        own, person = record["owner_id"], _identity(record, *_NAME, *_ADDRESS)
        anonymous = not any(_identity(record, "last_name", "first_name", "organisation"))
        if persons.get(own) == person:
            found[own] = own
        elif person in by_person and not anonymous:
            found[own] = by_person[person]
        elif own not in names or names[own] == _identity(record, *_NAME):
            found[own] = own
        else:
            found[own] = _free_id(own, taken)
        taken.add(found[own])
    return found


def _free_id(owner_id: str, taken: set[str]) -> str:
    number = 2
    while f"{owner_id}~{number}" in taken:
        number += 1
    return f"{owner_id}~{number}"


def _still_needed(connection: Connection, vault: Vault) -> set[str]:
    """Return the ids of owners that contacts, outreach or sites without a parcel still name."""
    entries = people.read_outreach(connection, vault).values()
    needed = {entry["owner_id"] for listed in entries for entry in listed}
    for row, sealed in connection.execute(select(CONTACTS.c.contact_id, CONTACTS.c.sealed)):
        needed.add(vault.unseal("contacts", row, sealed)["owner_id"])
    for listed in people.read_ownerships(connection, vault, _site_parcels(connection)).values():
        needed.update(share["owner_id"] for share in listed)
    return needed


def _site_parcels(connection: Connection) -> list[str]:
    return list(connection.scalars(select(SITE_PARCELS.c.parcel_id)))


def _former(known: dict[int, Owner], kept: set[str], present: set[str]) -> _Records:
    wanted = [owner for owner in known.values() if owner.owner_id in kept - present]
    return _records(people.owner_frame(wanted), tables.OWNERS)


def _owner_text(record: dict[str, Any], of_the_office: Mapping[str, Any]) -> dict[str, Any]:
    return {**record, **of_the_office, "as_of": record["as_of"] or None}


def _replace_shares(
    connection: Connection, vault: Vault, shares: _Records, rows: dict[str, int], categories: dict[str, str]
) -> None:
    by_parcel: dict[str, _Records] = {}
    for share in shares:
        by_parcel.setdefault(share["parcel_id"], []).append(_share_text(share))
    for parcel_id, old in people.read_ownerships(connection, vault, _site_parcels(connection)).items():
        by_parcel.setdefault(parcel_id, old)
    for listed in by_parcel.values():
        for entry in listed:
            entry["row"] = rows.get(entry["owner_id"])
            entry["category"] = categories.get(entry["owner_id"], "unknown")
    connection.execute(delete(OWNERSHIPS))
    numbers = meta.take_numbers(connection, "ownership", len(by_parcel))
    frames.insert_rows(
        connection,
        OWNERSHIPS,
        [
            (number, parcel_id, vault.seal("ownerships", number, listed))
            for number, (parcel_id, listed) in zip(numbers, by_parcel.items(), strict=True)
        ],
    )


def _share_text(share: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: share[name] for name in ("owner_id", "community", "community_id", "booking", "sheet")},
        "numerator": _whole(share["numerator"]),
        "denominator": _whole(share["denominator"]),
    }


def _whole(value: float) -> int | None:
    return None if value != value else int(value)
