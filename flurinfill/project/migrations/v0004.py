"""From version 3 to 4: the fields of a site's form that persons enter, and kept views of the tables."""

from __future__ import annotations

from sqlalchemy import Connection

from flurinfill.project import geopackage

_TABLES = {
    "site_fields": """
        site_id INTEGER NOT NULL, planning_basis TEXT, plan_name TEXT, grz DOUBLE, gfz DOUBLE, "use" TEXT,
        capacity_units INTEGER, servicing TEXT, frontage_m DOUBLE, district TEXT, area_m2 DOUBLE,
        width_m DOUBLE, depth_m DOUBLE, building_cover DOUBLE, land_use TEXT, encumbrance TEXT,
        contamination TEXT, monument TEXT, flood TEXT, slope TEXT, land_value_eur_m2 DOUBLE,
        land_value_date TEXT, origins TEXT NOT NULL, PRIMARY KEY (site_id)""",
    "saved_views": """
        view_id INTEGER NOT NULL, table_name TEXT NOT NULL, title TEXT NOT NULL, definition TEXT NOT NULL,
        PRIMARY KEY (view_id)""",
}


def upgrade(connection: Connection) -> None:
    """Make the two empty tables; only operations write into them."""
    for name, columns in _TABLES.items():
        connection.exec_driver_sql(f"CREATE TABLE {name} ({columns})")
        geopackage.guard(connection, name)
    geopackage.register_content(connection, "site_fields", "attributes", None)
