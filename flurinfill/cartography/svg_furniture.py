"""Legend, scale bar, north arrow and texts of SVG maps, in hundredths of a millimetre."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from flurinfill import i18n
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.scalebar import nice_scale
from flurinfill.cartography.symbology import LIGHT, Hatch, Style

UNIT = 100
"""Units per millimetre."""

FONT = "Source Sans Pro"

Box = tuple[float, float, float, float]
"""West, upper, east, lower side."""

_SIZE = 2.6 * UNIT  # of letters: 7.4 pt
MARGIN = 2.5 * UNIT
"""Of what lies in the corners of a map."""
_PADDING = 1.8 * UNIT
_ROW = 4.1 * UNIT
_SWATCH = (5.6 * UNIT, 3.0 * UNIT)
_PERIOD = 1.5 * UNIT
_LINE = 0.22 * UNIT
_TILES = 20
_NARROW, _WIDE = frozenset("iljtfrI.,:;'|/()- "), frozenset("mwMWÄÖ@%")


def paper_width(text: str) -> float:
    """Estimated width of a text in Source Sans Pro, in ems."""
    return sum(
        0.3 if letter in _NARROW else 0.8 if letter in _WIDE else 0.58 if letter.isupper() else 0.5
        for letter in text
    )


def text_element(
    text: str,
    x: float,
    y: float,
    size: float,
    colour: str,
    *,
    anchor: str = "middle",
    angle: float = 0.0,
    bold: bool = False,
    halo: str = "",
) -> str:
    """One line of text; ``y`` is its base line, ``angle`` counts clockwise around the middle.

    ``halo`` is the colour of a seam around the letters, ``""`` for none.
    """
    shown = "".join(letter for letter in text if letter.isprintable())
    turned = f' transform="rotate({angle:.1f} {x:.0f} {y - size * 0.33:.0f})"' if angle else ""
    weight = ' font-weight="600"' if bold else ""
    around = f' stroke="{halo}" stroke-opacity="0.75" stroke-width="{size * 0.16:.0f}" paint-order="stroke"'
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size:.0f}" fill="{colour}" text-anchor="{anchor}"'
        f"{weight}{turned}{around if halo else ''}>{escape(shown)}</text>"
    )


def pattern_id(style: Style) -> str:
    """Name of a style's hatch in the document."""
    return f"{style.hatch.value}-{(style.hatch_colour or style.outline).lstrip('#')}"


def pattern(style: Style) -> str:
    """Definition of a style's hatch.

    Tiles of bars are long, because viewers show the seams between tiles.
    """
    colour = style.hatch_colour or style.outline
    p, line = _PERIOD, _LINE
    width, height = _TILES * p, p
    drawn = f'<rect width="{width:.0f}" height="{line:.0f}"/>'
    if style.hatch is Hatch.CROSS:
        height = width
        bars = "".join(
            f"M0 {step * p:.0f}h{width:.0f}M{step * p:.0f} 0v{height:.0f}" for step in range(_TILES)
        )
        drawn = f'<path transform="translate(50 50)" d="{bars}" stroke="{colour}" stroke-width="{line:.0f}"/>'
    elif style.hatch is Hatch.DOTS:
        width = p
        at = ((p / 4, p / 4), (p * 3 / 4, p * 3 / 4))
        drawn = "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{line * 1.1:.0f}"/>' for x, y in at)
    angle = {Hatch.DIAGONAL: -45, Hatch.BACK: 45, Hatch.CROSS: 45, Hatch.VERTICAL: 90}.get(style.hatch, 0)
    turn = f' patternTransform="rotate({angle})"' if angle else ""
    return (
        f'<pattern id="{pattern_id(style)}" patternUnits="userSpaceOnUse" width="{width:.0f}" '
        f'height="{height:.0f}"{turn}><g opacity="0.75" fill="{colour}">{drawn}</g></pattern>'
    )


def swatch(style: Style, x: float, y: float, width: float, height: float) -> str:
    """Draw a legend's little box."""
    box = f'x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}"'
    line = 26 if style.strong else 16
    filled = f'<rect {box} fill="{style.fill or "none"}" fill-opacity="{style.opacity:g}"/>'
    hatched = f'<rect {box} fill="url(#{pattern_id(style)})"/>' if style.hatch is not Hatch.NONE else ""
    dashes = ' stroke-dasharray="90 50"' if style.dashed else ""
    outline = (
        f'<rect {box} fill="none" stroke="{style.outline}" stroke-width="{line}"{dashes}/>'
        if style.outline
        else ""
    )
    return filled + hatched + outline


