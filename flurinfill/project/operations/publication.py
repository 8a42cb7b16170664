"""Move a site's publication."""

from __future__ import annotations

from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.states import Publication
from flurinfill.project.project import Project


def set_publication(
    project: Project, site_id: int, publication: Publication, *, on: date, version: int | None = None
) -> Change:
    raise NotImplementedError
