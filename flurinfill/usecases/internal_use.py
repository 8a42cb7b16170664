"""What is for the office itself: who may take it out of the project, and only where it is recorded."""

from __future__ import annotations

from flurinfill.model.errors import ProjectError
from flurinfill.model.roles import Role
from flurinfill.project import Project


def check_internal(project: Project) -> None:
    """Refuse to hand out something internal where it cannot be recorded, or to somebody who only reads.

    Every way out for the office itself asks this: files, printed maps, tables, the calendar, lists.

    Raises
    ------
    ProjectError
        ``export_not_logged`` for a project that is open read-only, ``role_no_internal_export``.
    """
    if project.read_only:
        raise ProjectError("export_not_logged", path=project.path.name)
    check_role(project)


def check_role(project: Project) -> None:
    """Refuse it to somebody who only reads, where nothing needs to be recorded.

    Raises
    ------
    ProjectError
        ``role_no_internal_export``.
    """
    if project.role is Role.READ:
        raise ProjectError("role_no_internal_export", user=project.user)
