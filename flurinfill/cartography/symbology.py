"""How things look on every map: one palette for screen, papers and hand-over.

The strong colours come from the colour-blind-safe set of Okabe and Ito (2008), and each class and
state also has a hatch of its own (two may share one if only one of them has a wide outline), so nothing
is told by colour alone. What is no candidate stays muted: off-white parcels, thin grey lines, soft
tints of land use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from flurinfill.model.owners import OwnerCategory
from flurinfill.model.planning import PlanKind
from flurinfill.model.potential import LandUse, PotentialClass
from flurinfill.model.states import Availability, Publication, Review


class Hatch(StrEnum):
    """Pattern over a fill."""

    NONE = "none"
    DIAGONAL = "diagonal"  # rising to the right
    BACK = "back"  # falling to the right
    CROSS = "cross"  # both diagonals
    DOTS = "dots"
    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


@dataclass(frozen=True)
class Style:
    """How a polygon is drawn.

    Attributes
    ----------
    fill : str
        ``"#rrggbb"``, or ``""`` for no fill.
    outline : str
        ``"#rrggbb"``, or ``""`` for no outline.
    hatch : Hatch
        Pattern over the fill, drawn in ``hatch_colour``.
    hatch_colour : str
        ``"#rrggbb"``.
    opacity : float
        Of fill and hatch, 0 to 1.
    strong : bool
        A wide outline, drawn over those of weak neighbours: candidates, states.
    dashed : bool
        A dashed outline, where outlines are drawn as lines: sketches, papers.
    """

    fill: str
    outline: str = "#a9a397"
    hatch: Hatch = Hatch.NONE
    hatch_colour: str = ""
    opacity: float = 1.0
    strong: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Theme:
    """Colours of everything that is not a class or a state."""

    background: str
    parcel: Style
    building: Style
    constraint: Style
    plan: Style
    inner_area: Style
    selection: str
    casing: str
    text: str
    muted: str
    halo: str
    card: str
    card_line: str


LIGHT = Theme(
    background="#e7eaec",
    parcel=Style("#f8f6f1", "#a9a397"),
    building=Style("#b4aea6", "#8b857d"),
    constraint=Style("#2a9aa5", "#1b7f8a", Hatch.VERTICAL, "#11707b", opacity=0.16),
    plan=Style("#ab47bc", "#8e24aa", opacity=0.1),
    inner_area=Style("#7e57c2", "#5e35b1", opacity=0.08, strong=True),
    selection="#0b57d0",
    casing="#ffffff",
    text="#23282d",
    muted="#5f666d",
    halo="#ffffff",
    card="#ffffff",
    card_line="#d5d9dd",
)
DARK = Theme(
    background="#15181b",
    parcel=Style("#24282c", "#4b5157"),
    building=Style("#5f656c", "#848b93"),
    constraint=Style("#2a9aa5", "#4cb8c2", Hatch.VERTICAL, "#62c9d3", opacity=0.2),
    plan=Style("#ab47bc", "#ce93d8", opacity=0.1),
    inner_area=Style("#7e57c2", "#b39ddb", opacity=0.08, strong=True),
    selection="#8ab4ff",
    casing="#101214",
    text="#eceff1",
    muted="#a9b0b7",
    halo="#15181b",
    card="#202428",
    card_line="#3a4046",
)


CONTRAST = Theme(
    background="#ffffff",
    parcel=Style("#ffffff", "#404040"),
    building=Style("#8f8f8f", "#000000"),
    constraint=Style("#2a9aa5", "#000000", Hatch.VERTICAL, "#000000", opacity=0.16),
    plan=Style("#ab47bc", "#000000", opacity=0.1),
    inner_area=Style("#7e57c2", "#000000", opacity=0.08, strong=True),
    selection="#0000c8",
    casing="#ffffff",
    text="#000000",
    muted="#1a1a1a",
    halo="#ffffff",
    card="#ffffff",
    card_line="#000000",
)


def contrasted(style: Style) -> Style:
    """Style with black lines and hatches, for people who see little; fills stay light.

    Plain parcels become white, so that what is coloured stands out.
    """
    if style == LIGHT.parcel:
        return CONTRAST.parcel
    line = "#000000" if style.strong or style.hatch is not Hatch.NONE else "#404040"
    return replace(
        style,
        outline=line if style.outline else "",
        hatch_colour="#000000" if style.hatch is not Hatch.NONE else style.hatch_colour,
    )


def _strong(fill: str, line: str, hatch: Hatch, opacity: float = 1.0) -> Style:
    return Style(fill, line, hatch, line, opacity, strong=True)


CLASS_STYLE: Mapping[PotentialClass, Style] = {
    PotentialClass.GAP: _strong("#f0793a", "#b8440a", Hatch.NONE),
    PotentialClass.MINOR_USE: _strong("#fcc35c", "#b87a00", Hatch.DIAGONAL),
    PotentialClass.SECOND_ROW: _strong("#6fb1e3", "#0b5f9e", Hatch.HORIZONTAL),
    PotentialClass.BROWNFIELD: _strong("#dba0c4", "#96437a", Hatch.CROSS),
    PotentialClass.GARDEN: Style("#bfe3cf", "#4f9a78", Hatch.DOTS, "#2f8060"),
    PotentialClass.UNDECIDABLE: Style("#e4e4e6", "#8d9196", Hatch.BACK, "#a3a7ad"),
    PotentialClass.NONE: LIGHT.parcel,
}
REVIEW_STYLE: Mapping[Review, Style] = {
    Review.CANDIDATE: _strong("#fcc35c", "#b87a00", Hatch.BACK),
    Review.IN_REVIEW: _strong("#7db8e6", "#0b5f9e", Hatch.DIAGONAL),
    Review.CONFIRMED: _strong("#2fa981", "#046345", Hatch.NONE),
    Review.REJECTED: Style("#d6d0cc", "#7d756f", Hatch.CROSS, "#978f89"),
    Review.DEFERRED: _strong("#dcb3d0", "#96437a", Hatch.DOTS),
    Review.SUPERSEDED: Style("#ececee", "#8d9196", Hatch.HORIZONTAL, "#a3a7ad"),
}
AVAILABILITY_STYLE: Mapping[Availability, Style] = {
    Availability.UNKNOWN: Style("#e4e4e6", "#8d9196", Hatch.BACK, "#a3a7ad"),
    Availability.AVAILABLE: _strong("#2fa981", "#046345", Hatch.NONE),
    Availability.MARKETED: _strong("#f0793a", "#b8440a", Hatch.DOTS),
    Availability.RESERVED: _strong("#fcc35c", "#b87a00", Hatch.DIAGONAL),
    Availability.SOLD: _strong("#7db8e6", "#0b5f9e", Hatch.HORIZONTAL),
    Availability.PERMIT: _strong("#dcb3d0", "#96437a", Hatch.VERTICAL),
    Availability.BUILT: _strong("#b9b4af", "#5c5650", Hatch.CROSS),
    Availability.WITHDRAWN: Style("#ececee", "#8d9196", Hatch.CROSS, "#a3a7ad"),
}
PUBLICATION_STYLE: Mapping[Publication, Style] = {
    Publication.NOT_ANNOUNCED: Style("#e4e4e6", "#8d9196", Hatch.BACK, "#a3a7ad"),
    Publication.ANNOUNCED: _strong("#fcc35c", "#b87a00", Hatch.DIAGONAL),
    Publication.CLEARED: _strong("#7db8e6", "#0b5f9e", Hatch.HORIZONTAL),
    Publication.PUBLISHED: _strong("#2fa981", "#046345", Hatch.NONE),
    Publication.OBJECTED: _strong("#f0793a", "#b8440a", Hatch.CROSS),
    Publication.WITHDRAWN: Style("#dcb3d0", "#96437a", Hatch.DOTS, "#96437a"),
}
OWNER_STYLE: Mapping[OwnerCategory, Style] = {
    OwnerCategory.PRIVATE: _strong("#fcc35c", "#b87a00", Hatch.NONE),
    OwnerCategory.COMPANY: _strong("#f0793a", "#b8440a", Hatch.DIAGONAL),
    OwnerCategory.MUNICIPALITY: _strong("#2fa981", "#046345", Hatch.HORIZONTAL),
    OwnerCategory.STATE: _strong("#7db8e6", "#0b5f9e", Hatch.VERTICAL),
    OwnerCategory.FEDERATION: _strong("#4f8fc4", "#0a3f6b", Hatch.BACK),
    OwnerCategory.CHURCH: _strong("#dba0c4", "#96437a", Hatch.CROSS),
    OwnerCategory.ASSOCIATION: _strong("#86c5a6", "#2f8060", Hatch.DOTS),
    OwnerCategory.OTHER: Style("#d6d0cc", "#7d756f", Hatch.BACK, "#978f89"),
    OwnerCategory.UNKNOWN: Style("#ececee", "#8d9196", Hatch.DOTS, "#a3a7ad"),
}
LAND_USE_STYLE: Mapping[LandUse, Style] = {
    LandUse.ROAD: Style("#ffffff", "#cdc9c0"),
    LandUse.WAY: Style("#fdfcf9", "#d2cec5"),
    LandUse.SQUARE: Style("#fbf9f5", "#cdc9c0"),
    LandUse.RAILWAY: Style("#e6e2e8", "#b3adb8"),
    LandUse.WATER: Style("#c9e0f0", "#8fb6d2"),
    LandUse.SHIPPING: Style("#c9e0f0", "#8fb6d2"),
    LandUse.FOREST: Style("#d3e4c8", "#a4bf95"),
    LandUse.GROVE: Style("#dce9d0", "#adc59e"),
    LandUse.HEATH: Style("#e9e6d3", "#c2bda0"),
    LandUse.MOOR: Style("#dfe8dc", "#aebfab"),
    LandUse.SWAMP: Style("#d9e6e2", "#a6bdb6"),
    LandUse.WASTE: Style("#efece4", "#c4bfb2"),
    LandUse.FARMING: Style("#f3f1dd", "#cbc7aa"),
    LandUse.LEISURE: Style("#e3efd9", "#b3c8a3"),
    LandUse.CEMETERY: Style("#dde8d8", "#a9bca2"),
    LandUse.COMMERCIAL: Style("#efeaf0", "#bdb5bf"),
    LandUse.PUBLIC: Style("#f6ece6", "#c8b9b0"),
}
_CONSTRAINTS = (
    ("#2a9aa5", Hatch.VERTICAL),
    ("#5f7d1f", Hatch.DOTS),
    ("#4c69b0", Hatch.HORIZONTAL),
    ("#a0662b", Hatch.BACK),
    ("#b0557f", Hatch.CROSS),
    ("#6b6b6b", Hatch.DIAGONAL),
)
"""Colour and hatch of the layers of constraints, in their order; the first ones are of the theme."""
_DARK_FILLS: Mapping[str, str] = {
    LandUse.ROAD: "#34393e",
    LandUse.WAY: "#30353a",
    LandUse.SQUARE: "#30353a",
    LandUse.RAILWAY: "#2f2c35",
    LandUse.WATER: "#1d3a4f",
    LandUse.SHIPPING: "#1d3a4f",
    LandUse.FOREST: "#203524",
    LandUse.GROVE: "#243527",
    LandUse.FARMING: "#2b2c22",
    LandUse.LEISURE: "#23332a",
    LandUse.CEMETERY: "#24302a",
}


def theme(dark: bool = False) -> Theme:
    """Colours of the basemap and of the map furniture."""
    return DARK if dark else LIGHT


def style_of_class(code: str, dark: bool = False) -> Style:
    """Style of a value of :class:`~flurinfill.model.potential.PotentialClass`."""
    style = CLASS_STYLE.get(PotentialClass(code)) if code in set(PotentialClass) else None
    return _themed(style, dark)


def style_of_review(code: str, dark: bool = False) -> Style:
    """Style of a value of :class:`~flurinfill.model.states.Review`."""
    style = REVIEW_STYLE.get(Review(code)) if code in set(Review) else None
    return _themed(style, dark)


def style_of_land_use(code: str, dark: bool = False) -> Style:
    """Soft tint for a value of :class:`~flurinfill.model.potential.LandUse`; else the plain parcel."""
    if dark:
        return Style(_DARK_FILLS.get(code, DARK.parcel.fill), DARK.parcel.outline)
    return LAND_USE_STYLE.get(LandUse(code), LIGHT.parcel) if code in set(LandUse) else LIGHT.parcel


def style_of_availability(code: str, dark: bool = False) -> Style:
    """Style of a value of :class:`~flurinfill.model.states.Availability`."""
    known = code in set(Availability)
    return _themed(AVAILABILITY_STYLE[Availability(code)] if known else None, dark)


def style_of_publication(code: str, dark: bool = False) -> Style:
    """Style of a value of :class:`~flurinfill.model.states.Publication`."""
    known = code in set(Publication)
    return _themed(PUBLICATION_STYLE[Publication(code)] if known else None, dark)


def style_of_owner(code: str, dark: bool = False) -> Style:
    """Style of a value of :class:`~flurinfill.model.owners.OwnerCategory`."""
    return _themed(OWNER_STYLE[OwnerCategory(code)] if code in set(OwnerCategory) else None, dark)


def style_of_plan(kind: str, dark: bool = False) -> Style:
    """Style of a value of :class:`~flurinfill.model.planning.PlanKind`."""
    return theme(dark).inner_area if kind == PlanKind.INNER_AREA else theme(dark).plan


def style_of_constraint(place: int, dark: bool = False) -> Style:
    """Style of a layer of constraints by its place among them: each has a colour and a hatch of its own."""
    base = theme(dark).constraint
    colour, hatch = _CONSTRAINTS[place % len(_CONSTRAINTS)]
    line = mixed(colour, "#ffffff" if dark else "#000000", 0.75)
    return (
        base
        if hatch is base.hatch
        else replace(base, fill=colour, outline=line, hatch=hatch, hatch_colour=line)
    )


def style_of(code: str, dark: bool = False) -> Style:
    """Style of any code that a map shows: a class, a review, or a land use; else the plain parcel.

    These three vocabularies share no code, so one column of codes may mix them
    (see :func:`map_codes`).
    """
    if code in set(PotentialClass):
        return style_of_class(code, dark)
    if code in set(Review):
        return style_of_review(code, dark)
    return style_of_land_use(code, dark)


def map_codes(states: ArrayLike, land_use: ArrayLike) -> NDArray[np.object_]:
    """Code to draw each parcel by: its class or review, or its dominant land use where it has none.

    Parameters
    ----------
    states, land_use : array of str, shape (n,)
        ``""`` and ``"none"`` in ``states`` mean "nothing to say".
    """
    states = np.asarray(states, dtype=object)
    silent = np.isin(states.astype(str), ["", PotentialClass.NONE.value, "nan", "None"])
    return np.where(silent, np.asarray(land_use, dtype=object), states)


def _themed(style: Style | None, dark: bool) -> Style:
    plain = theme(dark).parcel
    if style is None or style == LIGHT.parcel:
        return plain
    if not dark:
        return style
    if style.strong:
        line, fill = mixed(style.fill, "#ffffff", 0.85), mixed(style.fill, DARK.background, 0.72)
        hatch = mixed(style.hatch_colour, DARK.background, 0.8)
    else:
        line, fill = mixed(style.fill, DARK.background, 0.6), mixed(style.fill, DARK.background, 0.25)
        hatch = mixed(style.fill, DARK.background, 0.75)
    return Style(fill, line, style.hatch, hatch, style.opacity, style.strong)


def rgb(colour: str) -> tuple[int, int, int]:
    """``"#rrggbb"`` as three numbers of 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, other: str, share: float) -> str:
    """Mix two colours: ``share`` of the first."""
    parts = (round(a * share + b * (1 - share)) for a, b in zip(rgb(colour), rgb(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)
