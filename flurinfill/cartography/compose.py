"""Numbers to colours: an id buffer and a table of styles become a picture.

A new style for every parcel changes one small array of codes; nothing is scanned again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flurinfill.cartography import fallback, warmup
from flurinfill.cartography.idbuffer import in_bands
from flurinfill.cartography.symbology import Hatch, Style, rgb

PATTERNS = tuple(Hatch)
"""Number of each hatch in the kernels."""

Pixels = NDArray[np.uint32]

_TINT = 24  # of 255: what is selected keeps its own colour


@dataclass(frozen=True)
class Pen:
    """Sizes in pixels of one picture.

    Attributes
    ----------
    reach : int
        Width of outlines.
    band : int
        Width of strong outlines on each side of the line; at least ``reach``.
    period, line : int
        Distance and width of the lines of a hatch.
    origin : int, int
        Place of the world's origin in the hatch, so that patterns stay on the ground while panning.
    """

    reach: int = 1
    band: int = 1
    period: int = 8
    line: int = 1
    origin: tuple[int, int] = (0, 0)


def colour_value(colour: str) -> int:
    """``"#rrggbb"`` as 0xRRGGBB."""
    red, green, blue = rgb(colour)
    return red << 16 | green << 8 | blue


def style_table(
    styles: Sequence[Style], weak: float = 1.0, strong: float = 1.0, opacity: float = 1.0
) -> NDArray[np.int64]:
    """Styles as the kernels read them.

    Parameters
    ----------
    styles : sequence of Style
        At most 255.
    weak, strong : float
        0 to 1, how much weak and strong outlines show; far away they would cover everything.
    opacity : float
        0 to 1, of the whole layer: fills and hatches.

    Returns
    -------
    int64 (len(styles) + 1, 8)
        Row 0 draws nothing; row i + 1 is style i. Columns: fill, fill alpha, outline, outline
        alpha, pattern, pattern colour, pattern alpha, rank.
    """
    table = np.zeros((len(styles) + 1, 8), np.int64)
    table[0, 7] = -1
    for row, style in enumerate(styles, start=1):
        alpha = round(255 * style.opacity * opacity)
        if style.fill:
            table[row, 0:2] = colour_value(style.fill), alpha
        if style.outline:
            table[row, 2:4] = colour_value(style.outline), round(255 * (strong if style.strong else weak))
        if style.hatch is not Hatch.NONE:
            colour = style.hatch_colour or style.outline
            strength = 0.62 if style.opacity == 1 else min(1.0, 2 * style.opacity)
            shown = round(255 * strength * opacity)
            table[row, 4:7] = PATTERNS.index(style.hatch), colour_value(colour), shown
        table[row, 7] = 2 if style.strong else int(style.hatch is not Hatch.NONE)
    return table


def background(width: int, height: int, colour: str) -> Pixels:
    """Return an empty picture: uint32 (height, width), 0xffRRGGBB."""
    return np.full((height, width), 0xFF000000 | colour_value(colour), np.uint32)


def enlarged(picture: Pixels, times: int, width: int, height: int) -> Pixels:
    """Return a copy with each pixel repeated ``times`` × ``times``, cut to a size."""
    out = np.repeat(np.repeat(picture, times, axis=1), times, axis=0)
    return np.ascontiguousarray(out[:height, :width])


def paint(
    out: Pixels, ids: NDArray[np.uint32], codes: NDArray[np.uint8], table: NDArray[np.int64], pen: Pen
) -> None:
    """Blend one layer over a picture, in place.

    Parameters
    ----------
    out : uint32 (h, w)
        The picture, 0xffRRGGBB.
    ids : uint32 (h, w)
        From :func:`flurinfill.cartography.idbuffer.scan`.
    codes : uint8 (n + 1,)
        Row of the table for each id; ``codes[0]`` is 0.
    table : int64 (styles + 1, 8)
        From :func:`style_table`.
    pen : Pen
        Sizes.
    """
    kernels = warmup.kernels() or fallback

    def rows(top: int, bottom: int) -> None:
        kernels.paint_rows(
            out[top:bottom], ids, top, codes, table, pen.reach, pen.band, pen.period, pen.line, *pen.origin
        )

    in_bands(rows, len(out))


def mark(
    out: Pixels,
    ids: NDArray[np.uint32],
    mask: NDArray[np.bool_],
    box: tuple[int, int, int, int],
    reach: int,
    colour: str,
    casing: str,
) -> None:
    """Outline the features with ``mask[id]``; ``box`` is where they are, x0, y0, x1, y1 in pixels."""
    height, width = ids.shape
    x0, y0 = max(box[0] - 2 * reach - 1, 0), max(box[1] - 2 * reach - 1, 0)
    x1, y1 = min(box[2] + 2 * reach + 2, width), min(box[3] + 2 * reach + 2, height)
    if x0 >= x1 or y0 >= y1:
        return
    kernels = warmup.kernels() or fallback
    limits = np.array([x0, y0, x1, y1], np.int64)
    kernels.mark(out, ids, mask, limits, reach, colour_value(colour), colour_value(casing), _TINT)


def halved(twice: Pixels) -> Pixels:
    """Average each 2×2 pixels: antialiasing of a picture drawn at double size."""
    out = np.empty((twice.shape[0] // 2, twice.shape[1] // 2), np.uint32)
    kernels = warmup.kernels() or fallback
    in_bands(lambda top, bottom: kernels.halve_rows(out[top:bottom], twice, top), len(out))
    return out


def colours(ids: NDArray[np.uint32], lut: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Plain colours of an id buffer, without outlines: RGBA uint8 (h, w, 4) by ``lut[id]``."""
    return lut[ids]


def to_rgba(picture: Pixels) -> NDArray[np.uint8]:
    """Picture as RGBA uint8 (h, w, 4)."""
    channels = [(picture >> shift & 255).astype(np.uint8) for shift in (16, 8, 0, 24)]
    return np.stack(channels, axis=-1)
