"""The export dialog by mouse and keys: recipes, fields, what leaves, files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from desk import Desk
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.exporting import choice_page, fields_page, preview_page
from flurinfill.desktop.exporting import dialog as export_dialog
from flurinfill.desktop.exporting.dialog import FIELDS, PREVIEW, ExportDialog
from flurinfill.desktop.exporting.recipe_bar import RecipeNameDialog
from flurinfill.desktop.exporting.tasks import problem_words, written_words
from flurinfill.model.audience import Audience
from flurinfill.model.errors import ProjectError
from flurinfill.model.recipes import Recipe, Which
from flurinfill.model.roles import Role
from flurinfill.project import Project, operations, queries
from flurinfill.project.store import GUARD
from flurinfill.reports import given_fields
from flurinfill.reports.fields import heading
from flurinfill.usecases import case_files
from flurinfill.usecases.export_kinds import KINDS, ExportFormat
from flurinfill.usecases.exporting import ExportReport
from flurinfill.usecases.recipes import BUILT_IN, PackageReport, title_of
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
TICKED, UNTICKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


def _dialog(desk: Desk) -> ExportDialog:
    desk.do("export")
    dialog = desk.dialog(ExportDialog)
    _settled(desk, dialog)
    return dialog


def _settled(desk: Desk, dialog: ExportDialog) -> None:
    desk.wait(lambda: dialog.released is not None and not dialog._rest.isActive())


def _choose(desk: Desk, dialog: ExportDialog, title: str) -> None:
    dialog.bar.box.setFocus()
    at = dialog.bar.box.findText(title)
    assert at > 0
    dialog.bar.box.setCurrentIndex(at)
    dialog.bar.box.activated.emit(at)
    _settled(desk, dialog)


def _kind(dialog: ExportDialog, kind: ExportFormat) -> QTreeWidgetItem:
    return dialog.choice._items[kind]


def _only(dialog: ExportDialog, *kinds: ExportFormat) -> None:
    """Tick these kinds: each that differs, as a click does."""
    for kind in set(dialog.choice.chosen) ^ set(kinds):
        _kind(dialog, kind).setCheckState(choice_page.KIND, TICKED if kind in kinds else UNTICKED)


def _rows(dialog: ExportDialog) -> dict[str, tuple[str, str]]:
    table = dialog.preview.table
    heads = [table.topLevelItem(at) for at in range(table.topLevelItemCount())]
    items = [head.child(at) for head in heads for at in range(head.childCount())]
    return {
        item.text(preview_page.FIELD): (item.text(preview_page.INSIDE), item.text(preview_page.OUTSIDE))
        for item in items
    }


def _parts(dialog: ExportDialog, field: str) -> dict[str, tuple[str, str]]:
    """What is told of one field on the page of what leaves, line by line."""
    found = dialog.preview.table.findItems(
        heading(field), Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive, preview_page.FIELD
    )
    parts = [found[0].child(at) for at in range(found[0].childCount())]
    return {part.text(0): (part.text(preview_page.INSIDE), part.text(preview_page.OUTSIDE)) for part in parts}


def test_two_tables_are_written_with_names_of_their_own(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample)
    dialog = _dialog(desk)
    dialog.choice.audiences[Audience.PUBLIC].setFocus()
    QTest.keyClick(dialog.choice.audiences[Audience.PUBLIC], Qt.Key.Key_Space)
    _only(dialog, ExportFormat.SPREADSHEET, ExportFormat.CSV)
    _settled(desk, dialog)
    assert "zurückgehalten" in dialog.withheld_text.text()
    item = _kind(dialog, ExportFormat.CSV)
    dialog.choice.kinds.setCurrentItem(item)
    QTest.keyClick(dialog.choice.kinds, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.choice.kinds.findChild(type(dialog.folder)), "liste.csv")
    QTest.keyClick(dialog.choice.kinds.findChild(type(dialog.folder)), Qt.Key.Key_Return)
    desk.wait()
    assert dialog.isVisible()  # Return ended the name, not the dialog
    assert dialog.choice.names[ExportFormat.CSV] == "liste.csv"
    out = tmp_path / "aus"
    out.mkdir()
    dialog.folder.setText(str(out))
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    desk.wait(lambda: bool(desk.window.notices.words("exported")))
    assert {path.suffix for path in out.iterdir()} == {".csv", ".xlsx"}
    assert "liste.csv" in desk.window.notices.words("exported")
    assert "zurückgehalten" in desk.window.notices.words("exported")


def test_the_preview_shows_the_inside_beside_what_leaves(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    dialog = _dialog(desk)
    _choose(desk, dialog, title_of(BUILT_IN[2]))  # for the public
    dialog.tabs.setCurrentIndex(PREVIEW)
    desk.wait()
    assert "zurückgehalten" in dialog.preview.reason.text()
    assert _rows(dialog)["Gemarkung"][1] == "–"
    dialog.preview.shown.setCurrentIndex(preview_page.OUT)
    assert not dialog.preview.reason.isVisible()
    rows = _rows(dialog)
    assert rows["Gemarkung"][0] == rows["Gemarkung"][1]
    assert "BauGB" in rows["Fallnummer"][1]
    assert rows["Fallnummer"][0].startswith("20")
    assert "Eigentümer" in rows["Notiz"][1]
    assert "Amtliche Fläche" not in rows  # the public gets no figure, and is shown none
    first = dialog.preview.site.text()
    QTest.mouseClick(dialog.preview.next, Qt.MouseButton.LeftButton)
    assert dialog.preview.site.text() != first
    QTest.mouseClick(dialog.preview.back, Qt.MouseButton.LeftButton)
    assert dialog.preview.site.text() == first
    desk.wait(dialog.preview.size.isVisible)
    assert "etwa" in dialog.preview.size.text()  # how large the web map will be
    _choose(desk, dialog, title_of(BUILT_IN[0]))  # for investors: the numbers themselves
    parts = _parts(dialog, "figures")
    assert parts["Amtliche Fläche"][0] == parts["Amtliche Fläche"][1]
    assert "m²" in parts["Amtliche Fläche"][1]
    assert all(inside == outside for inside, outside in _parts(dialog, "rules").values())
    assert "≥" in " ".join(outside for _, outside in _parts(dialog, "rules").values())
    dialog.fields.choose([])
    dialog.fields.changed.emit()
    _settled(desk, dialog)
    assert {outside for _, outside in _parts(dialog, "figures").values()} == {"–"}
    dialog.reject()


def test_each_photo_is_named_that_leaves(desk: Desk, sample: Path, tmp_path: Path) -> None:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        table = queries.site_table(project)
        site_id = int(table.index[(table["availability"] == "marketed") & table["consent_investor"]][0])
        for name in ("Blick von Norden", "Frau Meise im Garten"):
            Image.new("RGB", (80, 60), "teal").save(tmp_path / f"{name}.jpg")
            case_files.add(project, site_id, [tmp_path / f"{name}.jpg"])
        ticked = next(file for file in queries.case_files(project, site_id) if "Blick" in file.title)
        operations.show_photo(project, ticked, [Audience.INVESTOR])
    desk.open(sample, SAMPLE_PASSPHRASE)
    dialog = _dialog(desk)
    _choose(desk, dialog, title_of(BUILT_IN[0]))
    dialog.tabs.setCurrentIndex(PREVIEW)
    dialog.preview.shown.setCurrentIndex(preview_page.OUT)
    while not _parts(dialog, "photos") and dialog.preview.next.isEnabled():
        assert _rows(dialog)["Fotos"][0] == "keine"
        QTest.mouseClick(dialog.preview.next, Qt.MouseButton.LeftButton)
    assert _rows(dialog)["Fotos"][0] == "2"
    assert _rows(dialog)["Fotos"][1].startswith("1 (")
    told = {name: outside for name, (_, outside) in _parts(dialog, "photos").items()}
    assert told["Blick von Norden"] == "geht hinaus, ohne seinen Titel"
    assert "nicht für diesen Empfängerkreis" in told["Frau Meise im Garten"]
    dialog.fields.choose([])
    dialog.fields.changed.emit()
    _settled(desk, dialog)
    assert {outside for _, outside in _parts(dialog, "photos").values()} == {"–"}
    dialog.reject()


def test_fields_are_left_out_by_keys_and_what_is_forbidden_says_why(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    dialog = _dialog(desk)
    dialog.tabs.setCurrentIndex(FIELDS)
    page = dialog.fields
    assert page.fields is None
    item = page._items["potential"]
    page.tree.setCurrentItem(item)
    QTest.keyClick(page.tree, Qt.Key.Key_Space)
    assert "potential" not in page.fields
    _settled(desk, dialog)
    for name in given_fields.KNOWN:
        free = name in given_fields.choosable(Audience.INTERNAL)
        assert bool(page._items[name].flags() & Qt.ItemFlag.ItemIsUserCheckable) is free
    note = page._items["note"]
    assert "Eigentümer" in note.text(fields_page.REMARK)
    page.tree.setCurrentItem(note)
    QTest.keyClick(page.tree, Qt.Key.Key_Space)
    assert "note" not in page.fields
    QTest.mouseClick(page.none, Qt.MouseButton.LeftButton)
    assert page.fields == ()
    QTest.mouseClick(page.all, Qt.MouseButton.LeftButton)
    assert page.fields is None
    _only(dialog, ExportFormat.PARCELS, ExportFormat.CSV)
    assert dialog.choice.chosen == (ExportFormat.CSV, ExportFormat.PARCELS)
    dialog.choice.audiences[Audience.PUBLIC].setChecked(True)
    assert dialog.choice.chosen == (ExportFormat.CSV,)
    assert _kind(dialog, ExportFormat.PARCELS).isDisabled()
    assert _kind(dialog, ExportFormat.PARCELS).toolTip(choice_page.KIND)
    _only(dialog)
    _settled(desk, dialog)
    assert not dialog.export.isEnabled()
    assert all(kind.value in icons.NAMES for kind in KINDS)
    dialog.reject()


def test_a_recipe_is_saved_renamed_and_deleted(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    dialog = _dialog(desk)
    _choose(desk, dialog, "Investorenpaket")
    assert dialog.choice.audience is Audience.INVESTOR
    assert {kind.value for kind in dialog.choice.chosen} == set(BUILT_IN[0].kinds)
    assert not dialog.bar._changed.isVisible()
    assert not dialog.bar.rename.isEnabled()  # a built-in one
    dialog.fields._items["grz"].setCheckState(fields_page.FIELD, UNTICKED)
    assert dialog.bar._changed.isVisible()
    for push, name in ((dialog.bar.save, "Fuer Meyer"), (dialog.bar.rename, "Fuer Meier")):
        QTest.mouseClick(push, Qt.MouseButton.LeftButton)
        asked = desk.dialog(RecipeNameDialog)
        asked.name.clear()
        QTest.keyClicks(asked.name, name)
        QTest.mouseClick(asked.keep, Qt.MouseButton.LeftButton)
        desk.wait()
        assert dialog.bar.box.currentText() == name
        assert not dialog.bar._changed.isVisible()
    (kept,) = queries.recipes(desk.session.project)
    assert "grz" not in kept.fields
    _choose(desk, dialog, "Bauberatung")
    _choose(desk, dialog, "Fuer Meier")
    assert dialog.fields.fields == kept.fields
    QTest.mouseClick(dialog.bar.remove, Qt.MouseButton.LeftButton)
    assert queries.recipes(desk.session.project) == ()
    dialog.reject()
    desk.wait()
    desk.do("undo")
    desk.wait()
    assert [recipe.title for recipe in queries.recipes(desk.session.project)] == ["Fuer Meier"]


def test_a_recipe_that_cannot_be_used_says_so_and_can_be_deleted(desk: Desk, sample: Path) -> None:
    own = Recipe("Morgen", Audience.PUBLIC, (ExportFormat.CSV, "hologram"))
    with Project.open(sample) as project:
        operations.keep_recipe(project, own)
        operations.keep_recipe(project, replace(own, title="Zerschossen"))
        nowhere = replace(own, title="Weg", kinds=(ExportFormat.CSV,), which=Which.VILLAGE, name="Nirgendwo")
        operations.keep_recipe(project, nowhere)
    with closing(sqlite3.connect(sample)) as file:
        file.create_function(GUARD, 0, lambda: 1)
        file.execute("UPDATE saved_views SET definition = '{' WHERE title = 'Zerschossen'")
        file.commit()
    desk.open(sample)
    dialog = _dialog(desk)
    _choose(desk, dialog, "Morgen")
    assert "hologram" in dialog.error
    assert dialog.choice.chosen == (ExportFormat.CSV,)
    assert dialog.export.isEnabled()
    _choose(desk, dialog, "Weg")
    assert "Nirgendwo" in dialog.error
    assert not dialog.export.isEnabled()  # all sites are more than was meant
    dialog.choice.sites.setCurrentIndex(1)
    _settled(desk, dialog)
    assert not dialog.error
    _choose(desk, dialog, "Zerschossen")
    assert "Zerschossen" in dialog.error
    assert "Löschen" in dialog.error
    QTest.mouseClick(dialog.bar.remove, Qt.MouseButton.LeftButton)
    assert [recipe.title for recipe in queries.recipes(desk.session.project)] == ["Morgen", "Weg"]
    dialog.reject()


def test_who_only_reads_makes_nothing_internal_on_a_low_screen_too(
    desk: Desk, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_LOW", "_LOWEST"):
        monkeypatch.setattr(export_dialog, name, 10_000)
    with Project.open(sample, user="erika") as project:
        operations.set_users(project, {"erika": Role.EDIT})
    desk.open(sample)
    dialog = _dialog(desk)
    assert not dialog.choice.audiences[Audience.INTERNAL].isEnabled()
    assert "lesen" in dialog.choice.audiences[Audience.INTERNAL].toolTip()
    assert not dialog.choice._notes[Audience.INTERNAL].isVisible()
    assert not dialog.headline.isVisible()
    for box in (dialog.choice.sites, dialog.choice.language):  # nothing is squeezed for it
        assert box.height() >= box.sizeHint().height()
    assert not dialog.bar.save.isEnabled()
    dialog.reject()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_problems_are_told_beside_what_was_written(tmp_path: Path, language: str) -> None:
    i18n.set_language(language)
    withheld = (("N-1", "not_marketed"),)
    report = PackageReport(
        {
            ExportFormat.CSV: ExportReport(tmp_path / "a.csv", 3, withheld),
            ExportFormat.EXPOSE: ExportReport(tmp_path / "b.pdf", 3, withheld),
        },
        {ExportFormat.SPREADSHEET: ProjectError("export_in_use", path="c.xlsx")},
        cancelled=True,
    )
    written = written_words(tmp_path, report)
    assert all(word in written for word in ("a.csv", "b.pdf", "1 "))
    assert all(word in problem_words(report) for word in ("c.xlsx", "Excel"))


def test_a_folder_that_exists_is_neither_replaced_nor_offered_for_it(
    desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.open(sample)
    dialog = _dialog(desk)
    _only(dialog, ExportFormat.RECORDS)
    _settled(desk, dialog)
    (name,) = dialog.choice.names.values()
    out = tmp_path / "aus"
    (out / name).mkdir(parents=True)
    dialog.folder.setText(str(out))
    dialog.folder.textEdited.emit(str(out))
    assert "nie ersetzt" in dialog.replaced.text()
    assert name in dialog.replaced.text()
    assert not dialog.export.isEnabled()
    (out / name).rmdir()
    dialog.folder.textEdited.emit(str(out))
    assert dialog.export.isEnabled()
