"""GeoJSON, Shapefile and KML: the same sites in each, read back by other readers than the writer."""

from __future__ import annotations

import csv
import errno
import html
import io
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import fiona
import geopandas as gpd
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely
from lxml import etree
from shapely.geometry import Polygon
from village import CANARIES, NASTY, four_sites, parcel_id, site_row, site_table

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import ProjectError
from flurinfill.reports import writing
from flurinfill.reports.handover import gdal, geojson, geopackage, kml, shapefile, table
from flurinfill.reports.handover.attributes import (
    ATTRIBUTES,
    SHORT_NAME,
    describe_sites,
    frame,
)
from flurinfill.reports.release import SITE_COLUMNS, Release

LONG = "ä" * 126 + "€" + "ö" * 80
EMOJI = "👩‍🌾" * 60
WRITERS = {".geojson": geojson.write, ".zip": shapefile.write, ".kml": kml.write, ".gpkg": geopackage.write}
KML = {"k": kml.NAMESPACE}
Give = Callable[..., Release]


def two_sites(audience: Audience) -> pd.DataFrame:
    """Two sites with odd and missing values; one is refused to others where its parcel is gone."""
    return site_table(
        site_row(address_text=LONG, plan_name=EMOJI, case_no='<script>alert("1")</script>'),
        site_row(
            case_no="N-0002",
            parcel_ids=(parcel_id(4), parcel_id(25)),
            numbers="4, 25",
            address_text="=cmd()",
            plan_name=NASTY,
            grz=float("nan"),
            capacity_units=float("nan"),
            land_value_date=None,
            deferred_until=date(2027, 2, 28),
            parcel_missing=audience is Audience.INTERNAL,
        ),
    )


def values(release: Release, *, short: bool = False) -> list[dict[str, Any]]:
    found = shapefile.content(release)[0] if short else table.columns(release)
    names = [column.short if short else column.name for column in found]
    return [dict(zip(names, row, strict=True)) for row in zip(*(c.values for c in found), strict=True)]


