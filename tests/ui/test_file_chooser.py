"""The kind of a file and its ending go together."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from flurinfill.desktop.file_chooser import PDF, WORD, FileChooser


def test_the_ending_follows_the_kind(qtbot: QtBot, tmp_path: Path) -> None:
    for name, kind, shown in (
        ("Briefe.docx", WORD, "Briefe.docx"),
        ("Briefe 1.2", PDF, "Briefe 1.2.pdf"),
        ("Briefe.odt", PDF, "Briefe.odt.pdf"),
    ):
        chooser = FileChooser(None, tmp_path / name, (PDF, WORD), print)
        qtbot.addWidget(chooser)
        assert chooser.selectedNameFilter() == kind
        assert [Path(each).name for each in chooser.selectedFiles()] == [shown]
        chooser.filterSelected.emit(WORD)
        assert chooser.defaultSuffix() == "docx"
