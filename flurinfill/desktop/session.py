"""The open project: opened, read, changed and closed here, so that views only look and ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from flurinfill.desktop.ground import Sight
from flurinfill.desktop.jobs import JobRunner, Work
from flurinfill.desktop.snapshot import CaseWork, Snapshot, read_sight, read_snapshot, read_work
from flurinfill.i18n import tr
from flurinfill.model.change import Change
from flurinfill.model.errors import FlurinfillError, ProjectError
from flurinfill.model.progress import Progress
from flurinfill.model.roles import Role
from flurinfill.project import Project, operations, queries

_SNAPSHOT, _WORK = "snapshot", "work"


class Session(QObject):
    """Holds at most one project.

    Signals
    -------
    opened :
        A project is open; its snapshot follows.
    sighted : Sight
        A project was opened and its map can be looked at; ``loaded`` follows.
    loaded :
        A new :attr:`snapshot` of everything is there.
    refreshed : frozenset of int
        Sites changed (case work was read again); empty when any site may have changed.
    changed : Change
        An operation was written; the views follow with ``loaded`` or ``refreshed``.
    closed :
        No project any more.
    refused : FlurinfillError
        An operation or a read was refused; nothing was written.
    leaving :
        Another project is there; what is typed can still be saved in the one that closes.
    replaced : Snapshot, Ground or None
        It is no longer shown, but for the ground that the next one may share with it.
    """

    opened = Signal()
    sighted = Signal(object)
    loaded = Signal()
    refreshed = Signal(object)
    changed = Signal(object)
    closed = Signal()
    refused = Signal(object)
    leaving = Signal()
    replaced = Signal(object, object)
    _seen = Signal(object, object)  # from the worker

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.project: Project | None = None
        self.snapshot: Snapshot | None = None
        self._touched: frozenset[int] | None = frozenset()
        self._seen.connect(self._on_seen)
        self._holds = 0
        self._waiting = False
        self._task = ""

    @property
    def unfinished(self) -> str:
        """What runs and would be lost if the program ended now, ``""`` when nothing is."""
        return self._task if self._task and self._task == self.jobs.title else ""

    @property
    def writable(self) -> bool:
        """True when a project is open and this user may change it."""
        return self.stored and self.project.role is Role.EDIT

    @property
    def stored(self) -> bool:
        """True when a project is open whose file can be written, whatever this user may do."""
        return self.project is not None and not self.project.read_only

    @property
    def keeps_privacy(self) -> bool:
        """True when this user may do what the GDPR asks for: restrict, erase, name users."""
        return self.stored and self.project.role in (Role.EDIT, Role.PRIVACY)

    @property
    def behind(self) -> bool:
        """True while a change is being read that the snapshot does not show yet."""
        return self.jobs.reads(_WORK)

    def open(
        self,
        make: Callable[[Progress], Project],
        *,
        title: str,
        failed: Callable[[Exception], None],
    ) -> bool:
        """Open or create a project in a job; the one that is open stays until the new one is there.

        Parameters
        ----------
        make : callable
            Gives the open project; runs in a worker.
        title : str
            What the status bar says meanwhile.
        failed : callable
            Called with the exception.
        """
        return self.run(title, make, owner=self, done=self._take, failed=failed)

    def blocked(self) -> bool:
        """Tell whether a visible job runs; if so, it is said which, and how to cancel it."""
        if not self.jobs.busy:
            return False
        self.refused.emit(FlurinfillError("job_running", task=self.jobs.title))
        return True

    def run(
        self,
        title: str,
        work: Work,
        *,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> bool:
        """Start a visible job, or say which other one runs; see :meth:`JobRunner.start`."""
        if self.blocked() or not self.jobs.start(title, work, owner=owner, done=done, failed=failed):
            return False
        self._task = title
        return True

    def take(self, project: Project) -> None:
        """Make an open project the session's project."""
        self._take(project)

    @Slot()
    def close(self) -> None:
        """Close the project."""
        if self.project is None:
            return
        for key in (_SNAPSHOT, _WORK):
            self.jobs.forget(key)
        self._waiting = False
        project, self.project = self.project, None
        self._replace(None)
        project.close()
        self.closed.emit()

    @Slot()
    def reload(self) -> None:
        """Read everything again."""
        project = self.project
        if project is None:
            return
        today = date.today()

        before = self.snapshot

        def work(progress: Progress) -> Snapshot:
            sight = read_sight(project) if before is None else None
            if sight is not None and isValid(self):
                self._seen.emit(project, sight)
            return read_snapshot(project, progress, today, sight, before)

        if self.jobs.busy:
            self.jobs.read(_SNAPSHOT, work, owner=self, done=self._on_snapshot)
        else:
            self.jobs.start(tr("Loading the project"), work, owner=self, done=self._on_snapshot)

    def apply(self, operation: Callable[..., Change], *arguments: Any, **named: Any) -> Change | None:
        """Run a short operation on the project and refresh what it touched.

        Returns
        -------
        Change or None
            None when it was refused; ``refused`` says why.
        """
        if self.project is None:
            return None
        try:
            return self.attempt(operation, *arguments, **named)
        except FlurinfillError as error:
            self.refused.emit(error)
            return None

    def attempt(self, operation: Callable[..., Change], *arguments: Any, **named: Any) -> Change:
        """Do the same as :meth:`apply` for whoever says himself why it was refused.

        Raises
        ------
        FlurinfillError
            It was refused, or something else runs; nothing was written.
        """
        if self.project is None:
            raise ProjectError("project_closed")
        if self.jobs.busy:
            raise FlurinfillError("job_running", task=self.jobs.title)
        try:
            change = operation(self.project, *arguments, **named)
        except FlurinfillError:
            self.refresh()  # it may have been refused because somebody else changed it
            raise
        self.take_change(change)
        return change

    def take_change(self, change: Change) -> None:
        """Refresh after an operation that ran elsewhere (in a job)."""
        if change.whole:
            self.reload()
        else:
            self.refresh(change.sites)
        self.changed.emit(change)

    def refresh(self, sites: Iterable[int] = ()) -> None:
        """Read the case work again."""
        project = self.project
        if project is None or self.snapshot is None:
            return
        touched = frozenset(sites)
        everything = not touched or self._touched is None
        self._touched = None if everything else self._touched | touched
        if self._holds:
            self._waiting = True
            self.jobs.forget(_WORK)  # what is being read is already older
            self.snapshot = self.snapshot.with_undo(queries.undo_state(project))
        else:
            self._read_work(project)

    def hold(self) -> None:
        """Read no case work until :meth:`release`: only what undo would act on is kept up to date."""
        self._holds += 1

    def release(self) -> None:
        """Read once what changed since :meth:`hold`."""
        self._holds -= 1
        if not self._holds and self._waiting and self.project is not None:
            self._waiting = False
            self._read_work(self.project)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold while several operations run one after the other."""
        self.hold()
        try:
            yield
        finally:
            self.release()

    def _read_work(self, project: Project) -> None:
        today = date.today()
        opening = self.snapshot.work.opening if self.snapshot is not None else None

        def work(progress: Progress) -> CaseWork:
            return read_work(project, today, opening)

        self.jobs.read(_WORK, work, owner=self, done=self._on_work, failed=self._on_failed)

    def undo(self) -> Change | None:
        """Take the last change back; None when it was refused."""
        return self.apply(operations.undo)

    def redo(self) -> Change | None:
        """Do the last undone change again; None when it was refused."""
        return self.apply(operations.redo)

    def unlock(self, secret: str) -> None:
        """Unlock the vault.

        Raises
        ------
        SealedError
            ``passphrase_wrong``.
        """
        if self.project is not None:
            self.project.unlock(secret)
            self.reload()

    @Slot()
    def seal(self) -> None:
        """Lock the vault."""
        if self.project is not None:
            self.project.seal()
            self.reload()

    def path(self) -> Path | None:
        """Path of the project file."""
        return self.project.path if self.project is not None else None

    def _take(self, project: Project) -> None:
        if self.project is not None:
            self.leaving.emit()
        self.close()
        self.project = project
        self._touched = frozenset()
        self.opened.emit()
        self.reload()

    @Slot(object, object)
    def _on_seen(self, project: Project, sight: Sight) -> None:
        if project is self.project and self.snapshot is None:
            self.sighted.emit(sight)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if self.project is None:
            return
        self._replace(snapshot)
        self.loaded.emit()

    def _replace(self, snapshot: Snapshot | None) -> None:
        before, self.snapshot = self.snapshot, snapshot
        if before is not None:
            self.replaced.emit(before, snapshot.ground if snapshot is not None else None)

    def _on_work(self, work: CaseWork) -> None:
        if self.snapshot is None:
            return
        self.snapshot = self.snapshot.with_work(work)
        touched, self._touched = self._touched, frozenset()
        self.refreshed.emit(touched or frozenset())

    def _on_failed(self, error: Exception) -> None:
        self.refused.emit(error)
