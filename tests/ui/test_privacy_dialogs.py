"""Retention, access log and record of processing in the window."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flurinfill.desktop.privacy.access_log_dialog import AccessLogDialog
from flurinfill.desktop.privacy.retention_dialog import RetentionDialog
from flurinfill.model.states import Outreach
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _left_alone(sample: Path) -> list[str]:
    """Ids of three owners who got a letter four years ago."""
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        sites = queries.site_table(project)
        fresh = sites.index[(sites["outreach"] == "0/1") & (sites["review"] == "candidate")]
        found = {}
        for site in fresh[:12]:
            owner = queries.addressees(project, [int(site)], "case_work")[0].owner
            found.setdefault(owner.owner_id, int(site))
        chosen = list(found.items())[:3]
        for owner_id, site in chosen:
            operations.set_outreach(
                project, site, owner_id, Outreach.SENT, on=date.today() - timedelta(days=4 * 366)
            )
    return [owner_id for owner_id, _ in chosen]


def test_proposals_are_postponed_or_accepted(desk: Desk, sample: Path, tmp_path: Path) -> None:
    ids = _left_alone(sample)
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.wait(lambda: bool(desk.window.notices.words("retention")))
    assert "3 Personen" in desk.window.notices.words("retention")
    desk.do("retention")
    dialog = desk.dialog(RetentionDialog)
    desk.wait(lambda: dialog.list.topLevelItemCount() == 3)
    assert not dialog.erase.isEnabled()
    dialog.list.tick_all(False)
    dialog.list.topLevelItem(1).setCheckState(0, Qt.CheckState.Checked)
    (kept,) = dialog.list.chosen()
    QTest.keyClicks(dialog.reason, "Termin steht noch aus")
    dialog.postpone.click()
    desk.wait(lambda: dialog.list.topLevelItemCount() == 2)
    dialog.list.tick_all(True)
    dialog.sure.click()
    dialog.erase.click()
    desk.wait(lambda: bool(desk.window.notices.words("erased")))
    assert "2 Personen" in desk.window.notices.words("erased")
    project = desk.session.project
    assert {each for each in ids if queries.person(project, each).owner is not None} == {kept}
    desk.do("access_log")
    log = desk.dialog(AccessLogDialog)
    desk.wait(lambda: log.list.topLevelItemCount() > 0)
    assert "Rechte einer Person" in log.list.topLevelItem(0).text(2)
    log._on_file(str(tmp_path / "zugriffe.csv"))
    desk.wait((tmp_path / "zugriffe.csv").is_file)
    desk.controller.privacy.write_record(str(tmp_path / "vvt.docx"))
    desk.wait((tmp_path / "vvt.docx").is_file)
    desk.wait(lambda: "vvt.docx" in desk.window.notices.words("privacy"))
    assert "Verantwortliche Person" in desk.window.notices.words("privacy")  # the sample names none
