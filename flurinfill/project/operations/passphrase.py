"""Change what opens the vault."""

from __future__ import annotations

from flurinfill.model.change import Change
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project


def change_passphrase(project: Project, old: str, passphrase: str) -> Change:
    """Set another passphrase and renew the recovery key, which stands in ``project.recovery_key``.

    Parameters
    ----------
    old : str
        Passphrase or recovery key so far; neither works any longer.

    Raises
    ------
    SealedError
        ``no_vault`` or ``sealed``; ``passphrase_wrong`` for the old one; ``passphrase_too_short``.
    """
    with operation(project, "change_passphrase", personal=True, undoable=False) as unit:
        recovery_key = project.vault.change_secrets(unit.connection, old, passphrase)
    project.recovery_key = recovery_key
    return unit.change
