"""Surfaces of GML become shapely geometries."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from flurinfill.cadastre.readers.gml import SurfaceBatch, arc_string, circle

GML = 'xmlns:gml="http://www.opengis.net/gml/3.2"'


def holder(text: str) -> etree._Element:
    return etree.fromstring(f"<position {GML}>{text}</position>")


def ring(points: list[tuple[float, float]]) -> str:
    text = " ".join(f"{x!r} {y!r}" for x, y in points)
    return f"<gml:LinearRing><gml:posList>{text}</gml:posList></gml:LinearRing>"


def build(*texts: str) -> np.ndarray:
    batch = SurfaceBatch()
    for text in texts:
        batch.add(holder(text))
    return batch.build()


SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0)]


def test_plain_polygon_with_hole() -> None:
    (shape,) = build(
        f"<gml:Polygon><gml:exterior>{ring(SQUARE)}</gml:exterior><gml:interior>{ring(HOLE)}</gml:interior></gml:Polygon>"
    )
    assert shape.area == 15.0
    assert len(shape.interiors) == 1


def test_multi_surface_and_features_without_geometry_keep_their_place() -> None:
    far = [(x + 10, y) for x, y in SQUARE]
    member = (
        "<gml:surfaceMember><gml:Polygon><gml:exterior>{}</gml:exterior></gml:Polygon></gml:surfaceMember>"
    )
    batch = SurfaceBatch()
    batch.add(None)
    batch.add(
        holder(
            f"<gml:MultiSurface>{member.format(ring(SQUARE))}{member.format(ring(far))}</gml:MultiSurface>"
        )
    )
    batch.add(holder(f"<gml:Polygon><gml:exterior>{ring(HOLE)}</gml:exterior></gml:Polygon>"))
    shapes = batch.build()
    assert shapes[0] is None
    assert shapes[1].geom_type == "MultiPolygon"
    assert shapes[1].area == 32.0
    assert shapes[2].area == 1.0


def test_a_degenerate_shell_takes_its_holes_along() -> None:
    line = [(0.0, 0.0), (4.0, 0.0), (0.0, 0.0)]
    (shape,) = build(
        f"<gml:Polygon><gml:exterior>{ring(line)}</gml:exterior><gml:interior>{ring(HOLE)}</gml:interior></gml:Polygon>"
    )
    assert shape is None


def test_heights_are_left_out_and_open_rings_closed() -> None:
    text = "0 0 7 4 0 7 4 4 7"
    (shape,) = build(
        '<gml:Polygon srsDimension="3"><gml:exterior><gml:LinearRing>'
        f"<gml:posList>{text}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
    )
    assert shape.area == 8.0
    assert not shape.has_z


def test_points_and_garbage_are_counted() -> None:
    batch = SurfaceBatch()
    batch.add(holder("<gml:Point><gml:pos>1 2</gml:pos></gml:Point>"))
    batch.add(
        holder(
            "<gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>1 x 2</gml:posList>"
            "</gml:LinearRing></gml:exterior></gml:Polygon>"
        )
    )
    assert batch.not_areas == 1
    assert batch.unreadable == 1
    assert list(batch.build()) == [None, None]


def test_arcs_are_drawn_in_steps_of_one_degree() -> None:
    half = arc_string([1.0, 0.0, 0.0, 1.0, -1.0, 0.0])
    points = np.array(half).reshape(-1, 2)
    assert np.allclose(np.hypot(points[:, 0], points[:, 1]), 1.0)
    assert len(points) == 181
    assert tuple(points[90]) == (0.0, 1.0)  # the given middle point is kept exactly
    area = shapely.Polygon(points).area
    assert area == pytest.approx(math.pi / 2, rel=1e-4)


def test_clockwise_arcs_and_straight_ones() -> None:
    points = np.array(arc_string([-1.0, 0.0, 0.0, 1.0, 1.0, 0.0])).reshape(-1, 2)
    assert points[:, 1].min() >= -1e-12
    assert arc_string([0.0, 0.0, 1.0, 1.0, 2.0, 2.0]) == [0.0, 0.0, 1.0, 1.0, 2.0, 2.0]


def test_circle_is_closed() -> None:
    points = np.array(circle([1.0, 0.0, 0.0, 1.0, -1.0, 0.0])).reshape(-1, 2)
    assert shapely.Polygon(points).area == pytest.approx(math.pi, rel=1e-4)
    assert (points[0] == points[-1]).all()


@given(
    st.floats(200_000, 800_000),
    st.floats(5_000_000, 6_000_000),
    st.floats(1, 500),
    st.floats(0.01, 2 * math.pi - 0.01),
    st.floats(0, 6.28),
    st.floats(0.1, 0.9),
    st.booleans(),
)
def test_every_point_of_an_arc_lies_on_its_circle(
    cx: float, cy: float, radius: float, sweep: float, start: float, share: float, backwards: bool
) -> None:
    turn = -sweep if backwards else sweep
    angles = [start, start + share * turn, start + turn]
    values = [
        value for angle in angles for value in (cx + radius * math.cos(angle), cy + radius * math.sin(angle))
    ]
    points = np.array(arc_string(values)).reshape(-1, 2)
    if sweep * radius > 1:
        distances = np.hypot(points[:, 0] - cx, points[:, 1] - cy)
        assert np.abs(distances - radius).max() < max(0.01, 1e-3 * radius)
    assert tuple(points[0]) == tuple(values[:2])
    assert tuple(points[-1]) == tuple(values[4:])


def curves(*segments: str) -> str:
    return (
        "<gml:Polygon><gml:exterior><gml:Ring><gml:curveMember><gml:Curve><gml:segments>"
        + "".join(segments)
        + "</gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior></gml:Polygon>"
    )


DIAMETER = "<gml:LineStringSegment><gml:posList>-2 0 2 0</gml:posList></gml:LineStringSegment>"
ANGLES = '<gml:startAngle uom="{0}">{1}</gml:startAngle><gml:endAngle uom="{0}">{2}</gml:endAngle>'


@pytest.mark.parametrize("angles", [("deg", 0, 180), ("rad", 0.0, math.pi)])
@pytest.mark.parametrize(
    "centre",
    [
        "<gml:pos>0 0</gml:pos>",
        "<gml:pointProperty><gml:Point><gml:pos>0 0</gml:pos></gml:Point></gml:pointProperty>",
    ],
)
def test_an_arc_by_its_centre_is_linearised(centre: str, angles: tuple[str, float, float]) -> None:
    radius = '<gml:radius uom="m">2</gml:radius>'
    arc = f'<gml:ArcByCenterPoint numArc="1">{centre}{radius}{ANGLES.format(*angles)}</gml:ArcByCenterPoint>'
    (shape,) = build(curves(DIAMETER, arc))
    assert shape.is_valid
    assert shape.area == pytest.approx(2 * math.pi, rel=1e-3)
    assert shape.bounds == pytest.approx((-2, 0, 2, 2))


def test_a_circle_by_its_centre_and_one_without_radius() -> None:
    pos = "<gml:pos>10 10</gml:pos>"
    batch = SurfaceBatch()
    for radius in ('<gml:radius uom="m">3</gml:radius>', ""):
        segment = f'<gml:CircleByCenterPoint numArc="1">{pos}{radius}</gml:CircleByCenterPoint>'
        batch.add(holder(curves(segment)))
    shape, nothing = batch.build()
    assert shape.area == pytest.approx(9 * math.pi, rel=1e-3)
    assert nothing is None
    assert batch.unreadable == 1


def test_an_arc_whose_points_come_one_by_one() -> None:
    listed = "<gml:Arc><gml:posList>2 0 0 2 -2 0</gml:posList></gml:Arc>"
    single = "<gml:Arc><gml:pos>2 0</gml:pos><gml:pos>0 2</gml:pos><gml:pos>-2 0</gml:pos></gml:Arc>"
    expected, shape = build(curves(DIAMETER, listed), curves(DIAMETER, single))
    assert shape.equals(expected)


def test_other_curves_are_told() -> None:
    spline = "<gml:CubicSpline><gml:posList>2 0 1 2 -1 2 -2 0</gml:posList></gml:CubicSpline>"
    batch = SurfaceBatch()
    batch.add(holder(curves(DIAMETER, spline)))
    batch.add(holder(f"<gml:Polygon><gml:exterior>{ring(SQUARE)}</gml:exterior></gml:Polygon>"))
    assert batch.straightened == 1
    assert batch.build()[0].area == 6.0
