"""Owners, outreach, contacts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from flurinfill.model.owners import Contact, Owner, Ownership
from flurinfill.project.project import Project


def owners_of(project: Project, parcel_ids: Sequence[str], purpose: str) -> list[tuple[Owner, Ownership]]:
    raise NotImplementedError


def outreach_of(project: Project, site_id: int) -> pd.DataFrame:
    raise NotImplementedError


def contacts(project: Project, site_id: int) -> list[Contact]:
    raise NotImplementedError
