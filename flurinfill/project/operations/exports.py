"""Log what left the house."""

from __future__ import annotations

from collections.abc import Sequence

from flurinfill.model.audience import Audience
from flurinfill.model.change import Change
from flurinfill.project.project import Project


def log_export(project: Project, audience: Audience, format: str, site_ids: Sequence[int]) -> Change:
    raise NotImplementedError
