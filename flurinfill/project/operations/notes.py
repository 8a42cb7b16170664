"""Keep a site's note; it is sealed."""

from __future__ import annotations

from flurinfill.model.change import Change
from flurinfill.model.errors import StaleWrite
from flurinfill.project import rows
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import NOTES


def set_note(project: Project, site_id: int, text: str, *, seen: str | None = None) -> Change:
    """Replace the note of a site; an empty text removes it.

    Parameters
    ----------
    seen : str
        The note that the user saw, ``""`` for none; None does not check. The words themselves are
        compared and not the version of the site: a note is typed for a while, and what else changes at
        the site meanwhile does it no harm.

    Raises
    ------
    StaleWrite
        ``stale_site`` when the note is another one by now.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "set_note", personal=True) as unit:
        site = unit.work_on(site_id)
        present = rows.read(unit.connection, NOTES, site_id)
        stored = project.vault.unseal(NOTES.name, site_id, present["sealed"]) if present is not None else ""
        if seen is not None and seen != stored:
            raise StaleWrite("stale_site", case_no=site["case_no"])
        if present is not None and not text:
            unit.delete(NOTES, site_id)
        elif present is not None:
            unit.update(NOTES, site_id, sealed=unit.seal(NOTES, site_id, text))
        elif text:
            unit.insert(NOTES, site_id=site_id, sealed=unit.seal(NOTES, site_id, text))
    return unit.change
