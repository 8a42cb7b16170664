"""Keep a site's note."""

from __future__ import annotations

from flurinfill.model.change import Change
from flurinfill.project.project import Project


def set_note(project: Project, site_id: int, text: str) -> Change:
    raise NotImplementedError
