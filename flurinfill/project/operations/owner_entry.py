"""Owners by hand: add, correct, take off a parcel. All of it is sealed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from flurinfill.cadastre import tables
from flurinfill.model.change import Change
from flurinfill.model.errors import InputError, StaleWrite
from flurinfill.model.owners import Owner, Ownership, check_owner
from flurinfill.project import meta, people
from flurinfill.project.operations.owners import with_spelling
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import OWNERS, OWNERSHIPS, SITE_PARCELS

_OF_THE_CADASTRE = tuple(name for name in tables.OWNERS if name != "owner_id")
"""Fields that the cadastre has, too: who changes one speaks against it."""


def add_owner(project: Project, site_id: int, owner: Owner, shares: Sequence[Ownership]) -> Change:
    """Add an owner whom the cadastre does not know (yet) to parcels of a site.

    Parameters
    ----------
    owner : Owner
        Its id is given here.
    shares : sequence of Ownership
        At least one, of parcels of the site. A community without an id is a new one.

    Raises
    ------
    InputError
        See :func:`flurinfill.model.owners.check_owner`; ``owner_without_parcel``.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "add_owner", personal=True) as unit:
        unit.work_on(site_id)
        check_owner(owner)
        if not shares:
            raise InputError("owner_without_parcel")
        (row,) = meta.take_numbers(unit.connection, "owner")
        owner = replace(owner, owner_id=f"office-{row}", by_hand=True)
        unit.insert(OWNERS, owner_row=row, sealed=unit.seal(OWNERS, row, people.owner_text(owner)))
        _keep_shares(unit, site_id, owner, row, shares)
        unit.secret["owner_id"] = owner.owner_id
    return unit.change


def change_owner(
    project: Project,
    site_id: int,
    owner: Owner,
    shares: Sequence[Ownership],
    *,
    seen: tuple[Owner, Sequence[Ownership]],
) -> Change:
    """Correct an owner and the shares in the parcels of a site.

    Parameters
    ----------
    owner : Owner
        As it shall be from now on; whether its data is restricted stays, see
        :func:`flurinfill.project.operations.persons.restrict_owner`.
    shares : sequence of Ownership
        All that the owner has in the parcels of the site from now on; none takes the owner off it.
    seen : tuple of Owner and Ownerships
        What the user saw at this site.

    Raises
    ------
    InputError
        See :func:`flurinfill.model.owners.check_owner`.
    StaleWrite
        ``stale_owner`` when owner or shares are others by now.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "change_owner", personal=True) as unit:
        unit.work_on(site_id)
        check_owner(owner)
        row = _as_seen(unit, site_id, seen)
        owner = corrected(replace(owner, restricted=seen[0].restricted), seen[0])
        if owner != seen[0]:
            unit.update(OWNERS, row, sealed=unit.seal(OWNERS, row, people.owner_text(owner)))
        if owner.category is not seen[0].category:
            _spread_category(unit, owner)
        _keep_shares(unit, site_id, owner, row, shares)
        unit.secret["owner_id"] = owner.owner_id
    return unit.change


def remove_owner(
    project: Project, site_id: int, owner_id: str, *, seen: tuple[Owner, Sequence[Ownership]]
) -> Change:
    """Take an owner off all parcels of a site; outreach and contacts stay, as of a former owner.

    Raises
    ------
    StaleWrite
        ``stale_owner``, see :func:`change_owner`.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "remove_owner", personal=True) as unit:
        unit.work_on(site_id)
        row = _as_seen(unit, site_id, seen)
        _keep_shares(unit, site_id, seen[0], row, ())
        unit.secret["owner_id"] = owner_id
    return unit.change


def _as_seen(unit: Unit, site_id: int, seen: tuple[Owner, Sequence[Ownership]]) -> int:
    """Return the row of an owner who is as the user saw."""
    owner, shares = seen
    found: list[Ownership] = []
    rows: set[int] = set()
    for parcel, listed in _shares_of(unit, site_id).items():
        for share in listed:
            if share["owner_id"] == owner.owner_id:
                found.append(people.ownership_from(parcel, share))
                rows.add(share["row"])
    present = people.read_owners(unit.connection, unit.project.vault, rows)
    if list(present.values()) != [owner] or sorted(found, key=repr) != sorted(shares, key=repr):
        raise StaleWrite("stale_owner")
    return next(iter(present))


def corrected(owner: Owner, before: Owner) -> Owner:
    """Return the owner marked as corrected by hand, where the cadastre says otherwise."""
    if before.by_hand or all(getattr(owner, name) == getattr(before, name) for name in _OF_THE_CADASTRE):
        return owner
    return replace(owner, by_hand=True, spellings=with_spelling(owner, before.spelling))


