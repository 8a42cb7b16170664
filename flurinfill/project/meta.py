"""Small facts about the project, and the counters that never give a number twice."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from flurinfill.project.schema import COUNTERS, META

MEASURES_BASIS = "measures_basis"
"""Fact: on what the stored measures rest besides the cadastre."""
GONE_CASES = "gone_cases"
"""Fact: cases that a detection removed, JSON of [[parcel ids, columns of the site], …]."""
OFFICE = "office"
"""Fact: who sends letters and papers, JSON."""
RETENTION_REVIEWED = "retention_reviewed"
"""Fact: day on which the office last went through the proposals to erase."""
LETTER_TEXT = "letter_text_"
"""Facts: the office's own texts of letters, by kind."""


def get(connection: Connection, key: str, default: str = "") -> str:
    """Return one fact."""
    value = connection.scalar(select(META.c.value).where(META.c.key == key))
    return default if value is None else value


def put(connection: Connection, key: str, value: str) -> None:
    """Keep one fact."""
    statement = insert(META).values(key=key, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def take_numbers(connection: Connection, name: str, count: int = 1) -> range:
    """Return the next numbers of a counter; none is ever given twice."""
    last = connection.scalar(select(COUNTERS.c.value).where(COUNTERS.c.name == name)) or 0
    statement = insert(COUNTERS).values(name=name, value=last + count)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": last + count}))
    return range(last + 1, last + count + 1)


def now() -> str:
    """Time of an entry: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def local(text: str) -> datetime:
    """Read a time of an entry as local time."""
    return datetime.fromisoformat(text).astimezone()