def card(x: float, y: float, width: float, height: float) -> str:
    """Draw the white ground of what lies over a map."""
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" rx="80" fill="#ffffff" '
        f'fill-opacity="0.93" stroke="{LIGHT.card_line}" stroke-width="12"/>'
    )


def legend_card(entries: Sequence[LegendEntry], title: str, sheet_height: float) -> tuple[str, Box]:
    """Explain the colours in the lower left corner."""
    counts = ["" if entry.count is None else i18n.number(entry.count) for entry in entries]
    count_width = max(paper_width(text) for text in counts) * _SIZE
    text_width = max(paper_width(entry.text) for entry in entries) * _SIZE
    inner = _SWATCH[0] + 160 + text_width + (260 + count_width if count_width else 0)
    inner = max(inner, paper_width(title) * _SIZE * 1.08)
    width, height = inner + 2 * _PADDING, len(entries) * _ROW + (_ROW if title else 0) + 2 * _PADDING - 60
    x, y = MARGIN, sheet_height - MARGIN - height
    out = [card(x, y, width, height)]
    left, line = x + _PADDING, y + _PADDING - 30
    if title:
        out.append(
            text_element(title, left, line + _ROW * 0.62, _SIZE, LIGHT.text, anchor="start", bold=True)
        )
        line += _ROW
    for entry, count in zip(entries, counts, strict=True):
        base = line + _ROW * 0.66
        out.append(swatch(entry.style, left, line + (_ROW - _SWATCH[1]) / 2, *_SWATCH))
        out.append(text_element(entry.text, left + _SWATCH[0] + 160, base, _SIZE, LIGHT.text, anchor="start"))
        if count:
            out.append(text_element(count, left + inner, base, _SIZE, LIGHT.muted, anchor="end"))
        line += _ROW
    return "".join(out), (x, y, x + width, y + height)


def scale_card(
    sheet_width: float, sheet_height: float, denominator: int, bar_shown: bool, source: str
) -> tuple[str, Box]:
    """Scale, scale bar and source in the lower right corner."""
    bar = nice_scale(denominator / 1000 / UNIT, min(3500.0, sheet_width * 0.3))
    caption = i18n.tr("Scale {scale}", scale=f"1:{i18n.number(denominator)}")
    small = _SIZE * 0.88
    one_line = bar.size + 700 + paper_width(caption) * _SIZE
    inner = max(one_line if bar_shown else 0, paper_width(source) * small)
    bar_height = 5.2 * UNIT if bar_shown else 0
    source_height = 3.1 * UNIT if source else 0
    width, height = inner + 2 * _PADDING, bar_height + source_height + _PADDING * 1.1
    x, y = sheet_width - MARGIN - width, sheet_height - MARGIN - height
    right = sheet_width - MARGIN - _PADDING
    left, top = right - bar.size - 150, y + _PADDING * 0.75
    out = [card(x, y, width, height)]
    if bar_shown:
        out.append(text_element(caption, x + _PADDING, top + 190, _SIZE, LIGHT.text, anchor="start"))
        out.append(_bar(left, top + 60, bar.size))
        out.append(text_element("0", left, top + 400, small, LIGHT.text))
        out.append(text_element(bar.text, left + bar.size, top + 400, small, LIGHT.text))
    if source:
        out.append(text_element(source, right, y + height - _PADDING * 0.7, small, LIGHT.muted, anchor="end"))
    return "".join(out), (x, y, x + width, y + height)


def _bar(x: float, y: float, width: float) -> str:
    box = f'x="{x:.0f}" y="{y:.0f}" height="70"'
    white = f'<rect {box} width="{width:.0f}" fill="#ffffff" stroke="{LIGHT.text}" stroke-width="16"/>'
    return white + f'<rect {box} width="{width / 2:.0f}" fill="{LIGHT.text}"/>'


def north_arrow(sheet_width: float) -> tuple[str, Box]:
    """North arrow in the upper right corner."""
    width, height = 7.0 * UNIT, 9.4 * UNIT
    x, y = sheet_width - MARGIN - width, MARGIN
    cx, top = x + width / 2, y + 1.1 * UNIT
    drawn = (
        card(x, y, width, height)
        + f'<path d="M{cx:.0f} {top:.0f}l-170 430 170-100z" fill="{LIGHT.text}"/>'
        + f'<path d="M{cx:.0f} {top:.0f}l170 430-170-100z" fill="{LIGHT.muted}"/>'
        + text_element(i18n.label("map", "north"), cx, y + height - 1.2 * UNIT, _SIZE, LIGHT.text, bold=True)
    )
    return drawn, (x, y, x + width, y + height)
