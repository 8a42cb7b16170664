"""Which parcels an owner has, and who owns some parcels; reads of owner data are logged."""

from __future__ import annotations

from flurinfill.project import access, people
from flurinfill.project.project import Project


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
