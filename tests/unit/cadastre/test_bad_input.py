"""What is not usable is refused with a code that says what, where and what to do."""

from __future__ import annotations

import gzip
import resource
import time
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from flurinfill import i18n
from flurinfill.cadastre.reading import LayerMapping, LayerRef, guess_mapping, read
from flurinfill.model.errors import InputError

from .conftest import NasWriter

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]>"
)


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read([path], with_owners=False)
    text = i18n.error_text(caught.value)
    assert "{" not in text
    assert path.name.partition(".")[0] in text or caught.value.details.get("path") in text
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("leer.xml", b"", "file_empty"),
        ("leer.gpkg", b"", "file_empty"),
        ("leer.xml.gz", gzip.compress(b"", mtime=0), "file_empty"),
        ("seite.xml", b"<html><body><p>Keine Daten</p></body></html>", "xml_not_cadastre"),
        ("rechnung.xml", b"<?xml version='1.0'?><Rechnung><Posten/></Rechnung>", "xml_not_cadastre"),
        ("kaputt.xml", b"<AX_Bestandsdatenauszug", "xml_truncated"),
        ("text.xml", b"Das ist kein XML", "format_unknown"),
        ("bild.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "format_unknown"),
        ("brief.docx.gz", gzip.compress(b"nur Text, kein XML", mtime=0), "gz_not_xml"),
        ("defekt.gpkg", b"SQLite format 3\x00" + b"\x00" * 64, "file_damaged"),
        ("halb.geojson", b'{"type": "FeatureCollection", "features": [{"type', "file_damaged"),
        ("leer.zip", b"PK\x05\x06" + b"\x00" * 18, "file_empty"),
        ("halb.zip", b"PK\x03\x04 abgebrochen", "archive_damaged"),
        ("steuerzeichen.xml", b"\x00\x01\x02\x03", "format_unknown"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path).code == code


def test_not_cadastre_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "rechnung.xml"
    path.write_bytes(b"<Rechnung/>")
    assert "Rechnung" in i18n.error_text(refused(path))


def test_missing_and_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "weg.xml").code == "file_missing"
    assert refused(tmp_path).code == "file_is_directory"
    with pytest.raises(InputError) as caught:
        read([], with_owners=False)
    assert caught.value.code == "no_files"


