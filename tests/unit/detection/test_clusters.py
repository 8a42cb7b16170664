"""Clusters of houses, and what lies between them."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import box

from flurinfill.detection.measures.clusters import between_shares, cluster_sizes


def houses(*lefts: float) -> np.ndarray:
    return np.array([box(left, 0, left + 10, 10) for left in lefts], dtype=object)


def test_a_village_of_ten_counts_and_a_lone_farm_does_not() -> None:
    village = houses(*(60 * i for i in range(10)))  # 50 m between walls
    farm = houses(2_000, 2_040)
    lots = np.array([box(250, 20, 270, 50), box(2_015, 0, 2_035, 30), box(5_000, 0, 5_020, 30)])
    assert cluster_sizes(lots, np.concatenate([village, farm])).tolist() == [10.0, 2.0, 0.0]


def test_a_wider_break_makes_two_clusters() -> None:
    main = houses(0, 40, 80, 160, 200)  # 70 m between the third and the fourth
    lots = np.array([box(20, 0, 30, 10), box(180, 0, 190, 10)])
    assert cluster_sizes(lots, main).tolist() == [3.0, 2.0]
    assert cluster_sizes(lots, main, gap_m=75.0).tolist() == [5.0, 5.0]


def test_between_houses_and_beyond_the_last_one() -> None:
    main = houses(0, 50)
    lots = np.array([box(15, 0, 45, 10), box(70, 0, 90, 10), box(15, 60, 45, 90)])
    share = between_shares(lots, np.ones(3, dtype=bool), shapely.STRtree(main))
    assert share[0] > 0.1  # two houses alone: circles come near from both sides
    assert share[1:].tolist() == [0.0, 0.0]
    assert np.isnan(between_shares(lots, np.zeros(3, dtype=bool), shapely.STRtree(main))).all()


def test_no_houses_at_all() -> None:
    lots = np.array([box(0, 0, 10, 10)])
    none = np.empty(0, dtype=object)
    assert cluster_sizes(lots, none).tolist() == [0.0]
    assert between_shares(lots, np.ones(1, dtype=bool), shapely.STRtree(none)).tolist() == [0.0]


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 360), st.floats(-1e4, 1e4))
def test_moving_and_turning_changes_nothing(angle: float, east: float) -> None:
    main, lots = houses(0, 45, 90), np.array([box(15, -10, 40, 25), box(105, 0, 125, 30)])
    wanted = np.ones(2, dtype=bool)

    def moved(shapes: np.ndarray) -> np.ndarray:
        turned = [affinity.rotate(shape, angle, origin=(0, 0)) for shape in shapes]
        return np.array([affinity.translate(shape, east, 5.69e6) for shape in turned], dtype=object)

    first, second = (
        between_shares(lots, wanted, shapely.STRtree(main)),
        between_shares(moved(lots), wanted, shapely.STRtree(moved(main))),
    )
    assert second == pytest.approx(first, abs=0.02)
    assert cluster_sizes(moved(lots), moved(main)).tolist() == [3.0, 3.0]
