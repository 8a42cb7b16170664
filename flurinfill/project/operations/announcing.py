"""The register of §200(3) BauGB: many sites announced or published at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.errors import MoveRefused
from flurinfill.model.states import Publication
from flurinfill.project.operations.publication import move_publication
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project


def set_publications(
    project: Project, site_ids: Sequence[int], publication: Publication, *, on: date
) -> Change:
    """Move the publication of several sites in one step: all of them, or none.

    Raises
    ------
    MoveRefused
        See :func:`flurinfill.project.operations.set_publication`, with the case that refuses.
    """
    if on > date.today():
        raise MoveRefused("date_in_future", day=on.isoformat())
    with operation(project, "set_publications") as unit:
        for site_id in site_ids:
            move_publication(unit, site_id, publication, on)
        unit.site_id = None
        unit.details = {"new": publication.value, "on": on.isoformat(), "count": len(site_ids)}
    return unit.change
