"""Search."""

from __future__ import annotations

from flurinfill.project.project import Project


def search(project: Project, text: str) -> list[str]:
    raise NotImplementedError
