"""The compiled kernels give what shapely gives."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from flurinfill.detection.measures.edges import boundary_edges
from flurinfill.detection.measures.overlap import SMALLEST_M2, pair_areas
from flurinfill.detection.measures.shape import inscribed_width, rectangle_sides, sides_and_envelope
from flurinfill.detection.measures.surroundings import main_distances
from flurinfill.detection.near_kernels import near_boxes


def shapes(seed: int, count: int = 40) -> np.ndarray:
    """Stars, with and without holes, some of several parts, at six- and seven-figure coordinates."""
    dice = np.random.default_rng(seed)
    out = []
    for at in range(count):
        angle = np.sort(dice.uniform(0, 2 * np.pi, dice.integers(3, 14)))
        reach = dice.uniform(2, 25, len(angle))
        centre = np.array([480_000.0, 5_690_000.0]) + dice.uniform(0, 90, 2)
        ring = centre + np.c_[reach * np.cos(angle), reach * np.sin(angle)]
        shape = shapely.make_valid(shapely.Polygon(ring))
        if at % 3 == 0:
            shape = shape.difference(shape.representative_point().buffer(0.7))
        if shape.geom_type in ("Polygon", "MultiPolygon") and shape.area > 1.0:
            out.append(shape)
    return np.array(out, dtype=object)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_overlaps_equal_the_overlay(seed: int) -> None:
    first, second = shapes(seed), shapes(seed + 1)
    a, b, size = pair_areas(first, second)
    true = shapely.area(shapely.intersection(first[:, None], second[None, :]))
    found = np.zeros_like(true)
    found[a, b] = size
    np.testing.assert_allclose(found, true, atol=2 * SMALLEST_M2)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_circles_are_never_too_large_and_hardly_too_small(seed: int) -> None:
    lots = np.array([part for shape in shapes(seed) for part in shapely.get_parts(shape)], dtype=object)
    lots = np.concatenate([lots, shapely.convex_hull(lots), shapely.oriented_envelope(lots)])
    found = inscribed_width(lots, np.full(len(lots), 0.1))
    true = 2 * shapely.length(shapely.maximum_inscribed_circle(lots, tolerance=1e-4))
    assert (found <= true + 2e-4).all()
    assert (found >= true - 0.1).all()


def test_polygons_of_many_edges() -> None:
    circle = np.array([shapely.Point(480_000, 5_690_000).buffer(30, 200)], dtype=object)
    assert abs(inscribed_width(circle, np.array([0.1]))[0] - 60.0) < 0.1


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_edges_have_the_interior_on_their_left(seed: int) -> None:
    polygons = shapes(seed)
    edges = boundary_edges(polygons)
    rings = shapely.length(polygons)
    np.testing.assert_allclose(np.bincount(edges.owner, weights=edges.length), rings, rtol=1e-12)
    middle = (edges.start + edges.end) / 2
    along = (edges.end - edges.start) / edges.length[:, None]
    left = shapely.points(middle + 1e-4 * np.c_[-along[:, 1], along[:, 0]])
    long = edges.length > 0.01
    assert shapely.intersects(polygons[edges.owner], left)[long].mean() > 0.99


def test_points_given_twice_are_one_also_where_a_ring_closes() -> None:
    shell = [(0, 0), (10, 0), (10, 0), (10, 10), (0, 10), (0, 0), (0, 0)]
    holes = [[(2, 2), (4, 2), (4, 4), (2, 4), (2, 2), (2, 2)], [(6, 6), (8, 6), (8, 8), (6, 6)]]
    careless = shapely.Polygon(shell, holes)
    after = shapely.box(20, 0, 30, 10)
    polygons = np.array([shapely.MultiPolygon([careless]), after], dtype=object)
    assert shapely.is_valid(polygons).all()
    assert np.bincount(boundary_edges(polygons).owner).tolist() == [11, 4]
    _, _, size = pair_areas(polygons, np.array([shapely.box(-1, -1, 40, 40)], dtype=object))
    assert size.tolist() == pytest.approx(shapely.area(polygons).tolist())


def test_no_polygon_has_no_edges() -> None:
    assert len(boundary_edges(np.zeros(0, dtype=object))) == 0
    a, _, _ = pair_areas(np.zeros(0, dtype=object), shapes(1))
    assert len(a) == 0


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.5, 40))
def test_boxes_meet_once(seed: int, cell: float) -> None:
    dice = np.random.default_rng(seed)
    low, other = dice.uniform(0, 100, (60, 2)), dice.uniform(0, 100, (50, 2))
    high, other_high = low + dice.exponential(8, low.shape), other + dice.exponential(8, other.shape)
    first, second = near_boxes(low, high, other, other_high, cell)
    meet = shapely.intersects(
        shapely.box(*low.T, *high.T)[:, None], shapely.box(*other.T, *other_high.T)[None, :]
    )
    assert sorted(zip(first.tolist(), second.tolist(), strict=True)) == [
        tuple(each) for each in np.argwhere(meet)
    ]


def test_boxes_of_nothing_meet_nothing() -> None:
    none = np.full((2, 2), np.nan)
    low, high = np.zeros((3, 2)), np.ones((3, 2))
    low[1] = high[1] = np.nan
    first, second = near_boxes(low, high, low, high, 25.0)
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 0), (0, 2), (2, 0), (2, 2)]
    assert len(near_boxes(none, none, low, high, 25.0)[0]) == 0
    assert len(near_boxes(low, high, none, none, 25.0)[0]) == 0


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_distances_equal_those_of_shapely(seed: int) -> None:
    """Also where polygons overlap, hold each other, or have holes and parts."""
    dice = np.random.default_rng(seed)
    parcels, buildings = shapes(seed), shapes(seed + 1, 60)
    home = dice.integers(-1, 12, len(buildings))
    number = dice.integers(0, 12, len(parcels))
    near, second, (parcel, owner) = main_distances(
        boundary_edges(parcels).shapes(parcels),
        number,
        boundary_edges(buildings).shapes(buildings),
        home,
        border_m=0.6,
    )
    distance = shapely.distance(parcels[:, None], buildings[None, :])
    foreign = (home[None, :] >= 0) & (home[None, :] != number[:, None])
    by_home = np.array(
        [np.where(foreign & (home == each), distance, 200.0).min(axis=1) for each in range(12)]
    ).T
    expected = np.sort(by_home, axis=1)[:, :2]
    np.testing.assert_allclose(np.stack([near, second], axis=1), expected, atol=1e-6)
    assert set(zip(parcel.tolist(), owner.tolist(), strict=True)) == {
        tuple(each) for each in np.argwhere(by_home <= 0.6).tolist()
    }


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.5, 8))
def test_convex_lots_equal_those_of_shapely(seed: int, setback: float) -> None:
    lots = shapely.convex_hull(shapes(seed))
    setbacks, width = np.full(len(lots), setback), inscribed_width(lots, np.full(len(lots), 0.1))
    found = sides_and_envelope(lots, lots, setbacks, width, np.full(len(lots), 0.1))
    np.testing.assert_allclose(found[2], shapely.area(shapely.buffer(lots, -setback)), atol=2e-5)
    np.testing.assert_allclose(found[:2], rectangle_sides(lots), atol=1e-6)
