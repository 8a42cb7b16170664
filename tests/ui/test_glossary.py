"""The words of the program are explained, and found by typing."""

from __future__ import annotations

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from flurinfill import i18n
from flurinfill.desktop.dialogs.glossary import GlossaryDialog, chapters

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_words_are_found_by_their_name_and_their_sentence(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_F1)
    dialog = desk.dialog(GlossaryDialog)
    assert "Zweite Reihe" in dialog.page.toPlainText()
    assert dialog.focusWidget() is dialog.search
    qtbot.keyClicks(dialog.search, "schuppen")
    shown = dialog.page.toPlainText()
    assert "Geringfügig bebaut" in shown
    assert "Zweite Reihe" not in shown
    assert "1 Begriff " in dialog.sentence.text()
    dialog.search.setText("Potenzialarten")  # a title brings all its words
    assert "Zweite Reihe" in dialog.page.toPlainText()
    dialog.search.setText("<b>fett</b>")
    assert "„<b>fett</b>“" in dialog.page.toPlainText()
    desk.do("english")
    dialog.search.setText("shed")
    assert "Underused plot" in dialog.page.toPlainText()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert desk.no_dialog()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_word_has_a_sentence(language: str) -> None:
    i18n.set_language(language)
    for chapter in chapters():
        assert " " in chapter.sentence or not chapter.sentence, chapter.title
        for word, sentence in chapter.words:
            assert sentence.endswith("."), word
