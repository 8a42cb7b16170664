"""The project file and its backends: schema, operations (the only writers), queries, vault, lock."""

from __future__ import annotations

from flurinfill.project.lock import LockHolder
from flurinfill.project.project import Project
from flurinfill.project.store import is_project

__all__ = ["LockHolder", "Project", "is_project"]
