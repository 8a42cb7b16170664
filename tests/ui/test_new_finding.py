"""What a person decided stays; a new run only flags it, until somebody has seen it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from desk import Desk

from flurinfill.desktop.tables import FrameModel
from flurinfill.desktop.workspace import DUE
from flurinfill.model.states import Review
from flurinfill.project import operations, queries
from flurinfill.usecases.detecting import active_profile, detect


@pytest.fixture
def opened(desk: Desk, sample: Path) -> Desk:
    desk.open(sample)
    return desk


def confirm_and_judge_anew(desk: Desk) -> int:
    """Confirm a gap by hand, then let stricter rules judge."""
    sites = desk.session.snapshot.work.sites
    mine = sites[(sites["potential"] == "gap") & (sites["review"] == "candidate") & (sites["area_m2"] < 800)]
    site_id = int(mine.index[0])
    desk.linking.show_site(site_id)
    desk.session.apply(operations.set_review, site_id, Review.CONFIRMED)
    desk.wait()
    profile = active_profile(desk.session.project)
    rules = tuple(
        dataclasses.replace(rule, threshold=800.0) if rule.name == "area_open" else rule
        for rule in profile.rules
    )
    report = detect(desk.session.project, dataclasses.replace(profile, version=9, rules=rules))
    desk.session.take_change(report.change)
    desk.wait(lambda: desk.session.snapshot.profile.version == 9)
    return site_id


def flagged(desk: Desk, site_id: int) -> bool:
    due = desk.session.snapshot.work.due
    return site_id in set(due.loc[due["kind"] == "class_changed", "site_id"])


def row_of(model: FrameModel, key: int) -> int:
    return next(row for row in range(model.rowCount()) if model.key(row) == key)


def test_a_decision_stays_is_flagged_everywhere_and_acknowledged(opened: Desk) -> None:
    site_id = confirm_and_judge_anew(opened)
    site = opened.site(site_id)
    assert (site["review"], site["potential"], site["potential_now"]) == ("confirmed", "gap", "none")
    # in the table
    assert site["new_finding"] == "none"
    sites = opened.workspace.sites.model
    shown = [column.name for column in sites.columns].index("new_finding")
    assert sites.index(row_of(sites, site_id), shown).data() == "Kein Potenzial"
    # in the panel
    panel = opened.inspector.site
    assert panel._change_card.isVisibleTo(panel)
    assert panel._change_text.text() == (
        "Neuer Befund: Kein Potenzial (Zu klein für offene Bauweise). Der Fall bleibt „Baulücke“."
    )
    # among the tasks
    due = opened.workspace.due
    tasks = [due.model.index(row, 1).data() for row in range(due.model.rowCount())]
    assert "Neuer Befund: Kein Potenzial" in tasks
    opened.workspace.tabs.setCurrentIndex(DUE)
    mine = [due.model.frame.loc[due.model.key(row), "site_id"] for row in range(due.model.rowCount())]
    due.view.selectRow(mine.index(site_id))
    assert due.seen.isEnabled()
    assert not due.done.isEnabled()
    due.seen.click()
    opened.wait(lambda: not flagged(opened, site_id))
    site = opened.site(site_id)
    assert (site["potential"], site["potential_now"], site["new_finding"]) == ("gap", "none", "")
    assert not panel.note_class.isVisibleTo(panel)
    assert panel.accept_class.isVisibleTo(panel)
    assert "Der letzte Befund lautet „Kein Potenzial“" in panel._change_text.text()
    # taken back, it is told again; and done again, it is not
    opened.session.undo()
    opened.wait(lambda: flagged(opened, site_id))
    assert panel.note_class.isVisibleTo(panel)
    opened.session.redo()
    opened.wait(lambda: not flagged(opened, site_id))


def test_the_panel_acknowledges_too_and_a_further_finding_is_new(opened: Desk) -> None:
    site_id = confirm_and_judge_anew(opened)
    opened.inspector.site.note_class.click()
    opened.wait(lambda: not flagged(opened, site_id))
    project = opened.session.project
    assert queries.site(project, site_id).review is Review.CONFIRMED
    verdicts = queries.verdicts(project)
    (parcel,) = queries.site(project, site_id).parcel_ids
    verdicts.loc[parcel, "potential"] = "minor_use"
    profile = active_profile(project)
    change = operations.store_detection(project, queries.measures(project), verdicts, profile, "")
    opened.session.take_change(change)
    opened.wait(lambda: flagged(opened, site_id))
    assert opened.site(site_id)["new_finding"] == "minor_use"
    opened.inspector.site.accept_class.click()
    opened.wait(lambda: not flagged(opened, site_id))
    assert opened.site(site_id)["potential"] == "minor_use"
    assert opened.site(site_id)["review"] == "confirmed"


def test_a_decision_that_was_taken_back_before_the_run_leaves_nothing(opened: Desk) -> None:
    """Undo gives the site back to the detection, which may then take it away; redo does not revive it."""
    sites = opened.session.snapshot.work.sites
    mine = sites[(sites["potential"] == "gap") & (sites["review"] == "candidate") & (sites["area_m2"] < 800)]
    site_id = int(mine.index[0])
    project = opened.session.project
    operations.set_review(project, site_id, Review.CONFIRMED)
    operations.undo(project)
    profile = active_profile(project)
    rules = tuple(
        dataclasses.replace(rule, threshold=800.0) if rule.name == "area_open" else rule
        for rule in profile.rules
    )
    detect(project, dataclasses.replace(profile, version=9, rules=rules))
    assert site_id not in queries.site_table(project).index
    assert queries.undo_state(project).redo is None
