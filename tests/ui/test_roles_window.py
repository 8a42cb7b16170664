"""Users and roles in the window: named, kept, and what a reader can still do."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtTest import QTest

from flurinfill.desktop.privacy.users_dialog import UsersDialog
from flurinfill.model.roles import Role
from flurinfill.project import Project, operations

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _enter(dialog: UsersDialog, name: str, role: Role) -> None:
    dialog.name.clear()
    QTest.keyClicks(dialog.name, name)
    dialog.role.setCurrentIndex(dialog.role.findData(role.value))
    dialog.enter.click()


def test_nobody_locks_everybody_out(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    own = desk.session.project.user
    desk.do("users")
    dialog = desk.dialog(UsersDialog)
    _enter(dialog, own, Role.READ)
    dialog.keep.click()
    assert "Niemand" in dialog.error
    _enter(dialog, "chefin", Role.EDIT)
    assert dialog.users == {own: Role.READ, "chefin": Role.EDIT}
    dialog.keep.click()
    assert own in dialog.error
    _enter(dialog, own, Role.EDIT)
    dialog.keep.click()
    desk.wait(desk.no_dialog)
    assert desk.session.writable


def test_a_reader_sees_the_window_read_only(desk: Desk, sample: Path) -> None:
    with Project.open(sample, user="chefin") as project:
        operations.set_users(project, {"chefin": Role.EDIT})
    desk.open(sample)
    own = desk.session.project.user
    desk.wait(lambda: bool(desk.window.notices.words("role")))
    assert own in desk.window.notices.words("role")
    assert not desk.session.writable
    actions = desk.controller.actions
    assert not any(actions[name].isEnabled() for name in ("undo", "import", "detect", "review", "person"))
    desk.show_site(review="candidate")
    desk.wait()
    assert not desk.inspector.site.review.buttons or not any(
        push.isVisible() for push in desk.inspector.site.review.buttons.values()
    )
    desk.do("users")
    dialog = desk.dialog(UsersDialog)
    assert not dialog.keep.isEnabled()
    dialog.reject()
