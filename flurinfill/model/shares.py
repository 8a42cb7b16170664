"""Shares of parcels as fractions: read as people write them, and whether they add up to one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from flurinfill.model.errors import InputError
from flurinfill.model.owners import CommunityKind, Ownership
from flurinfill.model.states import Outreach, Willingness

OWN_RIGHTS = ("21", "22", "23")
"""Buchungsarten of Erbbaurecht, Gebäudeeigentum …: held beside the ownership of the ground."""
FOR_A_SALE = frozenset({Willingness.SELL, Willingness.SELL_CONDITIONAL})
_FRACTION = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})")
_DECIMAL = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)\s*(%?)")


class ShareFault(StrEnum):
    """What is wrong with the shares of a parcel."""

    TOO_MUCH = "too_much"
    TOO_LITTLE = "too_little"
    UNKNOWN = "unknown"  # of several owners
    COMMUNITY = "community"  # parts of a community that do not add up


@dataclass(frozen=True)
class ShareProblem:
    """Shares of a parcel that do not add up to one; ``total`` is what they come to, where it is known."""

    parcel_id: str
    fault: ShareFault
    total: Fraction | None = None


def share_of(share: Ownership) -> Fraction | None:
    """Return the share of the parcel, None when it is not known."""
    return _fraction(share.numerator, share.denominator)


def part_of(share: Ownership) -> Fraction | None:
    """Return the part of the community, None when it is not known."""
    return _fraction(share.part_numerator, share.part_denominator)


def read_share(text: str) -> Fraction | None:
    """Read a share as people write it: ``1/2``, ``50 %``, ``0,5``, ``1``; None for an empty text.

    Raises
    ------
    InputError
        ``share_wrong`` for what is none, is zero or more than the whole.

    Examples
    --------
    >>> read_share("3/8"), read_share("12,5 %")
    (Fraction(3, 8), Fraction(1, 8))
    """
    bare = text.strip()
    if not bare:
        return None
    fraction, decimal = _FRACTION.fullmatch(bare), _DECIMAL.fullmatch(bare)
    if fraction is not None and int(fraction[2]):
        found = Fraction(int(fraction[1]), int(fraction[2]))
    elif decimal is not None:
        found = Fraction(decimal[1].replace(",", ".")) / (100 if decimal[2] else 1)
    else:
        raise InputError("share_wrong", share=bare)
    if not 0 < found <= 1:
        raise InputError("share_wrong", share=bare)
    return found


def problems(shares: Iterable[Ownership]) -> list[ShareProblem]:
    """Return what does not add up, parcel by parcel.

    The cadastre gives members of a community the share that they hold jointly, other sources give each
    a share of their own; both are right where they come to one.
    """
    by_parcel: dict[str, list[Ownership]] = {}
    for share in shares:
        if not share.booking.startswith(OWN_RIGHTS):
            by_parcel.setdefault(share.parcel_id, []).append(share)
    found: list[ShareProblem] = []
    for parcel, listed in by_parcel.items():
        found += _of_parcel(parcel, listed)
        found += _of_communities(parcel, listed)
    return found


def _of_parcel(parcel: str, listed: Sequence[Ownership]) -> list[ShareProblem]:
    known = [share_of(share) for share in listed]
    if any(share is None for share in known):
        return [ShareProblem(parcel, ShareFault.UNKNOWN)] if len(listed) > 1 else []
    single = sum((share or Fraction() for share in known), Fraction())
    joint = sum((_held(members) for members in _groups(listed)), Fraction())
    if 1 in (single, joint):
        return []
    return [ShareProblem(parcel, ShareFault.TOO_MUCH if joint > 1 else ShareFault.TOO_LITTLE, joint)]


def _held(members: Sequence[Ownership]) -> Fraction:
    """What the members of one community hold: their joint share, or the sum where they differ.

    A community may hold several shares by several sheets; members entered by hand have no sheet.
    """
    of_sheets = [member for member in members if member.sheet] or members
    held = {(member.sheet, share_of(member) or Fraction()) for member in of_sheets}
    if len(held) == len({sheet for sheet, _ in held}):
        return sum((share for _, share in held), Fraction())
    return sum((share_of(member) or Fraction() for member in members), Fraction())


def _groups(listed: Sequence[Ownership]) -> list[list[Ownership]]:
    groups: dict[object, list[Ownership]] = {}
    for number, share in enumerate(listed):
        groups.setdefault(share.community_id or number, []).append(share)
    return list(groups.values())


def _of_communities(parcel: str, listed: Sequence[Ownership]) -> list[ShareProblem]:
    found = []
    for members in _groups(listed):
        parts = [part_of(member) for member in members]
        if members[0].community_id and any(part is not None for part in parts):
            total = sum((part or Fraction() for part in parts), Fraction())
            if total != 1:
                found.append(ShareProblem(parcel, ShareFault.COMMUNITY, total))
    return found


def _fraction(numerator: int | None, denominator: int | None) -> Fraction | None:
    return Fraction(numerator, denominator) if numerator is not None and denominator else None


@dataclass(frozen=True)
class CommunityVote:
    """How a community stands to a sale.

    ``share`` is the part of it that is in favour, None while the part of a member is not known.
    """

    community: CommunityKind
    members: int
    answered: int
    in_favour: int
    share: Fraction | None


def community_votes(said: Iterable[tuple[Ownership, Outreach, Willingness]]) -> list[CommunityVote]:
    """Return how each community stands to a sale, from what every member was asked and said."""
    groups: dict[str, dict[str, tuple[Ownership, Outreach, Willingness]]] = {}
    for each in said:
        if each[0].community_id:
            groups.setdefault(each[0].community_id, {}).setdefault(each[0].owner_id, each)
    return [_vote(list(members.values())) for members in groups.values()]


def _vote(members: Sequence[tuple[Ownership, Outreach, Willingness]]) -> CommunityVote:
    parts = [part_of(share) for share, _, _ in members]
    ready = [willingness in FOR_A_SALE for _, _, willingness in members]
    known = None not in parts
    return CommunityVote(
        community=members[0][0].community or CommunityKind.OTHER,
        members=len(members),
        answered=sum(outreach is Outreach.ANSWERED for _, outreach, _ in members),
        in_favour=sum(ready),
        share=sum((part or Fraction() for part, sells in zip(parts, ready, strict=True) if sells), Fraction())
        if known
        else None,
    )
