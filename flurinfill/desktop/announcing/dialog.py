"""The assistant's window: notice, objections, month, register – one tab each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QTabWidget, QWidget

from flurinfill.desktop.announcing.notice_page import NoticePage
from flurinfill.desktop.announcing.objection_page import ObjectionPage
from flurinfill.desktop.announcing.period_page import PeriodPage
from flurinfill.desktop.announcing.register_page import RegisterPage
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.i18n import tr
from flurinfill.model.progress import Progress
from flurinfill.model.states import Publication
from flurinfill.project import Project, operations, queries
from flurinfill.project.queries import Addressee, Objection, PublicExport
from flurinfill.usecases import announcing
from flurinfill.usecases.announcing import Register

_READ, _OWNERS = "announcing", "announcing-owners"
NOTICE, OBJECTIONS, PERIOD, REGISTER = range(4)


@dataclass(frozen=True)
class _Content:
    register: Register
    objections: list[Objection] | None
    exports: list[PublicExport]


def _read(project: Project) -> _Content:
    open_ = project.vault.open and not project.read_only
    return _Content(
        announcing.register(project, date.today()),
        queries.objections(project) if open_ else None,
        queries.public_exports(project),
    )


class AnnouncingDialog(Dialog):
    """Leads from the notice to the register; every step is in the project at once and can be undone.

    Signals
    -------
    unlock_asked, export_asked :
        The personal data shall be unlocked; a file for the public is wanted.
    written : Path
        A file was written.
    """

    unlock_asked = Signal()
    export_asked = Signal()
    written = Signal(object)

    def __init__(self, session: Session, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=104 * GRID)
        self._session = session
        snapshot = session.snapshot
        cases = tuple(snapshot.work.sites["case_no"]) if snapshot is not None else ()
        writable = session.writable
        self.notice = NoticePage(folder, writable=writable)
        self.period = PeriodPage(writable=writable)
        self.objections = ObjectionPage(cases, writable=writable)
        self.register = RegisterPage(folder)
        self.tabs = QTabWidget()
        for page in (self.notice, self.objections, self.period, self.register):
            self.tabs.addTab(page, "")
        self.body.addWidget(self.tabs, 1)
        self._close = self.add_button()
        self._close.clicked.connect(self.dismiss)
        self._connect()
        self.settle()
        self._refresh()

    def _connect(self) -> None:
        self.notice.draft_asked.connect(self._on_draft)
        self.notice.annex_asked.connect(self._on_annex)
        self.notice.announce_asked.connect(self._on_announce)
        self.period.moved.connect(self._on_moved)
        self.period.export_asked.connect(self._on_export)
        self.objections.unlock_asked.connect(self._on_unlock)
        self.objections.owners_asked.connect(self._on_owners)
        self.objections.recorded.connect(self._on_recorded)
        self.objections.taken_back.connect(self._on_taken_back)
        self.register.list_asked.connect(self._on_list)
        self._session.refreshed.connect(self._refresh)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.setWindowTitle(tr("Public register (§ 200 (3) BauGB)"))
        self.headline.setText(tr("Public register (§ 200 (3) BauGB)"))
        self.sentence.setText(tr("Announce the intention, wait a month, publish where nobody objected."))
        for at, words in enumerate(
            (tr("1 Notice"), tr("2 Objections"), tr("3 Month and publication"), tr("4 Lock and register"))
        ):
            self.tabs.setTabText(at, words)
        self.tabs.setAccessibleName(tr("Public register (§ 200 (3) BauGB)"))
        self._close.setText(tr("Close"))
        for page in (self.notice, self.period, self.objections, self.register):
            page.retranslate()

    # what is there --------------------------------------------------------------------------

    @Slot()
    def _refresh(self) -> None:
        project = self._session.project
        if project is None:
            return

        def work(progress: Progress) -> _Content:
            del progress
            return _read(project)

        self._session.jobs.read(_READ, work, owner=self, done=self._on_read, failed=self.show_error)

    def _on_read(self, content: _Content) -> None:
        self.notice.show_sites(content.register.announceable)
        self.period.show_register(content.register)
        self.objections.show_objections(content.objections)
        self.register.show_content(content.register.withheld, content.exports)

    # steps ----------------------------------------------------------------------------------

    @Slot(object, object)
    def _on_announce(self, site_ids: Sequence[int], on: date) -> None:
        announced = Publication.ANNOUNCED
        if self.try_apply(self._session, operations.set_publications, site_ids, announced, on=on):
            self.tabs.setCurrentIndex(PERIOD)

    @Slot(object, object)
    def _on_moved(self, site_ids: Sequence[int], publication: Publication) -> None:
        self.try_apply(self._session, operations.set_publications, site_ids, publication, on=date.today())

    @Slot(str, object, str, str)
    def _on_recorded(self, case_no: str, on: date, owner_id: str, words: str) -> None:
        site_id = self._site_of(case_no)
        named = {"on": on, "owner_id": owner_id, "text": words}
        if self.try_apply(self._session, operations.record_objection, site_id, **named):
            self.objections.begin()

    @Slot(int, object)
    def _on_taken_back(self, objection_id: int, on: date) -> None:
        self.try_apply(self._session, operations.take_back_objection, objection_id, on=on)

    def _site_of(self, case_no: str) -> int:
        cases = self._session.snapshot.work.sites["case_no"]
        return int(cases.index[cases == case_no][0])

    @Slot(str)
    def _on_owners(self, case_no: str) -> None:
        project, site_id = self._session.project, self._site_of(case_no)

        def work(progress: Progress) -> list[Addressee]:
            del progress
            return queries.addressees(project, [site_id], "objections")

        shown = self.objections.show_owners
        self._session.jobs.read(_OWNERS, work, owner=self, done=shown, failed=self.show_error)

    @Slot()
    def _on_unlock(self) -> None:
        self.reject()
        self.unlock_asked.emit()

    @Slot()
    def _on_export(self) -> None:
        self.reject()
        self.export_asked.emit()

    # files ----------------------------------------------------------------------------------

    @Slot(object)
    def _on_draft(self, path: Path) -> None:
        on, project = self.notice.day, self._session.project
        self._write(tr("Writing the notice"), lambda: announcing.draft_notice(project, path, announced_on=on))

    @Slot(object)
    def _on_annex(self, path: Path) -> None:
        project, ids = self._session.project, self.notice.plots.chosen()
        self._write(tr("Writing the list"), lambda: announcing.write_annex(project, ids, path).path)

    @Slot(object, object)
    def _on_list(self, made: PublicExport, path: Path) -> None:
        self._write(tr("Writing the list"), lambda: announcing.write_published(made, path))

    def _write(self, title: str, make: Callable[[], Path]) -> None:
        def work(progress: Progress) -> Any:
            del progress
            return make()

        self.show_error("")
        self._session.run(title, work, owner=self, done=self.written.emit, failed=self.show_error)
