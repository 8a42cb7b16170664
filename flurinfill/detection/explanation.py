"""Why a parcel got its class: every rule's value, threshold and margin, in figures and in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill import i18n
from flurinfill.detection import exclusion
from flurinfill.detection.evaluation import (
    ACCESS_MEASURES,
    MeasureTable,
    layer_columns,
    over_layers,
    rule_values,
)
from flurinfill.detection.measures.access import AccessState
from flurinfill.detection.measures.room import LARGEST_M2
from flurinfill.detection.measures.survey import VACANT_M2
from flurinfill.detection.rulebook import EVERY_LAYER, kind_of
from flurinfill.detection.rules import hints_of, judgement
from flurinfill.model.measures import Unit, definition_of
from flurinfill.model.potential import PotentialClass, Use
from flurinfill.model.rules import Comparison, Outcome, Rule, RuleProfile, RuleResult, Verdict

REPLACED = "replaced"
"""Why a rule does not count: a plan or statute draws the line instead."""
NEVER_JUDGED = "never_judged"
"""Why a rule does not count: land of this use is never a candidate."""
_OF_VACANT = frozenset({"house_spare_m", "between_share"})
_SHOWN_STEP = {Unit.METRE: 0.1, Unit.SQUARE_METRE: 1.0, Unit.SHARE: 0.001}
"""Smallest difference that a figure on a screen shows."""
_COUNTED = {
    "cluster_buildings": ("{count} main building", "{count} main buildings"),
    "rest_precedents": ("{count} backland house", "{count} backland houses"),
}
"""What the measures count."""


def explain(parcel_id: str, measures_row: pd.Series, profile: RuleProfile) -> Verdict:
    """Explain the verdict on one parcel.

    Parameters
    ----------
    parcel_id : str
    measures_row : Series
        The parcel's row of the measure table.
    profile : RuleProfile
        The profile that judged, or one to try out.

    Returns
    -------
    Verdict
        The rules that count for the class (for a parcel without potential: those of the class it
        is nearest to, and of a built one those of its free part), then the rules that only warn, then
        those that a plan or statute replaces. On land that is never judged (a way, water, a wood) no
        rule counts. A rule over every constraint layer gives one result per layer.
    """
    return explain_all(measures_row.to_frame(parcel_id).T.infer_objects(), profile)[0]


def explain_all(measures: pd.DataFrame, profile: RuleProfile) -> list[Verdict]:
    """Explain the verdicts on all parcels of a measure table, in its order; see :func:`explain`."""
    told = _Told(measures, profile)
    return [told.verdict(at) for at in range(len(measures))]


class _Told:
    """A measure table held against a profile once, asked parcel by parcel."""

    def __init__(self, measures: pd.DataFrame, profile: RuleProfile) -> None:
        self._profile, self.table = profile, MeasureTable(measures)
        self._judged = judgement(measures, profile)
        self._hints = hints_of(measures, profile, self._judged.potential)
        self._concerns = [self.table.concerns(rule) for rule in profile.rules]
        self._otherwise = [self.table.concerns(replace(rule, replaced_by="")) for rule in profile.rules]
        self._never = (
            exclusion.never_judged(measures)
            if "dominant_use" in measures
            else np.zeros(len(measures), dtype=bool)
        )
        self._values: dict[tuple[str, float], NDArray[np.float64]] = {}

    def value(self, rule: Rule, at: int) -> float:
        """What a rule compares of a parcel; NaN where it cannot be judged."""
        key = (rule.measure, rule.threshold)
        if key not in self._values:
            self._values[key] = rule_values(self.table, rule)
        return float(self._values[key][at])

    def verdict(self, at: int) -> Verdict:
        mask = int(self._judged.mask[at])
        rules = list(enumerate(self._profile.rules))
        results = [
            result
            for bit, rule in rules
            if (mask >> bit & 1 or rule.warn_only) and self._concerns[bit][at]
            for result in self._results(rule, at)
        ]
        results += [
            RuleResult(rule, Outcome.NOT_COUNTED, None, None, REPLACED)
            for bit, rule in rules
            if mask >> bit & 1 and rule.replaced_by and self.table.bounded[at] and self._otherwise[bit][at]
        ]
        if self._never[at]:
            results = [_not_counted(each) for each in results]
        return Verdict(
            parcel_id=str(self.table.measures.index[at]),
            potential=PotentialClass(str(self._judged.potential[at])),
            profile=self._profile.name,
            version=self._profile.version,
            results=tuple(results),
            reason=str(self._judged.reason[at]),
            hints=tuple(filter(None, str(self._hints[at]).split(";"))),
        )

    def _results(self, rule: Rule, at: int) -> list[RuleResult]:
        layers = layer_columns(self.table.measures, rule.measure) if over_layers(rule) else []
        return [self._result(replace(rule, measure=layer), at) for layer in layers] or [
            self._result(rule, at)
        ]

    def _result(self, rule: Rule, at: int) -> RuleResult:
        value = self.value(rule, at)
        if np.isnan(value):
            row = self.table.measures.iloc[at]
            if rule.measure in _OF_VACANT and is_built(row):
                return RuleResult(rule, Outcome.NOT_COUNTED, None, None, _built_reason(row, rule))
            return RuleResult(rule, Outcome.NOT_JUDGED, None, None, _unknown_reason(row, rule))
        sign = 1.0 if rule.comparison is Comparison.AT_LEAST else -1.0
        margin = sign * (value - rule.threshold)
        failed = Outcome.WARNED if rule.warn_only else Outcome.FAILED
        return RuleResult(rule, Outcome.PASSED if margin >= 0 else failed, value, margin)


def _not_counted(result: RuleResult) -> RuleResult:
    return replace(result, outcome=Outcome.NOT_COUNTED, margin=None, reason=NEVER_JUDGED)


def never_judged(measures_row: pd.Series) -> bool:
    """Tell whether the land use alone says that a parcel is no candidate: a way, water, a wood."""
    if "dominant_use" not in measures_row:
        return False
    return bool(exclusion.never_judged(measures_row.to_frame().T)[0])


def is_built(measures_row: pd.Series) -> bool:
    """Tell whether a parcel is measured as a built one: a main building of a size that matters there."""
    use, size = measures_row.get("use"), measures_row.get("main_built_m2")
    known = Use(use) if use in set(Use) else Use.RESIDENTIAL
    return size is not None and bool(size >= VACANT_M2[known])


def _has_free_part(measures_row: pd.Series) -> bool:
    """Tell whether somebody tried a second house on a built parcel."""
    return is_built(measures_row) and bool(pd.notna(measures_row.get("rest_spare_m")))


def _built_reason(row: pd.Series, rule: Rule) -> str:
    """A building is tried on the free part of a built parcel instead."""
    free_part = rule.measure == "house_spare_m" and _has_free_part(row)
    return "built_free_part" if free_part else "built"


def _unknown_reason(row: pd.Series, rule: Rule) -> str:
    if rule.measure in ACCESS_MEASURES:
        facing = row["access_state"] == AccessState.FACING_GAP.value
        return "facing_gap" if facing else "no_ways"
    if over_layers(rule):
        return "layer_not_loaded" if layer_columns(row.to_frame().T, EVERY_LAYER) else "no_constraints"
    if rule.measure == "inner_area_share":
        return "no_boundary"
    if rule.measure.startswith("land_use_share"):
        return "no_land_use"
    if rule.measure in _OF_VACANT:
        large = row["area_m2"] > LARGEST_M2 and row.get("use") != Use.COMMERCIAL.value
        return "large_area" if large else "far_from_houses"
    if rule.measure.startswith("rest_"):
        return "no_second_house"
    return {"built_neighbour_share": "only_ways_around", "same_owner_neighbour": "no_owners"}.get(
        rule.measure, "no_value"
    )


@dataclass(frozen=True)
class ExplanationLine:
    """One rule in words.

    Attributes
    ----------
    outcome : Outcome
        What the rule says; views choose a sign for it.
    rule, value, threshold, margin : str
        Ready to show in the current language; ``margin`` says by how much it passed or failed, or why
        it was not judged.
    source : str
        Where the threshold comes from.
    """

    outcome: Outcome
    rule: str
    value: str
    threshold: str
    margin: str
    source: str

    @property
    def judged(self) -> bool:
        """Whether the value was held against the threshold."""
        return self.outcome not in {Outcome.NOT_JUDGED, Outcome.NOT_COUNTED}


def explanation_lines(verdict: Verdict) -> list[ExplanationLine]:
    """Put the results of a verdict into words of the current language."""
    return [_line(result) for result in verdict.results]


def reason_text(verdict: Verdict) -> str:
    """Decisive reason of a verdict in words; a constraint that excludes is named with its share."""
    against = [result for result in verdict.results if _excludes(result)]
    if verdict.reason != "constraint" or not against:
        return i18n.label("verdict_reason", verdict.reason)
    worst = max(against, key=lambda result: result.value or 0.0)
    layer, share = layer_of(worst.rule), i18n.in_unit(worst.value, worst.rule.unit)
    return i18n.tr("Excluded by a constraint: {layer} ({share})", layer=layer, share=share)


def _excludes(result: RuleResult) -> bool:
    return result.outcome is Outcome.FAILED and over_layers(result.rule)


def hint_texts(verdict: Verdict) -> list[str]:
    """Hints of a verdict in words."""
    return [i18n.label("hint", hint) for hint in verdict.hints]


def _line(result: RuleResult) -> ExplanationLine:
    rule = result.rule
    name, value = rule_label(rule), i18n.measured(result.value, rule.measure)
    margin = i18n.label("not_judged", result.reason) if result.margin is None else margin_text(result)
    return ExplanationLine(result.outcome, name, value, threshold_text(rule), margin, source_text(rule))


def rule_label(rule: Rule) -> str:
    """Name of a rule, with the layer where it is held against a single constraint."""
    name = i18n.label("rule", kind_of(rule.name))
    layer = layer_of(rule)
    return f"{name}: {layer}" if layer else name


def layer_of(rule: Rule) -> str:
    """Constraint layer that a rule is held against, ``""`` for every layer and for other rules."""
    if not over_layers(rule):
        return ""
    name = rule.measure.partition("[")[2].rstrip("]")
    bare = name.strip("*")
    return (
        bare if bare == name else bare[:1].upper() + bare[1:]
    )  # a pattern of the profile is in small letters


def threshold_text(rule: Rule) -> str:
    """Threshold with its direction: ``mindestens 3,0 m``."""
    limit = i18n.in_unit(rule.threshold, rule.unit)
    if rule.comparison is Comparison.AT_LEAST:
        return i18n.tr("at least {limit}", limit=limit)
    return i18n.tr("at most {limit}", limit=limit)


def source_text(rule: Rule) -> str:
    """Where a threshold comes from, in the current language as far as the profile has it.

    An office's own threshold has no other source than the office; that of the one before is told with it.
    """
    source = rule.source_en if i18n.language() == "en" and rule.source_en else rule.source
    if rule.before is None:
        return source
    own = i18n.tr("Own value, before: {value}", value=i18n.in_unit(rule.before, rule.unit))
    return f"{own} ({source})" if source else own


def _difference(amount: float, rule: Rule) -> str:
    """Difference of a value and its threshold: of shares in points, of a count with what is counted."""
    if rule.unit is Unit.SHARE:
        return i18n.tr("{points} percentage points", points=i18n.number(100 * amount, 1))
    if rule.measure in _COUNTED:
        one, many = _COUNTED[rule.measure]
        return i18n.ntr(one, many, round(amount))
    return i18n.in_unit(amount, rule.unit)


def margin_text(result: RuleResult) -> str:
    """By how much a rule is met or missed, in words; "" where it was not judged, and for flags."""
    margin, unit = result.margin, result.rule.unit
    if margin is None or unit is Unit.FLAG:
        return ""
    if margin == 0:
        return i18n.tr("met")
    amount = _difference(abs(margin), result.rule)
    step = _SHOWN_STEP.get(unit, 0.0)
    if abs(margin) < step / 2:  # would be shown as zero
        amount = i18n.tr("less than {amount}", amount=_difference(step, result.rule))
    definition = definition_of(result.rule.measure)
    at_limit = definition and definition.limit is not None and (result.value or 0.0) >= definition.limit
    stepped = definition is not None and bool(definition.steps)  # the true value may be larger
    if at_limit or (stepped and margin > 0):
        amount = i18n.tr("{amount} or more", amount=amount)
    elif stepped:
        amount = i18n.tr("at most {limit}", limit=amount)
    if margin > 0:
        return i18n.tr("{amount} to spare", amount=amount)
    if result.rule.comparison is Comparison.AT_LEAST:
        if unit is Unit.COUNT and round(-margin) == 1:
            return i18n.tr("{amount} is missing", amount=amount)
        return i18n.tr("{amount} missing", amount=amount)
    return i18n.tr("{amount} too much", amount=amount)
