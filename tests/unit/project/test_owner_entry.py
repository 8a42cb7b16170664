"""Owners by hand: entered, corrected, taken off, undone; a newer cadastre changes nothing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import small_town

from flurinfill.model.errors import InputError, SealedError, StaleWrite
from flurinfill.model.owners import Address, CommunityKind, Owner, OwnerCategory, OwnerKind, Ownership
from flurinfill.model.shares import ShareFault, problems
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.owner_list import owner_list

FIRST, THIRD = small_town.IDS[0], small_town.IDS[2]
NEW = Owner(
    "",
    OwnerKind.PERSON,
    OwnerCategory.PRIVATE,
    last_name="Nebelkranz",
    first_name="Erika",
    street="Zur Windmühle 4",
    postcode="00000",
    city="Musterau",
    source="Einwohnermeldeamt",
    as_of=date(2026, 5, 1),
    mail="erika@musterau.example",
    further_addresses=(Address("Postfach 12", "00001", "Musterau", "Anruf", date(2026, 6, 1)),),
)


def seen(project: Project, parcel: str, owner_id: str) -> tuple[Owner, list[Ownership]]:
    pairs = [
        pair for pair in queries.owners_of(project, [parcel], "case_work") if pair[0].owner_id == owner_id
    ]
    return pairs[0][0], [share for _, share in pairs]


def people(project: Project, parcel: str) -> dict[str, Owner]:
    return {owner.name: owner for owner, _ in queries.owners_of(project, [parcel], "case_work")}


def test_an_owner_is_added_taken_back_and_added_again(project: Project, path: Path) -> None:
    half = Ownership(THIRD, "", 1, 2)
    operations.add_owner(project, 2, NEW, [half])
    owner = people(project, THIRD)["Nebelkranz, Erika"]
    assert replace(owner, owner_id="", by_hand=False) == NEW
    assert [
        each.fault for each in problems(s for _, s in queries.owners_of(project, [THIRD], "case_work"))
    ] == [ShareFault.TOO_MUCH]
    operations.undo(project)
    assert list(people(project, THIRD)) == ["Mondstaubler, Balduin"]
    operations.redo(project)
    project.seal()
    with pytest.raises(SealedError):
        operations.add_owner(project, 2, NEW, [half])
    raw = path.read_bytes()
    assert not any(word.encode() in raw for word in ("Nebelkranz", "Windmühle", "Einwohnermeldeamt"))


def test_what_cannot_be_named_or_has_no_parcel_is_refused(project: Project) -> None:
    before = queries.history(project)
    for owner, code in (
        (replace(NEW, last_name=" "), "owner_nameless"),
        (replace(NEW, mail="erika"), "owner_mail_wrong"),
        (replace(NEW, further_addresses=(Address(),)), "owner_address_empty"),
    ):
        with pytest.raises(InputError, match=code):
            operations.add_owner(project, 2, owner, [Ownership(THIRD, "")])
    with pytest.raises(InputError, match="owner_without_parcel"):
        operations.add_owner(project, 2, NEW, [])
    assert queries.history(project) == before


def test_a_stale_owner_is_refused_and_nothing_lost(project: Project) -> None:
    was = seen(project, FIRST, "DEOWN1")
    operations.change_owner(project, 1, replace(was[0], phone="03599 1"), was[1], seen=was)
    with pytest.raises(StaleWrite, match="stale_owner"):
        operations.change_owner(project, 1, replace(was[0], phone="03599 2"), was[1], seen=was)
    with pytest.raises(StaleWrite, match="stale_owner"):
        operations.remove_owner(project, 1, "DEOWN1", seen=was)
    assert people(project, FIRST)["Quarkenbeisser, Zyprian"].phone == "03599 1"


def test_heirs_are_entered_by_hand_and_one_is_taken_off(project: Project) -> None:
    was = seen(project, THIRD, "DEOWN3")
    heir = replace(was[1][0], community=CommunityKind.HEIRS, part_numerator=1, part_denominator=2)
    operations.change_owner(project, 2, was[0], [heir], seen=was)
    ((_, joint),) = queries.owners_of(project, [THIRD], "case_work")
    assert joint.community_id
    member = Ownership(THIRD, "", None, None, joint.community, joint.community_id)
    operations.add_owner(project, 2, NEW, [replace(member, part_numerator=1, part_denominator=2)])
    shares = [share for _, share in queries.owners_of(project, [THIRD], "case_work")]
    assert not problems(shares)
    assert {share.community_id for share in shares} == {joint.community_id}
    assert {(share.numerator, share.denominator) for share in shares} == {(1, 1)}  # held jointly
    unequal = replace(shares[0], part_denominator=3)
    (fault,) = problems([unequal, shares[1]])
    assert (fault.fault, str(fault.total)) == (ShareFault.COMMUNITY, "5/6")
    owner = people(project, THIRD)["Nebelkranz, Erika"]
    operations.remove_owner(project, 2, owner.owner_id, seen=seen(project, THIRD, owner.owner_id))
    assert list(people(project, THIRD)) == ["Mondstaubler, Balduin"]
    operations.undo(project)
    assert len(people(project, THIRD)) == 2


def test_the_category_counts_for_every_plot_of_the_owner(project: Project) -> None:
    was = seen(project, THIRD, "DEOWN3")
    church = replace(was[0], category=OwnerCategory.CHURCH)
    change = operations.change_owner(project, 2, church, was[1], seen=was)
    assert change.sites == {2, 3}
    table = queries.site_table(project)
    assert table["owner_category"].tolist() == ["private", "church", "church", "municipality"]
    operations.undo(project)
    assert queries.site_table(project)["owner_category"].tolist()[1:3] == ["private", "private"]


def test_a_restriction_is_lifted_with_a_reason_only(project: Project) -> None:
    operations.restrict_owner(project, "DEOWN3", True, reason="Widerspruch nach Art. 21")
    was = seen(project, THIRD, "DEOWN3")
    freed = replace(was[0], restricted=False, phone="03599 1", mail="balduin@musterau.example")
    operations.change_owner(project, 2, freed, was[1], seen=was)
    owner = people(project, THIRD)["Mondstaubler, Balduin"]
    assert (owner.restricted, owner.phone) == (True, "03599 1")
    (line,) = owner_list(project, [THIRD]).itertuples()
    assert (line.name, line.address, line.reach) == ("Mondstaubler, Balduin", "", "")
    assert "eingeschränkt" in line.remarks
    operations.restrict_owner(project, "DEOWN3", False, reason="zurückgenommen")
    (line,) = owner_list(project, [THIRD]).itertuples()
    assert "03599 1" in line.reach
    assert "Am Regenbogen 3" in line.address


def test_who_sold_stays_away_until_the_cadastre_knows(project: Project) -> None:
    was = seen(project, THIRD, "DEOWN3")
    operations.remove_owner(project, 2, "DEOWN3", seen=was)
    operations.undo(project)
    assert seen(project, THIRD, "DEOWN3") == was
    operations.remove_owner(project, 2, "DEOWN3", seen=was)
    operations.add_owner(project, 2, NEW, [Ownership(THIRD, "", 1, 1)])
    for _ in range(2):  # the cadastre lags behind
        operations.import_cadastre(project, small_town.owned())
        assert list(people(project, THIRD)) == ["Nebelkranz, Erika"]
    people_, shares = small_town.owner_tables()
    elsewhere = shares[shares["parcel_id"] != THIRD]
    operations.import_cadastre(project, small_town.cadastre(owners=people_, ownerships=elsewhere))
    operations.import_cadastre(project, small_town.owned())  # bought back
    assert set(people(project, THIRD)) == {"Nebelkranz, Erika", "Mondstaubler, Balduin"}
    was = seen(project, THIRD, "DEOWN3")
    operations.remove_owner(project, 2, "DEOWN3", seen=was)
    other = seen(project, small_town.IDS[4], "DEOWN3")  # the same owner elsewhere, entered here again
    operations.undo(project)
    operations.import_cadastre(project, small_town.owned())
    assert set(people(project, THIRD)) == {"Nebelkranz, Erika", "Mondstaubler, Balduin"}
    assert other[0].removed_from == (THIRD,)


def test_what_was_entered_survives_a_newer_cadastre(project: Project) -> None:
    operations.add_owner(project, 2, NEW, [Ownership(THIRD, "", 1, 2)])
    was = seen(project, FIRST, "DEOWN1")
    married = replace(was[0], last_name="Federwolke", street="Am Deich 1", address_source="Anruf")
    operations.change_owner(project, 1, married, was[1], seen=was)
    was = seen(project, THIRD, "DEOWN3")
    operations.change_owner(project, 2, was[0], [replace(was[1][0], denominator=2)], seen=was)
    owners, shares = small_town.owner_tables()
    anew = {"DEOWN1": "N1", "DEOWN2": "N2", "DEOWN3": "N3", "DETOWN": "N4"}
    operations.import_cadastre(
        project,
        small_town.cadastre(
            owners=owners.assign(owner_id=owners["owner_id"].map(anew)),
            ownerships=shares.assign(owner_id=shares["owner_id"].map(anew)),
        ),
    )
    corrected = people(project, FIRST)["Federwolke, Zyprian"]
    assert (corrected.owner_id, corrected.street) == ("DEOWN1", "Am Deich 1")
    assert [address.street for address in corrected.further_addresses] == [small_town.STREET]
    shared = {owner.name: share for owner, share in queries.owners_of(project, [THIRD], "case_work")}
    assert {name: (share.numerator, share.denominator) for name, share in shared.items()} == {
        "Mondstaubler, Balduin": (1, 2),
        "Nebelkranz, Erika": (1, 2),
    }
    assert queries.undo_state(project).undo is None or "owner" not in queries.undo_state(project).undo.code
    before = [owner for owner, _ in queries.owners_of(project, [THIRD], "case_work")]
    known = owners.iloc[[0]].assign(
        owner_id="N9", last_name="Nebelkranz", first_name="Erika", street=NEW.street, city=NEW.city
    )
    sold = shares.assign(owner_id=shares["owner_id"].where(shares["parcel_id"] != THIRD, "N9"))
    operations.import_cadastre(
        project, small_town.cadastre(owners=pd.concat([owners, known]), ownerships=sold)
    )
    ((owner, share),) = queries.owners_of(project, [THIRD], "case_work")
    assert owner.owner_id == next(o.owner_id for o in before if o.last_name == "Nebelkranz")
    assert (share.numerator, share.denominator, share.by_hand) == (1, 1, False)
