"""Undo and redo."""

from __future__ import annotations

from flurinfill.model.change import Change
from flurinfill.project.project import Project


def undo(project: Project) -> Change:
    raise NotImplementedError


def redo(project: Project) -> Change:
    raise NotImplementedError
