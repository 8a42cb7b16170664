"""Which parcels an owner has, and who owns some parcels; reads of owner data are logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select

from flurinfill.model.likeness import Double, doubles
from flurinfill.project import access, frames, people
from flurinfill.project.project import Project
from flurinfill.project.schema import OWNERSHIPS


def parcels_of(project: Project, owner_id: str, purpose: str) -> list[str]:
    """Return the parcels that an owner has a share in, wherever they lie; the read is logged.

    Parameters
    ----------
    purpose : str
        Code of what they are read for (catalogue context ``access_purpose``).

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    with project.store.reading() as connection:
        shares = people.read_ownerships(connection, project.vault)
    found = [
        parcel for parcel, listed in shares.items() if any(share["owner_id"] == owner_id for share in listed)
    ]
    access.log(project, purpose, 1, len(found))
    return found


def owner_doubles(
    project: Project, purpose: str, tick: Callable[[int, int], None] = lambda done, total: None
) -> list[tuple[Double, list[str], list[str]]]:
    """Return owners who may be spelled twice, each pair with the parcels of both; the read is logged.

    Parameters
    ----------
    purpose : str
        Code of what they are read for (catalogue context ``access_purpose``).
    tick : callable
        Told how far it is; may raise to stop.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    with project.store.reading() as connection:
        owners = list(people.read_owners(connection, project.vault).values())
        shares = people.read_ownerships(connection, project.vault)
    found = doubles(owners, tick)
    parcels: dict[str, list[str]] = {}
    for parcel, listed in shares.items():
        for owner_id in dict.fromkeys(share["owner_id"] for share in listed):
            parcels.setdefault(owner_id, []).append(parcel)
    access.log(project, purpose, len(owners), len(shares))
    return [
        (double, parcels.get(double.one.owner_id, []), parcels.get(double.other.owner_id, []))
        for double in found
    ]


def parcels_without_owners(project: Project, parcel_ids: Sequence[str]) -> list[str]:
    """Return the parcels whose owners the project does not know; nobody's data is read for that."""
    with project.store.reading() as connection:
        known = {
            parcel
            for chunk in frames.chunks(parcel_ids)
            for parcel in connection.scalars(
                select(OWNERSHIPS.c.parcel_id).where(OWNERSHIPS.c.parcel_id.in_(chunk))
            )
        }
    return [parcel for parcel in parcel_ids if parcel not in known]
