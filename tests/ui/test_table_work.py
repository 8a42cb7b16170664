"""Work in the tables of the real window: filters, columns, groups, views, copying."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flurinfill.desktop.column_chooser import ColumnChooser
from flurinfill.desktop.saved_views import PARCEL_VIEWS, SITE_VIEWS, usual
from flurinfill.desktop.table_panel import TablePanel
from flurinfill.desktop.workspace import PARCELS
from flurinfill.model.states import Review
from flurinfill.project import operations
from flurinfill.usecases.filters import AnyOf, Between, Contains
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support", extend=True)


def number_of(table: TablePanel, name: str) -> int:
    return next(n for n, entry in enumerate(table.model.columns) if entry.name == name)


def shown(table: TablePanel, name: str) -> list[object]:
    return table.model.frame.loc[table.model.shown_keys(), name].tolist()


def view_named(views: tuple, words: str) -> int:
    return next(number for number, view in enumerate(views) if view.title() == words)


def test_filters_below_the_headings(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    table = desk.workspace.sites
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert table.filters_shown
    editors = table.view.head.editors
    assert QApplication.focusWidget() is editors[number_of(table, "case_no")]
    size = editors[number_of(table, "area_m2")]
    qtbot.keyClicks(size, "400-800")
    qtbot.keyClick(size, Qt.Key.Key_Return)
    assert table.filtered()
    assert all(399.5 <= value <= 800.5 for value in shown(table, "area_m2"))
    potential = editors[number_of(table, "potential")]
    potential.choices["gap"].trigger()
    potential.choices["brownfield"].trigger()
    assert set(shown(table, "potential")) <= {"gap", "brownfield"}
    assert table.choice.state.rules == {
        "area_m2": Between(400, 800),
        "potential": AnyOf(frozenset({"gap", "brownfield"})),
    }
    assert "von" in table.foot.sums.text()
    assert "Fläche, Potenzialart" in table.foot.show_all.toolTip()
    before = len(table.model.shown_keys())
    qtbot.keyClicks(size, "viel")  # not a number: nothing changes, the field says so
    qtbot.keyClick(size, Qt.Key.Key_Return)
    assert size.property("state") == "bad"
    assert len(table.model.shown_keys()) == before
    qtbot.keyClick(size, Qt.Key.Key_Escape)
    assert set(table.choice.state.rules) == {"potential"}
    qtbot.keyClick(size, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is table.view
    table.foot.show_all.click()
    assert not table.filtered()
    assert not table.foot.show_all.isVisible()
    assert potential.text().strip() == "alle"


def test_a_range_typed_slowly_is_kept_while_nothing_matches(desk: Desk, town: Path, qtbot: QtBot) -> None:
    desk.open(town)
    table = desk.workspace.sites
    table.show_filters(True)
    editor = table.view.head.editors[number_of(table, "area_m2")]
    editor.setFocus()
    qtbot.keyClicks(editor, "9")
    desk.wait(lambda: not table.model.rowCount())
    QApplication.processEvents()
    assert editor.isVisible()
    assert QApplication.focusWidget() is editor
    assert table.empty.isVisible()
    assert editor.mapTo(table.body, editor.rect().bottomLeft()).y() < table.empty.y()
    for letter in "00-1200":
        qtbot.keyClicks(QApplication.focusWidget(), letter)
        qtbot.wait(220)
    assert table.choice.state.rules == {"area_m2": Between(900, 1200)}
    assert table.model.rowCount()
    assert not table.empty.isVisible()
    desk.wait(lambda: table.view.height() > table.height() / 2)


def test_sorting_by_the_heading_keeps_the_selection(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    table = desk.workspace.sites
    table.view.selectRow(5)
    key = table.model.key(5)
    head = table.view.head
    place = QPoint(head.sectionViewportPosition(number_of(table, "area_m2")) + 20, 10)
    for descending in (False, True):
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
        areas = shown(table, "area_m2")
        assert areas == sorted(areas, reverse=descending)
        rows = {index.row() for index in table.view.selectionModel().selectedRows()}
        assert [table.model.key(row) for row in rows] == [key]
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.model.shown_keys() == table.model.frame.index.tolist()


def test_a_click_selects_the_row_in_sight_alone(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    table = desk.workspace.sites
    shown_one, hidden = table.model.shown_keys()[:2]
    case_no = desk.session.snapshot.work.sites.loc[shown_one, "case_no"]
    for row, keys in ((0, Qt.KeyboardModifier.NoModifier), (1, Qt.KeyboardModifier.ControlModifier)):
        place = table.view.visualRect(table.model.index(row, 0)).center()
        qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, keys, place)
    assert desk.linking.selection.site_id == hidden
    table.set_rules({"case_no": Contains(case_no)})
    assert table.model.shown_keys() == [shown_one]
    place = table.view.visualRect(table.model.index(0, 0)).center()
    qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.linking.selected_sites() == [shown_one]
    assert desk.linking.selection.site_id == shown_one


def test_a_move_that_was_begun_stays_with_its_site(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    sites = desk.session.snapshot.work.sites
    first, second = sites.index[sites["review"] == "candidate"][:2]
    desk.linking.show_site(int(first))
    review = desk.inspector.site.review
    review.start_move(Review.DEFERRED)
    assert not review.until_edit.parentWidget().isHidden()
    desk.linking.show_site(int(second))
    assert review.until_edit.parentWidget().isHidden()
    desk.linking.show_site(int(first))
    assert review.until_edit.parentWidget().isHidden()


def test_groups_fold_by_mouse_and_by_key(desk: Desk, town: Path, qtbot: QtBot) -> None:
    desk.open(town)
    table = desk.workspace.sites
    table.bar.grouping.click()
    villages = table.model.frame["village"]
    assert [group.value for group in table.model.groups] == sorted(villages.unique())
    first = table.model.groups[0]
    assert first.count == (villages == first.value).sum()
    assert f"{first.count} Einträge" in table.model.text(0, 0)
    rows = table.model.rowCount()
    qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert table.model.rowCount() == rows - first.count
    assert table.model.is_folded(0)
    assert table.view.currentIndex().row() == 0
    qtbot.keyClick(table.view, Qt.Key.Key_Right)
    assert table.model.rowCount() == rows
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert table.model.rowCount() == rows - first.count
    qtbot.keyClick(table.view, Qt.Key.Key_Left)
    assert table.model.rowCount() == rows - first.count
    assert desk.linking.selection.site_id is None  # a heading is no site
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    assert desk.linking.selection.site_id == table.model.key(2)
    table.bar.grouping.click()
    assert table.model.rowCount() == table.model.total


def test_columns_are_chosen_ordered_and_kept(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    table = desk.workspace.sites
    table.choose_columns()
    (chooser,) = table.findChildren(ColumnChooser)
    items = {chooser.list.item(at).text(): chooser.list.item(at) for at in range(chooser.list.count())}
    items["Gemarkung"].setCheckState(Qt.CheckState.Checked)
    items["Veröffentlichung"].setCheckState(Qt.CheckState.Unchecked)
    assert "gemarkung" in table.view.shown_columns()
    assert "publication" not in table.view.shown_columns()
    chooser.list.setCurrentItem(items["Flurstücke"])
    qtbot.keyClick(chooser.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert table.view.shown_columns()[:2] == ["numbers", "case_no"]
    chooser.close()
    table.view.head.moveSection(0, 2)  # as dragging a heading does
    assert table.choice.state.columns[:3] == ("case_no", "village", "numbers")
    table.view.setColumnWidth(number_of(table, "village"), 211)
    kept = table.memory()
    table.use_view(0)
    assert tuple(table.view.shown_columns()) == usual(table.model.columns)
    table.remember(kept)
    assert table.view.shown_columns()[:3] == ["case_no", "village", "numbers"]
    assert table.view.columnWidth(number_of(table, "village")) == 211
    table.choose_columns()
    chooser = table.findChildren(ColumnChooser)[-1]
    chooser.usual.click()
    chooser.close()
    assert table.choice.state.columns == ()


def test_the_next_session_begins_as_this_one_ended(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    table = desk.workspace.sites
    table.show_filters(True)
    table.search.setText("Quarkenbeisser")
    table.set_rules({"review": AnyOf(frozenset({"confirmed"})), "note": Contains("Tintenklecks")})
    kept = desk.window.state()["sites"]
    assert "Quarkenbeisser" not in kept
    assert "Tintenklecks" not in kept
    table.clear_filter()
    table.show_filters(False)
    desk.window.restore({"sites": kept, "parcels": "{"})
    assert table.filters_shown
    assert table.choice.state.rules == {"review": AnyOf(frozenset({"confirmed"}))}
    assert set(shown(table, "review")) == {"confirmed"}


def test_the_next_session_names_the_view_that_it_begins_with(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    table = desk.workspace.sites
    table.set_rules({"area_m2": Between(900, 1200)})
    desk.session.apply(operations.keep_view, "sites", "Mittlere", table.choice.kept_state().dump())
    desk.wait(lambda: any(view.title() == "Mittlere" for view in table.choice.views))
    table.use_view(view_named(table.choice.views, "Mittlere"))
    kept = desk.window.state()["sites"]
    table.use_view(0)
    table.set_own_views(())  # as before the project is open
    desk.window.restore({"sites": kept, "parcels": "{"})
    assert "geändert" in table.bar.views.currentText()
    desk.session.reload()
    desk.wait(lambda: any(view.title() == "Mittlere" for view in table.choice.views))
    assert table.bar.views.currentText() == "Mittlere"
    table.set_rules({"area_m2": Between(900, 1300)})
    kept = desk.window.state()["sites"]
    assert "Mittlere" not in kept  # its name may tell something
    table.use_view(0)
    table.set_own_views(())
    desk.window.restore({"sites": kept, "parcels": "{"})
    desk.session.reload()
    desk.wait(lambda: any(view.title() == "Mittlere" for view in table.choice.views))
    assert table.bar.views.currentText() == "Mittlere (geändert)"
    assert table.choice.state.rules == {"area_m2": Between(900, 1300)}


VIEWS: dict[str, Callable[[object], object]] = {
    "Noch zu prüfen": lambda sites: sites["review"].isin(["candidate", "in_review", "deferred"]),
    "Bestätigt, nicht angeschrieben": lambda sites: (
        (sites["review"] == "confirmed")
        & (sites["outreach_state"] == "none")
        & sites["availability"].isin(["unknown", "available"])
    ),
    "Angeschrieben ohne Antwort seit 4 Wochen": lambda sites: sites["waiting_since"].notna(),
    "Wiedervorlagen diese Woche": lambda sites: sites["follow_up_on"].notna(),
}


def test_built_in_views_show_what_they_say(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    table = desk.workspace.sites
    sites = table.model.frame
    for words, belongs in VIEWS.items():
        table.use_view(view_named(SITE_VIEWS, words))
        found = set(table.model.shown_keys())
        assert found, words
        assert found <= set(sites.index[belongs(sites)]), words
        assert "geändert" not in table.bar.views.currentText()
    table.use_view(view_named(SITE_VIEWS, "Neuer Befund der Erkennung"))
    assert table.model.rowCount() == 0
    parcels = desk.workspace.parcels
    parcels.use_view(view_named(PARCEL_VIEWS, "Mögliches Bauland ohne Fall"))
    desk.wait(parcels.filtered)
    assert set(shown(parcels, "case_no")) <= {""}
    parcels.use_view(0)
    desk.wait(lambda: not parcels.filtered())
    parcels.bar.grouping.click()
    desk.wait(lambda: bool(parcels.model.groups))
    assert parcels.bar.views.currentText() == "Alle Flurstücke (geändert)"


def test_a_view_over_sealed_data_asks_for_the_passphrase(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    table = desk.workspace.sites
    table.use_view(view_named(SITE_VIEWS, "Angeschrieben ohne Antwort seit 4 Wochen"))
    assert table.model.rowCount() == 0
    assert table.empty._button.text() == "Entsperren …"
    table.empty.acted.emit()
    dialog = desk.dialog()
    dialog.secret.setText(SAMPLE_PASSPHRASE)
    dialog.unlock.click()
    desk.wait(lambda: table.model.rowCount() > 0)


def test_copying_takes_the_shown_columns_but_nothing_of_owners(
    desk: Desk, sample: Path, qtbot: QtBot
) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    table = desk.workspace.sites
    table.view.show_columns(["case_no", "area_m2", "review", "willingness", "note"])
    table.view.setFocus()
    table.view.selectRow(0)
    qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Fall\tFläche [m²]\tPrüfung"
    assert len(lines) == 3
    first = table.model.frame.iloc[0]
    assert lines[1].split("\t")[0] == first["case_no"]
    assert float(lines[1].split("\t")[1].replace(",", ".")) == pytest.approx(first["area_m2"], abs=0.1)
    assert "Verkaufsbereitschaft, Notiz" in desk.window.status._said.text()


def test_only_some_rows_under_a_title(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    table = desk.workspace.sites
    some = table.model.frame.index[[3, 7]].tolist()
    table.show_only("Zwei", some)
    assert table.model.shown_keys() == some
    assert table.foot.show_all.text() == "Nur: Zwei"
    assert table.bar.views.currentText() == "Nur: Zwei"
    table.foot.show_all.click()
    assert not table.filtered()
    assert table.bar.views.currentText() == table.choice.views[0].title()


def test_selection_first_and_sums_in_the_long_table(desk: Desk, town: Path) -> None:
    desk.open(town)
    desk.workspace.tabs.setCurrentIndex(PARCELS)
    table = desk.workspace.parcels
    keys = table.model.frame.index[[4000, 5000]].tolist()
    desk.workspace.map.canvas.selection_changed.emit(keys)
    area = table.model.frame.loc[keys, "official_area_m2"].sum() / 10_000
    assert table.foot.selected.text() == f"Auswahl: 2 · {area:.2f} ha".replace(".", ",")
    table.bar.on_top.click()
    desk.wait(lambda: table.model.shown_keys()[:2] == keys)
    table.bar.on_top.click()
    desk.wait(lambda: table.model.shown_keys()[:2] != keys)
