"""The profile editor, the comparison and the printed sheet, with mouse and keys."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from flurinfill import i18n
from flurinfill.desktop.compare_dialog import CompareDialog
from flurinfill.desktop.profile_editor.dialog import ProfileEditor
from flurinfill.desktop.profile_editor.histogram import HistogramSlider
from flurinfill.detection import profiles
from flurinfill.detection.explanation import source_text
from flurinfill.detection.merging import find_proposals
from flurinfill.detection.uses import judge_by_use
from flurinfill.project import queries
from flurinfill.usecases.detecting import detect

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
RULE = "area_open"


@pytest.fixture
def opened(desk: Desk, sample: Path) -> Desk:
    desk.open(sample)
    return desk


@pytest.fixture
def editor(opened: Desk) -> ProfileEditor:
    opened.do("edit_rules")
    found = opened.dialog(ProfileEditor)
    assert isinstance(found, ProfileEditor)
    return found


def slider(editor: ProfileEditor, name: str = RULE) -> HistogramSlider:
    return editor.rules.cards[name].slider


def drag(qtbot: QtBot, editor: ProfileEditor, to: float, name: str = RULE) -> None:
    """Press on the line, draw it to a threshold, let go."""
    widget = slider(editor, name)
    middle = widget.height() // 3
    start = QPoint(round(widget.x_of(editor.draft.tuning.rule(name).threshold)), middle)
    end = QPoint(round(widget.x_of(to)), middle)
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for part in (0.3, 0.7, 1.0):
        qtbot.mouseMove(widget, start + (end - start) * part)
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end)


def gaps(editor: ProfileEditor) -> int:
    editor.follow()
    return int(editor.classes.words("gap")[1].replace(".", ""))


def test_classes_and_map_follow_the_line(editor: ProfileEditor, qtbot: QtBot) -> None:
    before = gaps(editor)
    assert editor.classes.words("gap")[2] == "±0"
    drag(qtbot, editor, 700.0)
    threshold = editor.draft.tuning.rule(RULE).threshold
    assert threshold == pytest.approx(700.0, rel=0.05)
    assert editor.rules.cards[RULE].spin.value() == threshold
    after = gaps(editor)
    assert after < before
    assert editor.classes.words("gap")[2].startswith("−")
    measures = editor.map.outlined
    assert len(measures) == int((editor.draft.tuning.codes != editor.draft.before).sum()) > 0
    assert "anders beurteilt" in editor._differences.text()
    assert "Eigener Wert, vorher: 350 m² (" in editor.rules.cards[RULE]._effect.text()
    kept = profiles.parse(profiles.dump(editor.profile), "")
    (rule,) = (rule for rule in kept.rules if rule.name == RULE)
    assert source_text(rule).startswith("Eigener Wert, vorher: 350 m² (")
    assert source_text(rule.with_threshold(350.0)) == source_text(dataclasses.replace(rule, before=None))
    editor.rules.cards[RULE].reset.click()
    assert "vorher" not in editor.rules.cards[RULE]._effect.text()


def test_enter_takes_the_number_and_saves_nothing(editor: ProfileEditor, qtbot: QtBot) -> None:
    saved: list[object] = []
    editor.save_asked.connect(saved.append)
    spin = editor.rules.cards[RULE].spin
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, "640")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert editor.draft.tuning.rule(RULE).threshold == 640
    qtbot.keyClick(editor.title, Qt.Key.Key_Enter)
    assert not saved
    assert editor.isVisible()
    assert editor.save.isEnabled()


def test_one_drag_is_undone_at_once_and_done_again(editor: ProfileEditor, qtbot: QtBot) -> None:
    before = gaps(editor)
    drag(qtbot, editor, 700.0)
    moved = editor.draft.tuning.rule(RULE).threshold
    editor.undo.click()
    assert editor.draft.tuning.rule(RULE).threshold == 350.0
    assert gaps(editor) == before
    assert not editor.undo.isEnabled()
    assert not editor.save.isEnabled()
    editor.redo.click()
    assert editor.draft.tuning.rule(RULE).threshold == moved
    editor.rules.cards[RULE].reset.click()
    assert editor.draft.tuning.rule(RULE).threshold == 350.0
    assert not editor.rules.cards[RULE].reset.isEnabled()


def test_keys_move_the_line_and_screen_readers_hear_it(editor: ProfileEditor, qtbot: QtBot) -> None:
    widget = slider(editor)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Right)
    assert editor.draft.tuning.rule(RULE).threshold == 351.0
    qtbot.keyClick(widget, Qt.Key.Key_PageUp)
    assert editor.draft.tuning.rule(RULE).threshold == 361.0
    qtbot.keyClick(widget, Qt.Key.Key_Left)
    assert widget.accessibleName() == "Größe für offene Bauweise"
    assert widget.accessibleDescription() == "360 m²"
    qtbot.keyClick(widget, Qt.Key.Key_Home)
    assert editor.draft.tuning.rule(RULE).threshold == 0.0
    i18n.set_language("en")
    editor.retranslate()
    editor.rules.cards[RULE].retranslate()
    assert widget.accessibleName() == i18n.label("rule", RULE) != "Größe für offene Bauweise"


def test_shares_are_typed_as_per_cent(editor: ProfileEditor) -> None:
    editor.rules.cards["compactness"].spin.setValue(45.5)
    assert editor.draft.tuning.rule("compactness").threshold == pytest.approx(0.455)
    assert editor.rules.cards["compactness"].spin.text() == "45,5 %"


def test_the_wheel_scrolls_and_changes_nothing(editor: ProfileEditor) -> None:
    card = editor.rules.cards[RULE]
    for widget in (card.spin, card.slider):
        where = QPointF(widget.rect().center())
        turn = QWheelEvent(
            where,
            QPointF(widget.mapToGlobal(widget.rect().center())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, turn)
        assert editor.draft.tuning.rule(RULE).threshold == 350.0


def test_saving_judges_anew_and_leaves_decisions_alone(opened: Desk, qtbot: QtBot) -> None:
    project = opened.session.project
    sites = opened.session.snapshot.work.sites
    touched = sites[(sites["review"] == "confirmed") & (sites["potential"] == "gap")]
    small = touched[touched["area_m2"] < 900]
    assert len(small)
    opened.do("edit_rules")
    editor = opened.dialog(ProfileEditor)
    editor.rules.cards[RULE].spin.setValue(900)
    editor.title.setText("Kleinstadt: größere Plätze")
    editor.title.setModified(True)
    version = editor.draft.original.version
    assert "neu gesucht" in editor._together.text()
    opened.wait(lambda: "zählen nur zusammen mit Nachbarn" in editor._together.text())
    wanted = editor.classes.words("gap")[1]
    editor.save.click()
    opened.wait(lambda: opened.session.snapshot.profile.version == version + 1)
    snapshot = opened.session.snapshot
    assert snapshot.profile.title_de == "Kleinstadt: größere Plätze"
    assert (snapshot.parcels["reason"] == "merged").any()
    assert i18n.number(int((snapshot.parcels["potential"] == "gap").sum())) == wanted
    alone = snapshot.parcels[snapshot.parcels["reason"] != "merged"]
    verdicts = judge_by_use(queries.measures(project), [snapshot.profile, *profiles.builtin()])
    assert (verdicts["potential"].reindex(alone.index) == alone["potential"]).all()
    after = snapshot.work.sites.loc[small.index]
    assert (after["review"] == "confirmed").all()
    assert (after["potential"] == "gap").all()  # what was decided
    assert (after["potential_now"] != "gap").any()  # what the rules say now
    assert "class_changed" in set(snapshot.work.due["kind"])
    assert "neue Version gilt" in opened.window.notices.words("judged")


def test_unsaved_changes_are_not_lost_by_one_key(editor: ProfileEditor, qtbot: QtBot) -> None:
    editor.rules.cards[RULE].spin.setValue(500)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.isVisible()
    assert "nicht gespeichert" in editor.error
    editor.rules.cards[RULE].spin.setValue(600)
    assert editor.error == ""
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_nothing_changed_nothing_asked(editor: ProfileEditor, qtbot: QtBot) -> None:
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_saving_as_a_file(editor: ProfileEditor, tmp_path: Path) -> None:
    editor.rules.cards[RULE].spin.setValue(500)
    out = tmp_path / "amt.toml"
    editor.write_file(str(out))
    read = profiles.load(out)
    assert read.version == editor.draft.original.version + 1
    assert next(rule.threshold for rule in read.rules if rule.name == RULE) == 500.0
    assert "amt.toml" in editor._differences.text()
    editor.write_file(str(tmp_path / "fehlt" / "amt.toml"))
    assert "fehlt" in editor.error
    editor.to_file.click()
    assert editor.findChild(QFileDialog) is not None


def test_two_profiles_side_by_side(opened: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    snapshot = opened.session.snapshot
    strict = dataclasses.replace(
        snapshot.profile,
        version=9,
        rules=tuple(
            dataclasses.replace(rule, threshold=800.0) if rule.name == RULE else rule
            for rule in snapshot.profile.rules
        ),
    )
    file = tmp_path / "streng.toml"
    file.write_text(profiles.dump(strict), encoding="utf-8")
    opened.do("compare_rules")
    dialog = opened.dialog(CompareDialog)
    opened.wait(lambda: dialog._comparison is not None)
    dialog.take_file(str(file))
    opened.wait(lambda: dialog._comparison is not None)
    assert "streng.toml" in dialog.second.currentText()
    assert "dieses Projekts" in dialog.first.currentText()
    told = [
        [dialog.table.item(number, place).text() for place in range(4)]
        for number in range(dialog.table.rowCount())
    ]
    before = judge_by_use(snapshot.measures, [snapshot.profile, *profiles.builtin()])["potential"]
    after = judge_by_use(snapshot.measures, [strict, *profiles.builtin()])["potential"]
    lost = set(before.index[(before == "gap") & (after == "none")])
    ground = snapshot.ground.parcels.geometries
    together = find_proposals(ground, snapshot.measures, [strict, *profiles.builtin()])
    kept = {parcel for one in together for parcel in one.parcel_ids}
    assert lost & kept  # some are a gap only together now
    assert ["Baulücke", "Kein Potenzial", str(len(lost - kept))] in [line[:3] for line in told]
    number = [line[:2] for line in told].index(["Baulücke", "Kein Potenzial"])
    dialog.table.selectRow(number)
    assert set(dialog.map.outlined) == lost - kept
    assert set(dialog.parcels.frame.index) == lost - kept
    assert set(dialog.parcels.frame["deciding"]) == {"Größe für offene Bauweise: mindestens 350 m² → 800 m²"}
    dialog.list.setFocus()
    dialog.list.selectRow(1)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    parcel = dialog.parcels.key(1)
    assert opened.linking.selection.current == parcel
    west, south, east, north = dialog.map.canvas.view.bounds(
        dialog.map.canvas.width(), dialog.map.canvas.height()
    )
    spot = snapshot.ground.parcels.geometries[snapshot.parcels.index.get_loc(parcel)].centroid
    assert west < spot.x < east
    assert south < spot.y < north
    assert east - west < 1000
    dialog.second.setCurrentIndex(dialog.first.currentIndex())
    opened.wait(lambda: dialog._comparison is not None)
    assert dialog.table.rowCount() == 0
    assert "dieselbe Potenzialart" in dialog.summary.text()
    file.write_text("name = 1", encoding="utf-8")
    dialog.take_file(str(file))
    assert "streng.toml" in dialog.error


def test_comparing_with_the_editor(opened: Desk) -> None:
    opened.do("edit_rules")
    editor = opened.dialog(ProfileEditor)
    card = editor.rules.cards[RULE]
    card.spin.setValue(800)
    opened.do("english")
    assert "Size" in card._name.text()
    assert "Own value, before: 350 m² (Proposal" in card._effect.text()
    opened.do("german")
    assert "Größe" in card._name.text()
    assert "Eigener Wert, vorher: 350 m² (Vorschlag" in card._effect.text()
    editor.compare.click()
    dialog = opened.dialog(CompareDialog)
    assert "in Bearbeitung" in dialog.second.currentText()
    opened.wait(lambda: dialog._comparison is not None)
    assert dialog.table.rowCount() > 0


def test_the_sheet_from_the_panel(opened: Desk, tmp_path: Path) -> None:
    opened.show_site(potential="gap")
    opened.wait(lambda: opened.inspector.why.verdict is not None)
    push = next(
        each for each in opened.inspector.why.findChildren(QPushButton) if each.text() == "Blatt drucken …"
    )
    push.click()
    rules = opened.controller.rules
    assert rules._chooser is not None
    rules._chooser.reject()
    out = tmp_path / "warum.pdf"
    rules.write_sheet(str(out))
    opened.wait(out.is_file)
    assert "warum.pdf" in opened.window.notices.words("sheet")
    assert out.read_bytes().startswith(b"%PDF")


def test_no_sheet_without_a_parcel(opened: Desk) -> None:
    opened.do("print_why")
    assert "zuerst ein Flurstück" in opened.window.notices.words("done")


def test_a_reader_may_try_but_not_keep(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    snapshot = desk.session.snapshot
    editor = ProfileEditor(snapshot, snapshot.profile, sample.parent, writable=False, parent=desk.window)
    editor.rules.cards[RULE].spin.setValue(800)
    assert editor.undo.isEnabled()
    assert not editor.save.isEnabled()
    editor.done(0)


def test_the_rules_for_trade_are_edited_and_the_others_stay(opened: Desk) -> None:
    opened.do("edit_rules")
    editor = opened.dialog(ProfileEditor)
    assert [editor.of.itemText(n).split(" – ")[0] for n in range(editor.of.count())] == ["Wohnen", "Gewerbe"]
    editor.rules.cards[RULE].spin.setValue(500)
    assert not editor.of.isEnabled()  # nothing is lost by choosing another
    editor.undo.click()
    editor.of.setCurrentIndex(1)
    opened.wait(lambda: opened.dialog(ProfileEditor) is not editor)
    trade = opened.dialog(ProfileEditor)
    assert trade.draft.original.name == "gewerbe"
    assert set(trade.rules.cards) == {rule.name for rule in profiles.load("gewerbe").rules}
    trade.rules.cards[RULE].spin.setValue(1500)
    opened.wait(lambda: not trade._merging)
    wanted = trade.classes.words("gap")[1]
    version = trade.draft.next_version
    trade.save.click()
    opened.wait(lambda: any(each.version == version for each in opened.session.snapshot.judges))
    snapshot = opened.session.snapshot
    assert snapshot.profile.name == "kleinstadt-wohnen"
    assert i18n.number(int((snapshot.parcels["potential"] == "gap").sum())) == wanted
    opened.do("edit_rules")
    again = opened.dialog(ProfileEditor)
    again.rules.cards[RULE].spin.setValue(351)
    again.save.click()
    opened.wait(lambda: opened.session.snapshot.profile.version > snapshot.profile.version)
    by_use = {each.use.value: each for each in reversed(opened.session.snapshot.judges)}
    kept = next(rule for rule in by_use["commercial"].rules if rule.name == RULE)
    assert kept.threshold == 1500.0


def test_rules_of_another_office_under_the_same_name_get_a_version_of_their_own(
    opened: Desk, tmp_path: Path
) -> None:
    """Same name, same version, other thresholds: both stay readable, and verdicts name theirs."""
    project, mine = opened.session.project, opened.session.snapshot.profile
    theirs = dataclasses.replace(
        mine,
        title_de="Nachbarstadt",
        rules=tuple(
            dataclasses.replace(rule, threshold=800.0) if rule.name == RULE else rule for rule in mine.rules
        ),
    )
    file = tmp_path / "nachbarstadt.toml"
    file.write_text(profiles.dump(theirs), encoding="utf-8")
    opened.controller.tasks.detection.detect_with(profiles.load(file))
    opened.wait(lambda: opened.session.snapshot.profile.title_de == "Nachbarstadt")
    assert opened.session.snapshot.profile.version == mine.version + 1
    opened.do("edit_rules")
    editor = opened.dialog(ProfileEditor)
    assert editor._version.text() == f"wird Version {mine.version + 2}"
    editor.compare.click()
    dialog = opened.dialog(CompareDialog)
    opened.wait(lambda: dialog._comparison is not None)
    listed = [dialog.first.itemText(n) for n in range(dialog.first.count())]
    assert len(set(listed)) == len(listed)
    former = next(words for words in listed if words.startswith("Kleinstadt: Wohnen"))
    assert f"(Version {mine.version}) – hier seit" in former
    dialog.dismiss()
    detect(project, mine)
    used = queries.used_profiles(project)
    texts = used[used["name"] == mine.name].set_index("version")["text"]
    assert "threshold = 800.0" in texts[mine.version + 1]
    assert "threshold = 800.0" not in texts[mine.version]
    assert queries.profile_text(project) == texts[mine.version]


def test_the_building_is_set_undone_and_needs_new_measures(editor: ProfileEditor) -> None:
    card, before = editor.rules.building, editor.draft.original
    assert (card.width_m.value(), card.depth_m.value(), card.setback.value()) == (10.0, 12.0, 3.0)
    assert card.height_m.text() == "nicht angegeben"
    assert editor.save.text() == "Als neue Version speichern"
    card.height_m.setValue(6.0)  # 0.4 H are less than 3 m
    assert editor.draft.changed
    assert not editor.draft.needs_measuring
    card.height_m.setValue(10.0)
    assert editor.draft.tuning.profile.distance_m == 4.0
    assert "4,0 m, der größere Wert aus Grenzabstand und 0,4 H" in card._distance.text()
    assert "jedes Flurstück neu misst" in card._when.text()
    assert editor._differences.text() == "Was das andere Gebäude ändert, ist nach dem Speichern zu sehen."
    assert editor.save.text() == "Speichern und neu messen"
    card.depth_m.setValue(14.5)
    assert editor.profile.building_m == (10.0, 14.5)
    editor.undo.click()
    assert editor.profile.building_m == (10.0, 12.0)
    assert card.depth_m.value() == 12.0
    while editor.undo.isEnabled():
        editor.undo.click()
    assert editor.draft.tuning.profile == before
    assert editor.save.text() == "Als neue Version speichern"
    assert not editor.save.isEnabled()
    editor.redo.click()
    assert card.height_m.value() > 0


def test_another_building_is_kept_in_the_new_version_and_measured(desk: Desk, town: Path) -> None:
    desk.open(town)
    project = desk.session.project
    fits = queries.measures(project)["house_spare_m"]
    desk.do("edit_rules")
    editor = desk.dialog(ProfileEditor)
    version = editor.draft.original.version
    editor.rules.building.setback.setValue(4.5)
    editor.rules.building.width_m.setValue(11.0)
    editor.save.click()
    desk.wait(lambda: desk.session.snapshot.profile.version == version + 1)
    saved = desk.session.snapshot.profile
    assert (saved.setback_m, saved.building_m) == (4.5, (11.0, 12.0))
    after = queries.measures(project)["house_spare_m"]
    assert (after < fits - 1.0).sum() > 100
