"""The queue of review mode: order, what is open, what comes next; and the sitting."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from flurinfill.desktop.review_mode.queue import ReviewQueue, SortBy
from flurinfill.desktop.review_mode.sitting import Decision, Sitting
from flurinfill.model.change import Change
from flurinfill.model.states import Review

TODAY = date(2026, 11, 23)
_PARCEL = "141834___{:05d}______"


def _sites(*rows: tuple) -> pd.DataFrame:
    """Sites of (id, class, review, area, village, deferred until)."""
    return pd.DataFrame(
        {
            "potential": [row[1] for row in rows],
            "review": [row[2] for row in rows],
            "area_m2": [float(row[3]) for row in rows],
            "gemarkung": [row[4] for row in rows],
            "district": [""] * len(rows),
            "deferred_until": pd.Series(
                [row[5] if len(row) > 5 else None for row in rows], dtype=object
            ).array,
            "parcel_ids": [(_PARCEL.format(900 - row[0]),) for row in rows],
            "parcel_missing": [len(row) > 6 for row in rows],
        },
        index=pd.Index([row[0] for row in rows], name="site_id"),
    )


@pytest.fixture
def sites() -> pd.DataFrame:
    """Six sites that are open, and four that are not."""
    return _sites(
        (1, "second_row", "candidate", 900, "Berg"),
        (2, "gap", "candidate", 500, "Tal"),
        (3, "gap", "in_review", 800, "Berg"),
        (4, "brownfield", "candidate", 9000, "Tal"),
        (5, "gap", "confirmed", 700, "Tal"),
        (6, "gap", "deferred", 600, "Tal", date(2026, 11, 23)),
        (7, "gap", "deferred", 600, "Tal", date(2026, 11, 24)),
        (8, "gap", "candidate", 600, "Tal", None, True),
        (9, "gap", "superseded", 600, "Tal"),
        (10, "minor_use", "candidate", 400, "Berg"),
    )


SCORE = pd.Series({1: 40.0, 2: 71.0, 3: 71.0, 6: 90.0, 10: 55.0})  # nobody scored 4


def _queue(sites: pd.DataFrame) -> ReviewQueue:
    return ReviewQueue(sites, TODAY, SCORE)


def _walk(queue: ReviewQueue, count: int) -> list[int | None]:
    seen = []
    for _ in range(count):
        seen.append(queue.current)
        queue.step(1)
    return seen


@pytest.mark.parametrize(
    ("by", "order"),
    [
        (SortBy.SCORE, [6, 3, 2, 10, 1, 4]),  # the higher first, of equals the larger; unknown ones last
        (SortBy.SIZE, [4, 1, 3, 6, 2, 10]),
        (SortBy.PLACE, [10, 3, 1, 6, 4, 2]),  # by village, then by parcel number
    ],
)
def test_open_sites_in_every_order(sites: pd.DataFrame, by: SortBy, order: list[int]) -> None:
    queue = _queue(sites)
    queue.arrange(by)
    assert _walk(queue, 7) == [*order, order[0]]  # round at the end
    assert (queue.total, queue.open_count) == (8, 6)


def test_villages_are_sorted_as_a_german_reader_expects() -> None:
    names = ("Zell", "Oybin", "Öderan", "Ötzdorf", "Weg 10", "Weg 9")
    queue = _queue(_sites(*((number, "gap", "candidate", 1, name) for number, name in enumerate(names))))
    queue.arrange(SortBy.PLACE)
    assert [names[site_id] for site_id in _walk(queue, 6)] == [
        "Öderan", "Ötzdorf", "Oybin", "Weg 9", "Weg 10", "Zell",
    ]  # fmt: skip


def test_one_class_only(sites: pd.DataFrame) -> None:
    queue = _queue(sites)
    queue.arrange(SortBy.SCORE, "gap")
    assert _walk(queue, 3) == [6, 3, 2]
    assert (queue.total, queue.open_count) == (5, 3)
    assert queue.classes() == {"gap": 3, "minor_use": 1, "second_row": 1, "brownfield": 1}


def test_after_a_decision_the_next_open_one_comes_and_what_was_passed_over_last(sites: pd.DataFrame) -> None:
    queue = _queue(sites)
    queue.arrange(SortBy.SCORE, "gap")
    queue.step(1)  # 6 is passed over
    seen = []
    while queue.current is not None:
        seen.append(queue.current)
        queue.learn(queue.current, "confirmed", None)
        queue.advance()
    assert seen == [3, 2, 6]
    assert queue.open_count == 0
    queue.learn(2, "candidate", None)  # undone
    assert queue.go_to(2)
    assert queue.waits(2)
    assert queue.open_count == 1


def test_decided_sites_stay_within_reach(sites: pd.DataFrame) -> None:
    queue = _queue(sites)
    queue.arrange(SortBy.SCORE, "gap")
    queue.learn(6, "rejected", None)
    queue.advance()
    queue.arrange(SortBy.SIZE, "gap", also={6})
    assert queue.current == 3  # it stays where it was
    queue.step(1)
    assert queue.current == 6
    queue.arrange(SortBy.SIZE, "second_row")
    assert queue.current == 1


def test_an_empty_queue_shows_nothing(sites: pd.DataFrame) -> None:
    queue = _queue(sites.iloc[:0])
    for by in SortBy:
        queue.arrange(by)
        assert queue.current is None
        queue.step(1)
        assert queue.upcoming() is None
    assert queue.classes() == {}


def test_a_site_put_off_again_is_no_longer_open(sites: pd.DataFrame) -> None:
    queue = _queue(sites)
    queue.arrange(SortBy.SCORE)
    queue.learn(6, "deferred", date(2027, 1, 1))
    assert not queue.waits(6)
    queue.learn(6, "deferred", TODAY)
    assert queue.waits(6)


def _undo(history_id: int) -> Change:
    return Change("undo", history_id=history_id)


def test_a_sitting_counts_what_stands() -> None:
    sitting = Sitting()
    for number, (site, review) in enumerate(
        [(1, Review.CONFIRMED), (2, Review.REJECTED), (3, None), (4, Review.CONFIRMED)]
    ):
        sitting.add(Decision(site, review, (number,)))
    assert sitting.tally() == {Review.CONFIRMED: 2, Review.REJECTED: 1}
    assert sitting.confirmed() == [1, 4]
    sitting.learn(_undo(3))
    assert sitting.last().site_id == 3
    assert sitting.tally() == {Review.CONFIRMED: 1, Review.REJECTED: 1}
    sitting.learn(Change("redo", history_id=3))
    assert sitting.last().site_id == 4
    sitting.learn(_undo(3))
    sitting.add(Decision(4, Review.DEFERRED, (9, 10)))
    sitting.learn(Change("redo", history_id=3))  # too late: another decision came since
    assert sitting.tally()[Review.CONFIRMED] == 1
    sitting.learn(_undo(10))
    assert sitting.last().site_id == 3
    assert sitting.sites() >= {1, 2, 3}
