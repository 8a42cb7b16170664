"""Backups: whole copies of the project file in a folder beside it."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import datetime
from glob import escape
from pathlib import Path

from flurinfill.model.errors import ProjectError
from flurinfill.project.store import Store

KEPT = 10


def folder_of(project: Path) -> Path:
    """Folder of a project's backups: ``<project>.backups``."""
    return project.with_name(project.name + ".backups")


def write(store: Store) -> Path:
    """Copy the project under its lock and drop all but the last ten copies.

    Raises
    ------
    ProjectError
        ``backup_failed`` when the folder cannot be written or the disk is full.
    """
    folder = folder_of(store.path)
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S-%f")
    target = folder / f"{store.path.stem}_{stamp}{store.path.suffix}"
    part = target.with_name(target.name + ".part")
    try:
        folder.mkdir(exist_ok=True)
        with store.exclusive() as source:
            _copy(source, part)
        part.replace(target)
    except (OSError, sqlite3.Error, ProjectError) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise ProjectError("backup_failed", path=store.path.name, folder=folder.name) from error
    for old in existing(store.path)[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def existing(project: Path) -> list[Path]:
    """Return the backups, oldest first."""
    return sorted(folder_of(project).glob(f"{escape(project.stem)}_*{escape(project.suffix)}"))


def _copy(source: sqlite3.Connection, part: Path) -> None:
    part.unlink(missing_ok=True)
    target = sqlite3.connect(part)
    try:
        source.backup(target)
    finally:
        target.close()
