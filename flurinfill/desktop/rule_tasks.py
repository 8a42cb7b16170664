"""Rules as a task: edit them, keep a new version, compare two, print why (not)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from flurinfill import i18n
from flurinfill.desktop.compare_dialog import CompareDialog
from flurinfill.desktop.file_chooser import PDF, FileChooser
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.profile_editor.dialog import ProfileEditor
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.detection.comparison import Comparison, compare
from flurinfill.detection.merging import OwnersOf, find_proposals
from flurinfill.i18n import tr
from flurinfill.model.errors import InputError
from flurinfill.model.progress import Progress
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import RuleProfile
from flurinfill.usecases.detecting import DetectionReport, beside, detect, owners_for_detection
from flurinfill.usecases.explaining import MOST_SHEETS, print_sheets

_SHEET = "sheet"
_MERGING, _COMPARING = "merging", "comparing"


class _Owners:
    """Owners of parcels, each asked for once: every question to the project is logged."""

    def __init__(self, source: Snapshot, ask: OwnersOf | None) -> None:
        self.source, self._ask = source, ask
        self._known: dict[str, frozenset[str]] = {}

    def __call__(self, parcel_ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """Return the owners of some parcels."""
        new = [parcel_id for parcel_id in parcel_ids if parcel_id not in self._known]
        if new and self._ask is not None:
            found = self._ask(new)
            self._known |= {parcel_id: found.get(parcel_id, frozenset()) for parcel_id in new}
        return {parcel_id: self._known.get(parcel_id, frozenset()) for parcel_id in parcel_ids}


class RuleTasks(QObject):
    """Asks, starts the job, tells the end."""

    def __init__(
        self, window: MainWindow, session: Session, linking: Linking, tasks: ProjectTasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking, self._tasks = window, session, linking, tasks
        self._chooser: FileChooser | None = None
        self._parcels: list[str] = []
        self._owners: _Owners | None = None
        window.workspace.inspector.why.sheet_asked.connect(self.ask_sheet)

    # rules ----------------------------------------------------------------------------------

    @Slot()
    def edit(self) -> None:
        """Edit the rules of the project."""
        snapshot = self._session.snapshot
        if snapshot is not None and snapshot.profile is not None:
            self.edit_profile(snapshot.profile)

    @Slot(object)
    def edit_profile(self, profile: RuleProfile) -> None:
        """Edit one of the profiles that judge."""
        editor = ProfileEditor(
            self._session.snapshot,
            profile,
            self._tasks.folder,
            writable=self._session.writable,
            parent=self._window,
        )
        editor.save_asked.connect(self.keep)
        editor.compare_asked.connect(self._on_compare)
        editor.other_asked.connect(self.edit_profile)
        editor.merging_asked.connect(self._on_merging)
        editor.open()

    @Slot(object)
    def _on_merging(self, profiles: list[RuleProfile]) -> None:
        """Look for parcels that are building land only together by the rules in the editor."""
        editor = self.sender()
        find = self._finder()

        def work(_progress: Progress) -> list[Proposal]:
            return find(profiles)

        def done(found: list[Proposal]) -> None:
            editor.take_proposals(profiles[0], found)

        self._session.jobs.read(_MERGING, work, owner=editor, done=done)

    def _finder(self) -> Callable[[Sequence[RuleProfile]], list[Proposal]]:
        """Say how a worker finds what is building land only together in the cadastre that is shown."""
        snapshot, owners = self._session.snapshot, owners_for_detection(self._session.project)
        measures, ground = snapshot.measures, snapshot.ground.parcels.geometries
        parcels = ground[snapshot.parcels.index.get_indexer(measures.index)]
        if self._owners is None or self._owners.source is not snapshot:
            self._owners = _Owners(snapshot, owners)
        known = self._owners if owners is not None else None

        def find(profiles: Sequence[RuleProfile]) -> list[Proposal]:
            return find_proposals(parcels, measures, profiles, known)

        return find

    @Slot()
    def compare(self) -> None:
        """Compare two sets of rules."""
        self._on_compare(None)

    @Slot(object)
    def _on_compare(self, edited: RuleProfile | None) -> None:
        snapshot = self._session.snapshot
        if snapshot is None or not snapshot.detected:
            return
        dialog = CompareDialog(snapshot, edited, self._tasks.folder, self._window)
        dialog.compare_asked.connect(self._on_comparing)
        dialog.parcel_asked.connect(self._on_parcel)
        dialog.open()
        dialog.ask()

    @Slot(object, object)
    def _on_comparing(self, first: RuleProfile, second: RuleProfile) -> None:
        dialog, find = self.sender(), self._finder()
        snapshot = self._session.snapshot

        def work(_progress: Progress) -> Comparison:
            return compare(snapshot.measures, first, second, snapshot.judges, find)

        self._session.jobs.read(_COMPARING, work, owner=dialog, done=dialog.take)

    @Slot(str)
    def _on_parcel(self, parcel: str) -> None:
        """Select a parcel behind the dialog, so that it is there when that is closed."""
        self._linking.show_parcels([parcel])

    @Slot(object)
    def keep(self, profile: RuleProfile) -> None:
        """Make a profile the project's own for its use, and judge by it."""
        project = self._session.project
        if project is None:
            return

        def work(progress: Progress) -> DetectionReport:
            first, *others = beside(project, profile)  # measures that still hold are kept
            return detect(project, first, further=others, progress=progress)

        self._session.run(tr("Judging by the new rules"), work, owner=self, done=self._on_judged)

    def _on_judged(self, report: DetectionReport) -> None:
        self._session.take_change(report.change)
        judged = sum(report.counts.values())

        def words() -> str:
            return tr(
                "The new version is in force; {count} parcels were judged by it. Cases that the office "
                "has decided stay; those with another class now are listed under “Due”.",
                count=i18n.number(judged),
            )

        self._window.notices.show_notice("judged", "good", words)

    # the sheet ------------------------------------------------------------------------------

    @Slot()
    def ask_sheet(self) -> None:
        """Ask where to write the sheet of the parcel that is explained, or of all selected ones."""
        why = self._window.workspace.inspector.why
        chosen = list(self._linking.selection.parcels)
        if len(chosen) > 1:
            self._ask_sheets(chosen, tr("why-{count}-parcels.pdf", count=len(chosen)))
            return
        if why.verdict is None:

            def words() -> str:
                return tr("Select a parcel first; its sheet is printed then.")

            self._window.notices.show_notice("done", "info", words)
            return
        self.ask_sheet_of(why.verdict.parcel_id)

    @Slot(str)
    def ask_sheet_of(self, parcel: str) -> None:
        """Ask where to write the sheet of a parcel."""
        number = str(self._session.snapshot.parcels.loc[parcel, "number"]).replace("/", "-")
        self._ask_sheets([parcel], tr("why-{number}.pdf", number=number))

    def _ask_sheets(self, parcels: list[str], name: str) -> None:
        if len(parcels) > MOST_SHEETS:
            refusal = InputError("too_many_sheets", count=len(parcels), most=MOST_SHEETS)
            self._session.refused.emit(refusal)
            return
        self._parcels = parcels
        self._chooser = FileChooser(self._window, self._tasks.folder / name, (PDF,), self.write_sheet)
        self._chooser.open()

    @Slot(str)
    def write_sheet(self, name: str) -> None:
        """Write the sheets."""
        project, parcels, path = self._session.project, self._parcels, Path(name)
        if project is None:
            return

        def work(progress: Progress) -> Path:
            return print_sheets(project, parcels, path, progress=progress)

        self._session.run(tr("Writing the sheet"), work, owner=self, done=self._on_written)

    def _on_written(self, path: Path) -> None:

        def words() -> str:
            return tr("The sheet was written to {path}. It is for official use only.", path=path.name)

        self._window.notices.show_written(_SHEET, path, words)