def test_truncated(nas: NasWriter, tmp_path: Path) -> None:
    text = nas.document(*(nas.parcel(n, 400_000.0 + 20 * n) for n in range(1, 200))).encode()
    for name, content in (("halb.xml", text[: len(text) // 2]), ("fast.xml", text[:-10])):
        path = tmp_path / name
        path.write_bytes(content)
        assert refused(path).code == "xml_truncated"
    packed = tmp_path / "halb.xml.gz"
    packed.write_bytes(gzip.compress(text)[:2000])
    assert refused(packed).code == "archive_damaged"
    archive = tmp_path / "halb.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bestand.xml", text)
    archive.write_bytes(archive.read_bytes()[:1500])
    assert refused(archive).code == "archive_damaged"


def test_malformed_in_the_middle(nas: NasWriter, tmp_path: Path) -> None:
    path = tmp_path / "kaputt.xml"
    path.write_text(nas.document(nas.parcel(1)).replace("</gml:Ring>", "</gml:Rung>"), encoding="utf-8")
    assert refused(path).code == "xml_malformed"


def test_wrong_encoding(nas: NasWriter, tmp_path: Path) -> None:
    text = nas.document(nas.parcel(1, more="<bemerkung>Großschönau</bemerkung>"))
    path = tmp_path / "umlaute.xml"
    path.write_bytes(text.encode("cp1252"))
    assert refused(path).code == "xml_encoding"
    path.write_bytes(text.replace("utf-8", "windows-1252").encode("cp1252"))
    assert len(read([path], with_owners=False).parcels) == 1


def test_nas_without_objects(nas: NasWriter) -> None:
    assert refused(nas.write(nas.feature("AX_Grenzpunkt", "DESNTEST00000001"))).code == "nas_without_parcels"


def test_updates_are_no_stock(nas: NasWriter, tmp_path: Path) -> None:
    text = (
        nas.document(nas.parcel(1))
        .replace("<wfs:member>", "<wfs:Replace>")
        .replace("</wfs:member>", "</wfs:Replace>")
    )
    path = tmp_path / "nba.xml"
    path.write_text(text, encoding="utf-8")
    assert refused(path).code == "nas_is_update"


def test_entities_are_refused_and_do_not_hang(nas: NasWriter, tmp_path: Path) -> None:
    body = nas.document(nas.parcel(1)).partition("\n")[2]
    secret = tmp_path / "geheim.txt"
    secret.write_text("geheim")
    external = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY g SYSTEM "{secret.as_uri()}">]>'
    begun = time.monotonic()
    for head, entity in (
        (LAUGHS, "&j;"),
        (external, "&g;"),
        ('<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://a.invalid/x.dtd">', ""),
    ):
        path = tmp_path / "lachen.xml"
        path.write_text(head + body.replace("149999___00001", f"{entity}149999___00001"), encoding="utf-8")
        assert refused(path).code == "xml_entities_refused"
        attribute = head + body.replace("gml:id=", f'uuid="{entity}" gml:id=', 1)
        path.write_text(attribute, encoding="utf-16")
        assert refused(path).code == "xml_entities_refused"
    assert time.monotonic() - begun < 5


def test_a_bomb_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "bombe.xml.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'<AX_Bestandsdatenauszug xmlns="http://www.adv-online.de/namespaces/adv/gid/7.1">')
        block = (b"<a>" + b"leer" * 250 + b"</a>") * 1000
        for _ in range(100):
            file.write(block)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refused(path).code == "xml_without_objects"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # KiB


def test_a_file_that_vanishes_while_it_is_read(nas: NasWriter) -> None:
    path = nas.write(*(nas.parcel(n, 400_000.0 + 20 * n) for n in range(1, 3)))

    class Thief:
        def report(self, step: str, done: int, total: int) -> None:
            path.unlink(missing_ok=True)
            raise OSError(5, "Eingabe-/Ausgabefehler")

    with pytest.raises(InputError) as caught:
        read([path], with_owners=False, progress=Thief())
    assert caught.value.code == "file_unreadable"


def points(tmp_path: Path, **columns: object) -> Path:
    path = tmp_path / "parcels.gpkg"
    frame = gpd.GeoDataFrame(
        pd.DataFrame({"nr": ["1"]}), geometry=[shapely.Point(400_000, 5_650_000)], crs=25833
    )
    frame.to_file(path, engine="pyogrio")
    return path


def test_points_where_areas_belong(tmp_path: Path) -> None:
    from flurinfill.cadastre.mapping import LayerMapping, LayerRef

    path = points(tmp_path)
    with pytest.raises(InputError) as caught:
        read([path], mapping=LayerMapping(parcels=LayerRef(path)), with_owners=False)
    assert caught.value.code == "points_instead_of_areas"


def test_points_in_nas(nas: NasWriter) -> None:
    assert refused(nas.write(nas.parcel(1, shape=nas.point("position")))).code == "points_instead_of_areas"


def test_not_a_number_in_nas(nas: NasWriter) -> None:
    bad = nas.surface(
        [
            (400_000.0, float("nan")),
            (400_010.0, 5_650_000.0),
            (400_010.0, 5_650_010.0),
            (400_000.0, float("nan")),
        ]
    )
    cadastre = read([nas.write(nas.parcel(1, shape=bad), nas.parcel(2))], with_owners=False)
    assert len(cadastre.parcels) == 1
    assert any(finding.code == "coordinates_unreadable" for finding in cadastre.findings)


def test_table_without_geometry(tmp_path: Path) -> None:
    from flurinfill.cadastre.mapping import LayerMapping, LayerRef

    path = tmp_path / "parcels.csv"
    path.write_text("nr,flaeche\n1,400\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read([], mapping=LayerMapping(parcels=LayerRef(path)), with_owners=False)
    assert caught.value.code == "layer_without_geometry"


def test_empty_layer(tmp_path: Path) -> None:
    path = tmp_path / "parcels.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    assert refused(path).code in {"no_parcels_layer", "layer_without_geometry", "layer_empty"}


def test_mixed_systems(nas: NasWriter) -> None:
    other = nas.square(400_020, 5_650_000, srs="urn:adv:crs:ETRS89_UTM32")
    assert refused(nas.write(nas.parcel(1), nas.parcel(2, shape=other))).code == "crs_mixed"


def test_a_layer_called_parcels_without_areas_is_named(tmp_path: Path) -> None:
    path = tmp_path / "stadt.gpkg"
    points = gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(412_000, 5_650_000)], crs=25833)
    points.to_file(path, layer="flurstuecke")
    assert refused(path).code == "points_instead_of_areas"
    table = tmp_path / "liste.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"id": [1]}), table, layer="flurstuecke")
    assert refused(table).code == "layer_without_geometry"
    assert refused(table).details["path"] == "liste.gpkg:flurstuecke"


@pytest.mark.parametrize("encoding", ["UTF-8", "CP1252"])
@pytest.mark.parametrize("declared", [True, False])
def test_names_of_columns_with_umlauts(tmp_path: Path, encoding: str, declared: bool) -> None:
    path = tmp_path / "flurstuecke.shp"
    lot = shapely.box(412_000, 5_650_000, 412_020, 5_650_030)
    lots = gpd.GeoDataFrame({"straße": ["Grüne Gasse"], "größe": [600]}, geometry=[lot], crs=25833)
    lots.to_file(path, encoding=encoding)
    if not declared:
        path.with_suffix(".cpg").unlink()
    mapping = LayerMapping(
        parcels=LayerRef(path), columns={"parcels": {"address_text": "straße", "official_area_m2": "größe"}}
    )
    parcels = read([], mapping=mapping, with_owners=False).parcels
    assert parcels["address_text"].tolist() == ["Grüne Gasse"]
    assert parcels["official_area_m2"].tolist() == [600.0]
    assert guess_mapping([path]).parcels is not None
