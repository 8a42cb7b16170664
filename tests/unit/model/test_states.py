"""Every move of every axis: allowed exactly where the table says so."""

from collections.abc import Mapping
from enum import StrEnum

import pytest

from flurinfill.model.errors import MoveRefused
from flurinfill.model.states import (
    AVAILABILITY_MOVES,
    OUTREACH_MOVES,
    PUBLICATION_MOVES,
    REVIEW_MOVES,
    Availability,
    Outreach,
    Publication,
    RejectReason,
    Review,
    Willingness,
    check_availability,
    check_outreach,
    check_publication,
    check_review,
    site_willingness,
)


def pairs(moves: Mapping[StrEnum, frozenset[StrEnum]], *, allowed: bool) -> list[tuple[StrEnum, StrEnum]]:
    axis = list(moves)
    return [(old, new) for old in axis for new in axis if (new in moves[old]) is allowed]


def test_no_person_moves_a_site_to_superseded() -> None:
    assert all(Review.SUPERSEDED not in targets for targets in REVIEW_MOVES.values())


@pytest.mark.parametrize(("old", "new"), pairs(REVIEW_MOVES, allowed=True))
def test_allowed_reviews(old: Review, new: Review) -> None:
    check_review(old, new, RejectReason.OTHER, "neue Lage")


@pytest.mark.parametrize(("old", "new"), pairs(REVIEW_MOVES, allowed=False))
def test_refused_reviews(old: Review, new: Review) -> None:
    with pytest.raises(MoveRefused, match="move_not_allowed"):
        check_review(old, new, RejectReason.OTHER, "neue Lage")


def test_reasons_of_a_review() -> None:
    with pytest.raises(MoveRefused, match="reject_reason_missing"):
        check_review(Review.CANDIDATE, Review.REJECTED, None)
    with pytest.raises(MoveRefused, match="reopen_reason_missing"):
        check_review(Review.REJECTED, Review.IN_REVIEW, None, "  ")


@pytest.mark.parametrize(("old", "new"), pairs(OUTREACH_MOVES, allowed=True))
def test_allowed_outreach(old: Outreach, new: Outreach) -> None:
    check_outreach(old, new, "ausdrücklich gewünscht")


@pytest.mark.parametrize(("old", "new"), pairs(OUTREACH_MOVES, allowed=False))
def test_refused_outreach(old: Outreach, new: Outreach) -> None:
    with pytest.raises(MoveRefused, match="move_not_allowed"):
        check_outreach(old, new, "ausdrücklich gewünscht")


def test_a_block_is_lifted_only_with_a_reason() -> None:
    with pytest.raises(MoveRefused, match="recontact_reason_missing"):
        check_outreach(Outreach.DO_NOT_CONTACT, Outreach.RESEARCH)


@pytest.mark.parametrize(("old", "new"), pairs(AVAILABILITY_MOVES, allowed=True))
def test_allowed_availability(old: Availability, new: Availability) -> None:
    check_availability(old, new, Review.CONFIRMED, "Irrtum")


@pytest.mark.parametrize(("old", "new"), pairs(AVAILABILITY_MOVES, allowed=False))
def test_refused_availability(old: Availability, new: Availability) -> None:
    with pytest.raises(MoveRefused, match="move_not_allowed"):
        check_availability(old, new, Review.CONFIRMED, "Irrtum")


@pytest.mark.parametrize("review", [review for review in Review if review is not Review.CONFIRMED])
def test_only_confirmed_sites_are_marketed(review: Review) -> None:
    with pytest.raises(MoveRefused, match="marketed_needs_confirmed"):
        check_availability(Availability.AVAILABLE, Availability.MARKETED, review)


@pytest.mark.parametrize(("old", "new"), pairs(PUBLICATION_MOVES, allowed=True))
def test_allowed_publication(old: Publication, new: Publication) -> None:
    check_publication(old, new, month_over=True)


@pytest.mark.parametrize(("old", "new"), pairs(PUBLICATION_MOVES, allowed=False))
def test_refused_publication(old: Publication, new: Publication) -> None:
    with pytest.raises(MoveRefused, match="move_not_allowed"):
        check_publication(old, new, month_over=True)


def test_nothing_is_cleared_within_the_month() -> None:
    with pytest.raises(MoveRefused, match="announcement_month_running"):
        check_publication(Publication.ANNOUNCED, Publication.CLEARED, month_over=False)


@pytest.mark.parametrize(
    ("owners", "site"),
    [
        ([], Willingness.UNKNOWN),
        ([Willingness.SELL, Willingness.SELL], Willingness.SELL),
        ([Willingness.SELL, Willingness.UNKNOWN], Willingness.UNKNOWN),
        ([Willingness.SELL, Willingness.SWAP, Willingness.SELL], Willingness.SWAP),
        ([Willingness.UNKNOWN, Willingness.NO_INTEREST, Willingness.SELL], Willingness.NO_INTEREST),
    ],
)
def test_willingness_of_a_site(owners: list[Willingness], site: Willingness) -> None:
    assert site_willingness(owners) is site
