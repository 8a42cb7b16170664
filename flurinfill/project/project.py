"""The project file: made, opened, closed, saved aside."""

from __future__ import annotations

import errno
import getpass
import uuid
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import DBAPIError

from flurinfill.model.errors import ProjectError, SealedError
from flurinfill.model.roles import Role, role_of
from flurinfill.project import backups, erasing, geopackage, history, meta, migrations
from flurinfill.project.lock import LockHolder, ProjectLock
from flurinfill.project.schema import SCHEMA_VERSION, USERS
from flurinfill.project.store import Store
from flurinfill.project.vault import Vault


class Project:
    """One project file (a GeoPackage), open for one user. Use it as a context manager.

    Queries and operations may come from any thread; they take turns.

    Attributes
    ----------
    path : Path
        The file.
    user : str
        Who works, as the history names them.
    read_only : bool
        Nothing can be changed.
    held_by : LockHolder or None
        Who has the project, when that is why it is read-only.
    recovery_key : str or None
        Of a vault, where it was made or renewed just now; shown once.
    cases_seen : set of (date, int)
        Sites whose contacts and papers were read on a day, as the access log has it.
    """

    def __init__(self, store: Store, user: str, lock: ProjectLock | None, held_by: LockHolder | None) -> None:
        self.path = store.path
        self.user = user
        self.store = store
        self.held_by = held_by
        self.recovery_key: str | None = None
        self.cases_seen: set[tuple[date, int]] = set()
        self._lock = lock
        self._closed = False
        self._role: Role | None = None
        with store.reading() as connection:
            self.vault = Vault(connection)
            self._crs = meta.get(connection, "crs")
            self.project_id = meta.get(connection, "project_id")

    @classmethod
    def create(
        cls, path: Path, *, crs: str = "EPSG:25833", passphrase: str | None = None, user: str | None = None
    ) -> Project:
        """Make a new project file; with a passphrase it has a vault, which is open.

        Raises
        ------
        ProjectError
            ``project_exists``, ``project_read_only``, ``project_disk_full`` …
        """
        if path.exists():
            raise ProjectError("project_exists", path=path.name)
        name, lock = user or _user(), ProjectLock(path)
        try:
            holder = lock.take(name)
        except OSError as error:
            raise ProjectError("project_folder_not_writable", path=path.name) from error
        if holder is not None:
            raise ProjectError("project_held", path=path.name, user=holder.user, host=holder.host)
        try:
            store = Store(path, create=True)
            try:
                with store.writing() as connection:
                    _fill(connection, crs)
                project = cls(store, name, lock, None)
                if passphrase is not None:
                    project.create_vault(passphrase)
            except BaseException:
                store.close()
                path.unlink(missing_ok=True)
                raise
        except BaseException:
            lock.release()
            raise
        return project

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        passphrase: str | None = None,
        user: str | None = None,
        read_only: bool = False,
        take_over: bool = False,
    ) -> Project:
        """Open a project; read-only when somebody else has it, or the file cannot be written.

        Parameters
        ----------
        path : Path
            The file.
        passphrase : str, optional
            Passphrase or recovery key; without it the vault stays locked.
        user : str, optional
            Name for the history and the lock; that of the system's account by default.
        read_only : bool
            Only look.
        take_over : bool
            Take the lock of somebody who surely no longer works (their computer broke down); ask
            before. Should they write all the same, no change is lost: writes take turns.

        Raises
        ------
        ProjectError
            ``project_missing``, ``not_a_project``, ``project_newer``, ``project_damaged`` …
        SealedError
            ``passphrase_wrong``.
        """
        if not path.is_file():
            raise ProjectError("project_missing", path=path.name)
        name = user or _user()
        lock: ProjectLock | None = None
        held_by: LockHolder | None = None
        if not read_only and _writable(path):
            lock, held_by = _take_lock(path, name, by_force=take_over)
        try:
            store = Store(path, read_only=lock is None)
            try:
                _check(store)
                _renew_styles(store)
                project = cls(store, name, lock, held_by)
                if passphrase is not None:
                    project.unlock(passphrase)
            except BaseException:
                store.close()
                raise
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return project

    def close(self) -> None:
        """Close the file and release the lock. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self.vault.lock()
        self.store.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Nothing can be changed."""
        return self.store.read_only

    @property
    def crs(self) -> str:
        """The metric CRS of all layers, ``"EPSG:25833"``."""
        return self._crs

    @property
    def users(self) -> dict[str, Role]:
        """Roles by user; nobody is named where everybody edits."""
        with self.store.reading() as connection:
            return {
                name: Role(role) for name, role in connection.execute(select(USERS).order_by(USERS.c.name))
            }

    @property
    def role(self) -> Role:
        """What this user may do here."""
        if self._role is None:
            self._role = role_of(self.user, self.users)
        return self._role

    def forget_role(self) -> None:
        """Look again who may do what (after the users changed)."""
        self._role = None

    def adopt_crs(self, connection: Connection, crs: str) -> None:
        """Write the CRS of the first cadastre into an empty project (used by the import)."""
        geopackage.change_crs(connection, crs)
        meta.put(connection, "crs", crs)

    def read_crs(self) -> None:
        """Take over what :meth:`adopt_crs` wrote, once it is on disk."""
        with self.store.reading() as connection:
            self._crs = meta.get(connection, "crs")

    @property
    def has_vault(self) -> bool:
        """A passphrase was set once."""
        return self.vault.exists

    @property
    def sealed(self) -> bool:
        """The project has a vault and it is locked."""
        return self.vault.locked

    def create_vault(self, passphrase: str) -> str:
        """Make the vault, open it and return the recovery key, which is shown this once.

        Raises
        ------
        SealedError
            ``vault_exists`` or ``passphrase_too_short``.
        """
        with self.store.writing() as connection:
            recovery_key, key = self.vault.create(connection, passphrase)
        self.vault.use(key)
        self.recovery_key = recovery_key
        return recovery_key

    def unlock(self, passphrase_or_recovery_key: str) -> bool:
        """Open the vault; True says that it was the recovery key.

        Raises
        ------
        SealedError
            ``no_vault``, ``passphrase_wrong``, ``erasures_pending`` in a copy that is read-only, or
            ``erasures_unreadable`` when nobody can tell who was erased after a copy was made.
        """
        with self.store.reading() as connection:
            by_recovery_key = self.vault.unlock(connection, passphrase_or_recovery_key)
        self._erase_again()
        return by_recovery_key

    def _erase_again(self) -> None:
        """Apply what was erased after this copy of the project was made."""
        try:
            noted = erasing.noted_beside(self.path, self.project_id)
        except SealedError:
            self.vault.lock()
            raise
        with self.store.reading() as connection:
            known = erasing.erased_ids(connection)
            if known - noted and not self.read_only:  # the note was lost
                with suppress(OSError):
                    erasing.note_beside(connection, self.path, self.project_id)
        gone = noted - known
        if not gone:
            return
        if self.read_only:
            self.vault.lock()
            raise SealedError("erasures_pending", path=self.path.name)
        with self.store.writing() as connection:
            for owner_id in sorted(gone):
                erasing.erase(connection, self.vault, owner_id, self.user)
            entry = history.Entry(
                self.user, "erase_again", None, {"count": len(gone)}, {}, [], False, False, True
            )
            history.write(connection, self.vault, entry)

    def seal(self) -> None:
        """Lock the vault: the program goes on and shows no people."""
        self.vault.lock()

    def backup(self) -> Path:
        """Copy the project into ``<project>.backups/``; the last ten copies are kept.

        Raises
        ------
        ProjectError
            ``backup_failed``.
        """
        return backups.write(self.store)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no name in the environment and none for the user id
        return "?"


