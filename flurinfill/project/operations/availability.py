"""Move a site's availability."""

from __future__ import annotations

from flurinfill.model.change import Change
from flurinfill.model.states import Availability
from flurinfill.project.project import Project


def set_availability(
    project: Project,
    site_id: int,
    availability: Availability,
    *,
    reason: str = "",
    version: int | None = None,
) -> Change:
    raise NotImplementedError
