"""The passphrase is changed with the old one, and set anew by whoever has only the recovery key."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flurinfill.desktop.dialogs.change_passphrase import ChangePassphraseDialog
from flurinfill.desktop.dialogs.passphrase import PassphraseDialog
from flurinfill.desktop.dialogs.recovery_key import RecoveryKeyDialog
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
NEW, NEWER = "Ein guter Satz", "Noch ein guter Satz"


def _set_anew(dialog: ChangePassphraseDialog, passphrase: str) -> None:
    for field in (dialog.new.first, dialog.new.second):
        field.clear()
        QTest.keyClicks(field, passphrase)
    QTest.keyClick(dialog.new.second, Qt.Key.Key_Return)


def _key_shown(desk: Desk) -> str:
    desk.wait(lambda: desk.window.findChild(RecoveryKeyDialog) is not None)
    shown = desk.dialog(RecoveryKeyDialog)
    key = str(shown.key.text())
    shown.kept.setChecked(True)
    shown.go_on.click()
    desk.wait()
    return key


def test_changed_with_the_old_one_and_set_anew_with_the_recovery_key(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.do("change_passphrase")
    dialog = desk.dialog(ChangePassphraseDialog)
    QTest.keyClicks(dialog.old, "falsch geraten")
    _set_anew(dialog, NEW)
    desk.wait(lambda: "stimmt nicht" in dialog.error)
    dialog.old.setText(SAMPLE_PASSPHRASE)
    _set_anew(dialog, NEW)
    recovery_key = _key_shown(desk)
    project = desk.session.project
    desk.session.seal()
    desk.wait()
    desk.do("unlock")
    unlocking = desk.dialog(PassphraseDialog)
    QTest.keyClicks(unlocking.secret, recovery_key)
    QTest.keyClick(unlocking.secret, Qt.Key.Key_Return)
    desk.wait(lambda: desk.window.findChild(ChangePassphraseDialog) is not None)
    dialog = desk.dialog(ChangePassphraseDialog)
    assert not dialog.old.isVisible()  # who lost it cannot type it
    _set_anew(dialog, NEWER)
    assert _key_shown(desk) != recovery_key
    desk.session.seal()
    desk.wait()
    assert not project.unlock(NEWER)
