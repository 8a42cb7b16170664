"""Closing a project: nothing of it stays in sight, and nothing that was typed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk

from flurinfill.desktop.workspace import DUE, PARCELS, SITES, STATISTICS
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_nothing_of_a_closed_project_is_seen_while_the_next_one_is_read(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    workspace = desk.workspace
    workspace.tabs.setCurrentIndex(STATISTICS)
    desk.wait()
    desk.show_site(potential="gap", review="confirmed")
    seen = []

    def look() -> None:
        for table in (SITES, PARCELS, DUE):
            workspace.tabs.setCurrentIndex(table)
            seen.append(workspace.tabs.currentWidget().model.rowCount())
            workspace.tabs.currentWidget().view.selectAll()  # a click there leads nowhere
        seen.append(workspace.statistics._stack.currentIndex())
        seen.append(desk.inspector.headline.text())

    desk.session.opened.connect(look)
    desk.controller.open_path(sample)
    desk.wait(lambda: desk.session.snapshot is not None)
    assert seen == [0, 0, 0, 0, "Nichts ausgewählt"]
    assert desk.no_dialog()
    assert workspace.sites.model.rowCount() > 0
    assert workspace.parcels.model.rowCount() > 0
