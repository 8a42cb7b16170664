"""The stock of a past day stays what it was, whatever is done later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import pytest
import small_town

from flurinfill.model.states import Availability, RejectReason, Review
from flurinfill.project import Project, meta, operations, queries

FIRST, SECOND, THIRD, FOURTH = date(2026, 2, 2), date(2026, 5, 4), date(2026, 8, 6), date(2026, 9, 8)
SAME = ["potential", "review", "availability", "publication", "village", "area_m2"]

At = Callable[[date], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Set the day on which the operations are done."""

    def put(day: date) -> None:
        monkeypatch.setattr(meta, "now", lambda: f"{day}T10:00:00+00:00")

    put(FIRST)
    return put


@pytest.fixture
def town(at: At, project: Project) -> Project:
    """The small town with a site confirmed and one rejected at the first day."""
    operations.set_review(project, 1, Review.CONFIRMED)
    operations.set_review(project, 2, Review.REJECTED, reason=RejectReason.OTHER)
    return project


def _detect(project: Project, classes: Sequence[str]) -> None:
    operations.store_detection(
        project,
        small_town.measures(owners=True),
        small_town.verdicts(classes),
        small_town.profile(),
        small_town.TOML,
    )


def test_today_is_what_the_table_of_sites_says(town: Project) -> None:
    table = queries.site_table(town)
    for day in (date.today(), SECOND):
        pd.testing.assert_frame_equal(queries.moves(town, day), queries.moves(town))
        pd.testing.assert_frame_equal(queries.stock_at(town, day)[SAME], table[SAME], check_dtype=False)


def test_a_day_stays_whatever_is_done_later(town: Project, at: At) -> None:
    before = queries.stock_at(town, FIRST)
    assert list(before["review"]) == ["confirmed", "rejected", "candidate", "candidate"]
    at(SECOND)
    operations.set_availability(town, 1, Availability.BUILT)
    operations.set_review(town, 2, Review.IN_REVIEW, note="doch")
    operations.set_site_field(town, 3, "area_m2", 123.0)
    operations.set_site_field(town, 3, "district", "Neudorf")
    operations.set_site_parcels(town, 4, [small_town.IDS[7], small_town.IDS[6]])
    operations.create_site(town, [small_town.IDS[1]])
    changed = queries.stock_at(town, SECOND)
    assert len(changed) == 5
    assert changed.loc[3, "area_m2"] == 123.0
    assert changed.loc[3, "village"] == "Neudorf"
    pd.testing.assert_frame_equal(queries.stock_at(town, FIRST), before)
    operations.undo(town)
    pd.testing.assert_frame_equal(queries.stock_at(town, FIRST), before)


def test_what_is_undone_later_still_stood_before(town: Project, at: At) -> None:
    at(SECOND)
    operations.create_site(town, [small_town.IDS[1]])
    operations.set_availability(town, 1, Availability.BUILT)
    then, moved = queries.stock_at(town, SECOND), queries.moves(town, SECOND)
    assert (5, SECOND, "created") in set(zip(moved["site_id"], moved["on"], moved["axis"], strict=True))
    at(THIRD)
    operations.undo(town)
    operations.undo(town)
    pd.testing.assert_frame_equal(queries.stock_at(town, SECOND), then)
    pd.testing.assert_frame_equal(queries.moves(town, SECOND), moved)
    assert queries.moves(town, THIRD).equals(queries.moves(town))
    assert "built" not in set(queries.moves(town, THIRD)["new"])
    operations.set_review(town, 3, Review.CONFIRMED)  # what was undone cannot be done again
    pd.testing.assert_frame_equal(queries.stock_at(town, SECOND), then)
    assert len(queries.stock_at(town, THIRD)) == 4


def test_what_is_done_again_later_did_not_stand_between(town: Project, at: At) -> None:
    operations.create_site(town, [small_town.IDS[1]])
    operations.set_availability(town, 1, Availability.BUILT)
    first = queries.stock_at(town, FIRST)
    at(SECOND)
    operations.undo(town)
    operations.undo(town)
    between, moved = queries.stock_at(town, SECOND), queries.moves(town, SECOND)
    assert len(between) == len(first) - 1
    assert between.loc[1, "availability"] == "unknown"
    at(THIRD)
    operations.redo(town)
    operations.redo(town)
    pd.testing.assert_frame_equal(queries.stock_at(town, SECOND), between)
    pd.testing.assert_frame_equal(queries.moves(town, SECOND), moved)
    for day in (FIRST, THIRD):
        pd.testing.assert_frame_equal(queries.stock_at(town, day), first)
    at(FOURTH)
    operations.undo(town)
    pd.testing.assert_frame_equal(queries.stock_at(town, THIRD), first)
    pd.testing.assert_frame_equal(queries.stock_at(town, SECOND), between)
    assert queries.stock_at(town, FOURTH).loc[1, "availability"] == "unknown"


def test_undone_on_the_same_day_never_stood(town: Project, at: At) -> None:
    at(SECOND)
    operations.set_availability(town, 1, Availability.BUILT)
    operations.undo(town)
    at(THIRD)
    operations.set_review(town, 3, Review.CONFIRMED)
    assert queries.stock_at(town, SECOND).loc[1, "availability"] == "unknown"


def test_a_detection_changes_no_earlier_day(town: Project, at: At) -> None:
    before, moved = queries.stock_at(town, FIRST), queries.moves(town, FIRST)
    at(SECOND)
    _detect(town, (*small_town.CLASSES[:4], "none", *small_town.CLASSES[5:]))
    assert len(queries.stock_at(town, SECOND)) == len(before) - 1
    pd.testing.assert_frame_equal(queries.moves(town, FIRST), moved)
    assert len(queries.moves(town)) == len(moved) - 1
    pd.testing.assert_frame_equal(queries.stock_at(town, FIRST), before)
    at(THIRD)
    _detect(town, small_town.CLASSES)
    assert len(queries.stock_at(town, THIRD)) == len(before)
    assert len(queries.stock_at(town, SECOND)) == len(before) - 1
    pd.testing.assert_frame_equal(queries.stock_at(town, FIRST), before)


def test_a_class_of_an_earlier_day_stays_when_the_site_is_worked_on_later(town: Project, at: At) -> None:
    before = queries.stock_at(town, FIRST)
    at(SECOND)
    classes = ["brownfield" if each == before.loc[3, "potential"] else each for each in small_town.CLASSES]
    _detect(town, classes)
    assert queries.stock_at(town, SECOND).loc[3, "potential"] == "brownfield"
    pd.testing.assert_frame_equal(queries.stock_at(town, FIRST), before)
    at(THIRD)
    operations.set_note(town, 3, "Ein Wort")  # sealed: the history cannot tell that it touched the site
    pd.testing.assert_frame_equal(queries.stock_at(town, FIRST), before)


def test_another_data_state_changes_no_earlier_day(town: Project, at: At) -> None:
    before = queries.stock_at(town, FIRST)
    at(SECOND)
    newer = small_town.cadastre(day=SECOND)
    newer.parcels["official_area_m2"] += 7
    newer.parcels["district"] = "Umbenannt"
    operations.import_cadastre(town, newer)
    assert set(queries.stock_at(town, SECOND)["village"]) == {"Umbenannt"}
    pd.testing.assert_frame_equal(queries.stock_at(town, FIRST), before)
