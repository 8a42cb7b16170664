"""Files that were dropped onto the window: what they are, before anybody is asked anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flurinfill.cadastre.reading import describe
from flurinfill.desktop.import_files import SUFFIXES
from flurinfill.model.errors import InputError
from flurinfill.project import is_project


@dataclass(frozen=True)
class Dropped:
    """Files: a project among them, or why no project could be made for them."""

    files: Sequence[Path]
    project: Path | None = None
    fault: InputError | None = None


def look_at(files: Sequence[Path]) -> Dropped:
    """Tell whether there is a project among the files, else whether they can be read."""
    for path in files:
        if path.suffix.lower() == ".gpkg" and is_project(path):
            return Dropped(files, project=path)
    usable = [path for path in files if path.is_dir() or path.suffix.lower() in SUFFIXES]
    if not usable:
        return Dropped(files, fault=InputError("format_unknown", path=files[0].name))
    try:
        describe(usable)
    except InputError as error:
        return Dropped(files, fault=error)
    return Dropped(files)
