"""Every rule of a profile held against every parcel, kept as bits: one bit per rule."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.measures.access import AccessState
from flurinfill.detection.rulebook import BROWNFIELD_SIGNS, INNER_AREA, REST_RULES
from flurinfill.model.measures import definition_of
from flurinfill.model.potential import CANDIDATE_CLASSES, LandUse, PotentialClass
from flurinfill.model.rules import BuildingForm, Comparison, Rule, RuleProfile

Bits = NDArray[np.int64]
MOST_RULES = 62
"""Rules that a profile may hold: each is one bit of a whole number with a sign."""
_LAYERS = "constraint_share["
ACCESS_MEASURES = frozenset({"frontage_m", "frontage_m[street]"})


@dataclass(frozen=True)
class Evaluation:
    """What each rule says of each parcel.

    Attributes
    ----------
    failed, unknown : ndarray of int64, shape (parcels,)
        Bit k is set when rule k failed, or when it could not be judged.
    """

    failed: Bits
    unknown: Bits


class MeasureTable:
    """The measure table, with what several rules ask of its text columns looked up once."""

    def __init__(self, measures: pd.DataFrame) -> None:
        self.measures = measures

    @cached_property
    def access_judged(self) -> NDArray[np.bool_]:
        """Parcels whose access the data shows."""
        return self.measures["access_state"].to_numpy(dtype=object) == AccessState.JUDGED.value

    @cached_property
    def _uses(self) -> tuple[NDArray[np.intp], list[str]]:
        code, uses = pd.factorize(self.measures["dominant_use"].to_numpy(dtype=object))
        return code, list(uses)

    def concerns(self, rule: Rule) -> NDArray[np.bool_]:
        """Parcels for which a rule counts.

        By their dominant land use, unknown counts as "other"; and by whether law or plan draws a line
        there: then the rule over that line counts, and those that it replaces do not.
        """
        code, uses = self._uses
        named = {str(use) for use in rule.land_uses}
        if LandUse.OTHER in rule.land_uses:
            named.add("")
        out = np.array([not named or use in named for use in uses], dtype=bool)[code]
        if rule.name == INNER_AREA:
            return out & self.bounded
        return out & ~self.bounded if rule.replaced_by else out

    @cached_property
    def bounded(self) -> NDArray[np.bool_]:
        """Parcels of which a plan or a statute says whether they are inside."""
        if "inner_area_share" not in self.measures:  # measured before plans were read
            return np.zeros(len(self.measures), dtype=bool)
        return self.measures["inner_area_share"].notna().to_numpy(dtype=bool)


def evaluate(measures: pd.DataFrame, profile: RuleProfile) -> Evaluation:
    """Hold every rule of the profile against every parcel."""
    table = MeasureTable(measures)
    failed = np.zeros(len(measures), dtype=np.int64)
    unknown = np.zeros(len(measures), dtype=np.int64)
    for bit, rule in enumerate(profile.rules):
        value = rule_values(table, rule)
        if is_limited(rule):  # elsewhere it does not count, so it passes
            value = np.where(table.concerns(rule), value, rule.threshold)
        passes = (
            value >= rule.threshold if rule.comparison is Comparison.AT_LEAST else value <= rule.threshold
        )
        missing = np.isnan(value)
        failed |= (~(passes | missing)).astype(np.int64) << bit
        unknown |= missing.astype(np.int64) << bit
    return Evaluation(failed, unknown)


def is_limited(rule: Rule) -> bool:
    """Tell whether there may be parcels for which a rule does not count."""
    return bool(rule.land_uses or rule.replaced_by) or rule.name == INNER_AREA


def rule_values(table: MeasureTable, rule: Rule) -> NDArray[np.float64]:
    """Values that a rule compares; NaN where it cannot be judged.

    The official area falls back to the geometric one. A frontage below the threshold is not
    judged where open space may hide the access that is missing.
    """
    measures = table.measures
    if over_layers(rule):
        return _largest_share(measures, layer_columns(measures, rule.measure))
    if rule.measure == "official_area_m2":
        return area_of(measures)
    if rule.measure in ACCESS_MEASURES and rule.measure in measures:
        return _known_frontage(table, rule)
    if rule.measure in measures:
        return measures[rule.measure].to_numpy(dtype=float)
    return _absent(measures, rule.measure)


def over_layers(rule: Rule) -> bool:
    """Tell whether a rule is held against constraint layers."""
    return rule.measure.startswith(_LAYERS)


def layer_columns(measures: pd.DataFrame, wanted: str) -> list[str]:
    """Columns with the share under the constraint layers that a measure names.

    Parameters
    ----------
    measures : DataFrame
    wanted : str
        ``constraint_share[<layer>]``; ``*`` stands for any letters, capitals make no difference.
    """
    pattern = re.compile(
        "".join(".*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", wanted)),
        re.IGNORECASE | re.DOTALL,
    )
    named = [str(column) for column in measures.columns if str(column).startswith(_LAYERS)]
    return [column for column in named if pattern.fullmatch(column)]


def area_of(measures: pd.DataFrame) -> NDArray[np.float64]:
    """Official area where the cadastre has one, else that of the geometry."""
    official = measures["official_area_m2"].to_numpy(dtype=float)
    return np.where(official > 0, official, measures["area_m2"].to_numpy(dtype=float))


def _largest_share(measures: pd.DataFrame, columns: list[str]) -> NDArray[np.float64]:
    out = np.full(len(measures), np.nan)
    for column in columns:
        out = np.fmax(out, measures[column].to_numpy(dtype=float))
    return out


def _known_frontage(table: MeasureTable, rule: Rule) -> NDArray[np.float64]:
    value = table.measures[rule.measure].to_numpy(dtype=float)
    return np.where(table.access_judged | (value >= rule.threshold), value, np.nan)


def _absent(measures: pd.DataFrame, column: str) -> NDArray[np.float64]:
    """A kind of land use that occurs nowhere has a share of 0, unless land use itself is missing."""
    definition = definition_of(column)
    if definition is None or definition.name != "land_use_share":
        return np.full(len(measures), np.nan)
    known = measures["dominant_use"].to_numpy() != ""
    return np.where(known, 0.0, np.nan)


def rule_mask(profile: RuleProfile, potential: PotentialClass, form: BuildingForm | None) -> int:
    """Bits of the rules that a parcel of this class and form of building must pass."""
    mask = 0
    for bit, rule in enumerate(profile.rules):
        for_class = potential in (rule.classes or CANDIDATE_CLASSES)
        applies = for_class and not rule.warn_only and rule.name not in REST_RULES
        if applies and rule.form in (None, form):
            mask |= 1 << bit
    return mask


def masks_of(profile: RuleProfile, potential: PotentialClass) -> tuple[tuple[BuildingForm | None, int], ...]:
    """Alternatives of a class, each a form of building and the bits of the rules to pass.

    Open and closed building are alternatives, and so are the signs of a brownfield.
    """
    signs = [named_mask(profile, {name}) & own_mask(profile, potential) for name in BROWNFIELD_SIGNS]
    either = [sign for sign in signs if sign]
    found = []
    for form in forms_of(profile, potential):
        whole = rule_mask(profile, potential, form)
        found += [(form, whole & ~(sum(either) - sign)) for sign in either] or [(form, whole)]
    return tuple(found)


def named_mask(profile: RuleProfile, names: Collection[str]) -> int:
    """Bits of the rules of these names."""
    return sum(1 << bit for bit, rule in enumerate(profile.rules) if rule.name in names)


def own_mask(profile: RuleProfile, potential: PotentialClass) -> int:
    """Bits of the rules that name this class: what makes it this class and no other."""
    return sum(
        1 << bit
        for bit, rule in enumerate(profile.rules)
        if potential in rule.classes and rule.name not in REST_RULES
    )


def exclusion_mask(profile: RuleProfile) -> int:
    """Bits of the rules that every class must pass: constraints that exclude."""
    return sum(
        1 << bit
        for bit, rule in enumerate(profile.rules)
        if over_layers(rule) and not rule.classes and not rule.warn_only
    )


def warn_mask(profile: RuleProfile) -> int:
    """Bits of the rules that only warn."""
    return sum(1 << bit for bit, rule in enumerate(profile.rules) if rule.warn_only)


def access_mask(profile: RuleProfile) -> int:
    """Bits of the rules over the frontage: where these are unknown, nobody may say "gap"."""
    return sum(1 << bit for bit, rule in enumerate(profile.rules) if rule.measure in ACCESS_MEASURES)


def forms_of(profile: RuleProfile, potential: PotentialClass) -> tuple[BuildingForm | None, ...]:
    """Forms of building that the profile knows for a class; ``(None,)`` when it makes no difference."""
    named = {rule.form for rule in profile.rules if potential in (rule.classes or CANDIDATE_CLASSES)}
    return tuple(form for form in BuildingForm if form in named) or (None,)
