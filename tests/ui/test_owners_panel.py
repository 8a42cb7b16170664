"""Owners by hand in the window: entered, corrected, taken off, all their parcels."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from flurinfill.desktop.dialogs.owner import OwnerDialog
from flurinfill.desktop.dialogs.owner_answer import OwnerAnswerDialog
from flurinfill.desktop.dialogs.owner_answers import OwnerAnswersDialog
from flurinfill.desktop.dialogs.owner_doubles import DoublesDialog
from flurinfill.desktop.dialogs.owner_list import OwnerListDialog
from flurinfill.desktop.dialogs.owner_request import PREVIEW, OwnerRequestDialog
from flurinfill.desktop.dialogs.passphrase import PassphraseDialog
from flurinfill.desktop.dialogs.protect import ProtectDialog
from flurinfill.desktop.dialogs.recovery_key import RecoveryKeyDialog
from flurinfill.desktop.inspector import OWNERS
from flurinfill.desktop.owner_card import OwnerCard
from flurinfill.desktop.owner_tables import SHARE
from flurinfill.model.owner_request import AnswerColumn
from flurinfill.model.returns import Answer, Horizon, Motive
from flurinfill.model.states import Willingness
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _show_owners(desk: Desk, sample: Path, owners: int) -> None:
    """Open the owners of a site that nobody worked on."""
    desk.open(sample, SAMPLE_PASSPHRASE)
    sites = desk.session.snapshot.work.sites
    fresh = sites[(sites["outreach"] == f"0/{owners}") & (sites["owner_category"] == "private")]
    desk.linking.show_site(int(fresh.index[0]))
    desk.inspector.tabs.setCurrentIndex(OWNERS)
    desk.wait(lambda: len(desk.inspector.owners.cards) == owners)


def _words(desk: Desk) -> str:
    panel = desk.inspector.owners
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def _card(desk: Desk, name: str) -> OwnerCard:
    return next(card for card in desk.inspector.owners.cards if card.entry.owner.name == name)


def test_a_co_owner_is_entered_by_keys_and_mended_until_the_shares_fit(desk: Desk, sample: Path) -> None:
    _show_owners(desk, sample, 1)
    panel = desk.inspector.owners
    panel.add.setFocus()
    QTest.keyClick(panel.add, Qt.Key.Key_Space)
    dialog = desk.dialog(OwnerDialog)
    QTest.keyClick(dialog.save, Qt.Key.Key_Space)
    assert "Namen" in dialog.error
    QTest.keyClicks(dialog.fields["last_name"], "Beispiel")
    QTest.keyClicks(dialog.fields["first_name"], "Erika")
    dialog.addresses.item(0, 0).setText("Am Muster 7")
    dialog.more.click()
    dialog.addresses.item(1, 0).setText("Postfach 5")
    dialog.addresses.item(1, 4).setText("1.2.26")
    dialog.first.click()
    dialog.shares.item(0, SHARE).setText("3/2")
    QTest.keyClick(dialog.save, Qt.Key.Key_Space)
    assert "3/2" in dialog.error
    dialog.shares.item(0, SHARE).setText("50 %")
    QTest.keyClick(dialog.save, Qt.Key.Key_Return)
    desk.wait(lambda: "Die Anteile ergeben 3/2 statt 1." in _words(desk))
    words = _words(desk)
    assert "Postfach 5" in words
    assert "auch: Am Muster 7" in words
    old = next(card for card in panel.cards if not card.entry.owner.by_hand)
    old.edit.click()
    dialog = desk.dialog(OwnerDialog)
    dialog.shares.item(0, SHARE).setText("1/2")
    dialog.deceased.setChecked(True)
    dialog.save.click()
    desk.wait(lambda: "Verstorben" in _words(desk))
    assert "statt 1" not in _words(desk)
    _card(desk, "Beispiel, Erika").remove.click()
    desk.wait(lambda: len(panel.cards) == 1)
    desk.do("undo")
    desk.wait(lambda: len(panel.cards) == 2)
    desk.controller.tasks.vault.seal()
    desk.wait(lambda: not desk.session.snapshot.work.access.people_visible)
    assert "Beispiel" not in _words(desk)


def test_heirs_hold_a_parcel_together(desk: Desk, sample: Path) -> None:
    _show_owners(desk, sample, 1)
    panel = desk.inspector.owners
    panel.cards[0].edit.click()
    dialog = desk.dialog(OwnerDialog)
    dialog.community.setCurrentText("neu: Erbengemeinschaft")
    dialog.shares.item(0, 2).setText("1/4")
    dialog.save.click()
    desk.wait(lambda: "Gemeinschaft ergeben 1/4 statt 1" in _words(desk))
    panel.add.click()
    dialog = desk.dialog(OwnerDialog)
    dialog.fields["last_name"].setText("Beispiel")
    dialog.community.setCurrentIndex(1)  # the one that is there
    dialog.shares.item(0, SHARE).setText("1")
    dialog.shares.item(0, 2).setText("3/4")
    dialog.save.click()
    desk.wait(lambda: "Erbengemeinschaft: 0 von 2 haben geantwortet" in _words(desk))
    assert "statt 1" not in _words(desk)
    answer = Answer(
        Willingness.SELL, Horizon.SHORT, (Motive.GARDEN,), price=12_000, wishes="Bitte nur am Abend anrufen"
    )
    said = desk.session.project, panel.site_id, _card(desk, "Beispiel").entry.owner.owner_id, answer
    desk.session.take_change(operations.record_answer(*said, on=date(2026, 6, 1)))
    desk.wait(lambda: "1 von 2 haben geantwortet, 1 für einen Verkauf (3/4 der Anteile)" in _words(desk))
    words = _words(desk)
    for told in ("geantwortet am 01.06.2026", "Garten", "nur am Abend", "Preisvorstellung: 12.000"):
        assert told in words
    other = next(card for card in panel.cards if not card.entry.owner.by_hand)
    said = desk.session.project, panel.site_id, other.entry.owner.owner_id, Answer(Willingness.NO_INTEREST)
    desk.session.take_change(operations.record_answer(*said, on=date(2026, 6, 2)))
    desk.wait(lambda: "2 Eigentümer · alle haben geantwortet" in _words(desk))


def test_all_parcels_of_an_owner_are_selected(desk: Desk, sample: Path) -> None:
    _show_owners(desk, sample, 1)
    owned = desk.linking.selection.parcels
    desk.inspector.owners.cards[0].parcels.click()
    desk.wait(lambda: "Eigentümers" in desk.window.status._said.text())
    assert set(owned) <= set(desk.linking.selection.parcels)


def test_the_owners_of_a_selection_are_listed_copied_and_handed_out(
    desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.open(sample)
    sites = desk.session.snapshot.work.sites
    parcels = [parcel for listed in sites["parcel_ids"].iloc[1:4] for parcel in listed]
    assert not desk.controller.actions["owner_list"].isEnabled()
    desk.linking.show_parcels(parcels)
    desk.do("owner_list")
    desk.dialog(PassphraseDialog).reject()
    desk.session.unlock(SAMPLE_PASSPHRASE)
    desk.wait(lambda: desk.session.snapshot.work.access.people_visible)
    desk.do("owner_list")
    dialog = desk.dialog(OwnerListDialog)
    desk.wait(lambda: dialog.model.total > 0)
    QTest.keyClick(dialog.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(dialog.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, *lines = QGuiApplication.clipboard().text().splitlines()
    assert head.split("\t")[0] == "Name"
    assert len(lines) == dialog.model.total
    dialog._on_file(str(tmp_path / "liste.csv"))
    desk.wait(lambda: "liste.csv" in desk.window.notices.words("owners-written"))
    written = (tmp_path / "liste.csv").read_text("utf-8-sig")
    name = lines[0].split("\t")[0]
    assert name in written
    assert written.count("Nur für den Dienstgebrauch") == len(lines)
    log = queries.access_log(desk.session.project)
    assert log["purpose"].iloc[:2].tolist() == ["owner_export", "owner_list"]
    desk.controller.tasks.vault.seal()
    desk.wait(desk.no_dialog)
    assert name.split(",")[0].encode() not in sample.read_bytes()


def test_an_owner_spelled_twice_is_merged_kept_apart_and_taken_back(desk: Desk, town: Path) -> None:
    desk.open(town, SAMPLE_PASSPHRASE)
    desk.do("owner_doubles")
    dialog = desk.dialog(DoublesDialog)
    desk.wait(lambda: dialog.list.count() > 0)
    count, first = dialog.list.count(), dialog.list.item(0).text()
    QTest.keyClick(dialog.sides[1], Qt.Key.Key_Space)
    QTest.keyClick(dialog.merge, Qt.Key.Key_Space)
    desk.wait(lambda: dialog.list.count() == count - 1)
    assert dialog.list.item(0).text() != first
    QTest.keyClick(dialog.apart, Qt.Key.Key_Space)
    desk.wait(lambda: dialog.list.count() == count - 2)
    desk.do("undo")
    desk.wait(lambda: dialog.list.count() == count - 1)
    desk.do("undo")
    desk.wait(lambda: dialog.list.count() == count)
    assert dialog.list.item(0).text() == first
    QTest.keyClick(dialog.on_map, Qt.Key.Key_Space)
    desk.wait(lambda: bool(desk.linking.selection.parcels))


def test_owner_data_is_requested_and_the_answer_taken_over(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    sites = desk.session.snapshot.work.sites
    parcels = [parcel for listed in sites["parcel_ids"].iloc[1:4] for parcel in listed]
    desk.linking.show_parcels(parcels)
    desk.do("owner_request")
    dialog = desk.dialog(OwnerRequestDialog)
    desk.wait()
    assert not dialog.write.isEnabled()
    dialog.recipient.setPlainText("Landratsamt Musterkreis\nSchlossplatz 2\n00001 Musterkreis")
    dialog.tabs.setCurrentIndex(PREVIEW)
    desk.wait(lambda: not dialog.picture.pixmap().isNull())
    dialog.path.setText(str(tmp_path / "anfrage.pdf"))
    QTest.keyClick(dialog.write, Qt.Key.Key_Return)
    desk.wait(lambda: "anfrage.pdf" in desk.window.notices.words("request-written"))
    lines = ["Kennzeichen;Nachname;Vorname;PLZ", *(f"{each};Beispiel;Erika;00917" for each in parcels[1:])]
    (tmp_path / "antwort.csv").write_text("\n".join(lines), "utf-8")
    desk.do("owner_answers")
    requests = desk.dialog(OwnerAnswersDialog)
    QTest.keyClick(requests.answer, Qt.Key.Key_Space)
    requests.dismiss()
    desk.controller.requests.reading._chooser.reject()
    desk.controller.requests.reading.read(str(tmp_path / "antwort.csv"))
    desk.wait(lambda: not desk.no_dialog())
    answer = desk.dialog(OwnerAnswerDialog)
    QTest.keyClick(answer.next, Qt.Key.Key_Space)
    desk.wait(lambda: answer.answer is not None)
    assert "1 Flurstück noch offen" in answer.summary.text()
    QTest.keyClick(answer.next, Qt.Key.Key_Space)
    desk.wait(lambda: "übernommen" in desk.window.notices.words("answer-taken"))
    desk.do("owner_answers")
    requests = desk.dialog(OwnerAnswersDialog)
    QTest.keyClick(requests.unanswered, Qt.Key.Key_Space)
    assert desk.linking.selection.parcels == tuple(parcels[:1])
    requests.dismiss()
    desk.controller.requests.reading.read(str(tmp_path / "antwort.csv"))  # the columns are known now
    desk.wait(lambda: not desk.no_dialog())
    remembered = desk.dialog(OwnerAnswerDialog).columns.columns()
    assert remembered[AnswerColumn.POSTCODE] == "PLZ"
    kept = str(
        desk.controller.requests._settings.lists
    )  # heads may be names, where there is no line of heads
    assert kept != "{}"
    assert not any(head in kept for head in ("Kennzeichen", "Nachname", "PLZ"))


def test_the_protected_area_is_set_up_where_it_is_first_needed(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "neu.gpkg"
    Project.create(path).close()
    desk.open(path)
    desk.do("returns")
    dialog = desk.dialog(ProtectDialog)
    QTest.keyClicks(dialog.passphrase.first, "wolkenkuckucksheim")
    assert not dialog.protect.isEnabled()
    QTest.keyClicks(dialog.passphrase.second, "wolkenkuckucksheim")
    QTest.keyClick(dialog.protect, Qt.Key.Key_Space)
    key = desk.dialog(RecoveryKeyDialog)
    assert key.key.text()
    key.kept.setChecked(True)
    key.go_on.click()
    desk.wait(lambda: desk.session.snapshot.work.access.people_visible)
