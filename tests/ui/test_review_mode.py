"""Review mode in the real window: both hands on the keyboard, and the mouse as well."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flurinfill.desktop.canvas import Tool
from flurinfill.desktop.commands import COMMANDS
from flurinfill.desktop.fault_log import folder
from flurinfill.desktop.inspector import OWNERS
from flurinfill.desktop.review_mode.ask_strip import LOCKED, NOTE, NOTHING, REASON, UNTIL
from flurinfill.desktop.review_mode.keys import KEYS
from flurinfill.desktop.review_mode.score_order import score_of
from flurinfill.desktop.widgets import Chip
from flurinfill.desktop.workspace import SITES
from flurinfill.model.states import RejectReason, Review
from flurinfill.project import operations, queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
K = Qt.Key


class Reviewer:
    """Somebody at the keyboard."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self._qtbot = desk, qtbot
        self.mode, self.page = desk.controller.review, desk.window.review

    def press(self, *keys: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self._qtbot.keyClick(QApplication.focusWidget() or self.desk.window, key, with_)

    def type(self, words: str) -> None:
        self._qtbot.keyClicks(QApplication.focusWidget(), words)

    def click(self, name: str) -> None:
        self._qtbot.mouseClick(self.page.buttons[name], Qt.MouseButton.LeftButton)

    @property
    def site(self) -> int | None:
        return self.mode.current

    def state(self, site_id: int) -> object:
        return queries.site(self.desk.session.project, site_id)

    def enter(self) -> None:
        self.press(K.Key_F7)
        assert self.mode.active
        self.desk.wait()


@pytest.fixture
def reviewer(desk: Desk, qtbot: QtBot, sample: Path) -> Reviewer:
    """In review mode, over the sample town."""
    desk.open(sample)
    someone = Reviewer(desk, qtbot)
    someone.enter()
    return someone


def _drawn(reviewer: Reviewer) -> bool:
    canvas = reviewer.desk.workspace.map.canvas
    frame = canvas._picture.frame
    return frame is not None and frame.request.view == canvas.view


def test_twenty_candidates_by_keyboard_only(reviewer: Reviewer) -> None:
    mode, page, desk = reviewer.mode, reviewer.page, reviewer.desk
    total, waiting = mode.queue.total, mode.queue.open_count
    decided: dict[int, Review] = {}
    for number in range(20):
        site = reviewer.site
        assert site not in decided
        assert desk.site(site)["case_no"] in page.card.headline.text()
        assert desk.workspace.map.canvas.selected == list(desk.site(site)["parcel_ids"])
        desk.wait(lambda: page.card.sheets.ready)
        assert page.card.sheets.front.verdict.parcel_id == mode.parcel
        if number % 4 == 1:
            reviewer.press(K.Key_V, K.Key_3)
            decided[site] = Review.REJECTED
        elif number % 4 == 2:
            reviewer.press(K.Key_Z, K.Key_2)
            decided[site] = Review.DEFERRED
        else:
            reviewer.press(K.Key_Return if number % 4 else K.Key_B)
            decided[site] = Review.CONFIRMED
        assert desk.no_dialog()
    assert len(decided) == 20
    for site, review in decided.items():
        state = reviewer.state(site)
        assert state.review is review
        if review is Review.REJECTED:
            assert state.reject_reason is RejectReason.NO_ACCESS
        if review is Review.DEFERRED:
            assert state.deferred_until == date.today() + timedelta(days=91)
    done = total - waiting + 20
    assert page.progress.text() == f"{done} von {total} geprüft, {waiting - 20} offen"


def test_each_site_comes_up_among_its_neighbours_with_labels(reviewer: Reviewer) -> None:
    desk = reviewer.desk
    canvas = desk.workspace.map.canvas
    for _ in range(3):
        desk.wait(lambda: _drawn(reviewer))
        west, south, east, north = canvas.view.bounds(canvas.width(), canvas.height())
        x0, y0, x1, y1 = canvas._content.bounds_of(desk.site(reviewer.site)["parcel_ids"])
        assert west < x0
        assert south < y0
        assert east > x1
        assert north > y1
        assert min(east - west, north - south) >= 79.9
        assert (east - west) / (x1 - x0) >= 2.9
        assert (north - south) / (y1 - y0) >= 2.9
        desk.wait(lambda: bool(canvas._picture.labels_at(canvas.view)))
        reviewer.press(K.Key_Right)
    desk.window.resize(1024, 600)  # another size: the same site fills it
    desk.wait(lambda: _drawn(reviewer))
    west, _, east, _ = canvas.view.bounds(canvas.width(), canvas.height())
    x0, _, x1, _ = canvas._content.bounds_of(desk.site(reviewer.site)["parcel_ids"])
    assert (west + east) / 2 == pytest.approx((x0 + x1) / 2)


def test_the_next_explanation_is_made_while_one_reads(reviewer: Reviewer) -> None:
    sheets = reviewer.page.card.sheets
    following = reviewer.desk.site(reviewer.mode.queue.upcoming())["parcel_ids"][0]
    reviewer.desk.wait(lambda: any(parcel == following for _, parcel in sheets._shown))
    reviewer.press(K.Key_B)
    assert sheets.ready  # at once, without an event in between
    assert sheets.front.verdict.parcel_id == following
    named = [chip for chip in reviewer.page.card.findChildren(Chip) if chip.isVisible()]
    assert len(named) == 1  # the class is said once


def test_reject_asks_for_a_reason_and_esc_takes_the_question_back(reviewer: Reviewer) -> None:
    ask, site = reviewer.page.ask, reviewer.site
    reviewer.press(K.Key_V)
    assert ask.asking == REASON
    assert ask.isVisible()
    reviewer.press(K.Key_B)  # no key of the mode works while it asks
    reviewer.press(K.Key_Escape)
    assert ask.asking == NOTHING
    assert reviewer.site == site
    assert reviewer.mode.active
    assert reviewer.state(site).review is Review.CANDIDATE
    reviewer.press(K.Key_V, K.Key_S)
    assert reviewer.state(site).reject_reason is RejectReason.OTHER
    assert reviewer.site != site


def test_a_click_on_the_map_takes_the_question_back(reviewer: Reviewer, qtbot: QtBot) -> None:
    site = reviewer.site
    reviewer.press(K.Key_V)
    canvas = reviewer.desk.workspace.map.canvas
    middle = canvas.rect().center()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert reviewer.page.ask.asking == NOTHING
    assert reviewer.site == site
    reviewer.press(K.Key_B)  # the keys work, although the map has the focus
    assert reviewer.state(site).review is Review.CONFIRMED


def test_put_off_until_a_typed_day(reviewer: Reviewer) -> None:
    site, day = reviewer.site, date.today() + timedelta(days=40)
    reviewer.press(K.Key_Z)
    assert reviewer.page.ask.asking == UNTIL
    reviewer.press(K.Key_D)
    reviewer.type(f"{day:%d%m%Y}")
    assert reviewer.page.ask.asking == UNTIL  # figures of a date are no periods
    reviewer.press(K.Key_Return)
    assert reviewer.state(site).deferred_until == day


@pytest.mark.parametrize(("key", "days"), [(K.Key_1, 28), (K.Key_2, 91), (K.Key_3, 365)])
def test_put_off_for_a_period(reviewer: Reviewer, key: Qt.Key, days: int) -> None:
    site = reviewer.site
    reviewer.press(K.Key_Z, key)
    assert reviewer.state(site).deferred_until == date.today() + timedelta(days=days)


def test_a_site_whose_day_has_come_can_be_put_off_again(desk: Desk, qtbot: QtBot, sample: Path) -> None:
    desk.open(sample)
    site = desk.show_site(review="candidate")
    desk.session.apply(operations.set_review, site, Review.DEFERRED, deferred_until=date.today())
    desk.wait(lambda: desk.site(site)["review"] == "deferred")
    someone = Reviewer(desk, qtbot)
    someone.enter()
    assert someone.site == site  # the selected one comes first
    assert "Zurückgestellt" in someone.page.card.review.label.text()
    someone.press(K.Key_Z, K.Key_3)
    assert someone.state(site).deferred_until == date.today() + timedelta(days=365)
    someone.press(K.Key_U)
    assert someone.state(site).deferred_until == date.today()
    assert someone.site == site


def test_notes_are_sealed_without_the_passphrase(reviewer: Reviewer) -> None:
    reviewer.press(K.Key_N)
    assert reviewer.page.ask.asking == LOCKED
    assert "gesperrt" in reviewer.page.ask._question.text().lower()
    reviewer.press(K.Key_Escape)
    assert reviewer.mode.active


def test_unlock_from_the_strip_and_go_on_at_the_same_site(reviewer: Reviewer) -> None:
    desk = reviewer.desk
    reviewer.press(K.Key_B, K.Key_Right)
    site = reviewer.site
    reviewer.press(K.Key_N, K.Key_E)
    dialog = desk.dialog()
    dialog.secret.setText(SAMPLE_PASSPHRASE)
    dialog.unlock.click()
    desk.wait(lambda: desk.no_dialog() and desk.session.snapshot.work.access.people_visible)
    assert reviewer.mode.active
    assert reviewer.site == site
    desk.window.activateWindow()  # without a window manager nobody does it
    desk.wait(desk.window.isActiveWindow)
    reviewer.press(K.Key_N)
    assert reviewer.page.ask.asking == NOTE


def test_a_line_is_added_to_the_note_and_taken_back(desk: Desk, qtbot: QtBot, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    site = desk.show_site(review="candidate")
    desk.session.apply(operations.set_note, site, "Zaun steht.\nHof nass.")
    desk.wait(lambda: desk.site(site)["note"] != "")
    someone = Reviewer(desk, qtbot)
    someone.enter()
    someone.press(K.Key_N)
    someone.type("Baum v B z u")  # letters of the mode are letters here
    assert someone.state(site).review is Review.CANDIDATE
    someone.press(K.Key_Return)
    assert someone.site == site
    assert someone.state(site).note == "Zaun steht.\nHof nass.\nBaum v B z u"
    assert "Baum v B z u" in someone.page.card.note.text()
    someone.press(K.Key_B)
    assert someone.state(site).review is Review.CONFIRMED
    someone.press(K.Key_U, K.Key_U)
    assert someone.site == site
    assert someone.state(site).note == "Zaun steht.\nHof nass."
    assert "Baum" not in someone.page.card.note.text()


@pytest.mark.parametrize("words", ["Zufahrt strittig", ""])
def test_another_reason_is_asked_for_in_a_word_that_may_be_missing(
    desk: Desk, qtbot: QtBot, sample: Path, words: str
) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.window.activateWindow()  # without a window manager nobody does it
    desk.wait(desk.window.isActiveWindow)
    someone = Reviewer(desk, qtbot)
    someone.enter()
    site, before = someone.site, someone.state(someone.site).note
    someone.press(K.Key_V, K.Key_S)
    assert someone.page.ask.asking == NOTE
    someone.press(K.Key_Escape)  # taken back: nothing was decided
    assert someone.site == site
    someone.press(K.Key_V, K.Key_S)
    assert someone.page.ask.asking == NOTE
    assert QApplication.focusWidget() is someone.page.ask.note
    if words:
        someone.type(words)
    someone.press(K.Key_Return)
    assert someone.state(site).reject_reason is RejectReason.OTHER
    assert someone.site != site
    assert (someone.state(site).note or "").endswith(words or (before or ""))


def test_undo_three_decisions_one_by_one(reviewer: Reviewer) -> None:
    sites = []
    for keys in ((K.Key_B,), (K.Key_V, K.Key_1), (K.Key_Z, K.Key_1)):
        sites.append(reviewer.site)
        reviewer.press(*keys)
    waiting = reviewer.mode.queue.open_count
    reviewer.press(K.Key_U)
    assert reviewer.site == sites[2]
    reviewer.press(K.Key_Z, with_=Qt.KeyboardModifier.ControlModifier)
    assert reviewer.site == sites[1]
    reviewer.click("undo")
    assert reviewer.site == sites[0]
    assert [reviewer.state(site).review for site in sites] == [Review.CANDIDATE] * 3
    assert reviewer.mode.queue.open_count == waiting + 3
    assert not reviewer.page.buttons["undo"].isEnabled()
    reviewer.press(K.Key_U)
    assert "nichts entschieden" in reviewer.page.said.text()
    reviewer.press(K.Key_Y, with_=Qt.KeyboardModifier.ControlModifier)
    assert reviewer.state(sites[0]).review is Review.CONFIRMED
    assert reviewer.mode.deciding.sitting.tally()[Review.CONFIRMED] == 1


def test_walking_decides_nothing_and_a_decided_site_is_not_decided_again(reviewer: Reviewer) -> None:
    first = reviewer.site
    reviewer.press(K.Key_Right)
    second = reviewer.site
    reviewer.press(K.Key_Space)
    third = reviewer.site
    reviewer.press(K.Key_Left)
    assert reviewer.site == second
    reviewer.press(K.Key_Up)
    assert reviewer.site == first
    reviewer.press(K.Key_Down)
    assert len({first, second, third}) == 3
    assert [reviewer.state(site).review for site in (first, second, third)] == [Review.CANDIDATE] * 3
    reviewer.press(K.Key_B, K.Key_Left)
    assert reviewer.site == second
    assert reviewer.page.card.review.label.text() == "Bestätigt"
    assert not reviewer.page.buttons["confirm"].isEnabled()
    reviewer.press(K.Key_V)
    assert reviewer.page.ask.asking == NOTHING
    assert "Schon entschieden" in reviewer.page.said.text()


def test_the_mouse_does_the_same(reviewer: Reviewer, qtbot: QtBot) -> None:
    first = reviewer.site
    reviewer.click("confirm")
    second = reviewer.site
    reviewer.click("reject")
    push = reviewer.page.ask.reasons[RejectReason.MONUMENT]
    qtbot.mouseClick(push, Qt.MouseButton.LeftButton)
    third = reviewer.site
    reviewer.click("defer")
    qtbot.mouseClick(reviewer.page.ask.periods["1"], Qt.MouseButton.LeftButton)
    reviewer.click("next")
    reviewer.click("previous")
    assert reviewer.state(first).review is Review.CONFIRMED
    assert reviewer.state(second).reject_reason is RejectReason.MONUMENT
    assert reviewer.state(third).review is Review.DEFERRED
    qtbot.mouseClick(reviewer.page.leave, Qt.MouseButton.LeftButton)
    assert not reviewer.mode.active


def test_leave_and_enter_again(reviewer: Reviewer) -> None:
    desk, workspace = reviewer.desk, reviewer.desk.workspace
    first = reviewer.site
    reviewer.press(K.Key_B)
    at, waiting = reviewer.site, reviewer.mode.queue.open_count
    reviewer.press(K.Key_Escape)
    assert not reviewer.mode.active
    assert desk.window.stack.currentWidget() is workspace
    assert workspace.upright.widget(0) is workspace.map
    assert workspace.map.isVisible()
    assert desk.window.toolbar.isVisible()
    assert desk.linking.selection.site_id == at
    desk.wait(lambda: desk.site(first)["review"] == "confirmed")  # the table follows
    reviewer.enter()
    assert reviewer.site == at
    assert reviewer.mode.queue.open_count == waiting
    assert reviewer.page.said.text() == ""
    reviewer.press(K.Key_U)
    assert reviewer.state(first).review is Review.CONFIRMED  # another sitting
    reviewer.press(K.Key_F7)
    assert not reviewer.mode.active


def test_filter_and_order(reviewer: Reviewer) -> None:
    page, sites = reviewer.page, reviewer.desk.session.snapshot.work.sites
    page.potential.setCurrentIndex(page.potential.findData("brownfield"))
    page.potential.activated.emit(page.potential.currentIndex())
    count = int((sites["potential"] == "brownfield").sum())
    assert page.progress.text().startswith(f"{count - reviewer.mode.queue.open_count} von {count} geprüft")
    assert sites.loc[reviewer.site, "potential"] == "brownfield"
    page.potential.setCurrentIndex(0)
    page.sort.setCurrentIndex(page.sort.findData("size"))
    page.sort.activated.emit(page.sort.currentIndex())
    reviewer.press(K.Key_Right)
    areas = [sites.loc[reviewer.site, "area_m2"]]
    for _ in range(3):
        reviewer.press(K.Key_Right)
        areas.append(sites.loc[reviewer.site, "area_m2"])
    assert areas == sorted(areas, reverse=True)


def test_clear_cases_come_first(reviewer: Reviewer) -> None:
    snapshot = reviewer.desk.session.snapshot
    score = score_of(snapshot.work.sites, snapshot)
    seen = []
    for _ in range(12):
        seen.append(score[reviewer.site])
        reviewer.press(K.Key_Right)
    assert seen == sorted(seen, reverse=True)
    assert seen[0] > score.median()


def test_keys_in_a_box_are_those_of_the_box(reviewer: Reviewer) -> None:
    site = reviewer.site
    reviewer.page.sort.setFocus()
    reviewer.press(K.Key_Down, K.Key_Z)
    assert reviewer.page.ask.asking == NOTHING
    reviewer.press(K.Key_Escape)  # leaves the box, not the mode
    assert reviewer.mode.active
    assert reviewer.page.hasFocus()
    reviewer.press(K.Key_B)
    assert reviewer.state(site).review is Review.CONFIRMED or reviewer.site != site


def test_measuring_on_the_map_keeps_its_keys(reviewer: Reviewer) -> None:
    site, canvas = reviewer.site, reviewer.desk.workspace.map.canvas
    reviewer.desk.do("measure_distance")
    reviewer.press(K.Key_Return, K.Key_B, K.Key_Right)
    assert reviewer.site == site
    assert reviewer.state(site).review is Review.CANDIDATE
    for _ in range(3):
        if canvas.tool is not Tool.NAVIGATE:
            reviewer.press(K.Key_Escape)
    assert canvas.tool is Tool.NAVIGATE
    assert reviewer.mode.active
    reviewer.press(K.Key_B)
    assert reviewer.state(site).review is Review.CONFIRMED


def test_a_click_on_another_candidate_goes_there(reviewer: Reviewer, qtbot: QtBot) -> None:
    desk = reviewer.desk
    canvas, here = desk.workspace.map.canvas, reviewer.site
    desk.wait(lambda: _drawn(reviewer))
    view, size = canvas.view, (canvas.width(), canvas.height())
    west, south, east, north = view.bounds(*size)
    for other in desk.session.snapshot.work.sites.index:
        if other == here or not reviewer.mode.queue.waits(int(other)):
            continue
        parcel = desk.site(other)["parcel_ids"][0]
        shape = canvas._content.parcels.geometries[canvas._content.index_of(parcel)]
        point = shape.representative_point()
        if west < point.x < east and south < point.y < north:
            x, y = view.to_pixel(point.x, point.y, *size)
            qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPointF(x, y).toPoint())
            assert reviewer.site == other
            assert desk.linking.selection.site_id != other  # the panels behind stay as they were
            return
    pytest.skip("no other candidate is in sight")


def test_the_end_sums_up_and_says_the_next_step(reviewer: Reviewer, qtbot: QtBot) -> None:
    desk, page = reviewer.desk, reviewer.page
    page.potential.setCurrentIndex(page.potential.findData("brownfield"))
    page.potential.activated.emit(page.potential.currentIndex())
    count = reviewer.mode.queue.open_count
    first = reviewer.site
    reviewer.press(K.Key_B, K.Key_V, K.Key_1, K.Key_Z, K.Key_1)
    while reviewer.site is not None:
        reviewer.press(K.Key_B)
    assert page.stack.currentWidget() is page.summary
    assert f"{count - 2} bestätigt, 1 verworfen, 1 zurückgestellt" in page.summary.tally.text()
    assert "Eigentümer" in page.summary.sentence.text()
    reviewer.press(K.Key_U)  # from here one can go back, too
    assert page.stack.currentWidget() is page.middle
    reviewer.press(K.Key_B)
    qtbot.mouseClick(page.summary.owners, Qt.MouseButton.LeftButton)
    assert not reviewer.mode.active
    assert desk.linking.selection.site_id == first
    assert desk.inspector.tabs.currentIndex() == OWNERS
    desk.wait()


def test_an_end_of_one_class_offers_the_others(reviewer: Reviewer, qtbot: QtBot) -> None:
    page = reviewer.page
    page.potential.setCurrentIndex(page.potential.findData("brownfield"))
    page.potential.activated.emit(page.potential.currentIndex())
    while reviewer.site is not None:
        reviewer.press(K.Key_B)
    qtbot.mouseClick(page.summary.all, Qt.MouseButton.LeftButton)
    assert reviewer.site is not None
    assert page.potential.currentData() == ""


def test_nothing_is_read_again_after_a_decision(reviewer: Reviewer) -> None:
    reads = []
    reviewer.desk.session.refreshed.connect(reads.append)
    reviewer.press(K.Key_B, K.Key_B, K.Key_V, K.Key_2)
    reviewer.desk.wait()
    assert reads == []
    reviewer.press(K.Key_Escape)
    reviewer.desk.wait(lambda: len(reads) == 1)
    assert len(reads[0]) == 3


def test_no_owner_is_read_while_reviewing(desk: Desk, qtbot: QtBot, sample: Path) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    before = len(queries.access_log(desk.session.project))
    someone = Reviewer(desk, qtbot)
    someone.enter()
    someone.press(K.Key_B, K.Key_Right, K.Key_V, K.Key_1, K.Key_U)
    desk.wait()
    assert len(queries.access_log(desk.session.project)) == before


def test_a_refusal_is_said_and_the_site_stays(reviewer: Reviewer) -> None:
    site = reviewer.site
    with reviewer.desk.session.project.store.writing() as connection:
        from flurinfill.project.schema import SITES as TABLE

        connection.execute(TABLE.update().where(TABLE.c.site_id == site).values(version=TABLE.c.version + 1))
    reviewer.press(K.Key_B)
    assert reviewer.desk.window.notices.words("refused")
    assert reviewer.site == site
    assert reviewer.mode.deciding.sitting.last() is None


def test_commands_of_the_window_mean_the_site_of_the_mode(reviewer: Reviewer) -> None:
    desk, site = reviewer.desk, reviewer.site
    desk.do("confirm")
    assert reviewer.state(site).review is Review.CONFIRMED
    desk.do("reject")
    assert reviewer.page.ask.asking == REASON
    reviewer.press(K.Key_Escape)
    desk.do("undo")
    assert reviewer.state(site).review is Review.CANDIDATE
    assert reviewer.site == site
    assert not desk.controller.actions["tables"].isEnabled()
    desk.do("owners")  # needs the workspace: the mode is left
    assert not reviewer.mode.active
    assert desk.inspector.tabs.currentIndex() == OWNERS
    desk.wait()


@pytest.mark.parametrize("command", ["filter_table", "group_villages"])
def test_commands_of_the_table_lead_to_the_table(reviewer: Reviewer, command: str) -> None:
    reviewer.desk.do(command)  # keys of the mode would else go into a field that nobody sees
    assert not reviewer.desk.controller.review.active
    assert reviewer.desk.workspace.sites.view.isVisible()


def test_language_and_appearance_change_in_the_mode(reviewer: Reviewer) -> None:
    reviewer.press(K.Key_B)
    reviewer.desk.do("english")
    assert reviewer.page.progress.text().endswith("open")
    assert reviewer.page.buttons["reject"].words() == "Reject"
    assert "Case" in reviewer.page.card.headline.text()
    reviewer.press(K.Key_V)
    assert reviewer.page.ask.reasons[RejectReason.NO_ACCESS].words() == "No access"
    reviewer.press(K.Key_Escape)
    reviewer.desk.do("dark")
    reviewer.desk.wait()
    reviewer.desk.do("light")
    reviewer.desk.do("german")


def test_closing_the_project_or_the_window_ends_the_mode(reviewer: Reviewer) -> None:
    desk = reviewer.desk
    desk.do("close")
    assert not reviewer.mode.active
    assert desk.window.stack.currentWidget() is desk.window.start
    assert not desk.controller.actions["review"].isEnabled()
    desk.open(Path(desk.window.start.recent.item(0).data(Qt.ItemDataRole.UserRole) or ""))
    desk.workspace.tabs.setCurrentIndex(SITES)
    reviewer.enter()
    desk.window.close()
    assert not reviewer.mode.active
    assert desk.workspace.upright.widget(0) is desk.workspace.map
    assert not folder().exists()


def test_read_only_projects_are_not_reviewed(desk: Desk, sample: Path) -> None:
    from flurinfill.project import Project

    with Project.open(sample, user="k.muster"):
        desk.open(sample)
        assert not desk.controller.actions["review"].isEnabled()
        desk.controller.review.enter()
        assert not desk.controller.review.active
        desk.do("close")


def test_redo_and_the_list_of_changes_are_shown(reviewer: Reviewer) -> None:
    desk, page, first = reviewer.desk, reviewer.page, reviewer.site
    reviewer.press(K.Key_B)
    second = reviewer.site
    reviewer.press(K.Key_B)
    waiting = reviewer.mode.queue.open_count
    reviewer.press(K.Key_U)
    assert reviewer.site == second
    desk.do("redo")
    assert reviewer.site == second
    assert "Wiederholt" in page.said.text()
    assert f"{waiting} offen" in page.progress.text()
    assert not page.buttons["confirm"].isEnabled()  # it is decided again
    desk.controller.undoing.undo_many(2)
    assert reviewer.site == first
    assert "Rückgängig" in page.said.text()
    assert f"{waiting + 2} offen" in page.progress.text()
    assert page.buttons["confirm"].isEnabled()


def test_no_key_of_a_tool_of_the_map_is_a_key_of_the_mode(reviewer: Reviewer) -> None:
    decided = {key for keys in KEYS.values() for key in keys}
    bar = reviewer.desk.workspace.map.bar
    told = {push.toolTip().rpartition("(")[2].rstrip(")") for push in bar.tools.values()}
    assert len(told) == 3
    assert not told & decided


def test_keys_that_mean_something_else_elsewhere_are_free() -> None:
    by_name = {command.name: command for command in COMMANDS}
    taken = {keys for command in COMMANDS for keys in (command.shortcut, command.also)}
    assert "Ctrl+Shift+U" not in taken  # begins a character by its number on Linux
    assert by_name["redo"].also == "Ctrl+Shift+Z"
