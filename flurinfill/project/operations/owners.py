"""Take in the owners of a new data state; those known before keep their id and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, select, update

from flurinfill.cadastre import tables
from flurinfill.model.owners import Owner, Spelling
from flurinfill.project import frames, meta, people
from flurinfill.project.schema import CONTACTS, HISTORY, OWNERS, OWNERSHIPS, RESERVATIONS, SITE_PARCELS
from flurinfill.project.vault import Vault

BY_HAND = (
    "add_owner",
    "change_owner",
    "remove_owner",
    "merge_owners",
    "keep_apart",
    "restrict_owner",
    "take_owner_answer",
    "reserve_site",
    "change_reservation",
)
"""Operations on the rows that a new data state writes anew."""
_Records = list[dict[str, Any]]


def replace_owners(
    connection: Connection, vault: Vault, owners: pd.DataFrame, ownerships: pd.DataFrame
) -> None:
    """Replace owners and ownerships, sealed.

    An owner is the same as before when name and address are the same, or when the cadastre gives
    the same id and the name is the same (a move). An id that now names somebody else gets another
    one, so that nobody inherits what another said. Former owners who were written to are kept, and
    so are the owners of sites whose parcel is gone. What the office knows of an owner beside the
    cadastre (phone, mail, further addresses, that he died or that his data is restricted) stays with
    him; whom the office entered or corrected stays as entered, see :func:`_keep_by_hand` for shares.
    Off a parcel from which the office took an owner he stays, until the cadastre drops him there.
    """
    records = _records(owners, tables.OWNERS)
    shares = _records(ownerships, tables.OWNERSHIPS)
    known = {owner.owner_id: owner for owner in people.read_owners(connection, vault).values()}
    before = _shares_before(connection, vault)
    kept = _still_needed(connection, vault, before)
    spelled = [people.owner_from(record).spelling for record in records]
    new_ids = known_ids(spelled, sorted(known.values(), key=lambda owner: owner.owner_id in kept))
    for share in shares:
        share["owner_id"] = new_ids.get(share["owner_id"], share["owner_id"])
    listed: dict[str, Owner] = {}
    for record in records:
        owner_id = new_ids[record["owner_id"]]
        owner = people.owner_from(record)
        listed[owner_id] = _with_known(owner, owner_id, listed.get(owner_id) or known.get(owner_id))
    listed |= {owner.owner_id: owner for owner in known.values() if owner.owner_id in kept - listed.keys()}
    shares, listed = _still_removed(shares, listed, known, before)
    rows = _keep_owners(connection, vault, listed)
    _replace_shares(connection, vault, shares, before, rows, listed)
    # What was entered by hand before stands in rows that are no longer there.
    connection.execute(update(HISTORY).where(HISTORY.c.code.in_(BY_HAND)).values(undoable=False))


def _still_removed(
    shares: _Records, listed: dict[str, Owner], known: Mapping[str, Owner], before: Mapping[str, _Records]
) -> tuple[_Records, dict[str, Owner]]:
    """Leave out shares that the office took off parcels; the owners remember those alone."""
    held = {(share["owner_id"], parcel) for parcel, old in before.items() for share in old}
    removed = {(key, parcel) for key, owner in known.items() for parcel in owner.removed_from} - held
    if not removed:
        return shares, listed
    told = removed & {(share["owner_id"], share["parcel_id"]) for share in shares}
    left = [share for share in shares if (share["owner_id"], share["parcel_id"]) not in told]
    of_owner: dict[str, list[str]] = {}
    for owner_id, parcel in sorted(told):
        of_owner.setdefault(owner_id, []).append(parcel)
    return left, {
        owner_id: replace(owner, removed_from=tuple(of_owner.get(owner_id, ())))
        for owner_id, owner in listed.items()
    }


def _records(frame: pd.DataFrame, columns: Mapping[str, str]) -> _Records:
    found = tables.conform(frame, columns).to_dict("records")
    return [{str(name): value for name, value in record.items()} for record in found]


def known_ids(spelled: Iterable[Spelling], known: Iterable[Owner]) -> dict[str, str]:
    """Return, for each id of a cadastre, the id under which the project knows the owner.

    Of several known owners with one name and address, the last in ``known`` wins. A name without an
    address is nobody in particular.
    """
    by_person: dict[object, str] = {}
    same: dict[object, str] = {}
    names: dict[str, dict[object, str]] = {}
    for owner in known:
        for each in (owner.spelling, *owner.spellings):
            by_person[each.name, each.place] = owner.owner_id
            same[each.owner_id, each.name, each.place] = owner.owner_id
            names.setdefault(each.owner_id, {})[each.name] = owner.owner_id
        for address in owner.further_addresses:
            by_person.setdefault((owner.spelling.name, address.place), owner.owner_id)
    taken = set(names)
    found: dict[str, str] = {}
    for person in spelled:
        own = person.owner_id
        anonymous = not any(person.name[1:])
        if (own, person.name, person.place) in same:
            found[own] = same[own, person.name, person.place]
        elif (person.name, person.place) in by_person and any(person.place) and not anonymous:
            found[own] = by_person[person.name, person.place]
        elif own not in names:
            found[own] = own
        else:
            found[own] = names[own].get(person.name) or _free_id(own, taken)
        taken.add(found[own])
    return found


def _free_id(owner_id: str, taken: set[str]) -> str:
    number = 2
    while f"{owner_id}~{number}" in taken:
        number += 1
    return f"{owner_id}~{number}"


def _shares_before(connection: Connection, vault: Vault) -> dict[str, _Records]:
    """Return the shares that may outlive the data state: of the sites, by hand, of an answer."""
    in_sites = set(connection.scalars(select(SITE_PARCELS.c.parcel_id)))
    entered = select(HISTORY.c.history_id).where(HISTORY.c.code.in_(BY_HAND)).limit(1)
    if connection.scalar(entered) is None:  # nothing by hand: not every parcel must be looked through
        return people.read_ownerships(connection, vault, in_sites)
    found: dict[str, _Records] = {}
    for parcel, listed in people.read_ownerships(connection, vault).items():
        kept = parcel in in_sites
        left = [share for share in listed if kept or share.get("by_hand") or share.get("answered")]
        if left:
            found[parcel] = left
    return found


def _still_needed(
    connection: Connection, vault: Vault, before: Mapping[str, list[dict[str, Any]]]
) -> set[str]:
    """Return the ids of those whom contacts, outreach, reservations, kept shares or lost parcels name."""
    entries = people.read_outreach(connection, vault).values()
    needed = {entry["owner_id"] for listed in entries for entry in listed}
    for row, sealed in connection.execute(select(CONTACTS.c.contact_id, CONTACTS.c.sealed)):
        needed.add(vault.unseal("contacts", row, sealed)["owner_id"])
    reserved = select(RESERVATIONS.c.reservation_id, RESERVATIONS.c.sealed)
    for row, sealed in connection.execute(reserved.where(RESERVATIONS.c.sealed.is_not(None))):
        needed.add(vault.unseal(RESERVATIONS.name, row, sealed)["owner_id"])
    return needed | {share["owner_id"] for listed in before.values() for share in listed}


def _with_known(owner: Owner, owner_id: str, known: Owner | None) -> Owner:
    """Return an owner of the new state with what the office knows beside the cadastre.

    Every id that the cadastre ever gave the owner stays known, so that an erasure reaches all of them.
    """
    if known is None:
        known = replace(owner, owner_id=owner_id)
    if not known.by_hand:
        return replace(
            owner,
            owner_id=owner_id,
            phone=known.phone,
            mail=known.mail,
            deceased=known.deceased,
            restricted=known.restricted,
            further_addresses=known.further_addresses,
            spellings=with_spelling(known, owner.spelling) if owner.owner_id != owner_id else known.spellings,
            distinct_from=known.distinct_from,
        )
    addresses, spelled = known.further_addresses, owner.spelling
    if any(owner.letter_address.place) and owner.letter_address.place not in {
        address.place for address in (known.letter_address, *addresses)
    }:
        addresses = (*addresses, owner.letter_address)
    return replace(known, further_addresses=addresses, spellings=with_spelling(known, spelled))


def with_spelling(owner: Owner, spelled: Spelling) -> tuple[Spelling, ...]:
    """Return the spellings of an owner with one more, unless it is there or the owner's own."""
    if spelled in (owner.spelling, *owner.spellings):
        return owner.spellings
    return (*owner.spellings, spelled)


