"""A person's rights in the window: found, restricted, told, erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flurinfill.desktop.person.dialog import PersonDialog
from flurinfill.desktop.person.erase_dialog import EraseDialog
from flurinfill.project import queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_from_the_name_to_the_erasure(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    project = desk.session.project
    sites = desk.session.snapshot.work.sites
    site = int(sites.index[sites["outreach"] == "1/1"][0])
    owner = queries.addressees(project, [site], "case_work")[0].owner
    desk.do("person")
    dialog = desk.dialog(PersonDialog)
    QTest.keyClicks(dialog.name, f"{owner.last_name} {owner.first_name}")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    desk.wait(lambda: dialog.list.topLevelItemCount() > 0)
    rows = [dialog.list.topLevelItem(at) for at in range(dialog.list.topLevelItemCount())]
    dialog.list.clearSelection()
    next(row for row in rows if owner.street in row.text(1)).setSelected(True)
    desk.wait(lambda: dialog.record is not None)
    assert owner.last_name in dialog.summary.text()
    dialog.restrict.click()
    assert "Grund" in dialog.error
    assert dialog.reason.hasFocus()
    QTest.keyClicks(dialog.reason, "Widerspruch")
    dialog.restrict.click()
    desk.wait(lambda: dialog.record.owner.restricted)
    assert "keine Briefe" in dialog.summary.text()
    dialog.write(str(tmp_path / "auskunft.pdf"))
    desk.wait((tmp_path / "auskunft.pdf").is_file)
    dialog.erase.click()
    desk.dialog(EraseDialog).reject()
    assert dialog.isVisible()
    dialog.erase.click()
    last = desk.dialog(EraseDialog)
    assert owner.last_name in last.headline.text()
    assert not last.erase.isEnabled()
    QTest.keyClicks(last.reason, "Antrag")
    QTest.keyClick(last.reason, Qt.Key.Key_Return)  # Enter erases nobody
    assert last.isVisible()
    last.sure.click()
    last.erase.click()
    desk.wait(lambda: bool(desk.window.notices.words("erased")))
    assert owner.owner_id not in {each.owner_id for each in queries.owners_named(project, owner.last_name)}
