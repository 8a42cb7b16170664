"""Documents and photos of a site."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from flurinfill.model.audience import Audience
from flurinfill.model.case_files import CaseFile
from flurinfill.model.errors import ProjectError
from flurinfill.project import access
from flurinfill.project import case_files as stored
from flurinfill.project.project import Project
from flurinfill.project.rows import key_of


def case_files(project: Project, site_id: int) -> list[CaseFile]:
    """Return the files of a site without their content, the latest day first; the read is logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    found = []
    for photo in (True, False):
        table = stored.table_of(photo=photo)
        query = select(key_of(table), table.c.sealed).where(table.c.site_id == site_id)
        with project.store.reading() as connection:
            sealed = {int(number): text for number, text in connection.execute(query)}
        for number, values in project.vault.unseal_all(table.name, sealed).items():
            found.append(stored.file_from(photo, number, site_id, values))
    access.log_case(project, site_id, len(found))
    return sorted(found, key=lambda file: (file.on or file.added_on, file.content_id), reverse=True)


def photos_for(project: Project, audience: Audience, site_ids: Sequence[int]) -> list[CaseFile]:
    """Return the photos of sites that papers for an audience may show, the latest first; reads are logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    return _noted(project, [file for file in _photos(project, site_ids) if file.may_be_seen_by(audience)])


def photos(project: Project, site_ids: Sequence[int]) -> list[CaseFile]:
    """Return all photos of sites without their content, in the same order; reads are logged.

    Raises
    ------
    SealedError
        As :func:`photos_for`.
    """
    return _noted(project, _photos(project, site_ids))


def _photos(project: Project, site_ids: Sequence[int]) -> list[CaseFile]:
    access.check(project)
    table = stored.table_of(photo=True)
    query = select(key_of(table), table.c.site_id, table.c.sealed).where(table.c.site_id != stored.OF_NO_SITE)
    wanted = set(site_ids)
    with project.store.reading() as connection:
        rows = [row for row in connection.execute(query) if int(row[1]) in wanted]
    opened = project.vault.unseal_all(table.name, {int(number): text for number, _, text in rows})
    return [stored.file_from(True, int(number), int(site), opened[int(number)]) for number, site, _ in rows]


def _noted(project: Project, files: Sequence[CaseFile]) -> list[CaseFile]:
    """Log that these are read, site by site, and put the latest first."""
    for site_id in {file.site_id for file in files}:
        access.log_case(project, site_id, sum(file.site_id == site_id for file in files))
    return sorted(files, key=lambda file: (file.on or file.added_on, file.content_id), reverse=True)


def file_content(project: Project, file: CaseFile) -> bytes:
    """Return the content of a file as it was added; the read is logged.

    Raises
    ------
    ProjectError
        ``file_erased`` when it was removed and its content erased.
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    table = stored.table_of(photo=file.photo)
    query = select(table.c.sealed).where(key_of(table) == file.content_id)
    with project.store.reading() as connection:
        sealed = connection.scalar(query)
    if sealed is None:
        raise ProjectError("file_erased", title=file.title)
    access.log(project, access.CASE_WORK, 1, 1)
    return stored.unwrapped(project.vault.unseal_bytes(table.name, file.content_id, sealed))


def removed_files(project: Project) -> int:
    """Return how many files were removed whose content still lies in the project."""
    count = 0
    for photo in (True, False):
        table = stored.table_of(photo=photo)
        query = select(func.count()).select_from(table)
        with project.store.reading() as connection:
            everything = connection.scalar(query) or 0
            contents = connection.scalar(query.where(table.c.site_id == stored.OF_NO_SITE)) or 0
        count += 2 * contents - everything  # every file that is there has a row beside its content
    return count
