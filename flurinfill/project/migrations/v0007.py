"""From version 6 to 7: reservations have their days open, as follow-ups have; for whom stays sealed.

Nothing wrote into the table before, so it is made anew. Council papers are found by the name that their
operation has now.
"""

from __future__ import annotations

from sqlalchemy import Connection

from flurinfill.project import geopackage

_COLUMNS = """
    reservation_id INTEGER NOT NULL, site_id INTEGER NOT NULL, reserved_on TEXT NOT NULL, until TEXT,
    ended_on TEXT, sealed BLOB, PRIMARY KEY (reservation_id)"""


def upgrade(connection: Connection) -> None:
    """Make the empty table, into which only operations write; rename what is kept of council papers."""
    connection.exec_driver_sql("DROP TABLE reservations")
    connection.exec_driver_sql(f"CREATE TABLE reservations ({_COLUMNS})")
    connection.exec_driver_sql("CREATE INDEX ix_reservations_site_id ON reservations (site_id)")
    geopackage.guard(connection, "reservations")
    connection.exec_driver_sql("UPDATE history SET code = 'keep_council_paper' WHERE code = 'council_paper'")
