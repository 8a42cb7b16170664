"""Council papers that were made, with the figures they told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from flurinfill.model.audience import Audience
from flurinfill.project import history
from flurinfill.project.project import Project
from flurinfill.project.schema import HISTORY


@dataclass(frozen=True)
class CouncilPaper:
    """A paper: its days, when it was made and for whom, and its figures.

    ``of_owners`` is None where there were none, or while the vault is locked.
    """

    day: date
    since: date
    made_on: date
    audience: Audience
    figures: Mapping[str, Any]
    of_owners: tuple[Mapping[str, Any], ...] | None


def council_papers(project: Project) -> list[CouncilPaper]:
    """Return every council paper whose figures were kept, the latest first."""
    query = select(HISTORY).where(HISTORY.c.code == "keep_council_paper")
    with project.store.reading() as connection:
        found = connection.execute(query.order_by(HISTORY.c.history_id.desc())).mappings().all()
        entries = [history.entry_from(project.vault, row) for row in found]
    papers = []
    for entry in entries:
        figures: Any = entry.details["figures"]
        told: Any = entry.details.get("of_owners")
        days = date.fromisoformat(figures["day"]), date.fromisoformat(figures["since"])
        audience = Audience(str(entry.details["audience"]))
        papers.append(
            CouncilPaper(*days, entry.at.date(), audience, figures, None if told is None else tuple(told))
        )
    return papers
