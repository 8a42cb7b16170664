"""Measuring and drawing without a window: figures, corners, snapping."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from flurinfill import i18n
from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.view import View
from flurinfill.desktop.bookmarks import Bookmark, dumped, loaded
from flurinfill.desktop.canvas.sketch import Sketch, SketchKind, snapped
from flurinfill.desktop.canvas.sketch_paint import area, distance, figures

FAR = 5_650_000.0


def _drawn(kind: SketchKind, *points: tuple[float, float]) -> Sketch:
    sketch = Sketch(kind)
    for point in points:
        sketch.add(point)
    return sketch


def test_a_distance_runs_with_the_pointer() -> None:
    sketch = _drawn(SketchKind.DISTANCE, (0, 0), (30, 40))
    sketch.pointer = (30, 52.347)
    assert (sketch.length_m, sketch.last_m) == pytest.approx((62.347, 12.347))
    assert figures(sketch) == "12,35 m · gesamt 62,35 m"
    assert sketch.drop()
    assert sketch.points == [(0, 0), (30, 52.347)]
    sketch.add((30, 40))
    assert sketch.finish()
    assert not sketch.finish()
    assert not sketch.drop()
    assert figures(sketch) == "50,00 m"
    sketch.add((5, 5))
    assert sketch.rings == [[(5, 5)]]


@given(st.floats(1, 500), st.floats(1, 500), st.floats(-6e6, 6e6))
def test_areas_are_exact_far_from_zero(width: float, height: float, far: float) -> None:
    sketch = _drawn(
        SketchKind.AREA, (far, far), (far + width, far), (far + width, far + height), (far, far + height)
    )
    assert sketch.area_m2 == pytest.approx(width * height, rel=1e-6, abs=1e-5)
    assert sketch.length_m == pytest.approx(2 * (width + height), rel=1e-6, abs=1e-6)


def test_too_little_is_not_finished() -> None:
    assert not _drawn(SketchKind.DISTANCE, (0, 0)).finish()
    assert not _drawn(SketchKind.AREA, (0, 0), (1, 1)).finish()
    twice = _drawn(SketchKind.AREA, (0, 0), (0, 0), (1, 1))
    assert twice.rings == [[(0, 0), (1, 1)]]
    assert twice.area_m2 == 0
    assert Sketch(SketchKind.AREA).length_m == 0


def test_figures_are_german_and_english() -> None:
    assert (distance(1234.5), distance(12_345.6), distance(9.876)) == ("1.234,5 m", "12,35 km", "9,88 m")
    assert (area(12.34), area(1234.5), area(23_456)) == ("12,3 m²", "1.234 m²", "2,35 ha")
    i18n.set_language("en")
    assert distance(1234.5) == "1,234.5 m"
    assert figures(_drawn(SketchKind.AREA, (0, 0), (10, 0), (10, 10))).startswith("50.0 m² · around")


def test_an_outline_with_holes_and_parts_comes_back() -> None:
    shape = shapely.MultiPolygon(
        [
            shapely.Polygon(shapely.box(0, 0, 40, 40).exterior, [shapely.box(10, 10, 20, 20).exterior]),
            shapely.box(60, 0, 80, 20),
        ]
    )
    sketch = Sketch.of(shape)
    assert sketch.geometry().equals(shape)
    assert sketch.area_m2 == pytest.approx(shape.area)
    assert len(sketch.rings) == 3


def test_corners_are_found_moved_added_and_removed() -> None:
    sketch = Sketch.of(shapely.box(0, 0, 20, 20))
    corner = sketch.corner_near((19.2, 0.4), 1.0)
    assert sketch.rings[corner[0]][corner[1]] == (20, 0)
    sketch.move(corner, (30, 0))
    assert sketch.geometry().area == pytest.approx(500)
    assert sketch.corner_near((10, 10), 3.0) is None
    edge = sketch.edge_near((0.3, 10), 1.0)
    new = sketch.insert(edge, (-5, 10))
    assert sketch.geometry().area == pytest.approx(550)
    assert sketch.edge_near((10, 10), 1.0) is None
    assert sketch.remove(new)
    assert sketch.remove((0, 0))
    assert not sketch.remove((0, 0))  # three are the least


def test_a_hole_can_vanish_but_not_its_shell() -> None:
    hole = shapely.Polygon([(5, 5), (8, 5), (8, 8)])
    sketch = Sketch.of(shapely.box(0, 0, 20, 20).difference(hole))
    ring = next(at for at, corners in enumerate(sketch.rings) if len(corners) == 3)
    assert sketch.remove((ring, 0))
    assert sketch.geometry().equals(shapely.box(0, 0, 20, 20))


def test_corners_can_be_walked_through() -> None:
    sketch = Sketch.of(shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)]))
    place, seen = None, []
    for _ in range(8):
        place = sketch.after(place, 1)
        seen.append(place)
    assert seen == [(0, at) for at in range(4)] + [(1, at) for at in range(4)]
    assert sketch.after(place, 1) == (0, 0)
    assert sketch.after(None, -1) == (1, 3)


def test_snapping_prefers_corners_and_is_exact() -> None:
    plot = shapely.box(420_000.125, FAR + 0.375, 420_030.125, FAR + 40.375)
    layers = [Shapes([plot, None]), Shapes([])]
    assert snapped((420_000.5, FAR + 0.9), 1.0, layers) == (420_000.125, FAR + 0.375)
    on_edge = snapped((420_010.0, FAR + 0.9), 1.0, layers)
    assert on_edge == pytest.approx((420_010.0, FAR + 0.375), abs=1e-6)
    assert snapped((420_010.0, FAR + 20), 1.0, layers) is None
    assert snapped((0, 0), 1.0, []) is None


def test_bookmarks_come_back_and_damage_is_left_out() -> None:
    marks = [Bookmark("Am Anger", View(1.5, 2.5, 0.3)), Bookmark("Ö", View(0, 0, 1))]
    assert loaded(dumped(marks)) == marks
    assert loaded("nonsense") == loaded("{}") == loaded('[["a", 1], [1, "x", 2, 3], 5]') == []
