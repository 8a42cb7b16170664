"""The town's list in the window: columns and states by keys, the preview, rows placed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flurinfill import settings
from flurinfill.cadastre.readers.lists import read_list
from flurinfill.desktop.dialogs.town_list import PREVIEW, RESULT, TownListDialog, _state_key
from flurinfill.desktop.dialogs.unplaced import UnplacedDialog
from flurinfill.model.states import Availability, Review
from flurinfill.model.town_list import ListColumn, code_of
from flurinfill.project import queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _list(desk: Desk, folder: Path, name: str) -> Path:
    """A list of two parcels of the sample town and one that is nowhere."""
    parcels = desk.session.snapshot.parcels
    rows = [f"{row.gemarkung};{row.flur};{row.number}" for row in parcels.iloc[200:202].itertuples()]
    states = ("fertig", "bestätigt")
    lines = [f"{row};{state};Erika Beispiel" for row, state in zip(rows, states, strict=True)]
    path = folder / name
    head = "Gemarkung;Flur;Flurstück;Status;Eigentümer;Geburtsdatum;Datum"
    path.write_bytes("\r\n".join([head, *lines, "Musterlinden;1;9999/9;fertig;;;31.2.26"]).encode("cp1252"))
    return path


def test_a_list_is_taken_over_its_meaning_is_remembered_and_a_row_is_placed(
    desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    parcels = list(desk.session.snapshot.parcels.index[200:203])
    desk.controller.town_list.reading.read(str(_list(desk, tmp_path, "erste.csv")))
    desk.wait(lambda: not desk.no_dialog())
    dialog = desk.dialog(TownListDialog)
    assert "Geburtsdatum" in dialog.columns._refused.text()
    assert set(dialog.columns.columns()) == set(ListColumn) - {
        ListColumn.DENOMINATOR,
        ListColumn.REMARKS,
    }
    dialog.next.click()
    box = dialog.states.boxes["fertig"]
    assert not box.currentData()
    box.setFocus()
    while box.currentData() != code_of(Availability.BUILT):
        QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(dialog.next, Qt.Key.Key_Space)
    desk.wait(lambda: dialog.pages.currentIndex() == PREVIEW)
    assert dialog.preview.summary.text().startswith("2 Zeilen haben ihr Flurstück")
    assert "Zeile 4: „31.2.26“" in dialog.preview._days.text()
    assert dialog.preview.model.text(dialog.preview.model.rowCount() - 1, 0) == "4"
    QTest.keyClick(dialog.next, Qt.Key.Key_Space)
    desk.wait(lambda: dialog.pages.currentIndex() == RESULT)
    sites = desk.session.snapshot.work.sites
    assert sites.loc[desk.linking.site_of(parcels[0]), "availability"] == Availability.BUILT
    assert sites.loc[desk.linking.site_of(parcels[1]), "review"] == Review.CONFIRMED
    assert "Erika Beispiel" in sites.loc[desk.linking.site_of(parcels[0]), "note"]

    dialog.next.click()
    rows = desk.dialog(UnplacedDialog)
    desk.wait(lambda: bool(rows.chosen()))
    assert "9999/9" in rows.cells.text()
    assert not rows.place.isEnabled()
    desk.linking.show_parcels([parcels[2]])
    assert rows.place.isEnabled()
    rows.place.click()
    assert not desk.linking.selection.parcels
    assert not rows.place.isEnabled()  # until another parcel is selected
    assert rows.told.text().startswith("Zeile 4 ist zugeordnet zu Flurstück")
    desk.wait(lambda: rows.empty.isVisible())
    site_id = desk.linking.site_of(parcels[2])
    assert desk.session.snapshot.work.sites.loc[site_id, "availability"] == Availability.BUILT
    desk.session.seal()
    desk.wait(desk.no_dialog)  # names do not stay on the screen

    kept = settings.load().lists
    assert "Erika" not in str(kept)
    assert "fertig" not in str(kept)
    assert "Gemarkung" not in str(kept)  # what stands first may be names, where nobody wrote heads
    assert len(kept) == 1


def test_the_next_list_of_the_same_kind_needs_no_answers(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    path = _list(desk, tmp_path, "zweite.csv")
    columns = {"parcel": "2", "gemarkung": "0", "flur": "1", "state": "3"}
    states = {_state_key("fertig"): code_of(Availability.SOLD), _state_key("bestätigt"): ""}
    desk.controller._settings.lists = {read_list(path).shape: {**columns, **states}}
    desk.controller.town_list.reading.read(str(path))
    desk.wait(lambda: not desk.no_dialog())
    dialog = desk.dialog(TownListDialog)
    assert ListColumn.OWNER not in dialog.columns.columns()
    dialog.next.click()
    assert dialog.states.boxes["fertig"].currentData() == code_of(Availability.SOLD)
    assert dialog.states.boxes["bestätigt"].currentData() == ""  # nothing, as the last time
    dialog.columns.boxes[ListColumn.PARCEL].setCurrentIndex(0)
    dialog.back.click()
    assert not dialog.next.isEnabled()
    dialog.reject()
    assert not queries.unplaced_rows(desk.session.project)


def test_a_file_that_is_no_list_is_refused_and_locked_people_are_asked_for_first(
    desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.open(sample)
    desk.do("town_list")
    assert "Passphrase" in desk.dialog().windowTitle() or desk.dialog().headline.text()
    desk.dialog().reject()
    broken = tmp_path / "bild.csv"
    broken.write_bytes(b"")
    desk.controller.town_list.reading.read(str(broken))
    desk.wait(lambda: bool(desk.window.notices.words("refused")))
    assert "bild.csv" in desk.window.notices.words("refused")
