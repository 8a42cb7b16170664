"""Log what left the house."""

from __future__ import annotations

from collections.abc import Sequence

from flurinfill.model.audience import Audience
from flurinfill.model.change import Change
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project


def log_export(project: Project, audience: Audience, format: str, site_ids: Sequence[int]) -> Change:  # noqa: A002
    """Note in the history which sites were handed out, to whom and in which format."""
    with operation(project, "log_export", undoable=False) as unit:
        unit.sites.update(int(site_id) for site_id in site_ids)
        unit.details |= {"audience": audience.value, "format": format, "count": len(site_ids)}
    return unit.change
