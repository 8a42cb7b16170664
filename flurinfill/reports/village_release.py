"""Sites for maps by village: what the gate gives, and the outline of the town around them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.inset import town_shape
from flurinfill.model.audience import Audience
from flurinfill.project import Project, queries
from flurinfill.reports import gate
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


def release_villages(
    project: Project,
    audience: Audience,
    *,
    site_ids: Sequence[int] | None = None,
    fields_wanted: Collection[str] | None = None,
    today: date,
) -> VillageRelease:
    """Give what this audience may get of these sites, see :func:`flurinfill.reports.gate.release`."""
    given = gate.release(project, audience, site_ids=site_ids, fields=fields_wanted, today=today)
    town = town_shape(queries.parcels(project).geometry.to_numpy())
    return VillageRelease(**{each.name: getattr(given, each.name) for each in fields(given)}, town=town)