def unpacked(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder / "potenzialflaechen.shp"


def by_fiona(path: Path | str, layer: str | None = None) -> tuple[list[dict[str, Any]], list[Any], Any]:
    with fiona.open(path, layer=layer) as source:
        features = list(source)
        shapes = [shapely.geometry.shape(each["geometry"]) for each in features if each["geometry"]]
        return [dict(feature["properties"]) for feature in features], shapes, source.crs


def plain(value: Any) -> Any:
    """Value of a reader as the table has it: a day as a day, nothing for what is not there."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    if value is None or (not isinstance(value, (str, list)) and pd.isna(value)):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """A reader gets what the table has; what is not known is nothing, never an empty text."""
    assert list(found) == list(expected)
    assert "" not in found.values()
    for name, value in expected.items():
        shown = plain(found[name])
        assert shown == value, name
        assert isinstance(shown, bool) == isinstance(value, bool) or shown == value


@pytest.mark.parametrize("audience", list(Audience))
def test_the_shapefile_says_the_same_as_the_release(
    audience: Audience, released: Give, tmp_path: Path
) -> None:
    release = released(audience, two_sites(audience).assign(numbers=["3", "4, 25"]))
    path = unpacked(shapefile.write(release, tmp_path / "sites.zip"), tmp_path / "in")
    rows, shapes, crs = by_fiona(path)
    for row, expected in zip(rows, values(release, short=True), strict=True):
        same(
            {k: (int(v) if isinstance(v, float) and v.is_integer() else v) for k, v in row.items()}, expected
        )
    assert crs.to_epsg() == 25833
    for shape, outline in zip(shapes, release.sites.geometry, strict=True):
        assert shape.symmetric_difference(outline).area < 1e-6
    other = pyogrio.read_dataframe(path)
    assert (
        pyproj.CRS(other.crs).equals(pyproj.CRS(25833), ignore_axis_order=True)
        or other.crs.to_epsg() == 25833
    )
    assert list(other["no"]) == [1, 2]
    assert other.geometry.geom_equals_exact(gpd.GeoSeries(shapes, crs=other.crs), 1e-6).all()


def test_what_a_shapefile_cannot_hold_is_cut_at_a_character_and_listed(
    released: Give, tmp_path: Path
) -> None:
    release = released(Audience.INVESTOR, two_sites(Audience.INVESTOR))
    path = unpacked(shapefile.write(release, tmp_path / "sites.zip"), tmp_path / "in")
    row = by_fiona(path)[0][0]
    assert row["address"] == "ä" * 126  # 252 bytes; the euro sign would need three more
    assert row["plan_name"] == EMOJI.encode()[:254].decode(errors="ignore")
    with (path.parent / "Gekürzte Texte.csv").open(encoding="utf-8-sig", newline="") as file:
        cut = [line for line in csv.reader(file, delimiter=";") if line[0] == "1"]
    assert {(line[1], line[2]): line[3] for line in cut} == {
        ("address", "address_text"): LONG,
        ("plan_name", "plan_name"): EMOJI,
        ("street", "street"): LONG,
    }
    assert "3 Texte sind länger" in (path.parent / "Lesehilfe.txt").read_text(encoding="utf-8-sig")


def test_the_shapefile_brings_all_that_belongs_to_it(released: Give, tmp_path: Path) -> None:
    packed = shapefile.write(released(Audience.INTERNAL), tmp_path / "sites.zip")
    with zipfile.ZipFile(packed) as archive:
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}
    assert len(pyogrio.read_dataframe(packed)) == len(by_fiona(f"zip://{packed}")[0]) == 4
    path = unpacked(packed, tmp_path / "in")
    endings = {".shp", ".shx", ".dbf", ".prj", ".cpg", ".qml"}
    assert {file.suffix for file in path.parent.glob("potenzialflaechen.*")} == endings
    assert path.with_suffix(".cpg").read_text() == "UTF-8"
    note = (path.parent / "Lesehilfe.txt").read_text(encoding="utf-8-sig")
    assert "Vermerk: Nur für den Dienstgebrauch" in note
    assert "Quelle: Quelle: GeoSN" in note
    fields = pyogrio.read_info(path)
    kinds = dict(zip(fields["fields"], fields["ogr_types"], strict=True))
    assert kinds["announced"] == kinds["lv_date"] == "OFTDate"
    assert kinds["area_m2"] == "OFTReal"
    style = etree.parse(path.with_suffix(".qml")).getroot()
    names = {alias.get("field"): alias.get("name") for alias in style.iter("alias")}
    assert names["plan_basis"] == "Planungsrecht"
    assert set(names) == set(kinds)
    assert style.find("renderer-v2").get("attr") in kinds


@pytest.mark.parametrize("audience", list(Audience))
def test_geojson_says_the_same_as_the_release(audience: Audience, released: Give, tmp_path: Path) -> None:
    release = released(audience, two_sites(audience))
    path = geojson.write(release, tmp_path / "sites.geojson")
    rows, shapes, crs = by_fiona(path)
    for row, expected in zip(rows, values(release), strict=True):
        same(row, expected)
    assert crs.to_epsg() == 4326
    assert (
        pyogrio.read_dataframe(path).geometry.geom_equals_exact(gpd.GeoSeries(shapes, crs=4326), 1e-9).all()
    )
    way = pyproj.Transformer.from_crs(release.crs, 4326, always_xy=True)
    for shape, outline in zip(shapes, release.sites.geometry, strict=True):
        moved = shapely.transform(outline, way.transform, interleaved=False)
        assert shapely.hausdorff_distance(shape, moved) < 1e-7
        assert (round(shape.centroid.x), round(shape.centroid.y)) == (15, 51)


def test_a_needle_that_crosses_itself_when_rounded_is_mended(released: Give) -> None:
    needle = Polygon(
        [
            (481711.155, 5702475.692),
            (481722.582, 5702481.354),
            (481729.922, 5702463.964),
            (481726.23, 5702437.8),
            (481728.329, 5702437.276),
            (481728.328, 5702437.275),
            (481724.421, 5702438.251),
            (481707.192, 5702473.729),
        ]
    )
    release = released(Audience.INTERNAL)
    release.sites.loc[1, "geometry"] = needle
    way = pyproj.Transformer.from_crs(release.crs, 4326, always_xy=True)
    bare = shapely.transform(needle, way.transform, interleaved=False)
    assert bare.is_valid
    assert not shapely.transform(bare, lambda xy: xy.round(7)).is_valid
    outline = table.outlines_in_degrees(release)[0]
    assert outline.is_valid
    assert outline.symmetric_difference(bare).area < 1e-3 * bare.area


def test_geojson_keeps_to_the_rfc(released: Give) -> None:
    hole = Polygon(
        [(486_000, 5_690_000), (486_000, 5_690_050), (486_050, 5_690_050), (486_050, 5_690_000)],
        [[(486_010, 5_690_010), (486_020, 5_690_010), (486_020, 5_690_020), (486_010, 5_690_020)]],
    )
    release = released(Audience.INTERNAL)
    release.sites.loc[1, "geometry"] = hole
    data = json.loads(json.dumps(geojson.content(release), default=str, allow_nan=False))
    assert "crs" not in data
    outer, inner = data["features"][0]["geometry"]["coordinates"]
    assert shapely.LinearRing(outer).is_ccw
    assert not shapely.LinearRing(inner).is_ccw
    assert all(len(str(number).partition(".")[2]) <= 7 for point in outer for number in point)
    west, south, east, north = data["bbox"]
    assert west < east < south < north  # longitudes first
    assert data["about"]["Vermerk"] == "Nur für den Dienstgebrauch"
    assert {line["name"] for line in data["attributes"]} == set(data["features"][0]["properties"])


@pytest.mark.parametrize("audience", list(Audience))
def test_kml_says_the_same_as_the_release(audience: Audience, released: Give, tmp_path: Path) -> None:
    release = released(audience, two_sites(audience))
    path = kml.write(release, tmp_path / "sites.kml")
    read = pyogrio.read_dataframe(path)
    assert read.crs.to_epsg() == 4326
    wanted = pyogrio.read_dataframe(geojson.write(release, tmp_path / "sites.geojson")).geometry
    assert shapely.equals_exact(shapely.force_2d(read.geometry.array), wanted.array, 1e-9).all()
    document = etree.parse(path)
    for place, expected in zip(document.iterfind(".//k:Placemark", KML), values(release), strict=True):
        data = {node.get("name"): node.text for node in place.iterfind(".//k:SimpleData", KML)}
        assert set(data) == {name for name, value in expected.items() if value is not None}
        for name, text in data.items():
            value = expected[name]
            assert text == (str(int(value)) if isinstance(value, bool) else str(value)).replace(
                "\u202e", "\u202e"
            )


def test_a_kml_shows_texts_as_texts_and_classes_by_their_colours(released: Give, tmp_path: Path) -> None:
    bad = '<script>alert(1)</script> & \x07 "x"'
    release = released(Audience.INVESTOR, four_sites().assign(district=bad))
    document = etree.parse(kml.write(release, tmp_path / "sites.kml"))
    place = document.find(".//k:Placemark", KML)
    description = place.findtext("k:description", namespaces=KML)
    assert html.escape(bad.replace("\x07", "\ufffd")) in description
    assert "<script" not in description
    assert place.findtext("k:name", namespaces=KML) == "Flst. 3, Gemarkung Neuhain"
    styles = {style.get("id"): style for style in document.iterfind(".//k:Style", KML)}
    used = [url.text for url in document.iterfind(".//k:Placemark/k:styleUrl", KML)]
    assert used == ["#class-gap", "#class-minor_use", "#class-second_row", "#class-brownfield"]
    assert {f"#{name}" for name in styles} == set(used)
    colours = [style.findtext("k:PolyStyle/k:color", namespaces=KML) for style in styles.values()]
    assert len(set(colours)) == 4
    shown = {
        field.get("name"): field.findtext("k:displayName", namespaces=KML)
        for field in document.iterfind(".//k:SimpleField", KML)
    }
    assert shown["potential_text"] == "Potenzialart (in Worten)"


def test_dates_and_unknown_numbers_of_the_geopackage(released: Give, tmp_path: Path) -> None:
    release = released(Audience.INTERNAL, two_sites(Audience.INTERNAL))
    land = release.background.land.assign(name=["", "Hainbach"])
    release = replace(release, background=replace(release.background, land=land))
    path = geopackage.write(release, tmp_path / "sites.gpkg")
    assert [row["name"] for row in by_fiona(path, geopackage.LAND)[0]] == [None, "Hainbach"]
    rows, shapes, crs = by_fiona(path, geopackage.SITES)
    for row, expected in zip(rows, values(release), strict=True):
        same(row, expected)
    assert crs.to_epsg() == 25833
    assert all(a.equals(b) for a, b in zip(shapes, release.sites.geometry, strict=True))
    info = pyogrio.read_info(path, layer=geopackage.SITES)
    kinds = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert kinds["announced_on"] == kinds["deferred_until"] == "OFTDate"
    assert info["layer_metadata"]["Vermerk"] == "Nur für den Dienstgebrauch"


@pytest.mark.parametrize("audience", list(Audience))
def test_every_attribute_of_every_layer_is_explained_in_the_geopackage(
    audience: Audience, released: Give, tmp_path: Path
) -> None:
    path = geopackage.write(released(audience), tmp_path / "sites.gpkg")
    explained = {(row["layer"], row["name"]) for row in by_fiona(path, geopackage.ATTRIBUTES)[0]}
    notes = {geopackage.ABOUT, geopackage.STYLES, geopackage.ATTRIBUTES}
    there = {
        (str(layer), str(name))
        for layer in fiona.listlayers(path)
        if layer not in notes
        for name in pyogrio.read_info(path, layer=layer)["fields"]
    }
    assert explained == there


def test_every_released_column_is_in_the_list_with_all_its_words() -> None:
    lines = frame(describe_sites([attribute.name for attribute in ATTRIBUTES], "x"))
    released_names = {"no", "marking"}.union(*SITE_COLUMNS.values())
    assert {attribute.name for attribute in ATTRIBUTES} == released_names
    for name in ("label_de", "label_en", "definition_de", "definition_en", "source_de", "source_en"):
        assert lines[name].str.len().gt(0).all(), name
    assert not (lines["label_de"] == lines["name"]).any()
    assert not (lines["definition_en"] == lines["long_name"]).any()


def test_short_names_are_short_plain_and_their_own() -> None:
    names = [name for attribute in ATTRIBUTES for name in (attribute.short, attribute.words) if name]
    assert len(names) == len({name.lower() for name in names})
    assert all(len(name) <= SHORT_NAME and name.isascii() and name.isidentifier() for name in names)


def test_no_two_attributes_are_shown_under_one_name() -> None:
    lines = describe_sites([attribute.name for attribute in ATTRIBUTES], "")
    for language in ("label_de", "label_en"):
        labels = [getattr(line, language) for line in lines]
        assert len(labels) == len(set(labels)), language


def test_the_list_beside_replaces_its_own_kind_only(released: Give, tmp_path: Path) -> None:
    other = tmp_path / "sites-Attribute.csv"
    other.write_text("meine eigene Liste", encoding="utf-8")
    for _ in range(2):
        geojson.write(released(Audience.PUBLIC), tmp_path / "sites.geojson")
    assert other.read_text(encoding="utf-8") == "meine eigene Liste"
    assert sorted(file.name for file in tmp_path.glob("sites*")) == [
        "sites-Attribute-2.csv",
        "sites-Attribute.csv",
        "sites.geojson",
    ]
    text = (tmp_path / "sites-Attribute-2.csv").read_text(encoding="utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [line["name"] for line in lines] == ["no", *SITE_COLUMNS[Audience.PUBLIC]]
    assert lines[-1]["unit"] == "m²"


@pytest.mark.parametrize("suffix", [".geojson", ".zip", ".kml"])
@pytest.mark.parametrize("audience", list(Audience))
def test_no_word_about_owners_is_in_any_file(
    suffix: str, audience: Audience, released: Give, tmp_path: Path
) -> None:
    path = WRITERS[suffix](released(audience), tmp_path / f"sites{suffix}")
    contents = [file.read_bytes() for file in tmp_path.iterdir()]
    if suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            contents += [archive.read(name) for name in archive.namelist()]
    assert any(b"Heider" in content for content in contents)
    assert not [word for word in CANARIES for content in contents if word.encode() in content]


@pytest.mark.parametrize(
    ("suffix", "number", "code"),
    [
        *((suffix, errno.ENOSPC, {"disk_full"}) for suffix in WRITERS),
        (".zip", errno.EACCES, {"export_not_writable", "export_in_use"}),
    ],
)
def test_a_failure_keeps_the_old_file(
    suffix: str, number: int, code: set[str], released: Give, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"sites{suffix}"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(writing.os, "replace", refuse)
    with pytest.raises(ProjectError) as error:
        WRITERS[suffix](released(Audience.PUBLIC), path)
    assert error.value.code in code
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("free", "words", "code"),
    [
        (0, "no feature", "disk_full"),
        (1 << 30, "no feature", "export_failed"),
        (1 << 30, "database or disk is full", "disk_full"),
    ],
)
def test_what_gdal_refuses_is_told_in_words(
    free: int, words: str, code: str, released: Give, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise gdal.FeatureError(words)

    monkeypatch.setattr(gdal.raw, "write", refuse)
    monkeypatch.setattr(gdal.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    for suffix in (".zip", ".gpkg"):
        path = tmp_path / f"sites{suffix}"
        path.write_bytes(b"old")
        with pytest.raises(ProjectError) as error:
            WRITERS[suffix](released(Audience.PUBLIC), path)
        assert error.value.code == code
        assert path.read_bytes() == b"old"


def test_english_files_speak_english(released: Give, tmp_path: Path) -> None:
    i18n.set_language("en")
    release = released(Audience.INVESTOR)
    with zipfile.ZipFile(shapefile.write(release, tmp_path / "sites.zip")) as archive:
        assert {"Attributes.csv", "How to read.txt"} <= set(archive.namelist())
    document = etree.parse(kml.write(release, tmp_path / "sites.kml"))
    assert "Availability: " in document.findtext(".//k:Placemark/k:description", namespaces=KML)
