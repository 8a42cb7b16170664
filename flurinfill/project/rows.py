"""Single rows of the case tables, read and written so that the history can put them back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select, update

from flurinfill.project import schema

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


def change(connection: Connection, table: Table, key: int, values: dict[str, Any]) -> None:
    """Write some columns of a row."""
    connection.execute(update(table).where(key_of(table) == key).values(values))


def add(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    """Insert a row."""
    connection.execute(insert(table).values(values))


def remove(connection: Connection, table: Table, key: int) -> None:
    """Delete a row."""
    connection.execute(delete(table).where(key_of(table) == key))