def _writable(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False


def _take_lock(path: Path, user: str, *, by_force: bool) -> tuple[ProjectLock | None, LockHolder | None]:
    lock = ProjectLock(path)
    try:
        held_by = lock.take(user, by_force=by_force)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ProjectError("project_disk_full", path=path.name) from error
        return None, None  # a folder without the right to write: no lock and no journal either
    return (lock, None) if held_by is None else (None, held_by)


def _fill(connection: Connection, crs: str) -> None:
    geopackage.create(connection, crs)
    for key, value in (
        ("schema_version", str(SCHEMA_VERSION)),
        ("project_id", str(uuid.uuid4())),
        ("crs", crs),
        ("created_at", meta.now()),
    ):
        meta.put(connection, key, value)


def _check(store: Store) -> None:
    """Refuse what is no project, and bring an older one up to date."""
    with store.reading() as connection:
        if not inspect(connection).has_table("flurinfill_meta"):
            raise ProjectError("not_a_project", path=store.path.name)
        found = int(meta.get(connection, "schema_version", "0"))
    if found == SCHEMA_VERSION:
        return
    if found < SCHEMA_VERSION and store.read_only:
        raise ProjectError("project_needs_update", path=store.path.name)
    if found < SCHEMA_VERSION:
        backups.write(store)
    with store.reading() if store.read_only else store.writing() as connection:
        migrations.migrate(connection, store.path.name, found, SCHEMA_VERSION, migrations.steps())
        meta.put(connection, "schema_version", str(SCHEMA_VERSION))


def _renew_styles(store: Store) -> None:
    """Give an older file the styles of today. Where that fails it waits: no work depends on it."""
    if store.read_only:
        return
    with suppress(ProjectError, DBAPIError):
        with store.reading() as connection:
            layers = geopackage.outdated_styles(connection)
        if layers:
            with store.writing() as connection:
                for layer in layers:
                    geopackage.write_style(connection, layer)
