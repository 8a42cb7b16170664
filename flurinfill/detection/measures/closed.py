"""Closed building (BauNVO §22(3), SächsBO §6(1)): wall to wall, so no setback towards such neighbours.

A vacant parcel with main buildings of two other parcels within 0.6 m of its boundary is a gap in a
closed row. A building may then stand on the boundary towards the parcels that carry these buildings,
and on that towards the street; towards all other land it keeps the setback. That there is a row is
measured, not decreed: no plan is asked, and the profile's rules of closed building say the same.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from flurinfill.detection.measures.edges import Contacts, Edges
from flurinfill.detection.measures.intervals import Floats, Ints, uncovered

BORDER_M = 0.6
"""Up to this distance a building stands on the boundary (DOMAIN B6: Baulückenfinder)."""
_SHORTEST_M = 0.5
_QUAD_SEGS = 8


def open_sides(own: Edges, closed: NDArray[np.bool_], free: Contacts) -> Edges:
    """Return the stretches of boundary that a building in a closed row keeps away from.

    Parameters
    ----------
    own : Edges
        Boundary of the parcels.
    closed : ndarray of bool, shape (parcels,)
    free : Contacts
        Stretches at a street, or at a parcel with a building on the boundary. What is left between
        them and shorter than the tolerance of such contacts is nothing.
    """
    rows = np.flatnonzero(closed[own.owner])
    position = np.full(len(own), -1, dtype=np.int64)
    position[rows] = np.arange(len(rows))
    wanted = position[free.edge] >= 0
    edge, start, end = uncovered(
        position[free.edge[wanted]], free.start[wanted], free.end[wanted], own.length[rows]
    )
    order = np.lexsort((start, edge))
    order = order[(end - start)[order] >= _SHORTEST_M]
    return own.stretches(rows[edge[order]], start[order], end[order])


def neighbours_on_border(
    own: Edges, neighbours: Contacts, at_border: tuple[Ints, Ints], number: Ints
) -> NDArray[np.bool_]:
    """Tell which contacts are with a parcel whose building stands on the boundary.

    Parameters
    ----------
    own : Edges
    neighbours : Contacts
    at_border : (parcel, home)
        Position of a parcel, and the number of a parcel whose building stands on its boundary.
    number : ndarray of int
        Number of each parcel that ``neighbours.other`` points to.
    """
    count = int(max(number.max(initial=0), at_border[1].max(initial=0))) + 1
    wanted = np.unique(at_border[0] * count + at_border[1])
    return np.isin(own.owner[neighbours.edge] * count + number[neighbours.other], wanted)


def closed_envelope(polygon: shapely.Geometry, sides: Edges, setback_m: float) -> shapely.Geometry:
    """What a building in a closed row may cover: the parcel without the setback along some sides."""
    lines = shapely.linestrings(np.stack([sides.start, sides.end], axis=1))
    kept_away = shapely.union_all(shapely.buffer(lines, setback_m, quad_segs=_QUAD_SEGS))
    return shapely.difference(polygon, kept_away)


def closed_envelope_areas(
    polygons: NDArray[np.object_], which: Ints, sides: Edges, setback_m: Floats
) -> Floats:
    """Largest connected area of the envelope of each of the parcels ``which``, in square metres."""
    out = np.zeros(len(which))
    for nth, at in enumerate(which):
        envelope = closed_envelope(polygons[at], sides.take(sides.owner == at), float(setback_m[at]))
        out[nth] = shapely.area(shapely.get_parts(envelope)).max(initial=0.0)
    return out
