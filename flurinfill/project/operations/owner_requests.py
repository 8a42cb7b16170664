"""Requests for owner data, and what was answered; all but the days is sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.model.owner_request import RequestText
from flurinfill.model.owners import Owner, Ownership
from flurinfill.project import meta, people, rows
from flurinfill.project.operations.owner_entry import keep_shares, touch_sites
from flurinfill.project.operations.owners import known_ids
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import OWNER_REQUESTS, OWNERS


def record_owner_request(
    project: Project, parcel_ids: Sequence[str], *, recipient: Sequence[str], text: RequestText, on: date
) -> Change:
    """Record that the land survey office was asked whose parcels these are.

    Raises
    ------
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "record_owner_request", personal=True) as unit:
        (row,) = meta.take_numbers(unit.connection, "owner_request")
        values = {
            "parcels": list(dict.fromkeys(parcel_ids)),
            "answered": [],
            "recipient": list(recipient),
            **asdict(text),
        }
        sealed = unit.seal(OWNER_REQUESTS, row, values)
        unit.insert(OWNER_REQUESTS, request_id=row, asked_on=on.isoformat(), answered_on=None, sealed=sealed)
        unit.details["count"] = len(values["parcels"])
    return unit.change


def take_owner_answer(
    project: Project, request_id: int, owners: Sequence[Owner], shares: Sequence[Ownership], *, on: date
) -> Change:
    """Take in what the land survey office answered: owners and shares of some parcels of the request.

    What the project knew of the shares of these parcels is replaced, but for shares by hand of owners
    whom the answer does not name. An owner with the same name and address as a known one is the same.
    The shares outlive new data states that say nothing about the parcel.

    Parameters
    ----------
    owners, shares
        As in a cadastre; shares of parcels that were not asked about are left out.
    on : date
        Day of the answer.

    Raises
    ------
    ProjectError
        ``request_unknown``.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "take_owner_answer", personal=True) as unit:
        request = rows.read(unit.connection, OWNER_REQUESTS, request_id)
        if request is None:
            raise ProjectError("request_unknown")
        asked = project.vault.unseal(OWNER_REQUESTS.name, request_id, request["sealed"])
        by_parcel: dict[str, list[Ownership]] = {}
        for share in shares:
            if share.parcel_id in asked["parcels"]:
                by_parcel.setdefault(share.parcel_id, []).append(share)
        found = _owner_rows(unit, owners)
        before = people.read_ownerships(unit.connection, project.vault, by_parcel)
        for parcel, listed in by_parcel.items():
            told = [_text(share, found) for share in listed]
            named = {share["owner_id"] for share in told}
            by_hand = [share for share in before.get(parcel, []) if share.get("by_hand")]
            keep_shares(unit, parcel, [*(each for each in by_hand if each["owner_id"] not in named), *told])
        answered = [*asked["answered"], *(each for each in by_parcel if each not in asked["answered"])]
        sealed = unit.seal(OWNER_REQUESTS, request_id, {**asked, "answered": answered})
        unit.update(OWNER_REQUESTS, request_id, answered_on=on.isoformat(), sealed=sealed)
        touch_sites(unit, by_parcel)
        unit.details["count"] = len(by_parcel)
    return unit.change


def _owner_rows(unit: Unit, owners: Sequence[Owner]) -> dict[str, tuple[int, Owner]]:
    """Return row and owner by the id that the answer gives; new ones are added."""
    known = people.read_owners(unit.connection, unit.project.vault)
    row_of = {owner.owner_id: (row, owner) for row, owner in known.items()}
    ids = known_ids([owner.spelling for owner in owners], known.values())
    found: dict[str, tuple[int, Owner]] = {}
    for owner in owners:
        known_id = ids[owner.owner_id]
        if known_id not in row_of:
            (row,) = meta.take_numbers(unit.connection, "owner")
            new = replace(owner, owner_id=f"office-{row}")
            unit.insert(OWNERS, owner_row=row, sealed=unit.seal(OWNERS, row, people.owner_text(new)))
            row_of[known_id] = (row, new)
        found[owner.owner_id] = row_of[known_id]
    return found


def _text(share: Ownership, found: Mapping[str, tuple[int, Owner]]) -> dict[str, Any]:
    row, owner = found[share.owner_id]
    mine = replace(share, owner_id=owner.owner_id, answered=True)
    return people.ownership_text(mine, row, owner.category)
