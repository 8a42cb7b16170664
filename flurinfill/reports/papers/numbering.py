"""Numbers of sites in little circles over a map: they never overlap and keep a line to their site."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, sin

from flurinfill.cartography.symbology import LIGHT
from flurinfill.reports.papers.typesetting import FONT

RADIUS_MM = 2.3
_UNIT = 100  # the maps count in hundredths of a millimetre
_APART_MM = 2.15 * RADIUS_MM


def numbered(svg: str, numbers: Sequence[int], anchors: Sequence[tuple[float, float]]) -> str:
    """Write numbers at places on a map.

    Parameters
    ----------
    svg : str
        A map of :func:`flurinfill.cartography.svg.map_svg`.
    numbers : sequence of int
        What to write.
    anchors : sequence of (x, y)
        Where, in mm from the upper left corner.
    """
    places = spread(anchors)
    lines = [
        f'<path d="M{_at(anchor[0])} {_at(anchor[1])}L{_at(place[0])} {_at(place[1])}"/>'
        for anchor, place in zip(anchors, places, strict=True)
        if hypot(anchor[0] - place[0], anchor[1] - place[1]) > RADIUS_MM
    ]
    circles = [_circle(no, *place) for no, place in zip(numbers, places, strict=True)]
    marks = f'<g stroke="{LIGHT.text}" stroke-width="20">{"".join(lines)}</g>{"".join(circles)}'
    return svg.removesuffix("</svg>") + marks + "</svg>"


def spread(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Move points as little as needed, on a spiral, until all are apart from the earlier ones."""
    taken: list[tuple[float, float]] = []
    for x, y in points:
        steps = (
            (x + cos(step) * _APART_MM * step / 9, y + sin(step) * _APART_MM * step / 9)
            for step in range(400)
        )
        free = (spot for spot in steps if all(hypot(spot[0] - a, spot[1] - b) >= _APART_MM for a, b in taken))
        taken.append(next(free, (x, y)))
    return taken


def _circle(no: int, x: float, y: float) -> str:
    size, ink = (270 if no < 100 else 220), LIGHT.text
    circle = f'<circle cx="{_at(x)}" cy="{_at(y)}" r="{_at(RADIUS_MM)}" fill="#ffffff" stroke="{ink}" '
    text = f'<text x="{_at(x)}" y="{_at(y) + round(size * 0.34)}" text-anchor="middle" font-family="{FONT}" '
    return f'{circle}stroke-width="22"/>{text}font-size="{size}" font-weight="600" fill="{ink}">{no}</text>'


def _at(millimetres: float) -> int:
    return round(millimetres * _UNIT)
