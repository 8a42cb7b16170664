"""Charts for papers as SVG: few kinds, direct labels, hatches beside colours, and their numbers in words.

All lengths are hundredths of a millimetre, as on the maps. A chart tells nothing by colour alone: it
is read the same on a black-and-white print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from flurinfill import i18n
from flurinfill.cartography.svg_furniture import (
    FONT,
    UNIT,
    paper_width,
    pattern,
    pattern_id,
    swatch,
    text_element,
)
from flurinfill.cartography.symbology import Hatch, Style
from flurinfill.reports.papers.typesetting import displayable

INK, SOFT, LINE = "#1f262c", "#56606a", "#cfd5da"
PLAIN = Style("#9fc3e0", "#0b5f9e")
"""Bars that stand for one thing only."""
_SIZE = 2.9 * UNIT  # of letters: 8.2 pt
_SMALL = 2.6 * UNIT
_ROW = 6.2 * UNIT
_BAR = 4.2 * UNIT
_GAP = 1.6 * UNIT
_NAME_MOST = 46 * UNIT
_LEGEND_ROW = 5.0 * UNIT
_LEAST_BAR = 30.0


@dataclass(frozen=True)
class Chart:
    """A chart: its SVG, its size in mm, and what it says in words."""

    svg: str
    width_mm: float
    height_mm: float
    alt: str


@dataclass(frozen=True)
class Part:
    """What a part of every stacked bar stands for."""

    code: str
    text: str
    style: Style


@dataclass(frozen=True)
class Bar:
    """A bar with its name, and its value as a number and in words."""

    name: str
    value: float
    text: str


def stacked_bars(
    rows: Sequence[tuple[str, Mapping[str, float]]],
    parts: Sequence[Part],
    title: str,
    width_mm: float,
    most: float = 0.0,
) -> Chart:
    """Draw a bar for each row, parted; the sum at its end, the parts' numbers inside where there is room.

    Parameters
    ----------
    rows : sequence of (str, mapping of str to float)
        Name, and the number of each part by its code.
    parts : sequence of Part
        In this order from left to right.
    title : str
        Begins the description.
    width_mm : float
    most : float
        Longest bar that there must be room for, where several charts share a scale.
    """
    width = width_mm * UNIT
    sums = [sum(values.values()) for _, values in rows]
    left = _name_width([name for name, _ in rows])
    most = max(*sums, most, 1)
    per_one = (width - left - _wide(i18n.number(most), _SIZE) - 2 * _GAP) / most
    legend, top = _legend(parts, width)
    drawn = [legend]
    for place, ((name, values), total) in enumerate(zip(rows, sums, strict=True)):
        y, x = top + place * _ROW, left
        drawn.append(_name(name, left, y))
        for part in parts:
            size = values.get(part.code, 0) * per_one
            drawn.append(_part(part, values.get(part.code, 0), x, y, size, told=len(parts) > 1))
            x += size
        drawn.append(
            text_element(i18n.number(total), x + _GAP, y + _base(), _SIZE, INK, anchor="start", bold=True)
        )
    described = "; ".join(f"{name}: {_named(values, parts)}" for name, values in rows)
    return _chart(
        drawn, [part.style for part in parts], width_mm, top + len(rows) * _ROW, f"{title}. {described}."
    )


def bars(rows: Sequence[Bar], title: str, width_mm: float, style: Style = PLAIN) -> Chart:
    """Draw a bar for each row with its words at its end."""
    left = _name_width([row.name for row in rows])
    room = width_mm * UNIT - left - max(_wide(row.text, _SIZE) for row in rows) - 2 * _GAP
    per_one = room / max(*(row.value for row in rows), 1e-9)
    drawn = []
    for place, row in enumerate(rows):
        y, size = place * _ROW + 40, max(row.value * per_one, _LEAST_BAR if row.value else 0)
        drawn.append(_name(row.name, left, y))
        drawn.append(swatch(style, left, y + (_ROW - _BAR) / 2, size, _BAR) if size else "")
        drawn.append(text_element(row.text, left + size + _GAP, y + _base(), _SIZE, INK, anchor="start"))
    described = "; ".join(f"{row.name}: {row.text}" for row in rows)
    return _chart(drawn, [style], width_mm, len(rows) * _ROW + 80, f"{title}. {described}.")


def course(points: Sequence[tuple[date, float, str]], title: str, width_mm: float, height_mm: float) -> Chart:
    """Draw how a number went over time, from zero, with the numbers at their points as far as there is room.

    Parameters
    ----------
    points : sequence of (date, float, str)
        Day, number, and what is written above it; the days ascend.
    title : str
        Begins the description.
    width_mm, height_mm : float
    """
    margin, foot, head = 14.0 * UNIT, 6.0 * UNIT, 7.0 * UNIT
    width, height = width_mm * UNIT, height_mm * UNIT
    first, last = points[0][0].toordinal(), points[-1][0].toordinal()
    most = max(*(value for _, value, _ in points), 1)
    ground = height - foot

    def at(day: date, value: float) -> tuple[float, float]:
        part = (day.toordinal() - first) / (last - first) if last > first else 0.5
        return margin + part * (width - 2 * margin), ground - value / most * (ground - head)

    spots = [at(day, value) for day, value, _ in points]
    way = "".join(f"L{x:.0f} {y:.0f}" for x, y in spots)[1:]
    area = f"M{spots[0][0]:.0f} {ground:.0f}L{way}L{spots[-1][0]:.0f} {ground:.0f}z"
    drawn = [
        f'<path d="{area}" fill="{PLAIN.fill}" fill-opacity="0.45"/>',
        f'<path d="M0 {ground:.0f}H{width:.0f}" stroke="{SOFT}" stroke-width="20"/>',
        f'<path d="M{way}" fill="none" stroke="{PLAIN.outline}" stroke-width="50" stroke-linejoin="round"/>',
    ]
    drawn += _told(spots, points, height)
    described = "; ".join(f"{i18n.day(day)}: {words}" for day, _, words in points)
    return _chart(drawn, [], width_mm, height, f"{title}. {described}.")


def _told(
    spots: Sequence[tuple[float, float]], points: Sequence[tuple[date, float, str]], height: float
) -> Iterator[str]:
    """Draw the points of a course, their numbers and days as far as there is room."""
    wide = [max(_wide(i18n.day(day), _SMALL), _wide(words, _SIZE)) for day, _, words in points]
    told = _with_room([(x, width) for (x, _), width in zip(spots, wide, strict=True)])
    for place, ((x, y), (day, _, words)) in enumerate(zip(spots, points, strict=True)):
        yield (
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="95" fill="#ffffff" stroke="{PLAIN.outline}" '
            'stroke-width="45"/>'
        )
        if place in told:
            yield text_element(words, x, y - 2.2 * UNIT, _SIZE, INK, halo="#ffffff", bold=True)
            yield text_element(i18n.day(day), x, height - 1.6 * UNIT, _SMALL, SOFT)


def _with_room(texts: Sequence[tuple[float, float]]) -> set[int]:
    """Places of the texts (middle and width) that can stand beside each other; the last one does."""
    shown: set[int] = set()
    free = float("inf")
    for place in reversed(range(len(texts))):
        middle, wide = texts[place]
        if middle + wide / 2 <= free:
            shown.add(place)
            free = middle - wide / 2 - _GAP
    return shown


def _part(part: Part, value: float, x: float, y: float, size: float, *, told: bool) -> str:
    if size <= 0:
        return ""
    text = i18n.number(value)
    drawn = swatch(part.style, x, y + (_ROW - _BAR) / 2, size, _BAR)
    if not told or size < _wide(text, _SIZE) + 1.6 * UNIT:
        return drawn
    middle = x + size / 2
    if part.style.hatch is not Hatch.NONE:  # a quiet ground under the number
        wide = _wide(text, _SIZE) + 90
        drawn += (
            f'<rect x="{middle - wide / 2:.0f}" y="{y + (_ROW - _BAR) / 2 + 45:.0f}" width="{wide:.0f}" '
            f'height="{_BAR - 90:.0f}" fill="{part.style.fill}"/>'
        )
    return drawn + text_element(text, middle, y + _base(), _SIZE, INK)


def _named(values: Mapping[str, float], parts: Sequence[Part]) -> str:
    told = [f"{part.text} {i18n.number(values[part.code])}" for part in parts if values.get(part.code)]
    total = i18n.number(sum(values.values()))
    return f"{total} ({', '.join(told)})" if told and len(parts) > 1 else total


def _legend(parts: Sequence[Part], width: float) -> tuple[str, float]:
    """Explain the parts above the bars, in as many lines as it takes; nothing for a single part."""
    if len(parts) < 2:
        return "", 40.0
    drawn, x, y = [], 0.0, 20.0
    for part in parts:
        wide = 5.4 * UNIT + 1.4 * UNIT + _wide(part.text, _SIZE) + 5 * UNIT
        if x and x + wide - 5 * UNIT > width:
            x, y = 0.0, y + _LEGEND_ROW
        drawn.append(swatch(part.style, x + 10, y + 40, 5.4 * UNIT, 3.0 * UNIT))
        drawn.append(text_element(part.text, x + 6.8 * UNIT, y + 275, _SIZE, INK, anchor="start"))
        x += wide
    return "".join(drawn), y + _LEGEND_ROW + 1.2 * UNIT


def _name_width(names: Sequence[str]) -> float:
    return min(max(_wide(name, _SIZE) for name in names), _NAME_MOST) + _GAP + 100


def _name(name: str, left: float, y: float) -> str:
    shown = displayable(name)
    while _wide(shown, _SIZE) > left - _GAP and len(shown) > 2:
        shown = shown[:-2].rstrip() + "…"
    return text_element(shown, left - _GAP, y + _base(), _SIZE, INK, anchor="end")


def _base() -> float:
    return _ROW / 2 + _SIZE * 0.34


def _wide(text: str, size: float) -> float:
    return paper_width(text) * size


def _chart(drawn: Sequence[str], styles: Sequence[Style], width_mm: float, height: float, alt: str) -> Chart:
    hatched = {pattern_id(style): pattern(style) for style in styles if style.hatch is not Hatch.NONE}
    patterns = "".join(hatched[name] for name in sorted(hatched))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_mm:g}mm" height="{height / UNIT:g}mm" '
        f'viewBox="0 0 {width_mm * UNIT:g} {height:g}" role="img" aria-label={quoteattr(alt)}>'
        f'<desc>{escape(alt)}</desc><defs>{patterns}</defs><g font-family="{FONT}">{"".join(drawn)}</g></svg>'
    )
    return Chart(svg, width_mm, height / UNIT, alt)
