"""Keep a site's note; it is sealed."""

from __future__ import annotations

from flurinfill.model.change import Change
from flurinfill.project import rows
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import NOTES


def set_note(project: Project, site_id: int, text: str) -> Change:
    """Replace the note of a site; an empty text removes it.

    Raises
    ------
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "set_note", personal=True) as unit:
        unit.work_on(site_id)
        present = rows.read(unit.connection, NOTES, site_id)
        if present is not None and not text:
            unit.delete(NOTES, site_id)
        elif present is not None:
            unit.update(NOTES, site_id, sealed=unit.seal(NOTES, site_id, text))
        elif text:
            unit.insert(NOTES, site_id=site_id, sealed=unit.seal(NOTES, site_id, text))
    return unit.change
