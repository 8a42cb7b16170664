"""Follow-ups from today's list and from the contacts: another day, another person, the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication

from flurinfill.desktop.contacts_panel import ContactCard
from flurinfill.desktop.dialogs.follow_up import FollowUpDialog
from flurinfill.project import queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
TODAY = date.today()


def _fill_in(desk: Desk, person: str) -> int:
    """Record a contact whose follow-up is overdue; return its number."""
    site_id = desk.show_site(review="candidate", outreach="0/1")
    desk.do("contacts")
    form = desk.inspector.contacts.form
    desk.wait(lambda: form.owner.count() > 0)
    form.follow_up.setChecked(True)
    form.follow_up_on.setDate(QDate.currentDate().addDays(-3))
    form.follow_up_by.setEditText(person)
    form.text.setPlainText("Fragt nach dem Wert")
    form.record.click()
    desk.wait(lambda: bool(queries.contacts(desk.session.project, site_id)))
    return queries.contacts(desk.session.project, site_id)[0].contact_id


def _task(desk: Desk, contact_id: int) -> int | None:
    """Row of a follow-up in today's list."""
    model = desk.workspace.due.model
    numbers = model.frame["contact_id"].fillna(-1)
    rows = [row for row in range(model.rowCount()) if numbers[model.key(row)] == contact_id]
    return rows[0] if rows else None


def test_a_follow_up_is_put_off_with_a_person_and_written_for_the_calendar(
    desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    number = _fill_in(desk, "Frau Kollegin")
    desk.do("due")
    due = desk.workspace.due
    desk.wait(lambda: _task(desk, number) is not None)
    middles = [part.geometry().center().y() for part in (due._summary, due.soon, due.show_site)]
    assert max(middles) - min(middles) <= 1  # words, box and button stand on one line
    row = _task(desk, number)
    shown = [due.model.text(row, column) for column in range(due.model.columnCount())]
    assert "3 Tage" in shown
    assert "Frau Kollegin" in shown
    desk.linking.selection.clear()
    due.view.selectRow(row)
    assert desk.linking.selection.site_id == due.current()["site_id"]
    due.other_day.click()
    dialog = desk.dialog(FollowUpDialog)
    assert dialog.person.currentText() == "Frau Kollegin"
    dialog.month.click()
    dialog.person.setEditText("Herr Kollege")
    dialog.keep.click()
    desk.wait(lambda: _task(desk, number) is None)
    cards = desk.inspector.contacts
    desk.do("contacts")
    desk.wait(lambda: bool(cards.cards) and cards.cards[0].contact.follow_up_by == "Herr Kollege")
    card: ContactCard = cards.cards[0]
    assert card.contact.follow_up_on > TODAY + timedelta(days=27)
    card.other_day.click()
    dialog = desk.dialog(FollowUpDialog)
    dialog.week.click()
    dialog.keep.click()
    week = TODAY + timedelta(days=7)
    desk.wait(lambda: cards.cards[0].contact.follow_up_on == week)

    desk.do("due")
    due.calendar.click()
    QApplication.activeModalWidget().close()
    target = tmp_path / "w.ics"
    desk.controller.calendar.write(str(target))
    desk.wait(target.is_file)
    assert f"DTSTART;VALUE=DATE:{week:%Y%m%d}" in target.read_text(encoding="utf-8")
    assert "w.ics" in desk.window.notices.words("calendar")


def test_while_locked_the_day_can_be_changed_and_the_person_stays(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    number = _fill_in(desk, "Frau Kollegin")
    desk.session.seal()
    desk.wait(lambda: desk.session.snapshot.work.access.sealed)
    desk.do("due")
    desk.wait(lambda: _task(desk, number) is not None)
    desk.workspace.due.view.selectRow(_task(desk, number))
    desk.workspace.due.other_day.click()
    dialog = desk.dialog(FollowUpDialog)
    assert not dialog.person.isEnabled()
    assert not dialog.person.currentText()
    dialog.week.click()
    dialog.keep.click()
    desk.wait(lambda: _task(desk, number) is None)
    desk.session.unlock(SAMPLE_PASSPHRASE)
    desk.wait()
    tasks = queries.due(desk.session.project, TODAY + timedelta(days=7)).set_index("contact_id")
    assert tasks.loc[number, "person"] == "Frau Kollegin"
