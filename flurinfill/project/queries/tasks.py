"""What is due."""

from __future__ import annotations

from datetime import date

import pandas as pd

from flurinfill.project.project import Project


def due(project: Project, today: date) -> pd.DataFrame:
    raise NotImplementedError
