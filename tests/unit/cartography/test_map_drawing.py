"""The id buffer against shapely, the kernels against plain numpy, colours against the palette."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
import shapely.ops
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flurinfill import compiling
from flurinfill.cartography import compose, fallback, idbuffer, scene, warmup
from flurinfill.cartography.scene import Layer, Scans, Scene, paint_scene, scan_scene
from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.store import BLOCK, PolygonStore
from flurinfill.cartography.symbology import LIGHT, Hatch, Style, style_of
from flurinfill.cartography.view import View, fit

Town = Callable[..., np.ndarray]


def _expected(shapes: np.ndarray, view: View, width: int, height: int) -> np.ndarray:
    """Point in polygon at every pixel centre; -1 within a twentieth of a pixel of a boundary."""
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    wx, wy = view.to_world(x, y, width, height)
    points = shapely.points(wx.ravel(), wy.ravel())
    tree = shapely.STRtree(shapes)
    out = np.zeros(width * height, np.int64)
    at, which = tree.query(points, predicate="within")
    out[at] = which + 1
    boundary = shapely.STRtree(shapely.boundary(shapes))
    near, _ = boundary.query(points, predicate="dwithin", distance=0.05 * view.metres_per_pixel)
    out[near] = -1
    return out.reshape(height, width)


@pytest.mark.usefixtures("warm")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    metres_per_pixel=st.floats(0.2, 1.5),
    dx=st.floats(-50, 50),
    dy=st.floats(-50, 50),
    far=st.sampled_from([0.0, 5_600_000.0]),
)
def test_every_pixel_agrees_with_point_in_polygon(
    town: Town, seed: int, metres_per_pixel: float, dx: float, dy: float, far: float
) -> None:
    shapes = shapely.transform(town(seed, 25), lambda c: c + np.array([far / 10, far]))
    view = View(60 + dx + far / 10, 60 + dy + far, metres_per_pixel)
    expected = _expected(shapes, view, 120, 90)
    ids = idbuffer.scan(PolygonStore.build(shapes), view, 120, 90).astype(np.int64)
    sure = expected >= 0
    # what is under three pixels fills its box instead
    boxes = shapely.bounds(shapes)
    small = np.flatnonzero((boxes[:, 2:] - boxes[:, :2] < 3.2 * metres_per_pixel).all(axis=1)) + 1
    sure &= ~np.isin(ids, small)
    assert sure.mean() > 0.6
    np.testing.assert_array_equal(ids[sure], expected[sure])


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("metres_per_pixel", [0.3, 2.0, 9.0])
def test_numpy_draws_what_the_kernels_draw(
    town: Town, metres_per_pixel: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = Shapes(town(4, 200))
    codes = np.arange(201, dtype=np.int64) % 6 + 1
    codes[0] = 0
    hatches = [Hatch.NONE, Hatch.DIAGONAL, Hatch.CROSS, Hatch.DOTS, Hatch.HORIZONTAL, Hatch.VERTICAL]
    styles = [
        Style("#f0793a", "#b8440a", h, "#000000", 0.8, strong=i % 2 == 0) for i, h in enumerate(hatches)
    ]
    layer = Layer(shapes, styles, codes.astype(np.uint8))
    mask = np.zeros(201, np.bool_)
    mask[[5, 30, 31]] = True
    town_scene = Scene((layer,), shapes, selected=mask, selected_bounds=shapes.bounds(np.array([4, 29, 30])))
    pictures = []
    for _ in range(2):
        scans = Scans(View(200, 200, metres_per_pixel), (150, 120), 2.0)
        assert scan_scene(town_scene, scans)
        pictures.append(compose.halved(paint_scene(town_scene, scans)))
        monkeypatch.setattr(warmup, "kernels", lambda: None)
    assert (pictures[0] != pictures[1]).mean() < 0.001
    assert len(np.unique(pictures[0])) > 10


@pytest.mark.usefixtures("warm")
def test_a_picture_in_bands_is_the_picture(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    store = PolygonStore.build(town(1, 300))
    view = fit(store.bounds, 900, 800)
    monkeypatch.setattr(compiling, "_THREADS", 1)
    whole = idbuffer.scan(store, view, 900, 800)
    monkeypatch.setattr(compiling, "_THREADS", 3)
    np.testing.assert_array_equal(idbuffer.scan(store, view, 900, 800), whole)
    assert set(np.unique(whole)) == set(range(301))


@pytest.mark.usefixtures("warm")
def test_holes_and_parts_are_filled_even_odd() -> None:
    ring = shapely.box(0, 0, 60, 60).difference(shapely.box(20, 20, 40, 40))
    pair = shapely.MultiPolygon([shapely.box(70, 0, 80, 60), shapely.box(90, 0, 100, 60)])
    ids = idbuffer.scan(PolygonStore.build([ring, pair]), View(50, 30, 1.0), 100, 60)
    assert ids[5, 5] == 1
    assert ids[30, 30] == 0
    assert ids[30, 75] == ids[30, 95] == 2
    assert ids[30, 85] == 0
    assert (ids == 1).sum() == 3600 - 400
    assert (ids == 2).sum() == 1200


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("teeth", [3, 4, 5, 40])
def test_a_comb_with_many_crossings_in_a_row(teeth: int) -> None:
    comb = shapely.union_all(
        [shapely.box(0, 0, 100, 10), *(shapely.box(x, 5, x + 1.2, 60) for x in np.linspace(2, 95, teeth))]
    )
    view = View(50, 30, 0.25)
    expected = _expected(np.array([comb, shapely.box(0, 70, 1, 71)]), view, 420, 250)
    ids = idbuffer.scan(PolygonStore.build([comb]), view, 420, 250).astype(np.int64)
    sure = (expected == 0) | (expected == 1)
    np.testing.assert_array_equal(ids[sure], expected[sure])
    assert (ids[100] > 0).sum() == pytest.approx(teeth * 1.2 / 0.25, abs=teeth)


@pytest.mark.usefixtures("warm")
def test_far_away_there_are_no_outlines(town: Town) -> None:
    shapes = Shapes(town(2, 400))
    layer = Layer.plain(shapes, Style("#f8f6f1", "#ff0000"))
    colours = {}
    for metres_per_pixel in (1.0, 8.0):
        scans = Scans(View(300, 300, metres_per_pixel), (60, 60), 1.0)
        scan_scene(Scene((layer,)), scans)
        colours[metres_per_pixel] = len(np.unique(paint_scene(Scene((layer,)), scans)))
    assert colours[1.0] > 2
    assert colours[8.0] == 2  # ground and fill


@pytest.mark.usefixtures("warm")
def test_neighbours_share_no_pixel_and_leave_no_gap() -> None:
    edge = shapely.LineString([(-1, 7.3), (50.4, 31.7), (101, 60.2)])
    halves = shapely.get_parts(shapely.ops.split(shapely.box(0, 0, 100, 80), edge))
    ids = idbuffer.scan(PolygonStore.build(halves), View(50, 40, 0.5), 200, 160)
    assert (ids > 0).all()


@pytest.mark.usefixtures("warm")
def test_the_smallest_parcel_is_still_a_pixel() -> None:
    specks = [shapely.Point(x, x).buffer(0.01) for x in (3.0, 50.2, 77.7)]
    ids = idbuffer.scan(PolygonStore.build(specks), View(50, 50, 1.0), 100, 100)
    assert set(np.unique(ids)) == {0, 1, 2, 3}


def test_a_store_survives_everything_that_is_no_polygon(warm: None) -> None:
    mixed = [
        None,
        shapely.Polygon(),
        shapely.Point(1, 1),
        shapely.LineString([(0, 0), (5, 5)]),
        shapely.GeometryCollection([shapely.box(0, 0, 10, 10), shapely.Point(3, 3)]),
    ]
    store = PolygonStore.build(mixed)
    assert store.count == 5
    ids = idbuffer.scan(store, View(5, 5, 0.1), 100, 100)
    assert set(np.unique(ids)) <= {0, 5}
    assert (ids == 5).all()
    nothing = PolygonStore.build([])
    assert nothing.bounds is None
    assert not idbuffer.scan(nothing, View(0, 0, 1), 10, 10).any()


def test_neighbours_in_the_world_are_neighbours_in_the_store() -> None:
    grid = [shapely.box(x, y, x + 1, y + 1) for x in range(64) for y in range(64)]
    np.random.default_rng(0).shuffle(grid)
    store = PolygonStore.build(grid)
    assert sorted(store.order.tolist()) == list(range(4096))
    spans = store.block_boxes[:, 2:] - store.block_boxes[:, :2]
    assert len(store.block_boxes) == 4096 // BLOCK
    assert (spans <= 17).all()
    assert store.level_for(0.5).tolerance == 0
    assert store.level_for(6.0).tolerance == 2
    assert store.level_for(40.0).tolerance == 6


@pytest.mark.usefixtures("warm")
def test_a_new_style_scans_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = Shapes(town(2, 30))
    codes = np.ones(31, np.uint8)
    codes[0] = 0
    scans = Scans(fit(shapes.bounds(), 200, 200), (200, 200), 1.0)
    first = Scene((Layer(shapes, [style_of("gap")], codes),))
    scan_scene(first, scans)
    before = paint_scene(first, scans)
    monkeypatch.setattr(scene, "scan", lambda *_: pytest.fail("scanned again"))
    second = Scene((Layer(shapes, [style_of("garden")], codes),))
    assert scan_scene(second, scans)
    after = paint_scene(second, scans)
    gap, garden = (compose.colour_value(style_of(c).fill) | 0xFF000000 for c in ("gap", "garden"))
    assert (before == gap).sum() > 1000
    assert not (after == gap).any()
    assert (after == garden).sum() > 500


@pytest.mark.usefixtures("warm")
def test_colours_hatch_and_outline_of_single_pixels() -> None:
    squares = Shapes([shapely.box(0, 0, 50, 100), shapely.box(50, 0, 100, 100)])
    styles = [LIGHT.parcel, Style("#112233", "#ff0000", Hatch.VERTICAL, "#00ff00", strong=True)]
    town_scene = Scene((Layer(squares, styles, np.array([0, 1, 2], np.uint8)),))
    scans = Scans(View(50, 50, 0.5), (200, 200), 1.0)
    scan_scene(town_scene, scans)
    picture = paint_scene(town_scene, scans) & 0xFFFFFF
    assert picture[100, 50] == compose.colour_value(LIGHT.parcel.fill)
    assert (picture[100, 99], picture[100, 100]) == (0xFF0000, 0xFF0000)  # the strong one wins on both sides
    right = picture[100, 110:180]
    assert (right == 0x112233).sum() > 50
    assert ((right >> 8 & 0xFF) > 0x80).sum() >= 7  # a green line every eight pixels
    assert picture[100, 101] != 0xFF0000


@pytest.mark.usefixtures("warm")
def test_the_selection_is_outlined_and_nothing_else_changes() -> None:
    squares = Shapes([shapely.box(x, 0, x + 20, 20) for x in (0, 20, 40)])
    layer = Layer.plain(squares, LIGHT.parcel)
    scans = Scans(View(30, 10, 0.2), (300, 100), 1.0)
    plain = Scene((layer,))
    scan_scene(plain, scans)
    mask = np.array([False, False, True, False])
    chosen = Scene((layer,), squares, selected=mask, selected_bounds=(20.0, 0.0, 40.0, 20.0))
    before, after = paint_scene(plain, scans), paint_scene(chosen, scans)
    assert after[50, 99] & 0xFFFFFF == compose.colour_value(LIGHT.selection)
    assert (before[:, :94] == after[:, :94]).all()
    assert (before[:, 206:] == after[:, 206:]).all()
    assert before[50, 150] != after[50, 150]


def test_the_real_cadastre_of_gennes(realdata: Path, warm: None) -> None:
    parcels = gpd.read_file(realdata / "gennes-fr" / "parcel.gpkg").geometry.to_numpy()
    shapes = Shapes(parcels)
    view = View(*shapely.get_coordinates(shapely.centroid(shapely.union_all(parcels[400:410])))[0], 0.5)
    ids = idbuffer.scan(shapes.store, view, 300, 200)
    agreed = checked = 0
    for row in range(3, 200, 11):
        for column in range(5, 300, 13):
            number = shapes.at(*view.to_world(column + 0.5, row + 0.5, 300, 200))
            checked += 1
            agreed += number + 1 == ids[row, column]
    assert agreed / checked > 0.995


def test_plain_numpy_fills_boxes_too(numpy_only: None, town: Town) -> None:
    store = PolygonStore.build(town(3, 100))
    ids = idbuffer.scan(store, fit(store.bounds, 60, 60), 60, 60)
    assert len(np.unique(ids)) > 90
    assert fallback.is_hatched(np.array([0, 5]), np.array([0, 0]), np.array([0, 0]), 8, 1).tolist() == [
        False,
        True,
    ]


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("ratio", [1.0, 1.25])
def test_a_picture_smoothed_in_bands_is_the_picture(
    town: Town, ratio: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = Shapes(town(5, 300))
    codes = (np.arange(301) % 5 + 1).astype(np.uint8)
    codes[0] = 0
    styles = [Style("#f0793a", "#b8440a", hatch, "#000000", strong=n < 2) for n, hatch in enumerate(Hatch)][
        :5
    ]
    mask = np.zeros(301, np.bool_)
    mask[40:60] = True
    bounds = shapes.bounds(np.arange(39, 59))
    drawn = Scene((Layer(shapes, styles, codes),), shapes, selected=mask, selected_bounds=bounds)
    view, size = fit(shapes.bounds(), 300, 400), (300, 400)
    scans = Scans(view, size, 2 * ratio, 2)
    scan_scene(drawn, scans)
    whole = compose.halved(paint_scene(drawn, scans))
    monkeypatch.setattr(scene, "_BAND", 60)
    banded = scene.smooth_picture(drawn, view, size, ratio)
    np.testing.assert_array_equal(banded, whole)
    assert scene.smooth_picture(drawn, view, size, ratio, lambda: True) is None
