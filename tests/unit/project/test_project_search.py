"""A clerk types a number, a street or a case in any spelling."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import small_town

from flurinfill.cadastre.tables import Cadastre
from flurinfill.project import Project, operations, queries
from flurinfill.project.queries import searching
from flurinfill.project.queries.places import fold

IDS = (
    "14990100200025______",
    "149901002000250003__",
    "14990100200025000a__",
    "149901003000250003__",
    "149902___00123______",
    "149902___001230004__",
    "149902___00007______",
    "FR-49-000-AB-0012",
)
NUMBERS = ("25", "25/3", "25/a", "25/3", "123", "123/4", "7", "12")
A, A3, AA, B3, C, C4, D, F = IDS


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    plain = small_town.cadastre(IDS)
    parcels = plain.parcels.assign(
        number=pd.Series(NUMBERS, dtype="str"),
        gemarkung_code=[one[:6] for one in IDS],
        gemarkung=["Musterau"] * 4 + ["Bad Beispiel"] * 3 + [""],
        flur=["002"] * 3 + ["003"] + [""] * 4,
        address_text=[
            "",
            "Hauptstr. 12 b",
            "",
            "",
            "Kirchgasse 3; Kirchgasse 31",
            "",
            "Straße des Friedens 3",
            "",
        ],
    )
    addresses = plain.addresses.assign(street=["Lindenstraße", "Große Gasse"], house_number=["5", "5 A"])
    with Project.create(tmp_path_factory.mktemp("suche") / "p.gpkg") as project:
        operations.import_cadastre(
            project, Cadastre(**{**vars(plain), "parcels": parcels, "addresses": addresses})
        )
        operations.create_site(project, [C4, D])
        yield project


YEAR = date.today().year


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (A3, [A3]),
        (A3[:18], [A3]),
        ("14990100200025000A__", [AA]),
        ("149902   00007", []),
        (F, [F]),
        (F.lower(), [F]),
        ("25/3", [A3, B3]),
        ("Flst. 25/3", [A3, B3]),
        ("Flurstück Nr. 25 / 3", [A3, B3]),
        ("25a", [AA]),
        ("Flst. 25a", [AA]),
        ("25/A", [AA]),
        ("25", [A]),
        ("123/4", [C4]),
        ("Musterau 25/3", [A3, B3]),
        ("Gemarkung Musterau Flur 3 Flurstück 25/3", [B3]),
        ("Musterau, Flur 2, 25/3", [A3]),
        ("Flur 3 25/3", [B3]),
        ("Bad Beispiel 123/4", [C4]),
        ("bad beispiel flst 7", [D]),
        ("Bad Beispiel 25/3", []),
        ("Musterau 123", []),
        ("Lindenstraße 5", [A]),
        ("lindenstr. 5", [A]),
        ("LINDENSTRASSE", [A]),
        ("linden", [A]),
        ("große gasse 5a", [A]),
        ("Grosse Gasse 5 a", [A]),
        ("Hauptstraße 12b", [A3]),
        ("hauptstr. 1", []),
        ("Kirchgasse 3", [C]),
        ("Kirchgasse 31", [C]),
        ("Kirchgasse 1", []),
        ("Str. des Friedens", [D]),
        (f"{YEAR}-0001", [D, C4]),
        (f"{YEAR}-1", [D, C4]),
        (f"Fall {YEAR}-0001", [D, C4]),
        (f"{YEAR}-0002", []),
        ("Fall 1", [D, C4]),
        ("Fall Nr. 2", []),
        ("Hauptstraße 12b Musterau", [A3]),
        ("Musterau, Hauptstr. 12 b", [A3]),
        ("Musterau Hauptstraße 12b", [A3]),
        ("Hauptstraße 12b Bad Beispiel", []),
        ("Flst. 25/3 Musterau", [A3, B3]),
        ("25/3, Bad Beispiel", []),
        ("149902-0-123/4", [C4]),
        ("149901-3-25/3", [B3]),
        ("149901-0-25/3", []),
        ("Bad Beispiel", [D, C, C4]),
        ("", []),
        ("   ", []),
        ("%", []),
        ("ab", []),
    ],
)
def test_search(town: Project, text: str, found: list[str]) -> None:
    assert queries.search(town, text) == found


@pytest.mark.parametrize(
    ("number", "gemarkung", "found"),
    [
        ("Flst. 25/3", "Bad Beispiel", []),  # only Musterau has one
        ("Nr. 123/4", "149902", [C4]),
        ("T.v. 123/4", "Gem. Bad Beispiel", [C4]),
        ("Teil von Flurstück 123 / 4", "Gemarkung Bad Beispiel", [C4]),
        ("Fl.  Flst. 123/4", "Bad Beispiel", [C4]),
    ],
)
def test_words_before_a_number_do_not_hide_the_gemarkung(
    town: Project, number: str, gemarkung: str, found: list[str]
) -> None:
    assert queries.Placer(town).place(number, gemarkung)[1] == tuple(found)


def test_a_village_is_offered_before_the_street_that_has_its_name(tmp_path: Path) -> None:
    plain = small_town.cadastre(IDS[:4])
    parcels = plain.parcels.assign(
        district=["Neuhain", "Neuhain", "Altdorf", "Altdorf"],
        address_text=["Hauptstraße 3", "", "Hauptstraße 3", "Neuhainer Straße 1"],
    )
    bare = plain.addresses.iloc[:0]
    with Project.create(tmp_path / "p.gpkg") as project:
        operations.import_cadastre(
            project, Cadastre(**{**vars(plain), "parcels": parcels, "addresses": bare})
        )
        finder = searching.Searcher(project)
        village, street = finder.find("Neuhain")
        assert (village.kind, village.parcel_ids) == (searching.HitKind.PLACE, (A, A3))
        assert (street.kind, street.parcel_ids) == (searching.HitKind.ADDRESS, (B3,))
        assert [hit.parcel_ids for hit in finder.find("Hauptstraße 3")] == [(AA,), (A,)]
        assert [hit.parcel_ids for hit in finder.find("Hauptstr. 3 Neuhain")] == [(A,)]


def test_a_number_that_was_divided_finds_its_parts(town: Project, tmp_path: Path) -> None:
    parted = [AA, A3]
    plain = small_town.cadastre(parted)
    parcels = plain.parcels.assign(number=pd.Series(["25/a", "25/3"], dtype="str"))
    with Project.create(tmp_path / "p.gpkg") as project:
        operations.import_cadastre(project, Cadastre(**{**vars(plain), "parcels": parcels}))
        assert queries.search(project, "25") == queries.search(project, "Flst 25") != []
        assert set(queries.search(project, "25")) == set(parted)


def test_folding_knows_the_spellings_of_street() -> None:
    for text in ("Lindenstraße", "Lindenstrasse", "Lindenstr.", "LINDENSTR", " lindenstr "):
        assert fold(text) == "lindenstrasse"
    assert fold("Müllerweg") == fold("Muellerweg")
    assert fold("Strehlener Platz") == "strehlener platz"


def test_people_that_were_read_while_the_data_was_locked_are_not_kept(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = queries.Searcher(project)
    read = searching.people.read_owners

    def overtaken(*arguments: object) -> object:
        searcher.forget()
        return read(*arguments)

    monkeypatch.setattr(searching.people, "read_owners", overtaken)
    assert searcher.find(small_town.NAMES[0])
    assert searcher._people is None
    monkeypatch.undo()
    assert searcher.find(small_town.NAMES[0])
    assert searcher._people is not None
