"""The sites."""

from __future__ import annotations

import pandas as pd
from shapely.geometry.base import BaseGeometry

from flurinfill.model.sites import Site
from flurinfill.project.project import Project


def site_table(project: Project) -> pd.DataFrame:
    raise NotImplementedError


def site(project: Project, site_id: int) -> Site:
    raise NotImplementedError


def site_geometry(project: Project, site_id: int) -> BaseGeometry:
    raise NotImplementedError
