"""Owner data from the land survey office as a task: asked for by letter, the answer taken over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill import settings
from flurinfill.cadastre.readers.lists import OfficeList
from flurinfill.desktop.dialogs.owner_answer import OwnerAnswerDialog
from flurinfill.desktop.dialogs.owner_answers import OwnerAnswersDialog
from flurinfill.desktop.dialogs.owner_request import OwnerRequestDialog
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.list_reading import ListReading
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.office_tasks import OfficeTasks
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.i18n import ntr, tr
from flurinfill.model.change import Change
from flurinfill.model.owner_request import OwnerRequest
from flurinfill.model.progress import Progress
from flurinfill.reports.correspondence.owner_request import RequestLetter
from flurinfill.usecases import owner_request

_WRITTEN, _TAKEN = "request-written", "answer-taken"


class OwnerRequestTasks(QObject):
    """Asks, starts the jobs, tells the end; remembers what the columns of answers mean."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        linking: Linking,
        tasks: ProjectTasks,
        office: OfficeTasks,
        known: settings.Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking = window, session, linking
        self._tasks, self._office, self._settings = tasks, office, known
        self._dialog: OwnerRequestDialog | None = None
        self._answer: OwnerAnswerDialog | None = None
        self.reading = ListReading(window, session, tasks, self)
        self.reading.found.connect(self._on_found)
        self._request: OwnerRequest | None = None

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"owner_request": self.ask, "owner_answers": self.show_requests}

    @Slot()
    def ask(self) -> None:
        """Ask for a letter about the selected parcels; the vault first, where it is locked."""
        chosen = self._linking.selection.parcels
        if self._session.snapshot is None or not chosen or self._tasks.vault.people_locked("owner_request"):
            return
        dialog = OwnerRequestDialog(self._session, chosen, self._tasks.folder, self._window)
        dialog.wanted.connect(self.write)
        dialog.office_asked.connect(self._on_office)
        self._dialog = dialog
        dialog.open()

    @Slot()
    def _on_office(self) -> None:
        self._dialog.reject()
        self._office.ask()

    @Slot(object, object)
    def write(self, letter: RequestLetter, path: Path) -> None:
        """Write the letter and record the request."""
        project = self._session.project
        if project is None:
            return

        def work(progress: Progress) -> tuple[Path, Change]:
            return path, owner_request.send(project, letter, path)

        self._session.run(tr("Writing the letter"), work, owner=self, done=self._on_written)

    def _on_written(self, written: tuple[Path, Change]) -> None:
        path, change = written
        self._session.take_change(change)

        def words() -> str:
            return tr("Written to {path}, and recorded as asked.", path=path.name)

        self._window.notices.show_written(_WRITTEN, path, words)

    # answers --------------------------------------------------------------------------------

    @Slot()
    def show_requests(self) -> None:
        """Show what was asked, beside the map; the vault first, where it is locked."""
        if self._session.snapshot is None or self._tasks.vault.people_locked("owner_answers"):
            return
        dialog = OwnerAnswersDialog(self._session, self._window)
        dialog.parcels_asked.connect(self._linking.show_parcels)
        dialog.answer_asked.connect(self.ask_answer)
        dialog.show()

    @Slot(object)
    def ask_answer(self, request: OwnerRequest) -> None:
        """Ask for the file of an answer."""
        self._request = request
        self.reading.ask(tr("Answer of the land survey office"))

    @Slot(object)
    def _on_found(self, found: OfficeList) -> None:
        if self._request is None:
            return
        self._shape = f"answer: {found.shape}"
        remembered = self._settings.lists.get(self._shape, {})
        self._answer = OwnerAnswerDialog(self._session, self._request, found, remembered, self._window)
        self._answer.taken.connect(self._on_taken)
        self._answer.open()

    @Slot(object)
    def _on_taken(self, change: Change) -> None:
        self._session.take_change(change)
        self._settings.remember_list(self._shape, self._answer.remembered)
        settings.save(self._settings)
        count = int(str(change.details["count"]))

        def words() -> str:
            return ntr("Owners of {count} parcel taken over.", "Owners of {count} parcels taken over.", count)

        self._window.notices.show_notice(_TAKEN, "good", words)
