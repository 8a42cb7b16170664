"""How a measure is spread over all parcels, on a scale that shows the part where thresholds lie."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flurinfill.model.measures import Unit
from flurinfill.model.rules import Rule

BINS = 60
_LONG_TAIL = 6.0  # largest shown value over the typical one, from which on the scale is logarithmic
_AIR = 1.3
_MOST_SHOWN = 0.98  # quantile: few giants do not squeeze all others into one bar


@dataclass(frozen=True)
class Distribution:
    """A histogram and its scale.

    Attributes
    ----------
    counts : ndarray of int, shape (bins,)
        Parcels per bin; values beyond the scale are in the last one.
    high : float
        Largest value on the scale, which begins at 0, in the unit of the measure.
    bend : float
        0 for a linear scale; else the value around which it turns from linear to logarithmic.
    unknown : int
        Parcels without a value.
    """

    counts: NDArray[np.int64]
    high: float
    bend: float
    unknown: int

    def place(self, value: float) -> float:
        """Place of a value on the scale, 0 to 1; values beyond are at the ends."""
        return float(_place(np.array([value]), self.high, self.bend)[0])

    def value(self, place: float) -> float:
        """Value at a place on the scale; inverse of :meth:`place`."""
        place = min(max(place, 0.0), 1.0)
        if not self.bend:
            return place * self.high
        return self.bend * math.expm1(place * math.log1p(self.high / self.bend))


def distribution(values: NDArray[np.float64], rule: Rule, bins: int = BINS) -> Distribution:
    """Count how the values that a rule compares are spread.

    Parameters
    ----------
    values : ndarray of float
        NaN where the rule is not judged.
    rule : Rule
        Its unit chooses the scale (shares go from 0 to 1), its threshold is always on the scale.
    bins : int
    """
    known = values[np.isfinite(values)]
    high, bend = _scale(known, rule)
    places = _place(known, high, bend)
    counts = np.bincount(np.minimum((places * bins).astype(np.int64), bins - 1), minlength=bins)
    return Distribution(counts, high, bend, len(values) - len(known))


def _scale(known: NDArray[np.float64], rule: Rule) -> tuple[float, float]:
    if rule.unit in (Unit.SHARE, Unit.FLAG):
        return 1.0, 0.0
    positive = known[known > 0]
    top = float(np.quantile(positive, _MOST_SHOWN)) if len(positive) else 1.0
    high = max(top, rule.threshold * _AIR)
    typical = float(np.median(positive)) if len(positive) else high
    anchor = min(typical, rule.threshold) if rule.threshold > 0 else typical
    return high, (anchor / 2 if high > _LONG_TAIL * anchor else 0.0)


def _place(values: NDArray[np.float64], high: float, bend: float) -> NDArray[np.float64]:
    held = np.clip(values, 0.0, high)
    return np.log1p(held / bend) / math.log1p(high / bend) if bend else held / high
