"""Reporting days whose figures were kept."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, select

from flurinfill.project import meta
from flurinfill.project.project import Project
from flurinfill.project.schema import FROZEN_FIGURES
from flurinfill.project.vault import Vault


@dataclass(frozen=True)
class FrozenDay:
    """A reporting day, when it was frozen, and its figures as they were kept."""

    day: date
    frozen_at: datetime
    figures: tuple[Mapping[str, Any], ...]


def frozen_days(project: Project) -> list[FrozenDay]:
    """Return every reporting day with its figures, the latest first; those of owners from an open vault."""
    query = select(FROZEN_FIGURES).order_by(FROZEN_FIGURES.c.day.desc())
    with project.store.reading() as connection:
        found = connection.execute(query).mappings().all()
    return [_frozen(project.vault, row) for row in found]


def _frozen(vault: Vault, row: RowMapping) -> FrozenDay:
    day, kept = date.fromisoformat(row["day"]), json.loads(row["figures"])
    if isinstance(kept, list):  # as the first version kept them
        kept = {"figures": kept}
    figures = kept["figures"]
    if "sealed" in kept and vault.open:
        sealed = base64.b64decode(kept["sealed"])
        figures = [*vault.unseal(FROZEN_FIGURES.name, day.toordinal(), sealed), *figures]
    return FrozenDay(day, meta.local(row["frozen_at"]), tuple(figures))
