"""Single rows of the case tables, read and written so that the history can put them back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select, update

from flurinfill.project import frames, schema

TABLES = {table.name: table for table in (*schema.GUARDED,)}
"""Tables whose rows the history can put back."""


def key_of(table: Table) -> Column[Any]:
    """Return the column of the primary key."""
    (column,) = table.primary_key.columns
    return column


def read(connection: Connection, table: Table, key: int) -> dict[str, Any] | None:
    """Return a whole row, None when there is none."""
    row = connection.execute(select(table).where(key_of(table) == key)).mappings().first()
    return None if row is None else dict(row)


def read_all(connection: Connection, table: Table, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return whole rows by their key; those that are not there are left out."""
    key = key_of(table)
    return {
        row[key.name]: dict(row)
        for chunk in frames.chunks(keys)
        for row in connection.execute(select(table).where(key.in_(chunk))).mappings()
    }


def change(connection: Connection, table: Table, key: int, values: dict[str, Any]) -> None:
    """Write some columns of a row."""
    connection.execute(update(table).where(key_of(table) == key).values(values))


def add(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    """Insert a row."""
    connection.execute(insert(table).values(values))


def remove(connection: Connection, table: Table, key: int) -> None:
    """Delete a row."""
    connection.execute(delete(table).where(key_of(table) == key))


def add_all(connection: Connection, table: Table, listed: Sequence[dict[str, Any]]) -> None:
    """Insert many rows."""
    connection.execute(insert(table), list(listed))


def remove_all(connection: Connection, table: Table, keys: Sequence[int]) -> None:
    """Delete many rows."""
    for chunk in frames.chunks(keys):
        connection.execute(delete(table).where(key_of(table).in_(chunk)))
