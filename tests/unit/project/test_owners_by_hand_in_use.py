"""Owners by hand where they are used: letters to heirs and to who has many plots; nobody is seen unsealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import small_town

from flurinfill.model.letters import LeftOut, LetterKind
from flurinfill.model.office import Office
from flurinfill.model.owners import Address, CommunityKind, Owner, OwnerCategory, OwnerKind, Ownership
from flurinfill.model.shares import problems
from flurinfill.project import Project, operations, queries
from flurinfill.reports.correspondence.owner_request import default_text
from flurinfill.reports.papers.person_paper import person_paper
from flurinfill.usecases import letters, owner_request
from flurinfill.usecases.owner_list import export_owner_list, owner_list

DAY = date(2026, 6, 1)
THIRD = small_town.IDS[2]
OFFICE = Office(
    town="Musterau", street="Markt 1", postcode="00000", city="Musterau", phone="00000 1",
    signatory="E. Beispiel", privacy_officer="dsb@musterau.example",
)  # fmt: skip
HEIR = Owner(
    "", OwnerKind.PERSON, OwnerCategory.PRIVATE, last_name="Quittenschein",
    street="Am Pfauenrad 9", postcode="00000", city="Musterau",
)  # fmt: skip
FIRST_NAMES = ("Ada", "Bodo", "Cleo", "Dora", "Egon", "Frida", "Gero", "Hedda", "Ida", "Jost")
CANARIES = ("Quittenschein", "Pfauenrad", "Klippenfuchs", "7712345", "klippe@", "Landratsamt Nirgendwo")


def _inherit(project: Project) -> None:
    """Ten heirs instead of the owner of parcel 3; the last two have died."""
    ((owner, share),) = queries.owners_of(project, [THIRD], "case_work")
    community_id = "office-heirs"
    for number, name in enumerate(FIRST_NAMES, 1):
        tenth = Ownership(
            THIRD, "", 1, 1, CommunityKind.HEIRS, community_id, part_numerator=1, part_denominator=10
        )
        heir = replace(HEIR, first_name=name, deceased=number > 8)
        operations.add_owner(project, 2, heir, [tenth])
    operations.remove_owner(project, 2, owner.owner_id, seen=(owner, [share]))


def test_of_ten_heirs_eight_get_a_letter_and_the_dead_are_listed(project: Project) -> None:
    operations.set_office(project, OFFICE)
    _inherit(project)
    assert not problems(share for _, share in queries.owners_of(project, [THIRD], "case_work"))
    made = letters.plan(project, LetterKind.SURVEY, [2], on=DAY)
    assert [letter.owner.first_name for letter in made.run.letters] == list(FIRST_NAMES[:8])
    assert [(each.name, each.reason) for each in made.omissions] == [
        ("Quittenschein, Ida", LeftOut.DECEASED),
        ("Quittenschein, Jost", LeftOut.DECEASED),
    ]
    frame = owner_list(project, [THIRD])
    assert len(frame) == 10
    assert (frame["remarks"] == "Erbengemeinschaft").sum() == 8
    assert (frame["remarks"] == "Erbengemeinschaft, Verstorben").sum() == 2


def test_who_has_forty_plots_gets_one_letter_about_all(path: Path) -> None:
    ids = [f"14990100200{number:03d}______" for number in range(101, 142)]
    people, shares = small_town.owner_tables(ids)
    shares["owner_id"] = ["DEOWN3"] * (len(shares) - 1) + ["DETOWN"]
    shares = shares.drop_duplicates("parcel_id")
    with Project.create(path, passphrase="wolkenkuckucksheim") as project:
        operations.import_cadastre(project, small_town.cadastre(ids, owners=people, ownerships=shares))
        operations.set_office(project, OFFICE)
        sites = [next(iter(operations.create_site(project, [parcel]).sites)) for parcel in ids]
        made = letters.plan(project, LetterKind.SURVEY, sites, on=DAY)
        (letter,) = made.run.letters
        assert len(letter.subjects) == 40
        assert all(str(number) in letter.values["parcels"] for number in range(101, 141))
        assert queries.parcels_of(project, "DEOWN3", "case_work") == ids[:-1]


def test_nobody_is_seen_unsealed_after_everything_was_done(project: Project, path: Path) -> None:
    operations.set_office(project, OFFICE)
    _inherit(project)
    twin = replace(
        HEIR,
        first_name="Ada",
        phone="7712345",
        mail="klippe@musterau.example",
        further_addresses=(Address("Klippenfuchs 1", "00001", "Musterau"),),
    )
    operations.add_owner(project, 1, twin, [Ownership(small_town.IDS[0], "", 1, 7)])
    pairs = [double for double, *_ in queries.owner_doubles(project, "owner_doubles")]
    operations.merge_owners(project, pairs[0].one, pairs[0].other)
    recipient = ["Landratsamt Nirgendwo", "Weg 1"]
    paper = person_paper(queries.person(project, pairs[0].one.owner_id), OFFICE, DAY)
    told = " ".join(str(part) for part in paper.sections[0].rows)
    assert "Klippenfuchs 1" in told  # information by Art. 15 is about both spellings
    assert pairs[0].other.owner_id in told
    letter = owner_request.prepare(project, [THIRD], recipient, default_text(), on=DAY)
    out = path.parent / "hinaus"
    out.mkdir()
    owner_request.send(project, letter, out / "anfrage.pdf")
    export_owner_list(project, [THIRD], out / "liste.csv")
    assert "Quittenschein" in (out / "liste.csv").read_text("utf-8-sig")
    operations.undo(project)
    operations.import_cadastre(project, small_town.owned())
    project.backup()
    project.close()
    kept = [each for each in path.parent.rglob("*") if each.is_file() and out not in each.parents]
    assert len(kept) >= 2
    for file in kept:
        raw = file.read_bytes()
        for word in CANARIES:
            assert word.encode() not in raw, (file.name, word)
            assert word.encode("utf-16-le") not in raw, (file.name, word)
