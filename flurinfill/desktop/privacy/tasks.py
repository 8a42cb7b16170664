"""The office's duties under the GDPR as tasks; once a year it is reminded of the retention periods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill import i18n
from flurinfill.desktop.file_chooser import PDF, WORD, FileChooser
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.person.tasks import PersonTasks
from flurinfill.desktop.privacy.access_log_dialog import AccessLogDialog
from flurinfill.desktop.privacy.retention_dialog import RetentionDialog
from flurinfill.desktop.privacy.users_dialog import UsersDialog
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.i18n import ntr, tr
from flurinfill.model.errors import SealedError
from flurinfill.model.progress import Progress
from flurinfill.model.retention import YEAR
from flurinfill.model.roles import Role
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.privacy import write_access_log, write_processing_record

_REMINDER = "retention-reminder"
_NOTICE = "retention"


class PrivacyTasks(QObject):
    """Opens the dialogs, writes the papers, reminds."""

    def __init__(
        self, window: MainWindow, session: Session, persons: PersonTasks, tasks: ProjectTasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._persons, self._tasks = window, session, persons, tasks
        self._chooser: FileChooser | None = None
        self._looked: Project | None = None
        session.loaded.connect(self._remind)
        session.loaded.connect(self._tell_role)
        window.notices.acted.connect(self._on_acted)

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {
            "retention": self.ask_retention,
            "processing_record": self.ask_record,
            "access_log": self.show_access_log,
            "users": self.ask_users,
        }

    # retention ------------------------------------------------------------------------------

    @Slot()
    def ask_retention(self) -> None:
        """Show the proposals to erase; the vault first, where it is locked."""
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        if not snapshot.work.access.people_visible:
            self._tasks.vault.unlock_for("retention")
            return
        dialog = RetentionDialog(self._session, self._window)
        dialog.erase_asked.connect(self._persons.erase)
        dialog.open()

    @Slot()
    def _remind(self) -> None:
        """Look once a year whether anybody's years are over."""
        project, snapshot = self._session.project, self._session.snapshot
        if project is self._looked or not snapshot.work.access.people_visible or project.read_only:
            return
        self._looked = project
        last, today = queries.retention_reviewed_on(project), date.today()
        if last is not None and today - last < YEAR:
            return

        def work(progress: Progress) -> int:
            del progress
            return len(queries.retention_proposals(project, today))

        self._session.jobs.read(
            _REMINDER, work, owner=self, done=self._on_counted, failed=self._on_not_counted
        )

    def _on_not_counted(self, error: Exception) -> None:
        if not isinstance(error, SealedError):  # locked meanwhile: reminded when it is open again
            self._session.refused.emit(error)

    def _on_counted(self, count: int) -> None:
        if not count:
            return

        def words() -> str:
            return ntr(
                "The retention period of {count} person is over; please look at the proposal.",
                "The retention period of {count} persons is over; please look at the proposals.",
                count,
            )

        def action() -> str:
            return tr("Look …")

        self._window.notices.show_notice(_NOTICE, "info", words, action=action, unasked=True)

    @Slot(str)
    def _on_acted(self, key: str) -> None:
        if key == _NOTICE:
            self.ask_retention()

    # users ----------------------------------------------------------------------------------

    @Slot()
    def ask_users(self) -> None:
        """Show who may do what."""
        if self._session.project is None:
            return
        dialog = UsersDialog(self._session, self._window)
        dialog.wanted.connect(self._on_users)
        dialog.open()

    @Slot(object)
    def _on_users(self, users: dict[str, Role]) -> None:
        if self._session.apply(operations.set_users, users) is not None:
            self._session.reload()  # every view asks again whether it may be edited
            self._tell_role()

    @Slot()
    def _tell_role(self) -> None:
        """Say why the window is read-only, where that is the user's role."""
        project = self._session.project
        if project is None or project.read_only:
            return
        role, user = project.role, project.user

        def words() -> str:
            return i18n.label("own_role", role.value, user=user)

        if role is Role.EDIT:
            self._window.notices.remove("role")
        else:
            self._window.notices.show_notice("role", "warn", words, closable=False, unasked=True)

    # papers ---------------------------------------------------------------------------------

    @Slot()
    def show_access_log(self) -> None:
        """Show who read owner data."""
        if self._session.project is None:
            return
        dialog = AccessLogDialog(self._session, self._tasks.folder, self._window)
        dialog.export_asked.connect(self._write_log)
        dialog.open()

    @Slot()
    def ask_record(self) -> None:
        """Ask for the file of the record of processing activities."""
        suggestion = self._tasks.folder / tr("Record of processing activities")
        self._chooser = FileChooser(self._window, suggestion, (PDF, WORD), self.write_record)
        self._chooser.open()

    @Slot(str)
    def write_record(self, name: str) -> None:
        """Write the record of processing activities."""
        project = self._session.project
        self._write(tr("Writing the record"), lambda: write_processing_record(project, Path(name)))

    @Slot(object)
    def _write_log(self, path: Path) -> None:
        project = self._session.project
        self._write(tr("Writing the access log"), lambda: write_access_log(project, path))

    def _write(self, title: str, make: Callable[[], Path]) -> None:
        def work(progress: Progress) -> Path:
            del progress
            return make()

        failed = self._session.refused.emit
        self._session.run(title, work, owner=self, done=self._on_written, failed=failed)

    def _on_written(self, path: Path) -> None:
        office = queries.office(self._session.project)
        fields = [name for name in ("responsible", "privacy_officer", "town") if not getattr(office, name)]

        def words() -> str:
            written = tr("Written to {path}.", path=path.name)
            names = [i18n.label("office_field", name) for name in fields]
            missing = tr("“Office and town” does not say yet: {fields}.", fields=", ".join(names))
            return f"{written} {missing}" if names and path.suffix != ".csv" else written

        self._window.notices.show_written("privacy", path, words)
