"""Owners, what they were asked and said, and contacts; reads of owner data are logged."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from flurinfill.model.owners import Contact, ContactChannel, ContactResult, Owner, Ownership
from flurinfill.model.states import Outreach
from flurinfill.project import access, meta, people
from flurinfill.project.project import Project
from flurinfill.project.schema import ACCESS_LOG, CONTACTS

_SAID = ("outreach_on", "willingness_on", "willingness_source", "consent_on", "horizon", "wishes")
_WAITING = frozenset({Outreach.SENT.value, Outreach.REMINDED.value, Outreach.NO_ANSWER.value})
_COLUMNS = ("owner_id", "name", "outreach", "willingness", "consent")


@dataclass(frozen=True)
class Addressee:
    """A present owner of a site, whom the office may write to.

    Attributes
    ----------
    site_id : int
    owner : Owner
    outreach : Outreach
    outreach_on : date or None
        Day of that state.
    """

    site_id: int
    owner: Owner
    outreach: Outreach
    outreach_on: date | None


def owners_of(project: Project, parcel_ids: Sequence[str], purpose: str) -> list[tuple[Owner, Ownership]]:
    """Return the owners of parcels with their shares, parcel by parcel; the read is logged.

    Parameters
    ----------
    parcel_ids : sequence of str
        Unknown parcels are left out.
    purpose : str
        Code of what they are read for (catalogue context ``access_purpose``).

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    with project.store.reading() as connection:
        shares = people.read_ownerships(connection, project.vault, parcel_ids)
        numbers = {share["row"] for listed in shares.values() for share in listed if share["row"] is not None}
        owners = people.read_owners(connection, project.vault, numbers)
    access.log(project, purpose, len(owners), len(shares))
    return [
        (owners[share["row"]], people.ownership_from(parcel_id, share))
        for parcel_id in dict.fromkeys(parcel_ids)
        for share in shares.get(parcel_id, [])
        if share["row"] in owners
    ]


def addressees(project: Project, site_ids: Sequence[int], purpose: str) -> list[Addressee]:
    """Return every present owner of some sites with the state of the outreach; the read is logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    with project.store.reading() as connection:
        shares = people.site_owners(connection, project.vault, site_ids)
        rows = {share["row"] for by_owner in shares.values() for share in by_owner.values()}
        owners = people.read_owners(connection, project.vault, {row for row in rows if row is not None})
        entries = people.read_outreach(connection, project.vault, site_ids)
    access.log(project, purpose, len(owners), len(shares))
    found = []
    for site_id in dict.fromkeys(site_ids):
        said = {entry["owner_id"]: entry for entry in entries.get(site_id, [])}
        for owner_id, share in shares.get(site_id, {}).items():
            if share["row"] in owners:
                entry = said.get(owner_id, {})
                on = entry.get("outreach_on")
                state = Outreach(entry.get("outreach", Outreach.NONE.value))
                found.append(
                    Addressee(site_id, owners[share["row"]], state, date.fromisoformat(on) if on else None)
                )
    return found


def same_letter(project: Project, site_id: int) -> dict[str, tuple[int, ...]]:
    """Return, by owner, the other sites that were in the same letter and wait, too; the read is logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    with project.store.reading() as connection:
        entries = people.read_outreach(connection, project.vault)
    here = {_letter(entry) for entry in entries.get(site_id, ()) if entry.get("outreach") in _WAITING}
    found: dict[str, tuple[int, ...]] = {}
    for other, listed in entries.items():
        for entry in listed if other != site_id else ():
            if _letter(entry) in here:
                found[entry["owner_id"]] = (*found.get(entry["owner_id"], ()), other)
    access.log(project, "returns", len(here), 1)
    return found


def _letter(entry: Mapping[str, Any]) -> tuple[str, str, str]:
    """What the entries of one owner share that were in the same letter."""
    return entry["owner_id"], str(entry.get("outreach", "")), str(entry.get("outreach_on", ""))


def owners_by_id(project: Project, owner_ids: Collection[str], purpose: str) -> dict[str, Owner]:
    """Return persons by id, whether they own something or not; the read is logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    wanted = set(owner_ids) - {""}
    if not wanted:
        return {}
    access.check(project)
    with project.store.reading() as connection:
        owners = people.read_owners(connection, project.vault).values()
    found = {owner.owner_id: owner for owner in owners if owner.owner_id in wanted}
    access.log(project, purpose, len(found), 0)
    return found


def owner_ids(project: Project, parcel_ids: Sequence[str], purpose: str) -> dict[str, frozenset[str]]:
    """Return who owns each parcel, by id and without names; the read is logged.

    Parameters
    ----------
    parcel_ids : sequence of str
        A parcel without known owners is left out.
    purpose : str
        Code of what they are read for (catalogue context ``access_purpose``).

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    with project.store.reading() as connection:
        shares = people.read_ownerships(connection, project.vault, parcel_ids)
    found = {
        parcel: frozenset(share["owner_id"] for share in listed if share["owner_id"])
        for parcel, listed in shares.items()
    }
    access.log(project, purpose, len(frozenset().union(*found.values())), len(found))
    return {parcel: owners for parcel, owners in found.items() if owners}


