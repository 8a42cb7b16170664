"""A profile being edited: its thresholds and its building, with undo and redo. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from flurinfill.detection.tuning import Tuning
from flurinfill.model.rules import RuleProfile

BUILDING = frozenset({"building_m", "setback_m", "height_m"})
"""Fields of a profile that say which building is tried, and where."""
Value = float | tuple[float, float]


@dataclass(frozen=True)
class Step:
    """One change of one threshold, or of one field of :data:`BUILDING`."""

    name: str
    before: Value
    after: Value
    gesture: int


class Draft:
    """What the editor holds: the profile as it was, and as it is now.

    Parameters
    ----------
    tuning : Tuning
        Holds the present thresholds and classes.
    next_version : int
        Of the profile once it is saved: one that never judged here.
    """

    def __init__(self, tuning: Tuning, next_version: int) -> None:
        self.tuning, self.original, self.next_version = tuning, tuning.profile, next_version
        self.before = tuning.codes
        self._totals_before = tuning.totals()
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def totals_before(self) -> dict[str, tuple[int, float]]:
        """Parcels and m² of every class by the profile as it was."""
        return {key.value: (total.count, total.area_m2) for key, total in self._totals_before.items()}

    @property
    def changed(self) -> bool:
        """True when anything is another than at the beginning."""
        return self.tuning.profile != self.original

    @property
    def needs_measuring(self) -> bool:
        """True when the measures that are there rest on another building or another distance."""
        now, then = self.tuning.profile, self.original
        return (now.building_m, now.distance_m) != (then.building_m, then.distance_m)

    @property
    def can_undo(self) -> bool:
        """True when there is a change to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """True when there is a change to do again."""
        return bool(self._undone)

    def original_threshold(self, name: str) -> float:
        """Threshold of a rule as it was."""
        return next(rule.threshold for rule in self.original.rules if rule.name == name)

    def move(self, name: str, threshold: float, gesture: int) -> NDArray[np.intp]:
        """Set a threshold; changes of one rule within one gesture are undone together.

        Returns
        -------
        ndarray of int
            Positions of the parcels whose class changed.
        """
        if not self._noted(name, self.tuning.rule(name).threshold, threshold, gesture):
            return np.empty(0, dtype=np.intp)
        return self.tuning.move(name, threshold)

    def build(self, name: str, value: Value, gesture: int) -> None:
        """Set a field of :data:`BUILDING`; classes follow once it is measured."""
        if self._noted(name, getattr(self.tuning.profile, name), value, gesture):
            self._set(name, value)

    def _noted(self, name: str, present: Value, value: Value, gesture: int) -> bool:
        """Remember a change for undo; False when it is none."""
        if value == present:
            return False
        last = self._done[-1] if self._done else None
        if last is not None and (last.name, last.gesture) == (name, gesture):
            self._done[-1] = replace(last, after=value)
        else:
            self._done.append(Step(name, present, value, gesture))
        self._undone.clear()
        return True

    def _set(self, name: str, value: Value) -> None:
        if name in BUILDING:
            self.tuning.profile = replace(self.tuning.profile, **{name: value})
        else:
            self.tuning.move(name, value)

    def undo(self) -> str:
        """Take the last change back; returns the name of the rule or field, "" when there is none."""
        if not self._done:
            return ""
        step = self._done.pop()
        self._undone.append(step)
        self._set(step.name, step.before)
        return step.name

    def redo(self) -> str:
        """Do the last undone change again; returns the name of the rule or field, "" for none."""
        if not self._undone:
            return ""
        step = self._undone.pop()
        self._done.append(step)
        self._set(step.name, step.after)
        return step.name

    def as_version(self, title: str, language: str) -> RuleProfile:
        """Return the edited profile as the next version; a new title is taken for both languages.

        Parameters
        ----------
        title : str
            As the user wrote it.
        language : str
            In which the title was shown.
        """
        profile = replace(self.tuning.profile, version=self.next_version, origin="", unknown_rules=())
        title = title.strip()
        present = profile.title_de if language == "de" else profile.title_en
        if not title or title == present:
            return profile
        return replace(profile, title_de=title, title_en=title)
