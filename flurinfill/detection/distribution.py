"""How a measure is spread over all parcels, on a scale that shows the part where thresholds lie."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flurinfill.model.measures import Unit
from flurinfill.model.rules import Comparison, Rule

BINS = 60
_LONG_TAIL = 6.0  # largest shown value over the typical one, from which on the scale is logarithmic
_AIR = 1.3
_MOST_SHOWN = 0.98  # quantile: few giants do not squeeze all others into one bar
_EDGE = 1e-9


@dataclass(frozen=True)
class Distribution:
    """A histogram and its scale.

    Attributes
    ----------
    counts : ndarray of int, shape (bins,)
        Parcels per bin; values beyond the scale are in the first and the last one. A value on the
        edge of two bins is in the one on the passing side.
    low, high : float
        Ends of the scale, in the unit of the measure; ``low`` is 0 or negative.
    zero : float
        Place of 0 on the scale, 0 to 1, at the edge of a bin.
    bend : float
        0 for a linear scale; else the value around which it turns from linear to logarithmic.
    unknown : int
        Parcels without a value.
    """

    counts: NDArray[np.int64]
    low: float
    high: float
    zero: float
    bend: float
    unknown: int

    def place(self, value: float) -> float:
        """Place of a value on the scale, 0 to 1; values beyond are at the ends."""
        return float(_place(np.array([value]), self.low, self.high, self.zero, self.bend)[0])

    def value(self, place: float) -> float:
        """Value at a place on the scale; inverse of :meth:`place`."""
        place = min(max(place, 0.0), 1.0)
        if place < self.zero:
            return self.low * (1.0 - place / self.zero)
        share = (place - self.zero) / (1.0 - self.zero)
        return (
            self.bend * math.expm1(share * math.log1p(self.high / self.bend))
            if self.bend
            else share * self.high
        )


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
    high, bend = _upper(known, rule)
    low, zero = _lower(known, rule, high, bins)
    at = _place(known, low, high, zero, bend) * bins
    at_most = rule.comparison is Comparison.AT_MOST
    bin_of = np.ceil(at - _EDGE) - 1 if at_most else np.floor(at + _EDGE)
    counts = np.bincount(np.clip(bin_of, 0, bins - 1).astype(np.int64), minlength=bins)
    return Distribution(counts, low, high, zero, bend, len(values) - len(known))


def _upper(known: NDArray[np.float64], rule: Rule) -> tuple[float, float]:
    """Upper end of the scale, and where it bends."""
    if rule.unit in (Unit.SHARE, Unit.FLAG):
        return 1.0, 0.0
    positive = known[known > 0]
    top = float(np.quantile(positive, _MOST_SHOWN)) if len(positive) else 1.0
    high = max(top, rule.threshold * _AIR)
    typical = float(np.median(positive)) if len(positive) else high
    anchor = min(typical, rule.threshold) if rule.threshold > 0 else typical
    return high, (anchor / 2 if high > _LONG_TAIL * anchor else 0.0)


def _lower(known: NDArray[np.float64], rule: Rule, high: float, bins: int) -> tuple[float, float]:
    """Lower end of the scale, and the place of 0.

    What a rule "at most 0" lets pass has a bin of its own, left of its line.
    """
    negative = known[known < 0]
    if len(negative):
        low = float(np.quantile(negative, 1.0 - _MOST_SHOWN))
        share = min(max(round(bins * low / (low - high)), 1), bins // 2)
        return low, share / bins
    return 0.0, (1.0 / bins if rule.comparison is Comparison.AT_MOST else 0.0)


def _place(
    values: NDArray[np.float64], low: float, high: float, zero: float, bend: float
) -> NDArray[np.float64]:
    held = np.clip(values, low, high)
    above = np.maximum(held, 0.0)
    share = np.log1p(above / bend) / math.log1p(high / bend) if bend else above / high
    below = 1.0 - held / low if low < 0 else np.ones(len(held))
    return np.where(held < 0, zero * below, zero + (1.0 - zero) * share)
