"""Thresholds moved over measures that are there already: only what changes sides is judged again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.doubts import DOUBTS, changes
from flurinfill.detection.evaluation import ACCESS_MEASURES, MeasureTable, area_of, is_limited, rule_values
from flurinfill.detection.uses import classes_by_use, has_say, judge_by_use
from flurinfill.model.potential import PotentialClass
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import Comparison, Rule, RuleProfile

CLASSES = tuple(PotentialClass)
_NONE = CLASSES.index(PotentialClass.NONE)


@dataclass(frozen=True)
class Total:
    """How many parcels a class has, and their area in m² (official where known)."""

    count: int
    area_m2: float


@dataclass(frozen=True)
class _Sides:
    """On which side of a rule each parcel is."""

    failed: NDArray[np.bool_]
    unknown: NDArray[np.bool_]


@dataclass(frozen=True)
class _Held:
    """What a rule compares, wherever its threshold stands.

    Attributes
    ----------
    values : ndarray
        NaN where there is none, and where the rule does not count.
    missing : ndarray of bool
        Parcels that it counts for and that have no value.
    hidden_below : bool
        Whether a value below the threshold is no answer where access is not judged.
    """

    values: NDArray[np.float64]
    missing: NDArray[np.bool_]
    hidden_below: bool


class Tuning:
    """A profile whose thresholds are moved, and the class of every parcel by it.

    Verdicts are those of :func:`flurinfill.detection.uses.judge_by_use`. A move compares one column
    and judges only the parcels that changed sides (1,000,000 parcels: some milliseconds). Parcels
    that are building land only together are not looked for at a move: those of :meth:`merge` count
    for as long as they are nothing alone.

    Parameters
    ----------
    measures : DataFrame
        The measure table; not copied and never changed.
    profile : RuleProfile
    others : sequence of RuleProfile
        Profiles for other uses; one for the use of ``profile`` does not count.
    proposals : sequence of Proposal
        Found by these profiles.

    Attributes
    ----------
    profile : RuleProfile
        With the thresholds as they are now.
    alone : ndarray of int8, shape (parcels,)
        Position in :data:`CLASSES` of the class that each parcel has by itself.
    """

    def __init__(
        self,
        measures: pd.DataFrame,
        profile: RuleProfile,
        others: Sequence[RuleProfile] = (),
        proposals: Sequence[Proposal] = (),
    ) -> None:
        self.profile, self._others = profile, tuple(others)
        self._measures, self._table = measures, MeasureTable(measures)
        self._area = area_of(measures)
        self._values: dict[str, NDArray[np.float64]] = {}
        self._held: dict[str, _Held] = {}
        self._sides: dict[str, _Sides] = {}
        self._doubtful = [(doubt, np.flatnonzero(doubt.rows(measures))) for doubt in DOUBTS]
        verdicts = judge_by_use(measures, self.judges)
        self.alone = _codes(verdicts["potential"].to_numpy(dtype=object))
        self._at_stake = has_say(profile, measures, self.judges)
        self._own = (verdicts["judged_as"] == profile.use.value).to_numpy(dtype=bool)
        self.merge(proposals)

    @property
    def judges(self) -> list[RuleProfile]:
        """The profile as it is now, and those for other uses."""
        return [self.profile, *self._others]

    def merge(self, proposals: Sequence[Proposal]) -> None:
        """Take what was found to be building land only together."""
        members = [parcel for one in proposals for parcel in one.parcel_ids]
        classes = [CLASSES.index(one.potential) for one in proposals for _ in one.parcel_ids]
        self._merged = self._measures.index.get_indexer(pd.Index(members, dtype=object))
        self._merged_codes = np.array(classes, dtype=np.int8)

    @property
    def merged(self) -> NDArray[np.intp]:
        """Positions of the parcels that have a class only together with others."""
        return self._merged[self.alone[self._merged] == _NONE]

    @property
    def codes(self) -> NDArray[np.int8]:
        """Position in :data:`CLASSES` of the class of each parcel, alone or together with others."""
        out = self.alone.copy()
        only_so = self.alone[self._merged] == _NONE
        out[self._merged[only_so]] = self._merged_codes[only_so]
        return out

    @property
    def potentials(self) -> list[str]:
        """Class of every parcel, in the order of the measures."""
        names = np.array([str(each) for each in CLASSES], dtype=object)
        return list(names[self.codes])

    def rule(self, name: str) -> Rule:
        """Return a rule with its present threshold."""
        return next(rule for rule in self.profile.rules if rule.name == name)

    def values(self, name: str) -> NDArray[np.float64]:
        """Values that a rule compares, of the profile's own parcels; NaN where not judged."""
        rule = self.rule(name)
        return self._values_of(rule)[self._own & self._table.concerns(rule)]

    def missed(self, name: str) -> int:
        """Count the parcels of the profile that fail a rule."""
        return int(np.count_nonzero(self._sides_of(self.rule(name)).failed & self._own))

    def move(self, name: str, threshold: float) -> NDArray[np.intp]:
        """Set a threshold.

        Returns
        -------
        ndarray of int
            Positions of the parcels whose class by themselves is another now.
        """
        rule = self.rule(name)
        before, moved = self._sides_of(rule), rule.with_threshold(threshold)
        rules = tuple(moved if each is rule else each for each in self.profile.rules)
        self.profile = replace(self.profile, rules=rules)
        after = self._compared(moved)
        self._sides[name] = after
        # A class depends on this profile only where it judges, and not on streets or fields.
        crosses = (before.failed != after.failed) | (before.unknown != after.unknown)
        for doubt, rows in self._doubtful:
            if changes(doubt, moved):
                crosses[rows] = True
        crossed = np.flatnonzero(crosses & self._at_stake)
        if not len(crossed):
            return crossed
        codes = _codes(classes_by_use(self._measures.iloc[crossed], self.judges))
        changed = codes != self.alone[crossed]
        self.alone[crossed] = codes
        return crossed[changed]

    def totals(self) -> dict[PotentialClass, Total]:
        """Parcels and area of every class."""
        codes = self.codes
        counts = np.bincount(codes, minlength=len(CLASSES))
        areas = np.bincount(codes, weights=self._area, minlength=len(CLASSES))
        return {each: Total(int(counts[n]), float(areas[n])) for n, each in enumerate(CLASSES)}

    def _values_of(self, rule: Rule) -> NDArray[np.float64]:
        if rule.measure in ACCESS_MEASURES:  # whether it is judged depends on the threshold
            return rule_values(self._table, rule)
        if rule.name not in self._values:
            self._values[rule.name] = rule_values(self._table, rule)
        return self._values[rule.name]

    def _sides_of(self, rule: Rule) -> _Sides:
        if rule.name not in self._sides:
            self._sides[rule.name] = self._compared(rule)
        return self._sides[rule.name]

    def _compared(self, rule: Rule) -> _Sides:
        held, at_least = self._held_by(rule), rule.comparison is Comparison.AT_LEAST
        failed = held.values < rule.threshold if at_least else held.values > rule.threshold
        if not held.hidden_below:
            return _Sides(failed, held.missing)
        judged = self._table.access_judged  # as in rule_values: below the threshold, only where it is
        hidden = (held.values < rule.threshold) & ~judged
        return _Sides(failed & ~hidden, held.missing | hidden)

    def _held_by(self, rule: Rule) -> _Held:
        if rule.name not in self._held:
            hidden_below = rule.measure in ACCESS_MEASURES and rule.measure in self._measures
            values = (
                self._measures[rule.measure].to_numpy(dtype=float) if hidden_below else self._values_of(rule)
            )
            missing = np.isnan(values)
            if is_limited(rule):
                concerned = self._table.concerns(rule)
                values, missing = np.where(concerned, values, np.nan), missing & concerned
            self._held[rule.name] = _Held(values, missing, hidden_below)
        return self._held[rule.name]


def _codes(potential: NDArray[np.object_]) -> NDArray[np.int8]:
    position, names = pd.factorize(potential)
    lookup = np.array([CLASSES.index(PotentialClass(str(name))) for name in names], dtype=np.int8)
    return lookup[position] if len(lookup) else np.empty(0, dtype=np.int8)
