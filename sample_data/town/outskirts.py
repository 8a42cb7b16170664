"""Roads between the places, the eight villages, river, railway and field ways."""

from __future__ import annotations

import math

import numpy as np
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import substring

from town.geometry import frame, spline, warp
from town.parts import PLACES, Row, Street, own_rng
from town.streets import GATE_NAMES, GATES
from town.streets import polar as in_town

FARM = Row("farm", (24.0, 40.0), 92.0)
COTTAGE = Row("cottage", (15.0, 24.0), 40.0)
VILLAGE_HOUSE = Row("house", (18.0, 28.0), 46.0)

RIVER = spline(
    [
        (-3600, 1300),
        (-2500, 830),
        (-1700, 930),
        (-1050, 560),
        (-420, 640),
        (230, 520),
        (760, 700),
        (1300, 900),
        (1800, 1130),
        (2600, 900),
        (3600, 1150),
    ],
    22.0,
)
RAILWAY = spline(
    [(-3600, -1150), (-2300, -1010), (-1000, -760), (-150, -640), (700, -760), (1900, -690), (3600, -1100)],
    30.0,
)
_BRANCH = {2: (0, "Federwitzer Straße"), 6: (3, "Pergamenthaler Straße")}  # village → road it leaves, name
_ON_ROAD = {1: 0, 3: 1, 4: 2, 5: 3, 7: 4, 8: 5}  # village → gate of its road
GREENS = {3: 150.0, 5: 120.0, 7: 175.0}  # villages round a green: its length


def polar(radius: float, degrees: float) -> tuple[float, float]:
    """Return a point of the open country by direction and distance from the market."""
    return radius * math.cos(math.radians(degrees)), radius * math.sin(math.radians(degrees))


def main_roads() -> list[Street]:
    """Return the six roads out of the town through their villages, and two branches."""
    out = []
    for place, gate in _ON_ROAD.items():
        x, y = PLACES[place][3]
        far = polar(3500, math.degrees(math.atan2(y, x)) + 4 * (-1) ** place)
        near = in_town(690, GATES[gate] + 3 * (-1) ** gate)
        away = np.array([x, y]) / math.hypot(x, y)
        bend = np.array([-away[1], away[0]]) * 45 * (-1) ** place
        first, last = np.array([x, y]) - away * 330 + bend, np.array([x, y]) + away * 330 - bend
        line = spline([in_town(404, GATES[gate]), near, tuple(first), (x, y), tuple(last), far], 14)
        out.append(Street(GATE_NAMES[gate], line, 12.0, 0))
    for place, (gate, name) in _BRANCH.items():
        x, y = PLACES[place][3]
        start = out[list(_ON_ROAD.values()).index(gate)].line.interpolate(560)
        away = np.array([x - start.x, y - start.y])
        away /= np.hypot(*away)
        bend = np.array([-away[1], away[0]]) * 60
        points = [
            (start.x, start.y),
            tuple(np.array([x, y]) - away * 350 + bend),
            (x, y),
            tuple(np.array([x, y]) + away * 380 - bend),
        ]
        out.append(
            Street(name, spline([*points, polar(3500, math.degrees(math.atan2(y, x)) - 6)], 14), 9.0, 0)
        )
    return out


def village_part(road: Street, place: int, reach: float) -> tuple[float, float]:
    """Return where along a road the village begins and ends."""
    middle = road.line.project(Point(PLACES[place][3]))
    return max(0.0, middle - reach), min(road.line.length, middle + reach)


def villages(roads: list[Street], seed: int) -> tuple[list[Street], list[tuple[int, Polygon]]]:
    """Return village streets (their main street cut out of the road) and the greens."""
    by_place = dict(zip([*_ON_ROAD, *_BRANCH], roads, strict=True))
    out: list[Street] = []
    greens: list[tuple[int, Polygon]] = []
    for place, road in sorted(by_place.items()):
        rng = own_rng(900 + place, seed)
        reach = 345.0 + 40 * (place % 3)
        begin, end = village_part(road, place, reach)
        line, width = substring(road.line, begin, end), road.width
        main = Street(
            "Dorfstraße" if place % 2 else "Hauptstraße", line, width, place, "road", *_village_rows(place)
        )
        out.append(main)
        if place in GREENS:
            green, around = _green(line, place)
            greens.append((place, green))
            out.append(around)
        out += _lanes(line, place, rng)
    return out, greens


def _village_rows(place: int) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    if place % 2:
        return (
            (
                _part(VILLAGE_HOUSE, 0, 0.16),
                _part(FARM, 0.16, 0.66),
                _part(COTTAGE, 0.66, 0.8),
                _part(VILLAGE_HOUSE, 0.8, 1),
            ),
            (
                _part(VILLAGE_HOUSE, 0.04, 0.2),
                _part(COTTAGE, 0.2, 0.34),
                _part(FARM, 0.34, 0.82),
                _part(VILLAGE_HOUSE, 0.82, 0.97),
            ),
        )
    return (
        (_part(COTTAGE, 0.02, 0.2), _part(FARM, 0.2, 0.74), _part(VILLAGE_HOUSE, 0.74, 0.98)),
        (_part(VILLAGE_HOUSE, 0, 0.24), _part(FARM, 0.24, 0.62), _part(COTTAGE, 0.62, 0.95)),
    )


