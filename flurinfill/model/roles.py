"""Who may do what in a project: roles by the name of the user's account.

Roles guard against mistakes, not against somebody who opens the file with another program; what concerns
persons is guarded by the passphrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flurinfill.model.errors import InputError, ProjectError


class Role(StrEnum):
    """Rolle of a user in a project."""

    EDIT = "edit"
    READ = "read"
    PRIVACY = "privacy"


HAND_OUT = "hand_out"
"""What is asked beside ``log_export`` where sealed data leaves the project."""
_PRIVACY_MAY = frozenset(
    [
        "change_passphrase",
        "restrict_owner",
        "erase_owner",
        "postpone_erasures",
        "note_retention_review",
        "set_office",
        "set_users",
        "log_export",
        "log_no_export",
        "keep_council_paper",
        HAND_OUT,
    ]
)
_READ_MAY = frozenset({"log_export", "log_no_export", "keep_council_paper"})


def role_of(name: str, users: Mapping[str, Role]) -> Role:
    """Return a user's role: everybody edits where nobody is named, else whoever is not named reads."""
    if not users:
        return Role.EDIT
    roles = {known.casefold(): role for known, role in users.items()}
    return roles.get(name.casefold(), Role.READ)


def check(role: Role, user: str, operation: str) -> None:
    """Allow or refuse an operation.

    Raises
    ------
    ProjectError
        ``role_reads`` or ``role_keeps_privacy``.
    """
    if role is Role.READ and operation not in _READ_MAY:
        raise ProjectError("role_reads", user=user)
    if role is Role.PRIVACY and operation not in _PRIVACY_MAY:
        raise ProjectError("role_keeps_privacy", user=user)


def check_users(users: Mapping[str, Role], acting: str) -> None:
    """Allow or refuse a list of users: names are there and differ, and somebody may edit.

    A name may be mistyped, so who makes the list must be able to mend it: ``acting`` keeps a role that
    may name users.

    Raises
    ------
    InputError
        ``user_without_name``, ``user_twice``, ``nobody_edits`` or ``own_role_lost``.
    """
    names = [name.strip().casefold() for name in users]
    if not all(names):
        raise InputError("user_without_name")
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise InputError("user_twice", user=twice)
    if users and Role.EDIT not in users.values():
        raise InputError("nobody_edits")
    if role_of(acting, users) is Role.READ:
        raise InputError("own_role_lost", user=acting)
