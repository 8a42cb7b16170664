"""Built area inside parcels, beside plain shapely."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from flurinfill.detection.building_use import Treatment
from flurinfill.detection.measures.coverage import coverage, homes
from flurinfill.detection.measures.overlap import overlap_areas

LOTS = np.array([shapely.box(x, y, x + 20, y + 30) for x in (0, 20, 40) for y in (0, 30)], dtype=object)
box = st.builds(
    lambda x, y, w, h, turn: shapely.affinity.rotate(shapely.box(x, y, x + w, y + h), turn),
    st.floats(-5, 55),
    st.floats(-5, 55),
    st.floats(1, 20),
    st.floats(1, 20),
    st.floats(0, 90),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(box, st.sampled_from([Treatment.ABSENT, Treatment.MINOR, Treatment.MAIN])), max_size=8)
)
def test_coverage_equals_the_union(rows: list[tuple[shapely.Polygon, Treatment]]) -> None:
    buildings = np.array([row[0] for row in rows], dtype=object)
    treatment = np.array([row[1] for row in rows], dtype=np.int8)
    found = coverage(LOTS, buildings, treatment)
    main = shapely.union_all(buildings[treatment == Treatment.MAIN])
    minor = shapely.union_all(buildings[treatment == Treatment.MINOR])
    np.testing.assert_allclose(found.main_m2, shapely.area(shapely.intersection(LOTS, main)), atol=1e-3)
    free = shapely.difference(minor, main)
    np.testing.assert_allclose(found.minor_m2, shapely.area(shapely.intersection(LOTS, free)), atol=0.02)


def test_a_strip_under_two_walls_counts_once() -> None:
    row = np.array([shapely.box(2, 2, 12, 12), shapely.box(11.9995, 2, 18, 8)], dtype=object)
    for kinds, main_m2, minor_m2 in (("MAIN MAIN", 136.0, 0.0), ("MAIN MINOR", 100.0, 36.0)):
        treatment = np.array([Treatment[kind] for kind in kinds.split()], dtype=np.int8)
        found = coverage(LOTS, row, treatment)
        np.testing.assert_allclose([found.main_m2[0], found.minor_m2[0]], [main_m2, minor_m2], atol=1e-6)


def test_touching_walls_are_not_united_and_count_once() -> None:
    row = np.array([shapely.box(2, 2, 12, 12), shapely.box(12, 2, 18, 8)], dtype=object)
    found = coverage(LOTS, row, np.array([Treatment.MAIN, Treatment.MINOR], dtype=np.int8))
    assert found.main_m2[0] == 100.0
    assert found.minor_m2[0] == 36.0
    assert homes(found.main_building, found.main_parcel, found.main_size_m2, 2).tolist() == [0, -1]


def test_a_wall_that_strays_belongs_to_the_parcel_that_carries_the_house() -> None:
    found = coverage(
        LOTS,
        np.array([shapely.box(5, 5, 20.05, 15)], dtype=object),
        np.array([Treatment.MAIN], dtype=np.int8),
    )
    assert homes(found.main_building, found.main_parcel, found.main_size_m2, 2).tolist() == [0, -1]
    assert 0.4 < found.main_m2[2] < 0.6


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(box, st.integers(0, 2)), max_size=8))
def test_overlap_counts_shared_ground_of_a_key_once(rows: list[tuple[shapely.Polygon, int]]) -> None:
    areas = np.array([row[0] for row in rows], dtype=object)
    key = np.array([row[1] for row in rows], dtype=np.int64)
    parcel, found, size = overlap_areas(LOTS, areas, key)
    total = np.zeros((len(LOTS), 3))
    total[parcel, found] = size
    for each in range(3):
        union = shapely.union_all(areas[key == each])
        np.testing.assert_allclose(total[:, each], shapely.area(shapely.intersection(LOTS, union)), atol=1e-6)


def test_areas_of_many_points_are_cut_without_losing_ground() -> None:
    angle = np.linspace(0, 2 * np.pi, 3_000, endpoint=False)
    star = shapely.Polygon(
        np.stack([np.cos(angle), np.sin(angle)], 1) * (25 + 3 * np.sin(40 * angle))[:, None]
    )
    parcel, _, size = overlap_areas(LOTS, np.array([star], dtype=object), np.zeros(1, dtype=np.int64))
    np.testing.assert_allclose(size, shapely.area(shapely.intersection(LOTS[parcel], star)), atol=1e-6)
