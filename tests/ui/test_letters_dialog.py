"""Letters from a selection to the file, the record and the follow-up."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flurinfill.desktop.dialogs.letters import PREVIEW, TEXT, LettersDialog
from flurinfill.desktop.dialogs.office import OfficeDialog
from flurinfill.desktop.dialogs.passphrase import PassphraseDialog
from flurinfill.model.letters import LetterKind
from flurinfill.model.office import Office
from flurinfill.project import operations, queries
from flurinfill.usecases import letters
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _select_private(desk: Desk, count: int = 4) -> list[int]:
    """Select sites of private owners whom nobody has written to."""
    sites = desk.session.snapshot.work.sites
    fresh = sites[(sites["owner_category"] == "private") & sites["outreach"].str.startswith("0/")]
    fresh = fresh[fresh["review"] == "candidate"].iloc[:count]
    desk.linking.show_parcels([parcel for parcels in fresh["parcel_ids"] for parcel in parcels])
    return [int(site) for site in fresh.index]


def test_a_survey_from_the_selection_to_the_follow_up(
    desk: Desk, sample: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    chosen = _select_private(desk)
    desk.do("letters")
    dialog = desk.dialog(LettersDialog)
    desk.wait(lambda: dialog.plan is not None)
    count = len(dialog.plan.run.letters)
    assert dialog.recipients.recipients.count() == count > 0
    dialog.tabs.setCurrentIndex(TEXT)
    dialog.text.text.setPlainText("Eigene Worte zu {nirgends}.")
    desk.wait(lambda: "nirgends" in dialog.error)
    assert not dialog.write.isEnabled()
    dialog.text.text.setPlainText("Eigene Worte der {Stadt}.\n\nZweiter Absatz.")
    desk.wait(lambda: dialog.plan is not None)
    dialog.tabs.setCurrentIndex(PREVIEW)
    desk.wait(lambda: not dialog.preview.picture.pixmap().isNull())
    dialog.path.setText(str(tmp_path / "briefe.pdf"))
    qtbot.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    desk.wait(lambda: "briefe.pdf" in desk.window.notices.words("letters-written"))
    words = " ".join(page.extract_text() for page in PdfReader(tmp_path / "briefe.pdf").pages)
    assert "Eigene Worte der Stadt Musterlinden" in words.replace("\n", " ")
    sites = desk.session.snapshot.work.sites
    assert (sites.loc[chosen, "follow_up_on"].notna()).all()
    assert letters.text_of(desk.session.project, LetterKind.SURVEY).paragraphs[1] == "Zweiter Absatz."
    desk.do("undo")
    desk.wait(lambda: desk.session.snapshot.work.sites.loc[chosen, "follow_up_on"].isna().all())


def test_a_trial_print_is_not_recorded(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    chosen = _select_private(desk, 1)
    before = len(queries.history(desk.session.project))
    desk.do("letters")
    dialog = desk.dialog(LettersDialog)
    desk.wait(lambda: dialog.plan is not None)
    dialog.recorded.setChecked(False)
    assert not dialog.weeks.isEnabled()
    dialog.path.setText(str(tmp_path / "probe.docx"))
    dialog.write.click()
    desk.wait(lambda: "probe.docx" in desk.window.notices.words("letters-written"))
    assert (tmp_path / "probe.docx").is_file()
    assert desk.session.snapshot.work.sites.loc[chosen, "outreach"].str.startswith("0/").all()
    codes = [entry.code for entry in queries.history(desk.session.project)]
    assert "record_letters" not in codes[: len(codes) - before]


def _open(kind: type) -> bool:
    return any(isinstance(each, kind) and each.isVisible() for each in QApplication.topLevelWidgets())


def test_what_is_missing_is_asked_for_first(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.show_site(potential="gap")
    desk.do("letters")
    desk.dialog(PassphraseDialog).reject()
    desk.do("unlock")
    dialog = desk.dialog(PassphraseDialog)
    assert dialog.purpose.isHidden()
    dialog.reject()
    desk.do("letters")
    dialog = desk.dialog(PassphraseDialog)
    assert "Brief" in dialog.purpose.text()
    dialog.secret.setText(SAMPLE_PASSPHRASE)
    dialog.unlock.click()
    desk.wait(lambda: _open(LettersDialog))
    desk.dialog(LettersDialog).reject()
    desk.wait(desk.no_dialog)
    operations.set_office(desk.session.project, Office())
    _select_private(desk, 1)
    desk.do("letters")
    dialog = desk.dialog(LettersDialog)
    desk.wait(lambda: "Absender" in dialog.error)
    assert not dialog.write.isEnabled()
    dialog.office.click()
    desk.wait(lambda: isinstance(desk.dialog(), OfficeDialog))
    desk.dialog(OfficeDialog).reject()


def test_a_written_file_is_opened_from_its_message(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "flurinfill.desktop.notices.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile())
    )
    notices = desk.window.notices
    notices.show_written("one", tmp_path / "a.pdf", lambda: "a")
    notices.show_written("two", tmp_path / "b.pdf", lambda: "b")
    notices._shown["two"].action.click()
    assert opened == [str(tmp_path / "b.pdf")]
