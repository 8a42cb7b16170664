"""The project file: opened, created, closed, saved aside."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from flurinfill.project.lock import LockHolder


class Project:
    """One project file (a GeoPackage), open for one user. Use it as a context manager."""

    path: Path
    user: str
    crs: str
    read_only: bool
    held_by: LockHolder | None
    sealed: bool
    has_vault: bool

    @classmethod
    def create(
        cls, path: Path, *, crs: str = "EPSG:25833", passphrase: str | None = None, user: str | None = None
    ) -> Project:
        """Make a new project file; with a passphrase it has a vault that is unlocked."""
        raise NotImplementedError

    @classmethod
    def open(
        cls, path: Path, *, passphrase: str | None = None, user: str | None = None, read_only: bool = False
    ) -> Project:
        """Open a project; read-only when somebody else has it (``held_by``)."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the file and release the lock. A second call does nothing."""
        raise NotImplementedError

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def create_vault(self, passphrase: str) -> str:
        """Make the vault and return the recovery key (shown once)."""
        raise NotImplementedError

    def unlock(self, passphrase_or_recovery_key: str) -> None:
        """Unlock the vault (SealedError ``passphrase_wrong``)."""
        raise NotImplementedError

    def seal(self) -> None:
        """Lock the vault."""
        raise NotImplementedError

    def backup(self) -> Path:
        """Copy the project into ``<project>.backups/`` and return the copy's path."""
        raise NotImplementedError
