"""How alike two owners are: the same person may be spelled twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from flurinfill.model.owners import Address, Owner, OwnerKind

LEAST = 0.85
"""Score from which two owners are proposed for merging."""
_LEAST_NAME = 0.8
_NAME_WEIGHT = 0.65
_WITHOUT_ADDRESS = 0.9
_PER_FURTHER_NAME = 0.05
_OTHER_HOUSE = 0.5  # too little for LEAST: only owners of one house number are compared
_OTHER_POSTCODE = 0.8
_TICK = 1000
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_TITLES = frozenset({"dr", "prof", "dipl", "ing", "herr", "frau", "geb"})


@dataclass(frozen=True)
class Double:
    """Two owners who may be the same; ``score`` from 0 to 1."""

    one: Owner
    other: Owner
    score: float


def doubles(
    owners: Sequence[Owner], tick: Callable[[int, int], None] = lambda done, total: None
) -> list[Double]:
    """Return pairs of owners who may be the same, the likeliest first.

    Communities without named persons are left out, and so are pairs of whom a person said that they
    are two. Only owners who share the beginning of a name are compared.

    Parameters
    ----------
    tick : callable
        Told how far it is.
    """
    found: dict[tuple[str, str], Double] = {}
    pairs = _pairs(owners)
    for number, (one, other) in enumerate(pairs):
        if number % _TICK == 0:
            tick(number, len(pairs))
        key = (one.owner_id, other.owner_id)
        if key in found or other.owner_id in one.distinct_from or one.owner_id in other.distinct_from:
            continue
        score = likeness(one, other)
        if score >= LEAST:
            found[key] = Double(one, other, score)
    return sorted(found.values(), key=lambda double: (-double.score, double.one.name))


def likeness(one: Owner, other: Owner) -> float:
    """Return from 0 to 1 how alike names and addresses are.

    The least alike part of the name counts: neighbours of one family share all but the first name.
    """
    name = _names_alike(_words(one.name), _words(other.name))
    if name < _LEAST_NAME:
        return 0.0
    places, others = _addresses(one), _addresses(other)
    if not places or not others:
        return name * _WITHOUT_ADDRESS if places or others else 0.0
    address = max(_places_alike(place, another) for place in places for another in others)
    return _NAME_WEIGHT * name + (1 - _NAME_WEIGHT) * address


def _pairs(owners: Iterable[Owner]) -> list[tuple[Owner, Owner]]:
    """Return who can come to :data:`LEAST` at all: same house number, or no address on one side."""
    housed: dict[object, list[Owner]] = {}
    named: dict[object, list[Owner]] = {}
    for owner in owners:
        if owner.kind is OwnerKind.COMMUNITY:
            continue
        beginnings = {word[:3] for word in _words(owner.name)}
        houses = {_house(address) for address in _addresses(owner)}
        for beginning in beginnings:
            for house in houses:
                housed.setdefault((house, beginning), []).append(owner)
        named.setdefault(tuple(sorted(beginnings)), []).append(owner)
    pairs = [pair for group in housed.values() for pair in combinations(group, 2)]
    for group in named.values():
        pairs += [pair for pair in combinations(group, 2) if not all(_addresses(each) for each in pair)]
    return pairs


def _house(address: Address) -> str:
    number = re.search(r"\d+", address.street)
    return number.group() if number else ""


def _words(name: str) -> list[str]:
    plain = name.casefold().translate(_LETTERS)
    return [word for word in re.findall(r"\w+", plain) if word not in _TITLES]


def _names_alike(one: list[str], other: list[str]) -> float:
    short, long = sorted((one, list(other)), key=len)
    if not short:
        return 0.0
    left, least = list(long), 1.0
    for word in sorted(short, key=len, reverse=True):
        best = max(left, key=lambda candidate: _word_alike(word, candidate))
        least = min(least, _word_alike(word, best))
        left.remove(best)
        if least < _LEAST_NAME:
            return 0.0
    return least - _PER_FURTHER_NAME * len(left)


def _word_alike(one: str, other: str) -> float:
    if 1 in (len(one), len(other)) and one[0] == other[0]:
        return 0.95  # an initial
    return _alike(one, other, _LEAST_NAME)


def _alike(one: str, other: str, least: float = 0.0) -> float:
    """Return how alike two texts are, 0 for less than ``least``."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or (least and matcher.quick_ratio() < least):
        return 0.0
    return matcher.ratio()


def _addresses(owner: Owner) -> list[Address]:
    return [each for each in (owner.letter_address, *owner.further_addresses) if any(each.place)]


def _places_alike(one: Address, other: Address) -> float:
    """Street, house and postcode; the town alone says nothing, for most owners live in it."""
    alike = _alike(_street(one.street), _street(other.street))
    alike *= 1.0 if _house(one) == _house(other) else _OTHER_HOUSE
    return alike if one.postcode.strip() == other.postcode.strip() else alike * _OTHER_POSTCODE


def _street(text: str) -> str:
    plain = text.casefold().translate(_LETTERS)
    return re.sub(r"[\s\-.\d]+", "", re.sub(r"str\b\.?", "strasse", plain))
