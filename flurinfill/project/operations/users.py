"""Who may do what in the project."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert

from flurinfill.model.change import Change
from flurinfill.model.roles import Role, check_users
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import USERS


def set_users(project: Project, users: Mapping[str, Role]) -> Change:
    """Replace the users and their roles; without any, everybody edits.

    Raises
    ------
    InputError
        See :func:`flurinfill.model.roles.check_users`.
    ProjectError
        ``role_reads`` for somebody who only reads.
    """
    check_users(users, project.user)
    with operation(project, "set_users", undoable=False) as unit:
        unit.connection.execute(delete(USERS))
        for name, role in users.items():
            unit.connection.execute(insert(USERS).values(name=name.strip(), role=role.value))
        unit.details["count"] = len(users)
    project.forget_role()
    return unit.change
