"""Unions and gaps of intervals, against a count on a fine grid."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from flurinfill.detection.measures.intervals import uncovered, union_lengths

LENGTHS = np.array([10.0, 7.0, 3.0, 5.0])
interval = st.tuples(st.integers(0, 3), st.integers(0, 20), st.integers(0, 20))


def _arrays(rows: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    owner = np.array([row[0] for row in rows], dtype=np.int64)
    ends = np.array([sorted(row[1:]) for row in rows], dtype=float).reshape(-1, 2) / 2
    limit = LENGTHS[owner]
    return owner, np.minimum(ends[:, 0], limit), np.minimum(ends[:, 1], limit)


@given(st.lists(interval, max_size=12))
def test_union_and_gaps_add_up_to_the_grid(rows: list[tuple[int, int, int]]) -> None:
    owner, start, end = _arrays(rows)
    covered = np.zeros((4, 20), dtype=bool)
    for who, low, high in zip(owner, start, end, strict=True):
        covered[who, int(low * 2) : int(high * 2)] = True
    union = union_lengths(owner, start, end, 4)
    np.testing.assert_allclose(union, covered.sum(axis=1) / 2)
    free_owner, low, high = uncovered(owner, start, end, LENGTHS)
    free = np.bincount(free_owner, weights=high - low, minlength=4)
    np.testing.assert_allclose(free + union, LENGTHS)
