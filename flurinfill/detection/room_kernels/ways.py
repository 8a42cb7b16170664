"""The widest way from the street to a place."""

from __future__ import annotations

from typing import Any

import numpy as np

from flurinfill.compiling import compiled
from flurinfill.detection.room_kernels.lines import (
    HOUSE,
    PARCEL,
    Figure,
    free,
    heights,
    in_parts,
    part_at,
    taken,
)

WAY_STEP_M = 0.1
"""Distance of the lines: a lane just wide enough is this wide between its edges."""
WALL_ERROR_M = 0.05
"""A way is as wide as asked for when it lacks twice this."""
AT_WAY_M = 0.6
"""A lane that comes this near to the street is joined with it."""


@compiled
def _passes(figure: Figure, street: Any, x: float, y: float, width: float) -> bool:
    """Tell whether a lane of this width leads from the street to a place without touching a wall."""
    half = width / 2.0 - WALL_ERROR_M
    lane = Figure(figure.edges, np.full(len(figure.edges), half), figure.side)
    lines = in_parts(free(heights(lane, WAY_STEP_M), lane))
    part = part_at(lines, x, y)
    for line in range(len(lines.y) if part >= 0 else 0):
        for k in range(len(street)):
            ax, ay, bx, by = street[k, 0], street[k, 1], street[k, 2], street[k, 3]
            first, last = taken(ax, ay, bx, by, half + AT_WAY_M, lines.y[line])
            for i in range(lines.at[line], lines.at[line + 1]):
                if lines.part[i] == part and first <= lines.last[i] and lines.first[i] <= last:
                    return True
    return False


@compiled
def way_width(figure: Figure, street: Any, x: float, y: float, steps: Any) -> float:
    """Width of the widest way from the street to a place, one of ``steps``; 0 for none."""
    walls = (figure.side == PARCEL) | (figure.side == HOUSE)
    yard = Figure(figure.edges[walls], figure.clear[walls], figure.side[walls])
    low, high = 0, len(steps) if len(street) else 0  # of the widths below low we know that they pass
    while low < high:
        middle = (low + high) // 2
        if _passes(yard, street, x, y, steps[middle]):
            low = middle + 1
        else:
            high = middle
    return steps[low - 1] if low else 0.0
