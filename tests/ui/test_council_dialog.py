"""The council paper in the window."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flurinfill.desktop.axis_editor import qdate
from flurinfill.desktop.dialogs.council import CouncilDialog
from flurinfill.desktop.dialogs.report_days import ReportDaysDialog
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_a_paper_is_asked_for_and_written(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.do("report_days")
    days = desk.dialog(ReportDaysDialog)
    desk.wait()
    days.paper.setFocus()
    QTest.keyClick(days.paper, Qt.Key.Key_Space)
    desk.wait(lambda: isinstance(desk.dialog(), CouncilDialog))
    dialog = desk.dialog(CouncilDialog)
    desk.wait(lambda: dialog.make.isEnabled())
    shown = [dialog.list.topLevelItem(at).text(0) for at in range(dialog.list.topLevelItemCount())]
    assert "Rücklaufquote" in shown
    assert "keine Ratsvorlage" in dialog.last_paper.text()
    assert "vorläufig" in dialog.notes.text()  # the sample was made today
    dialog.audience.setCurrentIndex(1)
    desk.wait(lambda: dialog.make.isEnabled())
    shown = [dialog.list.topLevelItem(at).text(0) for at in range(dialog.list.topLevelItemCount())]
    assert "Rücklaufquote" not in shown
    assert "kein einzelnes Grundstück" in dialog.notes.text()
    dialog.write(str(tmp_path / "rat.docx"))
    desk.wait((tmp_path / "rat.docx").is_file)


def test_days_in_the_wrong_order_are_refused(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.do("council_paper")
    dialog = desk.dialog(CouncilDialog)
    desk.wait(lambda: dialog.make.isEnabled())
    dialog.day.setDate(qdate(date.today() - timedelta(days=10)))
    desk.wait(lambda: dialog.make.isEnabled())
    dialog.since.setDate(qdate(date.today() - timedelta(days=3)))
    desk.wait(lambda: bool(dialog.error))
    assert "vor dem Stichtag" in dialog.error
    assert not dialog.make.isEnabled()
    dialog.reject()
