"""Round lengths and scales, and their texts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flurinfill import i18n

ROUND_SCALES = tuple(
    round(step * 10**power) for power in range(2, 7) for step in (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7.5)
)[4:]
"""Denominators from 250 on."""


@dataclass(frozen=True)
class ScaleBar:
    """A bar of a round length.

    Attributes
    ----------
    metres : float
        Length in the world.
    size : float
        Length in the picture, in the unit that was asked in.
    """

    metres: float
    size: float

    @property
    def text(self) -> str:
        """Length with its unit: ``"50 m"``, ``"1,5 km"``."""
        if self.metres >= 1000:
            kilometres = self.metres / 1000
            return f"{i18n.number(kilometres, 0 if kilometres == int(kilometres) else 1)} km"
        return f"{i18n.number(self.metres, 0 if self.metres >= 1 else 1)} m"


def nice_scale(metres_per_unit: float, max_size: float) -> ScaleBar:
    """Longest bar of 1, 2 or 5 times a power of ten metres that is at most ``max_size`` long.

    Parameters
    ----------
    metres_per_unit : float
        Metres per pixel, or per millimetre of paper.
    max_size : float
        In the same unit.
    """
    room = metres_per_unit * max_size
    power = 10.0 ** math.floor(math.log10(room))
    metres = max(step * power for step in (1, 2, 5) if step * power <= room * (1 + 1e-9))
    return ScaleBar(metres, metres / metres_per_unit)


def scale_text(denominator: float) -> str:
    """``"1:1.000"``: three significant digits are enough for a screen."""
    digits = max(0, math.floor(math.log10(max(denominator, 1))) - 2)
    return f"1:{i18n.number(round(denominator / 10**digits) * 10**digits)}"


def round_scale(bounds: tuple[float, float, float, float], width_mm: float, height_mm: float) -> int:
    """Largest round scale (its denominator) at which the bounds fit into a frame with a small margin."""
    west, south, east, north = bounds
    needed = max((east - west) / width_mm, (north - south) / height_mm) * 1000 * 1.08
    for denominator in ROUND_SCALES:
        if denominator >= needed:
            return denominator
    return math.ceil(needed / 1_000_000) * 1_000_000
