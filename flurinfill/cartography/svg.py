"""Maps as SVG, for papers (Typst) and printing: text stays text, hatches are patterns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.symbology import LIGHT, Style

ROUND_SCALES = (
    250,
    500,
    750,
    1000,
    1500,
    2000,
    2500,
    5000,
    7500,
    10_000,
    15_000,
    20_000,
    25_000,
    50_000,
    100_000,
)


@dataclass(frozen=True)
class MapLayer:
    """Geometries drawn alike, or each in its own style.

    Attributes
    ----------
    geometries : sequence of shapely geometries
        In one metric CRS; lines are drawn with the outline colour.
    style : Style
        For all, unless ``styles`` is given.
    styles : sequence of Style
        One per geometry.
    labels : sequence of str
        One per geometry, ``""`` for none; written inside where it fits.
    label_mm : float
        Height of the label's letters.
    label_colour : str
        ``"#rrggbb"``.
    line_mm : float
        Width of the outline.
    """

    geometries: Sequence[BaseGeometry]
    style: Style = LIGHT.parcel
    styles: Sequence[Style] = ()
    labels: Sequence[str] = ()
    label_mm: float = 1.9
    label_colour: str = "#3c4248"
    line_mm: float = 0.13


def round_scale(bounds: tuple[float, float, float, float], width_mm: float, height_mm: float) -> int:
    """Largest round scale (its denominator) at which the bounds fit a frame with a small margin."""
    raise NotImplementedError


def map_svg(
    layers: Sequence[MapLayer],
    *,
    width_mm: float,
    height_mm: float,
    bounds: tuple[float, float, float, float] | None = None,
    centre: tuple[float, float] | None = None,
    scale: int | None = None,
    legend: Sequence[LegendEntry] = (),
    legend_title: str = "",
    scale_bar: bool = True,
    north: bool = True,
    source: str = "",
    title: str = "",
    alt: str = "",
) -> str:
    """Draw a map.

    Parameters
    ----------
    layers : sequence of MapLayer
        From bottom to top.
    width_mm, height_mm : float
        Size of the whole picture with its frame.
    bounds : west, south, east, north, optional
        What must be seen; without ``scale`` a round scale is chosen for it. Default: all layers.
    centre, scale : optional
        Fixed centre, fixed scale denominator.
    legend, legend_title : optional
        Explained in a card in the lower left corner.
    scale_bar, north : bool
        Furniture.
    source : str
        Source and data state, e.g. ``"Quelle: GeoSN, dl-de/by-2-0 · Datenstand 01.11.2026"``.
    title, alt : str
        For assistive technology.

    Returns
    -------
    str
        An SVG document in mm, font ``Source Sans Pro``.
    """
    raise NotImplementedError


def swatch_svg(style: Style, width_mm: float = 6.0, height_mm: float = 3.5) -> str:
    """Draw a legend's little box alone, for legends that a paper sets itself."""
    raise NotImplementedError
