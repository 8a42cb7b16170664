"""The few figures that decide at a glance, ready to show. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from flurinfill import i18n
from flurinfill.detection.room_texts import fit_of, lies_elsewhere, sides_text
from flurinfill.i18n import tr
from flurinfill.model.potential import PotentialClass
from flurinfill.model.rules import RuleProfile

_CONSTRAINT = "constraint_share["
_NOTABLE = 0.005
"""Smaller shares of a constraint are what boundaries of two sources differ by."""


@dataclass(frozen=True)
class KeyFigure:
    """One figure: its value with unit, what it is, and whether it asks for attention."""

    value: str
    caption: str
    warns: bool = False


def key_figures(
    site: pd.Series, measures: pd.Series | None, profile: RuleProfile | None
) -> tuple[KeyFigure, ...]:
    """Choose the figures of a site.

    Parameters
    ----------
    site : Series
        Row of ``queries.site_table``.
    measures : Series or None
        Row of its first parcel in the measure table; None before a detection.
    profile : RuleProfile or None
        The profile that judged it: it says which building is tried.

    Returns
    -------
    tuple of KeyFigure
        At most six: area, room for a house, way, shape, neighbours, constraint.
    """
    area = KeyFigure(i18n.area(float(site["area_m2"])), tr("Official area"))
    if measures is None:
        return (area,)
    shape = (
        _room(measures, profile)
        if site["potential"] == PotentialClass.SECOND_ROW
        else _plot(measures, profile)
    )
    neighbours = KeyFigure(
        i18n.share(_value(measures, "built_neighbour_share")), tr("of the neighbours built on")
    )
    return (area, *shape, neighbours, _constraint(measures))


def _plot(measures: pd.Series, profile: RuleProfile | None) -> tuple[KeyFigure, ...]:
    width, depth = _value(measures, "rect_width_m"), _value(measures, "rect_depth_m")
    sides = KeyFigure(f"{i18n.number(width)} × {i18n.number(depth)} m", tr("Width × depth"))
    front = KeyFigure(i18n.length(_value(measures, "frontage_m")), tr("along the street"))
    return front, sides, *_house(_value(measures, "house_spare_m"), profile)


def _room(measures: pd.Series, profile: RuleProfile | None) -> tuple[KeyFigure, ...]:
    width, depth = _value(measures, "rest_rect_width_m"), _value(measures, "rest_rect_depth_m")
    free = KeyFigure(i18n.area(_value(measures, "rest_m2")), tr("free behind the house"))
    fit = fit_of(measures, profile) if profile is not None else None
    caption = tr("largest free rectangle")
    if fit is not None and fit.fits and lies_elsewhere(fit):
        size = sides_text(*fit.building_m)
        caption = tr("largest free rectangle; {size} fits beside it", size=size)
    sides = KeyFigure(f"{i18n.number(width)} × {i18n.number(depth)} m", caption)
    way = KeyFigure(
        i18n.measured(_value(measures, "rest_way_m"), "rest_way_m"), tr("wide way beside the house")
    )
    return free, sides, way


def _house(spare: float | None, profile: RuleProfile | None) -> tuple[KeyFigure, ...]:
    if spare is None or profile is None:
        return ()
    width, depth = (i18n.number(side) for side in profile.building_m)
    if spare >= 0:
        caption = tr(
            "house of {width} × {depth} m, {spare} to spare",
            width=width,
            depth=depth,
            spare=i18n.length(spare),
        )
        return (KeyFigure(tr("fits"), caption),)
    caption = tr("missing for a house of {width} × {depth} m", width=width, depth=depth)
    return (KeyFigure(i18n.length(-spare), caption, warns=True),)


def _constraint(measures: pd.Series) -> KeyFigure:
    shares = {
        str(name): _value(measures, str(name)) or 0.0
        for name in measures.index
        if str(name).startswith(_CONSTRAINT)
    }
    worst = max(shares, key=lambda name: shares[name], default="")
    if not worst or shares[worst] < _NOTABLE:
        return KeyFigure(tr("none"), tr("Constraints"))
    return KeyFigure(i18n.share(shares[worst]), worst.removeprefix(_CONSTRAINT).rstrip("]"), warns=True)


def _value(measures: pd.Series, name: str) -> float | None:
    value = measures.get(name)
    if value is None or pd.isna(value):
        return None
    return float(value)
