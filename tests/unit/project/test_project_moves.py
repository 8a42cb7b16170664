"""The course of the sites, as the history has it, and what is due at a glance."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from flurinfill.model.owners import ContactChannel
from flurinfill.model.states import Availability, Outreach, RejectReason, Review, Willingness
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.glance import glance


def _course(project: Project, site_id: int) -> list[tuple[str, str, str]]:
    table = queries.moves(project)
    own = table[table["site_id"] == site_id]
    return list(zip(own["axis"], own["old"], own["new"], strict=True))


def test_moves_stand_in_their_order_after_the_day_a_site_was_made(project: Project) -> None:
    operations.set_review(project, 1, Review.CONFIRMED)
    operations.set_availability(project, 1, Availability.AVAILABLE)
    assert _course(project, 1) == [
        ("created", "", ""),
        ("review", "candidate", "confirmed"),
        ("availability", "unknown", "available"),
    ]
    assert set(queries.moves(project)["on"]) == {date.today()}


def test_what_was_undone_did_not_happen(project: Project) -> None:
    operations.set_review(project, 2, Review.REJECTED, reason=RejectReason.OTHER)
    operations.undo(project)
    assert _course(project, 2) == [("created", "", "")]
    operations.redo(project)
    assert _course(project, 2)[-1] == ("review", "candidate", "rejected")


def test_the_course_is_known_while_people_are_sealed(project: Project) -> None:
    operations.set_review(project, 1, Review.DEFERRED, deferred_until=date.today(), note="Fragen")
    project.seal()
    assert _course(project, 1)[-1] == ("review", "candidate", "deferred")
    assert queries.answers(project) is None


def test_answers_are_states_without_names(project: Project) -> None:
    owner = str(queries.outreach_of(project, 1)["owner_id"].iloc[0])
    operations.set_outreach(project, 1, owner, Outreach.SENT, on=date.today())
    operations.set_willingness(
        project, 1, owner, Willingness.SWAP, source=ContactChannel.LETTER, on=date.today()
    )
    found = queries.answers(project)
    assert found is not None
    (line,) = found.to_dict("records")
    states = {"site_id": 1, "owner": 0, "outreach": "sent", "willingness": "swap"}
    assert line == {**states, "outreach_on": date.today(), "motives": ()}


def test_a_glance_tells_what_is_due_without_taking_the_lock(project: Project, path: Path) -> None:
    yesterday = date.today() - timedelta(days=1)
    operations.set_review(project, 1, Review.DEFERRED, deferred_until=yesterday)
    found = glance(path, date.today())
    assert found is not None
    assert list(found.due["kind"]) == ["deferred"]
    assert found.overdue == 1
    operations.set_review(project, 1, Review.CONFIRMED)  # the lock is still ours


def test_a_glance_at_nothing_is_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "kaputt.gpkg"
    broken.write_bytes(b"no project")
    assert glance(broken, date.today()) is None
    assert glance(tmp_path / "fort.gpkg", date.today()) is None
