"""The timeline in the panel on the right: there while locked, one kind alone, copied by keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from flurinfill.model.owners import ContactChannel
from flurinfill.model.states import Review
from flurinfill.project import operations, queries
from flurinfill.project.queries import EventKind
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _lines(desk: Desk) -> list[str]:
    listed = desk.inspector.timeline.list
    return [listed.item(number).text() for number in range(listed.count())]


def test_everything_that_happened_is_listed_filtered_and_copied(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    site_id = desk.show_site(review="candidate", outreach="0/1")
    panel = desk.inspector.timeline
    desk.session.apply(operations.set_review, site_id, Review.IN_REVIEW)
    owner = queries.addressees(desk.session.project, [site_id], "case_work")[0].owner
    contact = {"channel": ContactChannel.CALL, "outgoing": False, "on": date.today(), "text": "=1+1 sagt sie"}
    desk.session.apply(operations.record_contact, site_id, owner.owner_id, **contact)
    desk.wait()
    desk.do("timeline")
    desk.wait(lambda: panel.list.count() > 2)
    steps = next(line for line in _lines(desk) if "Prüfung" in line)
    assert "Prüfung: Kandidat → In Prüfung" in steps
    assert any(owner.name in line and "=1+1 sagt sie" in line for line in _lines(desk))
    assert "Von der Erkennung gefunden" in _lines(desk)[-1]
    panel.kind.setFocus()
    while panel.kind.currentData() != EventKind.CONTACT.value:
        QTest.keyClick(panel.kind, Qt.Key.Key_Down)
    assert panel.list.count() == 1
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text()
    assert "sagt sie" in copied
    assert len(copied.splitlines()) == 1
    desk.session.seal()
    desk.wait(lambda: panel.unlock.isVisible())
    panel.kind.setCurrentIndex(0)
    assert not any(owner.name in line or "sagt sie" in line for line in _lines(desk))
    assert any("gesperrt" in line for line in _lines(desk))
    panel.unlock.click()
    desk.dialog().reject()
