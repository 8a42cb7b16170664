"""A plot is reserved in the window: for whom and until when is asked, shown, changed, and told on its day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import Desk

from flurinfill.desktop.axis_editor import qdate
from flurinfill.desktop.dialogs.bulk_edit import BulkEditDialog
from flurinfill.desktop.dialogs.reservation import ReservationDialog
from flurinfill.model.states import Availability
from flurinfill.project import queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
TODAY = date.today()


def _reserve(desk: Desk, site_id: int) -> ReservationDialog:
    desk.linking.show_site(site_id)
    desk.do("case")
    panel = desk.inspector.site
    if desk.site(site_id)["availability"] == Availability.UNKNOWN:
        panel.availability.start_move(Availability.AVAILABLE)
        desk.wait(lambda: desk.site(site_id)["availability"] == Availability.AVAILABLE)
    panel.availability.start_move(Availability.RESERVED)
    desk.wait(lambda: not desk.no_dialog())
    dialog = desk.dialog(ReservationDialog)
    assert isinstance(dialog, ReservationDialog)
    return dialog


def test_a_clerk_reserves_a_plot_and_puts_off_the_end(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    site_id = desk.show_site(review="candidate")
    dialog = _reserve(desk, site_id)
    form = dialog.form
    form.fields["last_name"].setText("Honigtau")
    form.fields["first_name"].setText("Berta")
    form.fields["mail"].setText("berta")
    dialog.keep.click()
    assert "E-Mail" in dialog.error
    form.fields["mail"].setText("berta@honigtau.example")
    form.until.setDate(qdate(TODAY - timedelta(days=2)))
    dialog.keep.click()
    card = desk.inspector.site.reservation
    desk.wait(lambda: "Honigtau, Berta" in card.words.text())
    assert "vorbei" in card.over.text()
    assert card.over.isVisible()
    assert "berta@honigtau.example" in card.beside.text()
    desk.do("timeline")
    told = desk.inspector.timeline.list
    desk.wait(lambda: told.count() > 0 and "Honigtau, Berta" in told.item(0).text())
    assert "Verfügbar → Reserviert" in told.item(0).text()

    desk.do("due")
    due = desk.workspace.due
    (row,) = [
        number
        for number in range(due.model.rowCount())
        if due.model.frame.loc[due.model.key(number), "kind"] == "reservation_over"
        and due.model.frame.loc[due.model.key(number), "site_id"] == site_id
    ]
    due.view.selectRow(row)
    due.other_day.click()
    desk.wait(lambda: not desk.no_dialog())
    dialog = desk.dialog(ReservationDialog)
    assert dialog.form.party.currentText() == "Honigtau, Berta (bekannt)"
    dialog.form.half.click()
    dialog.keep.click()
    desk.wait(lambda: desk.site(site_id)["reserved_until"] > TODAY + timedelta(days=180))
    assert "reservation_over" not in set(due.model.frame[due.model.frame["site_id"] == site_id]["kind"])
    desk.do("case")
    desk.inspector.site.availability.start_move(Availability.SOLD)
    desk.wait(lambda: not desk.inspector.site.reservation.isVisible())
    assert desk.site(site_id)["reserved_until"] is None
    _reserve_two(desk)


def _reserve_two(desk: Desk) -> None:
    """Reserve two plots at once for an organisation."""
    sites = desk.session.snapshot.work.sites
    chosen = [int(key) for key in sites.index[sites["availability"] == Availability.MARKETED]][:2]
    dialog = BulkEditDialog(sites.loc[chosen], unlocked=True, parent=desk.window)
    dialog.open()
    dialog.what.setCurrentIndex(dialog.what.findData("availability"))
    assert dialog.reservation.isHidden()
    dialog.target.setCurrentIndex(dialog.target.findData(Availability.RESERVED.value))
    assert dialog.reservation.isVisible()
    dialog.reservation.party.setCurrentIndex(1)
    dialog.reservation.fields["organisation"].setText("Steinbach Wohnbau GmbH")
    dialog.wanted.connect(desk.controller.tables.change)
    dialog.change.click()
    desk.wait(lambda: all(desk.site(key)["availability"] == Availability.RESERVED for key in chosen))
    project = desk.session.project
    parties = {queries.reservations(project, key)[0].party.name for key in chosen}
    assert parties == {"Steinbach Wohnbau GmbH"}


def test_while_locked_the_day_alone_is_kept(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    site_id = desk.show_site(review="candidate")
    dialog = _reserve(desk, site_id)
    assert "gesperrt" in dialog.sentence.text()
    assert dialog.form.fields["last_name"].isHidden()
    dialog.keep.click()
    card = desk.inspector.site.reservation
    desk.wait(lambda: "gesperrt" in card.words.text())
    assert desk.site(site_id)["reserved_until"] > TODAY
    card.change.click()
    dialog = desk.dialog(ReservationDialog)
    dialog.form.limited.setChecked(False)
    dialog.keep.click()
    desk.wait(lambda: desk.site(site_id)["reserved_until"] is None)
