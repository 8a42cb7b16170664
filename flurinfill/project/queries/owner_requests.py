"""What was asked of the land survey office, and how much of it was answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from flurinfill.model.owner_request import OwnerRequest, RequestText
from flurinfill.project import erasing, people
from flurinfill.project.project import Project
from flurinfill.project.schema import OWNER_REQUESTS


def owner_requests(project: Project) -> list[OwnerRequest]:
    """Return the requests, the latest first.

    Raises
    ------
    SealedError
        ``no_vault`` or ``sealed``.
    """
    project.vault.require()
    found = []
    with project.store.reading() as connection:
        query = select(OWNER_REQUESTS).order_by(OWNER_REQUESTS.c.request_id.desc())
        for row in connection.execute(query).mappings():
            values = project.vault.unseal(OWNER_REQUESTS.name, row["request_id"], row["sealed"])
            text = RequestText(
                values["subject"], values["purpose"], values["legal_basis"], tuple(values["paragraphs"])
            )
            found.append(
                OwnerRequest(
                    row["request_id"],
                    date.fromisoformat(row["asked_on"]),
                    date.fromisoformat(row["answered_on"]) if row["answered_on"] else None,
                    tuple(values["recipient"]),
                    text,
                    tuple(values["parcels"]),
                    tuple(values["answered"]),
                )
            )
    return found


def parcels_of_erased(project: Project, parcel_ids: Iterable[str]) -> frozenset[str]:
    """Return those of some parcels of which an owner was erased; nobody is named.

    Raises
    ------
    SealedError
        ``no_vault`` or ``sealed``.
    """
    project.vault.require()
    with project.store.reading() as connection:
        if not erasing.erased_ids(connection):
            return frozenset()
        shares = people.read_ownerships(connection, project.vault, parcel_ids)
    return frozenset(
        parcel for parcel, listed in shares.items() if any(not share["owner_id"] for share in listed)
    )
