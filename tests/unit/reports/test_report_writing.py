"""Writing in one step: what was there stays until the new file is whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from flurinfill import i18n
from flurinfill.model.errors import InputError, ProjectError
from flurinfill.reports import writing


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    assert writing.write_bytes(path, b"new") == path
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EACCES, "export_in_use"),
        (errno.EROFS, "export_not_writable"),
        (errno.EIO, "export_failed"),
    ],
)
def test_a_failure_keeps_the_old_file(
    number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(writing.os, "replace", refuse)
    with pytest.raises(ProjectError) as error:
        writing.write_bytes(path, b"new")
    assert error.value.code == code
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    for language in i18n.LANGUAGES:
        i18n.set_language(language)
        assert "out.csv" in i18n.error_text(error.value)
        assert i18n.label("error_next", code) != code


def test_a_full_device() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with pytest.raises(ProjectError) as error, writing.replacing(Path("/dev/full")):
        raise OSError(errno.ENOSPC, "full")
    assert error.value.code in {"disk_full", "export_not_writable"}


def _crash(path: Path) -> None:
    with writing.replacing(path) as unfinished:
        unfinished.write_bytes(b"half")
        raise ZeroDivisionError


def test_a_crash_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        _crash(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_and_a_folder_as_target(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        writing.write_bytes(tmp_path / "none" / "out.csv", b"")
    assert error.value.code == "export_folder_missing"
    with pytest.raises(InputError) as error:
        writing.write_bytes(tmp_path, b"")
    assert error.value.code == "export_is_folder"


def test_a_file_inside_of_another_is_told_by_the_name_that_people_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fails)
    path = tmp_path / "out.zip"
    with pytest.raises(ProjectError) as error, writing.replacing(path) as unfinished:
        writing.write_bytes(unfinished.parent / "inside.csv", b"x")
    assert (error.value.code, error.value.details["path"]) == ("disk_full", path)
    assert list(tmp_path.iterdir()) == []
