"""From version 1 to 2: proposals of several parcels, and every version of the rules that judged.

Version 1 named the profile that judged a parcel; version 2 tells the use whose profile did. Only
the built-in profile for trade could judge beside that of the run.
"""

from __future__ import annotations

import json

from sqlalchemy import Connection

_TABLES = (
    "ALTER TABLE detections ADD COLUMN further_texts TEXT NOT NULL DEFAULT '[]'",
    """CREATE TABLE profiles (
        profile_id INTEGER NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, text TEXT NOT NULL,
        used_at TEXT NOT NULL, PRIMARY KEY (profile_id))""",
    """CREATE TABLE proposals (
        proposal_id INTEGER NOT NULL, parcel_ids TEXT NOT NULL, potential TEXT NOT NULL,
        judged_as TEXT NOT NULL, shared_m DOUBLE NOT NULL, shared TEXT NOT NULL, measures TEXT NOT NULL,
        PRIMARY KEY (proposal_id))""",
    """INSERT INTO gpkg_contents (table_name, data_type, identifier)
        VALUES ('proposals', 'attributes', 'proposals')""",
    """INSERT INTO profiles
        SELECT detection_id, profile_name, profile_version, profile_text, at FROM detections""",
    "INSERT INTO counters SELECT 'profile', coalesce(max(profile_id), 0) FROM profiles",
    """UPDATE measure_values SET measure = 'judged_as',
        text = CASE text WHEN 'gewerbe' THEN 'commercial' ELSE 'residential' END
        WHERE measure = 'judged_by'""",
)


def upgrade(connection: Connection) -> None:
    """Bring a file of version 1 to version 2."""
    for statement in _TABLES:
        connection.exec_driver_sql(statement)
    for key, columns in connection.exec_driver_sql("SELECT detection_id, columns FROM detections").all():
        named = [["judged_as" if name == "judged_by" else name, text] for name, text in json.loads(columns)]
        values = (json.dumps(named, ensure_ascii=False), key)
        connection.exec_driver_sql("UPDATE detections SET columns = ? WHERE detection_id = ?", values)
