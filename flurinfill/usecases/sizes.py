"""How large a file will be, before it is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from flurinfill.model.audience import Audience
from flurinfill.project import Project
from flurinfill.reports import gate, webmap


def web_map_size(
    project: Project, audience: Audience, site_ids: Sequence[int], fields: Collection[str] | None, today: date
) -> int:
    """Estimate the size of the web map of these sites in bytes."""
    return webmap.estimated_size(
        gate.release(project, audience, site_ids=site_ids, fields=fields, today=today)
    )
