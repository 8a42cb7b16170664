"""What was decided since review mode was entered: summed up at the end, taken back one by one. No Qt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flurinfill.model.change import Change
from flurinfill.model.states import Review


@dataclass(frozen=True)
class Decision:
    """One decision, or a note.

    Attributes
    ----------
    site_id : int
    review : Review or None
        What was decided; None for a note.
    steps : tuple of int
        Rows of the history that it wrote, in their order.
    """

    site_id: int
    review: Review | None
    steps: tuple[int, ...]


class Sitting:
    """The decisions in their order, and which of them were taken back."""

    def __init__(self) -> None:
        self._decisions: list[Decision] = []
        self._undone: set[int] = set()

    def add(self, decision: Decision) -> None:
        """Remember a decision; what was taken back before cannot be done again any more."""
        self._decisions = [*self._standing(), decision]

    def learn(self, change: Change) -> None:
        """Take notice of an undo or redo, wherever it was asked for."""
        if change.history_id is None:
            return
        if change.code == "undo":
            self._undone.add(change.history_id)
        elif change.code == "redo":
            self._undone.discard(change.history_id)

    def last(self) -> Decision | None:
        """Return the latest decision that stands."""
        standing = self._standing()
        return standing[-1] if standing else None

    def sites(self) -> frozenset[int]:
        """Sites about which something was decided, also where it was taken back."""
        return frozenset(decision.site_id for decision in self._decisions)

    def confirmed(self) -> list[int]:
        """Sites that were confirmed, in the order of the decisions."""
        return [each.site_id for each in self._standing() if each.review is Review.CONFIRMED]

    def tally(self) -> Counter[Review]:
        """Number of sites by what stands about them."""
        last = {each.site_id: each.review for each in self._standing() if each.review is not None}
        return Counter(last.values())

    def _standing(self) -> list[Decision]:
        return [each for each in self._decisions if self._undone.isdisjoint(each.steps)]
