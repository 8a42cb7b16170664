"""A picture of the ground on paper: an orthophoto or a map of a service."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from flurinfill.cartography.backdrop import over_backdrop
from flurinfill.cartography.svg import MapLayer
from flurinfill.cartography.symbology import LIGHT, Style


@dataclass(frozen=True, eq=False)
class GroundPicture:
    """A picture of the ground below the layers of a map.

    Attributes
    ----------
    pixels : uint32 (height, width)
        0xffRRGGBB; fills the map.
    is_dark : bool
        Lines become light on it.
    credit : str
        Whose picture it is; stands in the source line.
    """

    pixels: NDArray[np.uint32]
    is_dark: bool
    credit: str

    @property
    def uri(self) -> str:
        """The picture as JPEG in a data URI."""
        channels = np.stack([self.pixels >> shift & 0xFF for shift in (16, 8, 0)], axis=-1)
        out = io.BytesIO()
        Image.fromarray(channels.astype(np.uint8)).save(out, "JPEG", quality=88, subsampling=0)
        return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")


GroundOf = Callable[[tuple[float, float, float, float], int, int], GroundPicture | None]
"""Gives a picture of the ground: of west, south, east, north, so many pixels wide and high; or None."""


def over_picture(layers: Sequence[MapLayer], *, dark: bool) -> list[MapLayer]:
    """Layers translucent over a picture of the ground."""

    def over(style: Style) -> Style:
        return over_backdrop(style, LIGHT, dark_ground=dark)

    return [
        replace(layer, style=over(layer.style), styles=[over(style) for style in layer.styles])
        for layer in layers
    ]
