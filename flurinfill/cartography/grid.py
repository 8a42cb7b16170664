"""Coordinates at the frame of a map: ticks, their numbers, and small crosses where the lines would meet."""

from __future__ import annotations

import math
from collections.abc import Sequence

from flurinfill.cartography.shapes import Bounds
from flurinfill.cartography.svg_furniture import UNIT, Box, paper_width, text_element
from flurinfill.cartography.symbology import LIGHT

_APART_MM = 40.0
_TICK, _CROSS = 2.2 * UNIT, 1.1 * UNIT
_LETTERS = 1.9 * UNIT
_FROM_EDGE = 0.7 * UNIT
_STEPS = (1, 2, 5)


def spacing(scale: int) -> int:
    """Metres between two lines: 1, 2 or 5 times a power of ten, at least 40 mm apart on paper.

    Examples
    --------
    >>> spacing(500), spacing(1000), spacing(25_000)
    (20, 50, 1000)
    """
    least = _APART_MM / 1000 * scale
    power = 10 ** math.floor(math.log10(least))
    return int(next(step * power for step in (*_STEPS, 10) if step * power >= least))


def lines(low: float, high: float, step: int) -> list[int]:
    """Round values between two, in that step."""
    return list(range(math.ceil(low / step) * step, math.floor(high / step) * step + 1, step))


def grid_marks(
    window: Bounds, width: float, height: float, step: int, taken: Sequence[Box]
) -> tuple[str, list[Box]]:
    """Draw ticks, numbers and crosses.

    Parameters
    ----------
    window : west, south, east, north
        What the frame shows, in metres.
    width, height : float
        Of the frame, in hundredths of a millimetre.
    step : int
        Metres between two lines.
    taken : sequence of Box
        Where nothing may be written.

    Returns
    -------
    str, list of Box
        The marks, and where their numbers stand. The eastings stand above, the northings on the left.
    """
    west, south, east, north = window
    columns = [(value, (value - west) / (east - west) * width) for value in lines(west, east, step)]
    rows = [(value, (north - value) / (north - south) * height) for value in lines(south, north, step)]
    ticks = "".join(
        f"M{x:.0f} 0v{_TICK:.0f}M{x:.0f} {height:.0f}v{-_TICK:.0f}" for _, x in columns
    ) + "".join(f"M0 {y:.0f}h{_TICK:.0f}M{width:.0f} {y:.0f}h{-_TICK:.0f}" for _, y in rows)
    crosses = "".join(
        f"M{x - _CROSS:.0f} {y:.0f}h{2 * _CROSS:.0f}M{x:.0f} {y - _CROSS:.0f}v{2 * _CROSS:.0f}"
        for _, x in columns
        for _, y in rows
        if not _meets((x - _CROSS, y - _CROSS, x + _CROSS, y + _CROSS), taken)
    )
    drawn = [
        f'<path d="{ticks}" fill="none" stroke="{LIGHT.text}" stroke-width="14"/>',
        f'<path d="{crosses}" fill="none" stroke="{LIGHT.muted}" stroke-width="10"/>' if crosses else "",
    ]
    boxes: list[Box] = []
    for words, box, place in [*map(_easting, columns), *map(_northing, rows)]:
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
        if inside and not _meets(box, (*taken, *boxes)):
            boxes.append(box)
            x, y, angle = place
            drawn.append(text_element(words, x, y, _LETTERS, LIGHT.muted, angle=angle, halo=LIGHT.halo))
    return "".join(drawn), boxes


_Label = tuple[str, Box, tuple[float, float, float]]


def _written(value: int) -> str:
    """Coordinate with its thousands apart, as surveyors write it in any language."""
    return f"{value:,}".replace(",", " ")


def _easting(column: tuple[int, float]) -> _Label:
    value, x = column
    words = _written(value)
    half = paper_width(words) * _LETTERS / 2
    top = _TICK + _FROM_EDGE
    return words, (x - half, top, x + half, top + _LETTERS), (x, top + _LETTERS * 0.8, 0.0)


def _northing(row: tuple[int, float]) -> _Label:
    value, y = row
    words = _written(value)
    half = paper_width(words) * _LETTERS / 2
    left = _TICK + _FROM_EDGE
    return (
        words,
        (left, y - half, left + _LETTERS, y + half),
        (left + _LETTERS * 0.5, y + _LETTERS * 0.33, -90.0),
    )


def _meets(box: Box, taken: Sequence[Box]) -> bool:
    return any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
    )
