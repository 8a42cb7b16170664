"""Repair and the data doctor."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import flurinfill.cadastre
from flurinfill import i18n
from flurinfill.cadastre import doctor, repair
from flurinfill.cadastre.delivery import Layer
from flurinfill.cadastre.landuse import kind_of_text, parse_text
from flurinfill.cadastre.readers.layers import decode
from flurinfill.cadastre.tables import (
    ADDRESSES,
    BUILDINGS,
    CONSTRAINTS,
    LAND_USE,
    PARCELS,
    PLANS,
    WAYS,
    Cadastre,
    conform,
    empty,
)
from flurinfill.model.errors import InputError
from flurinfill.model.findings import Finding, Severity
from flurinfill.model.potential import LandUse

BOW_TIE = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
SOURCES = [
    path.read_text(encoding="utf-8") for path in Path(flurinfill.cadastre.__file__).parent.rglob("*.py")
]


def layer(shapes: list[object], table: str = "parcels") -> Layer:
    geometry = np.full(len(shapes), None, dtype=object)
    geometry[:] = shapes
    frame = pd.DataFrame({"parcel_id": [f"P{row}" for row in range(len(shapes))]})
    return Layer(table, "ort.gpkg", frame, geometry, "EPSG:25833")


def test_only_broken_geometry_is_touched() -> None:
    whole = shapely.box(0, 0, 5, 5)
    raw = bytearray(shapely.to_wkb(whole))
    raw[13 + 16 : 13 + 32] = np.array([np.nan, np.nan]).tobytes()  # the second point of the ring
    with np.errstate(invalid="ignore"):
        nowhere = shapely.from_wkb(bytes(raw))
    parcels = layer([whole, BOW_TIE, None, shapely.Polygon(), nowhere, shapely.Point(1, 1)])
    with np.errstate(invalid="ignore"):
        found = {finding.code: finding for finding in repair.repair(parcels)}
    assert list(parcels.frame["parcel_id"]) == ["P0", "P1"]
    assert parcels.geometry[0].equals_exact(whole)
    assert parcels.geometry[1].area == 50.0  # both halves, where buffer(0) keeps one
    assert found["invalid_geometry_repaired"].examples == ("P1",)
    assert (found["geometry_missing"].count, found["geometry_not_a_number"].count) == (2, 1)
    assert found["wrong_kind_left_out"].count == 1


def test_heights_collections_and_slivers() -> None:
    solid = shapely.Polygon([(0, 0, 1), (4, 0, 1), (4, 4, 1), (0, 4, 1)])
    mixed = shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(0, 0, 2, 2)])
    line = shapely.Polygon([(0, 0), (5, 5), (10, 10), (0, 0)])
    parcels = layer([solid, mixed, line])
    found = {finding.code for finding in repair.repair(parcels)}
    assert [shape.area for shape in parcels.geometry] == [16.0, 4.0]
    assert not shapely.has_z(parcels.geometry).any()
    assert "geometry_collapsed" in found


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (shapely.Point(0, 0), "points_instead_of_areas"),
        (shapely.LineString([(0, 0), (1, 1)]), "lines_instead_of_areas"),
        (None, "geometry_unusable"),
    ],
)
def test_layers_of_the_wrong_kind_are_refused(shape: object, code: str) -> None:
    with pytest.raises(InputError) as caught:
        repair.repair(layer([shape, shape]))
    assert caught.value.code == code


def test_ways_may_be_lines_and_addresses_without_place() -> None:
    ways = layer([shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)], "ways")
    assert repair.repair(ways) == []
    addresses = layer([shapely.Point(1, 1), None, shapely.box(0, 0, 1, 1)], "addresses")
    assert repair.repair(addresses) == []
    assert [shape and shape.geom_type for shape in addresses.geometry] == ["Point", None, "Point"]


def cadastre(parcels: list[object], buildings: list[object], **columns: object) -> Cadastre:
    def table(shapes: list[object], schema: dict[str, str], frame: pd.DataFrame) -> gpd.GeoDataFrame:
        return conform(gpd.GeoDataFrame(frame, geometry=shapes, crs=25833), schema)  # type: ignore[return-value]

    identifiers = {"parcel_id": [f"P{row}" for row in range(len(parcels))], **columns}
    names = {"building_id": [f"B{row}" for row in range(len(buildings))]}
    return Cadastre(
        "EPSG:25833", None, "", (),
        parcels=table(parcels, PARCELS, pd.DataFrame(identifiers)),
        buildings=table(buildings, BUILDINGS, pd.DataFrame(names)),
        land_use=empty(LAND_USE, "EPSG:25833"), ways=empty(WAYS, "EPSG:25833"),
        addresses=empty(ADDRESSES, "EPSG:25833"), constraints=empty(CONSTRAINTS, "EPSG:25833"),
        plans=empty(PLANS, "EPSG:25833"),
    )  # fmt: skip


def test_oddities_are_found() -> None:
    strips = [shapely.box(n, 0, n + 1, 20) for n in range(12)]
    town = cadastre(
        [*strips, shapely.box(100, 0, 120, 20), shapely.box(118, 0, 130, 20), shapely.box(50, 0, 50.5, 0.5)],
        [shapely.box(0.5, 5, 11.5, 15), shapely.box(500, 0, 510, 10)],
        official_area_m2=[20.0] * 12 + [500.0, 240.0, float("nan")],
    )
    found = {finding.code: finding for finding in doctor.examine(town)}
    assert found["area_differs"].examples == ("P12",)
    assert found["parcels_overlap"].count == 2
    assert found["parcels_overlap"].details["area"] == pytest.approx(40.0)
    assert found["parcel_tiny"].examples == ("P14",)
    assert found["official_area_missing"].count == 1
    assert found["building_spans_many"].examples == ("B0",)
    assert found["building_outside"].examples == ("B1",)
    assert {"no_land_use", "no_addresses"} <= set(found)


def test_a_sound_town_has_nothing_but_what_is_missing() -> None:
    town = cadastre(
        [shapely.box(0, 0, 20, 20), shapely.box(20, 0, 40, 20)],
        [shapely.box(2, 2, 8, 8)],
        official_area_m2=401.0,
    )
    assert {finding.code for finding in doctor.examine(town)} == {"no_land_use", "no_addresses"}


def test_no_buildings_is_an_error() -> None:
    found = doctor.examine(cadastre([shapely.box(0, 0, 20, 20)], []))
    assert next(f for f in found if f.code == "no_buildings").severity is Severity.ERROR


def test_the_report_speaks_both_languages() -> None:
    finding = Finding("parcels_overlap", Severity.WARNING, "parcels", 1234, ("P1",), {"area": 1500.4})
    german = doctor.report([finding])[0]
    i18n.set_language("en")
    english = doctor.report([finding])[0]
    assert german.found == "Flurstücke, die sich überlappen – 1.234 (zusammen 1.500 m²)."
    assert english.found == "Parcels that overlap – 1,234 (1,500 m² in all)."
    assert german.done != english.done
    assert german.examples == ("P1",)


def used(pattern: str) -> set[str]:
    return {code for text in SOURCES for code in re.findall(pattern, text)}


FURTHER_FINDINGS = """no_buildings no_land_use no_addresses geometry_missing geometry_not_a_number
area_differs parcel_tiny parcel_huge crs_moved crs_moved_dhdn crs_missing_recognised crs_wrong_recognised"""
FINDINGS = used(r'(?:note|Finding|_finding|_concerning)\(\s*"([a-z_0-9]+)"') | set(FURTHER_FINDINGS.split())
ERRORS = used(r'InputError\(\s*"([a-z_0-9]+)"') | {
    "crs_undecidable",
    "crs_implausible",
    "lines_instead_of_areas",
}


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_code_has_its_texts(language: str) -> None:
    i18n.set_language(language)
    for context, codes in (
        ("finding", FINDINGS),
        ("finding_meaning", FINDINGS),
        ("error", ERRORS),
        ("error_next", ERRORS),
        ("step", used(r'report\("([a-z_]+)"')),
        (
            "cadastre_table",
            {"parcels", "buildings", "land_use", "ways", "addresses", "constraints", "owners"},
        ),
    ):
        assert [code for code in sorted(codes) if i18n.label(context, code) == code] == []
    assert len(FINDINGS) > 35
    assert len(ERRORS) > 30


def test_kinds_of_land_use() -> None:
    assert kind_of_text("Fläche gemischter Nutzung") is LandUse.MIXED
    assert kind_of_text("Strassenverkehr") is LandUse.ROAD
    assert kind_of_text("Weg") is LandUse.WAY
    assert kind_of_text("Wohnbauflaeche") is LandUse.RESIDENTIAL
    assert kind_of_text("Fließgewässer") is LandUse.WATER
    assert kind_of_text("") is LandUse.OTHER


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Parkplatz", LandUse.SQUARE),
        ("Car parking", LandUse.SQUARE),
        ("Park", LandUse.LEISURE),
        ("Parkanlage", LandUse.LEISURE),
        ("Bundesautobahn", LandUse.ROAD),
        ("Fahrbahn", LandUse.ROAD),
        ("Straßenbahn", LandUse.RAILWAY),
        ("Bahnverkehr", LandUse.RAILWAY),
    ],
)
def test_a_word_inside_another_does_not_mislead(text: str, kind: LandUse) -> None:
    assert kind_of_text(text) is kind
    assert parse_text("Wohnbauflaeche; 7584|Weg; 486") == [
        (LandUse.RESIDENTIAL, 7584.0),
        (LandUse.WAY, 486.0),
    ]
    assert parse_text("Wald;12,5;Weg;3") == [(LandUse.FOREST, 12.5), (LandUse.WAY, 3.0)]
    assert parse_text("") == []


def test_decoding() -> None:
    assert decode("Löbau".encode()) == ("Löbau", "utf-8")
    assert decode("Löbau".encode("cp1252")) == ("Löbau", "windows")
    assert decode("Löbau".encode("cp850"), "cp850") == ("Löbau", "declared")
    assert decode(b"x" * 253 + "ö".encode()[:1]) == ("x" * 253, "cut")


def test_land_without_use_and_housing_without_houses() -> None:
    parcels = gpd.GeoDataFrame(
        {"parcel_id": ["A", "B", "C"]},
        geometry=[shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100), shapely.box(200, 0, 300, 100)],
        crs="EPSG:25833",
    )
    used = {"kind": ["residential", "residential"], "code": ["41001", "41001"]}
    land_use = gpd.GeoDataFrame(used, geometry=list(parcels.geometry[:2]), crs=parcels.crs)
    houses = gpd.GeoDataFrame({"building_id": ["H"]}, geometry=[shapely.box(10, 10, 20, 20)], crs=parcels.crs)
    town = Cadastre(
        crs="EPSG:25833",
        data_state=None,
        source="",
        files=(),
        parcels=conform(parcels, PARCELS),
        buildings=conform(houses, BUILDINGS),
        land_use=conform(land_use, LAND_USE),
        ways=empty(WAYS, "EPSG:25833"),
        addresses=empty(ADDRESSES, "EPSG:25833"),
        constraints=empty(CONSTRAINTS, "EPSG:25833"),
        plans=empty(PLANS, "EPSG:25833"),
    )
    found = {finding.code: finding for finding in doctor.examine(town)}
    assert found["land_use_gaps"].examples == ("C",)
    bare = found["settled_without_buildings"]
    assert (bare.count, bare.details["hectares"]) == (1, 1.0)
    assert "über 5.000 m²" in doctor.report([bare])[0].found
