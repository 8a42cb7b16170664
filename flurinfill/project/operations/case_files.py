"""Keep documents and photos with a site; everything about them is sealed, their names included."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from flurinfill.model.audience import Audience
from flurinfill.model.case_files import MOST_BYTES, CaseFile, FileKind, NewFile
from flurinfill.model.change import Change
from flurinfill.model.errors import InputError, ProjectError, StaleWrite
from flurinfill.project import history, meta, rows
from flurinfill.project.case_files import OF_NO_SITE, file_from, table_of, wrapped
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.rows import key_of


def add_files(project: Project, site_id: int, files: Sequence[NewFile]) -> Change:
    """Add documents and photos to a site.

    Raises
    ------
    InputError
        ``file_too_large``.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "add_files", personal=True) as unit:
        unit.work_on(site_id)
        for file in files:
            if len(file.content) > MOST_BYTES:
                most = MOST_BYTES // 1_000_000
                raise InputError("file_too_large", path=file.name, most=most)
            _add(unit, site_id, file)
        unit.details["count"] = len(files)
        unit.secret["titles"] = [file.title for file in files]
    return unit.change


def change_file(project: Project, file: CaseFile, *, title: str, kind: FileKind, on: date | None) -> Change:
    """Give a file another title, kind or day.

    Raises
    ------
    ProjectError
        ``file_absent``.
    StaleWrite
        ``stale_site`` when somebody changed it since it was read.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    told = {"title": title, "kind": kind.value, "on": on.isoformat() if on else ""}
    return _told(project, "change_file", file, told)


def show_photo(project: Project, file: CaseFile, audiences: Collection[Audience]) -> Change:
    """Say who may get to see a photo in papers; nobody but the office when nobody is named.

    Parameters
    ----------
    file : CaseFile
        A photo.
    audiences : collection of Audience
        ``investor`` and ``public`` are to be named; the office needs no leave.

    Raises
    ------
    InputError
        ``not_a_photo`` for a document: they never leave in papers.
    ProjectError, StaleWrite, SealedError
        As :func:`change_file`.
    """
    if not file.photo:
        raise InputError("not_a_photo", title=file.title)
    named = [each.value for each in Audience if each in audiences and each is not Audience.INTERNAL]
    return _told(project, "show_photo", file, {"audiences": named})


def _told(project: Project, name: str, file: CaseFile, told: Mapping[str, object]) -> Change:
    """Replace something of what is known about a file."""
    with operation(project, name, personal=True) as unit:
        site, table = unit.work_on(file.site_id), table_of(photo=file.photo)
        values = _present(unit, file)
        if file_from(file.photo, file.file_id, file.site_id, values) != file:
            raise StaleWrite("stale_site", case_no=site["case_no"])
        values |= told
        unit.update(table, file.file_id, sealed=unit.seal(table, file.file_id, values))
        unit.secret["titles"] = [values["title"]]
    return unit.change


def remove_files(project: Project, files: Sequence[CaseFile]) -> Change:
    """Take files off their site; the contents stay until :func:`erase_removed_files`, for an undo.

    Raises
    ------
    ProjectError
        ``file_absent``.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "remove_files", personal=True) as unit:
        for file in files:
            _present(unit, file)
            unit.work_on(file.site_id)
            unit.delete(table_of(photo=file.photo), file.file_id)
        unit.details["count"] = len(files)
        unit.secret["titles"] = [file.title for file in files]
    return unit.change


def erase_removed_files(project: Project) -> Change:
    """Erase the contents of all files that were removed. It cannot be undone.

    A removed file that an undo brings back later has no content any more; what was undone, a file that
    was added among it, can no longer be redone.

    Raises
    ------
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "erase_removed_files", personal=True, undoable=False) as unit:
        history.discard_undone(unit.connection, project.vault)
        removed = removed_contents(unit)
        for photo, number in removed:
            rows.remove(unit.connection, table_of(photo=photo), number)
        unit.details["count"] = len(removed)
    return unit.change


def removed_contents(unit: Unit) -> list[tuple[bool, int]]:
    """Return the contents that no file names any more: photo or document, and the row."""
    found = []
    for photo in (True, False):
        table = table_of(photo=photo)
        key, is_content = key_of(table), table.c.site_id == OF_NO_SITE
        files = unit.connection.execute(select(key, table.c.sealed).where(~is_content)).all()
        sealed = {int(number): text for number, text in files}
        named = {
            values["content_id"] for values in unit.project.vault.unseal_all(table.name, sealed).values()
        }
        contents = unit.connection.scalars(select(key).where(is_content))
        found += [(photo, int(number)) for number in contents if number not in named]
    return found


def _add(unit: Unit, site_id: int, file: NewFile) -> None:
    table, vault = table_of(photo=file.photo), unit.project.vault
    number, content = meta.take_numbers(unit.connection, table.name, 2)
    key = key_of(table).name
    data = vault.seal_bytes(table.name, content, wrapped(file.content))
    rows.add(unit.connection, table, {key: content, "site_id": OF_NO_SITE, "sealed": data})
    unit.images.append(history.added(table.name, content))
    values = {
        "content_id": content,
        "name": file.name,
        "title": file.title,
        "kind": file.kind.value,
        "on": file.on.isoformat() if file.on else "",
        "size": len(file.content),
        "added_on": date.today().isoformat(),
        "added_by": unit.project.user,
        "thumbnail": base64.b64encode(file.thumbnail).decode(),
    }
    unit.insert(table, **{key: number, "site_id": site_id, "sealed": unit.seal(table, number, values)})


def _present(unit: Unit, file: CaseFile) -> dict[str, Any]:
    table = table_of(photo=file.photo)
    row = rows.read(unit.connection, table, file.file_id)
    if row is None:
        raise ProjectError("file_absent", title=file.title)
    values: dict[str, Any] = unit.project.vault.unseal(table.name, file.file_id, row["sealed"])
    return values
