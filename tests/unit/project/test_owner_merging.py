"""The same owner spelled twice: proposed, made one with everything said, or remembered as two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import small_town

from flurinfill.model.errors import StaleWrite
from flurinfill.model.likeness import LEAST, doubles, likeness
from flurinfill.model.owners import ContactChannel, Owner, OwnerKind, Ownership
from flurinfill.model.states import Outreach, Willingness
from flurinfill.project import Project, operations, queries

FIRST, THIRD = small_town.IDS[0], small_town.IDS[2]
EARLY, LATE = date(2026, 4, 1), date(2026, 5, 1)
BALDUIN = Owner(
    "3", OwnerKind.PERSON, last_name="Mondstaubler", first_name="Balduin",
    street="Am Regenbogen 3", postcode="00000", city="Musterau",
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({}, True),
        ({"last_name": "MONDSTAUBLER", "street": "Am  Regenbogen 3"}, True),
        ({"last_name": "Dr. Mondstäubler"}, True),
        ({"last_name": "Mondstaubler Balduin", "first_name": ""}, True),
        ({"first_name": "B."}, True),
        ({"first_name": "Balduin Maria"}, True),
        ({"street": "", "postcode": "", "city": ""}, True),
        ({"first_name": "Eulalia"}, False),  # of one household
        ({"street": "Am Regenbogen 4"}, False),
        ({"street": "Sternschnuppengasse 3"}, False),
        ({"last_name": "Tintenklecks"}, False),
    ],
)
def test_how_alike_two_owners_are(changed: dict[str, str], same: bool) -> None:
    other = replace(BALDUIN, owner_id="4", **changed)
    assert (likeness(BALDUIN, other) >= LEAST) is same
    assert likeness(BALDUIN, other) == likeness(other, BALDUIN)
    assert [(d.one, d.other) for d in doubles([BALDUIN, other])] == ([(BALDUIN, other)] if same else [])


def test_communities_without_names_and_persons_without_address_are_not_guessed() -> None:
    heirs = replace(BALDUIN, kind=OwnerKind.COMMUNITY, organisation="Erbengemeinschaft")
    nowhere = replace(BALDUIN, street="", postcode="", city="")
    assert not doubles([heirs, replace(heirs, owner_id="4")])
    assert not doubles([nowhere, replace(nowhere, owner_id="4")])


@pytest.fixture
def twice(project: Project) -> tuple[Owner, Owner]:
    """Balduin, as the cadastre has him and once more at parcel 1, with what both said."""
    operations.add_owner(
        project, 1, replace(BALDUIN, first_name="Baldwin", phone="03599 7"), [Ownership(FIRST, "")]
    )
    ((double, *_),) = queries.owner_doubles(project, "owner_doubles")
    old, new = sorted((double.one, double.other), key=lambda owner: owner.by_hand)
    return old, new


def test_merging_moves_shares_outreach_and_contacts_and_is_one_undo(
    project: Project, twice: tuple[Owner, Owner], path: Path
) -> None:
    old, new = twice
    for site, owner, state, day in ((1, new, Outreach.SENT, EARLY), (2, old, Outreach.SENT, LATE)):
        operations.set_outreach(project, site, owner.owner_id, state, on=day)
    operations.set_outreach(project, 2, new.owner_id, Outreach.DO_NOT_CONTACT, on=EARLY)
    letter = ContactChannel.LETTER
    operations.set_willingness(project, 2, old.owner_id, Willingness.SELL, source=letter, on=LATE)
    operations.record_contact(project, 1, new.owner_id, channel=letter, outgoing=True, on=EARLY)
    before = [queries.outreach_of(project, site) for site in (1, 2)]
    change = operations.merge_owners(project, old, new)
    assert change.sites == {1, 2}
    names = [owner.name for owner, _ in queries.owners_of(project, [FIRST], "case_work")]
    assert names[-1] == "Mondstaubler, Balduin"
    assert queries.contacts(project, 1)[0].owner_id == old.owner_id
    first, second = (queries.outreach_of(project, site).set_index("owner_id") for site in (1, 2))
    assert first.loc[old.owner_id, "outreach"] == "sent"
    assert second["outreach"].to_dict() == {old.owner_id: "do_not_contact"}
    assert second.loc[old.owner_id, "willingness"] == "sell"
    assert not queries.owner_doubles(project, "owner_doubles")
    operations.undo(project)
    for site, frame in zip((1, 2), before, strict=True):
        assert queries.outreach_of(project, site).equals(frame)
    assert queries.contacts(project, 1)[0].owner_id == new.owner_id
    raw = path.read_bytes()
    assert not any(word.encode() in raw for word in ("Baldwin", "03599 7", "Mondstaubler"))


def test_a_merged_owner_stays_one_in_a_newer_cadastre(project: Project, twice: tuple[Owner, Owner]) -> None:
    old, new = twice
    operations.merge_owners(project, old, new)
    owners, shares = small_town.owner_tables()
    again = owners.iloc[[2]].assign(owner_id="DEOWN9", first_name="Baldwin")
    both = small_town.pd.concat([owners, again])
    split = shares.assign(owner_id=shares["owner_id"].where(shares["parcel_id"] != THIRD, "DEOWN9"))
    operations.import_cadastre(project, small_town.cadastre(owners=both, ownerships=split))
    found = {owner.owner_id for owner, _ in queries.owners_of(project, small_town.IDS[1:4], "case_work")}
    assert found == {old.owner_id}


def test_what_is_not_the_same_is_remembered(project: Project, twice: tuple[Owner, Owner]) -> None:
    old, new = twice
    operations.keep_apart(project, old, new)
    assert not queries.owner_doubles(project, "owner_doubles")
    with pytest.raises(StaleWrite, match="stale_owner"):
        operations.merge_owners(project, old, new)
    operations.import_cadastre(project, small_town.owned())
    assert not queries.owner_doubles(project, "owner_doubles")
