"""Narrow strips between parcels: ditches, verges and walls that have a parcel number of their own.

A ditch of a metre between plot and street is crossed by a culvert; the plot behind it is still at
the street, and the neighbour on its other side is still a neighbour. Whether the strip may be
crossed is for a person to ask: parcels whose access depends on it are marked.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from flurinfill.detection.measures.edges import TOLERANCE_M, Contacts, Edges, contacts

STRIP_M = 2.0
"""Parcels of at most this width are strips: nobody builds on them, and a culvert bridges them."""


def strips(parcels: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which parcels are strips: as wide as a rectangle of the same area and perimeter."""
    half = shapely.length(parcels) / 2
    width = (half - np.sqrt(np.maximum(half**2 - 4 * shapely.area(parcels), 0.0))) / 2
    return np.asarray(width <= STRIP_M, dtype=bool)


def behind_strips(edges: Edges, everyone: Edges, neighbours: Contacts, strip: NDArray[np.bool_]) -> Contacts:
    """Find the parcels that edges look at across a strip.

    Parameters
    ----------
    edges : Edges
        Boundary of the measured parcels.
    everyone : Edges
        Boundary of all parcels around.
    neighbours : Contacts
        Which parcels lie directly against the edges.
    strip : ndarray of bool
        Parcels that are strips.

    Returns
    -------
    Contacts
        Parcels within :data:`STRIP_M` of the edges that lie against a strip; none of them a strip.
    """
    seeing = np.unique(neighbours.edge[strip[neighbours.other]])
    seeing = seeing[~strip[edges.owner[seeing]]]
    if not len(seeing):
        return neighbours.take(np.zeros(len(neighbours.edge), dtype=bool))
    behind = everyone.take(~strip[everyone.owner])
    found = contacts(edges.take(seeing), behind, among=True, tolerance_m=STRIP_M + TOLERANCE_M)
    return replace(found, edge=seeing[found.edge])
