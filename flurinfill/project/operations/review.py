"""Move a site's review (Prüfung)."""

from __future__ import annotations

from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.errors import MoveRefused
from flurinfill.model.states import RejectReason, Review, check_review
from flurinfill.project.operations.unit import operation
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
    with operation(project, "set_review") as unit:
        site = unit.work_on(site_id, version)
        old = Review(site["review"])
        check_review(old, review, reason, note)
        if review is Review.DEFERRED and deferred_until is None:
            raise MoveRefused("deferred_until_missing")
        if note.strip():
            project.vault.require()
            unit.secret["note"] = note.strip()
        rejected, deferred = review is Review.REJECTED, review is Review.DEFERRED
        unit.update(
            SITES,
            site_id,
            review=review.value,
            reject_reason=reason.value if rejected and reason else None,
            deferred_until=deferred_until.isoformat() if deferred and deferred_until else None,
            potential_seen=site["potential_now"],
        )
        unit.details |= {"old": old.value, "new": review.value}
        if rejected and reason:
            unit.details["reason"] = reason.value
        if deferred and deferred_until:
            unit.details["until"] = deferred_until.isoformat()
    return unit.change
