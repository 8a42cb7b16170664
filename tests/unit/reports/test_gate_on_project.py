"""The gate on a real project file: sealed, unsealed, and with consent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from village import TODAY, cadastre, measures, parcel_id

from flurinfill.cadastre import tables
from flurinfill.detection import profiles, rules
from flurinfill.model.audience import Audience
from flurinfill.model.office import Office
from flurinfill.model.states import Availability, Publication, Review
from flurinfill.project import Project, operations, queries
from flurinfill.reports import gate, sheets, webmap
from flurinfill.reports.handover import geojson, geopackage, kml
from flurinfill.reports.papers import expose, overview

DAY = timedelta(days=1)
PASSPHRASE = "Nur-fuer-diesen-Test-7"
OWNERS = {3: ("Kanarienvogel-Testfrau", "private"), 4: ("Gemeinde Neuhain-Muster", "municipality")}


def _owned() -> tables.Cadastre:
    owners = pd.DataFrame(
        [
            {"owner_id": f"o{number}", "kind": "person", "category": category, "last_name": name}
            for number, (name, category) in OWNERS.items()
        ]
    )
    shares = pd.DataFrame([{"parcel_id": parcel_id(number), "owner_id": f"o{number}"} for number in OWNERS])
    return replace(
        cadastre(),
        owners=tables.conform(owners, tables.OWNERS),
        ownerships=tables.conform(shares, tables.OWNERSHIPS),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with a private and a municipal site, both marketed, the first one published."""
    path = tmp_path / "town.gpkg"
    profile = profiles.builtin()[0]
    with Project.create(path, passphrase=PASSPHRASE) as project:
        operations.import_cadastre(project, _owned())
        operations.set_office(project, Office(town="Gemeinde Neuhain-Muster"))
        figures = measures()
        operations.store_detection(
            project, figures, rules.judge(figures, profile), profile, profiles.dump(profile)
        )
        for number in OWNERS:
            known = queries.site_table(project)
            of_parcel = [key for key, ids in known["parcel_ids"].items() if parcel_id(number) in ids]
            if not of_parcel:
                operations.create_site(project, [parcel_id(number)])
        for site_id in _sites(project).values():
            operations.set_review(project, site_id, Review.CONFIRMED)
            operations.set_availability(project, site_id, Availability.AVAILABLE)
            operations.set_availability(project, site_id, Availability.MARKETED)
        private = _sites(project)[3]
        operations.set_note(project, private, "geheime Notiz Nachtigall")
        operations.set_publication(project, private, Publication.ANNOUNCED, on=date(2026, 9, 1))
        operations.set_publication(project, private, Publication.CLEARED, on=date(2026, 10, 5))
    return path


def _sites(project: Project) -> dict[int, int]:
    by_parcel = {ids[0]: int(key) for key, ids in queries.site_table(project)["parcel_ids"].items()}
    return {number: by_parcel[parcel_id(number)] for number in OWNERS if parcel_id(number) in by_parcel}


def _numbers(project: Project, audience: Audience) -> list[str]:
    ids = list(_sites(project).values())
    return sorted(gate.release(project, audience, site_ids=ids, today=TODAY).sites["numbers"])


@pytest.fixture
def opened(path: Path) -> Iterator[Project]:
    with Project.open(path, passphrase=PASSPHRASE) as project:
        yield project


def test_public_gets_the_cleared_site_with_or_without_the_key(path: Path, opened: Project) -> None:
    assert _numbers(opened, Audience.PUBLIC) == ["3"]
    opened.close()
    with Project.open(path) as locked:
        assert _numbers(locked, Audience.PUBLIC) == ["3"]


def test_the_public_register_shows_the_size_in_the_cadastre(opened: Project) -> None:
    site_id = _sites(opened)[3]
    official = queries.site_table(opened).loc[site_id, "area_m2"]
    operations.set_site_field(opened, site_id, "area_m2", 4321)

    def size(audience: Audience) -> float:
        released = gate.release(opened, audience, site_ids=[site_id], today=TODAY).sites
        return float(released["area_m2"].iloc[0])

    assert size(Audience.PUBLIC) == official != 4321
    assert size(Audience.INTERNAL) == 4321


def test_papers_are_headed_by_the_town_of_the_office(opened: Project) -> None:
    release = gate.release(opened, Audience.PUBLIC, today=TODAY)
    data, _ = overview.content(release)
    assert data["head"] == "Gemeinde Neuhain-Muster · Potenzialflächen"


def test_investors_get_the_municipal_site_and_then_the_one_with_consent(opened: Project) -> None:
    assert _numbers(opened, Audience.INVESTOR) == ["4"]
    operations.set_consent(opened, _sites(opened)[3], "o3", True, on=TODAY)
    assert _numbers(opened, Audience.INVESTOR) == ["3", "4"]


def _withheld(project: Project) -> str:
    release = gate.release(project, Audience.INVESTOR, site_ids=[_sites(project)[3]], today=TODAY)
    return release.withheld[0].reason if release.withheld else ""


