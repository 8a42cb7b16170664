"""A glance into a project that is not open: what is due there today. Nothing personal is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from flurinfill.model.errors import FlurinfillError
from flurinfill.project import Project, queries


@dataclass(frozen=True)
class Glance:
    """What is due in a project.

    Attributes
    ----------
    path : Path
    due : DataFrame
        Frame of :func:`flurinfill.project.queries.due`.
    overdue : int
        Tasks whose day was before today.
    """

    path: Path
    due: pd.DataFrame
    overdue: int


def glance(path: Path, today: date) -> Glance | None:
    """Look up what is due in a project file, without taking its lock.

    Parameters
    ----------
    path : Path
    today : date

    Returns
    -------
    Glance or None
        None where the file is gone, is no project, or is of another version of the program: who
        opens it will be told why.
    """
    try:
        with Project.open(path, read_only=True) as project:
            tasks = queries.due(project, today)
    except FlurinfillError:
        return None
    late = sum(1 for day in tasks["due_on"] if day is not None and day < today)
    return Glance(path, tasks, late)
