"""What somebody who opens the program for the first time stumbles over."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from time import sleep

import pytest
from desk import PATIENCE, Desk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from flurinfill import settings
from flurinfill._data import data_path
from flurinfill.desktop.axis_editor import REJECT_REASON
from flurinfill.desktop.canvas.widget import MapCanvas
from flurinfill.desktop.dialogs.new_project import NewProjectDialog
from flurinfill.desktop.dialogs.passphrase import PassphraseDialog
from flurinfill.desktop.exporting.dialog import ExportDialog
from flurinfill.desktop.last_folder import LastFolder
from flurinfill.desktop.workspace import DUE
from flurinfill.model.audience import Audience
from flurinfill.model.owners import ContactChannel
from flurinfill.model.progress import Progress
from flurinfill.model.states import RejectReason, Review
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_a_dropped_project_is_opened(desk: Desk, sample: Path) -> None:
    desk.controller.tasks.take_files([sample])
    for empty in (desk.workspace.sites.empty, desk.inspector.why.empty):  # it is on its way
        assert empty.findChild(QLabel, "headline").text() == "Das Projekt wird gelesen"
    desk.wait(lambda: desk.session.snapshot is not None)
    assert desk.session.path() == sample
    assert desk.no_dialog()


def test_what_cannot_be_read_begins_no_project(desk: Desk, tmp_path: Path) -> None:
    for name, content, said in (
        ("notiz.txt", b"Hallo", "Format"),
        ("leer.xml", b"", "leer"),
        ("kaputt.gpkg", b"SQLite format 3\0" + b"?" * 5000, "beschädigt"),
        ("rechnung.xml", b"<Rechnung><Betrag>12</Betrag></Rechnung>", "rechnung.xml"),
        ("punkte.geojson", b"Hallo", "punkte.geojson"),
        ("fort.xml", None, "fort.xml"),
    ):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        desk.drop([path])
        assert said in desk.window.notices.words("refused")
        assert desk.no_dialog()


def test_readable_files_begin_a_project(desk: Desk) -> None:
    desk.drop([data_path("sample_data", "town.nas.xml.gz")])
    assert isinstance(desk.dialog(), NewProjectDialog)


def test_what_is_made_is_followed_and_stopped_on_the_start_page(desk: Desk, qtbot: QtBot) -> None:
    start, session = desk.window.start, desk.session

    def make(progress: Progress) -> Project:
        while True:
            progress.report("read_file", 3, 10)
            sleep(0.01)

    session.open(make, title="Beispielprojekt", failed=desk.controller.tasks._on_failed)
    assert start.job.isHidden()  # what is quick needs none
    qtbot.waitUntil(start.job.isVisible, timeout=PATIENCE)
    assert start.job.title.text() == "Beispielprojekt"
    assert (start.job.bar.value(), start.job.bar.maximum()) == (3, 10)
    assert start.job.words.text() == "Datei wird gelesen"
    assert not start.sample.isEnabled()
    qtbot.keyClick(start.job.cancel, Qt.Key.Key_Space)
    desk.wait(lambda: "nichts" in desk.window.notices.words("done"))
    assert start.job.isHidden()
    assert start.sample.isEnabled()


def test_enter_presses_the_button_that_has_the_focus(desk: Desk, qtbot: QtBot) -> None:
    page = desk.window.start
    with qtbot.waitSignal(page.new_asked, timeout=PATIENCE):
        qtbot.keyClick(page.new, Qt.Key.Key_Return)
    dialog = desk.dialog(NewProjectDialog)
    cancel = next(
        b for b in dialog.findChildren(QPushButton) if not b.isDefault() and b.text() == "Abbrechen"
    )
    qtbot.keyClick(cancel, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert desk.no_dialog()


def test_a_file_that_is_no_project_leaves_the_open_one(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample)
    wrong = tmp_path / "kataster.gpkg"
    wrong.write_bytes(b"SQLite format 3\0" + b"?" * 5000)
    desk.controller.tasks.open_project(wrong)
    desk.wait(lambda: bool(desk.window.notices.words("failed")))
    assert desk.session.path() == sample
    assert desk.session.snapshot is not None
    assert desk.session.writable
    desk.controller.tasks.open_project(sample)
    desk.wait(lambda: desk.session.snapshot is not None and desk.session.path() == sample)
    assert desk.session.writable


def test_an_error_makes_the_dialog_higher_instead_of_squeezing_it(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.do("unlock")
    dialog = desk.dialog(PassphraseDialog)
    dialog.secret.setText("falsch")
    dialog.unlock.click()
    desk.wait(lambda: bool(dialog.error))
    QApplication.processEvents()
    for kind in (QLineEdit, QCheckBox):
        for part in dialog.findChildren(kind):
            assert part.height() >= part.sizeHint().height() - 2
    for label in dialog.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())


def test_an_export_into_a_missing_folder_is_said_in_the_dialog(
    desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.open(sample)
    desk.do("export")
    dialog = desk.dialog(ExportDialog)
    desk.wait(lambda: dialog.released is not None)
    dialog.folder.setText(str(tmp_path / "gibt-es-nicht"))
    dialog.export.click()
    assert "gibt es nicht" in dialog.error or "keinen Ordner" in dialog.error
    assert dialog.isVisible()
    (name,) = dialog.choice.names.values()
    (tmp_path / name).write_bytes(b"alt")
    dialog.folder.setText(str(tmp_path))
    dialog.folder.textEdited.emit(str(tmp_path))
    assert dialog.replaced.isVisible()
    assert name in dialog.replaced.text()


def test_file_dialogs_begin_in_the_last_folder_while_it_exists(desk: Desk, tmp_path: Path) -> None:
    jobs, owner = desk.session.jobs, desk.controller
    gone = LastFolder(settings.Settings(folder=tmp_path / "weg"), jobs, owner)
    desk.wait()
    assert gone.path.is_dir()
    there = LastFolder(settings.Settings(folder=tmp_path), jobs, owner)
    desk.wait()
    assert there.path == tmp_path


def test_a_read_only_project_offers_nothing_that_would_write(desk: Desk, sample: Path) -> None:
    with Project.open(sample, user="Frau Muster"):
        desk.open(sample)
        assert not desk.controller.actions["detect"].isEnabled()
        desk.drop([sample.parent / "kataster.xml"])
        assert "schreibgeschützt" in desk.window.notices.words("refused")
        assert desk.window.notices.words("held")
        desk.do("export")
        dialog = desk.dialog(ExportDialog)
        assert not dialog.choice.audiences[Audience.INTERNAL].isEnabled()
        assert dialog.choice.audience is Audience.INVESTOR
        desk.wait(lambda: dialog.released is not None)


def test_rejecting_works_while_people_are_locked(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    site_id = desk.show_site(review="candidate")
    desk.do("reject")
    editor = desk.inspector.site.review
    assert not editor.note_edit.isEnabled()
    assert editor.note_edit.placeholderText()
    editor.reason_box.setCurrentIndex(editor.reason_box.findData(RejectReason.TOO_SMALL.value))
    assert editor._fields[REJECT_REASON][1].isEnabled()
    editor.accept.click()
    desk.wait(lambda: desk.site(site_id)["review"] == Review.REJECTED)


def test_a_refusal_goes_when_something_succeeds_and_undo_says_what_it_undid(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    site_id = desk.show_site(review="candidate")
    desk.session.apply(operations.set_note, site_id, "Grenzstein fehlt")
    notices = desk.window.notices
    assert "gesperrt" in notices.words("refused")
    assert not notices._shown["refused"].action.isHidden()
    desk.wait()
    desk.session.apply(operations.set_review, site_id, Review.IN_REVIEW)
    assert not notices.words("refused")
    desk.wait(lambda: desk.site(site_id)["review"] == Review.IN_REVIEW)
    desk.do("undo")
    assert str(desk.site(site_id)["case_no"]) in desk.window.status._said.text()


def test_next_weeks_tasks_can_be_listed(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    site_id = int(desk.session.snapshot.work.sites.index[0])
    owner_id = str(queries.outreach_of(desk.session.project, site_id)["owner_id"].iloc[0])
    in_a_week = date.today() + timedelta(days=7)
    desk.session.apply(
        operations.record_contact,
        site_id,
        owner_id,
        channel=ContactChannel.CALL,
        outgoing=True,
        on=date.today(),
        follow_up_on=in_a_week,
    )
    desk.wait(lambda: len(desk.session.snapshot.work.soon) > 0)
    panel = desk.workspace.due
    desk.workspace.tabs.setCurrentIndex(DUE)
    due = panel.model.total
    panel.soon.setChecked(True)
    assert panel.model.total > due
    assert in_a_week in list(panel.model.frame["due_on"])
    assert f"({due})" in desk.workspace.tabs.tabText(DUE)


def test_going_to_a_speck_shows_it_large_and_a_refresh_moves_nothing(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    canvas: MapCanvas = desk.workspace.map.canvas
    canvas.zoom_full()
    desk.show_site(potential="gap", review="candidate")
    assert canvas.scale < 10_000
    canvas.zoom_full()
    canvas.pan(3000, 0)
    before = canvas.view
    desk.session.refresh()
    desk.wait()
    assert canvas.view == before


@pytest.mark.parametrize(
    ("typed", "scale"), [("1:2.500", 2500), ("1 : 500", 500), ("5,000", 5000), ("3", 10)]
)
def test_a_scale_is_typed_as_people_write_it(desk: Desk, sample: Path, typed: str, scale: int) -> None:
    desk.open(sample)
    line = desk.window.status.scale
    line.setFocus()
    line.setText(typed)
    line.setModified(True)
    line.editingFinished.emit()
    assert desk.workspace.map.canvas.scale == pytest.approx(scale)


def test_what_is_typed_into_the_clicked_scale_takes_its_place(desk: Desk, qtbot: QtBot, sample: Path) -> None:
    desk.open(sample)
    line = desk.window.status.scale
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    qtbot.keyClicks(line, "1:500")
    assert line.text() == "1:500"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.workspace.map.canvas.scale == pytest.approx(500)
    qtbot.keyClicks(line, "3")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "1:10"  # what the map shows, not what was typed
    qtbot.keyClicks(line, "77")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert (line.text(), desk.workspace.map.canvas.scale) == ("1:10", pytest.approx(10))
