"""What a paper of sections is made of: its words, its tables and its drawings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flurinfill.model.office import NO_OFFICE, Office


@dataclass(frozen=True)
class Drawing:
    """A chart or a map as a PNG, with its width on paper and what it shows in words."""

    png: bytes
    width_mm: float
    alt: str


@dataclass(frozen=True)
class Section:
    """A part of a paper.

    Attributes
    ----------
    title : str
    paragraphs : tuple of str
    head : tuple of str
        Headings of the table; none for facts of a name and a value.
    rows : tuple of tuple of str
    drawing : Drawing or None
        Above the table, for a word processor alone.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Paper:
    """A paper: title, line below it, whose it is, and its sections; ``marking`` stands on every page.

    The ``office`` gives the paper its logo and colour.
    """

    title: str
    subtitle: str
    town: str
    sections: tuple[Section, ...]
    made_on: date
    marking: str = ""
    office: Office = NO_OFFICE
