"""A way through places: nearest neighbours first, then every crossing is undone.

The way is open: it ends at the last place. Distances are straight lines, no roads are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

Point = tuple[float, float]

_GAIN_M = 1e-6  # less is rounding


def ordered(points: Sequence[Point]) -> list[int]:
    """Order places so that the way through all of them is short.

    Parameters
    ----------
    points : sequence of (x, y)
        In a metric system.

    Returns
    -------
    list of int
        Each position once; the way is never longer than in the given order. The same places give
        the same way.

    Notes
    -----
    From every place the nearest that is left is visited next, and pieces of the way are turned round
    as long as that makes it shorter (2-opt); the shortest of all these ways is taken. Of its two
    directions the one whose first place comes first in ``points``.

    Examples
    --------
    >>> ordered([(0, 0), (300, 0), (100, 0), (200, 0)])
    [0, 2, 3, 1]
    """
    distances = _distances(points)
    given = list(range(len(points)))
    ways = [_untangled(given, distances)]
    ways += [_untangled(_nearest(start, distances), distances) for start in given]
    best = min(ways, key=lambda way: round(_along(way, distances), 6))  # the first of equally long ones
    return best if not best or best[0] <= best[-1] else best[::-1]


def legs(points: Sequence[Point], order: Sequence[int]) -> list[float]:
    """Length of the way to each stop from the one before, in metres; the first is 0."""
    stops = [points[position] for position in order]
    return [0.0, *(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(stops))][: len(stops)]


def _distances(points: Sequence[Point]) -> list[list[float]]:
    return [[hypot(a[0] - b[0], a[1] - b[1]) for b in points] for a in points]


def _along(way: Sequence[int], distances: Sequence[Sequence[float]]) -> float:
    return sum(distances[a][b] for a, b in pairwise(way))


def _nearest(start: int, distances: Sequence[Sequence[float]]) -> list[int]:
    way, left = [start], set(range(len(distances))) - {start}
    while left:
        here = distances[way[-1]]
        following = min(left, key=lambda place: (here[place], place))
        way.append(following)
        left.remove(following)
    return way


def _untangled(way: Sequence[int], distances: Sequence[Sequence[float]]) -> list[int]:
    """Turn pieces round until none makes the way shorter."""
    best, better = list(way), True
    while better:
        better = False
        for first in range(len(best) - 1):
            for last in range(first + 1, len(best)):
                if _gain(best, first, last, distances) > _GAIN_M:
                    best[first : last + 1] = best[first : last + 1][::-1]
                    better = True
    return best


def _gain(way: Sequence[int], first: int, last: int, distances: Sequence[Sequence[float]]) -> float:
    """By how much the way becomes shorter when the piece from first to last is turned round."""
    gain = 0.0
    if first > 0:
        gain += distances[way[first - 1]][way[first]] - distances[way[first - 1]][way[last]]
    if last + 1 < len(way):
        gain += distances[way[last]][way[last + 1]] - distances[way[first]][way[last + 1]]
    return gain
