"""Sums per owner; unions and gaps of intervals along many edges at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def summed(index: Ints, values: Floats, count: int) -> Floats:
    """Sum of the values per index, 0 to ``count - 1``."""
    return np.bincount(index, weights=values, minlength=count).astype(np.float64)


def _gaps_before(owner: Ints, start: Floats, end: Floats) -> tuple[Ints, Floats, Floats]:
    """Sort the intervals; for each, find how far the ones before it on its edge reach (0 if none)."""
    order = np.lexsort((start, owner))
    owner, start, end = owner[order], start[order], end[order]
    # Each owner is shifted to a stretch of its own, so that one running maximum serves all.
    shift = np.zeros(len(owner))
    if len(owner):
        span = float(end.max()) + 1.0
        shift = np.cumsum(np.r_[0, owner[1:] != owner[:-1]]) * span
    reach = np.maximum.accumulate(end + shift) - shift if len(owner) else end
    before = np.zeros(len(owner))
    if len(owner):
        same = np.r_[False, owner[1:] == owner[:-1]]
        before[same] = reach[:-1][same[1:]]
    return order, before, reach


def union_lengths(owner: Ints, start: Floats, end: Floats, count: int) -> Floats:
    """Length of the union of intervals per owner.

    Parameters
    ----------
    owner : ndarray of int, shape (n,)
        Edge to which each interval belongs, 0 to ``count - 1``.
    start, end : ndarray, shape (n,)
        Metres from the start of the edge, ``0 <= start <= end``.
    count : int
        Number of owners.

    Returns
    -------
    ndarray, shape (count,)
        Metres; 0 for an owner without intervals.
    """
    order, before, _ = _gaps_before(owner, start, end)
    fresh = np.maximum(0.0, end[order] - np.maximum(start[order], before))
    return summed(owner[order], fresh, count)


def uncovered(owner: Ints, start: Floats, end: Floats, lengths: Floats) -> tuple[Ints, Floats, Floats]:
    """Find the stretches of edges that no interval covers.

    Parameters
    ----------
    owner, start, end : ndarray
        Intervals as in :func:`union_lengths`.
    lengths : ndarray, shape (count,)
        Length of each edge in metres.

    Returns
    -------
    (owner, start, end)
        The free stretches, those of zero length left out.
    """
    order, before, reach = _gaps_before(owner, start, end)
    owners = owner[order]
    last = np.r_[owners[1:] != owners[:-1], True] if len(owners) else np.zeros(0, dtype=bool)
    untouched = np.flatnonzero(np.bincount(owners, minlength=len(lengths)) == 0)
    found = np.concatenate([owners, owners[last], untouched])
    begins = np.concatenate([before, reach[last], np.zeros(len(untouched))])
    ends = np.concatenate([start[order], lengths[owners[last]], lengths[untouched]])
    free = ends > begins
    return found[free], begins[free], ends[free]
