"""Undo and redo: the rows of an operation are put back as the history has them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from sqlalchemy import Connection, RowMapping, select, update

from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.model.roles import check
from flurinfill.project import frames, history, meta, rows
from flurinfill.project.history import Image
from flurinfill.project.project import Project
from flurinfill.project.schema import HISTORY, HISTORY_SITES, SITE_PARCELS, SITES
from flurinfill.project.stock_rows import kept_part


def undo(project: Project) -> Change:
    """Take back the last operation that can be taken back.

    Raises
    ------
    ProjectError
        ``nothing_to_undo``, or ``undo_overtaken`` when the rows are no longer as it left them.
    SealedError
        ``sealed`` when it concerns persons and the vault is locked.
    """
    check(project.role, project.user, "undo")
    with project.store.writing() as connection:
        row = history.next_undo(connection)
        if row is None:
            raise ProjectError("nothing_to_undo")
        images = history.images_of(project.vault, row)
        touched = _touched(connection, row, images)
        for together in _runs(images[::-1]):
            if together[0].before is None:
                _remove_added(connection, together)
            else:
                for image in together:
                    _take_back(connection, image)
        history.store_images(connection, project.vault, row, images)
        values = {"state": history.UNDONE, "undone_at": meta.now(), "undone_by": project.user}
        values |= _still_counting(row, images)
        return _finish(connection, project, row, values, touched, "undo")


def redo(project: Project) -> Change:
    """Do again what was taken back last.

    Raises
    ------
    ProjectError
        ``nothing_to_redo`` or ``undo_overtaken``.
    SealedError
        ``sealed`` when it concerns persons and the vault is locked.
    """
    check(project.role, project.user, "redo")
    with project.store.writing() as connection:
        row = history.next_redo(connection)
        if row is None:
            raise ProjectError("nothing_to_redo")
        images = history.images_of(project.vault, row)
        for together in _runs(images):
            if together[0].before is None:
                rows.add_all(
                    connection, rows.TABLES[together[0].table], [image.after or {} for image in together]
                )
                for image in together:  # the row is there again: the history needs no copy of it
                    image.after = {}
            else:
                for image in together:
                    _do_again(connection, image)
        history.store_images(connection, project.vault, row, images)
        touched = _touched(connection, row, images)
        values = {"state": history.DONE, "undone_at": None, "undone_by": None} | _away(row)
        return _finish(connection, project, row, values, touched, "redo")


def _still_counting(row: RowMapping, images: Sequence[Image]) -> dict[str, str]:
    """Keep what stood until today: figures of an earlier day count it, whatever becomes of the entry."""
    today = meta.local(meta.now()).date()
    if row["images"] is None or meta.local(row["at"]).date() >= today:
        return {}
    details = {**json.loads(row["details"]), "taken_back": kept_part(images)}
    return {"details": json.dumps(details, ensure_ascii=False)}


def _away(row: RowMapping) -> dict[str, str]:
    """Keep since when an entry did not stand until today: figures of the days between do not count it."""
    details, now = json.loads(row["details"]), meta.now()
    if "taken_back" not in details or meta.local(row["undone_at"]).date() >= meta.local(now).date():
        return {}
    away = [*details.get("away", ()), [row["undone_at"], now]]
    return {"details": json.dumps({**details, "away": away}, ensure_ascii=False)}


def _runs(images: Sequence[Image]) -> Iterator[list[Image]]:
    """Images that follow each other and are of one table, added rows apart from others."""
    for _, together in groupby(images, key=lambda image: (image.table, image.before is None)):
        yield list(together)


def _remove_added(connection: Connection, images: Sequence[Image]) -> None:
    """Take back added rows; what an import changed in the meantime comes back with a redo."""
    table = rows.TABLES[images[0].table]
    found = rows.read_all(connection, table, [image.key for image in images])
    if len(found) < len(images):
        raise ProjectError("undo_overtaken")
    for image in images:
        image.after = found[image.key]
    rows.remove_all(connection, table, list(found))


def _take_back(connection: Connection, image: Image) -> None:
    table = rows.TABLES[image.table]
    if image.after is None:
        assert image.before is not None
        rows.add(connection, table, image.before)
    else:
        assert image.before is not None
        _expect(connection, image, image.after)
        rows.change(connection, table, image.key, image.before)


def _do_again(connection: Connection, image: Image) -> None:
    table = rows.TABLES[image.table]
    if image.after is None:
        _expect(connection, image, {})
        rows.remove(connection, table, image.key)
    else:
        assert image.before is not None
        _expect(connection, image, image.before)
        rows.change(connection, table, image.key, image.after)


def _expect(connection: Connection, image: Image, values: dict[str, object]) -> dict[str, object]:
    row = rows.read(connection, rows.TABLES[image.table], image.key)
    if row is None or any(row[name] != value for name, value in values.items()):
        raise ProjectError("undo_overtaken")
    return row


def _touched(
    connection: Connection, row: RowMapping, images: list[Image]
) -> tuple[frozenset[int], frozenset[str]]:
    """Return the sites and parcels of an operation, while its site is there."""
    sites = {image.key for image in images if image.table == SITES.name}
    if row["site_id"] is not None:
        sites.add(row["site_id"])
    further = select(HISTORY_SITES.c.site_id).where(HISTORY_SITES.c.history_id == row["history_id"])
    sites.update(connection.scalars(further))
    query = select(SITE_PARCELS.c.parcel_id)
    parcels = {
        str(parcel)
        for chunk in frames.chunks(sites)
        for parcel in connection.scalars(query.where(SITE_PARCELS.c.site_id.in_(chunk)))
    }
    return frozenset(sites), frozenset(parcels)


def _finish(
    connection: Connection,
    project: Project,
    row: RowMapping,
    values: Mapping[str, str | None],
    touched: tuple[frozenset[int], frozenset[str]],
    code: str,
) -> Change:
    connection.execute(update(HISTORY).where(HISTORY.c.history_id == row["history_id"]).values(values))
    for chunk in frames.chunks(touched[0]):
        newer = update(SITES).where(SITES.c.site_id.in_(chunk)).values(version=SITES.c.version + 1)
        connection.execute(newer)
    entry = history.entry_from(project.vault, row)
    case_no = entry.details.get("case_no")
    details: dict[str, object] = {"operation": entry.code}
    if case_no is not None:
        details["case_no"] = case_no
    return Change(code, details, touched[0], touched[1], history_id=row["history_id"])
