"""Figures for the room kernels: the edges of parcels and of what counts on them, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flurinfill.detection.measures.edges import Edges
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.room_kernels import Figure


@dataclass(frozen=True)
class Piece:
    """Edges of one kind that belong to figures.

    Attributes
    ----------
    edges : Edges
        Their ``owner`` is the position of the figure.
    clear_m : ndarray
        Clearance of each edge in metres.
    side : int
        :data:`~flurinfill.detection.room_kernels.PARCEL` and the like.
    """

    edges: Edges
    clear_m: Floats
    side: int


def taken_for(edges: Edges, begins: Ints, which: Ints, owner: Ints) -> Edges:
    """Return the edges of some polygons, each polygon given a new owner.

    Parameters
    ----------
    edges : Edges
    begins : ndarray of int
        Where the edges of each polygon begin, see :meth:`Edges.begins`.
    which, owner : ndarray of int, shape (n,)
        Polygons, which may repeat, and who owns their edges now.
    """
    count = begins[which + 1] - begins[which]
    nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    rows = np.repeat(begins[which], count) + nth
    return Edges(np.repeat(owner, count), edges.start[rows], edges.end[rows])


def assembled(pieces: Sequence[Piece], origins: Floats) -> tuple[Ints, Figure]:
    """Put pieces together.

    Parameters
    ----------
    pieces : sequence of Piece
    origins : ndarray, shape (figures, 2)
        Subtracted from the coordinates of each figure.

    Returns
    -------
    (at, figures)
        Where the edges of each figure begin, and all edges.
    """
    owner = np.concatenate([piece.edges.owner for piece in pieces]).astype(np.int64)
    order = np.argsort(owner, kind="stable")
    start = np.concatenate([piece.edges.start for piece in pieces]) - origins[owner]
    end = np.concatenate([piece.edges.end for piece in pieces]) - origins[owner]
    clear = np.concatenate([piece.clear_m for piece in pieces])
    side = np.concatenate([np.full(len(piece.edges), piece.side, dtype=np.int64) for piece in pieces])
    at = np.searchsorted(owner[order], np.arange(len(origins) + 1)).astype(np.int64)
    return at, Figure(np.hstack([start, end])[order], clear[order], side[order])
