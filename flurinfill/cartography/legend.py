"""What the colours on a map mean: the entries of a legend, in order, with their counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flurinfill import i18n
from flurinfill.cartography.symbology import (
    LAND_USE_STYLE,
    Style,
    style_of_availability,
    style_of_class,
    style_of_land_use,
    style_of_owner,
    style_of_plan,
    style_of_publication,
    style_of_review,
    theme,
)
from flurinfill.cartography.thematic import MEASURE, step_code, style_of_step
from flurinfill.model.owners import OwnerCategory
from flurinfill.model.planning import PlanKind
from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Availability, Publication, Review

_STYLE_OF: Mapping[str, Callable[[str, bool], Style]] = {
    "PotentialClass": style_of_class,
    "Review": style_of_review,
    "Availability": style_of_availability,
    "Publication": style_of_publication,
    "OwnerCategory": style_of_owner,
    "LandUse": style_of_land_use,
    "PlanKind": style_of_plan,
    MEASURE: style_of_step,
}
_KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "class": ("PotentialClass", tuple(c.value for c in PotentialClass if c is not PotentialClass.NONE)),
    "review": ("Review", tuple(review.value for review in Review)),
    "availability": ("Availability", tuple(value.value for value in Availability)),
    "publication": ("Publication", tuple(value.value for value in Publication)),
    "owner": ("OwnerCategory", tuple(value.value for value in OwnerCategory)),
    "land_use": ("LandUse", tuple(use.value for use in LAND_USE_STYLE)),
    "plans": ("PlanKind", tuple(kind.value for kind in PlanKind)),
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
    words : str
        What the code does not tell: the range of a class of a measure, an unknown value.
    """

    context: str
    code: str
    style: Style
    count: int | None = None
    words: str = ""

    @property
    def text(self) -> str:
        """Text in the current language."""
        if self.context == MEASURE and self.words:
            return self.words
        text = i18n.label(self.context, self.code)
        return f"{text} ({self.words})" if self.words else text

    def themed(self, dark: bool) -> LegendEntry:
        """Return the same entry for a light or a dark screen."""
        if self.context == "legend":
            styles = {"parcel": theme(dark).parcel, "building": theme(dark).building}
            styles |= {"no_value": theme(dark).parcel, "unknown_class": theme(dark).parcel}
            return replace(self, style=styles.get(self.code, self.style))
        style_of = _STYLE_OF.get(self.context)
        return replace(self, style=style_of(self.code, dark)) if style_of else self


def legend_entries(
    kind: str, counts: Mapping[str, int] | None = None, *, dark: bool = False, all_codes: bool = False
) -> list[LegendEntry]:
    """Entries of a legend.

    Parameters
    ----------
    kind : {"class", "review", "availability", "publication", "owner", "land_use"}
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


def measure_entries(
    breaks: Sequence[float], counts: Sequence[int], missing: int, unit: str, *, dark: bool = False
) -> list[LegendEntry]:
    """Entries for the classes of a measure.

    Parameters
    ----------
    breaks : sequence of float
        Bounds between the classes, ascending.
    counts : sequence of int
        Features of each class, one more than bounds.
    missing : int
        Features without a value.
    unit : str
        Value of :class:`~flurinfill.model.measures.Unit`.
    """
    number = len(counts)
    entries = []
    for step, count in enumerate(counts):
        code = step_code(step, number)
        low = i18n.in_unit(breaks[step - 1], unit) if step else ""
        high = i18n.in_unit(breaks[step], unit) if step < len(breaks) else ""
        if not low and not high:
            words = i18n.label("legend", "any_value")
        elif not low:
            words = i18n.label("legend", "below_value", value=high)
        elif not high:
            words = i18n.label("legend", "from_value", value=low)
        else:
            words = i18n.label("legend", "value_range", low=low, high=high)
        entries.append(LegendEntry(MEASURE, code, style_of_step(code, dark), count, words))
    if missing:
        entries.append(LegendEntry("legend", "no_value", theme(dark).parcel, missing))
    return entries
