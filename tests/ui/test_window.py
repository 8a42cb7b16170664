"""The daily work in the real window, over a copy of the sample project."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtWidgets import QApplication

from flurinfill import i18n, settings
from flurinfill.desktop.dialogs.crash import CrashDialog
from flurinfill.desktop.dialogs.passphrase import PassphraseDialog
from flurinfill.desktop.dialogs.take_over import TakeOverDialog
from flurinfill.desktop.inspector import CONTACTS, FORM, OWNERS, SITE, WHY
from flurinfill.desktop.workspace import DUE, PARCELS, SITES, STATISTICS
from flurinfill.model.errors import Cancelled
from flurinfill.model.law import month_is_over
from flurinfill.model.owners import ContactChannel
from flurinfill.model.states import (
    REVIEW_MOVES,
    Availability,
    Outreach,
    Publication,
    RejectReason,
    Review,
    Willingness,
)
from flurinfill.project import Project, queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_start_page_shows_recent_projects_and_greys_missing_ones(desk: Desk, tmp_path: Path) -> None:
    there = tmp_path / "da.gpkg"
    there.write_bytes(b"")
    projects = [there, tmp_path / "fort.gpkg"]
    desk.window.start.show_recent(projects)
    desk.controller.today.look(projects)
    desk.wait()
    recent = desk.window.start.recent
    assert recent.item(0).flags()
    assert not recent.item(1).flags()
    assert "nicht gefunden" in recent.item(1).text()
    assert SAMPLE_PASSPHRASE in desk.window.start._passphrase.text()


def test_selection_is_linked_both_ways(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    workspace = desk.workspace
    workspace.parcels.view.selectRow(7)
    parcel = workspace.parcels.model.key(7)
    assert workspace.map.canvas.selected == [parcel]
    assert desk.linking.selection.current == parcel

    site_id = int(desk.session.snapshot.work.sites.index[3])
    parcels = desk.session.snapshot.work.sites.loc[site_id, "parcel_ids"]
    workspace.map.canvas.selection_changed.emit(list(parcels))
    assert desk.linking.selection.site_id == site_id
    assert workspace.sites.model.keys([workspace.sites.view.currentIndex().row()]) == [site_id]
    assert workspace.parcels.view.selectionModel().hasSelection()

    workspace.sites.view.selectRow(0)
    assert workspace.map.canvas.selected == list(desk.session.snapshot.work.sites.iloc[0]["parcel_ids"])
    desk.controller.actions["next"].trigger()
    assert desk.linking.selection.site_id == desk.session.snapshot.work.sites.index[1]


def test_why_is_told_for_gaps_and_for_others(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    why = desk.inspector.why
    desk.show_site(potential="gap", review="candidate")
    assert why.verdict is not None
    assert why.verdict.potential == "gap"
    parcels = desk.session.snapshot.parcels
    built = parcels.index[(parcels["potential"] == "none") & (parcels["failed"] != "")][0]
    desk.linking.show_parcels([built])
    assert why.verdict.parcel_id == built
    assert any(result.margin is not None and result.margin < 0 for result in why.verdict.results)


def test_review_moves_and_undo(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    site_id = desk.show_site(review="candidate")
    desk.inspector.tabs.setCurrentIndex(SITE)
    editor = desk.inspector.site.review
    assert set(editor.buttons) == set(REVIEW_MOVES[Review.CANDIDATE])
    editor.buttons[Review.CONFIRMED].click()
    desk.wait(lambda: desk.site(site_id)["review"] == Review.CONFIRMED)
    assert desk.controller.actions["undo"].text().startswith("Rückgängig: ")
    assert "Bestätigt" in desk.controller.actions["undo"].text()
    assert set(editor.buttons) == set(REVIEW_MOVES[Review.CONFIRMED])
    desk.do("undo")
    desk.wait(lambda: desk.site(site_id)["review"] == Review.CANDIDATE)
    desk.do("redo")
    desk.wait(lambda: desk.site(site_id)["review"] == Review.CONFIRMED)


def test_rejecting_asks_for_the_reason(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    site_id = desk.show_site(review="candidate")
    desk.do("reject")
    editor = desk.inspector.site.review
    editor.accept.click()
    assert "Grund" in desk.window.notices.words("refused")
    editor.reason_box.setCurrentIndex(editor.reason_box.findData(RejectReason.ENCUMBRANCE.value))
    editor.accept.click()
    desk.wait(lambda: desk.site(site_id)["review"] == Review.REJECTED)
    assert desk.site(site_id)["reject_reason"] == RejectReason.ENCUMBRANCE
    assert "Leitung/Baulast" in editor._info_label.text()


def test_people_are_locked_until_the_passphrase_is_given(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.show_site(review="confirmed")
    desk.inspector.tabs.setCurrentIndex(OWNERS)
    desk.wait()
    assert desk.inspector.owners.empty._button.text() == "Entsperren …"
    assert not desk.inspector.site.note.text.isVisibleTo(desk.inspector.site)
    desk.do("unlock")
    dialog = desk.dialog(PassphraseDialog)
    dialog.secret.setText("falsch")
    dialog.unlock.click()
    desk.wait(lambda: bool(dialog.error))
    dialog.secret.setText(SAMPLE_PASSPHRASE)
    dialog.unlock.click()
    desk.wait(lambda: bool(desk.inspector.owners.cards))
    assert desk.inspector.owners.cards[0].entry.owner.name
    desk.do("seal")
    desk.wait(lambda: desk.session.snapshot.work.access.sealed)
    assert desk.inspector.owners.stack.currentIndex() == 0


def test_owner_states_are_saved(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    site_id = desk.show_site(review="candidate")
    desk.inspector.tabs.setCurrentIndex(OWNERS)
    desk.wait(lambda: bool(desk.inspector.owners.cards))
    card = desk.inspector.owners.cards[0]
    assert card.save.isHidden()
    card.outreach.setCurrentIndex(card.outreach.findData(Outreach.SENT.value))
    card.willingness.setCurrentIndex(card.willingness.findData(Willingness.SWAP.value))
    card.consent.setChecked(True)
    assert not card.save.isHidden()
    card.save.click()
    assert not desk.window.notices.words("refused")
    desk.wait()
    people = queries.outreach_of(desk.session.project, site_id).set_index("owner_id")
    row = people.loc[card.entry.owner.owner_id]
    assert (row["outreach"], row["willingness"], bool(row["consent"])) == ("sent", "swap", True)


def test_contact_with_follow_up_appears_among_what_is_due(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    site_id = desk.show_site(review="candidate")
    before = desk.workspace.due.model.total
    desk.do("contacts")
    assert desk.inspector.tabs.currentIndex() == CONTACTS
    form = desk.inspector.contacts.form
    desk.wait(lambda: form.owner.count() > 0)
    form.channel.setCurrentIndex(form.channel.findData(ContactChannel.VISIT.value))
    form.text.setPlainText("Am Zaun gesprochen.")
    form.follow_up.setChecked(True)
    form.follow_up_on.setDate(form.on.date())
    form.record.click()
    desk.wait(lambda: desk.workspace.due.model.total == before + 1)
    contact = queries.contacts(desk.session.project, site_id)[0]
    assert contact.channel is ContactChannel.VISIT
    assert contact.follow_up_on == date.today()
    desk.do("due")
    due = desk.workspace.due
    rows = [
        row
        for row in range(due.model.rowCount())
        if due.model.frame.loc[due.model.key(row), "site_id"] == site_id
    ]
    due.view.selectRow(rows[0])
    due.later.click()
    desk.wait(lambda: due.model.total == before)
    again = queries.contacts(desk.session.project, site_id)[0]
    assert again.follow_up_on == date.today() + timedelta(days=7)


def test_a_half_typed_contact_waits_at_its_site(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.do("contacts")
    first = desk.show_site(review="candidate")
    form = desk.inspector.contacts.form
    desk.wait(lambda: form.owner.count() > 0)
    form.text.setPlainText("Am Zaun gesprochen, ruft zur")
    form.channel.setCurrentIndex(form.channel.findData(ContactChannel.VISIT.value))
    desk.show_site(review="confirmed")
    desk.wait(lambda: form.text.toPlainText() == "")
    assert form.channel.currentData() != ContactChannel.VISIT.value
    desk.linking.show_site(first)
    desk.wait(lambda: form.text.toPlainText() == "Am Zaun gesprochen, ruft zur")
    assert form.channel.currentData() == ContactChannel.VISIT.value


def test_a_half_typed_contact_is_gone_with_its_project(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.do("contacts")
    site_id = desk.show_site(review="candidate")
    form = desk.inspector.contacts.form
    desk.wait(lambda: form.owner.count() > 0)
    form.text.setPlainText("Nur für dieses Projekt")
    desk.linking.show_site(site_id + 1)
    desk.wait(lambda: form.text.toPlainText() == "")
    desk.session.close()
    assert desk.inspector.contacts._drafts == {}
    assert form.text.toPlainText() == ""


def test_note_is_saved_when_another_site_is_selected(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    site_id = desk.show_site(review="candidate")
    desk.inspector.tabs.setCurrentIndex(SITE)
    desk.inspector.site.note.text.setPlainText("Hecke an der Straße")
    desk.show_site(review="confirmed")
    desk.wait()
    assert queries.site(desk.session.project, site_id).note == "Hecke an der Straße"


def test_a_site_can_be_made_by_hand(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    parcels = desk.session.snapshot.parcels
    parcel = parcels.index[(parcels["potential"] == "garden") & (parcels["case_no"] == "")][0]
    desk.linking.show_parcels([parcel])
    desk.inspector.tabs.setCurrentIndex(SITE)
    desk.inspector.site.empty.acted.emit()
    desk.wait(lambda: desk.linking.selection.site_id is not None)
    case_no = desk.site(desk.linking.selection.site_id)["case_no"]
    assert desk.session.snapshot.parcels.loc[parcel, "case_no"] == case_no
    assert case_no in desk.inspector.headline.text()


def test_search_and_filter(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    parcels = desk.session.snapshot.parcels
    parcel = parcels.index[100]
    desk.window.search.setText(parcel)
    desk.window.search.returnPressed.emit()
    desk.wait(lambda: desk.linking.selection.current == parcel)
    desk.window.search.setText("Nirgendwostraße 99")
    desk.window.search.returnPressed.emit()
    desk.wait(lambda: bool(desk.window.notices.words("search")))
    table = desk.workspace.parcels
    table.search.setText(f"Flst. {parcels['number'].iloc[100]}")
    table.arrange()
    desk.wait(table.filtered)
    assert set(table.model.frame.loc[table.model.shown_keys(), "number"]) >= {parcels["number"].iloc[100]}
    table.search.setText("gibt es nicht")
    table.arrange()
    desk.wait(lambda: not table.empty.isHidden())
    table.empty.acted.emit()
    desk.wait(lambda: not table.filtered())


def test_second_opener_reads_only_and_is_told_why(desk: Desk, sample: Path) -> None:
    with Project.open(sample, user="k.muster"):
        desk.open(sample)
        assert desk.session.project.read_only
        assert "k.muster" in desk.window.notices.words("held")
        desk.show_site(review="candidate")
        assert not desk.inspector.site.review.buttons
        assert not desk.controller.actions["import"].isEnabled()
        assert not desk.controller.actions["undo"].isEnabled()
        assert desk.controller.actions["export"].isEnabled()
        desk.do("close")
    assert desk.session.project is None
    assert desk.window.stack.currentWidget() is desk.window.start


def test_a_lock_can_be_taken_over_after_a_question(desk: Desk, sample: Path) -> None:
    with Project.open(sample, user="k.muster"):
        desk.open(sample)
        desk.window.notices.acted.emit("held")
        dialog = desk.dialog(TakeOverDialog)
        assert "k.muster" in dialog.headline.text()
        dialog.take.click()
        desk.wait(lambda: desk.session.snapshot is not None and desk.session.writable)
        assert not desk.window.notices.words("held")


def test_only_moves_that_are_possible_are_offered(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    today = date.today()
    sites = desk.session.snapshot.work.sites
    running = sites[(sites["publication"] == "announced")].index[0]
    assert not month_is_over(sites.loc[running, "announced_on"], today)
    desk.linking.show_site(int(running))
    assert set(desk.inspector.site.publication.buttons) == {Publication.OBJECTED}
    desk.show_site(review="candidate", availability="unknown")
    assert Availability.MARKETED not in desk.inspector.site.availability.buttons


def test_language_and_appearance_change_while_open(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.show_site(potential="gap")
    for table in (SITES, PARCELS, DUE, STATISTICS):
        desk.workspace.tabs.setCurrentIndex(table)
    for tab in (WHY, SITE, FORM, OWNERS, CONTACTS):
        desk.inspector.tabs.setCurrentIndex(tab)
        desk.wait()
    desk.do("english")
    assert i18n.language() == "en"
    assert desk.inspector.tabs.tabText(OWNERS) == "Owners"
    assert desk.controller.actions["import"].text() == "Import the cadastre …"
    desk.do("dark")
    desk.wait()
    desk.do("light")
    desk.do("german")
    assert desk.inspector.tabs.tabText(OWNERS) == "Eigentümer"
    assert settings.load().language == "de"
    assert settings.load().appearance == "light"


def test_missing_project_is_said_calmly(desk: Desk, tmp_path: Path) -> None:
    desk.controller.open_path(tmp_path / "fort.gpkg")
    desk.wait(lambda: bool(desk.window.notices.words("failed")))
    assert "fort.gpkg" in desk.window.notices.words("failed")


def test_unexpected_error_opens_a_calm_dialog(desk: Desk) -> None:
    desk.controller.show_crash(ValueError("a loose contact"))
    dialog = desk.dialog(CrashDialog)
    assert "a loose contact" in dialog.details.toPlainText()
    assert dialog.details.isHidden()


def test_a_job_can_be_cancelled_and_only_one_runs(desk: Desk) -> None:
    jobs, begun, ended = desk.session.jobs, threading.Event(), []

    def work(progress: object) -> None:
        begun.set()
        while True:
            progress.report("read_file", 1, 2)

    assert jobs.start("Arbeit", work, owner=desk.window, done=ended.append, failed=ended.append)
    begun.wait(10)
    assert not jobs.start("Noch eine", work, owner=desk.window, done=ended.append)
    desk.window.status.cancel.click()
    desk.wait()
    assert isinstance(ended[0], Cancelled)


def test_newer_reads_make_older_ones_void(desk: Desk) -> None:
    jobs, gate, got = desk.session.jobs, threading.Event(), []
    jobs.read("k", lambda progress: gate.wait(10) and 1, owner=desk.window, done=got.append)
    jobs.read("k", lambda progress: 2, owner=desk.window, done=got.append)
    gate.set()
    desk.wait()
    assert got == [2]


def test_closing_leaves_no_threads(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.window.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("flurinfill-job")]
    assert desk.session.project is None
    QApplication.processEvents()
