"""What is drawn over the map for one parcel: where a building could stand, and boundaries that go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.symbology import Style

FREE_PART, ENVELOPE, BUILDING, BOUNDARY = "free_part", "envelope", "wished_building", "shared_boundary"
"""Codes of the parts, from bottom to top (catalogue context ``sketch``)."""

_LIGHT: Mapping[str, Style] = {
    FREE_PART: Style("", "#23282d", dashed=True),
    ENVELOPE: Style("#ffffff", "#23282d", opacity=0.5),
    BUILDING: Style("#4a5057", "#14181b"),
    BOUNDARY: Style("", "#b3261e", strong=True, dashed=True),
}
_DARK: Mapping[str, Style] = {
    FREE_PART: Style("", "#eceff1", dashed=True),
    ENVELOPE: Style("#ffffff", "#eceff1", opacity=0.22),
    BUILDING: Style("#eceff1", "#ffffff"),
    BOUNDARY: Style("", "#ffb4ab", strong=True, dashed=True),
}


def style_of_sketch(code: str, dark: bool = False) -> Style:
    """Style of a part of a sketch."""
    return (_DARK if dark else _LIGHT)[code]


@dataclass(frozen=True, eq=False)
class Sketch:
    """Shapes to draw over the map.

    Attributes
    ----------
    parts : mapping of str to geometry
        By code, in the project's CRS; lines for boundaries, polygons for everything else.
    """

    parts: Mapping[str, BaseGeometry]

    @property
    def drawn(self) -> list[tuple[str, BaseGeometry]]:
        """The parts from bottom to top."""
        order = (FREE_PART, ENVELOPE, BUILDING, BOUNDARY)
        return [(code, self.parts[code]) for code in order if code in self.parts]

    def entries(self, *, dark: bool = False) -> list[LegendEntry]:
        """Lines of a legend, from top to bottom."""
        return [LegendEntry("sketch", code, style_of_sketch(code, dark)) for code, _ in reversed(self.drawn)]
