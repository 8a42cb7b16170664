"""While something runs: what is possible goes on, what is not says why, nothing happens later unasked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from desk import TASK, Desk, running

from flurinfill.desktop.commands import COMMANDS
from flurinfill.desktop.dialogs.new_project import NewProjectDialog
from flurinfill.desktop.dialogs.print_map import Wish
from flurinfill.desktop.exporting.dialog import Order
from flurinfill.desktop.import_assistant import ImportAssistant
from flurinfill.model.audience import Audience
from flurinfill.model.recipes import Recipe
from flurinfill.usecases.export_kinds import ExportFormat
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _told(desk: Desk) -> bool:
    """It was said what runs and how it is cancelled; say it again the next time."""
    words = desk.window.notices.words("refused")
    desk.window.notices.clear()
    return TASK in words and "abbrechen" in words


def test_ways_into_another_project_say_what_runs(desk: Desk, sample: Path, tmp_path: Path) -> None:
    tasks = desk.controller.tasks
    with running(desk):
        for name in ("new", "open", "sample"):
            desk.do(name)
            assert _told(desk), name
        for way in (tasks.open_project, lambda path: tasks.take_files([path])):
            way(sample)
            assert _told(desk)
        assert desk.no_dialog()
    assert desk.session.project is None


def _jobs(desk: Desk, folder: Path) -> dict[str, Callable[[], None]]:
    controller = desk.controller
    recipe = Recipe("", Audience.INTERNAL, (ExportFormat.SPREADSHEET,))
    order = Order(recipe, None, folder, {})
    wish = Wish(folder / "karte.pdf", "Karte", 1000, "a4", False)
    return {
        "print": lambda: controller.printing.write(wish),
        "export": lambda: controller.exports.write(order),
        "detect": controller.tasks.detection.start,
        "rules": lambda: controller.rules.keep(desk.session.snapshot.profile),
        "sheet": lambda: controller.rules.write_sheet(str(folder / "warum.pdf")),
        "table": lambda: controller.tables.export(folder / "tabelle.xlsx"),
    }


def test_no_job_is_refused_in_silence(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample)
    with running(desk):
        for name, start in _jobs(desk, tmp_path).items():
            start()
            assert _told(desk), name
    assert not list(tmp_path.glob("*.pdf"))


def test_files_of_a_new_project_that_was_not_made_are_forgotten(
    desk: Desk, sample: Path, tmp_path: Path
) -> None:
    dropped = tmp_path / "kataster.xml"
    dropped.write_text("<AX_Bestandsdatenauszug/>", encoding="utf-8")
    desk.drop([dropped])
    desk.dialog(NewProjectDialog).reject()
    desk.wait(desk.no_dialog)
    desk.open(sample)
    assert not any(isinstance(child, ImportAssistant) for child in desk.window.children())
    with running(desk):
        desk.session.close()
        desk.controller.tasks.take_files([dropped])
        assert _told(desk)
    desk.open(sample)
    assert desk.no_dialog()


def test_a_task_of_a_project_that_fails_to_open_leads_nowhere_else(
    desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.controller.today._on_task(tmp_path / "weg.gpkg", 1)
    desk.wait(lambda: desk.window.notices.words("failed") != "")
    desk.open(sample)
    assert desk.linking.selection.site_id is None
    desk.controller.today._on_task(sample, 1)
    desk.wait(lambda: desk.linking.selection.site_id == 1)


def test_a_share_that_does_not_answer_holds_up_nothing(
    desk: Desk, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, answers = tmp_path / "auf dem Server.gpkg", Event()
    gone.write_bytes(b"")
    is_file = Path.is_file

    def slow(path: Path) -> bool:
        if path == gone:
            answers.wait(60)
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", slow)
    start = desk.window.start
    start.show_recent([gone, sample])
    desk.controller.today.look([gone, sample])
    desk.controller.today.look([gone, sample])  # not asked twice
    desk._qtbot.waitUntil(lambda: start.today.count() > 0, timeout=20_000)
    desk._qtbot.waitUntil(lambda: [thread.name for thread in threading.enumerate()].count("abandoned") == 1)
    desk.window.close()
    assert not answers.is_set()
    answers.set()


def test_looking_goes_on_while_something_runs(desk: Desk, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    actions, canvas = desk.controller.actions, desk.workspace.map.canvas
    desk.show_site(potential="gap", review="confirmed")
    with running(desk):
        for command in COMMANDS:
            assert bool(actions.reason(command)) != actions[command.name].isEnabled(), command.name
        enabled = {command.name for command in COMMANDS if actions[command.name].isEnabled()}
        assert {"zoom_all", "find", "why", "owners", "layers", "measure_area", "next", "tables"} <= enabled
        before = canvas.view
        desk.do("zoom_all")
        assert canvas.view != before
        parcel = desk.session.snapshot.parcels.index[3]
        canvas.selection_changed.emit([parcel])
        assert desk.inspector.why.verdict.parcel_id == parcel
        kept_alone = {
            "import", "detect", "export", "export_table", "close", "undo", "seal", "print_map", "print_why",
            "edit_rules", "office", "review", "confirm", "edit_selected", "create_site", "draw_outline",
        }  # fmt: skip
        assert not kept_alone & enabled
    assert all(
        actions[name].isEnabled() for name in ("import", "detect", "export", "close", "seal", "print_map")
    )


def test_what_nobody_asked_about_leaves_the_answer_that_is_shown(desk: Desk) -> None:
    notices = desk.window.notices
    notices.show_notice("refused", "warn", lambda: "Nicht gedruckt.")
    notices.show_notice("ground", "warn", lambda: "Kein Netz.", unasked=True)
    assert notices.words("refused") == "Nicht gedruckt."
    assert notices.words("ground") == "Kein Netz."
    notices.show_notice("done", "info", lambda: "Gedruckt.")
    assert notices.words("refused") == notices.words("ground") == ""
