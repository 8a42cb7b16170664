"""Letters as a task: asked for, written and recorded in a job, offered to be opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.dialogs.letters import LettersDialog, Mailing
from flurinfill.desktop.dialogs.returns import ReturnsDialog
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.office_tasks import OfficeTasks
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.i18n import ntr, tr
from flurinfill.model.change import Change
from flurinfill.model.progress import Progress
from flurinfill.project import operations
from flurinfill.reports.correspondence.letter_texts import default_text, dump
from flurinfill.usecases import letters

_WRITTEN = "letters-written"


class LetterTasks(QObject):
    """Asks, starts the job, tells the end."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        linking: Linking,
        tasks: ProjectTasks,
        office: OfficeTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking = window, session, linking
        self._tasks, self._office = tasks, office
        self._dialog: LettersDialog | None = None
        self._mailing: Mailing | None = None

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"letters": self.ask, "returns": self.ask_returns}

    @Slot()
    def ask(self) -> None:
        """Ask for letters to the owners of the selected sites; the vault first, where it is locked."""
        snapshot, chosen = self._session.snapshot, self._linking.selected_sites()
        if snapshot is None or not chosen or self._tasks.vault.people_locked("letters"):
            return
        dialog = LettersDialog(self._session, chosen, self._tasks.folder, self._window)
        dialog.wanted.connect(self.write)
        dialog.office_asked.connect(self._on_office)
        self._dialog = dialog
        dialog.open()

    @Slot()
    def ask_returns(self) -> None:
        """Record what came back; the vault first, where it is locked."""
        if self._session.snapshot is None or self._tasks.vault.people_locked("returns"):
            return
        dialog = ReturnsDialog(self._session, self._window)
        dialog.site_asked.connect(self._linking.show_site)
        dialog.open()

    @Slot()
    def _on_office(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self._office.ask()

    @Slot(object)
    def write(self, mailing: Mailing) -> None:
        """Write the letters, and record them where wanted."""
        project = self._session.project
        if project is None:
            return
        self._mailing = mailing

        def work(progress: Progress) -> Change | None:
            progress.report("write_file", 0, 1)
            if mailing.own_text is not None:
                kind = mailing.plan.run.kind
                text = "" if mailing.own_text == default_text(kind) else dump(mailing.own_text)
                operations.set_letter_text(project, kind, text)
            if not mailing.recorded:
                letters.write(mailing.plan, mailing.path)
                return None
            return letters.send(project, mailing.plan, mailing.path, follow_up_on=mailing.follow_up_on)

        self._session.run(tr("Writing the letters"), work, owner=self, done=self._on_written)

    def _on_written(self, change: Change | None) -> None:
        mailing = self._mailing
        if mailing is None:
            return
        if change is not None:
            self._session.take_change(change)
        count = len(mailing.plan.run.letters)

        def words() -> str:
            written = ntr(
                "{count} letter written to {path}.",
                "{count} letters written to {path}.",
                count,
                path=mailing.path.name,
            )
            return f"{written} {tr('Recorded as sent.')}" if mailing.recorded else written

        self._window.notices.show_written(_WRITTEN, mailing.path, words)
