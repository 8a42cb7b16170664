"""The NAS reader, on a real file and on small ones."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date
from pathlib import Path

import pytest
import shapely

from flurinfill.cadastre.reading import read
from flurinfill.model.errors import Cancelled, InputError
from flurinfill.model.progress import CancelFlag

from .conftest import NasWriter


class Recorder:
    def __init__(self) -> None:
        self.steps: list[tuple[str, int, int]] = []

    def report(self, step: str, done: int, total: int) -> None:
        self.steps.append((step, done, total))


def codes(cadastre: object) -> set[str]:
    return {finding.code for finding in cadastre.findings}  # type: ignore[attr-defined]


def test_neuwerk_is_read_in_one_pass(realdata: Path) -> None:
    progress = Recorder()
    cadastre = read(
        [realdata / "hale-neuwerk-nas" / "ALKIS_NeuwScharh_0003.xml.gz"], with_owners=True, progress=progress
    )
    parcels = cadastre.parcels
    assert cadastre.crs == "EPSG:25832"
    assert len(parcels) == 137
    assert parcels["parcel_id"].is_unique
    assert parcels.is_valid.all()
    assert set(parcels.geom_type) <= {"Polygon", "MultiPolygon"}
    assert parcels["official_area_m2"].sum() == pytest.approx(2_506_460.12)
    assert parcels.area.sum() == pytest.approx(2_504_428, abs=50)
    assert parcels.loc[parcels["number"] == "128", "official_area_m2"].item() == 123.0
    assert len(cadastre.buildings) == 57
    assert len(cadastre.land_use) == 61
    assert cadastre.land_use["kind"].value_counts()["residential"] == 9
    assert len(cadastre.addresses) == 18
    assert set(cadastre.addresses["street"]) == {"Insel Neuwerk"}
    assert cadastre.data_state == date(2015, 11, 12)
    files = [step for step in progress.steps if step[0] == "read_file"]
    assert [done for _, done, _ in files] == sorted(done for _, done, _ in files)
    assert files[-1][1] == files[-1][2] > 1_000_000
    assert len(parcels.cx[466_000:468_000, 5_973_000:5_976_000]) > 50


def test_packed_files_and_several_members_are_one_cadastre(nas: NasWriter, tmp_path: Path) -> None:
    packed = tmp_path / "kachel.xml.gz"
    packed.write_bytes(gzip.compress(nas.document(nas.parcel(1)).encode()))
    archive = tmp_path / "gemeinde.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.xml", nas.document(nas.parcel(1), nas.parcel(2, 400_020.0)))
        file.writestr("b.xml", nas.document(nas.parcel(3, 400_040.0)))
        file.writestr("liesmich.txt", "nur Text")
    cadastre = read([packed, archive], with_owners=False)
    assert list(cadastre.parcels["number"]) == ["1", "2", "3"]
    assert "objects_repeated" in codes(cadastre)
    assert cadastre.files == ("kachel.xml.gz", "gemeinde.zip")


@pytest.mark.parametrize("version", ["6.0", "7.1"])
@pytest.mark.parametrize("member", ["wfs:member", "gml:featureMember"])
def test_versions_containers_and_byte_order_mark(
    nas: NasWriter, tmp_path: Path, version: str, member: str
) -> None:
    path = tmp_path / "bestand.xml"
    path.write_bytes(b"\xef\xbb\xbf" + nas.document(nas.parcel(7), version=version, member=member).encode())
    cadastre = read([path], with_owners=False)
    assert cadastre.crs == "EPSG:25833"
    assert list(cadastre.parcels["parcel_id"]) == ["149999___00007______"]
    assert cadastre.parcels.area.item() == 400.0
    assert cadastre.source == "Quelle: GeoSN, dl-de/by-2-0"


def test_position_counts_and_not_the_label_point(nas: NasWriter) -> None:
    cadastre = read([nas.write(nas.parcel(1, more=nas.point("objektkoordinaten")))], with_owners=False)
    assert cadastre.parcels.geom_type.item() == "Polygon"


def test_only_current_objects(nas: NasWriter) -> None:
    old = nas.feature("AX_Gebaeude", "DESNTESTGEB00001", nas.square(400_001, 5_650_001, 5), ended=True)
    new = nas.feature("AX_Gebaeude", "DESNTESTGEB00002", nas.square(400_008, 5_650_001, 5))
    cadastre = read([nas.write(nas.parcel(1), old, new)], with_owners=False)
    assert list(cadastre.buildings["building_id"]) == ["DESNTESTGEB00002"]
    assert "historic_left_out" in codes(cadastre)


def test_names_come_from_the_catalogues(nas: NasWriter) -> None:
    key = "<land>14</land><regierungsbezirk>0</regierungsbezirk><kreis>99</kreis><gemeinde>999</gemeinde>"
    place = f"<AX_VerschluesselteLagebezeichnung>{key}<lage>00017</lage></AX_VerschluesselteLagebezeichnung>"
    objects = [
        nas.feature(
            "AX_Gemarkung",
            "DESNTESTKAT00001",
            "<schluessel><AX_Gemarkung_Schluessel><land>14</land><gemarkungsnummer>9999</gemarkungsnummer>"
            "</AX_Gemarkung_Schluessel></schluessel><bezeichnung>Musterlinden</bezeichnung>",
        ),
        nas.feature(
            "AX_Gemeinde",
            "DESNTESTKAT00002",
            f"<gemeindekennzeichen><AX_Gemeindekennzeichen>{key}</AX_Gemeindekennzeichen></gemeindekennzeichen>"
            "<bezeichnung>Musterstadt</bezeichnung>",
        ),
        nas.feature(
            "AX_LagebezeichnungKatalogeintrag",
            "DESNTESTKAT00003",
            f"<schluessel>{place}</schluessel><bezeichnung>Lindenstraße</bezeichnung>",
        ),
        nas.feature(
            "AX_LagebezeichnungMitHausnummer",
            "DESNTESTLAG00001",
            "<lagebezeichnung><AX_Lagebezeichnung><verschluesselt>"
            f"{place}</verschluesselt></AX_Lagebezeichnung></lagebezeichnung><hausnummer>5 a</hausnummer>",
        ),
        nas.feature(
            "AX_LagebezeichnungOhneHausnummer",
            "DESNTESTLAG00002",
            "<lagebezeichnung><AX_Lagebezeichnung><unverschluesselt>Am Anger</unverschluesselt>"
            "</AX_Lagebezeichnung></lagebezeichnung>",
        ),
        nas.parcel(
            1,
            more=f"<gemeindezugehoerigkeit><AX_Gemeindekennzeichen>{key}</AX_Gemeindekennzeichen>"
            "</gemeindezugehoerigkeit><abweichenderRechtszustand>true</abweichenderRechtszustand>"
            + nas.ref("weistAuf", "DESNTESTLAG00001")
            + nas.ref("zeigtAuf", "DESNTESTLAG00002"),
        ),
    ]
    cadastre = read([nas.write(*objects)], with_owners=False)
    parcel = cadastre.parcels.iloc[0]
    assert (parcel["gemarkung"], parcel["municipality"]) == ("Musterlinden", "Musterstadt")
    assert parcel["address_text"] == "Lindenstraße 5 a; Am Anger"
    assert parcel["legal_deviation"]
    address = cadastre.addresses.iloc[0]
    assert (address["parcel_id"], address["street"]) == (parcel["parcel_id"], "Lindenstraße")
    assert shapely.within(address["geometry"], parcel["geometry"])


def test_underground_and_multi_part(nas: NasWriter) -> None:
    below = nas.feature(
        "AX_Gebaeude",
        "DESNTESTGEB00001",
        nas.square(400_001, 5_650_001, 5)
        + "<gebaeudefunktion>2000</gebaeudefunktion><lageZurErdoberflaeche>1200</lageZurErdoberflaeche>",
    )
    garage = nas.feature(
        "AX_Gebaeude",
        "DESNTESTGEB00002",
        nas.square(400_008, 5_650_001, 5)
        + "<gebaeudefunktion>2465</gebaeudefunktion><zustand>2100</zustand>",
    )
    cadastre = read([nas.write(nas.parcel(1), below, garage)], with_owners=False)
    assert cadastre.buildings["below_ground"].all()
    assert list(cadastre.buildings["state"]) == ["", "2100"]
    assert list(cadastre.buildings["function_text"]) == ["Gebäude für Wirtschaft oder Gewerbe", "Tiefgarage"]


def test_cancel_stops_the_reading(nas: NasWriter) -> None:
    path = nas.write(nas.parcel(1))
    flag = CancelFlag()
    flag.cancel()
    with pytest.raises(Cancelled):
        read([path], with_owners=False, progress=flag)


def test_buildings_without_parcels_need_parcels(nas: NasWriter) -> None:
    building = nas.feature("AX_Gebaeude", "DESNTESTGEB00001", nas.square(400_001, 5_650_001, 5))
    with pytest.raises(InputError) as caught:
        read([nas.write(building)], with_owners=False)
    assert caught.value.code == "no_parcels"


def test_parcels_and_buildings_in_different_parts(nas: NasWriter) -> None:
    one = nas.write(nas.parcel(1), name="eins.xml")
    two = nas.write(
        nas.feature("AX_Gebaeude", "DESNTESTGEB00001", nas.square(400_001, 5_650_001, 5)), name="zwei.xml"
    )
    cadastre = read([two, one], with_owners=False)
    assert (len(cadastre.parcels), len(cadastre.buildings)) == (1, 1)


@pytest.mark.parametrize("role", ["gemeindekennzeichen", "schluessel"])
def test_the_municipality_by_either_name_of_its_key(nas: NasWriter, role: str) -> None:
    key = "<land>14</land><regierungsbezirk>9</regierungsbezirk><kreis>99</kreis><gemeinde>990</gemeinde>"
    key = f"<AX_Gemeindekennzeichen>{key}</AX_Gemeindekennzeichen>"
    town = nas.feature("AX_Gemeinde", "G1", f"<{role}>{key}</{role}><bezeichnung>Musterlinden</bezeichnung>")
    parcel = nas.parcel(1, more=f"<gemeindezugehoerigkeit>{key}</gemeindezugehoerigkeit>")
    cadastre = read([nas.write(town, parcel)], with_owners=False)
    assert list(cadastre.parcels["municipality"]) == ["Musterlinden"]


def test_addresses_carry_the_parcel_identifier_of_the_table(nas: NasWriter) -> None:
    short = nas.parcel(1, more=nas.ref("weistAuf", "L1")).replace("00001______<", "00001____<")
    place = "<lagebezeichnung><unverschluesselt>Lindenweg</unverschluesselt></lagebezeichnung>"
    address = nas.feature("AX_LagebezeichnungMitHausnummer", "L1", f"{place}<hausnummer>5</hausnummer>")
    cadastre = read([nas.write(short, address)], with_owners=False)
    assert list(cadastre.addresses["parcel_id"]) == list(cadastre.parcels["parcel_id"])
    assert cadastre.parcels["parcel_id"].str.len().eq(20).all()


@pytest.mark.parametrize(
    ("function", "form", "expected"),
    [("9998", "1300", "2463"), ("1000", "1300", "1000"), ("9998", "2100", "9998")],
)
def test_the_form_of_a_garage_tells_what_the_function_leaves_open(
    nas: NasWriter, function: str, form: str, expected: str
) -> None:
    content = f"<gebaeudefunktion>{function}</gebaeudefunktion><bauweise>{form}</bauweise>"
    building = nas.feature("AX_Gebaeude", "B1", nas.square(400_001.0, 5_650_001.0, 5.0) + content)
    cadastre = read([nas.write(nas.parcel(1), building)], with_owners=False)
    assert list(cadastre.buildings["function"]) == [expected]


def test_curves_that_are_no_arcs_are_told(nas: NasWriter) -> None:
    use = nas.square(400_000.0, 5_650_000.0).replace("LineStringSegment", "CubicSpline", 2)
    use = use.replace("400000.0 5650000.0 400020.0 5650000.0", "400000 5650000 400010 5649999 400020 5650000")
    cadastre = read(
        [nas.write(nas.parcel(1), nas.feature("AX_Wohnbauflaeche", "W1", use))], with_owners=False
    )
    (finding,) = [each for each in cadastre.findings if each.code == "curves_straightened"]
    assert (finding.table, finding.count) == ("land_use", 1)
