"""What is done with the tables as a whole: change many rows, hand them out, keep views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot

from flurinfill import i18n
from flurinfill.desktop.dialogs.bulk_edit import BulkChange, BulkEditDialog, named
from flurinfill.desktop.dialogs.keep_view import KeepViewDialog
from flurinfill.desktop.file_chooser import CSV, SPREADSHEET, FileChooser
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.project_tasks import ProjectTasks
from flurinfill.desktop.session import Session
from flurinfill.desktop.sights import Sights
from flurinfill.desktop.table_panel import TablePanel
from flurinfill.desktop.workspace import PARCELS, SITES
from flurinfill.i18n import ntr, tr
from flurinfill.model.change import Change
from flurinfill.model.progress import Progress
from flurinfill.project import operations
from flurinfill.usecases.exporting import TableReport, export_table

_EXPORT_NAMES = {"parcel_key": "parcel_id"}
_EXPORTED, _CHANGED = "table-exported", "table-changed"


class TableTasks(QObject):
    """Asks, does it, tells the end."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        sights: Sights,
        linking: Linking,
        tasks: ProjectTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking, self._tasks = window, session, linking, tasks
        self._sights = sights
        self._chooser: FileChooser | None = None
        self._table = self._window.workspace.sites
        self._edit_waits = False
        session.refreshed.connect(self._on_refreshed)
        for table in (window.workspace.sites, window.workspace.parcels):
            table.bar.edit.triggered.connect(self.edit)
            table.bar.export.triggered.connect(self.ask_export)
            table.bar.keep.triggered.connect(self.ask_keep)
            table.bar.remove.triggered.connect(self.remove)

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {
            "edit_selected": self.edit,
            "export_table": self.ask_export,
            "filter_table": self._filter,
            "group_villages": self._group,
            "choose_columns": self._choose_columns,
        }

    def _front(self) -> TablePanel:
        """Return the table in front; that of the sites where none of both is."""
        workspace = self._window.workspace
        return workspace.parcels if workspace.tabs.currentIndex() == PARCELS else workspace.sites

    @Slot()
    def _filter(self) -> None:
        self._bring_forward().find()

    @Slot()
    def _group(self) -> None:
        """Group by village, and the second time no more."""
        self._bring_forward().bar.grouping.toggle()

    @Slot()
    def _choose_columns(self) -> None:
        self._bring_forward().choose_columns()

    def _bring_forward(self) -> TablePanel:
        """Show a table, where none is in sight."""
        number = self._window.workspace.tabs.currentIndex()
        self._sights.show_table(number if number in (SITES, PARCELS) else SITES)
        return self._front()

    # change -----------------------------------------------------------------------------------

    @Slot()
    def edit(self) -> None:
        """Ask for one change of the selected sites, as they are with what was typed last."""
        self._window.workspace.inspector.flush()
        self._edit_waits = self._session.behind
        if not self._edit_waits:
            self._ask_edit()

    @Slot()
    def _on_refreshed(self) -> None:
        waits, self._edit_waits = self._edit_waits, False
        if waits:
            self._ask_edit()

    def _ask_edit(self) -> None:
        snapshot = self._session.snapshot
        chosen = self._linking.selected_sites()
        if snapshot is None or not chosen or not self._session.writable:
            return
        sites = snapshot.work.sites.loc[chosen]
        unlocked = snapshot.work.access.people_visible
        dialog = BulkEditDialog(sites, unlocked=unlocked, parent=self._window)
        dialog.wanted.connect(self.change)
        dialog.open()

    @Slot(object)
    def change(self, bulk: BulkChange) -> None:
        """Make a change of many sites."""
        project = self._session.project
        if project is None:
            return

        def work(progress: Progress) -> Change:
            return bulk(project)

        title = tr("Changing the selection")
        self._session.run(title, work, owner=self, done=self._on_changed)

    def _on_changed(self, change: Change) -> None:
        self._session.take_change(change)
        count, refused = int(str(change.details["count"])), change.details["refused"]
        assert isinstance(refused, Mapping)

        def words() -> str:
            return _result(count, refused)

        self._window.notices.show_notice(_CHANGED, "warn" if refused else "good", words)

    # hand out -----------------------------------------------------------------------------------

    @Slot()
    def ask_export(self) -> None:
        """Ask where to write what the table shows."""
        if self._session.project is None:
            return
        self._table = self._front()
        name = self._table.choice.current.title().replace("/", "-")
        self._chooser = FileChooser(
            self._window, self._tasks.folder / name, (SPREADSHEET, CSV), self._on_file
        )
        self._chooser.open()

    @Slot(str)
    def _on_file(self, name: str) -> None:
        self.export(Path(name))

    def export(self, path: Path) -> None:
        """Write the rows and columns that the table in front shows."""
        project, table = self._session.project, self._table
        if project is None:
            return
        kind = "sites" if table is self._window.workspace.sites else "parcels"
        keys = table.model.shown_keys()
        columns = [_EXPORT_NAMES.get(name, name) for name in table.view.shown_columns()]

        def work(progress: Progress) -> TableReport:
            return export_table(project, kind, keys, columns, path, progress=progress)

        self._session.run(tr("Exporting"), work, owner=self, done=self._on_exported)

    def _on_exported(self, report: TableReport) -> None:
        self._session.refresh()
        titles = {entry.name: entry.title for entry in self._table.model.columns}

        def words() -> str:
            out = ntr(
                "{count} row written to {path}, for the office only.",
                "{count} rows written to {path}, for the office only.",
                report.count,
                path=report.path.name,
            )
            left = [titles[name]() for name in report.left_out if name in titles]
            if not left:
                return out
            return f"{out} {tr('Left out, because it tells of owners: {columns}', columns=', '.join(left))}"

        self._window.notices.show_written(_EXPORTED, report.path, words)

    # views --------------------------------------------------------------------------------------

    @Slot()
    def ask_keep(self) -> None:
        """Ask for a name of the view."""
        if not self._session.writable:
            return
        table = self._table = self._front()
        own = [view.title() for view in table.choice.views if view.view_id is not None]
        current = table.choice.current
        suggestion = current.title() if current.view_id is not None else ""
        dialog = KeepViewDialog(suggestion, own, table.choice.unkept_filters(), self._window)
        dialog.wanted.connect(self.keep)
        dialog.open()

    @Slot(str)
    def keep(self, title: str) -> None:
        """Keep the view of the table in front under a name."""
        kind = "sites" if self._table is self._window.workspace.sites else "parcels"
        state = self._table.choice.kept_state()
        if self._session.apply(operations.keep_view, kind, title, state.dump()) is not None:
            self._table.choice.expect(title)

    @Slot()
    def remove(self) -> None:
        """Delete the view that is shown."""
        view = self._front().choice.current
        if view.view_id is not None:
            self._session.apply(operations.remove_view, view.view_id)


def _result(count: int, refused: Mapping[str, Any]) -> str:
    """Say how many were changed, and why others were not."""
    words = ntr("{count} site changed.", "{count} sites changed.", count)
    for code, cases in refused.items():
        reason = i18n.label("refused", code)
        words += " " + ntr(
            "{count} not possible ({reason}): {cases}",
            "{count} not possible ({reason}): {cases}",
            len(cases),
            reason=reason,
            cases=named(list(cases)),
        )
    return words
