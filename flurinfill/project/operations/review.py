"""Move a site's review."""

from __future__ import annotations

from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.states import RejectReason, Review
from flurinfill.project.project import Project


def set_review(
    project: Project,
    site_id: int,
    review: Review,
    *,
    reason: RejectReason | None = None,
    note: str = "",
    deferred_until: date | None = None,
    version: int | None = None,
) -> Change:
    raise NotImplementedError
