"""Returns with the keyboard alone: number, digit, Enter, next."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from flurinfill.desktop.dialogs.returns import ReturnsDialog
from flurinfill.model.letters import LetterKind
from flurinfill.model.states import Outreach
from flurinfill.project import operations, queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _press(words: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type into whatever has the focus."""
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    if words:
        QTest.keyClicks(target, words)
    QTest.keyClick(QApplication.focusWidget(), key)


def _fresh(desk: Desk, owners: int) -> str:
    """Case number of a site whose owners nobody has written to."""
    sites = desk.session.snapshot.work.sites
    found = sites[(sites["outreach"] == f"0/{owners}") & (sites["review"] == "candidate")]
    return str(found["case_no"].iloc[0])


def test_two_returns_by_keys_and_one_taken_back(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    alone, shared = _fresh(desk, 1), _fresh(desk, 2)
    desk.do("returns")
    dialog = desk.dialog(ReturnsDialog)
    dialog.activateWindow()
    desk.wait(dialog.number.hasFocus)
    assert "Fallnummer" in dialog.missing.text()
    dialog.resize(dialog.width(), 545)
    assert dialog.height() == 545
    assert dialog.rect().contains(dialog.save.geometry())
    year, number = alone.split("-")
    _press(f"{year}/{int(number)}")  # as a hand types it
    assert not dialog.error
    assert dialog.owners.count() == 1
    assert QApplication.focusWidget() is dialog.willingness
    _press("3")
    assert dialog.recorded == 1
    assert dialog.number.hasFocus()
    assert not dialog.number.text()
    _press(shared)
    assert dialog.owners.count() == 2
    assert "Was ist geplant?" in dialog.missing.text()
    _press("2", Qt.Key.Key_8)
    words = dialog.motives.visualItemRect(dialog.motives.item(0)).center()
    QTest.mouseClick(dialog.motives.viewport(), Qt.MouseButton.LeftButton, pos=words)
    assert dialog.motives.item(0).checkState() == Qt.CheckState.Checked
    for price in ("45.000,50", "viel"):
        dialog.price.setText(price)
        dialog.record()
        assert "45.000." in dialog.error
        assert dialog.recorded == 1
    dialog.price.setText("12.000")
    dialog.wishes.setText("Bitte anrufen")
    dialog.wishes.setFocus()
    _press("")
    assert dialog.recorded == 2
    desk.wait()
    sites = desk.session.snapshot.work.sites.set_index("case_no")
    assert sites.loc[alone, "outreach"] == "1/1"
    assert sites.loc[alone, "willingness"] == "build_self"
    assert sites.loc[shared, "outreach"] == "1/2"
    assert sites.loc[shared, "asking_price"] == 12_000
    project = desk.session.project
    site_id = int(
        desk.session.snapshot.work.sites.index[desk.session.snapshot.work.sites["case_no"] == shared][0]
    )
    (contact,) = queries.contacts(project, site_id)
    assert contact.text == "Bitte anrufen"
    assert not contact.outgoing
    dialog.undo.click()
    desk.wait()
    sites = desk.session.snapshot.work.sites.set_index("case_no")
    assert sites.loc[shared, "outreach"] == "0/2"
    assert sites.loc[alone, "outreach"] == "1/1"
    dialog.accept()


def test_what_cannot_be_recorded_is_said_and_stays(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.do("returns")
    dialog = desk.dialog(ReturnsDialog)
    dialog.number.setText("1999-1")
    dialog.look()
    assert "1999-1" in dialog.error
    dialog.number.setText(_fresh(desk, 1))
    dialog.look()
    dialog.record_undeliverable()  # no letter was sent
    assert dialog.error
    assert dialog.recorded == 0
    dialog.willingness.setCurrentRow(0)
    dialog.price.setText("viel")
    dialog.record()
    assert "viel" in dialog.error
    assert dialog.recorded == 0
    dialog.price.clear()
    dialog.record()
    assert dialog.recorded == 1
    dialog.accept()


def test_one_answer_for_all_sites_of_a_letter(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    project, sites = desk.session.project, desk.session.snapshot.work.sites
    free = [int(each) for each in sites.index[sites["outreach"].str.startswith("0/")]]
    by_owner: dict[str, list[int]] = {}
    for each in queries.addressees(project, free, "letters"):
        if each.outreach is Outreach.NONE:
            by_owner.setdefault(each.owner.owner_id, []).append(each.site_id)
    owner, listed = max(by_owner.items(), key=lambda item: len(item[1]))
    assert len(listed) > 1
    pairs = [(site, owner) for site in listed]
    operations.record_letters(project, LetterKind.SURVEY, pairs, on=date(2026, 10, 1), text="Befragung")
    desk.session.reload()
    desk.wait()
    desk.do("returns")
    dialog = desk.dialog(ReturnsDialog)
    dialog.number.setText(str(sites.loc[listed[0], "case_no"]))
    dialog.look()
    ids = [each.owner.owner_id for each in queries.addressees(project, [listed[0]], "returns")]
    dialog.owners.setCurrentRow(ids.index(owner))
    assert dialog.for_all.isVisible()
    QTest.keyClick(dialog.for_all, Qt.Key.Key_Space)
    dialog.willingness.setCurrentRow(2)
    dialog.record()
    assert dialog.recorded == 1

    def states() -> set[str]:
        found = [
            each for each in queries.addressees(project, listed, "returns") if each.owner.owner_id == owner
        ]
        return {each.outreach.value for each in found}

    assert states() == {"answered"}
    dialog.undo.click()
    desk.wait()
    assert states() == {"sent"}
    dialog.accept()
