"""In which order a person should review what detection listed: the clearest cases first.

The score says how clear a case is, not how good a plot is: 100 passes every rule with room to spare,
lies in the middle of the built-up area, takes the wished building with ease, and nothing speaks
against it. It orders a list; it is no probability, and no rule uses it.

    score = 100 · (0.3 · least + 0.2 · mean + 0.3 · inside + 0.2 · fit) · doubts

``least`` and ``mean`` are taken over the relative margins of the rules that count, ``inside`` is the
mean of built neighbours and of the share between houses, ``fit`` is what the wished building has to
spare. ``doubts`` are the factors of :data:`DOUBTS`, :data:`CONSTRAINED` and :data:`TOO_SMALL`. The
weights are a proposal of this project: on towns with a known truth, a true candidate comes before a
false one in four of five pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.evaluation import Bits, MeasureTable, layer_columns, named_mask, rule_values
from flurinfill.detection.rulebook import EVERY_LAYER
from flurinfill.detection.rules import judgement
from flurinfill.model.potential import CANDIDATE_CLASSES, LandUse, PotentialClass
from flurinfill.model.rules import BuildingForm, Comparison, Rule, RuleProfile

DOUBTS: Mapping[str, float] = MappingProxyType(
    {
        "undecidable": 0.5,  # data is missing
        "address_without_building": 0.5,  # a house may stand there that nobody has surveyed
        "planned_building": 0.5,  # somebody is about to build
        "merged": 0.7,  # two parcels, often two owners
        "farmland": 0.7,  # or land of unknown use: not building land in the cadastre
        "access_over_strip": 0.8,
        "legal_deviation": 0.8,
    }
)
"""Factors by which each doubt lowers the score."""
CONSTRAINED = 0.5
"""Factor for a parcel that lies under a constraint as a whole; in between by share."""
TOO_SMALL = 0.7
"""Factor for a plot that the wished building does not fit: would a smaller one do?"""
LISTED = frozenset({*(str(each) for each in CANDIDATE_CLASSES), PotentialClass.UNDECIDABLE.value})
"""Classes that a person reviews."""
_SMALL_HOUSE_M, _EASE_M = -2.0, 5.0
"""The wished building may be 2 m smaller on both sides; with 5 m to spare it fits with ease."""
_UNKNOWN = 0.5

Floats = NDArray[np.float64]


def scores(measures: pd.DataFrame, verdicts: pd.DataFrame, profiles: Sequence[RuleProfile]) -> pd.Series:
    """Score every listed parcel.

    Parameters
    ----------
    measures : DataFrame
        From :func:`flurinfill.detection.measures.measure`.
    verdicts : DataFrame
        From :func:`flurinfill.detection.uses.judge_by_use`, same index.
    profiles : sequence of RuleProfile
        Those that judged; parcels of another profile are scored by the first.

    Returns
    -------
    Series of float
        Same index; whole numbers from 0 to 100, NaN for parcels that nobody reviews.
    """
    out = np.full(len(measures), np.nan)
    listed = verdicts["potential"].isin(LISTED).to_numpy()
    names = [profile.name for profile in profiles]
    judge = verdicts["profile"].where(verdicts["profile"].isin(names), names[0]).to_numpy(dtype=object)
    for profile in profiles:
        rows = np.flatnonzero(listed & (judge == profile.name))
        if len(rows):
            out[rows] = _scored(measures.iloc[rows], verdicts.iloc[rows], profile)
    return pd.Series(out, index=measures.index, name="score")


def _scored(measures: pd.DataFrame, verdicts: pd.DataFrame, profile: RuleProfile) -> Floats:
    mask = judgement(measures, profile).mask
    margins = _margins(measures, profile, mask)
    clear = 0.3 * _over(np.nanmin, margins) + 0.2 * _over(np.nanmean, margins)
    inside = _over(np.nanmean, measures[["built_neighbour_share", "between_share"]].to_numpy(dtype=float))
    whole = clear + 0.3 * inside + 0.2 * _fit(measures, profile, mask)
    too_small = _too_small(measures, verdicts, profile, mask)
    return np.rint(100.0 * whole * np.where(too_small, TOO_SMALL, 1.0) * _doubts(measures, verdicts))


def _margins(measures: pd.DataFrame, profile: RuleProfile, mask: Bits) -> Floats:
    """Relative margin of each rule that counts, 0 (at the threshold) to 1; shape (parcels, rules)."""
    table = MeasureTable(measures)
    columns = [np.full(len(measures), np.nan)]
    for bit, rule in enumerate(profile.rules):
        counts = ((mask >> bit) & 1).astype(bool) & table.concerns(rule)
        if _is_doubt(rule) and counts.any():
            columns.append(np.where(counts, _relative(rule, rule_values(table, rule)), np.nan))
    return np.column_stack(columns)


def _is_doubt(rule: Rule) -> bool:
    """A plot near the upper limit of size is no doubtful case: there the class ends."""
    upper_limit = rule.measure == "official_area_m2" and rule.comparison is Comparison.AT_MOST
    return not rule.warn_only and not upper_limit


def _relative(rule: Rule, value: Floats) -> Floats:
    sign = 1.0 if rule.comparison is Comparison.AT_LEAST else -1.0
    return np.clip(sign * (value - rule.threshold) / (rule.threshold or 1.0), 0.0, 1.0)


def _over(figure: Callable[..., Any], table: Floats) -> Floats:
    """Figure over each row, as far as it is known."""
    known = ~np.isnan(table).all(axis=1)
    out = np.full(len(table), _UNKNOWN)
    if known.any():
        out[known] = figure(table[known], axis=1)
    return out


def _fit(measures: pd.DataFrame, profile: RuleProfile, mask: Bits) -> Floats:
    """How easily the wished building fits; unknown where houses stand wall to wall."""
    fit = np.clip((_spare(measures) - _SMALL_HOUSE_M) / (_EASE_M - _SMALL_HOUSE_M), 0.0, 1.0)
    return np.where(_free_standing(profile, mask) & ~np.isnan(fit), fit, _UNKNOWN)


def _too_small(
    measures: pd.DataFrame, verdicts: pd.DataFrame, profile: RuleProfile, mask: Bits
) -> NDArray[np.bool_]:
    """Tell where the wished building does not fit; a brownfield may be cleared."""
    asked = verdicts["potential"].ne(PotentialClass.BROWNFIELD.value).to_numpy(dtype=bool)
    return asked & _free_standing(profile, mask) & (_spare(measures) < 0.0)


def _spare(measures: pd.DataFrame) -> Floats:
    """What the wished building has to spare on the plot, or on its free part."""
    return measures["house_spare_m"].fillna(measures["rest_spare_m"]).to_numpy(dtype=float)


def _free_standing(profile: RuleProfile, mask: Bits) -> NDArray[np.bool_]:
    closed = {rule.name for rule in profile.rules if rule.form is BuildingForm.CLOSED}
    return (mask & named_mask(profile, closed)) == 0


def _doubts(measures: pd.DataFrame, verdicts: pd.DataFrame) -> Floats:
    out = np.ones(len(measures))
    for column in layer_columns(measures, EVERY_LAYER):
        covered = measures[column].fillna(0.0).to_numpy(dtype=float)
        out = np.minimum(out, 1.0 - (1.0 - CONSTRAINED) * covered)
    present = {
        code: verdicts["hints"].str.contains(code, regex=False).to_numpy(dtype=bool) for code in DOUBTS
    }
    present["undecidable"] = verdicts["potential"].eq(PotentialClass.UNDECIDABLE.value).to_numpy(dtype=bool)
    present["farmland"] = measures["dominant_use"].isin([LandUse.FARMING.value, ""]).to_numpy(dtype=bool)
    for code, factor in DOUBTS.items():
        out = np.where(present[code], out * factor, out)
    return out
