"""The register of §200(3) BauGB: many sites announced or published at once, objections entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.errors import MoveRefused
from flurinfill.model.states import Publication
from flurinfill.project import meta
from flurinfill.project.operations.publication import move_publication
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import OBJECTIONS


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


def record_objection(
    project: Project, site_id: int, *, on: date, owner_id: str = "", text: str = ""
) -> Change:
    """Enter an objection to publication; one co-owner is enough, and it counts after publication too.

    Parameters
    ----------
    on : date
        Day on which the objection arrived.
    owner_id : str
        Who objected, where that is known.
    text : str
        What was said; sealed like who said it.

    Raises
    ------
    MoveRefused
        ``date_in_future``; ``move_not_allowed`` where there is an objection already.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    if on > date.today():
        raise MoveRefused("date_in_future", day=on.isoformat())
    with operation(project, "record_objection", personal=True) as unit:
        move_publication(unit, site_id, Publication.OBJECTED, on)
        (row,) = meta.take_numbers(unit.connection, "objection")
        values = {"owner_id": owner_id, "on": on.isoformat(), "text": text.strip(), "taken_back_on": None}
        unit.insert(OBJECTIONS, objection_id=row, site_id=site_id, sealed=unit.seal(OBJECTIONS, row, values))
        unit.secret |= {"owner_id": owner_id, "text": text.strip()}
    return unit.change
