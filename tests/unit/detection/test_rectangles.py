"""Largest rectangles, and whether a house fits: figures made by hand, moved and turned."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import Polygon, box

from flurinfill.detection.measures.rectangles import rectangles_in, room_in
from flurinfill.detection.room_kernels import STEP_M

HOUSE = (10.0, 12.0)


def test_a_rectangle_holds_itself_to_the_step() -> None:
    room = room_in(box(480_000, 5_690_000, 480_014, 5_690_029), HOUSE)
    assert room is not None
    assert (room.width_m, room.depth_m) == (14.0, 29.0)
    assert room.spare_m == 4.0
    assert room.building is not None
    assert room.building.area == pytest.approx(120.0)


def test_the_largest_rectangle_need_not_hold_the_house() -> None:
    """A long strip is larger than the yard beside it, but the house stands in the yard."""
    shape = box(0, 0, 90, 6).union(box(0, 0, 11.5, 13.5))
    room = room_in(shape, HOUSE)
    assert room is not None
    assert room.depth_m == pytest.approx(90, abs=2 * STEP_M)
    assert room.spare_m == pytest.approx(1.5, abs=2 * STEP_M)
    assert room.building is not None
    assert shape.buffer(0.01).contains(room.building)


def test_what_is_missing_is_negative_and_nothing_is_drawn() -> None:
    room = room_in(box(0, 0, 8, 40), HOUSE)
    assert room is not None
    assert room.spare_m == pytest.approx(-2.0)
    assert room.building is None


def test_a_hole_is_no_room() -> None:
    room = room_in(Polygon(box(0, 0, 30, 30).exterior, [box(13, 1, 17, 29).exterior]), HOUSE)
    assert room is not None
    assert room.width_m == pytest.approx(13.0, abs=2 * STEP_M)
    assert room.spare_m == pytest.approx(3.0, abs=2 * STEP_M)


def test_no_room_at_all() -> None:
    empty = np.array([Polygon(), box(0, 0, 20, 20)], dtype=object)
    width, depth, spare = rectangles_in(empty, np.array([HOUSE, HOUSE]))
    assert width.tolist() == [0.0, 20.0]
    assert depth.tolist() == [0.0, 20.0]
    assert spare.tolist() == [-10.0, 8.0]


@settings(max_examples=40, deadline=None)
@given(
    st.floats(12, 40), st.floats(12, 60), st.floats(0, 180), st.floats(-1e5, 1e5), st.sampled_from((0, 1, 2))
)
def test_moving_and_turning_changes_at_most_two_steps(
    width: float, depth: float, angle: float, east: float, notch: int
) -> None:
    shape = box(0, 0, width, depth)
    if notch:
        shape = shape.difference(box(0, depth - 4 * notch, 5, depth))
    moved = affinity.translate(affinity.rotate(shape, angle, origin=(0, 0)), east, 5_690_000.0)
    first, second = room_in(shape, HOUSE), room_in(moved, HOUSE)
    assert first is not None
    assert second is not None
    assert second.spare_m == pytest.approx(first.spare_m, abs=2 * STEP_M)
    assert second.largest.area == pytest.approx(first.largest.area, abs=2 * STEP_M * (width + depth))
    # A rectangle may leave the figure only by the millimetre that the grid allows.
    assert shapely.area(shapely.difference(second.largest, moved.buffer(0.01))) < 1e-6
