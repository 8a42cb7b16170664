"""Shares as people and cadastres write them, and whether they add up."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flurinfill.model.errors import InputError
from flurinfill.model.owners import CommunityKind, Ownership
from flurinfill.model.shares import ShareFault, community_votes, problems, read_share
from flurinfill.model.states import Outreach, Willingness

HEIRS = CommunityKind.HEIRS


def held(owner: str, top: int | None, bottom: int | None, **more: object) -> Ownership:
    return Ownership("P", owner, top, bottom, **more)  # type: ignore[arg-type]


def test_shares_are_read_as_people_write_them() -> None:
    read = [read_share(text) for text in ("1/2", " 3 / 8 ", "50 %", "0,25", "1", "")]
    assert read == [Fraction(1, 2), Fraction(3, 8), Fraction(1, 2), Fraction(1, 4), Fraction(1), None]
    for text in ("3/2", "0", "1/0", "halb", "120 %", "-1/2"):
        with pytest.raises(InputError, match="share_wrong"):
            read_share(text)


@pytest.mark.parametrize(
    "shares",
    [
        [held("A", 1, 2), held("B", 1, 2)],
        [held("A", None, None)],  # the only one: nothing to add up
        [held("A", 1, 1), held("B", 1, 1, booking="2101")],  # owner of the ground, and a heritable right
        [held(name, 1, 1, community=HEIRS, community_id="G") for name in "ABC"],  # jointly, as in ALKIS
        [held(name, 1, 3, community=HEIRS, community_id="G") for name in "ABC"],  # each for oneself
        [held("A", 1, 2), *(held(n, 1, 2, community=HEIRS, community_id="G") for n in "BC")],
        [held("A", 1, 4, sheet="1", community=HEIRS, community_id="G"), held("B", 1, 2),
         held("A", 1, 4, sheet="2", community=HEIRS, community_id="G")],
    ],
)  # fmt: skip
def test_shares_that_add_up(shares: list[Ownership]) -> None:
    assert problems(shares) == []


def test_shares_that_do_not_add_up() -> None:
    thirds = [held("A", 1, 3), held("B", 1, 3)]
    ((parcel, fault, total),) = [(each.parcel_id, each.fault, each.total) for each in problems(thirds)]
    assert (parcel, fault, total) == ("P", ShareFault.TOO_LITTLE, Fraction(2, 3))
    assert problems([*thirds, held("C", 1, 2)])[0].fault is ShareFault.TOO_MUCH
    assert problems([*thirds, held("C", None, None)])[0].fault is ShareFault.UNKNOWN
    parts = [
        held(name, 1, 1, community=HEIRS, community_id="G", part_numerator=1, part_denominator=4)
        for name in "ABC"
    ]
    ((fault, total),) = [(each.fault, each.total) for each in problems(parts)]
    assert (fault, total) == (ShareFault.COMMUNITY, Fraction(3, 4))


def test_a_community_stands_to_a_sale_as_its_members_said() -> None:
    parts = {"A": (1, 2), "B": (1, 4), "C": (1, 4)}
    members = [
        held(name, 1, 1, community=HEIRS, community_id="G", part_numerator=top, part_denominator=bottom)
        for name, (top, bottom) in parts.items()
    ]
    said = [
        (members[0], Outreach.ANSWERED, Willingness.SELL),
        (members[1], Outreach.ANSWERED, Willingness.NO_INTEREST),
        (members[2], Outreach.NONE, Willingness.SELL_CONDITIONAL),
        (held("D", 1, 2), Outreach.ANSWERED, Willingness.SELL),
    ]
    (vote,) = community_votes(said)
    assert (vote.members, vote.answered, vote.in_favour, vote.share) == (3, 2, 2, Fraction(3, 4))
    unknown = held("E", 1, 1, community=HEIRS, community_id="G")
    assert community_votes([*said, (unknown, Outreach.NONE, Willingness.UNKNOWN)])[0].share is None
