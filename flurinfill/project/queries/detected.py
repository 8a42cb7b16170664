"""What detection found."""

from __future__ import annotations

import pandas as pd

from flurinfill.project.project import Project


def measures(project: Project) -> pd.DataFrame:
    raise NotImplementedError


def verdicts(project: Project) -> pd.DataFrame:
    raise NotImplementedError


def profile_text(project: Project) -> str:
    raise NotImplementedError


def parcel_table(project: Project) -> pd.DataFrame:
    raise NotImplementedError
