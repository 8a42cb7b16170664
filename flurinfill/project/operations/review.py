"""Move a site's review (Prüfung)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.errors import MoveRefused
from flurinfill.model.states import RejectReason, Review, check_review
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import SITES


def set_review(
    project: Project,
    site_id: int,
    review: Review,
    *,
    reason: RejectReason | None = None,
    note: str = "",
    deferred_until: date | None = None,
    version: int | None = None,
) -> Change:
    """Move the review of a site; who reviews it has seen the class of the latest detection.

    Parameters
    ----------
    reason : RejectReason
        Needed for ``rejected``.
    note : str
        Needed to reopen a rejected site. Free text can name persons, so it is sealed in the history.
    deferred_until : date
        Needed for ``deferred``: the day on which the site is due again.
    version : int
        The version the user saw; None does not check.

    Raises
    ------
    MoveRefused
        See :func:`flurinfill.model.states.check_review`; ``deferred_until_missing``.
    StaleWrite
        ``stale_site``.
    SealedError
        With a note while the vault is locked or absent.
    """
    move = ReviewMove(review, reason, note.strip(), deferred_until)
    with operation(project, "set_review") as unit:
        old = move.apply(unit, site_id, version)
        unit.details |= {"old": old.value, **move.details}
    return unit.change


@dataclass(frozen=True)
class ReviewMove:
    """Where the review goes, with what the move needs."""

    review: Review
    reason: RejectReason | None = None
    note: str = ""
    deferred_until: date | None = None

    @property
    def details(self) -> dict[str, object]:
        """What the history says of it."""
        said: dict[str, object] = {"new": self.review.value}
        if self.review is Review.REJECTED and self.reason:
            said["reason"] = self.reason.value
        if self.review is Review.DEFERRED and self.deferred_until:
            said["until"] = self.deferred_until.isoformat()
        return said

    def apply(self, unit: Unit, site_id: int, version: int | None = None) -> Review:
        """Move one site inside an operation; a refused move has written nothing. Return the old state."""
        site = unit.look_at(site_id, version)
        old = Review(site["review"])
        check_review(old, self.review, self.reason, self.note)
        if self.review is Review.DEFERRED and self.deferred_until is None:
            raise MoveRefused("deferred_until_missing")
        if self.note:
            unit.project.vault.require()
            unit.secret["note"] = self.note
        unit.work_on(site_id)
        rejected, deferred = self.review is Review.REJECTED, self.review is Review.DEFERRED
        unit.update(
            SITES,
            site_id,
            review=self.review.value,
            reject_reason=self.reason.value if rejected and self.reason else None,
            deferred_until=self.deferred_until.isoformat() if deferred and self.deferred_until else None,
            potential_seen=site["potential_now"],
        )
        return old
