"""Keep what detection found."""

from __future__ import annotations

import pandas as pd

from flurinfill.model.change import Change
from flurinfill.model.rules import RuleProfile
from flurinfill.project.project import Project


def store_detection(
    project: Project, measures: pd.DataFrame, verdicts: pd.DataFrame, profile: RuleProfile, profile_toml: str
) -> Change:
    raise NotImplementedError
