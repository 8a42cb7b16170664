"""Documents and photos in and out: read from the disk, looked at, handed out without their position."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageOps

from flurinfill.cadastre.readers.lists import day_of
from flurinfill.model.audience import Audience
from flurinfill.model.case_files import MOST_BYTES, SUFFIXES, CaseFile, FileKind, NewFile
from flurinfill.model.change import Change
from flurinfill.model.errors import InputError
from flurinfill.model.progress import SILENT, Progress
from flurinfill.project import Project, operations, queries
from flurinfill.reports.writing import write_bytes
from flurinfill.usecases.leaving import leaving

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
_PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"})
_THUMBNAIL = 160
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
_LOSSLESS: Mapping[str, Mapping[str, Any]] = {
    "WEBP": {"lossless": True},
    "TIFF": {"compression": "tiff_deflate"},
}
_PIXELS = 0xDA
_BESIDE = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""Segments of a JPEG that are not needed to show it: all of applications but JFIF and Adobe, and comments."""
_KEPT = ("transparency", "icc_profile", "dpi", "gamma")
"""What stays of the information beside the pixels; position, camera and person do not."""


def add(project: Project, site_id: int, paths: Sequence[Path], progress: Progress = SILENT) -> Change:
    """Read files and keep them with a site: all of them, or none.

    Raises
    ------
    InputError
        ``file_type_refused``, ``file_too_large``, ``file_empty``, ``file_unreadable`` or
        ``photo_damaged``.
    """
    files = []
    for number, path in enumerate(paths):
        progress.report("read_file", number, len(paths))
        files.append(read(path))
    progress.report("store_files", 0, 0)
    return operations.add_files(project, site_id, files)


def read(path: Path) -> NewFile:
    """Read one file; see :func:`add` for what is refused."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError("file_type_refused", path=path.name)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError("file_too_large", path=path.name, most=MOST_BYTES // 1_000_000)
        content = path.read_bytes()
        changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
    except OSError as error:
        raise InputError("file_unreadable", path=path.name, reason=error.strerror or str(error)) from error
    if not content:
        raise InputError("file_empty", path=path.name)
    if suffix not in _PHOTOS:
        return NewFile(path.name, content, False, path.stem, FileKind.OTHER, changed)
    taken, thumbnail = _looked_at(path.name, content)
    return NewFile(path.name, content, True, path.stem, FileKind.PHOTO, taken or changed, thumbnail)


def _looked_at(name: str, content: bytes) -> tuple[date | None, bytes]:
    """Day on which a photo was taken, where it says so, and a small picture of it."""
    small = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            told = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")
            image.draft("RGB", (2 * _THUMBNAIL, 2 * _THUMBNAIL))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((_THUMBNAIL, _THUMBNAIL))
            Image.frombytes("RGB", upright.size, upright.tobytes()).save(small, "JPEG", quality=70)
    except _UNREADABLE as error:
        raise InputError("photo_damaged", path=name) from error
    return day_of(str(told)[:10].replace(":", "-")), small.getvalue()


def save(project: Project, file: CaseFile, path: Path, progress: Progress = SILENT) -> Path:
    """Hand a file out, see :func:`write_copy`; the history notes it."""
    with leaving(project, Audience.INTERNAL, "file", [file.site_id], path):
        return write_copy(project, file, path, progress)


def write_copy(project: Project, file: CaseFile, path: Path, progress: Progress = SILENT) -> Path:
    """Write a file to the disk, a photo without its position.

    Raises
    ------
    ProjectError
        ``file_erased``, and see :func:`flurinfill.reports.writing.replacing`.
    """
    progress.report("write_file", 0, 1)
    content = queries.file_content(project, file)
    return write_bytes(path, without_position(content) if file.photo else content)


def without_position(content: bytes) -> bytes:
    """Return a picture without what is written beside its pixels: position, camera, names.

    A JPEG keeps its pixels byte for byte and stays upright; others are written anew without loss.
    """
    if content.startswith(b"\xff\xd8"):
        return _bare_jpeg(content)
    written = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
        given = image.format
        frames = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            frame = ImageOps.exif_transpose(image).copy()
            frame.info = {name: value for name, value in image.info.items() if name in _KEPT}
            frames.append(frame)
    more: dict[str, Any] = dict(_LOSSLESS.get(str(given), {}))
    if len(frames) > 1:
        more |= {"save_all": True, "append_images": frames[1:]}
    frames[0].save(written, given, **more)
    return written.getvalue()


def _bare_jpeg(content: bytes) -> bytes:
    """Leave out the segments of a JPEG that are not needed to show it, but for how it is turned."""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        turned = image.getexif().get(ExifTags.Base.Orientation)
    kept = [b"\xff\xd8"]
    if turned:
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = turned
        data = exif.tobytes()
        kept.append(b"\xff\xe1" + (len(data) + 2).to_bytes(2, "big") + data)
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _PIXELS:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at:end]
        if segment[1] not in _BESIDE or segment[4:].startswith(b"ICC_PROFILE"):
            kept.append(segment)
        at = end
    last = content.find(b"\xff\xd9", at)  # behind it there may be further pictures, with their own position
    return b"".join((*kept, content[at : last + 2] if last >= 0 else content[at:]))
