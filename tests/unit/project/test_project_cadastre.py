"""A data state goes in and comes out unchanged; a newer one keeps the office's work."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import shapely
import small_town
from pandas.testing import assert_frame_equal

from flurinfill.cadastre.reading import read
from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.errors import ProjectError
from flurinfill.model.office import Office
from flurinfill.model.owners import CommunityKind, ContactChannel, OwnerCategory
from flurinfill.model.site_fields import STORED
from flurinfill.model.states import Outreach, Publication, Review, Willingness
from flurinfill.project import Project, operations, people, queries, rows
from flurinfill.project.schema import OWNERS

DAY = date(2026, 4, 1)
LAYERS = ("parcels", "buildings", "land_use", "ways", "addresses", "constraints", "plans")


def assert_same(found: Cadastre, wanted: Cadastre) -> None:
    assert (found.crs, found.data_state, found.source) == (wanted.crs, wanted.data_state, wanted.source)
    assert (found.files, found.findings) == (wanted.files, wanted.findings)
    for name in LAYERS:
        left, right = getattr(found, name), getattr(wanted, name)
        assert left.crs == right.crs, name
        assert_frame_equal(
            pd.DataFrame(left.drop(columns="geometry")), pd.DataFrame(right.drop(columns="geometry"))
        )
        here, there = left.geometry.to_numpy(), right.geometry.to_numpy()
        assert (shapely.is_missing(here) == shapely.is_missing(there)).all()
        present = ~shapely.is_missing(here)
        assert shapely.equals_exact(here[present], there[present], tolerance=0.0).all(), name


def test_a_data_state_comes_back_as_it_went_in(project: Project) -> None:
    wanted = small_town.owned()
    found = queries.cadastre(project)
    assert_same(found, wanted)
    assert found.owners is not None
    assert found.ownerships is not None
    assert wanted.owners is not None
    assert wanted.ownerships is not None
    assert_frame_equal(found.owners, wanted.owners)
    assert_frame_equal(found.ownerships, wanted.ownerships)
    state = queries.data_state(project)
    assert state is not None
    assert (state.crs, state.data_state, state.files) == ("EPSG:25833", date(2026, 3, 1), ("musterau.xml",))
    assert state.imported_at.tzinfo is not None


def test_real_files_come_back_as_they_went_in(realdata: Path, path: Path) -> None:
    source = next((realdata / "hale-neuwerk-nas").glob("*.gz"))
    wanted = read([source], with_owners=False)
    with Project.create(path) as project:
        operations.import_cadastre(project, wanted)
        assert project.crs == wanted.crs  # an empty project takes over the CRS of its first data
        assert_same(queries.cadastre(project), wanted)
    with Project.open(path) as project:
        assert project.crs == wanted.crs


def test_owners_come_with_their_shares(project: Project) -> None:
    (first, share), (second, _) = queries.owners_of(project, [small_town.IDS[0], "unknown"], "case_work")
    assert first.name == "Quarkenbeisser, Zyprian"
    assert first.as_of == date(2026, 1, 31)
    assert second.as_of is None
    assert (share.numerator, share.denominator, share.community) == (1, 2, CommunityKind.HEIRS)
    ((town, whole),) = queries.owners_of(project, [small_town.IDS[-1]], "case_work")
    assert town.category is OwnerCategory.MUNICIPALITY
    assert (whole.numerator, whole.community) == (None, None)


@pytest.mark.parametrize(
    ("ids", "code"),
    [((), "cadastre_without_parcels"), ((small_town.IDS[0], small_town.IDS[0]), "parcel_id_twice")],
)
def test_useless_data_is_refused_and_nothing_changes(
    project: Project, ids: tuple[str, ...], code: str
) -> None:
    good = small_town.cadastre()
    bad = small_town.cadastre(ids) if ids else Cadastre(**{**vars(good), "parcels": good.parcels.iloc[:0]})
    with pytest.raises(ProjectError, match=code):
        operations.import_cadastre(project, bad)
    assert len(queries.parcels(project)) == 8


def test_another_crs_is_taken_only_while_there_are_no_sites(plain: Project) -> None:
    operations.import_cadastre(plain, small_town.cadastre(crs="EPSG:25832"))
    assert plain.crs == "EPSG:25832"
    operations.create_site(plain, [small_town.IDS[0]])
    with pytest.raises(ProjectError, match="crs_differs"):
        operations.import_cadastre(plain, small_town.cadastre())


def work(project: Project) -> None:
    operations.set_review(project, 1, Review.CONFIRMED)
    operations.set_publication(project, 1, Publication.ANNOUNCED, on=DAY)
    operations.set_note(project, 1, "Hecke")
    operations.set_outreach(project, 1, "DEOWN1", Outreach.SENT, on=DAY)
    operations.set_willingness(project, 1, "DEOWN1", Willingness.SWAP, source=ContactChannel.CALL, on=DAY)
    operations.record_contact(
        project, 1, "DEOWN1", channel=ContactChannel.CALL, outgoing=True, on=DAY, text="Ja"
    )
    operations.set_review(project, 2, Review.CONFIRMED)


def test_a_newer_state_keeps_the_work_and_lists_what_is_gone(project: Project) -> None:
    work(project)
    operations.set_site_field(project, 1, "slope", "level", source="visit")
    before = queries.site_table(project)
    contacts, outreach = queries.contacts(project, 1), queries.outreach_of(project, 1)
    shape = queries.site_geometry(project, 2)
    kept = [one for one in small_town.IDS if one != small_town.IDS[2]]
    change = operations.import_cadastre(project, small_town.cadastre(kept, day=date(2026, 9, 1), shift=0.5))
    assert (change.whole, change.history_id, change.details["missing"]) == (True, None, 1)
    after = queries.site_table(project)
    measured = {field.name for field in STORED} - {"slope"}  # anew with the next detection
    changed = {"potential_now", "parcel_missing", *measured} - {"district"}
    same = [name for name in before if name not in changed]
    assert_frame_equal(after[same], before[same])
    assert after["parcel_missing"].tolist() == [False, True, False, False]
    assert (after["potential_now"] == "").all()
    assert queries.due(project, DAY)["kind"].tolist() == ["parcel_missing"]
    assert queries.contacts(project, 1) == contacts
    assert_frame_equal(queries.outreach_of(project, 1), outreach)  # this state brought no owners
    assert queries.site_geometry(project, 2).equals(shape)  # what was known last
    assert queries.site_geometry(project, 1).bounds[0] == small_town.EAST + 0.5
    assert (queries.parcel_table(project)["potential"] == "").all()
    assert queries.measures(project).empty
    assert queries.profile_text(project) == ""
    operations.import_cadastre(project, small_town.cadastre())
    assert not queries.site_table(project)["parcel_missing"].any()


def test_owners_are_known_again_by_name_and_address(project: Project) -> None:
    work(project)
    contacts = queries.contacts(project, 1)
    newer = small_town.owned()
    assert newer.owners is not None
    assert newer.ownerships is not None
    renamed = dict(zip(small_town.OWNER_IDS, ("N7", "N8", "N9", "DEOWN1"), strict=True))  # ids run anew
    operations.import_cadastre(
        project,
        small_town.cadastre(
            owners=newer.owners.assign(owner_id=newer.owners["owner_id"].map(renamed)),
            ownerships=newer.ownerships.assign(owner_id=newer.ownerships["owner_id"].map(renamed)),
        ),
    )
    outreach = queries.outreach_of(project, 1).set_index("owner_id")
    assert outreach["name"].to_dict() == {
        "DEOWN1": "Quarkenbeisser, Zyprian",
        "DEOWN2": "Tintenklecks, Eulalia",
    }
    assert outreach.loc["DEOWN1", "willingness"] == "swap"
    assert outreach["present"].all()
    assert queries.contacts(project, 1) == contacts
    ((town, _),) = queries.owners_of(project, [small_town.IDS[-1]], "case_work")
    assert (town.owner_id, town.organisation) == ("DETOWN", "Stadt Musterau")


def test_nobody_inherits_what_another_said(project: Project) -> None:
    work(project)
    newer = small_town.owned()
    assert newer.owners is not None
    owners = newer.owners.copy()
    owners.loc[0, ["last_name", "first_name", "street"]] = ["Käsetorte", "Neu", "Woanders 1"]
    operations.import_cadastre(project, small_town.cadastre(owners=owners, ownerships=newer.ownerships))
    outreach = queries.outreach_of(project, 1).set_index("name")
    assert outreach.loc["Käsetorte, Neu", ["outreach", "willingness"]].tolist() == ["none", "unknown"]
    assert outreach.loc["Quarkenbeisser, Zyprian", "willingness"] == "swap"  # the former owner is kept
    assert outreach["present"].to_dict() == {
        "Käsetorte, Neu": True,
        "Tintenklecks, Eulalia": True,
        "Quarkenbeisser, Zyprian": False,
    }
    assert queries.site(project, 1).willingness is Willingness.UNKNOWN


def test_an_owner_who_moved_house_stays_the_same(project: Project) -> None:
    work(project)
    newer = small_town.owned()
    assert newer.owners is not None
    owners = newer.owners.copy()
    owners.loc[0, "street"] = "Am Mondkrater 9"
    operations.import_cadastre(project, small_town.cadastre(owners=owners, ownerships=newer.ownerships))
    (moved, _), _ = queries.owners_of(project, small_town.IDS[:1], "case_work")
    assert moved.street == "Am Mondkrater 9"
    assert queries.outreach_of(project, 1).set_index("owner_id").loc["DEOWN1", "willingness"] == "swap"


def test_a_site_whose_parcel_is_gone_keeps_its_owners(project: Project) -> None:
    work(project)
    operations.import_cadastre(project, small_town.owned(small_town.IDS[1:]))
    outreach = queries.outreach_of(project, 1)
    assert outreach["present"].tolist() == [True, True]
    assert outreach["willingness"].tolist() == ["swap", "unknown"]


def test_a_refused_first_import_leaves_the_crs_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.create(path, crs="EPSG:25833") as project:

        def full() -> None:
            raise sqlite3.OperationalError("disk full")

        with monkeypatch.context() as patched:
            patched.setattr(project.store, "_commit", full)
            with pytest.raises(sqlite3.OperationalError):
                operations.import_cadastre(project, small_town.cadastre(crs="EPSG:25832"))
        assert project.crs == "EPSG:25833"
        operations.import_cadastre(project, small_town.cadastre(crs="EPSG:25832"))
        assert project.crs == "EPSG:25832"


def test_unknown_owners_of_one_parcel_are_neither_the_town_nor_willing(path: Path) -> None:
    """A site of a municipal parcel and one whose owners nobody knows must not pass for municipal."""
    people, shares = small_town.owner_tables()
    known = shares[shares["parcel_id"] != small_town.IDS[6]]
    with Project.create(path, passphrase="wolkenkuckucksheim") as project:
        operations.import_cadastre(project, small_town.cadastre(owners=people, ownerships=known))
        operations.set_office(project, Office(town="Musterau"))
        (town,) = operations.create_site(project, [small_town.IDS[7]]).sites
        (mixed,) = operations.create_site(project, [small_town.IDS[5], small_town.IDS[6]]).sites
        operations.set_consent(project, mixed, small_town.OWNER_IDS[2], True, on=DAY)
        table = queries.site_table(project)
        assert table["municipal"].to_dict() == {town: True, mixed: False}
        assert not table.loc[mixed, "consent_investor"]
        assert not queries.site(project, mixed).consent_investor
    with Project.create(path.with_name("two.gpkg"), passphrase="wolkenkuckucksheim") as project:
        operations.import_cadastre(project, small_town.cadastre(owners=people, ownerships=known))
        (mixed,) = operations.create_site(project, [small_town.IDS[7], small_town.IDS[6]]).sites
        assert not queries.site(project, mixed).municipal


def test_what_is_seen_first_is_the_cadastre(project: Project, path: Path) -> None:
    sight = queries.first_sight(project)
    assert sight is not None
    whole = queries.cadastre(project, with_owners=False)
    assert sight.parcel_ids.tolist() == whole.parcels["parcel_id"].tolist()
    assert sight.potentials.tolist() == queries.parcel_table(project)["potential"].tolist()
    assert shapely.equals_exact(sight.parcels, whole.parcels.geometry.to_numpy()).all()
    assert shapely.equals_exact(sight.buildings, whole.buildings.geometry.to_numpy()).all()
    completed = queries.cadastre(project, with_owners=False, first=sight)
    pd.testing.assert_frame_equal(completed.parcels, whole.parcels)
    pd.testing.assert_frame_equal(completed.buildings, whole.buildings)
    assert completed.parcels.geometry.to_numpy()[0] is sight.parcels[0]
    pd.testing.assert_frame_equal(
        queries.parcel_table(project, completed.parcels), queries.parcel_table(project)
    )
    project.close()
    with Project.create(path.with_name("leer.gpkg")) as empty:
        assert queries.first_sight(empty) is None


def test_what_the_office_knows_of_an_owner_survives_a_newer_state(project: Project) -> None:
    with project.store.writing() as connection:
        for row, owner in people.read_owners(connection, project.vault).items():
            if owner.owner_id in {"DEOWN1", "DEOWN2"}:
                text = {**vars(owner), "as_of": None, "phone": "03599 1", "mail": "z@musterau.example"}
                text |= {"deceased": owner.owner_id == "DEOWN1", "restricted": owner.owner_id == "DEOWN2"}
                rows.change(connection, OWNERS, row, {"sealed": project.vault.seal("owners", row, text)})
    operations.set_outreach(project, 1, "DEOWN2", Outreach.SENT, on=DAY)
    frame, shares = small_town.owner_tables()
    left = shares["owner_id"] != "DEOWN2"  # has sold, but was written to: a former owner
    kept = frame[frame["owner_id"] != "DEOWN2"]
    operations.import_cadastre(project, small_town.cadastre(owners=kept, ownerships=shares[left]))
    with project.store.reading() as connection:
        owners = {one.owner_id: one for one in people.read_owners(connection, project.vault).values()}
    for owner_id, deceased, restricted in (("DEOWN1", True, False), ("DEOWN2", False, True)):
        owner = owners[owner_id]
        assert (owner.phone, owner.mail) == ("03599 1", "z@musterau.example")
        assert (owner.deceased, owner.restricted) == (deceased, restricted)
    assert (owners["DEOWN3"].phone, owners["DEOWN3"].restricted) == ("", False)


def test_land_of_another_town_is_not_that_of_the_town(project: Project) -> None:
    own = queries.site_table(project)["municipal"]
    assert own.tolist() == [False, False, False, True]
    for town in ("Stadt Nachbarau", "", "Stadt"):
        operations.set_office(project, Office(town=town))
        table = queries.site_table(project)
        assert not table["municipal"].any()
        assert table["owner_category"].tolist()[3] == OwnerCategory.MUNICIPALITY
    operations.set_office(project, Office(town="Große Kreisstadt Musterau"))
    assert queries.site(project, 4).municipal
