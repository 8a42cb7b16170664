"""Erasing a person (Art. 17 GDPR): what goes, what stays without a name, and that no backup undoes it.

Objections stay as locks without a name, reservations as days without a name, shares as shares of somebody
unknown, lines of the history without personal values; nothing that was done before can be undone. An
erasure is also noted beside the backups, by id alone: whoever opens a copy that is older has it applied
again as soon as the personal data is unlocked.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from flurinfill.model.errors import SealedError
from flurinfill.project import backups, history, meta, rows
from flurinfill.project.schema import (
    CONTACTS,
    ERASURES,
    HISTORY,
    OBJECTIONS,
    OUTREACH,
    OWNERS,
    OWNERSHIPS,
    PRICES,
    RESERVATIONS,
)
from flurinfill.project.traces import Traces, find, is_about, read, without
from flurinfill.project.vault import Vault

NOTE_NAME = "erased.json"


def erase(connection: Connection, vault: Vault, owner_id: str, user: str) -> Traces:
    """Erase a person inside a transaction and return the traces there were."""
    found = find(connection, vault, owner_id)
    for table, listed in (
        (OWNERS, found.owners),
        (OUTREACH, found.outreach),
        (CONTACTS, found.contacts),
        (PRICES, found.prices),
    ):
        for key in listed:
            connection.execute(delete(table).where(rows.key_of(table) == key))
    for key, (_, listed_shares) in found.shares.items():
        nobody = [_of_nobody(share) if share["owner_id"] in found.ids else share for share in listed_shares]
        _keep(connection, vault, OWNERSHIPS.name, key, nobody)
    for key, (_, values) in found.objections.items():
        _keep(connection, vault, OBJECTIONS.name, key, {**values, "owner_id": "", "text": ""})
    for key in found.reservations:
        connection.execute(update(RESERVATIONS).where(rows.key_of(RESERVATIONS) == key).values(sealed=None))
    for name, mentions in found.mentions.items():
        for key, (site_id, content) in mentions.items():
            _keep(connection, vault, name, key, without(found, site_id, content))
    _forget_likeness(connection, vault, found.ids)
    _clean_history(connection, vault, found)
    numbers = meta.take_numbers(connection, "erasure", len(found.ids))
    for number, each in zip(numbers, sorted(found.ids), strict=True):
        values = {"erasure_id": number, "at": meta.now(), "user": user, "owner_id": each}
        connection.execute(insert(ERASURES).values(values))
    return found


def _forget_likeness(connection: Connection, vault: Vault, ids: Collection[str]) -> None:
    """Take the person out of what others were told apart from."""
    for key, (_, owner) in read(connection, vault, OWNERS).items():
        apart = owner.get("distinct_from", ())
        left = [each for each in apart if each not in ids]
        if len(left) < len(apart):
            _keep(connection, vault, OWNERS.name, key, {**owner, "distinct_from": left})


def _of_nobody(share: Mapping[str, Any]) -> dict[str, Any]:
    return {**share, "owner_id": "", "row": None, "sheet": ""}


def _keep(connection: Connection, vault: Vault, table: str, key: int, content: object) -> None:
    known = rows.TABLES[table]
    sealed = vault.seal(table, key, content)
    connection.execute(update(known).where(rows.key_of(known) == key).values(sealed=sealed))


def _clean_history(connection: Connection, vault: Vault, found: Traces) -> None:
    """Take the person out of the history: its entries stay, their personal values go.

    Nothing that was done before can be undone or redone: it would put rows back as they were, or take
    away a site under letters that are still there.
    """
    history.discard_undone(connection, vault)
    connection.execute(update(HISTORY).values(undoable=False))
    touched = found.touched
    for row in connection.execute(select(HISTORY)).mappings().all():
        values: dict[str, Any] = {}
        if row["sealed"] is not None:
            values = _cleaned(vault, row, found, touched)
        if row["images"] is not None:
            images = history.load(row["images"])
            left = [
                image
                for image in images
                if (image.table, image.key) not in touched and not _tells(vault, image, row["site_id"], found)
            ]
            if len(left) < len(images):
                values["images"] = history.dump(left)
        if values:
            number = HISTORY.c.history_id == row["history_id"]
            connection.execute(update(HISTORY).where(number).values(values))


def _cleaned(
    vault: Vault, row: RowMapping, found: Traces, touched: Collection[tuple[str, int]]
) -> dict[str, Any]:
    number, site_id = row["history_id"], row["site_id"]
    hidden = vault.unseal(HISTORY.name, number, row["sealed"])
    images = history.load(hidden["images"]) if hidden["images"] is not None else []
    about = is_about(hidden["details"], found.ids)
    hit = any((image.table, image.key) in touched or _tells(vault, image, site_id, found) for image in images)
    details = {} if about else without(found, site_id, hidden["details"])
    if not about and not hit and details == hidden["details"]:
        return {}
    kept = {"details": details, "images": None if about or hit else hidden["images"]}
    return {"sealed": vault.seal(HISTORY.name, number, kept)}


def _tells(vault: Vault, image: history.Image, site_id: int | None, found: Traces) -> bool:
    """Tell whether a row was about the person before it was changed, or moved to another number."""
    for values in (image.before, image.after):
        sealed = values.get("sealed") if values else None
        if sealed:
            try:
                content = vault.unseal(image.table, image.key, sealed)
            except ValueError:  # the content of a file, no words
                continue
            words = json.dumps(content, ensure_ascii=False)
            named = any(json.dumps(each, ensure_ascii=False) in words for each in found.ids)
            if named or without(found, site_id, content) != content:
                return True
    return False


# beside the backups -----------------------------------------------------------------------------


def note_beside(connection: Connection, project: Path, project_id: str) -> None:
    """Note the ids of everybody who was erased here in the folder of the backups.

    Raises
    ------
    OSError
        Where it cannot be written.
    SealedError
        ``erasures_unreadable``: the note there would be lost.
    """
    folder = backups.folder_of(project)
    folder.mkdir(exist_ok=True)
    known = _noted_in(folder)
    ids = sorted({*known.get(project_id, ()), *erased_ids(connection)})
    part = folder / f"{NOTE_NAME}.part"
    part.write_text(json.dumps({**known, project_id: ids}, indent=1), encoding="utf-8")
    part.replace(folder / NOTE_NAME)


def noted_beside(project: Path, project_id: str) -> set[str]:
    """Return the ids that are noted beside a project, or beside a backup where it is one.

    Raises
    ------
    SealedError
        ``erasures_unreadable``.
    """
    folders = (backups.folder_of(project), project.parent)
    return {each for folder in folders for each in _noted_in(folder).get(project_id, ())}


def _noted_in(folder: Path) -> dict[str, list[str]]:
    try:
        known = json.loads((folder / NOTE_NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError):
        known = None
    if not isinstance(known, dict):
        raise SealedError("erasures_unreadable", path=f"{folder.name}/{NOTE_NAME}")
    return known


def erased_ids(connection: Connection) -> set[str]:
    """Return the ids of everybody who was erased here."""
    return set(connection.scalars(select(ERASURES.c.owner_id)))


def without_erased(
    connection: Connection, owners: pd.DataFrame, ownerships: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return owners and ownerships of a cadastre without the persons that were erased here."""
    gone = erased_ids(connection)
    if not gone:
        return owners, ownerships
    shares = ownerships.copy()
    shares.loc[shares["owner_id"].isin(gone), "owner_id"] = ""
    return owners[~owners["owner_id"].isin(gone)], shares
