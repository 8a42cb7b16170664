"""Owners, ownership and outreach as they lie sealed in the file.

The sealed text of an ownership row is a list with one entry per share of its parcel, that of an
outreach row holds everything about one owner at one site. Callers hold an open vault.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Column, Connection, Select, select

from flurinfill.cadastre import tables
from flurinfill.model.office import same_town
from flurinfill.model.owners import (
    Address,
    CommunityKind,
    Owner,
    OwnerCategory,
    OwnerKind,
    Ownership,
    Spelling,
)
from flurinfill.model.shares import OWN_RIGHTS, ShareFault, problems
from flurinfill.model.states import Outreach, Willingness, site_outreach, site_willingness
from flurinfill.project import frames, meta
from flurinfill.project.objections import Standing, overrule
from flurinfill.project.schema import OUTREACH, OWNERS, OWNERSHIPS, SITE_PARCELS
from flurinfill.project.vault import Vault

MIXED = "mixed"
"""Owner category of a site whose owners are of several kinds."""


@dataclass(frozen=True)
class SitePeople:
    """What the owners of a site come to, without their names."""

    willingness: str
    owner_category: str
    consent_investor: bool
    consent_overruled: bool
    municipal: bool
    outreach: str
    outreach_state: str
    waiting_since: date | None


def read_owners(connection: Connection, vault: Vault, rows: Iterable[int] | None = None) -> dict[int, Owner]:
    """Return owners by their row; all of them without ``rows``."""
    query = select(OWNERS.c.owner_row, OWNERS.c.sealed).order_by(OWNERS.c.owner_row)
    found = _read(connection, query, OWNERS.c.owner_row, None if rows is None else sorted(set(rows)))
    return {row: owner_from(vault.unseal("owners", row, sealed)) for row, sealed in found}


def read_ownerships(
    connection: Connection, vault: Vault, parcel_ids: Iterable[str] | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Return the shares of parcels; of all parcels without ``parcel_ids``."""
    query = select(OWNERSHIPS.c.parcel_id, OWNERSHIPS.c.ownership_row, OWNERSHIPS.c.sealed)
    query = query.order_by(OWNERSHIPS.c.ownership_row)
    found = _read(connection, query, OWNERSHIPS.c.parcel_id, parcel_ids)
    return {parcel: vault.unseal("ownerships", row, sealed) for parcel, row, sealed in found}


def read_outreach(
    connection: Connection, vault: Vault, site_ids: Iterable[int] | None = None
) -> dict[int, list[dict[str, Any]]]:
    """Return the outreach entries by site, each with its row as ``"outreach_id"``; of all without sites."""
    query = select(OUTREACH.c.site_id, OUTREACH.c.outreach_id, OUTREACH.c.sealed)
    query = query.order_by(OUTREACH.c.outreach_id)
    found: dict[int, list[dict[str, Any]]] = {}
    for site, row, sealed in _read(connection, query, OUTREACH.c.site_id, site_ids):
        entry = vault.unseal("outreach", row, sealed)
        found.setdefault(site, []).append({**entry, "outreach_id": row})
    return found


def site_shares(
    connection: Connection, vault: Vault, site_ids: Iterable[int] | None = None
) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """Return, by site and parcel, the shares that the project knows."""
    query = select(SITE_PARCELS.c.parcel_id, SITE_PARCELS.c.site_id)
    query = query.order_by(SITE_PARCELS.c.site_id, SITE_PARCELS.c.position)
    parcels = [(parcel, site) for parcel, site in _read(connection, query, SITE_PARCELS.c.site_id, site_ids)]
    shares = read_ownerships(connection, vault, [parcel for parcel, _ in parcels])
    found: dict[int, dict[str, list[dict[str, Any]]]] = {}
    for parcel, site in parcels:
        found.setdefault(site, {})[parcel] = shares.get(parcel, [])
    return found


