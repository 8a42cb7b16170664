"""Objections of owners to publication (§200(3) BauGB): entered and taken back; who and why is sealed."""

from __future__ import annotations

from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.errors import MoveRefused, ProjectError
from flurinfill.model.states import Publication
from flurinfill.project import meta, rows
from flurinfill.project.operations.publication import move_publication, standing_objections
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import OBJECTIONS, SITES


def record_objection(
    project: Project, site_id: int, *, on: date, owner_id: str = "", text: str = ""
) -> Change:
    """Enter an objection to publication; one co-owner is enough, and it counts after publication too.

    A further co-owner may object to the same site: each objection stands for itself.

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
        ``date_in_future``.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    if on > date.today():
        raise MoveRefused("date_in_future", day=on.isoformat())
    with operation(project, "record_objection", personal=True) as unit:
        if unit.look_at(site_id)["publication"] == Publication.OBJECTED:
            unit.work_on(site_id)
        else:
            move_publication(unit, site_id, Publication.OBJECTED, on)
        (row,) = meta.take_numbers(unit.connection, "objection")
        values = {"owner_id": owner_id, "on": on.isoformat(), "text": text.strip(), "taken_back_on": None}
        unit.insert(OBJECTIONS, objection_id=row, site_id=site_id, sealed=unit.seal(OBJECTIONS, row, values))
        unit.secret |= {"owner_id": owner_id, "text": text.strip()}
    return unit.change


def take_back_objection(project: Project, objection_id: int, *, on: date) -> Change:
    """Record that an objection was taken back.

    With the last one the site is announced again, on the day of its notice; where there was no notice
    before the objection, it waits for one.

    Raises
    ------
    MoveRefused
        ``date_in_future``; ``objection_taken_back`` when it was taken back before.
    ProjectError
        ``objection_unknown``.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    if on > date.today():
        raise MoveRefused("date_in_future", day=on.isoformat())
    with operation(project, "take_back_objection", personal=True) as unit:
        row = rows.read(unit.connection, OBJECTIONS, objection_id)
        if row is None:
            raise ProjectError("objection_unknown", objection_id=objection_id)
        site_id = int(row["site_id"])
        values = standing_objections(unit, site_id).get(objection_id)
        if values is None:
            raise MoveRefused("objection_taken_back")
        taken_back = {**values, "taken_back_on": on.isoformat()}
        unit.update(OBJECTIONS, objection_id, sealed=unit.seal(OBJECTIONS, objection_id, taken_back))
        site = unit.work_on(site_id)
        if site["publication"] == Publication.OBJECTED and not standing_objections(unit, site_id):
            known = site["announced_on"] is not None
            back = Publication.ANNOUNCED if known else Publication.NOT_ANNOUNCED
            unit.update(SITES, site_id, publication=back.value)
        unit.secret |= {"owner_id": values["owner_id"]}
    return unit.change
