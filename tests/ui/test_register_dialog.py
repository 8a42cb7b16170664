"""The public register in the window: notice, objection, lock."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from flurinfill.desktop.announcing.dialog import OBJECTIONS, PERIOD, AnnouncingDialog
from flurinfill.desktop.file_chooser import WORD, FileChooser
from flurinfill.project import queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing", extend=True)


def _open(desk: Desk) -> AnnouncingDialog:
    desk.do("announcing")
    dialog = desk.dialog(AnnouncingDialog)
    desk.wait(lambda: dialog.register.locked.topLevelItemCount() > 0)
    return dialog


def test_from_the_notice_to_the_objection(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    dialog = _open(desk)
    dialog.notice.on.setDate(QDate(2026, 3, 5))
    assert "07.04.2026" in dialog.notice.period.text()
    assert "Mi., 08.04.2026" in dialog.notice.period.text()
    dialog.notice.draft.click()
    chooser = desk.dialog(FileChooser)
    chooser.setDirectory(str(tmp_path))
    chooser.filterSelected.emit(WORD)
    chooser.selectFile("entwurf")
    chooser.accept()
    desk.wait((tmp_path / "entwurf.docx").is_file)
    dialog.notice.none.click()
    assert not dialog.notice.announce.isEnabled()
    dialog.notice.all.click()
    ready = dialog.notice.plots.chosen()
    dialog.notice.on.setDate(QDate.currentDate())
    dialog.notice.announce.setFocus()
    QTest.keyClick(dialog.notice.announce, Qt.Key.Key_Space)
    desk.wait(lambda: dialog.notice.plots.topLevelItemCount() == 0)
    assert all(desk.site(site)["announced_on"] == date.today() for site in ready)
    assert dialog.tabs.currentIndex() == PERIOD
    assert dialog.period.publish.isEnabled()
    dialog.period.publish.click()
    desk.wait(lambda: not dialog.period.publish.isEnabled())
    dialog.tabs.setCurrentIndex(OBJECTIONS)
    page = dialog.objections
    QTest.keyClicks(page.case, str(desk.site(ready[0])["case_no"]))
    desk.wait(lambda: page.who.count() > 1)
    page.record.click()
    desk.wait(lambda: page.list.topLevelItemCount() == 1)
    assert desk.site(ready[0])["publication"] == "objected"
    page.list.setCurrentItem(page.list.topLevelItem(0))
    page.back.click()
    desk.wait(lambda: desk.site(ready[0])["publication"] == "announced")
    (objection,) = queries.objections(desk.session.project)
    assert objection.taken_back_on == date.today()
    dialog.reject()


def test_locked_the_register_is_shown_without_persons(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    dialog = _open(desk)
    assert dialog.objections.pages.currentIndex() == 0
    dialog.reject()
