"""Owners along the booking chain."""

from __future__ import annotations

import pytest

from flurinfill.cadastre.codes import owner_category
from flurinfill.cadastre.reading import read
from flurinfill.cadastre.tables import OWNERS, OWNERSHIPS, Cadastre

from .conftest import NasWriter


class Register:
    """Writes booking objects."""

    def __init__(self, nas: NasWriter) -> None:
        self.nas = nas
        self.objects: list[str] = []

    def booking(self, oid: str, sheet: str, kind: str = "1100", more: str = "") -> None:
        refs = self.nas.ref("istBestandteilVon", sheet) + more
        self._add("AX_Buchungsstelle", oid, f"<buchungsart>{kind}</buchungsart>{refs}")

    def sheet(self, oid: str, number: str) -> None:
        tag = "buchungsblattnummerMitBuchstabenerweiterung"
        self._add("AX_Buchungsblatt", oid, f"<{tag}>{number}</{tag}>")

    def name(self, oid: str, sheet: str, more: str) -> None:
        self._add("AX_Namensnummer", oid, self.nas.ref("istBestandteilVon", sheet) + more)

    def person(self, oid: str, last: str, first: str = "", salutation: str = "", more: str = "") -> None:
        parts = {"nachnameOderFirma": last, "vorname": first, "anrede": salutation}
        text = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value)
        self._add("AX_Person", oid, text + "<geburtsdatum>1900-01-01</geburtsdatum>" + more)

    def _add(self, kind: str, oid: str, content: str) -> None:
        self.objects.append(self.nas.feature(kind, oid, content))

    def read(self, *parcels: str, with_owners: bool = True) -> Cadastre:
        return read([self.nas.write(*parcels, *self.objects)], with_owners=with_owners)


@pytest.fixture
def register(nas: NasWriter) -> Register:
    return Register(nas)


def rows(cadastre: Cadastre) -> list[tuple[object, ...]]:
    assert cadastre.owners is not None
    assert cadastre.ownerships is not None
    joined = cadastre.ownerships.merge(cadastre.owners, on="owner_id")
    names = joined["organisation"].where(joined["organisation"] != "", joined["last_name"])
    shares = zip(names, joined["numerator"], joined["denominator"], strict=True)
    return [tuple(row) for row in shares]


def test_persons_with_shares_and_addresses(nas: NasWriter, register: Register) -> None:
    register.booking("S1", "B1")
    register.sheet("B1", "000123A")
    for number, kind in ((1, "1000"), (2, "5500")):
        share = nas.share(number, 3)
        more = share + nas.ref("benennt", f"P{number}") + f"<eigentuemerart>{kind}</eigentuemerart>"
        register.name(f"N{number}", "B1", more)
    register.person("P1", "Nebelfink", "Adelgunde", "1000", nas.ref("hat", "A1"))
    register.person("P2", "Stadt Musterlinden", "", "3000")
    register.objects.append(
        nas.feature(
            "AX_Anschrift",
            "A1",
            "<ort_Post>Musterlinden</ort_Post><postleitzahlPostzustellung>00917</postleitzahlPostzustellung>"
            "<strasse>Lindenstraße</strasse><hausnummer>5</hausnummer>",
        )
    )
    cadastre = register.read(nas.parcel(1, more=nas.ref("istGebucht", "S1")))
    assert cadastre.owners is not None
    assert cadastre.ownerships is not None
    assert list(cadastre.owners) == list(OWNERS)
    assert list(cadastre.ownerships) == list(OWNERSHIPS)
    person, town = (cadastre.owners.set_index("owner_id").loc[oid] for oid in ("P1", "P2"))
    assert (person["kind"], person["category"]) == ("person", "private")
    assert (person["street"], person["postcode"], person["city"]) == (
        "Lindenstraße 5",
        "00917",
        "Musterlinden",
    )
    assert (town["kind"], town["organisation"], town["category"]) == (
        "organisation",
        "Stadt Musterlinden",
        "municipality",
    )
    assert rows(cadastre) == [("Nebelfink", 1, 3), ("Stadt Musterlinden", 2, 3)]
    assert set(cadastre.ownerships["sheet"]) == {"123A"}
    assert "1900" not in cadastre.owners.to_csv()


def test_owners_are_left_out_with_a_notice(nas: NasWriter, register: Register) -> None:
    register.booking("S1", "B1")
    register.name("N1", "B1", nas.ref("benennt", "P1"))
    register.person("P1", "Nebelfink", "Adelgunde")
    cadastre = register.read(nas.parcel(1, more=nas.ref("istGebucht", "S1")), with_owners=False)
    assert cadastre.owners is None
    assert cadastre.ownerships is None
    assert {finding.code for finding in cadastre.findings} >= {"owners_left_out"}


