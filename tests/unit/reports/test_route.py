"""The way of a visit: each place once, never longer than as given, always the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flurinfill.reports.papers.route import legs, ordered

_METRES = st.integers(0, 5000)
_PLACES = st.lists(st.tuples(_METRES, _METRES), max_size=12)


@given(_PLACES)
def test_each_place_once_and_never_a_longer_way(places: list[tuple[int, int]]) -> None:
    order = ordered(places)
    assert sorted(order) == list(range(len(places)))
    assert sum(legs(places, order)) <= sum(legs(places, range(len(places)))) + 1e-6
    assert ordered(places) == order


def test_a_street_is_walked_from_its_end() -> None:
    order = ordered([(0, 0), (30, 8), (10, 0), (40, 0), (20, 8)])
    assert order == [0, 2, 4, 1, 3]


def test_the_nearest_is_not_always_the_next() -> None:
    """From the middle a greedy walk goes back and forth; the way found does not."""
    places = [(0, 0), (-1, 0), (2, 0), (-5, 0), (10, 0)]
    assert sum(legs(places, ordered(places))) == 15


def test_two_sides_of_a_street_make_no_crossing() -> None:
    places = [(x * 22.0, y * 30.0) for x in range(10) for y in range(2)]
    assert sum(legs(places, ordered(places))) == 2 * 9 * 22 + 30


def test_legs_of_a_few_places() -> None:
    assert legs([], []) == []
    assert legs([(5, 5)], [0]) == [0.0]
    assert legs([(0, 0), (3, 4)], [1, 0]) == [0.0, 5.0]
