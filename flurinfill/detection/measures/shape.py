"""Size and shape of each parcel: width, rectangle, compactness, what the setback leaves."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from flurinfill.detection.kernels import convex_shapes, inscribed_radii
from flurinfill.detection.measures.edges import boundary_edges
from flurinfill.detection.measures.intervals import Floats
from flurinfill.detection.threads import in_portions
from flurinfill.model.progress import Progress

WIDTH_ERROR_M = 0.1
"""By how much the diameter of a circle may fall short of the truth."""
COARSE_WIDTH_ERROR_M = 2.0
"""The same for land that is never a candidate: long streets and streams cost more than all the rest."""
_DENSE_M = 1.0
_FEW_EDGES = 100
_PORTION = 20_000


def middles(polygons: NDArray[np.object_], told: tuple[str, Progress], threads: int | None = None) -> Floats:
    """Centroids, shape (n, 2), on all cores; parameters as for :func:`.in_portions`."""

    def work(rows: slice) -> Floats:
        return shapely.get_coordinates(shapely.centroid(polygons[rows]))

    return np.concatenate([np.zeros((0, 2)), *in_portions(work, len(polygons), _PORTION, told, threads)])


def largest_parts(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the largest polygon of each multi-part geometry; polygons as they are."""
    out = polygons.copy()
    several = np.flatnonzero(shapely.get_num_geometries(polygons) != 1)
    for at in several:
        parts = shapely.get_parts(polygons[at])
        out[at] = parts[np.argmax(shapely.area(parts))] if len(parts) else polygons[at]
    multi = np.flatnonzero(shapely.get_type_id(out) == shapely.GeometryType.MULTIPOLYGON)
    out[multi] = shapely.get_geometry(out[multi], 0)
    return out


def inscribed_width(parts: NDArray[np.object_], error_m: Floats) -> Floats:
    """Diameter of the largest inscribed circle in metres.

    Parameters
    ----------
    parts : ndarray of shapely polygons
    error_m : ndarray
        By how much each diameter may be too small; it is never too large.
    """
    edges = boundary_edges(parts)
    rings = shapely.get_num_interior_rings(parts) + 1
    radius = inscribed_radii(
        edges.start, edges.end, edges.begins(len(parts)), rings, error_m / 2.0, _FEW_EDGES
    )
    # GEOS keeps an index of the edges, which pays where there are many.
    left = np.flatnonzero(np.isnan(radius))
    circles = shapely.maximum_inscribed_circle(parts[left], tolerance=error_m[left] / 2.0)
    radius[left] = shapely.length(circles)
    return 2.0 * radius


def sides_and_envelope(
    polygons: NDArray[np.object_],
    parts: NDArray[np.object_],
    setback_m: Floats,
    width: Floats,
    error_m: Floats,
) -> tuple[Floats, Floats, Floats]:
    """Sides of the minimum rotated rectangle, and area that keeps the setback from every boundary.

    Convex polygons (most lots are) are measured by a kernel, all others by GEOS, with the same result.

    Parameters
    ----------
    polygons, parts : ndarray of shapely polygons
        Parcels, and the largest part of each.
    setback_m, width, error_m : ndarray
        As for :func:`envelope_area`.

    Returns
    -------
    (short_m, long_m, envelope_m2)
    """
    edges = boundary_edges(parts)
    rings = shapely.get_num_interior_rings(parts) + 1
    begins = edges.begins(len(parts))
    found = convex_shapes(edges.start, edges.end, begins, rings, setback_m, _FEW_EDGES)
    found[shapely.get_num_geometries(polygons) != 1] = np.nan
    left = np.flatnonzero(np.isnan(found[:, 2]))
    found[left, 0], found[left, 1] = rectangle_sides(parts[left])
    found[left, 2] = envelope_area(polygons[left], setback_m[left], width[left], error_m[left])
    return found[:, 0], found[:, 1], found[:, 2]


def _near_origin(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    points, owner = shapely.get_coordinates(polygons, return_index=True)
    corner = shapely.bounds(polygons)[:, :2]
    return shapely.set_coordinates(polygons.copy(), points - corner[owner])


def rectangle_sides(parts: NDArray[np.object_]) -> tuple[Floats, Floats]:
    """Short and long side of the minimum rotated rectangle in metres.

    The rectangle is sought near the origin: at six-figure coordinates its sides lose a millimetre.
    """
    parts = _near_origin(parts)
    corners = np.full((len(parts), 3, 2), np.nan)
    rectangles = shapely.minimum_rotated_rectangle(parts)
    proper = shapely.get_type_id(rectangles) == shapely.GeometryType.POLYGON
    rings = shapely.get_coordinates(rectangles[proper]).reshape(-1, 5, 2)
    corners[proper] = rings[:, :3]
    sides = np.hypot(*np.moveaxis(np.diff(corners, axis=1), 2, 0))
    return sides.min(axis=1), sides.max(axis=1)


def compactness(parts: NDArray[np.object_]) -> Floats:
    """4πA / U² of each polygon: 1 for a circle, 0.79 for a square."""
    return 4.0 * np.pi * shapely.area(parts) / shapely.length(parts) ** 2


def envelope_area(
    polygons: NDArray[np.object_], setback_m: float | Floats, width: Floats, error_m: Floats
) -> Floats:
    """Largest connected area that keeps the setback from every boundary, in square metres.

    A house needs one place to stand on: what is left in separate pieces is not added up.

    Parameters
    ----------
    polygons : ndarray of shapely polygons
    setback_m : float or ndarray
    width, error_m : ndarray
        Diameter of the largest inscribed circle, and by how much it may be too small. GEOS at
        times drops the inner buffer of a polygon of few points although a circle of that radius
        fits; such a polygon gets more points.
    """
    setback = np.broadcast_to(setback_m, len(polygons))
    free = shapely.buffer(polygons, -setback, quad_segs=8)
    fits = width > 2.0 * setback + WIDTH_ERROR_M
    lost = np.flatnonzero(fits & shapely.is_empty(free))
    free[lost] = shapely.buffer(shapely.segmentize(polygons[lost], _DENSE_M), -setback[lost], quad_segs=8)
    return np.where(width + error_m < 2.0 * setback, 0.0, shapely.area(largest_parts(free)))
