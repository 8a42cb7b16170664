"""Reporting days whose figures were kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from flurinfill.project import meta
from flurinfill.project.project import Project
from flurinfill.project.schema import FROZEN_FIGURES


@dataclass(frozen=True)
class FrozenDay:
    """A reporting day, when it was frozen, and its figures as they were kept."""

    day: date
    frozen_at: datetime
    figures: tuple[Mapping[str, Any], ...]


def frozen_days(project: Project) -> list[FrozenDay]:
    """Return every reporting day with its figures, the latest first."""
    query = select(FROZEN_FIGURES).order_by(FROZEN_FIGURES.c.day.desc())
    with project.store.reading() as connection:
        found = connection.execute(query).mappings().all()
    return [
        FrozenDay(
            date.fromisoformat(row["day"]), meta.local(row["frozen_at"]), tuple(json.loads(row["figures"]))
        )
        for row in found
    ]
