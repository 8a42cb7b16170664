"""A picture of the ground below the map, an aerial photo for instance, and styles that let it show.

Where the picture comes from is not known here: whatever has the shape of :class:`Backdrop` will do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from flurinfill.cartography.symbology import Hatch, Style, Theme, rgb

_LINE_ON_DARK, _LINE_ON_LIGHT = "#ffffff", "#3f454b"
_CANDIDATE, _HATCHED, _HOUSE = 0.34, 0.45, 0.28  # how much of the ground is covered


class Backdrop(Protocol):
    """Gives pictures of the ground."""

    @property
    def is_dark(self) -> bool | None:
        """True for aerial photos and the like: light lines show on it; None as long as nothing is there."""

    def picture(
        self, bounds: tuple[float, float, float, float], width: int, height: int, paper: str
    ) -> NDArray[np.uint32] | None:
        """Draw what is there now, at once and from any thread.

        Parameters
        ----------
        bounds : tuple of float
            West, south, east, north in the map's CRS.
        width, height : int
            Size in pixels.
        paper : str
            ``"#rrggbb"`` where there is nothing.

        Returns
        -------
        uint32 (height, width) or None
            0xffRRGGBB; None when there is nothing at all.
        """


def over_backdrop(style: Style, theme: Theme, *, dark_ground: bool) -> Style:
    """Style that lets the ground show and stands out from it.

    Plain parcels keep their outline only; candidates and states are tinted and keep hatch and
    wide outline; what is translucent already stays as it is.

    Parameters
    ----------
    style : Style
        As drawn on plain paper.
    theme : Theme
        It belongs to.
    dark_ground : bool
        Lines become light on a dark ground, dark on a light one.
    """
    plain_line = _LINE_ON_DARK if dark_ground else _LINE_ON_LIGHT
    if style.opacity < 1.0:
        return style
    if style == theme.building:
        return Style(style.fill, plain_line, opacity=_HOUSE)
    if not style.strong and style.hatch is Hatch.NONE:
        return Style("", plain_line)
    line = _brightest(style, lightest=dark_ground)
    if style.strong:
        return replace(style, outline=line, hatch_colour=line, opacity=_CANDIDATE)
    return replace(style, fill="", outline=plain_line, hatch_colour=line, opacity=_HATCHED)


def _brightest(style: Style, *, lightest: bool) -> str:
    colours = [colour for colour in (style.fill, style.outline) if colour]
    return sorted(colours, key=lambda colour: sum(rgb(colour)))[-1 if lightest else 0]