def owners_in(shares: Mapping[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Return the owners of parcels: owner id → one of its shares (with row and category)."""
    found: dict[str, dict[str, Any]] = {}
    for share in (share for listed in shares.values() for share in listed):
        found.setdefault(share["owner_id"], share)
    return found


def site_owners(
    connection: Connection, vault: Vault, site_ids: Iterable[int] | None = None
) -> dict[int, dict[str, dict[str, Any]]]:
    """Return, by site, its present owners as :func:`owners_in` has them."""
    owners = {site: owners_in(each) for site, each in site_shares(connection, vault, site_ids).items()}
    return {site: found for site, found in owners.items() if found}


def _read(
    connection: Connection, query: Select[Any], column: Column[Any], wanted: Iterable[Any] | None
) -> list[Any]:
    """Rows where a column has one of the wanted values; all of them for None."""
    if wanted is None:
        return list(connection.execute(query))
    chunks = frames.chunks(dict.fromkeys(wanted))
    return [line for chunk in chunks for line in connection.execute(query.where(column.in_(chunk)))]


def all_known(shares: Mapping[str, list[dict[str, Any]]]) -> bool:
    """Return whether the project knows every owner of parcels: the shares of each come to the whole."""
    told = [ownership_from(parcel, share) for parcel, listed in shares.items() for share in listed]
    ground = {share.parcel_id for share in told if not share.booking.startswith(OWN_RIGHTS)}
    missing = {ShareFault.TOO_LITTLE, ShareFault.UNKNOWN}
    return (
        bool(ground)
        and ground == set(shares)
        and all(problem.fault not in missing for problem in problems(told))
    )


def restricted_owners(
    connection: Connection, vault: Vault, owners: Mapping[int, Mapping[str, Mapping[str, Any]]]
) -> set[str]:
    """Return the ids of those owners (as of :func:`site_owners`) whose data is restricted."""
    shares = [share for listed in owners.values() for share in listed.values()]
    rows = {int(share["row"]) for share in shares if share.get("row") is not None}
    found = read_owners(connection, vault, rows) if rows else {}
    return {owner.owner_id for owner in found.values() if owner.restricted}


def rows_of_the_town(
    connection: Connection, vault: Vault, owners: Mapping[int, Mapping[str, Mapping[str, Any]]]
) -> set[int]:
    """Return the rows of those owners (as of :func:`site_owners`) that are the office's own town.

    The cadastre tells that an owner is a municipality, not which one: its name is compared with that of
    the office. While the office has none, no owner is known to be the town.
    """
    kept = meta.get(connection, meta.OFFICE)
    town = str(json.loads(kept).get("town", "")) if kept else ""
    asked = {
        share["row"]
        for shares in owners.values()
        for share in shares.values()
        if share.get("category") == OwnerCategory.MUNICIPALITY and share.get("row") is not None
    }
    if not town or not asked:
        return set()
    return {
        row for row, owner in read_owners(connection, vault, asked).items() if same_town(owner.name, town)
    }


def sum_up(
    owners: Mapping[str, Mapping[str, Any]],
    entries: Iterable[Mapping[str, Any]],
    *,
    all_known: bool,
    of_the_town: Collection[int],
    restricted: Collection[str],
    objected: Sequence[Standing] = (),
) -> SitePeople:
    """Derive what the owners of one site come to.

    Every present owner counts, those who were never written to as ``unknown``. Where the project
    knows no owners of the parcels, those who were written to count. Nobody can say that every owner
    agreed, or that the town owns it all, while the owners of a parcel are unknown. ``of_the_town``
    are the rows of the owners that are the town itself; the consent of ``restricted`` ones is not used,
    and none before an objection to publication (``objected``).
    """
    by_owner = {entry["owner_id"]: entry for entry in entries}
    counted = list(owners) or list(by_owner)
    said = [by_owner.get(owner_id, {}) for owner_id in counted]
    asked = [Outreach(entry.get("outreach", "none")) for entry in said]
    categories = {str(share.get("category", "unknown")) for share in owners.values()}
    answered = sum(entry.get("outreach") == Outreach.ANSWERED for entry in said)
    agreed = all_known and bool(said) and all(entry.get("consent", False) for entry in said)
    agreed = agreed and not any(owner_id in restricted for owner_id in counted)
    overruled = agreed and overrule(objected, by_owner, counted)
    return SitePeople(
        willingness=site_willingness(
            [Willingness(entry.get("willingness", "unknown")) for entry in said]
        ).value,
        owner_category=MIXED if len(categories) > 1 else next(iter(categories), "unknown"),
        consent_investor=agreed and not overruled,
        consent_overruled=overruled,
        municipal=all_known
        and bool(owners)
        and all(share.get("row") in of_the_town for share in owners.values()),
        outreach=f"{answered}/{len(counted)}" if counted else "",
        outreach_state=site_outreach(asked).value,
        waiting_since=_waiting_since(said),
    )


def _waiting_since(said: Iterable[Mapping[str, Any]]) -> date | None:
    """Day of the longest unanswered letter."""
    days = [
        entry["outreach_on"]
        for entry in said
        if entry.get("outreach") in {Outreach.SENT, Outreach.REMINDED} and entry.get("outreach_on")
    ]
    return date.fromisoformat(min(days)) if days else None


def owner_from(values: Mapping[str, Any]) -> Owner:
    """Build an owner from its sealed text."""
    further = [
        Address(**{**each, "as_of": _day(each["as_of"])}) for each in values.get("further_addresses", ())
    ]
    return Owner(
        **{
            **values,
            "kind": OwnerKind(values["kind"]),
            "category": OwnerCategory(values["category"]),
            "as_of": _day(values.get("as_of")),
            "address_as_of": _day(values.get("address_as_of")),
            "further_addresses": tuple(further),
            "spellings": tuple(Spelling(**each) for each in values.get("spellings", ())),
            "distinct_from": tuple(values.get("distinct_from", ())),
            "removed_from": tuple(values.get("removed_from", ())),
        }
    )


def owner_text(owner: Owner) -> dict[str, Any]:
    """Return the text that is sealed of an owner; what is empty is left out."""
    text = {name: value for name, value in asdict(owner).items() if value}
    for values in (text, *text.get("further_addresses", ())):
        for name in ("as_of", "address_as_of"):
            if values.get(name) is not None:
                values[name] = values[name].isoformat()
    return text


def ownership_from(parcel_id: str, share: Mapping[str, Any]) -> Ownership:
    """Build an ownership from its sealed text."""
    return Ownership(
        parcel_id=parcel_id,
        owner_id=share["owner_id"],
        numerator=share["numerator"],
        denominator=share["denominator"],
        community=CommunityKind(share["community"]) if share["community"] else None,
        community_id=share["community_id"],
        booking=share["booking"],
        sheet=share["sheet"],
        part_numerator=share.get("part_numerator"),
        part_denominator=share.get("part_denominator"),
        by_hand=share.get("by_hand", False),
        answered=share.get("answered", False),
    )


def ownership_text(share: Ownership, row: int, category: OwnerCategory) -> dict[str, Any]:
    """Return the text of one share in the sealed list of its parcel; ``row`` is that of the owner."""
    text = asdict(share)
    del text["parcel_id"]
    community = share.community.value if share.community is not None else ""
    return {**text, "community": community, "row": row, "category": category.value}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def owner_frame(owners: Iterable[Owner]) -> pd.DataFrame:
    """Return owners as the cadastre's table."""
    rows = [
        {
            **{name: str(getattr(owner, name)) for name in tables.OWNERS if name != "as_of"},
            "as_of": owner.as_of.isoformat() if owner.as_of else "",
        }
        for owner in owners
    ]
    return tables.conform(pd.DataFrame(rows, columns=list(tables.OWNERS)), tables.OWNERS)


def ownership_frame(shares: Mapping[str, list[dict[str, Any]]]) -> pd.DataFrame:
    """Return ownerships as the cadastre's table."""
    rows = [{**share, "parcel_id": parcel} for parcel, listed in shares.items() for share in listed]
    return tables.conform(pd.DataFrame(rows, columns=list(tables.OWNERSHIPS)), tables.OWNERSHIPS)
