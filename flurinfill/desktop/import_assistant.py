"""The import assistant: files → contents → owners → run → report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill.cadastre.mapping import LayerMapping
from flurinfill.cadastre.reading import SourceDescription, describe, guess_mapping
from flurinfill.cadastre.sources import Format
from flurinfill.desktop.dialogs.steps import StepsDialog
from flurinfill.desktop.import_files import FilesPage
from flurinfill.desktop.import_pages import ContentsPage, OwnersPage, ReportPage
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import row, text
from flurinfill.i18n import tr
from flurinfill.model.errors import Cancelled
from flurinfill.model.progress import Progress
from flurinfill.project import Project
from flurinfill.usecases.importing import ImportReport, import_files

FILES, CONTENTS, OWNERS, RUN, REPORT = range(5)


@dataclass
class _Run:
    """One run of the import; ``recovery_key`` survives a run that fails later."""

    project: Project
    files: list[Path]
    mapping: LayerMapping | None
    passphrase: str
    recovery_key: str = field(default="")

    def work(self, progress: Progress) -> ImportReport:
        """Open the protected area where asked for, then import."""
        if self.passphrase and self.project.has_vault:
            self.project.unlock(self.passphrase)
        elif self.passphrase:
            self.recovery_key = self.project.create_vault(self.passphrase)
        return import_files(self.project, self.files, mapping=self.mapping, progress=progress)


class ImportAssistant(StepsDialog):
    """Leads through an import.

    Signals
    -------
    imported : ImportReport
        The cadastre is in the project.
    detection_asked :
        The user wants to go on with the detection.
    recovery_key_made : str
        A protected area was made; the key must be shown.
    """

    imported = Signal(object)
    detection_asked = Signal()
    recovery_key_made = Signal(str)

    def __init__(
        self, session: Session, files: Sequence[Path], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=760)
        self._run: _Run | None = None
        project = session.project
        self._steps = [text("small") for _ in range(5)]
        path = row(spacing=2 * GRID)
        for label in self._steps:
            path.addWidget(label)
        path.addStretch(1)
        self.layout().insertLayout(0, path)
        self.files = FilesPage(folder)
        self.contents = ContentsPage()
        self.owners = OwnersPage(has_vault=project.has_vault, sealed=project.sealed)
        self.report = ReportPage()
        self._lay_out(session, (self.files, self.contents, self.owners), self.report, 46 * GRID)
        self.files.changed.connect(self._show_state)
        self.owners.changed.connect(self._show_state)
        self.settle()
        self.files.add(list(files))
        if files:
            self._describe()

    # words ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Import the cadastre"))
        steps = (tr("Files"), tr("Contents"), tr("Owners"), tr("Import"), tr("Report"))
        for number, (label, words) in enumerate(zip(self._steps, steps, strict=True)):
            label.setText(f"{number + 1}  {words}")
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        page = self.pages.currentIndex()
        headlines = (
            (
                tr("Which files?"),
                tr("The delivery of the land survey office, as it is – it need not be unpacked."),
            ),
            (tr("What is in the files"), tr("This is what will be read.")),
            (tr("Owners"), tr("Personal data needs a reason and a lock.")),
            (tr("Importing"), ""),
            (tr("The cadastre is in the project"), ""),
        )
        self.headline.setText(headlines[page][0])
        self.sentence.setText(headlines[page][1])
        self.sentence.setVisible(bool(headlines[page][1]))
        for number, label in enumerate(self._steps):
            label.setProperty("text_role", "strong" if number == page else "small")
            label.style().unpolish(label)
            label.style().polish(label)
        self.back.setText(tr("Back"))
        self.back.setVisible(page in (CONTENTS, OWNERS))
        self.cancel.setText(tr("Close") if page == REPORT else tr("Cancel"))
        last = page == OWNERS or (page == CONTENTS and not self.contents.may_have_owners)
        start = tr("Import") if last else tr("Next")
        self.next.setText(tr("Start the detection") if page == REPORT else start)
        self.next.setVisible(page != RUN)
        ready = {FILES: bool(self.files.files), OWNERS: self.owners.ready}.get(page, True)
        self.next.setEnabled(ready)

    # steps ----------------------------------------------------------------------------------

    @Slot()
    def _on_next(self) -> None:
        page = self.pages.currentIndex()
        self.show_error("")
        if page == FILES:
            self._describe()
        elif page == CONTENTS and self.contents.may_have_owners:
            self._go(OWNERS)
        elif page in (CONTENTS, OWNERS):
            self._import()
        else:
            self.accept()
            self.detection_asked.emit()

    @Slot()
    def _on_back(self) -> None:
        self.show_error("")
        self._go(self.pages.currentIndex() - 1)

    def _describe(self) -> None:
        files = self.files.files
        self.next.setEnabled(False)

        def work(progress: Progress) -> tuple[list[SourceDescription], LayerMapping]:
            sources = describe(files)
            foreign = any(source.format is Format.OGR for source in sources)
            paths = [source.path for source in sources if source.format is Format.OGR]
            return sources, guess_mapping(list(dict.fromkeys(paths))) if foreign else LayerMapping()

        self._session.jobs.read(
            "describe", work, owner=self, done=self._on_described, failed=self._on_unreadable
        )

    def _on_described(self, answer: tuple[list[SourceDescription], LayerMapping]) -> None:
        sources, guess = answer
        self.contents.mapping.show_sources(sources, guess)
        self.contents.show_sources(sources)
        self._go(CONTENTS)

    def _on_unreadable(self, error: Exception) -> None:
        self._go(FILES)
        self.show_error(error)

    def _import(self) -> None:
        mapping = self.contents.mapping.mapping() if self.contents.foreign else None
        self._run = _Run(self._session.project, self.files.files, mapping, self.owners.passphrase)
        self._start(tr("Importing the cadastre"), self._run.work, self._on_imported)

    def _on_imported(self, report: ImportReport) -> None:
        self.report.show_report(report)
        self._go(REPORT)
        self.cancel.setEnabled(True)
        self.imported.emit(report)
        self._tell_key()

    def _on_failed(self, error: Exception) -> None:
        self.cancel.setEnabled(True)
        made_key = bool(self._run and self._run.recovery_key)
        self._go(CONTENTS)
        if isinstance(error, Cancelled):
            self.show_error(tr("Stopped. The project is as it was."))
        else:
            self.show_error(error)
        if made_key:
            self.owners.vault_made()
        self._tell_key()

    def _tell_key(self) -> None:
        if self._run is not None and self._run.recovery_key:
            self.recovery_key_made.emit(self._run.recovery_key)
