"""Writing a file that leaves: beside its target first, then in its place in one step."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from flurinfill.model.errors import InputError, ProjectError

_NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}
_ABOUT_FILES = frozenset({"disk_full", "export_not_writable", "export_in_use", "export_failed"})
_measured: ContextVar[list[int] | None] = ContextVar("measured", default=None)
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; afterwards it takes the place of ``path`` in one step.

    When anything fails, the file that was there stays as it was and nothing is left beside it.

    Parameters
    ----------
    path : Path
        Where the finished file shall be.

    Yields
    ------
    Path
        An unused path in the same folder with the same suffix.

    Raises
    ------
    InputError
        ``export_folder_missing`` or ``export_is_folder``.
    ProjectError
        ``export_not_writable``, ``export_in_use``, ``disk_full`` or ``export_failed``.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise InputError("export_folder_missing", path=path.parent)
    if path.is_dir():
        raise InputError("export_is_folder", path=path)
    try:
        with tempfile.TemporaryDirectory(prefix=".flurinfill-", dir=path.parent) as folder:
            unfinished = Path(folder) / path.name
            yield unfinished
            _put(unfinished, path)
    except OSError as error:
        raise explained(error, path) from error
    except ProjectError as error:  # about a file inside of this one, whose name nobody knows
        if error.code not in _ABOUT_FILES:
            raise
        raise ProjectError(error.code, **{**error.details, "path": path}) from error


def _put(unfinished: Path, path: Path) -> None:
    """Put the finished file in its place; Windows refuses while another program has the old one open.

    Raises
    ------
    ProjectError
        ``export_in_use``.
    """
    try:
        os.replace(unfinished, path)  # noqa: PTH105 - replaces on Windows too
    except PermissionError as error:
        if path.is_file():
            raise ProjectError("export_in_use", path=path) from error
        raise


@contextmanager
def only_measured() -> Iterator[list[int]]:
    """Note how many bytes :func:`write_bytes` would write while this is open; nothing is written."""
    sizes: list[int] = []
    token = _measured.set(sizes)
    try:
        yield sizes
    finally:
        _measured.reset(token)


def write_bytes(path: Path, content: bytes) -> Path:
    """Put content in the place of ``path``, or leave everything as it was (see :func:`replacing`)."""
    if (sizes := _measured.get()) is not None:
        sizes.append(len(content))
        return Path(path)
    with replacing(path) as unfinished, unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(path)


def explained(error: OSError, path: Path) -> ProjectError:
    """Say in words why a file or folder could not be written."""
    if error.errno in _FULL:
        return ProjectError("disk_full", path=path)
    if error.errno in _NOT_WRITABLE:
        return ProjectError("export_not_writable", path=path)
    return ProjectError("export_failed", path=path, reason=error.strerror or str(error))