def _part(row: Row, start: float, end: float) -> Row:
    return Row(row.style, row.width, row.depth, start, end)


def _green(line: LineString, place: int) -> tuple[Polygon, Street]:
    """Return a lens-shaped green beside the main street and the lane round its other side."""
    middle, half = line.length / 2, GREENS[place] / 2
    near, far = [], []
    for share in np.linspace(-1, 1, 9):
        point, _, normal = frame(line, middle + share * half)
        bulge = 34.0 * (1 - share**2) ** 0.8
        near.append(point + normal * 6.0)
        far.append(point + normal * (6.0 + bulge))
    lane = spline([tuple(p + (p - q) * 0.09) for p, q in zip(far, near, strict=True)], 10)
    return Polygon(near + far[::-1]), Street(
        "Am Anger", lane, 6.0, place, "road", (Row("farm", (24.0, 38.0), 80.0),), ()
    )


def _lanes(line: LineString, place: int, rng: np.random.Generator) -> list[Street]:
    names = ["Am Teich", "Bergweg", "Zur Mühle", "Gartenweg", "Kirchweg", "Am Feldrain", "Viehtrift"]
    out = []
    for index, share in enumerate((0.08, 0.26, 0.42, 0.57, 0.74, 0.91)):
        side = 1 if (index + place) % 2 else -1
        if place in GREENS and 0.3 < share < 0.7:
            side = -1  # the green lies on the left
        point, tangent, normal = frame(line, line.length * (share + rng.uniform(-0.03, 0.03)))
        turn = normal * side + tangent * rng.uniform(-0.45, 0.45)
        length = rng.uniform(110, 230)
        sway = tangent * rng.uniform(-30, 30)
        curve = spline(
            [tuple(point), tuple(point + turn * length * 0.5 + sway), tuple(point + turn * length)], 10
        )
        start = 0.12 if place in GREENS else 0.0
        row = Row("house" if index % 2 else "cottage", (17.0, 26.0), 40.0, start, 1.0)
        out.append(Street(names[(index + place) % 7], curve, 5.5, place, "road", (row,), (row,)))
    return out


def field_ways(seed: int) -> list[Street]:
    """Return ways from the ends of lanes and streets out into the fields, and a few that link them."""
    rng = own_rng(77, seed)
    out = []
    for place, (_, _, _, middle) in enumerate(PLACES):
        start = 0.55 if place == 0 else 0.12
        for number in range(9 if place == 0 else 6):
            angle = number * (40 if place == 0 else 60) + rng.uniform(-14, 14) + 17 * place
            points = []
            for share in (start, start + 0.5, start + 1.0, start + 1.5):
                r = share * (1150 if place == 0 else 780)
                a = math.radians(angle + 9 * math.sin(3 * share + number))
                points.append((middle[0] + r * math.cos(a), middle[1] + r * math.sin(a)))
            bent = warp(np.array(points), 1.5)
            line = spline([tuple(p) for p in bent], 25)
            out.append(Street(f"Feldweg nach {PLACES[(place + number) % 9][0]}", line, 4.5, place, "way"))
    for place in range(1, 9):
        x, y = PLACES[place][3]
        loop = [
            (x + r * math.cos(a), y + r * math.sin(a))
            for a, r in zip(np.arange(0, 2 * math.pi, math.pi / 5), rng.uniform(400, 560, 10), strict=True)
        ]
        out.append(Street("Rundweg", spline(loop, 25, closed=True), 4.0, place, "way"))
    return out


def region() -> Polygon:
    """Return the outline of the municipality."""
    angles = np.arange(0, 360, 9.0)
    radius = [
        2720 + 190 * math.sin(math.radians(3 * a) + 1) + 120 * math.sin(math.radians(5 * a)) for a in angles
    ]
    return Polygon(spline([polar(r, a) for r, a in zip(radius, angles, strict=True)], 60, closed=True))


def forests() -> list[Polygon]:
    """Return where the woods are."""
    out = []
    for x, y, size, phase in (
        (-900, 2250, 560, 0.3),
        (2350, -250, 520, 1.7),
        (-1150, -2150, 430, 2.4),
        (900, -2250, 380, 0.9),
        (-2350, 560, 330, 1.1),
        (760, 1250, 170, 2.0),
    ):
        a = np.arange(0, 2 * math.pi, math.pi / 9)
        r = size * (1 + 0.22 * np.sin(2 * a + phase) + 0.13 * np.sin(5 * a + 2 * phase))
        out.append(
            Polygon(spline(list(zip(x + r * np.cos(a), y + r * np.sin(a), strict=True)), 40, closed=True))
        )
    return out
