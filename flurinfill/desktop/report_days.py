"""Reporting days as a task: shown, kept, written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.dialogs.council import CouncilDialog, CouncilWish
from flurinfill.desktop.dialogs.report_days import ReportDaysDialog
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.i18n import tr
from flurinfill.model.progress import Progress
from flurinfill.statistics import ReportedFigure
from flurinfill.usecases.exporting import KINDS, ExportFormat, export
from flurinfill.usecases.reporting import write_figures


class ReportDayTasks(QObject):
    """Opens the dialog and writes its files."""

    def __init__(self, window: MainWindow, session: Session, tasks: ProjectTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._tasks = window, session, tasks
        window.workspace.statistics.days_asked.connect(self.ask)

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"report_days": self.ask, "council_paper": self.ask_paper}

    @Slot()
    def ask(self) -> None:
        """Show the figures of today and of the days that were kept."""
        if self._session.project is None:
            return
        dialog = ReportDaysDialog(self._session, self._tasks.folder, self._window)
        dialog.file_asked.connect(self.write)
        dialog.paper_asked.connect(self.ask_paper)
        dialog.open()

    @Slot()
    def ask_paper(self) -> None:
        """Ask for the days of a council paper."""
        if self._session.project is None:
            return
        dialog = CouncilDialog(self._session, self._tasks.folder, self._window)
        dialog.wanted.connect(self.write_paper)
        dialog.open()

    @Slot(object)
    def write_paper(self, wish: CouncilWish) -> None:
        """Write a council paper."""
        project = self._session.project
        is_text = wish.path.suffix.lower() == KINDS[ExportFormat.COUNCIL_TEXT].suffix
        kind = ExportFormat.COUNCIL_TEXT if is_text else ExportFormat.COUNCIL

        def work(progress: Progress) -> Path:
            return export(
                project,
                kind,
                wish.path,
                audience=wish.audience,
                day=wish.day,
                since=wish.since,
                progress=progress,
            ).path

        failed = self._session.refused.emit
        title = tr("Writing the council paper")
        self._session.run(title, work, owner=self, done=self._on_paper, failed=failed)

    def _on_paper(self, path: Path) -> None:
        self._window.notices.show_written("council", path)

    @Slot(object, object, object, bool)
    def write(self, day: date, figures: Sequence[ReportedFigure], path: Path, frozen: bool) -> None:
        """Write figures of a day into a file."""
        project = self._session.project

        def work(progress: Progress) -> Path:
            del progress
            return write_figures(project, day, figures, path, frozen=frozen)

        failed = self._session.refused.emit
        self._session.run(tr("Writing the figures"), work, owner=self, done=self._on_written, failed=failed)

    def _on_written(self, path: Path) -> None:
        self._window.notices.show_written("figures", path)
