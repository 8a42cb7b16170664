"""The streets of the centre: market, lanes, wall, ring, and the estates outside the ring."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Point, Polygon

from town.geometry import spline, warp, warped
from town.parts import Row, Street

GATES = (14.0, 79.0, 141.0, 198.0, 261.0, 323.0)  # directions of the six roads out of town, degrees
GATE_NAMES = (
    "Tintenhainer Straße",
    "Siegelrodaer Straße",
    "Kompassgrüner Straße",
    "Zirkeldorfer Straße",
    "Lotbrunner Straße",
    "Kettenmarker Straße",
)
MARKET = Polygon(
    warp(np.array([(-41, -27), (-36, 30), (34, 33), (45, 21), (40, -31), (-10, -34)], dtype=float), 0.3)
)

OLD = Row("old", (7.5, 14.0), 27.0)
CLOSED = Row("closed", (14.0, 21.0), 36.0)
VILLA = Row("villa", (19.0, 29.0), 42.0)
HOUSE = Row("house", (17.0, 26.0), 35.0)
SLAB = Row("slab", (70.0, 115.0), 62.0)
SMALL = Row("house", (14.0, 20.0), 30.0)
DEEP = Row("house", (20.0, 29.0), 56.0)
TERRACE = Row("terrace", (6.8, 8.2), 30.0)
WORKS = Row("works", (45.0, 85.0), 80.0)


def polar(radius: float, degrees: float) -> tuple[float, float]:
    """Return a point by direction and distance from the market, in a town that grew longer than wide."""
    a = math.radians(degrees)
    grown = 1 + 0.13 * math.sin(a + 2.6) + 0.11 * math.sin(2 * a - 0.5) + 0.06 * math.sin(3 * a + 1.2)
    x, y = radius * grown * math.cos(a), radius * grown * math.sin(a)
    near = min(1.0, radius / 260)
    x += near * (16 * math.sin(y / 97 + 0.5) + 9 * math.sin(x / 61 + y / 83))
    y += near * (16 * math.sin(x / 103 + 1.4) + 9 * math.sin(y / 67 - x / 89))
    return x, y


def ring(radius: float, rough: float, phase: float, start: float = 0.0, stop: float = 360.0) -> LineString:
    """Return a ring, or a part of one, that is no circle."""
    angles = np.arange(start, stop if stop < start + 360 else stop - 9, 15.0)
    if stop < start + 360:
        angles = np.append(angles, stop)
    points = []
    for a in angles:
        wave = math.sin(math.radians(2 * a) + phase) + 0.6 * math.sin(math.radians(3 * a) + 2 * phase)
        points.append(polar(radius * (1 + rough * wave), a))
    return spline(points, 11.0, closed=stop >= start + 360)


def old_town() -> list[Street]:
    """Return the lanes inside the wall, the wall's lane and the quarter between wall and ring."""
    streets = [
        Street("Ringstraße", ring(405, 0.03, 0.6, 118, 386), 14.0, 0, left=(CLOSED,), right=(VILLA,)),
        Street("Uferstraße", ring(395, 0.04, 1.6, 26, 118), 9.0, 0, left=(VILLA,), right=(HOUSE,)),
        Street("Mauergasse", ring(182, 0.06, 2.0), 7.0, 0, left=(OLD,), right=(CLOSED,)),
    ]
    names = ("Federgasse", "Tuchgasse", "Badergasse", "Salzgasse", "Kannengasse", "Töpfergasse")
    for index, (gate, name) in enumerate(zip(GATES, names, strict=True)):
        inner = MARKET.boundary.interpolate(MARKET.boundary.project(Point(polar(45, gate))))
        bend = 7 * (-1) ** index
        lane = spline([(inner.x, inner.y), polar(110, gate + bend), polar(186, gate)], 9)
        streets.append(Street(name, lane, 8.5, 0, left=(OLD,), right=(OLD,)))
        outer = spline([polar(186, gate), polar(290, gate - bend / 3), polar(408, gate)], 11)
        streets.append(Street(GATE_NAMES[index], outer, 12.0, 0, left=(CLOSED,), right=(CLOSED,)))
    streets.append(Street("Schulgasse", ring(108, 0.09, 1.1, 20, 205), 5.5, 0, left=(OLD,), right=(OLD,)))
    streets.append(Street("Kirchgasse", ring(104, 0.09, 2.2, 212, 318), 5.0, 0, left=(OLD,), right=(OLD,)))
    streets.append(Street("Am Brauhaus", ring(116, 0.05, 0.2, 326, 372), 4.5, 0, left=(OLD,), right=(OLD,)))
    middle = ("Lindenstraße", "Gartenstraße", "Wasserstraße", "Turnerstraße", "Poststraße", "Bahnhofstraße")
    for index, name in enumerate(middle):
        a = GATES[index]
        b = GATES[(index + 1) % 6] + (360 if index == 5 else 0)
        half = (a + b) / 2 + 4 * (-1) ** index
        line = spline([polar(182, half), polar(290, half + 3), polar(408, half)], 11)
        streets.append(Street(name, line, 11.0, 0, left=(CLOSED,), right=(CLOSED,)))
        if index != 4:
            radius = 284 + 26 * math.sin(index * 2.1)
            cross = ring(radius, 0.05, index, a + 1, half if index == 2 else b - 1)
            streets.append(Street(_quarter(index), cross, 9.5, 0, left=(CLOSED,), right=(CLOSED,)))
    return streets


