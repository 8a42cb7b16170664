"""Reporting days in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flurinfill.desktop.dialogs.report_days import ReportDaysDialog
from flurinfill.desktop.workspace import STATISTICS
from flurinfill.project import queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_a_day_is_kept_and_written(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.workspace.tabs.setCurrentIndex(STATISTICS)
    desk.wait()
    desk.workspace.statistics.days_asked.emit()
    dialog = desk.dialog(ReportDaysDialog)
    desk.wait(lambda: dialog.list.topLevelItemCount() > 0)
    names = [dialog.list.topLevelItem(at).text(0) for at in range(dialog.list.topLevelItemCount())]
    assert {"Rücklaufquote", "Aktivierungsquote"} <= set(names)
    dialog.list.topLevelItem(names.index("Rücklaufquote")).setSelected(True)
    assert "zugestellte" in dialog.definition.text()
    dialog.freeze.setFocus()
    QTest.keyClick(dialog.freeze, Qt.Key.Key_Space)
    assert "nicht mehr" in dialog.sure.text()
    assert dialog.sure.isVisible()
    assert not queries.frozen_days(desk.session.project)
    QTest.keyClick(dialog.freeze, Qt.Key.Key_Space)
    desk.wait(lambda: "festgeschrieben" in dialog.day.currentText())
    assert not dialog.freeze.isEnabled()
    assert len(queries.frozen_days(desk.session.project)) == 1
    desk.wait(lambda: bool(dialog.figures))
    dialog.write(str(tmp_path / "stichtag.csv"))
    desk.wait((tmp_path / "stichtag.csv").is_file)
    assert "Rücklaufquote" in (tmp_path / "stichtag.csv").read_text("utf-8-sig")


def test_locked_the_figures_of_owners_are_missing(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.do("report_days")
    dialog = desk.dialog(ReportDaysDialog)
    desk.wait(lambda: dialog.list.topLevelItemCount() > 0)
    names = [dialog.list.topLevelItem(at).text(0) for at in range(dialog.list.topLevelItemCount())]
    assert "Aktivierungsquote" in names
    assert "Rücklaufquote" not in names
    assert not dialog.freeze.isEnabled()
    dialog.reject()
