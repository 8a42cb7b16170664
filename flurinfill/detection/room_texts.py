"""What fits on a parcel, in words: ``Passt 10 × 12 m? Ja, 1,4 m Luft.``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from flurinfill import i18n
from flurinfill.detection.explanation import is_built
from flurinfill.detection.measures.closed import BORDER_M
from flurinfill.i18n import tr
from flurinfill.model.rules import RuleProfile

_NOTHING_M = 0.05  # half of what a figure shows


class Place(StrEnum):
    """Where the building is tried."""

    VACANT = "vacant"
    CLOSED = "closed"  # between two houses on the boundaries
    REST = "rest"  # on the free part of a built parcel


@dataclass(frozen=True)
class Fit:
    """Whether the wished building fits, from the measures of a parcel.

    Attributes
    ----------
    place : Place
    building_m : (float, float)
        Sides of the wished building.
    spare_m : float
        What both sides have to spare; negative: what is missing.
    width_m, depth_m : float
        Sides of the largest rectangle; 0 where the setbacks leave nothing.
    area_m2 : float
        What the setbacks leave, or the free part.
    setback_m : float
        Distance to every boundary that is kept.
    """

    place: Place
    building_m: tuple[float, float]
    spare_m: float
    width_m: float
    depth_m: float
    area_m2: float
    setback_m: float

    @property
    def fits(self) -> bool:
        """Whether the building fits."""
        return self.spare_m >= 0


def fit_of(measures: pd.Series, profile: RuleProfile) -> Fit | None:
    """Read from the measures whether the profile's building fits; None where nobody measured it."""
    built = is_built(measures)
    spare = _value(measures, "rest_spare_m" if built else "house_spare_m")
    if spare != spare:
        return None
    names = ("rest_rect_width_m", "rest_rect_depth_m", "rest_m2")
    if not built:
        names = ("envelope_rect_width_m", "envelope_rect_depth_m", "envelope_m2")
    closed = _value(measures, "second_main_distance_m") <= BORDER_M
    place = Place.REST if built else Place.CLOSED if closed else Place.VACANT
    width, depth, area = (_value(measures, name) for name in names)
    return Fit(place, profile.building_m, spare, width, depth, area, profile.distance_m)


def _value(measures: pd.Series, name: str) -> float:
    value = measures.get(name)
    return float("nan") if value is None else float(value)


def fit_lines(fit: Fit) -> list[str]:
    """Say whether the building fits, and how much room there is."""
    return [f"{_question(fit)} {_answer(fit)}", *_room(fit)]


def _question(fit: Fit) -> str:
    size = sides_text(*fit.building_m)
    if fit.place is Place.REST:
        return tr("Does {size} fit on the free part?", size=size)
    if fit.place is Place.CLOSED:
        return tr("Does {size} fit between the houses on the boundaries?", size=size)
    return tr("Does {size} fit?", size=size)


def _answer(fit: Fit) -> str:
    if not fit.width_m > 0:
        return tr("No, the setbacks leave no room.")
    amount = i18n.length(abs(fit.spare_m))
    if abs(fit.spare_m) < _NOTHING_M:
        return tr("Yes, exactly.") if fit.fits else tr("No, a few centimetres are missing.")
    if fit.fits:
        return tr("Yes, {amount} to spare.", amount=amount)
    return tr("No, {amount} are missing.", amount=amount)


def _room(fit: Fit) -> list[str]:
    if not fit.width_m > 0:
        return []
    size = sides_text(fit.width_m, fit.depth_m)
    if lies_elsewhere(fit):
        largest = tr(
            "The rectangle of the largest area is longer, but narrower than the building: {size}", size=size
        )
    else:
        largest = tr("Largest rectangle {size}", size=size)
    area, setback = i18n.in_unit(fit.area_m2, "m2"), i18n.length(fit.setback_m)
    if fit.place is Place.REST:
        more = tr("free part {area}, {setback} from every boundary.", area=area, setback=setback)
    elif fit.place is Place.CLOSED:
        more = tr("no distance to the houses on the boundaries, {setback} elsewhere.", setback=setback)
    else:
        more = tr("{area} at {setback} from every boundary.", area=area, setback=setback)
    return [f"{largest}; {more}"]


def lies_elsewhere(fit: Fit) -> bool:
    """Tell whether the building has more room elsewhere, or across, than in the largest rectangle."""
    short, long = sorted(fit.building_m)
    if fit.fits:
        return fit.width_m < short
    return fit.depth_m > long and short - fit.width_m > _NOTHING_M - fit.spare_m


def sides_text(short: float, long: float) -> str:
    """Two lengths: ``10 × 12 m``, ``14,5 × 21,0 m``."""
    digits = 0 if float(short).is_integer() and float(long).is_integer() else 1
    return f"{i18n.number(short, digits)} × {i18n.number(long, digits)} m"


def fit_json(fit: Fit) -> dict[str, Any]:
    """Give the same as plain values."""
    return {
        "place": fit.place.value,
        "building_m": list(fit.building_m),
        "fits": fit.fits,
        "spare_m": fit.spare_m,
        "largest_rectangle_m": [fit.width_m, fit.depth_m],
        "area_m2": fit.area_m2,
        "setback_m": fit.setback_m,
    }
