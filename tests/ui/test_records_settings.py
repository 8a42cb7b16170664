"""What the office says about the document system: names that work, and years that can be left out."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from flurinfill.desktop.dialogs.office import RECORDS, OfficeDialog
from flurinfill.model.office import Office
from flurinfill.model.records import DEFAULT_NAMES

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_a_scheme_is_shown_by_an_example_and_refused_in_words(qtbot: QtBot) -> None:
    dialog = OfficeDialog(Office(town="Stadt Musterau", file_reference="612.10/3"), RECORDS, writable=True)
    qtbot.addWidget(dialog)
    names, years = dialog.fields["records_names"], dialog.fields["records_years"]
    assert "612.10-3_2026-0007_Exposé_2026-11-26.pdf" in dialog.records_note.text()
    names.setText("{town}/{kind}")
    assert "Stadt Musterau-Exposé.pdf" in dialog.records_note.text()
    years.setText("")
    assert dialog.office().records_years == 0
    names.setText("{owner}")
    assert "owner" in dialog.records_note.text()
    assert not dialog.keep.isEnabled()
    dialog.fields["colour"].setText("#0b5f9e")
    assert not dialog.keep.isEnabled()
    names.setText("")
    assert dialog.keep.isEnabled()
    assert dialog.office().records_names == DEFAULT_NAMES
