"""The form of a site in the real window: typed, checked while typing, told where it comes from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flurinfill import i18n
from flurinfill.desktop.field_row import FieldRow
from flurinfill.desktop.inspector import FORM
from flurinfill.model.site_fields import FieldGroup, FieldSource
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def open_form(desk: Desk, sample: Path, passphrase: str | None = None) -> int:
    """Open the project and show the form of a site."""
    desk.open(sample, passphrase)
    desk.do("details")
    site_id = desk.show_site(review="candidate", potential="gap")
    form = desk.inspector.form
    desk.wait(lambda: form._stack.currentIndex() == 1)
    for group in form.groups.values():
        if not group.opened:
            group.head.click()
    return site_id


def typed(qtbot: QtBot, entry: FieldRow, words: str) -> None:
    """Replace what stands in a field."""
    entry.editor.control.setFocus()
    entry.editor.control.selectAll()
    qtbot.keyClicks(entry.editor.control, words)


def origin(entry: FieldRow) -> str:
    return entry._origin.text()


def test_values_are_entered_with_their_source_and_undone(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    site_id = open_form(desk, sample)
    assert desk.inspector.tabs.currentIndex() == FORM
    width = desk.inspector.form.rows["width_m"]
    assert origin(width) == "gemessen"
    village, line = desk.site(site_id)["village"], desk.inspector.form.rows["district"].editor.control
    assert (line.text(), line.placeholderText()) == ("", f"{village} (nach der Gemarkung)")
    measured = width.editor.control.text()
    typed(qtbot, width, "17,5")
    assert width.source.isVisible()
    width.source.setFocus()
    qtbot.keyClicks(width.source, "Ort")  # a list, chosen by its first letters
    assert width.source.currentData() == FieldSource.VISIT
    qtbot.keyClick(width.source, Qt.Key.Key_Return)
    today = i18n.day(date.today())
    desk.wait(lambda: origin(width).startswith("von Hand"))
    assert origin(width) == f"von Hand, {today} · Quelle: Ortstermin · gemessen: {measured} m"
    assert desk.site(site_id)["width_m"] == 17.5
    assert "Breite" in desk.controller.actions["undo"].text()
    desk.do("undo")
    desk.wait(lambda: origin(width) == "gemessen")
    assert width.editor.control.text() == measured
    desk.do("redo")
    desk.wait(lambda: origin(width).startswith("von Hand"))
    width.back.click()
    desk.wait(lambda: origin(width) == "gemessen")
    assert width.editor.control.text() == measured


def test_an_area_entered_by_hand_is_marked_in_the_head(desk: Desk, sample: Path) -> None:
    site_id = open_form(desk, sample)
    official = i18n.area(desk.site(site_id)["area_m2"])
    assert desk.inspector.subline.text().endswith(official)
    desk.session.apply(
        operations.set_site_fields,
        site_ids=[site_id],
        field="area_m2",
        value=777.0,
        source=FieldSource.SURVEY,
    )
    desk.wait(lambda: "777" in desk.inspector.subline.text())
    assert desk.inspector.subline.text().endswith(f"{i18n.area(777)} (von Hand; Kataster: {official})")


def test_what_cannot_be_is_told_while_typing_and_not_entered(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    site_id = open_form(desk, sample)
    rows = desk.inspector.form.rows
    typed(qtbot, rows["grz"], "4,0")
    assert "zwischen 0 und 1" in rows["grz"].error.text()
    assert rows["grz"].error.isVisible()
    qtbot.keyClick(rows["grz"].editor.control, Qt.Key.Key_Return)
    desk.wait()
    assert rows["grz"].dirty
    qtbot.keyClick(rows["grz"].editor.control, Qt.Key.Key_Backspace)
    qtbot.keyClick(rows["grz"].editor.control, Qt.Key.Key_Backspace)
    qtbot.keyClick(rows["grz"].editor.control, Qt.Key.Key_Backspace)
    qtbot.keyClicks(rows["grz"].editor.control, "0.4")  # an English point is understood
    assert not rows["grz"].error.isVisible()
    typed(qtbot, rows["land_value_date"], "31.2.2024")  # the focus left the GRZ: it is entered
    desk.wait(lambda: desk.site(site_id)["grz"] == 0.4)
    assert "kein Datum" in rows["land_value_date"].error.text()
    qtbot.keyClick(rows["land_value_date"].editor.control, Qt.Key.Key_Escape)
    assert rows["land_value_date"].editor.control.text() == ""
    for words, said in (("viel", "keine Zahl"), ("2,5", "ganze Zahl")):
        typed(qtbot, rows["capacity_units"], words)
        assert said in rows["capacity_units"].error.text()
    assert queries.history(desk.session.project, site_id)[0].details["field"] == "grz"
    assert len(queries.history(desk.session.project, site_id)) == 1


def test_fields_follow_each_other_without_waiting(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    site_id = open_form(desk, sample)
    rows = desk.inspector.form.rows
    typed(qtbot, rows["grz"], "0,3")
    typed(qtbot, rows["gfz"], "0,6")
    typed(qtbot, rows["land_value_eur_m2"], "1.045,50")
    typed(qtbot, rows["land_value_date"], "1.1.2024")
    box = rows["planning_basis"].editor.control
    box.setFocus()
    box.setCurrentIndex(box.findData("34"))
    box.activated.emit(box.currentIndex())
    rows["slope"].editor.control.setFocus()
    desk.wait(lambda: desk.site(site_id)["planning_basis"] == "34")
    site = desk.site(site_id)
    assert (site["grz"], site["gfz"], site["land_value_eur_m2"]) == (0.3, 0.6, 1045.5)
    assert site["land_value_date"] == date(2024, 1, 1)
    assert not desk.window.notices.words("refused")
    assert rows["land_value_eur_m2"].editor.control.text() == "1.045,50"
    assert rows["land_value_date"].editor.control.text() == "01.01.2024"


def test_what_is_typed_belongs_to_the_site_where_it_was_typed(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    site_id = open_form(desk, sample)
    rows = desk.inspector.form.rows
    typed(qtbot, rows["plan_name"], "Am Anger")
    other = desk.show_site(review="confirmed")
    desk.wait(lambda: desk.site(site_id)["plan_name"] == "Am Anger")
    assert desk.site(other)["plan_name"] != "Am Anger"
    desk.wait(lambda: rows["plan_name"].editor.control.text() != "Am Anger")
    typed(qtbot, rows["grz"], "9")  # cannot be: it stays typed for its site
    desk.linking.show_site(site_id)
    desk.wait(lambda: rows["plan_name"].editor.control.text() == "Am Anger")
    said = desk.window.notices.words("form")
    assert desk.site(other)["case_no"] in said
    assert "GRZ" in said
    assert "zwischen 0 und 1" in said
    assert ".." not in said
    assert desk.site(other)["grz"] != 9
    assert rows["grz"].editor.control.text() == ""
    desk.linking.show_site(other)
    desk.wait(lambda: rows["grz"].editor.control.text() == "9")
    assert "zwischen 0 und 1" in rows["grz"].error.text()
    typed(qtbot, rows["grz"], "0,9")
    desk.linking.show_site(site_id)
    desk.wait(lambda: desk.site(other)["grz"] == 0.9)
    desk.do("close")
    with Project.open(sample) as project:
        assert queries.site_table(project).loc[site_id, "plan_name"] == "Am Anger"


def test_somebody_else_changed_the_site(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    site_id = open_form(desk, sample)
    operations.set_site_field(desk.session.project, site_id, "grz", 0.2)  # as by another clerk
    row = desk.inspector.form.rows["gfz"]
    typed(qtbot, row, "0,5")
    qtbot.keyClick(row.editor.control, Qt.Key.Key_Return)
    assert desk.window.notices.words("refused")
    desk.wait(lambda: desk.inspector.form.rows["grz"].editor.control.text() == "0,20")
    assert row.editor.control.text() == "0,5"  # what was typed is not lost
    qtbot.keyClick(row.editor.control, Qt.Key.Key_Return)
    desk.wait(lambda: desk.site(site_id)["gfz"] == 0.5)


def test_empty_groups_are_folded_and_open_by_key(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    desk.do("details")
    desk.show_site(review="candidate", potential="gap")
    form = desk.inspector.form
    desk.wait(lambda: form._stack.currentIndex() == 1)
    assert form.groups[FieldGroup.PLOT].opened
    obstacles = form.groups[FieldGroup.OBSTACLES]
    assert not obstacles.opened
    assert not form.rows["slope"].isVisible()
    obstacles.head.setFocus()
    qtbot.keyClick(obstacles.head, Qt.Key.Key_Space)
    assert form.rows["slope"].isVisible()
    assert "leer" in obstacles.head.accessibleName()


def test_sealed_fields_wait_for_the_passphrase(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    site_id = open_form(desk, sample)
    form = desk.inspector.form
    value = form.groups[FieldGroup.VALUE]
    assert not form.rows["asking_price"].isVisible()
    assert value.locked.isVisible()
    value.locked.click()
    dialog = desk.dialog()
    dialog.secret.setText(SAMPLE_PASSPHRASE)
    dialog.unlock.click()
    desk.wait(lambda: form.rows["asking_price"].isVisible())
    assert not value.locked.isVisible()
    assert form.rows["owner_category"].editor.control.currentText()
    assert not form.rows["owner_category"].editor.control.isEnabled()
    typed(qtbot, form.rows["asking_price"], "45.000")
    qtbot.keyClick(form.rows["asking_price"].editor.control, Qt.Key.Key_Return)
    desk.wait(lambda: desk.site(site_id)["asking_price"] == 45_000)


def test_only_looking_changes_nothing(desk: Desk, sample: Path) -> None:
    with Project.open(sample, user="k.muster"):
        open_form(desk, sample)
        for entry in desk.inspector.form.rows.values():
            control = entry.editor.control
            assert not control.isEnabled() or control.isReadOnly()
        desk.do("close")


def test_the_form_speaks_both_languages(desk: Desk, sample: Path) -> None:
    open_form(desk, sample)
    desk.do("english")
    rows = desk.inspector.form.rows
    assert rows["width_m"]._name.text() == "Width"
    assert origin(rows["width_m"]) == "measured"
    assert rows["planning_basis"].editor.control.itemText(3) == "§ 34 BauGB – built-up area"
    assert desk.inspector.form.groups[FieldGroup.PLANNING].head.text().strip() == "Planning law"
    desk.do("german")
    assert QApplication.focusWidget() is not None
