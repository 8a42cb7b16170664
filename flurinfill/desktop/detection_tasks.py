"""Detects building land: by which rules, the job, and what it found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from flurinfill import i18n
from flurinfill.desktop.dialogs.detection import DetectionDialog
from flurinfill.desktop.last_folder import LastFolder
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.notices import Words
from flurinfill.desktop.session import Session
from flurinfill.i18n import tr
from flurinfill.model.potential import CANDIDATE_CLASSES
from flurinfill.model.progress import Progress
from flurinfill.model.rules import RuleProfile
from flurinfill.usecases.detecting import DetectionReport, beside, detect


class DetectionTasks(QObject):
    """Asks for the rules, starts the job, tells the end when its verdicts are shown.

    Parameters
    ----------
    failed : callable
        Tells what went wrong.
    """

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        folder: LastFolder,
        failed: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._folder, self._failed = window, session, folder, failed
        self._found: tuple[str, Words] | None = None  # told when its verdicts are shown
        session.loaded.connect(self._on_loaded)
        session.closed.connect(self._on_closed)

    @Slot()
    def _on_loaded(self) -> None:
        found, self._found = self._found, None
        if found is not None:
            self._window.notices.show_notice("detected", *found)

    @Slot()
    def _on_closed(self) -> None:
        self._found = None

    @Slot()
    def ask(self) -> None:
        """Ask by which rules, then detect."""
        snapshot = self._session.snapshot
        dialog = DetectionDialog(snapshot.profile if snapshot else None, self._folder.path, self._window)
        dialog.wanted.connect(self.detect_with)
        dialog.open()

    @Slot()
    def start(self) -> None:
        """Detect by the rules of the last time."""
        self.detect_with(None)

    @Slot(object)
    def detect_with(self, profile: RuleProfile | None) -> None:
        """Detect by these rules."""
        project = self._session.project
        if project is None:
            return

        def work(progress: Progress) -> DetectionReport:
            if profile is None:
                return detect(project, progress=progress)
            first, *others = beside(project, profile)
            return detect(project, first, further=others, progress=progress)

        self._session.run(
            tr("Detecting building land"), work, owner=self, done=self._on_detected, failed=self._failed
        )

    def _on_detected(self, report: DetectionReport) -> None:
        self._session.take_change(report.change)
        found = sum(count for code, count in report.counts.items() if code in CANDIDATE_CLASSES)
        judged = sum(report.counts.values())

        def nothing() -> str:
            return tr(
                "None of {judged} parcels could be built on by these rules. The table “Parcels” says of"
                " each why not.",
                judged=i18n.number(judged),
            )

        def words() -> str:
            return tr(
                "{found} of {judged} parcels could be built on. Go through them in the table “Sites”.",
                found=i18n.number(found),
                judged=i18n.number(judged),
            )

        self._found = ("good", words) if found else ("info", nothing)
