"""What the colours on a map mean: the entries of a legend, in order, with their counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flurinfill import i18n
from flurinfill.cartography.symbology import (
    LAND_USE_STYLE,
    Style,
    style_of_class,
    style_of_land_use,
    style_of_review,
    theme,
)
from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Review

_STYLE_OF: Mapping[str, Callable[[str, bool], Style]] = {
    "PotentialClass": style_of_class,
    "Review": style_of_review,
    "LandUse": style_of_land_use,
}
_KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "class": ("PotentialClass", tuple(c.value for c in PotentialClass if c is not PotentialClass.NONE)),
    "review": ("Review", tuple(review.value for review in Review)),
    "land_use": ("LandUse", tuple(use.value for use in LAND_USE_STYLE)),
}


@dataclass(frozen=True)
class LegendEntry:
    """One line of a legend.

    Attributes
    ----------
    context, code : str
        Catalogue context and code of the text (``"PotentialClass"``, ``"gap"``).
    style : Style
        What the swatch shows.
    count : int or None
        How many features have it; None when it is not counted.
    """

    context: str
    code: str
    style: Style
    count: int | None = None

    @property
    def text(self) -> str:
        """Text in the current language."""
        return i18n.label(self.context, self.code)

    def themed(self, dark: bool) -> LegendEntry:
        """Return the same entry for a light or a dark screen."""
        if self.context == "legend":
            styles = {"parcel": theme(dark).parcel, "building": theme(dark).building}
            styles["constraint"] = theme(dark).constraint
            return replace(self, style=styles.get(self.code, self.style))
        style_of = _STYLE_OF.get(self.context)
        return replace(self, style=style_of(self.code, dark)) if style_of else self


def legend_entries(
    kind: str, counts: Mapping[str, int] | None = None, *, dark: bool = False, all_codes: bool = False
) -> list[LegendEntry]:
    """Entries of a legend.

    Parameters
    ----------
    kind : {"class", "review", "land_use"}
        What the map is coloured by.
    counts : mapping of code to int, optional
        Codes that do not occur are left out; without counts every code is listed.
    dark : bool
        Dark screen.
    all_codes : bool
        List codes with a count of zero too.

    Raises
    ------
    KeyError
        For an unknown kind.
    """
    context, codes = _KINDS[kind]
    style_of = _STYLE_OF[context]
    return [
        LegendEntry(context, code, style_of(code, dark), None if counts is None else counts.get(code, 0))
        for code in codes
        if counts is None or all_codes or counts.get(code, 0) > 0
    ]


def basemap_entries(
    *, buildings: bool = True, constraints: bool = False, dark: bool = False
) -> list[LegendEntry]:
    """Entries for what lies below and above the classes: parcels, buildings, constraints."""
    colours = theme(dark)
    entries = [LegendEntry("legend", "parcel", colours.parcel)]
    if buildings:
        entries.append(LegendEntry("legend", "building", colours.building))
    if constraints:
        entries.append(LegendEntry("legend", "constraint", colours.constraint))
    return entries
