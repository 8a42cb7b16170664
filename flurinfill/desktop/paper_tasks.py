"""Papers about the selected sites as tasks: asked where, written in a job, offered to be opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill import i18n
from flurinfill.desktop.file_chooser import PDF, FileChooser
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.i18n import ntr, tr
from flurinfill.model.errors import InputError
from flurinfill.model.progress import Progress
from flurinfill.reports.dossier_release import MOST_CASES
from flurinfill.reports.papers.replaced import replaced_lines
from flurinfill.reports.papers.visit_sheets import MOST_STOPS
from flurinfill.usecases.exporting import ExportFormat, ExportReport, export

_WRITTEN = "paper-written"


class PaperTasks(QObject):
    """Asks where the paper shall lie, writes it, tells the end."""

    def __init__(
        self, window: MainWindow, session: Session, linking: Linking, tasks: ProjectTasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking, self._tasks = window, session, linking, tasks
        self._chooser: FileChooser | None = None

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {
            "visit_sheets": self.ask_visits,
            "dossier": self.ask_dossier,
            "village_maps": self.ask_village_maps,
        }

    @Slot()
    def ask_visits(self) -> None:
        """Ask where the sheets for a visit of the selected sites shall lie."""
        if self._some_but_not_too_many(MOST_STOPS, "too_many_stops"):
            self._ask(ExportFormat.VISITS, self._on_visits)

    @Slot()
    def ask_dossier(self) -> None:
        """Ask where the dossiers of the selected sites shall lie; for the passphrase first, if need be."""
        if not self._some_but_not_too_many(MOST_CASES, "too_many_dossiers"):
            return
        if not self._tasks.vault.people_locked("dossier"):
            self._ask(ExportFormat.DOSSIER, self._on_dossier)

    @Slot()
    def ask_village_maps(self) -> None:
        """Ask where the maps by village of all sites shall lie."""
        self._ask(ExportFormat.VILLAGE_MAPS, self._on_village_maps)

    def _some_but_not_too_many(self, most: int, refusal: str) -> bool:
        """Say that too many sites are selected before somebody thinks of a name for the file."""
        count = len(self._linking.selected_sites())
        if count > most:
            self._session.refused.emit(InputError(refusal, count=count, most=most))
        return 0 < count <= most

    def _ask(self, kind: ExportFormat, chosen: Callable[[str], None]) -> None:
        if self._session.project is None:
            return
        name = f"{i18n.label('export_stem', kind.value)}-{date.today():%Y-%m-%d}.pdf"
        self._chooser = FileChooser(self._window, self._tasks.folder / name, (PDF,), chosen)
        self._chooser.open()

    @Slot(str)
    def _on_visits(self, name: str) -> None:
        self.write_visits(Path(name))

    @Slot(str)
    def _on_dossier(self, name: str) -> None:
        self.write_dossier(Path(name))

    @Slot(str)
    def _on_village_maps(self, name: str) -> None:
        self.write_village_maps(Path(name))

    def write_visits(self, path: Path) -> None:
        """Write the sheets for a visit of the selected sites."""
        chosen = self._linking.selected_sites()
        self._write(ExportFormat.VISITS, path, chosen, tr("Writing the visit sheets"), _visits_text)

    def write_dossier(self, path: Path) -> None:
        """Write the dossiers of the selected sites."""
        chosen = self._linking.selected_sites()
        self._write(ExportFormat.DOSSIER, path, chosen, tr("Writing the dossier"), _dossier_text)

    def write_village_maps(self, path: Path) -> None:
        """Write the maps by village of all sites."""
        self._write(ExportFormat.VILLAGE_MAPS, path, None, tr("Writing the maps by village"), _maps_text)

    def _write(
        self,
        kind: ExportFormat,
        path: Path,
        chosen: Sequence[int] | None,
        title: str,
        words: Callable[[ExportReport], str],
    ) -> None:
        project = self._session.project
        if project is None:
            return

        def work(progress: Progress) -> ExportReport:
            return export(project, kind, path, site_ids=chosen, progress=progress)

        def done(report: ExportReport) -> None:
            self._session.refresh()  # the history has one line more
            self._window.notices.show_written(_WRITTEN, report.path, partial(_told, report, words))

        self._session.run(title, work, owner=self, done=done)


def _told(report: ExportReport, words: Callable[[ExportReport], str]) -> str:
    return " ".join([words(report), *(f"{line}." for line in replaced_lines(report.replaced))])


def _visits_text(report: ExportReport) -> str:
    return ntr(
        "Sheets for {count} stop written to {path}.",
        "Sheets for {count} stops written to {path}.",
        report.count,
        path=report.path.name,
    )


def _dossier_text(report: ExportReport) -> str:
    return ntr(
        "Dossier of {count} case written to {path}. It holds personal data.",
        "Dossiers of {count} cases written to {path}. They hold personal data.",
        report.count,
        path=report.path.name,
    )


def _maps_text(report: ExportReport) -> str:
    return ntr(
        "Maps with {count} site written to {path}.",
        "Maps with {count} sites written to {path}.",
        report.count,
        path=report.path.name,
    )
