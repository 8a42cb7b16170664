"""What the colours on a map mean: the entries of a legend, in order, with their counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
    context, codes, style_of = {
        "class": ("PotentialClass", [c for c in PotentialClass if c != PotentialClass.NONE], style_of_class),
        "review": ("Review", list(Review), style_of_review),
        "land_use": ("LandUse", list(LAND_USE_STYLE), style_of_land_use),
    }[kind]
    return [
        LegendEntry(
            context, code.value, style_of(code.value, dark), counts.get(code.value, 0) if counts else None
        )
        for code in codes
        if counts is None or all_codes or counts.get(code.value, 0) > 0
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
