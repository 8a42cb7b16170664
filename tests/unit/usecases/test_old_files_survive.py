"""Whatever hinders the writing of a kind of file: what was there stays whole, and a sentence says why."""

from __future__ import annotations

import errno
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import ProjectError
from flurinfill.model.office import Office
from flurinfill.project import Project, queries
from flurinfill.reports import gate, writing
from flurinfill.reports.papers import notice, typesetting
from flurinfill.usecases.export_kinds import KINDS, Asked, ExportFormat
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

OLD = b"what was there"
LIMIT = 400  # bytes, less than the smallest of these files
DAY = date(2026, 11, 26)
Given = Callable[[ExportFormat], Any]


@pytest.fixture(scope="module")
def given(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Given]:
    """What the gate gives to the office of one site, for each kind of file."""
    copy = Path(shutil.copyfile(made_sample, tmp_path_factory.mktemp("survive") / "stadt.gpkg"))
    with Project.open(copy, passphrase=SAMPLE_PASSPHRASE) as project:
        some = [int(queries.site_table(project).index[0])]
        sites = gate.release(project, Audience.INTERNAL, site_ids=some, today=DAY)
        asked = Asked(Audience.INTERNAL, some, DAY, sites=lambda: sites)
        yield cache(lambda kind: KINDS[kind].give(project, asked))


@contextmanager
def _full_disk() -> Iterator[None]:
    """No file may grow beyond a few bytes: the system says so to whatever writes, GDAL among it."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _open_elsewhere() -> Iterator[None]:
    """As where another program has the file open."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "used by another process")

    with pytest.MonkeyPatch.context() as inner:
        for name in ("replace", "rename"):
            inner.setattr(writing.os, name, refuse)
        yield


@contextmanager
def _read_only() -> Iterator[None]:
    """As on a medium that takes nothing."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "read-only file system")

    with pytest.MonkeyPatch.context() as inner:
        inner.setattr(tempfile, "mkdtemp", refuse)
        inner.setattr(Path, "mkdir", refuse)
        yield


OBSTACLES = {
    _full_disk: {"disk_full", "export_failed"},
    _open_elsewhere: {"export_in_use", "export_not_writable"},
    _read_only: {"export_not_writable"},
}


def _compiled(*_: object, **options: object) -> bytes:
    """Stands for typesetting: what it makes is of no interest here."""
    if options["format"] == "pdf":
        return b"%PDF" * LIMIT
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    return picture.getvalue()


@pytest.mark.parametrize("kind", list(ExportFormat))
def test_the_old_file_stays_and_a_sentence_says_why(
    kind: ExportFormat, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, folder = given(kind), tmp_path / "folder"
    monkeypatch.setattr(typesetting, "_compiled", _compiled)
    folder.mkdir()
    path = folder / f"datei{KINDS[kind].suffix}"
    if not KINDS[kind].is_folder:
        path.write_bytes(OLD)
    before = sorted(folder.iterdir())
    for obstacle, codes in OBSTACLES.items():
        with obstacle(), pytest.raises(ProjectError) as caught:
            KINDS[kind].write(release, path)
        assert caught.value.code in codes, obstacle
        assert sorted(folder.iterdir()) == before, obstacle
        assert KINDS[kind].is_folder or path.read_bytes() == OLD
        assert path.name in i18n.error_text(caught.value)


@pytest.mark.parametrize("logo", ["<svg xmlns='http", "<html></html>"])
def test_a_logo_that_is_no_picture_any_more_destroys_nothing(logo: str, tmp_path: Path) -> None:
    path = tmp_path / "bekanntmachung.pdf"
    path.write_bytes(OLD)
    with pytest.raises(ProjectError) as caught:
        notice.write(Office(town="Stadt Probe", logo=logo), DAY, path, DAY)
    assert caught.value.code == "typesetting_failed"
    assert path.read_bytes() == OLD
    assert [path] == list(tmp_path.iterdir())
