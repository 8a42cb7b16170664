"""A profile being edited: its thresholds with undo and redo. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from flurinfill.detection.tuning import Tuning
from flurinfill.model.rules import RuleProfile


@dataclass(frozen=True)
class Step:
    """One change of one threshold."""

    name: str
    before: float
    after: float
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
        """True when any threshold is another than at the beginning."""
        return self.tuning.profile != self.original

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
        present = self.tuning.rule(name).threshold
        if threshold == present:
            return np.empty(0, dtype=np.intp)
        last = self._done[-1] if self._done else None
        if last is not None and (last.name, last.gesture) == (name, gesture):
            self._done[-1] = replace(last, after=threshold)
        else:
            self._done.append(Step(name, present, threshold, gesture))
        self._undone.clear()
        return self.tuning.move(name, threshold)

    def undo(self) -> str:
        """Take the last change back; returns the rule's name, "" when there is none."""
        if not self._done:
            return ""
        step = self._done.pop()
        self._undone.append(step)
        self.tuning.move(step.name, step.before)
        return step.name

    def redo(self) -> str:
        """Do the last undone change again; returns the rule's name, "" when there is none."""
        if not self._undone:
            return ""
        step = self._undone.pop()
        self._done.append(step)
        self.tuning.move(step.name, step.after)
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
