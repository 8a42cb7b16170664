"""The Flurstückskennzeichen: 20 characters of *text*.

Land 2 · Gemarkungsnummer 4 · Flurnummer 3 · Zähler 5 · Nenner 4 · Folge 2, right-aligned with
leading zeros, missing parts as ``_`` (AdV GeoInfoDok; LGLN AAA-UML 6.0). In Saxony the Nenner may
be a letter (``25/a``) and most Gemarkungen have no Flur.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flurinfill.model.errors import InputError

_PATTERN = re.compile(r"^(\d{2})(\d{4})(\d{3}|_{3})(\d{5})(_{4}|(?=.{6}$)_*[0-9a-z]+_*)(__|\d\d|_\d|\d_)$")
_WRITTEN = re.compile(r"^(\d{6})-(?:(\d{3})-)?(\d{5})(?:/([0-9a-z]{1,4}))?$")  # as Saxony prints it
_NUMBER = re.compile(r"^(\d{1,5})\s*(?:/\s*([0-9]{1,4}|[a-z]{1,2})|([a-z]{1,2}))?$")
_PREFIX = re.compile(r"^(?:flurst(?:ü|ue)ck|flurst|flst|fl\.?\s?st)\b\.?\s*(?:nr\b\.?)?\s*", re.IGNORECASE)


@dataclass(frozen=True, order=False)
class ParcelId:
    """A parsed Flurstückskennzeichen.

    Attributes
    ----------
    land, gemarkung : str
        Two and four digits.
    flur : str
        Three digits, or ``""`` where the Gemarkung has no Flur.
    numerator : int
        Zähler, 1–99999.
    denominator : str
        Nenner without padding: ``""``, digits or (Saxony) a letter.
    suffix : str
        Folge, ``""`` when absent.
    """

    land: str
    gemarkung: str
    flur: str
    numerator: int
    denominator: str = ""
    suffix: str = ""

    @classmethod
    def parse(cls, text: str) -> ParcelId:
        """Read the 20-character form; without Folge (18) or Nenner (14 characters) it is completed.

        The written form of Saxony is read too: ``141834-00025/000a``.

        Raises
        ------
        InputError
            ``parcel_id_malformed`` when the text is not a Flurstückskennzeichen.
        """
        candidate = text.strip().lower().replace(" ", "_")
        if written := _WRITTEN.match(candidate):
            gemarkung, flur, numerator, denominator = written.groups(default="")
            candidate = (
                f"{gemarkung}{flur or '___'}{numerator}{denominator.rjust(4, '0') if denominator else '____'}"
            )
        if len(candidate) in (14, 18):
            candidate = candidate.ljust(20, "_")
        match = _PATTERN.match(candidate)
        if match is None:
            raise InputError("parcel_id_malformed", text=text)
        land, gemarkung, flur, numerator, denominator, suffix = match.groups()
        return cls(
            land,
            gemarkung,
            flur.strip("_"),
            int(numerator),
            denominator.strip("_").lstrip("0"),
            suffix.strip("_").lstrip("0"),
        )

    def __str__(self) -> str:
        denominator = self.denominator.rjust(4, "0") if self.denominator else "____"
        suffix = self.suffix.rjust(2, "0") if self.suffix else "__"
        flur = self.flur or "___"
        return f"{self.land}{self.gemarkung}{flur}{self.numerator:05d}{denominator}{suffix}"

    @property
    def number(self) -> str:
        """The parcel number as people write it: ``"25"``, ``"25/3"``, ``"25/a"``."""
        return f"{self.numerator}/{self.denominator}" if self.denominator else str(self.numerator)


def normalise(text: str) -> str:
    """Return the canonical 20 characters, or the stripped text where it is a foreign identifier.

    Foreign cadastres have their own identifiers; they are kept as they are.
    """
    try:
        return str(ParcelId.parse(text))
    except InputError:
        return text.strip()


def parse_number(text: str) -> tuple[int, str] | None:
    """Read a parcel number in any spelling: ``123/4``, ``Flst. 25a``, ``25 / a``.

    Returns
    -------
    (numerator, denominator) or None
        ``denominator`` is ``""`` when there is none; ``None`` when the text is no parcel number.
    """
    bare = _PREFIX.sub("", text.strip()).lower().strip()
    match = _NUMBER.match(bare)
    if match is None:
        return None
    numerator, after_slash, letter = match.groups()
    return int(numerator), (after_slash or letter or "").lstrip("0")


def sort_key(parcel_id: str) -> tuple[str, str, int, int, str, str]:
    """Natural order: Gemarkung, Flur, Zähler, Nenner (numbers before letters)."""
    try:
        parsed = ParcelId.parse(parcel_id)
    except InputError:
        digits = re.sub(r"\D", "", parcel_id)
        return (parcel_id.rstrip("0123456789"), "", int(digits or 0), 0, "", parcel_id)
    numeric = int(parsed.denominator) if parsed.denominator.isdigit() else 0
    letter = "" if parsed.denominator.isdigit() else parsed.denominator
    return (parsed.land + parsed.gemarkung, parsed.flur, parsed.numerator, numeric, letter, parsed.suffix)
