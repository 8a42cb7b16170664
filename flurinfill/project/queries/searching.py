"""Find parcels by whatever a clerk types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sqlalchemy import ColumnElement, Connection, func, or_, select

from flurinfill.model import parcel_id as ids
from flurinfill.project.project import Project
from flurinfill.project.schema import ADDRESSES, PARCELS, SITE_PARCELS, SITES

_CASE = re.compile(r"^(?:(?:fall|case)\s*(?:nr\.?|no\.?)?\s*)?(\d{4})-(\d{1,6})$", re.IGNORECASE)
_PLACE = re.compile(
    r"^(?:(?:gemarkung|gem\.|gmk\.?)\s*)?(?P<name>(?!flur\s*\d)[^\d,]*?[^\d,\s])?[\s,]*"
    r"(?:flur\s*(?P<flur>\d{1,3})[\s,]*)?"
    r"(?P<number>(?:(?:flurst(?:ü|ue)ck|flurst\.?|flst\.?|fl\.?\s?st\.?)\s*(?:nr\.?)?\s*)?\d{1,5}.*)$",
    re.IGNORECASE,
)
_PARCEL_WORD = re.compile(
    r"(?:\bflurst(?:ü|ue)ck|\bflurst|\bflst|\bfl\.?\s?st)\.?\s*(?:nr\.?)?\s*$", re.IGNORECASE
)
_ADDRESS = re.compile(r"^(?P<street>.*?[^\d\s,])[\s,]+(?P<number>\d{1,4}\s?[a-z]?)$")


def search(project: Project, text: str) -> list[str]:
    """Return the ids of the parcels that a text means, in natural order.

    Tried one after the other, the first that finds something counts: a Flurstückskennzeichen of 20
    or 18 characters or a foreign identifier; a case number; a parcel number in any spelling, with
    Gemarkung and Flur where they are typed (``123/4``, ``Flst. 25a``, ``Musterau Flur 2, 25/3``); a
    street, with house number where it is typed. A number without divisions (``25``) also finds
    ``25/1`` … when there is no parcel 25 itself.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return []
    ways: tuple[Callable[[Connection, str], Iterable[str]], ...] = (_by_id, _by_case, _by_number, _by_street)
    with project.store.reading() as connection:
        for way in ways:
            found = set(way(connection, wanted))
            if found:
                return sorted(found, key=ids.sort_key)
    return []


def _by_id(connection: Connection, text: str) -> Iterable[str]:
    spellings = {text, ids.normalise(text), ids.normalise(text.replace("-", "").replace("/", ""))}
    where = or_(PARCELS.c.parcel_id.in_(spellings), func.lower(PARCELS.c.parcel_id) == text.lower())
    return connection.scalars(select(PARCELS.c.parcel_id).where(where))


def _by_case(connection: Connection, text: str) -> Iterable[str]:
    match = _CASE.match(text)
    if match is None:
        return []
    case_no = f"{match[1]}-{int(match[2]):04d}"
    query = select(SITE_PARCELS.c.parcel_id).join_from(
        SITE_PARCELS, SITES, SITES.c.site_id == SITE_PARCELS.c.site_id
    )
    return connection.scalars(query.where(SITES.c.case_no == case_no))


def _by_number(connection: Connection, text: str) -> Iterable[str]:
    match = _PLACE.match(text)
    parsed = ids.parse_number(match["number"]) if match else None
    if match is None or parsed is None:
        return connection.scalars(select(PARCELS.c.parcel_id).where(PARCELS.c.number == text))
    place = _in_place(connection, match["name"], match["flur"])
    if place is None:
        return []
    numerator, denominator = parsed
    whole = f"{numerator}/{denominator}" if denominator else str(numerator)
    query = select(PARCELS.c.parcel_id).where(*place)
    exact = list(connection.scalars(query.where(PARCELS.c.number == whole)))
    if exact or denominator:
        return exact
    return connection.scalars(query.where(PARCELS.c.number.like(f"{numerator}/%")))


def _in_place(connection: Connection, name: str | None, flur: str | None) -> list[ColumnElement[bool]] | None:
    """Return the condition for Gemarkung and Flur; None when no Gemarkung has this name."""
    conditions: list[ColumnElement[bool]] = []
    if flur:
        conditions.append(PARCELS.c.flur == f"{int(flur):03d}")
    wanted = fold(_PARCEL_WORD.sub("", name or "").strip(" ,"))
    if wanted:
        known = connection.scalars(select(PARCELS.c.gemarkung).distinct())
        meant = [gemarkung for gemarkung in known if gemarkung and fold(gemarkung).startswith(wanted)]
        if not meant:
            return None
        conditions.append(PARCELS.c.gemarkung.in_(meant))
    return conditions


def _by_street(connection: Connection, text: str) -> Iterable[str]:
    match = _ADDRESS.match(text.lower())
    street = fold(match["street"] if match else text)
    number = _house_number(match["number"]) if match else None
    if len(street) < 3:
        return []
    found = set(_by_addresses(connection, street, number))
    ending = rf".*?\b{re.escape(number)}(?![0-9a-z])" if number else ""
    pattern = re.compile(re.escape(street) + ending)
    query = select(PARCELS.c.parcel_id, PARCELS.c.address_text).where(PARCELS.c.address_text != "")
    for parcel_id, address in connection.execute(query):
        if any(pattern.search(_house_number(part)) for part in address.split(";")):
            found.add(parcel_id)
    return found


def _by_addresses(connection: Connection, street: str, number: str | None) -> Iterable[str]:
    streets = connection.scalars(select(ADDRESSES.c.street).distinct())
    meant = [name for name in streets if street in fold(name)]
    query = select(ADDRESSES.c.parcel_id, ADDRESSES.c.house_number)
    query = query.where(ADDRESSES.c.street.in_(meant), ADDRESSES.c.parcel_id != "")
    for parcel_id, house_number in connection.execute(query):
        if number is None or _house_number(house_number) == number:
            yield parcel_id


def _house_number(text: str) -> str:
    """Fold a text with a house number: ``"5 A"`` and ``"5a"`` are the same."""
    return re.sub(r"(?<=\d)\s+(?=[a-z]\b)", "", fold(text))


def fold(text: str) -> str:
    """Return a text as it is compared: ``"Lindenstr."`` and ``"LINDENSTRASSE"`` are the same."""
    plain = " ".join(text.casefold().split())  # ß becomes ss
    for spelled, letter in (("ae", "ä"), ("oe", "ö"), ("ue", "ü")):
        plain = plain.replace(letter, spelled)
    return re.sub(r"str(?:asse|\.|(?=$|\s))", "strasse", plain)
