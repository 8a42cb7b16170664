"""A photo leaves in papers only when a person says for whom, and then as pixels alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from flurinfill.model.audience import Audience
from flurinfill.model.case_files import CaseFile
from flurinfill.model.errors import InputError, StaleWrite
from flurinfill.project import Project, operations, queries
from flurinfill.reports import gate
from flurinfill.reports.comparison import compare
from flurinfill.reports.exposes import ExposeRelease, with_exposes
from flurinfill.reports.given_fields import PHOTOS
from flurinfill.reports.released_photos import MOST_PHOTOS, release_photos
from flurinfill.usecases import case_files
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

TODAY = date(2026, 11, 26)
NAME = "Frau Zwirbelfink vor ihrem Haus"


@pytest.fixture
def project(sample: Path) -> Iterator[Project]:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as opened:
        yield opened


def _photo(path: Path) -> Path:
    pixels = np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Zwirbelfink"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (51.0, 20.0, 1.0), 3: "E", 4: (14.0, 58.0, 1.0)})
    Image.fromarray(pixels).save(path, "JPEG", exif=exif)
    return path


def _kept(project: Project, site_id: int = 1) -> CaseFile:
    return next(file for file in queries.case_files(project, site_id) if file.photo)


def _seen(project: Project, audience: Audience) -> int:
    return sum(len(photos) for photos in release_photos(project, audience, [1]).values())


def test_a_photo_is_seen_by_those_that_somebody_named(project: Project, tmp_path: Path) -> None:
    case_files.add(project, 1, [_photo(tmp_path / f"{NAME}.jpg")])
    assert [_seen(project, audience) for audience in Audience] == [0, 0, 0]
    unmarked = _kept(project)
    operations.show_photo(project, unmarked, [Audience.INVESTOR])
    assert [_seen(project, audience) for audience in Audience] == [0, 1, 1]
    with pytest.raises(StaleWrite):
        operations.show_photo(project, unmarked, [])
    operations.undo(project)
    assert [_seen(project, audience) for audience in Audience] == [0, 0, 0]
    operations.redo(project)
    operations.show_photo(project, _kept(project), [Audience.PUBLIC])
    assert [_seen(project, audience) for audience in Audience] == [1, 1, 1]
    operations.change_file(
        project, _kept(project), title="Ansicht", kind=_kept(project).kind, on=date(2026, 5, 4)
    )
    assert _kept(project).audiences == (Audience.PUBLIC,)
    codes = [event.code for event in queries.timeline(project, 1)]
    assert codes[:3] == ["change_file", "show_photo", "show_photo"]


def _exposes(project: Project, sites: list[int]) -> ExposeRelease:
    given = gate.release(project, Audience.INTERNAL, site_ids=sites, today=date(2026, 11, 23))
    return with_exposes(project, given)


def test_what_leaves_are_pixels_without_place_and_name(project: Project, tmp_path: Path) -> None:
    paths = [_photo(tmp_path / f"{NAME} {number}.jpg") for number in range(MOST_PHOTOS + 1)]
    case_files.add(project, 1, paths)
    for file in queries.case_files(project, 1):
        operations.show_photo(project, file, [Audience.INVESTOR])
    release = _exposes(project, [2, 1])
    assert set(release.photos) == {2}
    photos = release.photos[2]
    assert len(photos) == MOST_PHOTOS
    for photo in photos:
        assert b"Zwirbelfink" not in photo.jpeg
        assert b"Exif" not in photo.jpeg
        assert (photo.width, photo.height) == (80, 60)
    assert "Zwirbelfink" not in repr(photos)


def test_no_photo_leaves_while_the_vault_is_locked(project: Project, tmp_path: Path) -> None:
    case_files.add(project, 1, [_photo(tmp_path / "a.jpg")])
    operations.show_photo(project, _kept(project), [Audience.PUBLIC])
    project.vault.lock()
    assert [_seen(project, audience) for audience in Audience] == [0, 0, 0]
    assert not _exposes(project, [1]).photos


def test_documents_never_leave_in_papers(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Zwirbelfink", encoding="utf-8")
    case_files.add(project, 1, [tmp_path / "a.txt"])
    (document,) = queries.case_files(project, 1)
    with pytest.raises(InputError, match="not_a_photo"):
        operations.show_photo(project, document, [Audience.PUBLIC])
    assert not document.may_be_seen_by(Audience.INVESTOR)


def test_the_preview_names_the_photos_that_leave(project: Project, tmp_path: Path) -> None:
    names = [f"Blick {number}" for number in range(MOST_PHOTOS + 2)]
    case_files.add(project, 1, [_photo(tmp_path / f"{name}.jpg") for name in names])
    files = [file for file in queries.case_files(project, 1) if file.photo]
    for file in files[1:]:
        operations.show_photo(project, file, [Audience.INVESTOR])
    found = compare(project, Audience.INVESTOR, site_ids=[1], today=TODAY)
    reasons = [photo.reason for photo in found.photos_of(1)]
    assert reasons == ["photo_not_ticked", *[""] * MOST_PHOTOS, "photo_too_many"]
    assert sorted(photo.title for photo in found.photos_of(1)) == names
    assert reasons.count("") == _seen(project, Audience.INVESTOR)
    (line,) = (line for line in found.lines(1) if line.field == PHOTOS)
    assert line.inside == len(names)
    everybody = compare(project, Audience.PUBLIC, site_ids=[1], today=TODAY)
    assert {photo.reason for photo in everybody.photos_of(1)} == {"photo_not_ticked"}
    project.seal()
    locked = compare(project, Audience.INVESTOR, site_ids=[1], today=TODAY)
    assert locked.photos is None
    assert not locked.photos_of(1)
