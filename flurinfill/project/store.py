"""The one connection to a project file: its settings, its transactions, its faults put into codes."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from flurinfill.model.errors import ProjectError
from flurinfill.project import blobs
from flurinfill.project.geopackage import GUARD

BUSY_TIMEOUT_S = 10.0
_COMMIT_TRIES = 5

_CODES = {
    sqlite3.SQLITE_FULL: "project_disk_full",
    sqlite3.SQLITE_READONLY: "project_read_only",
    sqlite3.SQLITE_READONLY_ROLLBACK: "project_half_written",
    sqlite3.SQLITE_BUSY: "project_busy",
    sqlite3.SQLITE_LOCKED: "project_busy",
    sqlite3.SQLITE_IOERR: "disk_fault",
    sqlite3.SQLITE_CORRUPT: "project_damaged",
    sqlite3.SQLITE_NOTADB: "not_a_project",
    sqlite3.SQLITE_CANTOPEN: "project_cannot_open",
    sqlite3.SQLITE_PERM: "project_read_only",
}


class Store:
    """A SQLite file behind one lock: threads take turns, no transaction stays open.

    Parameters
    ----------
    path : Path
        The project file.
    read_only : bool
        Open without the right to write.
    create : bool
        Make the file when it is absent.
    """

    def __init__(self, path: Path, *, read_only: bool = False, create: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._lock = threading.RLock()
        self._depth = 0
        self._uri = _uri(path, "ro" if read_only else "rwc" if create else "rw")
        self._engine = sa.create_engine(
            "sqlite://", creator=self._connect, poolclass=StaticPool, hide_parameters=True
        )
        with _faults(path):
            if read_only:
                self._roll_back_leftovers()
            self._connection = self._engine.connect()
            self._prepare()

    def _roll_back_leftovers(self) -> None:
        """Take back what a process that was killed left half written: reading alone cannot."""
        if not self.path.with_name(f"{self.path.name}-journal").exists():
            return
        with suppress(sqlite3.Error), closing(sqlite3.connect(_uri(self.path, "rw"), uri=True)) as raw:
            raw.execute("SELECT 1 FROM sqlite_master")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        for name, function in blobs.SQL_FUNCTIONS.items():
            connection.create_function(name, 1, function, deterministic=True)
        connection.create_function(GUARD, 0, lambda: 1)
        return connection

    def _prepare(self) -> None:
        run = self._connection.exec_driver_sql
        run("PRAGMA trusted_schema = ON")  # the R-tree triggers call our functions
        run("PRAGMA secure_delete = ON")
        run("PRAGMA cache_size = -65536")
        if self.read_only:
            return
        run("PRAGMA synchronous = EXTRA")
        # QGIS switches a file to WAL when it edits; WAL on a network share is not safe.
        if run("PRAGMA journal_mode = DELETE").scalar() != "delete":
            raise ProjectError("project_open_elsewhere", path=self.path.name)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()
            self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the connection with one consistent view of the file."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the connection for one transaction: all of it is on disk afterwards, or nothing.

        Raises
        ------
        ProjectError
            ``project_read_only``, ``project_busy``, ``project_disk_full``, ``disk_fault`` …
        """
        if self.read_only:
            raise ProjectError("project_read_only", path=self.path.name)
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self._lock, _faults(self.path):
            if self._depth:  # a query inside an operation sees what the operation did
                yield self._connection
                return
            self._connection.exec_driver_sql(begin)
            self._depth += 1
            try:
                yield self._connection
                self._commit()
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._depth -= 1

    def _commit(self) -> None:
        for attempt in range(_COMMIT_TRIES):
            try:
                self._connection.exec_driver_sql("COMMIT")
                return
            except DBAPIError as error:
                if _code(error) != "project_busy" or attempt == _COMMIT_TRIES - 1:
                    raise
                time.sleep(0.2 * (attempt + 1))

    def _roll_back(self) -> None:
        raw = self._connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection) and raw.in_transaction:
            self._connection.exec_driver_sql("ROLLBACK")

    @contextmanager
    def exclusive(self) -> Iterator[sqlite3.Connection]:
        """Give the bare connection, outside any transaction, for SQLite's own backup."""
        with self._lock, _faults(self.path):
            raw = self._connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            yield raw


def is_project(path: Path) -> bool:
    """Tell whether a file is a project of this program, of any version."""
    try:
        with closing(sqlite3.connect(_uri(path, "ro"), uri=True)) as connection:
            query = "SELECT 1 FROM sqlite_master WHERE name = 'flurinfill_meta'"
            return connection.execute(query).fetchone() is not None
    except sqlite3.Error:
        return False


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(str(path.resolve()))}?mode={mode}"


def _code(error: DBAPIError | sqlite3.Error) -> str | None:
    origin = error.orig if isinstance(error, DBAPIError) else error
    number = getattr(origin, "sqlite_errorcode", None)
    return None if number is None else _CODES.get(number, _CODES.get(number & 0xFF))


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        code = _code(error)
        if code is None:
            raise
        raise ProjectError(code, path=path.name) from error
