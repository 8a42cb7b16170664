"""Open boundary: where no parcel lies beyond, and which way's centre line it faces.

Some cadastres leave streets out of the parcels. Where their centre lines are known, the boundary
that looks at a line across free space is frontage; where not, access cannot be judged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from flurinfill.detection.measures.edges import Contacts, Edges
from flurinfill.detection.measures.intervals import Floats, Ints, uncovered

HALF_WIDTH_M = 15.0
"""A boundary farther from a centre line than this is not at that street."""
_PIECE_M = 2.0
_STEP_OUT_M = 0.05
_OUTWARD = np.cos(np.radians(60.0))


@dataclass(frozen=True)
class Stretches:
    """Stretches of edges: position of the edge, metres from its start."""

    edge: Ints
    start: Floats
    end: Floats

    @property
    def length(self) -> Floats:
        """Length of each stretch in metres."""
        return self.end - self.start


def open_boundary(edges: Edges, neighbours: Contacts) -> Stretches:
    """Return the stretches of the edges that no other parcel lies against."""
    return Stretches(*uncovered(neighbours.edge, neighbours.start, neighbours.end, edges.length))


def facing_lines(
    edges: Edges, free: Stretches, parcels: NDArray[np.object_], lines: NDArray[np.object_]
) -> Contacts:
    """Find the open stretches that look at a centre line.

    A stretch is taken in pieces of at most 2 m. A piece counts when the line is within
    :data:`HALF_WIDTH_M`, lies on its outer side, and no parcel stands between.

    Returns
    -------
    Contacts
        ``other`` is the position of the line.
    """
    edge, start, end = _pieces(free)
    middle = edges.points(edge, (start + end) / 2)
    outward = _outward(edges, edge)
    eye = shapely.points(middle + outward * _STEP_OUT_M)
    found, line = shapely.STRtree(lines).query_nearest(eye, max_distance=HALF_WIDTH_M, all_matches=False)
    sight = shapely.shortest_line(eye[found], lines[line])
    view = np.diff(shapely.get_coordinates(sight).reshape(-1, 2, 2), axis=1)[:, 0]
    ahead = (view * outward[found]).sum(axis=1) >= _OUTWARD * np.hypot(*view.T)
    found, line, sight = found[ahead], line[ahead], sight[ahead]
    blocked, _ = shapely.STRtree(parcels).query(sight, predicate="intersects")
    clear = np.setdiff1d(np.arange(len(sight)), blocked)
    seen = found[clear]
    return Contacts(edge[seen], line[clear], start[seen], end[seen])


def _pieces(free: Stretches) -> tuple[Ints, Floats, Floats]:
    count = np.maximum(1, np.ceil(free.length / _PIECE_M)).astype(np.int64)
    of = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    step = (free.length / count)[of]
    start = free.start[of] + nth * step
    return free.edge[of], start, start + step


def _outward(edges: Edges, which: Ints) -> Floats:
    """Unit vectors square to the edges, away from the interior (which is on the left)."""
    direction = (edges.end[which] - edges.start[which]) / edges.length[which][:, None]
    return np.stack([direction[:, 1], -direction[:, 0]], axis=1)
