"""The outline of a site: the whole of its parcels, or what a person drew inside them."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from flurinfill.model.errors import ProjectError

STRAY_M = 0.5
"""How far a drawn outline may stray over the boundary of the site's parcels, in metres."""

LEAST_M2 = 10.0
"""Smaller outlines are slips of the mouse."""

SAME_M2 = 0.5
"""An outline whose area differs by more from that of the parcels was drawn by a person."""

_AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def check(outline: BaseGeometry, parcels: Sequence[BaseGeometry]) -> None:
    """Accept or refuse a drawn outline.

    Parameters
    ----------
    outline : Polygon or MultiPolygon
        In the project's CRS.
    parcels : sequence of shapely geometries
        All parcels of the site.

    Raises
    ------
    ProjectError
        ``outline_invalid`` (crosses itself, no area), ``outline_too_small`` (under
        :data:`LEAST_M2`) or ``outline_outside`` (farther than :data:`STRAY_M` from the parcels).
    """
    if shapely.get_type_id(outline) not in _AREAS or outline.is_empty or not outline.is_valid:
        raise ProjectError("outline_invalid", reason=explain_validity(outline))
    if outline.area < LEAST_M2:
        raise ProjectError("outline_too_small", area=round(outline.area, 1), least=LEAST_M2)
    around = shapely.buffer(shapely.union_all(parcels), STRAY_M, quad_segs=4, join_style="mitre")
    outside = shapely.difference(outline, around).area
    if outside > 1e-6:
        raise ProjectError("outline_outside", area=round(max(outside, 0.1), 1))


def is_drawn(outline: BaseGeometry | None, parcels_m2: float) -> bool:
    """Tell whether an outline is not simply the whole of its parcels, by their area."""
    return outline is not None and abs(outline.area - parcels_m2) > SAME_M2


def fitted(outline: BaseGeometry, parcels: BaseGeometry) -> BaseGeometry:
    """Keep a drawn outline when the parcels below it moved or changed; all of them where it vanished."""
    around = shapely.buffer(parcels, STRAY_M, quad_segs=4, join_style="mitre")
    if shapely.difference(outline, around).area <= 1e-6:
        return outline
    return _areas_of(shapely.intersection(outline, parcels)) or parcels


def changed(outline: BaseGeometry, added: BaseGeometry, parcels: BaseGeometry) -> BaseGeometry | None:
    """Drawn outline with ``added`` parcels, cut to all ``parcels`` of the site; None where it vanishes."""
    return _areas_of(shapely.intersection(shapely.union(outline, added), parcels))


def _areas_of(shape: BaseGeometry) -> BaseGeometry | None:
    """Polygons of a shape that are no slivers, united; None when too little is left."""
    parts = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) == _AREAS[0]]
    united: BaseGeometry = shapely.union_all([part for part in parts if part.area >= 1.0])
    return united if united.area >= LEAST_M2 else None