def _shares_of(unit: Unit, site_id: int) -> dict[str, list[dict[str, Any]]]:
    query = select(SITE_PARCELS.c.parcel_id).where(SITE_PARCELS.c.site_id == site_id)
    parcels = list(unit.connection.scalars(query.order_by(SITE_PARCELS.c.position)))
    found = people.read_ownerships(unit.connection, unit.project.vault, parcels)
    return {parcel: found.get(parcel, []) for parcel in parcels}


def _keep_shares(unit: Unit, site_id: int, owner: Owner, row: int, shares: Sequence[Ownership]) -> None:
    """Let the owner have exactly these shares in the parcels of a site; what is new is by hand.

    The owner remembers the parcels that he is taken off, as a cadastre may list him there for a while.
    """
    removed = set(owner.removed_from)
    wanted = _with_communities(unit, [replace(share, owner_id=owner.owner_id) for share in shares])
    for parcel, listed in _shares_of(unit, site_id).items():
        others = [share for share in listed if share["owner_id"] != owner.owner_id]
        before = {people.ownership_from(parcel, share) for share in listed} - {
            people.ownership_from(parcel, share) for share in others
        }
        mine = [share for share in wanted if share.parcel_id == parcel]
        if mine:
            removed.discard(parcel)
        elif before:
            removed.add(parcel)
        if set(mine) == before:
            continue
        mine = [share if share in before else _joint(replace(share, by_hand=True), others) for share in mine]
        keep_shares(
            unit, parcel, others + [people.ownership_text(each, row, owner.category) for each in mine]
        )
    if removed != set(owner.removed_from):
        owner = replace(owner, removed_from=tuple(sorted(removed)))
        unit.update(OWNERS, row, sealed=unit.seal(OWNERS, row, people.owner_text(owner)))


def _joint(share: Ownership, others: Sequence[Mapping[str, Any]]) -> Ownership:
    """Return the share; a member of a community without an own one has that of the community."""
    if not share.community_id or share.numerator is not None:
        return share
    members = (other for other in others if other["community_id"] == share.community_id)
    held = next(members, {"numerator": None, "denominator": None})
    return replace(share, numerator=held["numerator"], denominator=held["denominator"])


def _with_communities(unit: Unit, shares: Sequence[Ownership]) -> list[Ownership]:
    """Give new communities an id."""
    fresh = {share.community for share in shares if share.community is not None and not share.community_id}
    numbers = meta.take_numbers(unit.connection, "community", len(fresh))
    ids = {community: f"office-{number}" for community, number in zip(fresh, numbers, strict=True)}
    return [
        replace(share, community_id=ids[share.community])
        if share.community is not None and not share.community_id
        else share
        for share in shares
    ]


def keep_shares(unit: Unit, parcel: str, shares: Sequence[Mapping[str, Any]]) -> None:
    """Write the shares of a parcel inside an operation."""
    unit.parcels.add(parcel)
    row = unit.connection.scalar(select(OWNERSHIPS.c.ownership_row).where(OWNERSHIPS.c.parcel_id == parcel))
    if row is None and shares:
        (row,) = meta.take_numbers(unit.connection, "ownership")
        unit.insert(
            OWNERSHIPS, ownership_row=row, parcel_id=parcel, sealed=unit.seal(OWNERSHIPS, row, list(shares))
        )
    elif row is not None and not shares:
        unit.delete(OWNERSHIPS, row)
    elif row is not None:
        unit.update(OWNERSHIPS, row, sealed=unit.seal(OWNERSHIPS, row, list(shares)))


def _spread_category(unit: Unit, owner: Owner) -> None:
    """Let every share of the owner name the category, from which the figures are made."""
    changed = []
    for parcel, listed in people.read_ownerships(unit.connection, unit.project.vault).items():
        if any(share["owner_id"] == owner.owner_id for share in listed):
            mine = {"category": owner.category.value}
            changed.append(parcel)
            keep_shares(
                unit,
                parcel,
                [{**share, **mine} if share["owner_id"] == owner.owner_id else share for share in listed],
            )
    touch_sites(unit, changed)


def touch_sites(unit: Unit, parcels: Collection[str]) -> None:
    """Say that the views of every site with one of these parcels must refresh."""
    query = select(SITE_PARCELS.c.site_id, SITE_PARCELS.c.parcel_id)
    for site_id, parcel in unit.connection.execute(query).all():
        if parcel in parcels:
            unit.touches(site_id)
