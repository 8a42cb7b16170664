"""Where a parcel lies and what it is called, in the form in which people look for it.

Made once per data state and kept in memory: 100,000 parcels are searched in milliseconds.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from flurinfill.model import parcel_id as ids
from flurinfill.project.schema import ADDRESSES, PARCELS
from flurinfill.project.store import Store

_PLACE = re.compile(
    r"^(?:(?:gemarkung|gem\.|gmk\.?)\s*)?(?P<name>(?!flur\s*\d)[^\d,]*?[^\d,\s])?[\s,]*"
    r"(?:flur\s*(?P<flur>\d{1,3})[\s,]*)?"
    r"(?P<number>(?:(?:flurst(?:ü|ue)ck|flurst\.?|flst\.?|fl\.?\s?st\.?)\s*(?:nr\.?)?\s*)?\d{1,5}.*)$",
    re.IGNORECASE,
)
_PARCEL_WORD = re.compile(
    r"(?:\b(?:flurst(?:ü|ue)cke?|flurst|flst|fl\.?\s?st|fl(?=\.)|nr|nummer|t\.\s?v|tlw|teil\s+(?:von|aus)|teilfl(?:ä|ae)che)"
    r"\b\.?[\s,]*)+$",
    re.IGNORECASE,
)
_DISTRICT_WORD = re.compile(r"^(?:gemarkung|gem\.|gmk\.?)\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?P<street>.*?[^\d\s,])[\s,]+(?P<number>\d{1,4}\s?[a-z]?)$")
_HOUSE_NUMBER = re.compile(r"[\s,]+\d{1,4}\s?[a-z]?(?:\s*-\s*\d{1,4}\s?[a-z]?)?$", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,4}\s?[a-z]?(?![^\W\d_])", re.IGNORECASE)
_STREET = re.compile(r"str(?:asse|\.|(?=$|\s))")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SHORT_ID = re.compile(r"^(\d{6})-(\d{1,3})-(\d{1,5}(?:/\w{1,4})?)$")  # with a Flur of any length
_SHORTEST_STREET = 3
_SHORTEST_PLACE = 3
_SHORTEST_ID = 8
_SHORTEST_CODE = 4
_FLUR = re.compile(r"^(?:flur\s*)?(\d{1,3})$", re.IGNORECASE)


def fold(text: str) -> str:
    """Return a text as it is compared: ``"Lindenstr."`` and ``"LINDENSTRASSE"`` are the same."""
    plain = " ".join(text.casefold().split()).translate(_UMLAUTS)  # ß becomes ss
    return _STREET.sub("strasse", plain)


@dataclass(frozen=True)
class Address:
    """An address, or a whole street, and the parcels there."""

    text: str
    parcel_ids: tuple[str, ...]


@dataclass
class _Place:
    """A village or a Gemarkung, and its parcels."""

    name: str
    parcels: dict[str, None] = field(default_factory=dict)


@dataclass
class _Street:
    """A street of one village: its name, its parcels, and those of each house number ("5a")."""

    name: str
    parcels: dict[str, None] = field(default_factory=dict)
    numbers: dict[str, tuple[str, dict[str, None]]] = field(default_factory=dict)

    def note(self, text: str, parcel: str) -> None:
        """Take in an address of a parcel, of several house numbers ("3-5") maybe."""
        self.parcels[parcel] = None
        for number in _NUMBERS.findall(text[len(self.name) :]):
            self.numbers.setdefault(_plain(number), (text, {}))[1][parcel] = None


def _plain(number: str) -> str:
    """House number as it is compared: ``"5 A"`` and ``"5a"`` are the same."""
    return number.replace(" ", "").casefold()


class Places:
    """Parcels by identifier, number and address.

    Parameters
    ----------
    store : Store
        The project's file; it is free again before the index is made.
    """

    def __init__(self, store: Store) -> None:
        columns = ("parcel_id", "number", "gemarkung", "flur", "address_text", "gemarkung_code", "district")
        addresses = select(ADDRESSES.c.street, ADDRESSES.c.house_number, ADDRESSES.c.parcel_id)
        with store.reading() as connection:
            parcels = connection.execute(select(*(PARCELS.c[name] for name in columns))).all()
            houses = connection.execute(addresses.where(ADDRESSES.c.parcel_id != "")).all()
        self._lower = {row[0].lower(): row[0] for row in parcels}
        self._rank = {parcel: rank for rank, parcel in enumerate(_in_order([row[0] for row in parcels]))}
        self._sorted = sorted(self._lower)
        self._flur = {row[0]: row[3] for row in parcels}
        self._gemarkung = {row[0]: row[2] for row in parcels}
        self._gemarkungen = {name: fold(name) for name in set(self._gemarkung.values())}
        self._code = {row[0]: row[5] for row in parcels}
        self._village = {row[0]: row[6] or row[2] for row in parcels}
        self._places: dict[str, _Place] = {}
        for parcel in self._rank:
            for name in dict.fromkeys((self._village[parcel], self._gemarkung[parcel])):
                if name:
                    self._places.setdefault(fold(name), _Place(name)).parcels[parcel] = None
        self._by_number: dict[str, list[str]] = {}
        self._by_numerator: dict[str, list[str]] = {}
        for parcel, number, *_ in parcels:
            self._by_number.setdefault(number, []).append(parcel)
            if "/" in number:
                self._by_numerator.setdefault(number.partition("/")[0], []).append(parcel)
        self._streets: dict[tuple[str, str], _Street] = {}
        for parcel, _, _, _, address, *_ in parcels:
            for part in address.split(";") if address else ():
                self._note(part.strip(), parcel)
        for street, number, parcel in houses:
            self._note(f"{street} {number}".strip(), parcel)

    def _note(self, text: str, parcel: str) -> None:
        if text and parcel in self._rank:
            name = _HOUSE_NUMBER.sub("", text)
            key = fold(name), self._village[parcel]
            self._streets.setdefault(key, _Street(name)).note(text, parcel)

    def by_id(self, text: str) -> list[str]:
        """Parcel of an identifier of 20 or 18 characters, or of a foreign one."""
        spellings = (text, ids.normalise(text), ids.normalise(text.replace("-", "").replace("/", "")))
        found = {self._lower.get(spelling.lower()) for spelling in spellings}
        return [parcel for parcel in found if parcel is not None]

    def by_place(self, text: str) -> list[Address]:
        """Villages, and other Gemarkungen, whose name begins with a text, in the order of their names."""
        wanted = fold(text)
        if len(wanted) < _SHORTEST_PLACE:
            return []
        names = sorted(name for name in self._places if name.startswith(wanted))
        return [self._address(self._places[name].name, self._places[name].parcels) for name in names]

    def _split(self, text: str) -> tuple[str, dict[str, None]] | None:
        """Take the name of a place off the beginning or the end of a text; the longest name counts."""
        folded = fold(text)
        for name in sorted(self._places, key=len, reverse=True):
            if (rest := re.sub(f"^{re.escape(name)}[\\s,]+|[\\s,]+{re.escape(name)}$", "", folded)) != folded:
                return rest, self._places[name].parcels
        return None

    def by_beginning(self, text: str, limit: int) -> list[str]:
        """Parcels whose identifier begins with what was typed so far, in their order."""
        begun = text.lower()
        if len(begun) < _SHORTEST_ID:
            return []
        first = bisect_left(self._sorted, begun)
        listed = self._sorted[first : first + limit]
        return [self._lower[parcel] for parcel in listed if parcel.startswith(begun)]

    def by_number(self, text: str) -> list[str]:
        """Parcels of a number in any spelling, with Gemarkung and Flur where they are typed.

        A number without divisions (``25``) also finds ``25/1`` … when there is no parcel 25 itself.
        """
        found = self._numbered(text)
        if not found and (split := self._split(text)) is not None:
            found = [parcel for parcel in self._numbered(split[0]) if parcel in split[1]]
        if not found and (match := _SHORT_ID.match(text)) is not None:
            code, flur, number = match.groups()
            told = number if not int(flur) else f"Flur {flur} {number}"
            found = [parcel for parcel in self._numbered(told) if self._code[parcel] == code]
            if not int(flur):
                found = [parcel for parcel in found if not self._flur[parcel].strip("_0")]
        return found

    def by_columns(self, number: str, gemarkung: str, flur: str) -> list[str]:
        """Parcels of a row of a list, where Gemarkung (name, code, or a village) and Flur stand apart.

        ``""`` says nothing of the Gemarkung or the Flur; an identifier needs neither.
        """
        found = self.by_id(number)
        if found:
            return found
        gemarkung = _DISTRICT_WORD.sub("", gemarkung)
        digits = _FLUR.match(flur)
        section = digits[1] if digits and int(digits[1]) else ""
        if not gemarkung and not section:
            return self.by_number(number)
        found = self._numbered(number, gemarkung, section)
        place = self._places.get(fold(gemarkung))
        if not found and place is not None:
            found = [parcel for parcel in self._numbered(number, "", section) if parcel in place.parcels]
        return found

    def _numbered(self, text: str, name: str = "", flur: str = "") -> list[str]:
        """Parcels of a number; Gemarkung and Flur are those of the text, or else these."""
        match = _PLACE.match(text)
        parsed = ids.parse_number(match["number"]) if match else None
        if match is None or parsed is None:
            return self._there(self._by_number.get(text, ()), name, flur)
        numerator, denominator = parsed
        told = _PARCEL_WORD.sub("", match["name"] or "").strip(" ,")
        place, section = told or name, match["flur"] or flur
        whole = f"{numerator}/{denominator}" if denominator else str(numerator)
        exact = self._there(self._by_number.get(whole, ()), place, section)
        if exact or denominator:
            return exact
        return self._there(self._by_numerator.get(whole, ()), place, section)

    def _there(self, parcels: Iterable[str], name: str | None, flur: str | None) -> list[str]:
        """Leave the parcels of a Gemarkung (by its code or the beginning of its name) and a Flur."""
        wanted = fold(name or "")
        meant = {known for known, folded in self._gemarkungen.items() if known and folded.startswith(wanted)}
        code = wanted if len(wanted) >= _SHORTEST_CODE and wanted.isdigit() else None
        return [
            parcel
            for parcel in parcels
            if (
                not wanted
                or self._gemarkung[parcel] in meant
                or (code is not None and self._code[parcel].endswith(code))
            )
            and (not flur or self._flur[parcel] == f"{int(flur):03d}")
        ]

    def by_address(self, text: str) -> list[Address]:
        """Addresses that a text means: those of a house number where it is typed, else whole streets.

        Streets that begin with what was typed come before those that contain it; a village before or
        after it leaves those that lie there.
        """
        found = self._addresses(text)
        if found or (split := self._split(text)) is None:
            return found
        rest, there = split
        houses = self._addresses(rest)
        return [each for each in houses if any(parcel in there for parcel in each.parcel_ids)]

    def _addresses(self, text: str) -> list[Address]:
        match = _ADDRESS.match(text.lower())
        if match is not None:
            number = _plain(match["number"])
            houses = [
                street.numbers[number] for street in self._meant(match["street"]) if number in street.numbers
            ]
            if houses:
                return [self._address(title, parcels) for title, parcels in houses]
        return [self._address(street.name, street.parcels) for street in self._meant(text)]

    def _meant(self, text: str) -> list[_Street]:
        wanted = fold(text)
        if len(wanted) < _SHORTEST_STREET:
            return []
        keys = [key for key in self._streets if wanted in key[0]]
        keys.sort(key=lambda key: (not key[0].startswith(wanted), key))
        return [self._streets[key] for key in keys]

    def _address(self, text: str, parcels: Iterable[str]) -> Address:
        return Address(text, tuple(sorted(parcels, key=self._rank.__getitem__)))


def _in_order(parcels: list[str]) -> list[str]:
    """Parcels in natural order; identifiers of 20 characters are padded, so their characters sort."""
    if all(len(parcel) == 20 for parcel in parcels):
        return sorted(parcels, key=_padded)
    return sorted(parcels, key=ids.sort_key)


def _padded(parcel: str) -> str:
    return parcel.replace("_", " ")  # a missing part comes before every other
