"""What happens in the main window: commands, messages, which of them are possible."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill import i18n, settings
from flurinfill.desktop.commands import (
    CADASTRE,
    DETECTABLE,
    DETECTED,
    LOCKED,
    PROJECT,
    SITE_CHOSEN,
    UNLOCKED,
    WRITABLE,
    Actions,
)
from flurinfill.desktop.dialogs.about import AboutDialog
from flurinfill.desktop.dialogs.base import describe
from flurinfill.desktop.dialogs.crash import CrashDialog
from flurinfill.desktop.dialogs.findings import DoctorDialog
from flurinfill.desktop.dialogs.history import HistoryDialog
from flurinfill.desktop.history_texts import entry_text, redo_text, undo_text
from flurinfill.desktop.inspector import CONTACTS, OWNERS, SITE, WHY
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.language import Language
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.rule_tasks import RuleTasks
from flurinfill.desktop.session import Session
from flurinfill.desktop.today import Today
from flurinfill.desktop.workspace import DUE, STATISTICS
from flurinfill.i18n import tr
from flurinfill.model.change import Change
from flurinfill.model.errors import Cancelled, FlurinfillError, SealedError
from flurinfill.model.states import Review
from flurinfill.project import operations


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
        self._language, self._settings = language, known
        self.linking = Linking(session, window.workspace, self)
        self.tasks = ProjectTasks(window, session, self.linking, known, self)
        self.rules = RuleTasks(window, session, self.linking, self.tasks, self)
        self.actions = Actions(window, self._callbacks())
        window.install(self.actions)
        self._connect()
        self.actions["tables"].setChecked(True)
        self.actions["inspector"].setChecked(True)
        self.actions[{"de": "german", "en": "english"}[i18n.language()]].setChecked(True)
        self.actions[known.appearance].setChecked(True)
        self.today = Today(window.start, session, self.tasks, self.linking, self)
        window.start.show_recent(known.recent)
        self.today.look(known.recent)
        window.show_workspace(False)
        self._show_possible()

    def _callbacks(self) -> dict[str, Callable[[], None]]:
        tasks, workspace = self.tasks, self.window.workspace
        return {
            "new": tasks.ask_new,
            "open": tasks.ask_open,
            "sample": tasks.open_sample,
            "import": tasks.ask_import,
            "detect": tasks.ask_detection,
            "export": tasks.ask_export,
            "doctor": self._show_doctor,
            "unlock": tasks.ask_unlock,
            "seal": self.session.seal,
            "close": self._close_project,
            "quit": self.window.close,
            "undo": self._undo,
            "redo": self._redo,
            "find": self._find,
            "history": self._show_history,
            "edit_rules": self.rules.edit,
            "compare_rules": self.rules.compare,
            "print_why": self.rules.ask_sheet,
            "take_up": self._take_up,
            "confirm": self._confirm,
            "reject": self._reject,
            "defer": self._defer,
            "next": self._next,
            "previous": self._previous,
            "why": self._show_why,
            "case": self._show_case,
            "owners": self._show_owners,
            "contacts": self._show_contacts,
            "due": self._show_due,
            "statistics": self._show_statistics,
            "tables": workspace.show_tables,
            "inspector": workspace.show_inspector,
            "zoom_all": workspace.map.canvas.zoom_full,
            "zoom_selection": workspace.map.canvas.zoom_to_selection,
            "full_screen": self._full_screen,
            "german": self._speak_german,
            "english": self._speak_english,
            "system": self._look_system,
            "light": self._look_light,
            "dark": self._look_dark,
            "about": self._show_about,
        }

    def _connect(self) -> None:
        window, session, tasks = self.window, self.session, self.tasks
        window.start.new_asked.connect(tasks.ask_new)
        window.start.open_asked.connect(tasks.ask_open)
        window.start.sample_asked.connect(tasks.open_sample)
        window.start.project_asked.connect(tasks.open_project)
        window.dropped.connect(tasks.take_files)
        window.closing.connect(self.shutdown)
        window.search.found.connect(self.linking.show_parcels)
        window.search.textEdited.connect(self._on_searching)
        window.search.nothing_found.connect(self._on_nothing_found)
        window.notices.acted.connect(tasks.act)
        inspector = window.workspace.inspector
        inspector.site.create_asked.connect(self._create_site)
        for panel in (inspector.site, inspector.owners, inspector.contacts):
            panel.unlock_asked.connect(tasks.ask_unlock)
        inspector.why.next_step.connect(tasks.next_step)
        window.workspace.next_step.connect(tasks.next_step)
        canvas = window.workspace.map.canvas
        canvas.cursor_moved.connect(window.status.show_place)
        canvas.view_changed.connect(self._on_view)
        window.status.scale_asked.connect(canvas.set_scale)
        window.status.lock_asked.connect(self._on_lock)
        session.opened.connect(self._on_opened)
        session.loaded.connect(self._on_news)
        session.refreshed.connect(self._on_news)
        session.closed.connect(self._on_closed)
        session.refused.connect(self.show_refusal)
        session.changed.connect(self._on_changed)
        self.linking.selection.changed.connect(self._show_possible)
        self._jobs.crashed.connect(self.show_crash)
        self._jobs.started.connect(self._show_possible)
        self._jobs.finished.connect(self._show_possible)
        self._language.changed.connect(self._on_language)

    # messages -------------------------------------------------------------------------------

    @Slot(object)
    def show_refusal(self, error: Exception) -> None:
        """Say why something was not done."""
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, FlurinfillError):
            self.show_crash(error)
            return

        def words() -> str:
            return describe(error)

        def unlock() -> str:
            return tr("Unlock …")

        project = self.session.project
        locked = isinstance(error, SealedError) and project is not None and project.sealed
        self.window.notices.show_notice("refused", "warn", words, action=unlock if locked else None)

    @Slot(object)
    def show_crash(self, error: BaseException) -> None:
        """Show an unexpected error calmly."""
        if isinstance(error, FlurinfillError):
            self.show_refusal(error)
            return
        CrashDialog(error, self.window).open()

    @Slot(str)
    def _on_nothing_found(self, looked_for: str) -> None:
        def words() -> str:
            return tr(
                "Nothing found for “{text}”. Try a number (25/3), a street or a case number.", text=looked_for
            )

        self.window.notices.show_notice("search", "info", words)

    @Slot()
    def _on_searching(self) -> None:
        self.window.notices.remove("search")

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        self.window.notices.remove("refused")

    # the project ----------------------------------------------------------------------------

    @Slot()
    def _on_opened(self) -> None:
        self.window.notices.clear()
        self._settings.remember(self.session.path())
        settings.save(self._settings)
        self.window.start.show_recent(self._settings.recent)
        self.window.show_workspace(True)
        holder = self.session.project.held_by
        if self.session.project.read_only and holder is not None:

            def held() -> str:
                return tr(
                    "Read only: {user} has had this project open on {host} since {since}.",
                    user=holder.user,
                    host=holder.host,
                    since=i18n.moment(holder.since),
                )

            def take_over() -> str:
                return tr("Take over …")

            self.window.notices.show_notice("held", "warn", held, action=take_over, closable=False)
        elif self.session.project.read_only:

            def words() -> str:
                return tr("Read only: the file or its folder cannot be written.")

            self.window.notices.show_notice("held", "warn", words, closable=False)

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

    @Slot()
    def _close_project(self) -> None:
        self.window.workspace.inspector.site.flush()
        if not self._jobs.busy:
            self.session.close()

    @Slot()
    def _on_lock(self) -> None:
        if self.session.project is not None and self.session.project.sealed:
            self.tasks.ask_unlock()
        else:
            self.session.seal()

    @Slot()
    def _create_site(self) -> None:
        parcels = [p for p in self.linking.selection.parcels if p]
        if parcels:
            self.session.apply(operations.create_site, parcels)

    @Slot()
    def _show_possible(self) -> None:
        """Enable what can be done now, and say what undo would undo."""
        session, snapshot, busy = self.session, self.session.snapshot, self._jobs.busy
        facts: set[str] = set()
        if session.project is not None and snapshot is not None and not busy:
            access = snapshot.work.access
            facts.add(PROJECT)
            facts |= {WRITABLE} if session.writable else set()
            facts |= {CADASTRE} if snapshot.data_state is not None else set()
            facts |= {DETECTABLE} if snapshot.data_state is not None and session.writable else set()
            facts |= {DETECTED} if snapshot.detected else set()
            chosen = self.linking.selection.site_id is not None
            facts |= {SITE_CHOSEN} if chosen and session.writable else set()
            facts |= {LOCKED} if access.sealed else set()
            facts |= {UNLOCKED} if access.people_visible else set()
        self.actions.enable(frozenset(facts))
        if snapshot is not None and WRITABLE in facts:
            undo = snapshot.work.undo
            for name, entry, words in (
                ("undo", undo.undo, undo_text(undo.undo)),
                ("redo", undo.redo, redo_text(undo.redo)),
            ):
                self.actions[name].setText(words)
                self.actions[name].setIconText(tr("Undo") if name == "undo" else tr("Redo"))
                self.actions.set_tip(name, words)
                self.actions[name].setEnabled(entry is not None)

    @Slot()
    def _undo(self) -> None:
        """Take the last change back and say which it was: it may be far from what is on the screen."""
        entry = self.session.snapshot.work.undo.undo
        if self.session.undo() and entry is not None:
            self.window.status.say(tr("Undone: {what}", what=entry_text(entry)))

    @Slot()
    def _redo(self) -> None:
        entry = self.session.snapshot.work.undo.redo
        if self.session.redo() and entry is not None:
            self.window.status.say(tr("Done again: {what}", what=entry_text(entry)))

    # views ----------------------------------------------------------------------------------

    @Slot()
    def _on_view(self) -> None:
        self.window.status.show_scale(self.window.workspace.map.canvas.scale)

    @Slot()
    def _find(self) -> None:
        self.window.search.setFocus()
        self.window.search.selectAll()

    def _show_tab(self, number: int) -> None:
        self.actions["inspector"].setChecked(True)
        self.window.workspace.show_inspector(True)
        self.window.workspace.inspector.tabs.setCurrentIndex(number)
        self.window.workspace.inspector.tabs.currentWidget().setFocus()

    def _show_table(self, number: int) -> None:
        self.actions["tables"].setChecked(True)
        self.window.workspace.show_tables(True)
        self.window.workspace.tabs.setCurrentIndex(number)

    @Slot()
    def _show_why(self) -> None:
        self._show_tab(WHY)

    @Slot()
    def _show_case(self) -> None:
        self._show_tab(SITE)

    @Slot()
    def _show_owners(self) -> None:
        self._show_tab(OWNERS)

    @Slot()
    def _show_contacts(self) -> None:
        self._show_tab(CONTACTS)

    @Slot()
    def _show_due(self) -> None:
        self._show_table(DUE)

    @Slot()
    def _show_statistics(self) -> None:
        self._show_table(STATISTICS)

    @Slot()
    def _next(self) -> None:
        self.linking.step(forward=True)

    @Slot()
    def _previous(self) -> None:
        self.linking.step(forward=False)

    def _move(self, review: Review) -> None:
        self._show_tab(SITE)
        self.window.workspace.inspector.site.review.start_move(review)

    @Slot()
    def _take_up(self) -> None:
        self._move(Review.IN_REVIEW)

    @Slot()
    def _confirm(self) -> None:
        self._move(Review.CONFIRMED)

    @Slot()
    def _reject(self) -> None:
        self._move(Review.REJECTED)

    @Slot()
    def _defer(self) -> None:
        self._move(Review.DEFERRED)

    @Slot()
    def _full_screen(self) -> None:
        if self.window.isFullScreen():
            self.window.showNormal()
        else:
            self.window.showFullScreen()

    @Slot()
    def _show_doctor(self) -> None:
        DoctorDialog(self.session.snapshot, self.window).open()

    @Slot()
    def _show_history(self) -> None:
        HistoryDialog(self.session, self.window).open()

    @Slot()
    def _show_about(self) -> None:
        AboutDialog(self.window).open()

    # language and appearance ----------------------------------------------------------------

    @Slot()
    def _speak_german(self) -> None:
        self._language.use("de")

    @Slot()
    def _speak_english(self) -> None:
        self._language.use("en")

    @Slot()
    def _on_language(self) -> None:
        self._settings.language = i18n.language()
        settings.save(self._settings)
        self._show_possible()

    @Slot()
    def _look_system(self) -> None:
        self._look("system")

    @Slot()
    def _look_light(self) -> None:
        self._look("light")

    @Slot()
    def _look_dark(self) -> None:
        self._look("dark")

    def _look(self, appearance: str) -> None:
        self._settings.appearance = appearance
        settings.save(self._settings)
        self._language.look(appearance)

    # the end --------------------------------------------------------------------------------

    @Slot()
    def shutdown(self) -> None:
        """Save what is typed, stop what runs, close the project, keep the window's state."""
        self.window.workspace.inspector.site.flush()
        self._settings.window = self.window.state()
        settings.save(self._settings)
        self._jobs.shutdown()
        self.window.workspace.map.canvas.shutdown()
        self.session.close()

    def open_path(self, path: Path, passphrase: str | None = None) -> None:
        """Open a project named on the command line."""
        self.tasks.open_project(path, passphrase)
