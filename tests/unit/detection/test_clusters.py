"""Clusters of houses, and what lies between them."""

import numpy as np
import pytest
import shapely
from hand_made import cadastre, house
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import affinity
from shapely.geometry import box

from flurinfill.detection.measures import measure
from flurinfill.detection.measures.clusters import between_shares, cluster_sizes


def houses(*lefts: float) -> np.ndarray:
    return np.array([box(left, 0, left + 10, 10) for left in lefts], dtype=object)


def between(lots: np.ndarray, main: np.ndarray) -> np.ndarray:
    return between_shares(lots, shapely.STRtree(main))


def between_by_shapely(lots: np.ndarray, main: np.ndarray) -> np.ndarray:
    """What no empty circle of 80 m reaches: houses grown by 40 m, and shrunk again."""
    grown = shapely.union_all(shapely.buffer(main, 40.0, quad_segs=64))
    closed = shapely.buffer(grown, -40.0, quad_segs=64)
    return shapely.area(shapely.intersection(lots, closed)) / shapely.area(lots)


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
    share = between(lots, main)
    assert share[0] > 0.1  # two houses alone: circles come near from both sides
    assert share[1:].tolist() == [0.0, 0.0]
    assert share == pytest.approx(between_by_shapely(lots, main), abs=0.02)


def test_no_houses_at_all() -> None:
    lots = np.array([box(0, 0, 10, 10)])
    none = np.empty(0, dtype=object)
    assert cluster_sizes(lots, none).tolist() == [0.0]
    assert between(lots, none).tolist() == [0.0]


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 360), st.floats(-1e4, 1e4))
def test_moving_and_turning_changes_nothing(angle: float, east: float) -> None:
    main, lots = houses(0, 45, 90), np.array([box(15, -10, 40, 25), box(105, 0, 125, 30)])

    def moved(shapes: np.ndarray) -> np.ndarray:
        turned = [affinity.rotate(shape, angle, origin=(0, 0)) for shape in shapes]
        return np.array([affinity.translate(shape, east, 5.69e6) for shape in turned], dtype=object)

    assert between(moved(lots), moved(main)) == pytest.approx(between(lots, main), abs=0.02)
    assert cluster_sizes(moved(lots), moved(main)).tolist() == [3.0, 3.0]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_between_equals_the_shapely_reference(seed: int) -> None:
    """Villages strewn over 400 m. Half a metre decides where a circle barely fits, so that is left open."""
    dice = np.random.default_rng(seed)
    main = np.array(
        [
            affinity.rotate(box(x, y, x + 12, y + 9), turn)
            for x, y, turn in dice.uniform(0, 1, (18, 3)) * (400, 400, 90)
        ],
        dtype=object,
    )
    lots = np.array(
        [
            affinity.rotate(box(x, y, x + 25, y + 40), turn)
            for x, y, turn in dice.uniform(0, 1, (12, 3)) * (400, 400, 90)
        ],
        dtype=object,
    )
    bounds = [between_shares(lots, shapely.STRtree(main), diameter_m=80.0 + more) for more in (-1.0, 1.0)]
    true = between_by_shapely(lots, main)
    assert (bounds[0] - 0.02 <= true).all()
    assert (true <= bounds[1] + 0.02).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_a_parcel_alone_with_its_houses_has_the_same_share(seed: int) -> None:
    dice = np.random.default_rng(seed)
    main = np.array([box(x, y, x + 12, y + 9) for x, y in dice.uniform(0, 500, (40, 2))])
    lots = np.array([box(x, y, x + 25, y + 40) for x, y in dice.uniform(0, 500, (20, 2))])
    alone = [between(lots[at : at + 1], main[shapely.dwithin(main, lots[at], 100.0)]) for at in range(20)]
    assert between(lots, main).tolist() == np.concatenate(alone).tolist()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(5, 90))
def test_clusters_equal_those_of_a_search_tree(seed: int, gap: float) -> None:
    dice = np.random.default_rng(seed)
    corner = dice.uniform(0, 600, (40, 2))
    main = np.array([affinity.rotate(box(x, y, x + 12, y + 9), dice.uniform(0, 90)) for x, y in corner])
    lots = np.array([box(x, y, x + 20, y + 30) for x, y in dice.uniform(0, 600, (25, 2))])
    tree = shapely.STRtree(main)
    near, other = tree.query(main, predicate="dwithin", distance=gap)
    links = coo_array((np.ones(len(near)), (near, other)), shape=(len(main), len(main)))
    cluster = connected_components(links)[1]
    size = np.bincount(cluster)[cluster]
    around = [tree.query(lot, predicate="dwithin", distance=gap) for lot in lots]
    expected = [max((size[each] for each in some), default=0) for some in around]
    assert cluster_sizes(lots, main, gap_m=gap).tolist() == [float(each) for each in expected]


def test_a_house_drawn_twice_is_one_and_walls_that_stray_join_nothing() -> None:
    lots = {f"lot{i}": box(10 * i, 0, 10 * i + 10, 30) for i in range(13)}
    row = [house(10 * i - 0.05, 5, 10.1, 10) for i in range(12)]
    for buildings in (row, [*row, *row, *row], [*row, house(2, 7, 6, 6)]):
        found = measure(cadastre(lots, buildings=buildings))
        assert found["cluster_buildings"].tolist() == [12.0] * 13
