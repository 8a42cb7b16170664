"""The log of reads of owner data: when, who, for which purpose, how many. No names."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert

from flurinfill.model.errors import SealedError
from flurinfill.project import meta
from flurinfill.project.project import Project
from flurinfill.project.schema import ACCESS_LOG

CASE_WORK = "case_work"


def check(project: Project) -> None:
    """Refuse a read of owner data that could not be logged, or not be read.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a project that is read-only.
    """
    project.vault.require()
    if project.read_only:
        raise SealedError("access_not_logged", path=project.path.name)


def log(project: Project, purpose: str, owners: int, parcels: int) -> None:
    """Note a read of owner data.

    Parameters
    ----------
    project : Project
        Open for writing.
    purpose : str
        Code of what the data is read for (catalogue context ``access_purpose``).
    owners, parcels : int
        How many owners, for how many parcels.
    """
    with project.store.writing() as connection:
        (number,) = meta.take_numbers(connection, "access")
        values = {"access_id": number, "at": meta.now(), "user": project.user, "purpose": purpose}
        connection.execute(insert(ACCESS_LOG).values(**values, owners=owners, parcels=parcels))


def log_case(project: Project, site_id: int, persons: int) -> None:
    """Note that somebody looked into the contacts and papers of a site: once a day for each site.

    Parameters
    ----------
    project : Project
        Open for writing.
    site_id : int
    persons : int
        How many entries were read.
    """
    look = (date.today(), site_id)
    if look not in project.cases_seen:
        log(project, CASE_WORK, persons, 1)
        project.cases_seen.add(look)
