"""Make sites."""

from __future__ import annotations

from collections.abc import Sequence

from flurinfill.model.change import Change
from flurinfill.model.potential import PotentialClass
from flurinfill.project.project import Project


def create_site(
    project: Project, parcel_ids: Sequence[str], *, potential: PotentialClass | None = None
) -> Change:
    raise NotImplementedError


def accept_class(project: Project, site_id: int, *, version: int | None = None) -> Change:
    raise NotImplementedError
