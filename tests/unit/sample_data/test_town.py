"""The fictional town: complete, planar, invented, and the same every time."""

from __future__ import annotations

import csv
import gzip
import hashlib
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from lxml import etree

from flurinfill.model.parcel_id import ParcelId
from flurinfill.model.potential import PotentialClass

FOLDER = Path(__file__).resolve().parents[3] / "sample_data"
AX = "{http://www.adv-online.de/namespaces/adv/gid/7.1}"
GML = "{http://www.opengis.net/gml/3.2}"
HREF = "{http://www.w3.org/1999/xlink}href"
FILES = ("town.nas.xml.gz", "town.gpkg", "constraints.gpkg", "truth.csv", "specials.csv")


@pytest.fixture(scope="module")
def nas() -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    with gzip.open(FOLDER / "town.nas.xml.gz") as file:
        return etree.parse(file, parser).getroot()


@pytest.fixture(scope="module")
def parcels():
    return pyogrio.read_dataframe(FOLDER / "town.gpkg", layer="Flurstueck")


@pytest.fixture(scope="module")
def truth() -> dict[str, str]:
    with (FOLDER / "truth.csv").open(encoding="utf-8") as file:
        return {row["parcel_id"]: row["truth"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def specials() -> dict[str, str]:
    with (FOLDER / "specials.csv").open(encoding="utf-8") as file:
        return {row["parcel_id"]: row["special"] for row in csv.DictReader(file)}


def test_about_six_thousand_parcels_with_their_own_sound_identifiers(parcels, truth):
    identifiers = list(parcels["flstkennz"])
    assert 5_600 <= len(identifiers) <= 6_400
    assert len(set(identifiers)) == len(identifiers)
    assert {str(ParcelId.parse(text)) for text in identifiers} == set(identifiers)
    assert set(truth) == set(identifiers)
    assert set(truth.values()) <= {value.value for value in PotentialClass}


def test_every_class_occurs_and_gaps_are_as_frequent_as_in_a_real_town(parcels, truth):
    count = Counter(truth.values())
    assert all(count[kind] >= 5 for kind in ("gap", "minor_use", "second_row", "brownfield", "garden"))
    lots = parcels["tntxt"].str.startswith(("Wohnbaufläche", "Fläche gemischter"))
    assert 0.03 <= count["gap"] / lots.sum() <= 0.07


def test_the_truth_agrees_with_the_ground(parcels, truth):
    """Gaps and second rows reach a way, gardens do not; none of them carries a house."""
    sound = parcels[parcels.geometry.is_valid]
    way = sound["tntxt"].str.startswith(("Straßenverkehr", "Weg", "Platz")).to_numpy()
    ways = sound.geometry.to_numpy()[way]
    kind = sound["flstkennz"].map(truth).to_numpy()
    tree = shapely.STRtree(shapely.buffer(ways, 0.3, cap_style="flat"))
    houses = pyogrio.read_dataframe(FOLDER / "town.gpkg", layer="GebaeudeBauwerk")
    minor = houses["gfkzshh"].str[-4:].isin({"2460", "2463", "2740", "2465"}) | (houses.geometry.area < 30)
    house_tree = shapely.STRtree(houses.geometry.to_numpy()[~minor])
    for wanted, least, most in (
        ("gap", 3.0, 1e9),
        ("minor_use", 3.0, 1e9),
        ("second_row", 3.0, 8.0),
        ("garden", 0.0, 2.0),
    ):
        shapes = sound.geometry.to_numpy()[kind == wanted]
        lot, touched = tree.query(shapes, predicate="intersects")
        shared = shapely.length(shapely.intersection(shapely.boundary(shapes[lot]), tree.geometries[touched]))
        frontage = np.bincount(lot, shared, len(shapes))
        assert (frontage >= least).all(), wanted
        assert (frontage <= most).all(), wanted
        lot, house = house_tree.query(shapes, predicate="intersects")
        covered = np.bincount(
            lot, shapely.area(shapely.intersection(shapes[lot], house_tree.geometries[house])), len(shapes)
        )
        assert (covered < 8).all(), wanted


def test_numbers_are_a_saxon_mixture(parcels):
    parsed = [ParcelId.parse(text) for text in parcels["flstkennz"]]
    plain = sum(not one.denominator for one in parsed)
    letters = sum(one.denominator.isalpha() for one in parsed)
    assert plain > 1000
    assert letters > 100
    assert len(parsed) - plain - letters > 1000
    assert {one.gemarkung for one in parsed if one.flur} == {"9806", "9808"}
    assert {one.land for one in parsed} == {"14"}


def test_parcels_tile_the_land_but_for_two_broken_outlines(parcels, specials):
    shapes = parcels.geometry.to_numpy()
    valid = shapely.is_valid(shapes)
    broken = {specials[text] for text in parcels["flstkennz"][~valid]}
    assert (~valid).sum() == 2
    assert broken == {"invalid_bow_tie", "invalid_loop"}
    good = shapes[valid]
    left, right = shapely.STRtree(good).query(good, predicate="intersects")
    pairs = left < right
    overlap = shapely.intersection(good[left[pairs]], good[right[pairs]])
    # Junctions without a vertex on the long side are off by less than a millimetre, as in old surveys
    assert (shapely.area(overlap) <= 0.001 * (1 + shapely.length(overlap))).all()
    whole = shapely.union_all(good)
    gaps = [shapely.Polygon(ring).area for part in shapely.get_parts(whole) for ring in part.interiors]
    assert sum(area > 1 for area in gaps) <= 2


def test_no_building_is_broken_and_walls_stray_by_centimetres(parcels):
    buildings = pyogrio.read_dataframe(FOLDER / "town.gpkg", layer="GebaeudeBauwerk")
    assert buildings.geometry.is_valid.all()
    assert set(buildings["gfkzshh"].str[-4:]) >= {
        "1000",
        "2000",
        "2460",
        "2463",
        "2700",
        "2740",
        "3200",
        "9998",
        "2465",
    }
    tree = shapely.STRtree(parcels.geometry.to_numpy())
    valid = parcels.geometry.is_valid.to_numpy()
    houses = buildings.geometry.to_numpy()
    house, parcel = tree.query(houses, predicate="intersects")
    keep = valid[parcel]
    below = parcels.geometry.to_numpy()[parcel[keep]]
    shared = shapely.area(shapely.intersection(houses[house[keep]], below))
    assert ((shared > 0.05) & (shared < 1.5)).sum() > 50


def test_nas_holds_the_same_parcels_and_buildings(nas, parcels):
    members = nas.iter("{http://www.opengis.net/wfs/2.0}member")
    count = Counter(member[0].tag.removeprefix(AX) for member in members)
    assert count["AX_Flurstueck"] == len(parcels)
    info = pyogrio.read_info(FOLDER / "town.gpkg", layer="GebaeudeBauwerk")
    assert count["AX_Gebaeude"] == info["features"]
    assert {one.text for one in nas.iter(f"{AX}flurstueckskennzeichen")} == set(parcels["flstkennz"])
    for kind in (
        "AX_Wohnbauflaeche",
        "AX_Strassenverkehr",
        "AX_Weg",
        "AX_Platz",
        "AX_Bahnverkehr",
        "AX_Landwirtschaft",
        "AX_Wald",
        "AX_Fliessgewaesser",
        "AX_StehendesGewaesser",
        "AX_IndustrieUndGewerbeflaeche",
        "AX_FlaecheGemischterNutzung",
        "AX_FlaecheBesondererFunktionalerPraegung",
        "AX_SportFreizeitUndErholungsflaeche",
        "AX_Friedhof",
        "AX_Gemarkung",
        "AX_LagebezeichnungMitHausnummer",
        "AX_LagebezeichnungOhneHausnummer",
        "AX_LagebezeichnungKatalogeintrag",
        "AX_Gemeinde",
        "AX_Buchungsstelle",
        "AX_Buchungsblatt",
        "AX_Namensnummer",
        "AX_Person",
        "AX_Anschrift",
    ):
        assert count[kind] > 0, kind


def test_every_reference_leads_somewhere_and_every_id_is_used_once(nas):
    ids = [element.get(f"{GML}id") for element in nas.iter() if element.get(f"{GML}id")]
    assert len(ids) == len(set(ids))
    prefix = "urn:adv:oid:"
    wanted = {e.get(HREF).removeprefix(prefix) for e in nas.iter() if (e.get(HREF) or "").startswith(prefix)}
    assert wanted <= set(ids)
    assert len(wanted) > 10_000


def test_nas_has_arcs_and_parts_and_areas_that_differ_a_little(nas):
    assert sum(1 for _ in nas.iter(f"{GML}Arc")) >= 100
    assert sum(1 for _ in nas.iter(f"{GML}MultiSurface")) == 2
    found = list(nas.iter(f"{AX}AX_Flurstueck"))
    missing = sum(one.find(f"{AX}zeitpunktDerEntstehung") is None for one in found)
    assert 0.2 < missing / len(found) < 0.3


def test_official_areas_are_near_the_drawn_ones(parcels):
    ratio = (parcels["flaeche"] / parcels.geometry.area).to_numpy()[parcels.geometry.is_valid.to_numpy()]
    assert 1.0 < np.median(ratio) < 1.0016
    assert (np.abs(ratio - 1) > 0.05).sum() > 5


def test_owners_of_every_kind(nas):
    kinds = Counter(one.text for one in nas.iter(f"{AX}buchungsart"))
    assert kinds["1101"] == 1
    assert kinds["1301"] == 6
    assert kinds["2103"] == 1
    assert kinds["2101"] == 1
    communities = Counter(one.text for one in nas.iter(f"{AX}artDerRechtsgemeinschaft"))
    assert communities["1000"] > 50
    assert sum(1 for _ in nas.iter(f"{AX}bestehtAusRechtsverhaeltnissenZu")) > communities["1000"]
    assert {one.text for one in nas.iter(f"{AX}eigentuemerart")} >= {"1000", "2000", "4100", "5500", "5920"}


def test_shares_of_a_sheet_make_one(nas):
    shares: dict[str, float] = {}
    for line in nas.iter(f"{AX}AX_Namensnummer"):
        part = line.find(f"{AX}anteil/{AX}AX_Anteil")
        if part is not None:
            sheet = line.find(f"{AX}istBestandteilVon").get(HREF)
            fraction = int(part.findtext(f"{AX}zaehler")) / int(part.findtext(f"{AX}nenner"))
            shares[sheet] = shares.get(sheet, 0) + fraction
    assert len(shares) > 500
    assert all(abs(total - 1) < 1e-9 for total in shares.values())


def test_everything_is_invented(nas):
    assert {one.text for one in nas.iter(f"{AX}postleitzahlPostzustellung")} == {"00917"}
    assert not list(nas.iter(f"{AX}geburtsdatum"))
    places = {one.findtext(f"{AX}bezeichnung") for one in nas.iter(f"{AX}AX_Gemarkung", f"{AX}AX_Gemeinde")}
    assert places == {
        "Musterlinden",
        "Tintenhain",
        "Federwitz",
        "Siegelroda",
        "Kompassgrün",
        "Zirkeldorf",
        "Pergamenthal",
        "Lotbrunn",
        "Kettenmark",
    }


def test_constraints_touch_some_gaps(parcels, truth):
    layers = {name for name, _ in pyogrio.list_layers(FOLDER / "constraints.gpkg")}
    assert layers == {"Überschwemmungsgebiet", "Naturschutzgebiet", "Denkmalbereich"}
    gaps = parcels[parcels["flstkennz"].map(truth) == "gap"]
    layer = pyogrio.read_dataframe(FOLDER / "constraints.gpkg", layer="Überschwemmungsgebiet")
    flood = layer.geometry.union_all()
    assert 1 <= gaps.intersects(flood).sum() < len(gaps) / 4


def test_small_enough_for_the_repository():
    packed = 0
    for name in FILES:
        raw = (FOLDER / name).read_bytes()
        packed += len(raw) if name.endswith(".gz") else len(gzip.compress(raw))
    assert packed < 8_000_000


def test_made_again_it_is_the_same(tmp_path):
    command = [sys.executable, str(FOLDER / "make_town.py"), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    for name in ("town.nas.xml.gz", "truth.csv", "specials.csv"):
        assert _digest(tmp_path / name) == _digest(FOLDER / name), name
    for layer in ("Flurstueck", "GebaeudeBauwerk", "NutzungFlurstueck"):
        again = pyogrio.read_dataframe(tmp_path / "town.gpkg", layer=layer)
        assert again.equals(pyogrio.read_dataframe(FOLDER / "town.gpkg", layer=layer)), layer


def _digest(path: Path) -> str:
    """Digest of the content; the packed bytes depend on the zlib at hand."""
    raw = path.read_bytes()
    return hashlib.sha256(gzip.decompress(raw) if path.suffix == ".gz" else raw).hexdigest()
