"""Room for buildings, compiled by numba: scan lines across a parcel and what is free on each.

A figure is a list of directed edges, the interior on the left, with a clearance each: what is nearer
to an edge than that is taken. Edges of :data:`PARCEL` bound the land, those of :data:`SHED` and
:data:`HOUSE` what stands on it, and a :data:`GUARD` only keeps its clearance. The free land is cut by
parallel lines. Where a line enters and leaves it is exact; only the distance of the lines is
approximate, and therefore lines also run along every edge that is nearly parallel to them, and along
the edge of its clearance.

The modules of this package are compiled anew when one of them changes, see
:func:`flurinfill.compiling.compiled`.
"""

from flurinfill.detection.room_kernels.lines import GUARD, HOUSE, PARCEL, SHED, STEP_M, Figure
from flurinfill.detection.room_kernels.parcels import (
    COLUMNS,
    DEPTH,
    LARGEST,
    PLACE,
    PLOT,
    SPARE,
    WAY,
    WIDTH,
    rooms,
)

__all__ = [
    "COLUMNS",
    "DEPTH",
    "GUARD",
    "HOUSE",
    "LARGEST",
    "PARCEL",
    "PLACE",
    "PLOT",
    "SHED",
    "SPARE",
    "STEP_M",
    "WAY",
    "WIDTH",
    "Figure",
    "rooms",
]
