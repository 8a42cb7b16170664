"""Steps that bring an older project file to the current schema, one module per version.

``v0002.py`` has ``upgrade(connection)`` and leads from version 1 to version 2, and so on. A new
project is made by the schema itself and carries the newest version. A step works on tables as they
were then: it does not import :mod:`flurinfill.project.schema`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from importlib import import_module

from sqlalchemy import Connection

from flurinfill.model.errors import ProjectError

Step = Callable[[Connection], None]


def steps() -> dict[int, Step]:
    """Return the steps by the version they lead to."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {int(name[1:]): import_module(f"{__name__}.{name}").upgrade for name in found}


def migrate(
    connection: Connection, path: str, found: int, wanted: int, available: Mapping[int, Step]
) -> None:
    """Bring a file from one version to another, inside the caller's transaction.

    Raises
    ------
    ProjectError
        ``project_newer`` for a file of a later program, ``project_too_old`` when a step is missing.
    """
    if found > wanted:
        raise ProjectError("project_newer", path=path, found=found, known=wanted)
    for version in range(found + 1, wanted + 1):
        if version not in available:
            raise ProjectError("project_too_old", path=path, found=found, known=wanted)
        available[version](connection)
