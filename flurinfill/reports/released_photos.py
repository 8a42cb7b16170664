"""Photos that papers may show: those that a person gave leave for, as pixels and nothing else."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PIL import Image, ImageOps

from flurinfill.model.audience import Audience
from flurinfill.model.case_files import CaseFile
from flurinfill.model.errors import ProjectError, SealedError
from flurinfill.project import Project, queries

MOST_PHOTOS = 4
"""Of a site; the latest come first."""
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
_SIDE_PX = 1100  # 80 mm on paper at 350 dpi
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


@dataclass(frozen=True)
class Photo:
    """A photo for a paper. Its title stays: it may name somebody.

    Attributes
    ----------
    audiences : tuple of Audience
        Whom a person gave leave to see it.
    taken_on : date or None
    jpeg : bytes
        Pixels alone: written anew, so without position, camera and names.
    width, height : int
        In pixels.
    """

    audiences: tuple[Audience, ...]
    taken_on: date | None
    jpeg: bytes
    width: int
    height: int

    @property
    def uri(self) -> str:
        """The photo as a data URI."""
        return "data:image/jpeg;base64," + base64.b64encode(self.jpeg).decode("ascii")


def release_photos(
    project: Project, audience: Audience, site_ids: Sequence[int]
) -> Mapping[int, tuple[Photo, ...]]:
    """Give the photos of sites that an audience may see; none while the vault is locked.

    The office, too, sees in papers only what somebody gave leave for: a paper is copied and passed on.

    Parameters
    ----------
    project : Project
    audience : Audience
    site_ids : sequence of int

    Returns
    -------
    mapping of int to tuple of Photo
        Site → at most :data:`MOST_PHOTOS`; sites without any are left out.
    """
    try:
        files = queries.photos_for(project, audience, site_ids)
    except SealedError:
        return {}
    found: dict[int, list[Photo]] = {}
    for file in files:
        photos = found.setdefault(file.site_id, [])
        if len(photos) < MOST_PHOTOS and (photo := _photo(project, file)) is not None:
            photos.append(photo)
    return {site_id: tuple(photos) for site_id, photos in found.items() if photos}


@dataclass(frozen=True)
class PhotoLine:
    """A photo of a site before anything leaves, by its title, which stays.

    Attributes
    ----------
    title : str
    on : date or None
    reason : str
        Why it does not leave (catalogue context ``not_given``); "" where it does.
    """

    title: str
    on: date | None
    reason: str


def photo_lines(
    project: Project, audience: Audience, site_ids: Sequence[int]
) -> Mapping[int, tuple[PhotoLine, ...]] | None:
    """Say which photos of each site may leave; None while nobody may look.

    One that cannot be read is not known here: :func:`release_photos` takes a later one in its place.

    Returns
    -------
    mapping of int to tuple of PhotoLine, or None
        Sites without any are left out.
    """
    try:
        files = queries.photos(project, site_ids)
    except SealedError:
        return None
    lines: dict[int, list[PhotoLine]] = {}
    for file in files:
        of_site = lines.setdefault(file.site_id, [])
        reason = "" if file.may_be_seen_by(audience) else "photo_not_ticked"
        if not reason and sum(not line.reason for line in of_site) == MOST_PHOTOS:
            reason = "photo_too_many"
        of_site.append(PhotoLine(file.title or file.name, file.on, reason))
    return {site_id: tuple(of_site) for site_id, of_site in lines.items()}


def _photo(project: Project, file: CaseFile) -> Photo | None:
    """Make a photo small; None where it cannot be read any more."""
    small = io.BytesIO()
    try:
        with Image.open(io.BytesIO(queries.file_content(project, file)), formats=_FORMATS) as image:
            image.draft("RGB", (_SIDE_PX, _SIDE_PX))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (ProjectError, *_UNREADABLE):
        return None
    upright.thumbnail((_SIDE_PX, _SIDE_PX), Image.Resampling.LANCZOS)
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    bare.save(small, "JPEG", quality=85)
    return Photo(file.audiences, file.on, small.getvalue(), *bare.size)
