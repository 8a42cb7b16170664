"""What would have to change: the fewest thresholds that give a parcel another class."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from flurinfill import i18n
from flurinfill.detection.evaluation import (
    MeasureTable,
    evaluate,
    exclusion_mask,
    masks_of,
    named_mask,
    own_mask,
    rule_values,
)
from flurinfill.detection.explanation import never_judged, rule_label, threshold_text
from flurinfill.detection.rulebook import FREE_PART_RULES, REST_RULES, threshold_range
from flurinfill.detection.rules import judgement
from flurinfill.model.measures import Unit
from flurinfill.model.potential import CANDIDATE_CLASSES, PotentialClass
from flurinfill.model.rules import Comparison, Rule, RuleProfile

STEP = {Unit.METRE: 0.1, Unit.SQUARE_METRE: 1.0, Unit.SHARE: 0.001, Unit.FLAG: 1.0, Unit.COUNT: 1.0}
"""Steps in which thresholds are set, the smallest difference that a figure on a screen shows."""
REACH = 2.0
"""No threshold is offered that is more than this many times higher or lower: a rule that asks for a
house on the boundary within 35 m instead of 0.6 m, or for no land out of use at all, is another rule."""
_MOST_FLIPS_OUT = 6
_PAIRED = 6
"""So many of the nearest rules are tried in pairs: each pair costs some milliseconds of judging."""
_NOTHING_THERE = 1e-9
_HANGING = frozenset({"area_far_off", "land_use_unknown"})
"""Doubts over which another threshold may make both ways of judging agree. What nobody knows (access, an
outline of nothing, a village without houses) no threshold tells."""
_TARGETS = tuple(each for each in PotentialClass if each in CANDIDATE_CLASSES)


@dataclass(frozen=True)
class Flip:
    """One threshold that would have to be another.

    Attributes
    ----------
    rule : Rule
        As it is in the profile.
    from_threshold, to_threshold : float
        In the unit of the rule; the new one is within the allowed range.
    """

    rule: Rule
    from_threshold: float
    to_threshold: float


@dataclass(frozen=True)
class WhatIf:
    """The class that a parcel would have with these thresholds instead.

    ``flips`` is empty and ``potential`` the present class where no threshold can change it: land
    whose use is never judged (``use_decides``), missing data (``data_decides``), a value beyond
    :data:`REACH`.
    """

    potential: PotentialClass
    flips: tuple[Flip, ...]
    use_decides: bool = False
    data_decides: bool = False


def flips(measures_row: pd.Series, profile: RuleProfile) -> tuple[Flip, ...]:
    """Give the smallest set of thresholds that changes the verdict on a parcel.

    A parcel without potential: the rules missed for the class and form of building that misses the
    fewest (of several, those missed by least), of a built one also for its free part. A candidate:
    the rule with the least relative margin whose failure leaves no other candidate class, else two
    rules (one of the nearest with any), else one of each class that steps in, of
    which none can be left out. No threshold moves beyond :data:`REACH`, and none is emptied, as "at
    least 0 m". Every set returned was tried out.

    Parameters
    ----------
    measures_row : Series
        The parcel's row of the measure table.
    profile : RuleProfile

    Returns
    -------
    tuple of Flip
        In the order of the profile; empty where no threshold can change the verdict.
    """
    return what_if(measures_row, profile).flips


def what_if(measures_row: pd.Series, profile: RuleProfile) -> WhatIf:
    """Give :func:`flips` together with the class that they lead to."""
    measures = measures_row.to_frame().T.infer_objects()
    now = _class_of(measures, profile)
    if never_judged(measures_row):
        return WhatIf(now, (), use_decides=True)
    if now in CANDIDATE_CLASSES:
        return _out(measures, profile) or WhatIf(now, ())
    if now is not PotentialClass.UNDECIDABLE:
        return _in(measures, profile) or WhatIf(now, ())
    if str(judgement(measures, profile).reason[0]) not in _HANGING:
        return WhatIf(now, (), data_decides=True)
    return _in(measures, profile) or _out(measures, profile) or WhatIf(now, (), data_decides=True)


def flipped(profile: RuleProfile, changes: Iterable[Flip]) -> RuleProfile:
    """Return the profile with these thresholds instead."""
    wanted = {flip.rule.name: flip.to_threshold for flip in changes}
    rules = tuple(replace(rule, threshold=wanted.get(rule.name, rule.threshold)) for rule in profile.rules)
    return replace(profile, rules=rules)


def _class_of(measures: pd.DataFrame, profile: RuleProfile) -> PotentialClass:
    return PotentialClass(str(judgement(measures, profile).potential[0]))


def _in(measures: pd.DataFrame, profile: RuleProfile) -> WhatIf | None:
    """Loosen what fails, for the class that fails least."""
    table = MeasureTable(measures)
    failed = int(evaluate(measures, profile).failed[0])
    ways = []
    for needed in _needed(profile):
        missed = [rule for bit, rule in enumerate(profile.rules) if (failed & needed) >> bit & 1]
        changes = [_flip(table, rule, passes=True) for rule in missed]
        wanted = tuple(flip for flip in changes if flip is not None)
        if wanted and len(wanted) == len(missed):
            ways.append((len(missed), sum(_distance(table, rule) for rule in missed), wanted))
    for *_, wanted in sorted(ways, key=lambda way: way[:2]):
        then = _class_of(measures, flipped(profile, wanted))
        if then in CANDIDATE_CLASSES:
            return WhatIf(then, wanted)
    return None


def _sensible_range(rule: Rule) -> tuple[float, float]:
    """Thresholds that an official could mean: within reach, and still saying something."""
    low, high = threshold_range(rule.name)
    low, high = max(low, rule.threshold / REACH), min(high, rule.threshold * REACH)
    says_nothing = threshold_range(rule.name)[0 if rule.comparison is Comparison.AT_LEAST else 1]
    step = STEP[rule.unit]
    return low + step * (low == says_nothing), high - step * (high == says_nothing)


def _needed(profile: RuleProfile) -> Iterator[int]:
    """Rules of every candidate class and form of building that the profile knows, as bits."""
    for wanted in _TARGETS:
        if own_mask(profile, wanted):
            for _, needed in masks_of(profile, wanted):
                yield needed
    if named_mask(profile, REST_RULES):
        yield named_mask(profile, FREE_PART_RULES) | exclusion_mask(profile)


def _out(measures: pd.DataFrame, profile: RuleProfile) -> WhatIf | None:
    """Tighten one rule, or two; where further classes step in, one rule of each."""
    for few in _few_tightened(measures, profile):
        then = _class_of(measures, flipped(profile, few))
        if _is_out(then):
            return WhatIf(then, _in_order(profile, few))
    done: list[Flip] = []
    for _ in range(_MOST_FLIPS_OUT):
        further = next(iter(_tightened(measures, flipped(profile, done))), None)
        if further is None:
            return None
        done.append(further)
        then = _class_of(measures, flipped(profile, done))
        if _is_out(then):
            return WhatIf(then, _needless_left_out(measures, profile, done))
    return None


def _few_tightened(measures: pd.DataFrame, profile: RuleProfile) -> Iterator[tuple[Flip, ...]]:
    """Each single rule that can be tightened; then each with one of the class that steps in."""
    singles = _tightened(measures, profile)
    yield from ((one,) for one in singles)
    for one in singles[:_PAIRED]:
        yield from ((one, other) for other in _tightened(measures, flipped(profile, [one])))


def _is_out(potential: PotentialClass) -> bool:
    return potential not in CANDIDATE_CLASSES and potential is not PotentialClass.UNDECIDABLE


def _needless_left_out(
    measures: pd.DataFrame, profile: RuleProfile, done: Sequence[Flip]
) -> tuple[Flip, ...]:
    """Leave out each change without which the others still suffice."""
    kept = list(done)
    for flip in done:
        rest = [each for each in kept if each is not flip]
        if rest and _is_out(_class_of(measures, flipped(profile, rest))):
            kept = rest
    return _in_order(profile, kept)


def _in_order(profile: RuleProfile, changes: Iterable[Flip]) -> tuple[Flip, ...]:
    names = [rule.name for rule in profile.rules]
    return tuple(sorted(changes, key=lambda flip: names.index(flip.rule.name)))


def _tightened(measures: pd.DataFrame, profile: RuleProfile) -> list[Flip]:
    """Each rule of the parcel's class so that it fails, the one with the least margin first."""
    table = MeasureTable(measures)
    mask = int(judgement(measures, profile).mask[0])
    counting = [
        rule
        for bit, rule in enumerate(profile.rules)
        if mask >> bit & 1 and not rule.warn_only and table.concerns(rule)[0]
    ]
    counting.sort(key=lambda rule: _distance(table, rule))
    return [flip for rule in counting if (flip := _flip(table, rule, passes=False)) is not None]


