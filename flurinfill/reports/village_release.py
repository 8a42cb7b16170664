"""Sites for maps by village: what the gate gives, and the outline of the town around them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.inset import town_shape
from flurinfill.project import Project, queries
from flurinfill.reports.release import Release


@dataclass(frozen=True)
class VillageRelease(Release):
    """Sites that one audience may get, and where they lie in the town.

    Attributes
    ----------
    town : shapely geometry
        What the cadastre covers, coarsely: it tells nothing about a plot.
    """

    town: BaseGeometry = field(default_factory=Polygon)


def with_town(project: Project, given: Release) -> VillageRelease:
    """Give a release with where its sites lie in the town."""
    town = town_shape(queries.parcels(project).geometry.to_numpy())
    return VillageRelease(**{each.name: getattr(given, each.name) for each in fields(given)}, town=town)