def outreach_of(project: Project, site_id: int) -> pd.DataFrame:
    """Return what the owners of a site were asked and said; the read is logged.

    Returns
    -------
    DataFrame
        ``owner_id``, ``name``, ``outreach``, ``willingness``, ``consent`` (bool), with the present
        owners first and after them former ones who were written to; ``present`` tells them apart.
        Also ``outreach_on``, ``willingness_on``, ``consent_on`` ("" or ISO), ``willingness_source``,
        ``horizon``, ``wishes`` ("" for none), ``motives`` (tuple of values of ``Motive``) and
        ``restricted`` (bool: processing is restricted, Art. 18 GDPR).

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    with project.store.reading() as connection:
        shares = people.site_owners(connection, project.vault, (site_id,)).get(site_id, {})
        entries = people.read_outreach(connection, project.vault, (site_id,)).get(site_id, [])
        by_owner = {entry["owner_id"]: entry for entry in entries}
        # Where a former owner lies is not known, so all must be looked through; it is rare.
        rows = {share["row"] for share in shares.values()} - {None}
        former = by_owner.keys() - shares.keys()
        owners = people.read_owners(connection, project.vault, None if former else rows)
    names = {owner.owner_id: owner.name for owner in owners.values()}
    restricted = {owner.owner_id for owner in owners.values() if owner.restricted}
    listed = list(dict.fromkeys([*shares, *by_owner]))
    access.log(project, access.CASE_WORK, len(listed), 1)
    lines = [
        _line(owner_id, names.get(owner_id, ""), by_owner.get(owner_id, {}), present=owner_id in shares)
        for owner_id in listed
    ]
    columns = (*_COLUMNS, "present", *_SAID, "motives")
    frame = pd.DataFrame(lines, columns=list(columns))
    return frame.assign(restricted=[owner_id in restricted for owner_id in listed])


def contacts(project: Project, site_id: int) -> list[Contact]:
    """Return the contacts about a site, the latest first; the read is logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    query = select(CONTACTS).where(CONTACTS.c.site_id == site_id)
    with project.store.reading() as connection:
        found = [
            (row, project.vault.unseal("contacts", row["contact_id"], row["sealed"]))
            for row in connection.execute(query).mappings()
        ]
    access.log_case(project, site_id, len(found))
    listed = [
        Contact(
            contact_id=row["contact_id"],
            site_id=site_id,
            owner_id=values["owner_id"],
            channel=ContactChannel(values["channel"]),
            outgoing=values["outgoing"],
            on=date.fromisoformat(values["on"]),
            result=ContactResult(values["result"]) if values["result"] else None,
            text=values["text"],
            follow_up_on=date.fromisoformat(row["follow_up_on"]) if row["follow_up_on"] else None,
            follow_up_done=row["follow_up_done"],
            follow_up_by=values.get("follow_up_by", ""),
        )
        for row, values in found
    ]
    return sorted(listed, key=lambda contact: (contact.on, contact.contact_id), reverse=True)


def access_log(project: Project, limit: int = 1000) -> pd.DataFrame:
    """Return who read owner data, the latest first.

    Returns
    -------
    DataFrame
        ``at`` (local time), ``user``, ``purpose`` (code of the context ``access_purpose``),
        ``owners`` and ``parcels`` (how many).
    """
    query = select(ACCESS_LOG).order_by(ACCESS_LOG.c.access_id.desc()).limit(limit)
    with project.store.reading() as connection:
        found = [
            (meta.local(row["at"]), row["user"], row["purpose"], row["owners"], row["parcels"])
            for row in connection.execute(query).mappings()
        ]
    return pd.DataFrame(found, columns=["at", "user", "purpose", "owners", "parcels"])


def _line(owner_id: str, name: str, entry: dict[str, Any], *, present: bool) -> dict[str, object]:
    return {
        "owner_id": owner_id,
        "name": name,
        "outreach": entry.get("outreach", "none"),
        "willingness": entry.get("willingness", "unknown"),
        "consent": bool(entry.get("consent", False)),
        "present": present,
        **{key: entry.get(key, "") for key in _SAID},
        "motives": tuple(entry.get("motives", ())),
    }