@pytest.mark.parametrize("forwards", [True, False])
def test_heirs_hold_the_community_share_jointly(nas: NasWriter, register: Register, forwards: bool) -> None:
    register.booking("S1", "B1")
    heirs = "<artDerRechtsgemeinschaft>1000</artDerRechtsgemeinschaft>" + nas.share(1, 2)
    relation = "bestehtAusRechtsverhaeltnissenZu"
    down = "" if forwards else nas.ref(relation, "N1") + nas.ref(relation, "N2")
    up = nas.ref(relation, "N0") if forwards else ""
    register.name("N0", "B1", heirs + down)
    register.name("N1", "B1", nas.ref("benennt", "P1") + up)
    register.name("N2", "B1", nas.ref("benennt", "P2") + up)
    register.name("N3", "B1", nas.ref("benennt", "P3") + nas.share(1, 2))
    for number, name in enumerate(("Tintenhauer", "Mondholder", "Zettelborn"), 1):
        register.person(f"P{number}", name, "Alwin")
    cadastre = register.read(nas.parcel(1, more=nas.ref("istGebucht", "S1")))
    assert sorted(rows(cadastre)) == [("Mondholder", 1, 2), ("Tintenhauer", 1, 2), ("Zettelborn", 1, 2)]
    assert cadastre.ownerships is not None
    by_owner = cadastre.ownerships.set_index("owner_id")
    assert list(by_owner.loc[["P1", "P2", "P3"], "community"]) == ["heirs", "heirs", ""]
    assert by_owner.loc["P1", "community_id"] == by_owner.loc["P2", "community_id"] == "N0"


def test_a_community_without_persons_is_shown(nas: NasWriter, register: Register) -> None:
    register.booking("S1", "B1")
    register.name("N0", "B1", "<artDerRechtsgemeinschaft>1000</artDerRechtsgemeinschaft>")
    cadastre = register.read(nas.parcel(1, more=nas.ref("istGebucht", "S1")))
    assert rows(cadastre) == [("Erbengemeinschaft", 1, 1)]
    assert cadastre.owners is not None
    assert cadastre.owners["kind"].item() == "community"


def test_condominium_multiplies_the_shares(nas: NasWriter, register: Register) -> None:
    register.booking("S0", "B0", "1101")
    register.sheet("B0", "90001")
    register.booking("S1", "B1", "1301", nas.ref("an", "S0") + nas.share(50, 1000))
    register.booking("S2", "B2", "1301", nas.ref("an", "S0") + nas.share(950, 1000))
    register.name("N1", "B1", nas.ref("benennt", "P1") + nas.share(1, 2))
    register.name("N2", "B1", nas.ref("benennt", "P2") + nas.share(1, 2))
    register.name("N3", "B2", nas.ref("benennt", "P3"))
    for number, name in enumerate(("Tintenhauer", "Mondholder", "Zettelborn"), 1):
        register.person(f"P{number}", name, "Alwin")
    cadastre = register.read(nas.parcel(1, more=nas.ref("istGebucht", "S0")))
    assert sorted(rows(cadastre)) == [("Mondholder", 1, 40), ("Tintenhauer", 1, 40), ("Zettelborn", 19, 20)]
    assert cadastre.ownerships is not None
    assert set(cadastre.ownerships["booking"]) == {"1301"}


def test_building_right_stands_beside_the_ground(nas: NasWriter, register: Register) -> None:
    register.booking("S0", "B0", "1100")
    register.booking("S1", "B1", "2101", nas.ref("an", "S0"))
    register.name("N0", "B0", nas.ref("benennt", "P0"))
    register.name("N1", "B1", nas.ref("benennt", "P1"))
    register.person("P0", "Kirchgemeinde Musterlinden", "", "3000")
    register.person("P1", "Mondholder", "Alwin")
    cadastre = register.read(nas.parcel(1, more=nas.ref("istGebucht", "S0")))
    assert cadastre.ownerships is not None
    assert dict(zip(cadastre.ownerships["owner_id"], cadastre.ownerships["booking"], strict=True)) == {
        "P0": "1100",
        "P1": "2101",
    }


def test_dangling_references_are_told(nas: NasWriter, register: Register) -> None:
    register.booking("S1", "B1")
    register.name("N1", "B1", nas.ref("benennt", "FEHLT"))
    parcels = [
        nas.parcel(1, more=nas.ref("istGebucht", "S1")),
        nas.parcel(2, 400_020.0, more=nas.ref("istGebucht", "WEG")),
    ]
    cadastre = register.read(*parcels)
    assert rows(cadastre) == [("unbekannt", 1, 1)]
    found = {finding.code for finding in cadastre.findings}
    assert {"owner_chain_broken", "owner_person_missing"} <= found


def test_circles_in_the_chain_end(nas: NasWriter, register: Register) -> None:
    register.booking("S1", "B1", "1101", nas.ref("an", "S2"))
    register.booking("S2", "B2", "1101", nas.ref("an", "S1"))
    cadastre = register.read(nas.parcel(1, more=nas.ref("istGebucht", "S1")))
    assert rows(cadastre) == []


def test_categories() -> None:
    expected = {
        "private": ("1000", "1100"),
        "company": ("2100", "2900", "7100"),
        "association": ("2200", "3100"),
        "church": ("4000", "4200"),
        "federation": ("5100", "5107"),
        "municipality": ("5240", "5500", "5600"),
        "state": ("5920", "5939", "6014"),
        "other": ("5300", "5400", "5700", "5800", "3000"),
        "unknown": ("", "8000", "9000"),
    }
    for category, codes in expected.items():
        assert {owner_category(code) for code in codes} == {category}
