"""Many rows at once: changed in one step, handed out without owners, seen through kept views."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from desk import Desk
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from flurinfill.desktop.dialogs.bulk_edit import BulkEditDialog
from flurinfill.desktop.dialogs.keep_view import KeepViewDialog
from flurinfill.desktop.workspace import PARCELS
from flurinfill.model.states import Availability, RejectReason, Review
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.filters import AnyOf, Between, Contains
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support", extend=True)


def select(desk: Desk, qtbot: QtBot, count: int) -> list[int]:
    """Select the first rows of the table of sites by the keyboard."""
    table = desk.workspace.sites
    table.view.setFocus()
    table.view.selectRow(0)
    for _ in range(count - 1):
        qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    return sorted(desk.linking.selected_sites())


def bulk(desk: Desk) -> BulkEditDialog:
    desk.do("edit_selected")
    dialog = desk.dialog(BulkEditDialog)
    assert isinstance(dialog, BulkEditDialog)
    return dialog


def choose(dialog: BulkEditDialog, what: str, target: str = "") -> None:
    dialog.what.setCurrentIndex(dialog.what.findData(what))
    if target:
        place = dialog.target.findData(target)
        assert place >= 0, target
        dialog.target.setCurrentIndex(place)


def test_a_move_of_eighteen_sites_and_one_undo(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    chosen = select(desk, qtbot, 18)
    assert len(chosen) == 18
    before = desk.session.snapshot.work.sites.loc[chosen, "review"]
    possible = before.isin(["candidate", "in_review", "deferred"])
    assert 0 < possible.sum() < 18
    dialog = bulk(desk)
    assert dialog.what.findData("area_m2") < 0  # official, and of one plot
    choose(dialog, "review", Review.CONFIRMED.value)
    assert f"{possible.sum()} Flächen werden geändert" in dialog.preview.text()
    assert desk.site(int(before.index[~possible][0]))["case_no"] in dialog.preview.text()
    dialog.change.click()
    desk.wait(
        lambda: (desk.session.snapshot.work.sites.loc[before.index[possible], "review"] == "confirmed").all()
    )
    told = desk.window.notices.words("table-changed")
    assert f"{possible.sum()} Flächen geändert" in told
    assert f"{(~possible).sum()} nicht möglich" in told
    assert f"({possible.sum()} Flächen)" in desk.controller.actions["undo"].text()
    assert sorted(desk.linking.selected_sites()) == chosen  # the selection stays
    desk.do("undo")
    desk.wait(lambda: desk.session.snapshot.work.sites.loc[chosen, "review"].equals(before))


def test_what_a_move_needs_is_asked_once_for_all(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    sites = desk.session.snapshot.work.sites
    chosen = sites.index[(sites["review"] == "candidate")][:3].tolist()
    parcels = [parcel for listed in sites.loc[chosen, "parcel_ids"] for parcel in listed]
    desk.workspace.map.canvas.selection_changed.emit(parcels)  # chosen on the map
    dialog = bulk(desk)
    choose(dialog, "review", Review.REJECTED.value)
    assert dialog.reason.isVisible()
    assert not dialog.change.isEnabled()
    dialog.reason.setCurrentIndex(dialog.reason.findData(RejectReason.TOO_SMALL.value))
    dialog.note.setText("Alle drei zu schmal")
    assert dialog.change.isEnabled()
    dialog.change.click()
    desk.wait(lambda: (desk.session.snapshot.work.sites.loc[chosen, "reject_reason"] == "too_small").all())
    assert queries.history(desk.session.project)[0].details["note"] == "Alle drei zu schmal"
    desk.wait(desk.no_dialog)
    dialog = bulk(desk)
    choose(dialog, "review", Review.IN_REVIEW.value)
    assert dialog.note.isVisible()
    assert not dialog.reason.isVisible()
    dialog.note.setText("Neue Vermessung")
    dialog.change.click()
    desk.wait(lambda: (desk.session.snapshot.work.sites.loc[chosen, "review"] == "in_review").all())
    desk.wait(desk.no_dialog)
    dialog = bulk(desk)
    choose(dialog, "review", Review.DEFERRED.value)
    dialog.change.click()
    desk.wait(lambda: (desk.session.snapshot.work.sites.loc[chosen, "review"] == "deferred").all())
    assert set(desk.session.snapshot.work.sites.loc[chosen, "deferred_until"]) == {
        date.today() + timedelta(days=90)
    }


def test_only_moves_that_some_site_allows_are_offered(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    sites = desk.session.snapshot.work.sites
    candidate = int(sites.index[(sites["review"] == "candidate") & (sites["availability"] == "unknown")][0])
    desk.linking.show_site(candidate)
    dialog = bulk(desk)
    choose(dialog, "availability")
    offered = {dialog.target.itemData(at) for at in range(dialog.target.count())}
    assert Availability.MARKETED.value not in offered
    assert Availability.AVAILABLE.value in offered
    assert dialog.what.findData("asking_price") < 0  # sealed
    dialog.reject()
    desk.wait(desk.no_dialog)


def test_one_fact_for_many(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    chosen = select(desk, qtbot, 4)
    dialog = bulk(desk)
    choose(dialog, "land_value_eur_m2")
    editor = dialog.editors.currentWidget()
    qtbot.keyClicks(editor.control, "viel")
    assert "keine Zahl" in dialog.preview.text()
    assert not dialog.change.isEnabled()
    editor.control.clear()
    qtbot.keyClicks(editor.control, "45,50")
    dialog.source.setCurrentIndex(dialog.source.findText("Gutachterausschuss"))
    dialog.change.click()
    desk.wait(lambda: (desk.session.snapshot.work.sites.loc[chosen, "land_value_eur_m2"] == 45.5).all())
    value = queries.site_fields(desk.session.project, chosen[2])["land_value_eur_m2"]
    assert value.source == "valuers"
    assert "Bodenrichtwert: 45,50 €/m² (4 Flächen)" in desk.controller.actions["undo"].text()
    desk.do("undo")
    desk.wait(lambda: desk.session.snapshot.work.sites.loc[chosen, "land_value_eur_m2"].isna().all())


def test_a_view_is_kept_for_everybody_without_names(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    table = desk.workspace.sites
    table.view.show_columns(["case_no", "area_m2", "note"])
    table._on_columns()
    table.set_rules(
        {
            "area_m2": Between(400, None),
            "review": AnyOf(frozenset({"candidate"})),
            "note": Contains("Mondstaubler"),
        }
    )
    table.bar.grouping.click()
    table.bar.keep.trigger()
    dialog = desk.dialog(KeepViewDialog)
    assert not dialog.keep.isEnabled()
    assert "Notiz" in dialog._remark.text()
    dialog.name.setText("Große Kandidaten")
    dialog.keep.click()
    desk.wait(lambda: table.bar.views.currentText().startswith("Große Kandidaten"))
    shown = table.view.shown_columns()
    desk.do("close")
    desk.wait(lambda: desk.session.project is None)
    assert b"Mondstaubler" not in sample.read_bytes()
    table.use_view(0)
    desk.open(sample)
    titles = [table.bar.views.itemText(at) for at in range(table.bar.views.count())]
    table.use_view(titles.index("Große Kandidaten"))
    assert table.view.shown_columns() == shown
    assert table.model.groups
    assert set(table.model.frame.loc[table.model.shown_keys(), "review"]) == {"candidate"}
    table.bar.remove.trigger()
    desk.wait(lambda: "Große Kandidaten" not in [view.title() for view in table.choice.views])
    assert table.choice.current is table.choice.views[0]
    desk.do("undo")
    desk.wait(lambda: "Große Kandidaten" in [view.title() for view in table.choice.views])


def test_what_is_shown_is_handed_out_without_owners(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    table = desk.workspace.sites
    table.view.show_columns(["case_no", "area_m2", "willingness", "note", "review", "grz"])
    table.set_rules({"review": AnyOf(frozenset({"confirmed"}))})
    table.view.head.setSortIndicator(4, Qt.SortOrder.DescendingOrder)
    keys = table.model.shown_keys()
    path = tmp_path / "Bestätigte.xlsx"
    desk.controller.tables._table = table
    desk.controller.tables.export(path)
    desk.wait(lambda: bool(desk.window.notices.words("table-exported")))
    assert "Verkaufsbereitschaft, Notiz" in desk.window.notices.words("table-exported")
    sheet, reading = openpyxl.load_workbook(path).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Fallnummer", "Fläche [m²]", "Prüfung", "GRZ")
    frame = table.model.frame.loc[keys]
    assert [row[0] for row in rows[1:]] == frame["case_no"].tolist()
    assert [row[1] for row in rows[1:]] == pytest.approx(frame["area_m2"].tolist())
    assert {row[2] for row in rows[1:]} == {"Bestätigt"}
    assert any("Dienstgebrauch" in str(cell) for row in reading.iter_rows(values_only=True) for cell in row)
    entry = queries.history(desk.session.project)[0]
    assert (entry.code, entry.details["count"]) == ("log_export", len(keys))


def test_parcels_as_csv_in_the_order_of_the_screen(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample)
    desk.workspace.tabs.setCurrentIndex(PARCELS)
    table = desk.workspace.parcels
    table.view.show_columns(
        ["number", "parcel_key", "potential", "reason", "frontage_m", "same_owner_neighbour"]
    )
    table.set_rules({"potential": AnyOf(frozenset({"brownfield"}))})
    desk.wait(table.filtered)
    keys = table.model.shown_keys()
    desk.controller.tables._table = table
    desk.controller.tables.export(tmp_path / "brachen.csv")
    desk.wait(lambda: bool(desk.window.notices.words("table-exported")))
    with (tmp_path / "brachen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["number", "parcel_id", "potential", "reason", "frontage_m", "marking"]
    assert [row["parcel_id"] for row in rows] == keys


def test_a_reader_can_look_but_neither_change_nor_hand_out(desk: Desk, sample: Path, tmp_path: Path) -> None:
    with Project.open(sample, user="k.muster"):
        desk.open(sample)
        desk.show_site(review="candidate")
        assert not desk.controller.actions["edit_selected"].isEnabled()
        desk.controller.tables.export(tmp_path / "x.xlsx")
        desk.wait(lambda: bool(desk.window.notices.words("refused")))
        assert not (tmp_path / "x.xlsx").exists()
        desk.do("close")


def test_a_site_that_somebody_changed_meanwhile_is_named(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    chosen = select(desk, qtbot, 4)
    dialog = bulk(desk)
    choose(dialog, "grz")
    qtbot.keyClicks(dialog.editors.currentWidget().control, "0,4")
    operations.set_site_field(desk.session.project, chosen[1], "gfz", 0.8)  # as by another clerk
    dialog.change.click()
    desk.wait(lambda: desk.window.notices.words("table-changed") != "")
    told = desk.window.notices.words("table-changed")
    assert "3 Flächen geändert" in told
    assert f"inzwischen geändert): {desk.site(chosen[1])['case_no']}" in told
    assert desk.site(chosen[1])["grz"] != 0.4


def test_what_is_typed_in_the_form_comes_before_the_selection_is_changed(
    desk: Desk, sample: Path, qtbot: QtBot
) -> None:
    desk.open(sample)
    chosen = select(desk, qtbot, 3)
    desk.do("details")
    entry = desk.inspector.form.rows["gfz"]
    desk.wait()
    typed_for = desk.linking.selection.site_id
    entry.editor.control.setText("0,7")
    entry.editor.control.textEdited.emit("0,7")
    desk.do("edit_selected")
    desk.wait(lambda: not desk.no_dialog())
    dialog = desk.dialog(BulkEditDialog)
    choose(dialog, "grz")
    qtbot.keyClicks(dialog.editors.currentWidget().control, "0,4")
    dialog.change.click()
    desk.wait(lambda: "3 Flächen geändert" in desk.window.notices.words("table-changed"))
    assert desk.site(typed_for)["gfz"] == 0.7
    assert [desk.site(site_id)["grz"] for site_id in chosen] == [0.4] * 3
