"""Documents and photos: kept sealed, handed out without a position, removed and brought back."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from flurinfill.model.case_files import MOST_BYTES, FileKind
from flurinfill.model.errors import InputError, ProjectError, StaleWrite
from flurinfill.project import Project, operations, queries
from flurinfill.usecases import case_files
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

NAME = "Vertrag Zwirbelfink"
WORDS = "Zwirbelfink verkauft an niemanden"


@pytest.fixture
def project(sample: Path) -> Iterator[Project]:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as opened:
        yield opened


def _photo(path: Path, format_: str = "JPEG", **more: object) -> Path:
    pixels = np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Zwirbelfink"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:05:04 11:00:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (51.0, 20.0, 1.0), 3: "E", 4: (14.0, 58.0, 1.0)})
    Image.fromarray(pixels).save(path, format_, exif=exif, **more)
    return path


def _document(path: Path) -> Path:
    path.write_text(WORDS, encoding="utf-8")
    return path


def test_files_are_kept_listed_changed_removed_and_brought_back(project: Project, tmp_path: Path) -> None:
    case_files.add(project, 2, [_document(tmp_path / "a.txt"), _document(tmp_path / "b.txt")])
    paths = [_document(tmp_path / f"{NAME}.txt"), _photo(tmp_path / "Ansicht.jpg")]
    case_files.add(project, 1, paths)
    photo, document = sorted(queries.case_files(project, 1), key=lambda file: not file.photo)
    assert (photo.kind, photo.on, photo.title) == (FileKind.PHOTO, date(2026, 5, 4), "Ansicht")
    assert Image.open(io.BytesIO(photo.thumbnail)).size == (60, 80)  # upright
    assert (document.size, document.name) == (len(WORDS), f"{NAME}.txt")
    assert queries.file_content(project, document) == WORDS.encode()
    day = date(2026, 2, 3)
    operations.change_file(project, document, title="Kaufvertrag", kind=FileKind.CONTRACT, on=day)
    with pytest.raises(StaleWrite):
        operations.change_file(project, document, title="zu spät", kind=FileKind.OTHER, on=None)
    (changed,) = [file for file in queries.case_files(project, 1) if not file.photo]
    assert (changed.title, changed.kind, changed.on) == ("Kaufvertrag", FileKind.CONTRACT, day)
    operations.remove_files(project, [changed, photo])
    assert queries.case_files(project, 1) == []
    assert queries.removed_files(project) == 2
    operations.undo(project)
    assert queries.removed_files(project) == 0
    assert queries.file_content(project, changed) == WORDS.encode()
    operations.redo(project)
    operations.erase_removed_files(project)
    assert queries.removed_files(project) == 0
    operations.undo(project)
    with pytest.raises(ProjectError) as erased:
        queries.file_content(project, changed)
    assert erased.value.code == "file_erased"
    codes = [event.code for event in queries.timeline(project, 1)]
    assert codes[:2] == ["change_file", "add_files"]


def test_adding_is_undone_and_done_again_with_its_content(project: Project, tmp_path: Path) -> None:
    case_files.add(project, 1, [_document(tmp_path / "Vermerk.txt")])
    operations.undo(project)
    assert queries.case_files(project, 1) == []
    assert queries.removed_files(project) == 0
    operations.redo(project)
    (file,) = queries.case_files(project, 1)
    assert queries.file_content(project, file) == WORDS.encode()


@pytest.mark.parametrize(
    ("name", "format_"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.tif", "TIFF")]
)
def test_a_photo_leaves_without_position_and_person(
    project: Project, tmp_path: Path, name: str, format_: str
) -> None:
    more = {"lossless": True} if format_ == "WEBP" else {"quality": 95} if format_ == "JPEG" else {}
    given = _photo(tmp_path / name, format_, **more)
    if format_ == "JPEG":  # a second picture behind the first one, as telephones write them
        given.write_bytes(given.read_bytes() + given.read_bytes())
    case_files.add(project, 1, [given])
    (file,) = queries.case_files(project, 1)
    out = case_files.save(project, file, tmp_path / f"out-{name}")
    assert b"Zwirbelfink" in given.read_bytes()
    assert b"Zwirbelfink" not in out.read_bytes()
    assert struct.pack(">H", 0x8825) not in out.read_bytes()[:2000]
    with Image.open(out) as bare, Image.open(given) as whole:
        assert not bare.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert ExifTags.Base.Artist not in bare.getexif()
        shown = [np.asarray(_upright(picture)) for picture in (bare, whole)]
    assert (shown[0] == shown[1]).all()
    assert shown[0].shape == (80, 60, 3)


def _upright(picture: Image.Image) -> Image.Image:
    picture.load()  # Pillow turns a TIFF by itself
    return picture.transpose(Image.Transpose.ROTATE_270) if picture.getexif().get(0x0112) == 6 else picture


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("gross.pdf", b"x" * (MOST_BYTES + 1), "file_too_large"),
        ("leer.pdf", b"", "file_empty"),
        ("start.exe", b"MZ", "file_type_refused"),
        ("foto.heic", b"....ftypheic", "file_type_refused"),
        ("kaputt.jpg", b"\xff\xd8\xff\xe0nothing", "photo_damaged"),
    ],
)
def test_one_file_that_cannot_be_kept_stops_all_of_them(
    project: Project, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    good, bad = _document(tmp_path / "gut.txt"), tmp_path / name
    bad.write_bytes(content)
    with pytest.raises(InputError) as refused:
        case_files.add(project, 1, [good, bad])
    assert refused.value.code == code
    assert refused.value.details["path"] == name
    assert queries.case_files(project, 1) == []


def test_nothing_of_a_file_lies_open(project: Project, sample: Path, tmp_path: Path) -> None:
    case_files.add(project, 1, [_document(tmp_path / f"{NAME}.txt"), _photo(tmp_path / "Haus.jpg")])
    operations.remove_files(project, queries.case_files(project, 1))
    project.close()
    raw = sample.read_bytes()
    for words in (NAME, WORDS, "Zwirbelfink", "Haus.jpg", "JFIF"):
        assert words.encode() not in raw, words
