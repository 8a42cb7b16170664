"""The history: what was done, by whom, and the rows before and after, from which it is undone."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from flurinfill.project import meta
from flurinfill.project.schema import HISTORY, HISTORY_SITES
from flurinfill.project.vault import Vault

DONE, UNDONE, DISCARDED = "done", "undone", "discarded"


@dataclass(frozen=True)
class HistoryEntry:
    """One line of the history.

    ``code`` is the operation (catalogue context ``operation``); ``details`` hold personal values
    only while the vault is unlocked.
    """

    history_id: int
    at: datetime
    user: str
    code: str
    details: dict[str, object]
    undone: bool
    site_id: int | None = None


@dataclass(frozen=True)
class UndoState:
    """What undo and redo would act on; None when there is nothing."""

    undo: HistoryEntry | None
    redo: HistoryEntry | None


@dataclass
class Image:
    """One row before and after an operation.

    ``before`` is None for a row that was inserted, ``after`` for one that was deleted; of a row
    that was changed both hold the changed columns only.
    """

    table: str
    key: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def added(table: str, key: int) -> Image:
    """Image of a row that was added with many others; undo reads it before it removes it."""
    return Image(table, key, None, {})


@dataclass(frozen=True)
class Entry:
    """What an operation writes into the history."""

    user: str
    code: str
    site_id: int | None
    details: Mapping[str, object]
    secret: Mapping[str, object]
    images: list[Image]
    personal: bool
    undoable: bool
    clears_redo: bool
    further_sites: tuple[int, ...] = ()


def write(connection: Connection, vault: Vault, entry: Entry) -> int:
    """Write an entry; after most, what was undone before can no longer be redone."""
    (number,) = meta.take_numbers(connection, "history")
    if entry.clears_redo:
        discard_undone(connection, vault)
    images = dump(entry.images) if entry.undoable else None
    hidden = {"details": dict(entry.secret), "images": images if entry.personal else None}
    connection.execute(
        insert(HISTORY).values(
            history_id=number,
            at=meta.now(),
            user=entry.user,
            code=entry.code,
            site_id=entry.site_id,
            details=json.dumps(dict(entry.details), ensure_ascii=False),
            images=None if entry.personal else images,
            sealed=vault.seal("history", number, hidden) if entry.personal or entry.secret else None,
            undoable=entry.undoable,
            state=DONE,
        )
    )
    if entry.further_sites:
        rows = meta.take_numbers(connection, "history_site", len(entry.further_sites))
        touched = [
            {"history_site_id": row, "history_id": number, "site_id": site_id}
            for row, site_id in zip(rows, entry.further_sites, strict=True)
        ]
        connection.execute(insert(HISTORY_SITES), touched)
    return number


def discard_undone(connection: Connection, vault: Vault) -> None:
    """Let nobody redo what was undone: the rows for it go, sealed ones as soon as the vault is open."""
    undone = update(HISTORY).where(HISTORY.c.state == UNDONE)
    connection.execute(undone.values(state=DISCARDED, images=None))
    if not vault.open:
        return
    query = select(HISTORY.c.history_id, HISTORY.c.sealed)
    for number, sealed in connection.execute(
        query.where(HISTORY.c.state == DISCARDED, HISTORY.c.undoable)
    ).all():
        values: dict[str, object] = {"undoable": False}
        if sealed is not None:
            details = vault.unseal("history", number, sealed)["details"]
            values["sealed"] = vault.seal("history", number, {"details": details, "images": None})
        connection.execute(update(HISTORY).where(HISTORY.c.history_id == number).values(values))


def images_of(vault: Vault, row: RowMapping) -> list[Image]:
    """Return the images of a history row.

    Raises
    ------
    SealedError
        ``sealed`` when they concern persons and the vault is locked.
    """
    if row["images"] is not None:
        return load(row["images"])
    return load(vault.unseal("history", row["history_id"], row["sealed"])["images"])


def store_images(connection: Connection, vault: Vault, row: RowMapping, images: list[Image]) -> None:
    """Replace the images of a history row."""
    number = row["history_id"]
    if row["images"] is not None:
        values: dict[str, object] = {"images": dump(images)}
    else:
        hidden = {**vault.unseal("history", number, row["sealed"]), "images": dump(images)}
        values = {"sealed": vault.seal("history", number, hidden)}
    connection.execute(update(HISTORY).where(HISTORY.c.history_id == number).values(values))


def next_undo(connection: Connection) -> RowMapping | None:
    """Return the history row that undo acts on."""
    query = select(HISTORY).where(HISTORY.c.state == DONE, HISTORY.c.undoable)
    return connection.execute(query.order_by(HISTORY.c.history_id.desc()).limit(1)).mappings().first()


def next_redo(connection: Connection) -> RowMapping | None:
    """Return the history row that redo acts on."""
    query = select(HISTORY).where(HISTORY.c.state == UNDONE)
    return connection.execute(query.order_by(HISTORY.c.history_id).limit(1)).mappings().first()


def entry_from(vault: Vault | None, row: RowMapping) -> HistoryEntry:
    """Build the public entry; personal details only from an open vault."""
    details = json.loads(row["details"])
    if row["sealed"] is not None and vault is not None and vault.open:
        details |= vault.unseal("history", row["history_id"], row["sealed"])["details"]
    return HistoryEntry(
        history_id=row["history_id"],
        at=meta.local(row["at"]),
        user=row["user"],
        code=row["code"],
        details=details,
        undone=row["state"] != DONE,
        site_id=row["site_id"],
    )


def dump(images: list[Image]) -> str:
    """Write images as JSON; blobs as base64."""
    return json.dumps(
        [[image.table, image.key, image.before, image.after] for image in images],
        default=lambda value: {"blob": base64.b64encode(value).decode()},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load(text: str) -> list[Image]:
    """Read what :func:`dump` wrote."""
    return [Image(*parts) for parts in json.loads(text, object_hook=_blob)]


def _blob(value: dict[str, Any]) -> Any:
    return base64.b64decode(value["blob"]) if value.keys() == {"blob"} else value
