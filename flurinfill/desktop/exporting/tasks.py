"""The export as a task: asked for, done as a job, and told what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.dialogs.base import describe
from flurinfill.desktop.exporting.dialog import ExportDialog, Order
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.i18n import listed, ntr, tr
from flurinfill.model.progress import Progress
from flurinfill.reports.papers.replaced import replaced_lines
from flurinfill.usecases.exporting import written_text
from flurinfill.usecases.recipes import PackageReport, run_recipe

EXPORTED, PROBLEMS = "exported", "export-problems"


class ExportTasks(QObject):
    """Opens the dialog, writes the files, offers to open them."""

    def __init__(
        self, window: MainWindow, session: Session, linking: Linking, tasks: ProjectTasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking, self._tasks = window, session, linking, tasks

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"export": self.ask}

    @Slot()
    def ask(self) -> None:
        """Ask for an export."""
        if self._session.snapshot is None:
            return
        selected = self._linking.selected_sites()
        dialog = ExportDialog(self._session, selected, self._tasks.folder, self._window)
        dialog.wanted.connect(self.write)
        dialog.open()

    @Slot(object)
    def write(self, order: Order) -> None:
        """Write the files of an order."""
        project = self._session.project
        if project is None:
            return
        self._tasks.remember(order.folder)
        ground = self._tasks.ground_for_paper()

        def work(progress: Progress) -> PackageReport:
            return run_recipe(
                project,
                order.recipe,
                order.folder,
                site_ids=order.site_ids,
                names=order.names,
                ground=ground,
                progress=progress,
            )

        def done(report: PackageReport) -> None:
            self._on_written(order.folder, report)

        self._session.run(tr("Exporting"), work, owner=self, done=done)

    def _on_written(self, folder: Path, report: PackageReport) -> None:
        self._session.refresh()  # the history has further lines
        paths = [done.path for done in report.written.values()]
        if paths:
            where = paths[0] if len(paths) == 1 else folder

            def words() -> str:
                return written_words(folder, report)

            self._window.notices.show_written(EXPORTED, where, words, folder=len(paths) > 1)
        if report.refused or report.cancelled:

            def problems() -> str:
                return problem_words(report)

            self._window.notices.show_notice(PROBLEMS, "warn", problems, unasked=bool(paths))


def written_words(folder: Path, report: PackageReport) -> str:
    """Say which files there are, and how many sites were held back."""
    done = list(report.written.values())
    if len(done) == 1:
        words = written_text(done[0], done[0].path.name)
    else:
        words = ntr("{count} file in {folder}:", "{count} files in {folder}:", len(done), folder=folder.name)
        words += f" {listed([each.path.name for each in done])}."
    held = max((len(each.withheld) for each in done), default=0)
    if held:
        words += " " + ntr("{count} site was held back.", "{count} sites were held back.", held)
    replaced = dict.fromkeys(sign for each in done for sign in each.replaced)
    return " ".join([words, *(f"{line}." for line in replaced_lines(list(replaced)))])


def problem_words(report: PackageReport) -> str:
    """Say what was not written and what to do."""
    parts = [describe(error) for error in dict.fromkeys(report.refused.values())]
    if report.cancelled:
        parts.append(tr("Cancelled: what was not finished is not there."))
    return " ".join(dict.fromkeys(parts))