def test_an_objection_after_the_consent_closes_it_until_it_is_given_anew(opened: Project) -> None:
    site_id, asked = _sites(opened)[3], date(2026, 10, 12)
    operations.record_objection(opened, site_id, on=asked - DAY, owner_id="o3")
    operations.set_consent(opened, site_id, "o3", True, on=asked)
    assert _withheld(opened) == ""  # the consent is the later word
    operations.record_objection(opened, site_id, on=asked + DAY, owner_id="o3", text="lieber doch nicht")
    assert _withheld(opened) == "objected_after_consent"
    assert not queries.site(opened, site_id).consent_investor
    operations.set_consent(opened, site_id, "o3", True, on=asked + DAY)
    assert _withheld(opened) == ""
    operations.record_objection(opened, site_id, on=asked + 2 * DAY)  # of whom, nobody noted
    assert _withheld(opened) == "objected_after_consent"
    for objection in queries.objections(opened):
        operations.take_back_objection(opened, objection.objection_id, on=asked + 3 * DAY)
    assert _withheld(opened) == ""


def test_an_objection_that_is_a_state_alone_closes_the_consent_too(opened: Project) -> None:
    site_id, asked = _sites(opened)[3], date(2026, 10, 12)
    operations.set_consent(opened, site_id, "o3", True, on=asked)
    operations.set_publications(opened, [site_id], Publication.OBJECTED, on=asked + DAY)
    assert _withheld(opened) == "objected_after_consent"
    operations.set_consent(opened, site_id, "o3", True, on=asked + DAY)
    assert _withheld(opened) == ""
    operations.set_publication(opened, site_id, Publication.ANNOUNCED, on=asked + 2 * DAY)
    operations.set_publication(opened, site_id, Publication.OBJECTED, on=asked + 3 * DAY)
    assert _withheld(opened) == "objected_after_consent"
    sites = list(_sites(opened).values())
    operations.set_publications(opened, sites[1:], Publication.OBJECTED, on=asked)
    assert "4" in _numbers(opened, Audience.INVESTOR)  # the town needs nobody's consent


def test_investors_do_not_get_the_land_of_another_town_without_consent(opened: Project) -> None:
    assert "4" in _numbers(opened, Audience.INVESTOR)
    operations.set_office(opened, Office(town="Stadt Anderswo"))
    assert "4" not in _numbers(opened, Audience.INVESTOR)


def test_a_locked_project_gives_investors_nothing(path: Path) -> None:
    with Project.open(path) as locked:
        release = gate.release(locked, Audience.INVESTOR, site_ids=list(_sites(locked).values()), today=TODAY)
        assert release.sites.empty
        assert {reason for _, reason in release.withheld} == {"vault_locked"}
        assert _numbers(locked, Audience.INTERNAL) == ["3", "4"]


@pytest.mark.parametrize("audience", list(Audience))
def test_no_owner_and_no_note_leaves_the_house(audience: Audience, opened: Project, tmp_path: Path) -> None:
    operations.set_consent(opened, _sites(opened)[3], "o3", True, on=TODAY)
    release = gate.release(opened, audience, today=TODAY)
    files = [
        expose.write(release, tmp_path / "expose.pdf"),
        overview.write(release, tmp_path / "overview.pdf"),
        webmap.write(release, tmp_path / "map.html"),
        sheets.write_xlsx(release, tmp_path / "sites.xlsx"),
        sheets.write_csv(release, tmp_path / "sites.csv"),
        geopackage.write(release, tmp_path / "sites.gpkg"),
        geojson.write(release, tmp_path / "sites.geojson"),
        kml.write(release, tmp_path / "sites.kml"),
    ]
    if audience is Audience.INTERNAL:
        files.append(
            sheets.write_csv(gate.release_parcels(opened, audience, TODAY), tmp_path / "parcels.csv")
        )
    for file in files:
        content = file.read_bytes().replace(release.origin.office.encode(), b"")  # whose paper it is
        for canary in (b"Kanarienvogel", b"Nachtigall", b"Neuhain-Muster"):
            assert canary not in content, file.name


def test_the_parcel_table_matches_the_parcels(opened: Project) -> None:
    table = gate.release_parcels(opened, Audience.INTERNAL, TODAY).parcels
    assert len(table) == len(queries.parcels(opened))
    assert table["same_owner_neighbour"].isna().all()
    assert not any("same_owner" in hints for hints in table["hints"])
    assert not table.geometry.is_empty.any()


def test_investors_get_no_site_of_which_an_owner_is_missing(opened: Project) -> None:
    private, town = _sites(opened)[3], _sites(opened)[4]
    operations.set_consent(opened, private, "o3", True, on=TODAY)
    for site_id, number in ((private, 3), (town, 4)):
        ((owner, share),) = queries.owners_of(opened, [parcel_id(number)], "case_work")
        half = replace(share, numerator=1, denominator=2)
        operations.change_owner(opened, site_id, owner, [half], seen=(owner, [share]))
        assert str(number) not in _numbers(opened, Audience.INVESTOR)
        ((owner, share),) = queries.owners_of(opened, [parcel_id(number)], "case_work")
        whole = replace(share, numerator=1, denominator=1)
        operations.change_owner(opened, site_id, owner, [whole], seen=(owner, [share]))
    assert _numbers(opened, Audience.INVESTOR) == ["3", "4"]


def test_the_consent_of_a_restricted_owner_is_not_used(opened: Project) -> None:
    operations.set_consent(opened, _sites(opened)[3], "o3", True, on=TODAY)
    operations.restrict_owner(opened, "o3", True, reason="Antrag")
    assert _numbers(opened, Audience.INVESTOR) == ["4"]
    operations.restrict_owner(opened, "o3", False, reason="Antrag zurückgenommen")
    assert _numbers(opened, Audience.INVESTOR) == ["3", "4"]