def _distance(table: MeasureTable, rule: Rule) -> float:
    """Distance of a value from its threshold, relative to the larger of both."""
    value = float(rule_values(table, rule)[0])
    if not math.isfinite(value):
        return math.inf
    return abs(value - rule.threshold) / max(abs(value), abs(rule.threshold), _NOTHING_THERE)


def _flip(table: MeasureTable, rule: Rule, *, passes: bool) -> Flip | None:
    """Give the nearest threshold that the parcel passes or fails; None where none is allowed."""
    value = float(rule_values(table, rule)[0])
    if not math.isfinite(value):
        return None
    step = STEP[rule.unit]
    at_least = rule.comparison is Comparison.AT_LEAST
    steps = math.floor(value / step) if at_least else math.ceil(value / step)
    if not passes:
        steps += 1 if at_least else -1
    low, high = _sensible_range(rule)
    wanted = min(max(round(steps * step, 6), low), high)
    holds = value >= wanted if at_least else value <= wanted
    return Flip(rule, rule.threshold, wanted) if holds == passes else None


def flip_text(flip: Flip) -> str:
    """One change in words: ``Straßenfront: mindestens 2,4 m statt 3,0 m``."""
    return i18n.tr(
        "{rule}: {wanted} instead of {present}",
        rule=rule_label(flip.rule),
        wanted=threshold_text(replace(flip.rule, threshold=flip.to_threshold)),
        present=i18n.in_unit(flip.from_threshold, flip.rule.unit),
    )


def what_if_text(answer: WhatIf) -> str:
    """What would have to change, as one sentence without the changes (see :func:`flip_text`)."""
    if not answer.flips:
        if answer.data_decides:
            return i18n.tr("The data is too poor to decide; the thresholds are not the reason.")
        if answer.use_decides:
            return i18n.tr("No threshold would change this: the land use decides.")
        return i18n.tr("Not even thresholds half or twice as high would change this.")
    return i18n.ntr(
        "It would be “{potential}” if this threshold were different:",
        "It would be “{potential}” if these {count} thresholds were different:",
        len(answer.flips),
        potential=i18n.name_of(answer.potential),
    )
