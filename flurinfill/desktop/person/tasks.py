"""A person's rights as a task: asked, written, erased."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.person.dialog import PersonDialog
from flurinfill.desktop.person.erase_dialog import EraseDialog
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.desktop.sights import Sights
from flurinfill.i18n import ntr, tr
from flurinfill.model.change import Change
from flurinfill.model.progress import Progress
from flurinfill.project import operations
from flurinfill.project.queries import PersonRecord


class PersonTasks(QObject):
    """Opens the dialogs and does what they ask for."""

    def __init__(
        self, window: MainWindow, session: Session, sights: Sights, tasks: ProjectTasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._sights, self._tasks = window, session, sights, tasks
        self._count = 0

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"person": self._on_command}

    @Slot()
    def _on_command(self) -> None:
        self.ask()

    def ask(self, owner_id: str = "") -> None:
        """Open the rights of a person, ``""`` to search one; the vault first, where it is locked."""
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        if not snapshot.work.access.people_visible:
            self._tasks.vault.unlock_for("" if owner_id else "person")
            return
        dialog = PersonDialog(self._session, self._tasks.folder, owner_id, self._window)
        dialog.erase_asked.connect(self._on_erase_asked)
        dialog.case_asked.connect(self._on_case_asked)
        dialog.reservation_asked.connect(self._on_reservation_asked)
        dialog.written.connect(self._on_written)
        dialog.open()

    @Slot(str)
    def _on_case_asked(self, case_no: str) -> None:
        self._sights.show_owners_of(self._site_of(case_no))

    @Slot(str)
    def _on_reservation_asked(self, case_no: str) -> None:
        self._sights.show_case_of(self._site_of(case_no))

    def _site_of(self, case_no: str) -> int:
        cases = self._session.snapshot.work.sites["case_no"]
        return int(cases.index[cases == case_no][0])

    @Slot(str, object)
    def _on_erase_asked(self, owner_id: str, record: PersonRecord) -> None:
        asking = self.sender()
        dialog = EraseDialog(owner_id, record, asking)
        dialog.wanted.connect(self._on_erase_wanted)
        dialog.accepted.connect(asking.reject)
        dialog.open()

    @Slot(str, str)
    def _on_erase_wanted(self, owner_id: str, reason: str) -> None:
        self.erase([owner_id], reason)

    @Slot(object, str)
    def erase(self, owner_ids: Sequence[str], reason: str) -> None:
        """Erase persons in a job, one after the other."""
        project = self._session.project
        if project is None or not owner_ids:
            return

        def work(progress: Progress) -> Change:
            for done, owner_id in enumerate(owner_ids):
                progress.report("erase_persons", done, len(owner_ids))
                change = operations.erase_owner(project, owner_id, reason=reason)
            return change

        self._count = len(owner_ids)
        self._session.run(tr("Erasing"), work, owner=self, done=self._on_erased, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._session.reload()  # some may be erased already
        self._session.refused.emit(error)

    def _on_erased(self, change: Change) -> None:
        self._session.take_change(change)

        def words() -> str:
            done = ntr("{count} person is erased.", "{count} persons are erased.", self._count)
            return f"{done} " + tr("Files and letters that were made before do not lie in the project.")

        self._window.notices.show_notice("erased", "good", words)

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self._window.notices.show_written("person", path)
