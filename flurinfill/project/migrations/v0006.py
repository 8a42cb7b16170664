"""From version 5 to 6: requests for owners, rows without a place, frozen figures, users, erasures."""

from __future__ import annotations

from sqlalchemy import Connection

from flurinfill.project import geopackage

_TABLES = {
    "owner_requests": """
        request_id INTEGER NOT NULL, asked_on TEXT NOT NULL, answered_on TEXT, sealed BLOB NOT NULL,
        PRIMARY KEY (request_id)""",
    "unplaced_rows": """
        unplaced_id INTEGER NOT NULL, taken_at TEXT NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (unplaced_id)""",
    "frozen_figures": """
        day TEXT NOT NULL, frozen_at TEXT NOT NULL, figures TEXT NOT NULL, PRIMARY KEY (day)""",
    "users": "name TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (name)",
    "erasures": """
        erasure_id INTEGER NOT NULL, at TEXT NOT NULL, user TEXT NOT NULL, owner_id TEXT NOT NULL,
        PRIMARY KEY (erasure_id)""",
}


def upgrade(connection: Connection) -> None:
    """Make the empty tables; only operations write into them."""
    for name, columns in _TABLES.items():
        connection.exec_driver_sql(f"CREATE TABLE {name} ({columns})")
        geopackage.guard(connection, name)
