"""Rights of one person: restriction (Art. 18 GDPR) and erasure (Art. 17)."""

from __future__ import annotations

from sqlalchemy import select

from flurinfill.model.change import Change
from flurinfill.model.errors import InputError, ProjectError
from flurinfill.project import erasing, traces
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import OWNERS


def restrict_owner(project: Project, owner_id: str, restricted: bool, *, reason: str) -> Change:
    """Restrict the use of a person's data, or lift that: restricted persons get no letters.

    Raises
    ------
    InputError
        ``reason_missing``.
    ProjectError
        ``owner_unknown``.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    if not reason.strip():
        raise InputError("reason_missing")
    with operation(project, "restrict_owner", personal=True) as unit:
        for row, sealed in unit.connection.execute(select(OWNERS.c.owner_row, OWNERS.c.sealed)).all():
            values = project.vault.unseal(OWNERS.name, row, sealed)
            if values["owner_id"] == owner_id:
                changed = {**values, "restricted": restricted}
                unit.update(OWNERS, row, sealed=unit.seal(OWNERS, row, changed))
                break
        else:
            raise ProjectError("owner_unknown")
        unit.secret |= {"owner_id": owner_id, "new": restricted, "reason": reason.strip()}
    return unit.change


def erase_owner(project: Project, owner_id: str, *, reason: str) -> Change:
    """Erase a person for good; nothing takes it back, and copies of the project apply it again.

    Raises
    ------
    InputError
        ``reason_missing``.
    ProjectError
        ``owner_unknown``; ``erasure_not_noted`` when the folder of the backups cannot be written: then
        nothing is erased.
    SealedError
        ``no_vault`` or ``sealed``; ``erasures_unreadable`` when the note beside the backups is damaged: then
        nothing is erased, either.
    """
    if not reason.strip():
        raise InputError("reason_missing")
    with operation(project, "erase_owner", personal=True, undoable=False, whole=True) as unit:
        found = erasing.erase(unit.connection, project.vault, owner_id, project.user)
        if not found.touched:
            raise ProjectError("owner_unknown")
        try:
            erasing.note_beside(unit.connection, project.path, project.project_id)
        except OSError as error:
            raise ProjectError("erasure_not_noted", path=project.path.name) from error
        unit.secret["reason"] = traces.without(found, None, reason.strip())
    return unit.change
