"""Documents and photos of a site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flurinfill.model.audience import Audience

MOST_BYTES = 25_000_000
"""A larger file is refused: the project is copied whole at every backup."""
SUFFIXES = frozenset(
    {
        *(".pdf", ".txt", ".csv", ".rtf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".eml", ".msg"),
        *(".dwg", ".dxf", ".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"),
    }
)
"""What is taken; nothing that a computer runs when it is opened."""


class FileKind(StrEnum):
    """What a file is about."""

    LETTER = "letter"
    MINUTES = "minutes"
    REPORT = "report"
    PLAN = "plan"
    CONTRACT = "contract"
    PHOTO = "photo"
    OTHER = "other"


@dataclass(frozen=True)
class NewFile:
    """A file to be added to a site.

    Attributes
    ----------
    name : str
        As it was called on the disk.
    content : bytes
    photo : bool
        It is a picture that can be shown.
    title : str
    kind : FileKind
    on : date or None
        Day of the document, or on which the photo was taken.
    thumbnail : bytes
        A small JPEG of a photo; empty for a document.
    """

    name: str
    content: bytes
    photo: bool
    title: str
    kind: FileKind
    on: date | None = None
    thumbnail: bytes = b""


@dataclass(frozen=True)
class CaseFile:
    """A file that is kept with a site, without its content.

    Attributes
    ----------
    photo : bool
        It lies among the photos, else among the documents.
    file_id : int
        Among those.
    content_id : int
        Of the row that holds the content.
    audiences : tuple of Audience
        Who may get to see a photo in papers, besides the office; nobody until a person says so.
    """

    photo: bool
    file_id: int
    content_id: int
    site_id: int
    name: str
    title: str
    kind: FileKind
    on: date | None
    size: int
    added_on: date
    added_by: str
    thumbnail: bytes
    audiences: tuple[Audience, ...] = ()

    @property
    def suffix(self) -> str:
        """Ending of the file's name, in small letters: ``".pdf"``."""
        return "." + self.name.rpartition(".")[2].lower()

    def may_be_seen_by(self, audience: Audience) -> bool:
        """Tell whether papers for an audience may show the photo: what everybody may see, investors may."""
        if not self.photo:
            return False
        wider = {Audience.PUBLIC} if audience is Audience.PUBLIC else {Audience.PUBLIC, Audience.INVESTOR}
        return not wider.isdisjoint(self.audiences)