def _keep_owners(connection: Connection, vault: Vault, listed: Mapping[str, Owner]) -> dict[str, int]:
    """Write the owners; return the row of each."""
    connection.execute(delete(OWNERS))
    rows = dict(zip(listed, meta.take_numbers(connection, "owner", len(listed)), strict=True))
    sealed = [
        (rows[owner_id], vault.seal("owners", rows[owner_id], people.owner_text(owner)))
        for owner_id, owner in listed.items()
    ]
    frames.insert_rows(connection, OWNERS, sealed)
    return rows


def _replace_shares(
    connection: Connection,
    vault: Vault,
    shares: _Records,
    before: Mapping[str, _Records],
    rows: Mapping[str, int],
    owners: Mapping[str, Owner],
) -> None:
    by_parcel: dict[str, _Records] = {}
    for share in shares:
        by_parcel.setdefault(share["parcel_id"], []).append(_share_text(share))
    for parcel, old in before.items():
        if parcel in by_parcel:
            _keep_by_hand(by_parcel[parcel], old)
        else:
            by_parcel[parcel] = old
    for listed in by_parcel.values():
        for entry in listed:
            owner = owners.get(entry["owner_id"])
            entry["row"] = rows.get(entry["owner_id"])
            entry["category"] = owner.category.value if owner is not None else "unknown"
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


def _keep_by_hand(new: _Records, old: _Records) -> None:
    """Put the shares that were entered by hand among those of the new state.

    One that has no sheet stood in for what the cadastre did not know: it stays until the cadastre lists
    the owner there. A corrected one stays while the cadastre lists the owner and says otherwise.
    """
    for share in (each for each in old if each.get("by_hand")):
        told = [each for each in new if each["owner_id"] == share["owner_id"]]
        if share["sheet"]:
            told = [each for each in told if each["sheet"] == share["sheet"]]
            if told and all(_what(each) != _what(share) for each in told):
                new[:] = [each for each in new if each not in told] + [share]
        elif not told:
            new.append(share)


def _what(share: dict[str, Any]) -> tuple[object, ...]:
    return share["numerator"], share["denominator"], share["community"], share.get("part_numerator")


def _share_text(share: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: share[name] for name in ("owner_id", "community", "community_id", "booking", "sheet")},
        "numerator": _whole(share["numerator"]),
        "denominator": _whole(share["denominator"]),
    }


def _whole(value: float) -> int | None:
    return None if value != value else int(value)
