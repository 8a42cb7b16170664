"""Colours and hatches of the page: those of every other map, for the light and the dark page."""

from __future__ import annotations

from collections.abc import Iterable

from flurinfill.cartography.symbology import (
    CLASS_STYLE,
    Hatch,
    Style,
    style_of_class,
    style_of_land_use,
    theme,
)
from flurinfill.model.potential import LandUse, PotentialClass

ANY = "any"
"""Group of all sites where the audience must not get the class."""
_DOT = "M3 4 a1 1 0 1 0 2 0 a1 1 0 1 0 -2 0"
_HATCH_LINES = {
    Hatch.NONE: "",
    Hatch.DIAGONAL: "M0 8 L8 0 M-2 2 L2 -2 M6 10 L10 6",
    Hatch.BACK: "M0 0 L8 8 M-2 6 L2 10 M6 -2 L10 2",
    Hatch.CROSS: "M0 8 L8 0 M0 0 L8 8",
    Hatch.HORIZONTAL: "M0 4 L8 4",
    Hatch.VERTICAL: "M4 0 L4 8",
}


def groups(found: Iterable[str]) -> dict[str, Style]:
    """Give the styles of the groups that occur, in the order of the classes."""
    seen = set(found)
    if seen <= {ANY}:
        return {ANY: CLASS_STYLE[PotentialClass.GAP]}
    return {str(code.value): style_of_class(code.value) for code in PotentialClass if code.value in seen}


def look(style: Style) -> dict[str, str]:
    """Fill, outline, and the lines of the hatch as a path over 8 × 8 pixels."""
    return {
        "fill": style.fill,
        "line": style.outline,
        "hatch": _HATCH_LINES.get(style.hatch, _DOT),
        "hatch_line": style.hatch_colour or style.outline,
    }


def page_colours(dark: bool) -> dict[str, object]:
    """Colours of the surroundings and of the writing on the map."""
    chosen = theme(dark)
    land = {str(kind): style_of_land_use(kind, dark) for kind in LandUse}
    around = {"parcel": chosen.parcel, **land, "building": chosen.building}
    return {
        "ground": chosen.background,
        "text": chosen.text,
        "muted": chosen.muted,
        "halo": chosen.halo,
        "selection": chosen.selection,
        "casing": chosen.casing,
        "around": {kind: [style.fill, style.outline] for kind, style in around.items()},
    }
