"""What happens in the main window: commands, messages, which of them are possible."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot

from flurinfill import settings
from flurinfill.desktop.actions import Actions
from flurinfill.desktop.announcing.tasks import AnnouncingTasks
from flurinfill.desktop.basemap import BasemapControl
from flurinfill.desktop.calendar_tasks import CalendarTasks
from flurinfill.desktop.command_palette import CommandPalette
from flurinfill.desktop.commands import WRITABLE
from flurinfill.desktop.envelope_layer import EnvelopeLayer
from flurinfill.desktop.exporting.tasks import ExportTasks
from flurinfill.desktop.faults import Faults
from flurinfill.desktop.file_tasks import FileTasks
from flurinfill.desktop.help_tasks import HelpTasks
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.language import Language
from flurinfill.desktop.letter_tasks import LetterTasks
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.map_tasks import MapTasks
from flurinfill.desktop.messages import Messages
from flurinfill.desktop.office_tasks import OfficeTasks
from flurinfill.desktop.outline_tasks import OutlineTasks
from flurinfill.desktop.owner_request_tasks import OwnerRequestTasks
from flurinfill.desktop.owner_tasks import OwnerTasks
from flurinfill.desktop.paper_tasks import PaperTasks
from flurinfill.desktop.person.tasks import PersonTasks
from flurinfill.desktop.possible import facts_of
from flurinfill.desktop.preferences import Preferences
from flurinfill.desktop.print_tasks import PrintTasks
from flurinfill.desktop.privacy.tasks import PrivacyTasks
from flurinfill.desktop.project_tasks import OWNER_REMOVED, ProjectTasks
from flurinfill.desktop.report_days import ReportDayTasks
from flurinfill.desktop.review_mode.diverting import diverted
from flurinfill.desktop.review_mode.mode import ReviewMode
from flurinfill.desktop.room_sketch import RoomSketch
from flurinfill.desktop.rule_tasks import RuleTasks
from flurinfill.desktop.session import Session
from flurinfill.desktop.sights import Sights
from flurinfill.desktop.table_tasks import TableTasks
from flurinfill.desktop.today import Today
from flurinfill.desktop.town_list_tasks import TownListTasks
from flurinfill.desktop.undoing import Undoing
from flurinfill.i18n import tr
from flurinfill.model.change import Change
from flurinfill.model.errors import FlurinfillError

_OF_THE_WORKSPACE = (
    "tables",
    "enlarge_tables",
    "inspector",
    "create_site",
    "add_parcels",
    "remove_parcels",
    "draw_outline",
    "edit_outline",
    "reset_outline",
)
"""Commands that review mode, which lies over the workspace, has no use for."""


class Controller(QObject):
    """Ties the window, the session and the tasks together."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        jobs: JobRunner,
        language: Language,
        known: settings.Settings,
    ) -> None:
        super().__init__(window)
        self.window, self.session, self._jobs = window, session, jobs
        self._settings = known
        self.faults = Faults(window, self)
        self.messages = Messages(window, session, self)
        self.messages.unexpected.connect(self.show_crash)
        self.linking = Linking(session, window.workspace, self)
        self.room = RoomSketch(session, self.linking.selection, window.workspace.map, self)
        self.tasks = ProjectTasks(window, session, self.linking, known, self)
        self.help = HelpTasks(window, session, self)
        self.rules = RuleTasks(window, session, self.linking, self.tasks, self)
        self.sights = Sights(window, session, self.linking, self)
        self.tables = TableTasks(window, session, self.sights, self.linking, self.tasks, self)
        self.undoing = Undoing(window, session, self)
        self.preferences = Preferences(language, known, self)
        self.map = MapTasks(window, session, self.sights, known, self)
        self.outlines = OutlineTasks(window, session, self.linking, self)
        self.office = OfficeTasks(window, session, self)
        self.letters = LetterTasks(window, session, self.linking, self.tasks, self.office, self)
        self.exports = ExportTasks(window, session, self.linking, self.tasks, self)
        self.announcing = AnnouncingTasks(window, session, self.tasks, self.exports, self)
        self.town_list = TownListTasks(window, session, self.linking, self.tasks, known, self)
        self.owners = OwnerTasks(window, session, self.linking, self.tasks, self)
        self.requests = OwnerRequestTasks(window, session, self.linking, self.tasks, self.office, known, self)
        self.persons = PersonTasks(window, session, self.sights, self.tasks, self)
        self.privacy = PrivacyTasks(window, session, self.persons, self.tasks, self)
        self.report_days = ReportDayTasks(window, session, self.tasks, self)
        self.calendar = CalendarTasks(window, session, self.tasks, self)
        self.files = FileTasks(window, session, self.tasks, self)
        self.envelopes = EnvelopeLayer(session, window.workspace.map, self)
        self.basemap = BasemapControl(window, session, known, self)
        self.tasks.ground_for_paper = self.basemap.for_paper
        self.printing = PrintTasks(window, session, self.tasks, self.basemap, self)
        self.papers = PaperTasks(window, session, self.linking, self.tasks, self)
        self.review = ReviewMode(window, session, self.linking, self)
        self.actions = Actions(window, diverted(self.review, self._callbacks()))
        window.install(self.actions)
        window.add_list("undo", self.undoing.undo_menu)
        window.add_list("redo", self.undoing.redo_menu)
        self.palette = CommandPalette(self.actions, window)
        self._connect(language)
        for name in ("tables", "inspector", *self.preferences.chosen()):
            self.actions[name].setChecked(True)
        window.workspace.sites.menu.offer_also([self.actions[name] for name in ("visit_sheets", "dossier")])
        window.workspace.map.bar.set_basemap(self.actions["basemap_shown"], self.actions["basemap"])
        window.workspace.set_enlarging(self.actions["enlarge_tables"])
        self._on_basemap()
        self.today = Today(window.start, session, self.tasks, self.linking, self)
        window.start.show_recent(known.recent)
        self.today.look(known.recent)
        window.show_workspace(False)
        self._show_possible()

    def _callbacks(self) -> dict[str, Callable[[], None]]:
        tasks = self.tasks
        return {
            "new": tasks.ask_new,
            "open": tasks.ask_open,
            "sample": tasks.open_sample,
            "import": tasks.ask_import,
            "detect": tasks.detection.ask,
            "unlock": tasks.vault.ask_unlock,
            "seal": tasks.vault.seal,
            "change_passphrase": tasks.vault.ask_passphrase,
            "close": self._close_project,
            "quit": self.window.close,
            "palette": self._open_palette,
            "review": self.review.toggle,
            "edit_rules": self.rules.edit,
            "compare_rules": self.rules.compare,
            "print_why": self.rules.ask_sheet,
            **self.help.callbacks(),
            **self.tables.callbacks(),
            **self.exports.callbacks(),
            **self.undoing.callbacks(),
            **self.sights.callbacks(),
            **self.map.callbacks(),
            **self.basemap.callbacks(),
            **self.outlines.callbacks(),
            **self.printing.callbacks(),
            **self.papers.callbacks(),
            **self.office.callbacks(),
            **self.letters.callbacks(),
            **self.owners.callbacks(),
            **self.requests.callbacks(),
            **self.announcing.callbacks(),
            **self.town_list.callbacks(),
            **self.calendar.callbacks(),
            **self.persons.callbacks(),
            **self.privacy.callbacks(),
            **self.report_days.callbacks(),
            **self.preferences.callbacks(),
        }

    def _connect(self, language: Language) -> None:
        window, session, tasks = self.window, self.session, self.tasks
        window.start.new_asked.connect(tasks.ask_new)
        window.start.open_asked.connect(tasks.ask_open)
        window.start.sample_asked.connect(tasks.open_sample)
        window.start.project_asked.connect(tasks.open_project)
        window.dropped.connect(tasks.take_files)
        window.closing.connect(self.shutdown)
        window.search.found.connect(self.linking.show_parcels)
        window.search.site_found.connect(self.linking.show_site)
        window.scanner.scanned.connect(self._on_scanned)
        window.notices.acted.connect(tasks.act)
        tasks.vault.resumed.connect(self._trigger, Qt.ConnectionType.QueuedConnection)
        inspector = window.workspace.inspector
        inspector.site.create_asked.connect(self.outlines.create)
        inspector.site.shape.asked.connect(self._trigger)
        for panel in (inspector.site, inspector.form, *inspector.people):
            panel.unlock_asked.connect(tasks.vault.ask_unlock)
        inspector.owners.removed.connect(tasks.tell_owner_removed)
        window.workspace.due.said.connect(window.status.say)
        window.workspace.due.unlock_asked.connect(tasks.vault.ask_unlock)
        inspector.why.next_step.connect(tasks.next_step)
        window.workspace.next_step.connect(tasks.next_step)
        inspector.timeline.copied.connect(window.status.say)
        for table in (window.workspace.sites, window.workspace.parcels):
            table.menu.copied.connect(window.status.say)
            table.unlock_asked.connect(tasks.vault.ask_unlock)
        canvas = window.workspace.map.canvas
        canvas.cursor_moved.connect(window.status.show_place)
        canvas.view_changed.connect(self._on_view)
        window.status.scale_asked.connect(canvas.set_scale)
        window.status.lock_asked.connect(tasks.vault.turn_lock)
        session.opened.connect(self._on_opened)
        session.loaded.connect(self._on_news)
        session.refreshed.connect(self._on_news)
        session.closed.connect(self._on_closed)
        session.changed.connect(self._on_changed)
        self.linking.selection.changed.connect(self._show_possible)
        self.basemap.changed.connect(self._on_basemap)
        self.sights.wanted.connect(self.review.leave)
        self.review.toggled.connect(self._on_review)
        self.review.sheet_asked.connect(self.rules.ask_sheet_of)
        self.review.owners_asked.connect(self.sights.show_owners_of)
        self.review.export_asked.connect(self.exports.ask)
        self.window.review.ask.unlock_asked.connect(tasks.vault.ask_unlock)
        language.changed.connect(self.review.show)
        self._jobs.crashed.connect(self.show_crash)
        self._jobs.started.connect(self._show_possible)
        self._jobs.finished.connect(self._show_possible)
        language.changed.connect(self._show_possible)

    # messages -------------------------------------------------------------------------------

    @Slot(object)
    def show_crash(self, error: BaseException) -> None:
        """Show an unexpected error calmly."""
        if isinstance(error, FlurinfillError):
            self.messages.tell_refusal(error)
            return
        self.faults.show(error)

    @Slot(str)
    def _on_scanned(self, number: str) -> None:
        """Show the case where its states are set; the search goes to it."""
        if self.session.project is not None:
            self.messages.forget_search()
            self.actions["case"].trigger()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        self.window.notices.remove("refused")
        self.window.notices.remove("note")
        self.window.notices.remove(OWNER_REMOVED)
        if self.review.active:  # nothing is read again that would say so
            self._show_possible()

    # the project ----------------------------------------------------------------------------

    @Slot()
    def _on_opened(self) -> None:
        self.window.notices.clear()
        self._settings.remember(self.session.path())
        settings.save(self._settings)
        self.window.start.show_recent(self._settings.recent)
        self.window.show_workspace(True)
        self.messages.tell_read_only()

    @Slot()
    def _on_closed(self) -> None:
        self.window.notices.clear()
        self.window.search.clear()
        self.window.status.show_project(None, "")
        self.window.start.show_recent(self._settings.recent)
        self.today.look(self._settings.recent)
        self.window.show_workspace(False)
        self._show_possible()

    @Slot()
    def _on_news(self) -> None:
        snapshot = self.session.snapshot
        crs = snapshot.data_state.crs if snapshot.data_state is not None else self.session.project.crs
        self.window.status.show_project(snapshot.work.access, crs, map_shown=snapshot.data_state is not None)
        self._show_possible()
        self.messages.tell_unusable(snapshot)

    @Slot()
    def _close_project(self) -> None:
        if not self.session.blocked():
            self.window.workspace.inspector.flush()
            self.session.close()

    @Slot(str)
    def _trigger(self, command: str) -> None:
        self.actions[command].trigger()

    @Slot()
    def _show_possible(self) -> None:
        """Enable what can be done now, and say what undo would undo."""
        chosen = self.review.active or self.linking.selection.site_id is not None
        facts = facts_of(self.session, site_chosen=chosen)
        if WRITABLE in facts:
            facts |= self.outlines.facts()
        self.actions.enable(facts)
        shape = self.window.workspace.inspector.site.shape
        shape.allow({name for name in shape.buttons if self.actions[name].isEnabled()})
        if WRITABLE in facts:
            self.undoing.show_possible(self.actions)
        if self.review.active:
            for name in _OF_THE_WORKSPACE:
                self.actions.disable(name, _not_in_review)

    @Slot(bool)
    def _on_review(self, on: bool) -> None:
        self.actions["review"].setChecked(on)
        self._show_possible()

    # what is seen -----------------------------------------------------------------------------------

    @Slot()
    def _on_view(self) -> None:
        self.window.status.show_scale(self.window.workspace.map.canvas.scale)

    @Slot()
    def _open_palette(self) -> None:
        self.palette.open()

    @Slot()
    def _on_basemap(self) -> None:
        self.actions["basemap_shown"].setChecked(self.basemap.shown)

    # the end --------------------------------------------------------------------------------

    @Slot()
    def shutdown(self) -> None:
        """Save what is typed, stop what runs, close the project, keep the window's state."""
        self.review.leave()
        self.window.workspace.inspector.flush()
        self.map.keep()
        self._settings.window = self.window.state()
        settings.save(self._settings)
        self.basemap.break_off()
        self._jobs.shutdown()
        self.window.workspace.inspector.flush()  # what could not be saved while something ran
        self.window.workspace.map.canvas.shutdown()
        self.basemap.shutdown()
        self.session.close()

    def open_path(self, path: Path, passphrase: str | None = None) -> None:
        """Open a project named on the command line."""
        self.tasks.open_project(path, passphrase)


def _not_in_review() -> str:
    return tr("Not in review mode; Esc leaves it.")
