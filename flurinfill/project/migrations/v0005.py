"""From version 4 to 5: the source of a value that a person entered is one of a list.

It was free text in a column that is not sealed, so a name typed there lay open in a copied file. What
can be told from its words is kept as a code; anything else becomes ``other``.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection

_WORDS = {
    "ortstermin": "visit",
    "begehung": "visit",
    "satzung": "plan",
    "plan": "plan",
    "akte": "file",
    "amt": "office",
    "kataster": "register",
    "register": "register",
    "vermess": "survey",
    "luftbild": "image",
    "boris": "valuers",
    "gutachter": "valuers",
    "eigentümer": "owner",
}
"""Parts of words, the first one that occurs tells."""


def upgrade(connection: Connection) -> None:
    """Replace the texts, also those that undo would bring back."""
    run = connection.exec_driver_sql
    for key, origins in run("SELECT site_id, origins FROM site_fields").all():
        run("UPDATE site_fields SET origins = ? WHERE site_id = ?", (_coded(origins), key))
    query = """SELECT history_id, images FROM history WHERE images LIKE '%"site_fields"%'"""
    for key, text in run(query).all():
        images = json.loads(text)  # of each: table, key, the row before and after
        for table, _, *both in images:
            for row in both:
                if table == "site_fields" and row and "origins" in row:
                    row["origins"] = _coded(row["origins"])
        plain = json.dumps(images, ensure_ascii=False, separators=(",", ":"))
        run("UPDATE history SET images = ? WHERE history_id = ?", (plain, key))


def _coded(text: str) -> str:
    origins: dict[str, dict[str, Any]] = json.loads(text)
    for origin in origins.values():
        origin["source"] = _code(str(origin.get("source", "")))
    return json.dumps(origins, ensure_ascii=False, sort_keys=True)


def _code(source: str) -> str:
    said = source.casefold()
    return next((code for word, code in _WORDS.items() if word in said), "other" if said else "")
