"""One change of many sites: those that allow it, in one step that is undone at once."""

from __future__ import annotations

from datetime import date

import pytest

from flurinfill.model.errors import MoveRefused, SealedError
from flurinfill.model.states import Availability, RejectReason, Review
from flurinfill.project import Project, operations, queries

DAY = date(2030, 5, 1)


def reviews(project: Project) -> list[Review]:
    return [queries.site(project, site_id).review for site_id in (1, 2, 3, 4)]


def test_what_is_allowed_is_changed_and_the_rest_is_named(project: Project) -> None:
    operations.set_review(project, 2, Review.REJECTED, reason=RejectReason.NO_ACCESS)
    versions = queries.site_table(project)["version"]
    change = operations.set_reviews(project, [1, 2, 3, 99], Review.CONFIRMED)
    assert reviews(project) == [Review.CONFIRMED, Review.REJECTED, Review.CONFIRMED, Review.CANDIDATE]
    assert change.details["count"] == 2
    case = queries.site(project, 2).case_no
    assert change.details["refused"] == {"move_not_allowed": [case], "site_absent": ["99"]}
    assert change.sites == {1, 3}
    assert change.parcels == set(queries.site(project, 1).parcel_ids + queries.site(project, 3).parcel_ids)
    after = queries.site_table(project)["version"]
    assert (after - versions).tolist() == [1, 0, 1, 0]
    assert [entry.code for entry in queries.history(project, 3)] == ["set_review", "store_detection"][:1]

    undone = operations.undo(project)
    assert undone.sites == {1, 3}
    assert reviews(project) == [Review.CANDIDATE, Review.REJECTED, Review.CANDIDATE, Review.CANDIDATE]
    operations.redo(project)
    assert reviews(project)[0] is Review.CONFIRMED
    assert not queries.site_table(project).loc[4, "version"] > versions[4]


def test_reasons_and_days_count_for_all(project: Project) -> None:
    with pytest.raises(MoveRefused, match="none_possible"):
        operations.set_reviews(project, [1, 2], Review.REJECTED)
    assert queries.history(project)[0].code == "store_detection"
    operations.set_reviews(project, [1, 2], Review.REJECTED, reason=RejectReason.OTHER)
    assert {queries.site(project, site_id).reject_reason for site_id in (1, 2)} == {RejectReason.OTHER}
    operations.set_reviews(project, [3, 4], Review.DEFERRED, deferred_until=DAY)
    assert {queries.site(project, site_id).deferred_until for site_id in (3, 4)} == {DAY}
    operations.set_reviews(project, [1, 2], Review.IN_REVIEW, note="Neuer Eigentümer")
    entry = queries.history(project)[0]
    assert entry.details["note"] == "Neuer Eigentümer"
    project.seal()
    assert "note" not in queries.history(project)[0].details
    with pytest.raises(SealedError):
        operations.set_reviews(project, [1, 2], Review.CONFIRMED, note="geheim")
    assert reviews(project)[:2] == [Review.IN_REVIEW] * 2


def test_availability_needs_what_each_site_needs(project: Project) -> None:
    operations.set_review(project, 1, Review.CONFIRMED)
    operations.set_availabilities(project, [1, 2], Availability.AVAILABLE)
    change = operations.set_availabilities(project, [1, 2, 1], Availability.MARKETED)
    assert change.details["count"] == 1
    assert list(change.details["refused"]) == ["marketed_needs_confirmed"]
    moved = queries.moves(project)
    assert moved[moved["new"] == "available"]["site_id"].tolist() == [1, 2]  # each site has its course


def test_a_site_that_somebody_changed_since_is_named_and_stays(project: Project) -> None:
    seen = {int(key): int(value) for key, value in queries.site_table(project)["version"].items()}
    operations.set_review(project, 2, Review.IN_REVIEW)
    case = queries.site(project, 2).case_no
    changes = (
        operations.set_reviews(project, [1, 2], Review.CONFIRMED, versions=seen),
        operations.set_availabilities(project, [2, 3], Availability.AVAILABLE, versions=seen),
        operations.set_site_fields(project, [2, 4], "grz", 0.4, versions=seen),
    )
    for change in changes:
        assert change.details["refused"] == {"stale_site": [case]}
        assert change.details["count"] == 1
    assert reviews(project)[:2] == [Review.CONFIRMED, Review.IN_REVIEW]
    assert queries.site(project, 2).availability is Availability.UNKNOWN
    with pytest.raises(MoveRefused, match="none_possible"):
        operations.set_reviews(project, [2], Review.CONFIRMED, versions=seen)
