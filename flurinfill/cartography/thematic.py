"""Parcels by a number: classes of a measure, their colours and hatches.

The ramp goes from light to dark in one direction, so that it stays in order for every kind of
colour vision and in a black and white print; each class has a hatch of its own besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from flurinfill.cartography.symbology import Hatch, Style, mixed, theme

MOST_CLASSES = 7
"""As many as there are hatches; more cannot be told apart."""

MEASURE = "measure"
"""Vocabulary of the codes that :func:`step_code` makes."""

_RAMP = ("#fdf3c4", "#f6c667", "#e0894c", "#a84e6d", "#4c2b74")
_HATCHES = (
    Hatch.NONE,
    Hatch.DOTS,
    Hatch.HORIZONTAL,
    Hatch.DIAGONAL,
    Hatch.VERTICAL,
    Hatch.BACK,
    Hatch.CROSS,
)


class Method(StrEnum):
    """How a measure is divided into classes."""

    QUANTILE = "quantile"  # as many parcels in each
    FIXED = "fixed"  # round bounds at equal steps, or those that a person gives


def quantile_breaks(values: NDArray[np.float64], count: int) -> tuple[float, ...]:
    """Bounds between classes with about as many values each.

    Parameters
    ----------
    values : float64 (n,)
        NaN is left out.
    count : int
        2 to :data:`MOST_CLASSES`.

    Returns
    -------
    tuple of float
        Ascending, at most ``count - 1``, rounded to three digits; fewer where many values are equal.
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return ()
    cuts = np.quantile(known, np.arange(1, count) / count)
    low, high = float(known.min()), float(known.max())
    return tuple(cut for cut in sorted({_rounded(float(cut)) for cut in cuts}) if low < cut <= high)


def fixed_breaks(values: NDArray[np.float64], count: int) -> tuple[float, ...]:
    """Round bounds at equal steps over what nearly all values span.

    The step is 1, 2, 2.5 or 5 times a power of ten; a few very large parcels do not stretch it.
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return ()
    low, high = (float(bound) for bound in np.quantile(known, [0.02, 0.95]))
    if high <= low:
        return ()
    power = 10.0 ** floor(log10((high - low) / count))
    step = min(
        (part * power for part in (1.0, 2.0, 2.5, 5.0, 10.0)),
        key=lambda part: abs(part * count - (high - low)),
    )
    first = floor(low / step) + 1
    return tuple(_rounded((first + number) * step) for number in range(count - 1))


def class_of(values: NDArray[np.float64], breaks: Sequence[float]) -> NDArray[np.int64]:
    """Class of each value from 0 on, -1 for NaN; a value at a bound belongs to the class above it."""
    found = np.searchsorted(np.asarray(breaks, dtype=np.float64), values, side="right")
    return np.where(np.isnan(values), -1, found)


def step_code(number: int, count: int) -> str:
    """Code of one of ``count`` classes, for :func:`style_of_step`."""
    return f"{MEASURE}/{number}/{count}"


def style_of_step(code: str, dark: bool = False) -> Style:
    """Style of a class of a measure; the plain parcel for what is none."""
    parts = code.split("/")
    if len(parts) != 3 or parts[0] != MEASURE or not (parts[1].isdecimal() and parts[2].isdecimal()):
        return theme(dark).parcel
    number, count = int(parts[1]), int(parts[2])
    if not 0 <= number < count:
        return theme(dark).parcel
    fill = ramp_colour(number / (count - 1) if count > 1 else 0.5)
    light = sum(int(fill[at : at + 2], 16) for at in (1, 3, 5)) > 3 * 128
    line = mixed(fill, "#000000" if light else "#ffffff", 0.5)
    if dark:
        return Style(fill, mixed(fill, "#ffffff", 0.75), _hatch(number, count), line)
    return Style(fill, mixed(fill, "#000000", 0.6), _hatch(number, count), line)


def ramp_colour(share: float) -> str:
    """Colour of the ramp at 0 (light, low) to 1 (dark, high)."""
    place = min(max(share, 0.0), 1.0) * (len(_RAMP) - 1)
    below = min(int(place), len(_RAMP) - 2)
    return mixed(_RAMP[below], _RAMP[below + 1], 1 - (place - below))


def _hatch(number: int, count: int) -> Hatch:
    """Hatches from none to dense, spread over the classes."""
    return _HATCHES[round(number * (len(_HATCHES) - 1) / max(count - 1, 1))]


def _rounded(value: float) -> float:
    """Three significant digits."""
    if value == 0:
        return 0.0
    return round(value, 2 - floor(log10(abs(value)))) + 0.0