def _quarter(index: int) -> str:
    return (
        "Zirkelstraße",
        "Linealstraße",
        "Kreidestraße",
        "Stempelstraße",
        "Bogenstraße",
        "Schriftsetzerstraße",
    )[index]


def sector(first: float, last: float, inner: float, outer: float, rough: float = 0.09) -> Polygon:
    """Return the land between two directions and two distances, with a wavy outer edge."""
    angles = np.linspace(first, last, 14)
    far = [polar(outer * (1 + rough * math.sin(i * 1.7 + first)), a) for i, a in enumerate(angles)]
    return Polygon([polar(inner, a) for a in angles] + far[::-1])


def estate(
    area: Polygon,
    turn: float,
    gaps: tuple[float, float],
    names: list[str],
    rows: list[Row],
    rng: np.random.Generator,
) -> list[Street]:
    """Return a bent, staggered net of streets inside an area.

    Parameters
    ----------
    area : Polygon
        Land to open up; streets end at its edge.
    turn : float
        Direction of the long streets, degrees.
    gaps : (float, float)
        Distance between the long streets and between the cross streets, metres.
    names, rows : list
        Street names, and row styles that take turns.
    rng : Generator
        Of this estate alone, so that a change in one leaves the others.
    """
    u = np.array(polar(1, turn))
    v = np.array([-u[1], u[0]])
    middle = np.array(area.centroid.coords[0])
    reach = math.sqrt(area.area) * 1.6
    pool = iter(names)
    streets: list[Street] = []
    offsets = np.arange(-reach, reach, gaps[0])
    offsets = offsets + rng.uniform(-8, 8, len(offsets))
    lines = []
    for number, offset in enumerate(offsets):
        base = middle + v * offset
        sway = v * rng.uniform(10, 26) * (-1) ** number
        points = [
            base - u * reach,
            base - u * reach / 3 + sway,
            base + u * reach / 3 - sway,
            base + u * reach,
        ]
        lines.append(warped(spline([tuple(point) for point in points], 12)))
        for piece in _inside(lines[-1], area, 90):
            row = rows[number % len(rows)]
            streets.append(
                Street(next(pool, names[number % len(names)]), piece, 7.5, 0, left=(row,), right=(row,))
            )
    for number, (first, second) in enumerate(pairwise(lines)):
        for piece in _crossings(area, (first, second), u, gaps[1], rng):
            row = rows[number % len(rows)]
            streets.append(
                Street(next(pool, names[number % len(names)]), piece, 6.0, 0, left=(row,), right=(row,))
            )
    return streets


def _crossings(
    area: Polygon,
    between: tuple[LineString, LineString],
    u: np.ndarray,
    spacing: float,
    rng: np.random.Generator,
) -> list[LineString]:
    """Return short streets from one long street to the next."""
    out = []
    first, second = between
    at = rng.uniform(0, spacing)
    while at < first.length:
        start = first.interpolate(at)
        end = second.interpolate(second.project(start))
        lean = u * rng.normal(0, 9)
        line = LineString([(start.x, start.y), (end.x + lean[0], end.y + lean[1])])
        bow = line.interpolate(0.5, normalized=True)
        line = spline(
            [line.coords[0], (bow.x + rng.normal(0, 3), bow.y + rng.normal(0, 3)), line.coords[1]], 9
        )
        out += _inside(line, area, 34)
        at += spacing * rng.uniform(0.75, 1.35)
    return out


def _inside(line: LineString, area: Polygon, least: float) -> list[LineString]:
    cut = line.intersection(area)
    parts = list(cut.geoms) if isinstance(cut, MultiLineString) else [cut]
    return [part for part in parts if isinstance(part, LineString) and part.length > least]


def surfaces(streets: list[Street]) -> list[shapely.Geometry]:
    """Return the surface of each street, earlier ones first at crossings."""
    return [
        shapely.set_precision(
            street.line.buffer(street.width / 2, cap_style="flat", join_style="mitre", mitre_limit=2), 0.001
        )
        for street in streets
    ]
