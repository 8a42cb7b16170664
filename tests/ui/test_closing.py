"""Closing a project: nothing of it stays in sight, and nothing that was typed is lost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from desk import TASK, Desk, running

from flurinfill.desktop.dialogs.unfinished import UnfinishedDialog
from flurinfill.desktop.inspector import SITE
from flurinfill.desktop.workspace import DUE, PARCELS, SITES, STATISTICS
from flurinfill.model.progress import Progress
from flurinfill.model.states import Review
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_nothing_of_a_closed_project_is_seen_while_the_next_one_is_read(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    workspace = desk.workspace
    workspace.tabs.setCurrentIndex(STATISTICS)
    desk.wait()
    desk.show_site(potential="gap", review="confirmed")
    seen = []

    def look() -> None:
        for table in (SITES, PARCELS, DUE):
            workspace.tabs.setCurrentIndex(table)
            seen.append(workspace.tabs.currentWidget().model.rowCount())
            workspace.tabs.currentWidget().view.selectAll()  # a click there leads nowhere
        seen.append(workspace.statistics._stack.currentIndex())
        seen.append(desk.inspector.headline.text())

    desk.session.opened.connect(look)
    desk.controller.open_path(sample)
    desk.wait(lambda: desk.session.snapshot is not None)
    assert seen == [0, 0, 0, 0, "Nichts ausgewählt"]
    assert desk.no_dialog()
    assert workspace.sites.model.rowCount() > 0
    assert workspace.parcels.model.rowCount() > 0


def _type_note(desk: Desk, sample: Path, words: str) -> int:
    desk.open(sample, SAMPLE_PASSPHRASE)
    site_id = desk.show_site(review="candidate")
    desk.inspector.tabs.setCurrentIndex(SITE)
    desk.inspector.site.note.text.setPlainText(words)
    return site_id


def _stored(desk: Desk, site_id: int) -> str | None:
    return queries.site(desk.session.project, site_id).note


def test_a_note_that_a_job_refuses_is_saved_when_the_job_ends(desk: Desk, sample: Path) -> None:
    site_id = _type_note(desk, sample, "Hecke an der Straße")
    case_no = desk.site(site_id)["case_no"]
    with running(desk):
        desk.show_site(review="confirmed")
        said = desk.window.notices.words("note")
        assert case_no in said
        assert TASK in said
        desk.linking.show_site(site_id)  # back again: it still stands there
        assert desk.inspector.site.note.text.toPlainText() == "Hecke an der Straße"
        assert desk.inspector.site.note.dirty
        desk.show_site(review="confirmed")
        assert desk.inspector.site.note.text.toPlainText() != "Hecke an der Straße"
    desk.wait(lambda: _stored(desk, site_id) == "Hecke an der Straße")
    assert desk.window.notices.words("note") == ""


def test_locking_saves_what_is_typed_first(desk: Desk, sample: Path) -> None:
    site_id = _type_note(desk, sample, "Zaun steht schief")
    with running(desk):
        desk.window.status.lock.click()
        assert TASK in desk.window.notices.words("refused")
        assert not desk.session.project.sealed
    desk.window.status.lock.click()
    desk.wait(lambda: desk.session.project.sealed)
    assert desk.inspector.site.note.text.toPlainText() == ""
    desk.session.unlock(SAMPLE_PASSPHRASE)
    desk.wait()
    assert _stored(desk, site_id) == "Zaun steht schief"


def test_what_a_job_refused_is_saved_when_the_window_closes(desk: Desk, sample: Path) -> None:
    site_id = _type_note(desk, sample, "Noch schnell notiert")
    desk.session.jobs.start(TASK, _until_cancelled, owner=desk.window, done=print)
    desk.window.close()
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        assert queries.site(project, site_id).note == "Noch schnell notiert"


def test_closing_asks_before_a_detection_is_given_up(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.session.run("Bauland erkennen", _until_cancelled, owner=desk.window, done=print)
    desk.window.close()
    dialog = desk.dialog(UnfinishedDialog)
    assert "Bauland erkennen" in dialog.headline.text()
    dialog.dismiss()
    assert desk.session.jobs.busy
    assert desk.session.project is not None
    desk.window.close()
    desk.dialog(UnfinishedDialog).leave.click()
    assert desk.session.jobs.idle
    assert desk.session.project is None


def _until_cancelled(progress: Progress) -> None:
    while True:
        progress.report("", 0, 0)
        time.sleep(0.01)


def test_a_note_that_became_another_one_is_not_overwritten_unseen(desk: Desk, sample: Path) -> None:
    site_id = _type_note(desk, sample, "Meine Notiz")
    operations.set_note(desk.session.project, site_id, "Notiz von nebenan")  # as by another clerk
    note = desk.inspector.site.note
    note.save.click()
    assert "inzwischen geändert" in desk.window.notices.words("refused")
    desk.wait(lambda: not note.conflict.isHidden())
    assert "Notiz von nebenan" in note.conflict.text()
    assert note.text.toPlainText() == "Meine Notiz"
    assert _stored(desk, site_id) == "Notiz von nebenan"
    note.save.click()
    desk.wait(lambda: _stored(desk, site_id) == "Meine Notiz")
    assert note.conflict.isHidden()


def test_what_else_changes_at_the_site_does_a_note_no_harm(desk: Desk, sample: Path) -> None:
    site_id = _type_note(desk, sample, "Wird gleich bestätigt")
    desk.session.apply(operations.set_review, site_id, Review.CONFIRMED)
    desk.wait(lambda: desk.site(site_id)["review"] == Review.CONFIRMED)
    desk.inspector.site.note.save.click()
    desk.wait(lambda: _stored(desk, site_id) == "Wird gleich bestätigt")
    assert not desk.window.notices.words("refused")
