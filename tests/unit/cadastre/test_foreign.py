"""ALKIS-vereinfacht and foreign layers, on the real files and on small ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.cadastre.reading import describe, guess_mapping, read
from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.errors import InputError


def codes(cadastre: Cadastre) -> set[str]:
    return {finding.code for finding in cadastre.findings}


def squares(
    count: int, *, x: float = 400_000.0, y: float = 5_650_000.0, **columns: object
) -> gpd.GeoDataFrame:
    shapes = [shapely.box(x + 20 * row, y, x + 20 * row + 20, y + 20) for row in range(count)]
    return gpd.GeoDataFrame(pd.DataFrame(columns, index=range(count)), geometry=shapes, crs="EPSG:25833")


def test_thuringian_wfs_answer_lies_in_erfurt(realdata: Path) -> None:
    folder = realdata / "thueringen-ave-gml"
    cadastre = read(sorted(folder.glob("*.gml")), with_owners=False)
    assert cadastre.crs == "EPSG:25832"
    assert len(cadastre.parcels) == 10
    assert cadastre.parcels.is_valid.all()
    lon_lat = cadastre.parcels.to_crs(4326).geometry.iloc[0].centroid
    assert (lon_lat.x, lon_lat.y) == (pytest.approx(11.0699, abs=0.001), pytest.approx(50.958, abs=0.001))
    first = cadastre.parcels.set_index("parcel_id").loc["160115002004250001__"]
    assert (first["gemarkung"], first["flur"], first["number"]) == ("Melchendorf", "002", "425/1")
    assert first["official_area_m2"] == 2462
    assert first["land_use_text"] == "Strassenverkehr; 2462"
    assert cadastre.data_state == date(2025, 11, 4)
    assert list(folder.glob("*.gfs")) == []


def test_gennes(realdata: Path) -> None:
    files = [realdata / "gennes-fr" / f"{name}.gpkg" for name in ("parcel", "building", "road", "zoning")]
    cadastre = read(files, with_owners=False)
    assert cadastre.crs == "EPSG:2154"
    assert len(cadastre.parcels) == 851
    assert cadastre.parcels["parcel_id"].is_unique
    assert len(cadastre.buildings) == 325
    assert len(cadastre.ways) == 182
    assert len(cadastre.land_use) == 25  # the 26th zone is an empty geometry
    assert set(cadastre.land_use["text"]) <= {"U", "AU", "A", "N"}
    assert {"geometry_missing", "land_use_unknown"} <= codes(cadastre)


def test_all_invalid_buildings_are_mended(realdata: Path) -> None:
    folder = realdata / "gennes-fr"
    cadastre = read([folder / "parcel.gpkg", folder / "dirty_building_figure.gpkg"], with_owners=False)
    assert len(cadastre.buildings) == 239
    assert cadastre.buildings.is_valid.all()
    assert cadastre.buildings.area.min() > 0
    repaired = next(f for f in cadastre.findings if f.code == "invalid_geometry_repaired")
    assert repaired.count == 239


def test_bubenec_is_measured_in_utm(realdata: Path) -> None:
    cadastre = read([realdata / "momepy" / "bubenec.gpkg"], with_owners=False)
    assert cadastre.crs == "EPSG:25833"
    assert (len(cadastre.parcels), len(cadastre.buildings), len(cadastre.ways)) == (407, 144, 35)
    inflated = pyogrio.read_dataframe(realdata / "momepy" / "bubenec.gpkg", layer="plots")
    assert inflated.area.sum() / cadastre.parcels.area.sum() == pytest.approx(2.43, abs=0.01)


def test_santa_rosa_sheds_are_sheds(realdata: Path) -> None:
    folder = realdata / "santarosa-3857"
    cadastre = read([folder / "parcels.shp", folder / "bldgs.shp"], with_owners=False)
    assert cadastre.crs == "EPSG:32610"
    assert (len(cadastre.parcels), len(cadastre.buildings)) == (109, 70)
    assert set(cadastre.buildings["function"]) == {"1000", "2723"}
    assert "parcel_id_generated" in codes(cadastre)


def test_catastro_counts_what_is_read(realdata: Path) -> None:
    folder = realdata / "catastro-es"
    files = [folder / name for name in ("parcel.gpkg", "cons.gpkg", "highway.geojson", "address.gml")]
    cadastre = read(files, with_owners=False)
    assert cadastre.crs == "EPSG:32628"
    assert (len(cadastre.parcels), len(cadastre.buildings)) == (186, 722)
    assert (len(cadastre.ways), len(cadastre.addresses)) == (6, 14)
    assert cadastre.parcels["official_area_m2"].notna().all()
    assert list(folder.glob("*.gfs")) == []


@pytest.mark.parametrize(
    ("name", "count"), [("building.gml", 16), ("38023.building.gml", 2), ("cons.shp", 1196)]
)
def test_inspire_buildings(realdata: Path, name: str, count: int) -> None:
    folder = realdata / "catastro-es"
    cadastre = read([folder / "parcel.gpkg", folder / name], with_owners=False)
    assert len(cadastre.buildings) == count


def test_essen_addresses_lose_their_zone_prefix(realdata: Path) -> None:
    parcels = realdata / "thueringen-ave-gml"
    cadastre = read([realdata / "essen-adressen-4647" / "001.gml", *parcels.glob("*.gml")], with_owners=False)
    assert len(cadastre.addresses) == 1000
    assert {"zone_prefix_removed", "axes_swapped", "table_elsewhere"} <= codes(cadastre)
    assert 350_000 < cadastre.addresses.geometry.x.mean() < 375_000
    row = cadastre.addresses.iloc[0]
    assert (row["street"], row["house_number"]) == ("Albert-Schweitzer-Str.", "9")


def test_xplan_as_constraints(realdata: Path) -> None:
    plan = realdata / "xplan-bplan" / "BPlan001_5-1.gml"
    mapping = LayerMapping(
        constraints=(LayerRef(plan, "BP_GruenFlaeche"), LayerRef(plan.with_name("BPlan002_5-4.gml")))
    )
    cadastre = read(
        [realdata / "hale-neuwerk-nas" / "ALKIS_NeuwScharh_0003.xml.gz"], mapping=mapping, with_owners=False
    )
    counts = cadastre.constraints["layer"].value_counts()
    assert counts["BP_GruenFlaeche"] == 54 + 2
    assert counts["BP_BaugebietsTeilFlaeche"] == 3
    assert cadastre.constraints.is_valid.all()
    assert list(plan.parent.glob("*.gfs")) == []


def test_guesses_can_be_seen_and_corrected(realdata: Path) -> None:
    guess = guess_mapping(
        [realdata / "gennes-fr" / f"{name}.gpkg" for name in ("parcel", "building", "road")]
    )
    assert guess.parcels is not None
    assert guess.parcels.layer == "parcel"
    assert guess.roads is not None
    assert guess.roads.layer == "roadSS"
    assert guess.parcel_id == "CODE_DEP+CODE_COM+COM_ABS+SECTION+NUMERO"
    assert guess.columns["ways"]["kind"] == "NATURE"
    described = describe([realdata / "momepy" / "bubenec.gpkg"])[0]
    assert {layer.name: layer.count for layer in described.layers}["plots"] == 407


def test_simplified_shapefile_with_cut_text(tmp_path: Path) -> None:
    filler = "x" * 254
    frame = squares(
        2,
        flstkennz=["149999___00001______", "149999___00002000a__"],
        flaeche=["401", "399"],
        gemarkung="Musterlinden",
        lagebeztxt="Große Bleiche 5",
        tntxt=filler,
        aktualit="2024-04-22Z",
    )
    path = tmp_path / "flurstueck_utf8.shp"
    frame.to_file(path, encoding="UTF-8", engine="pyogrio")
    table = tmp_path / "flurstueck_utf8.dbf"
    cut = ("Weg; 486|" * 40).encode()[:245] + "Wohnfläche".encode()[:7]  # ends with half an umlaut
    raw = table.read_bytes()
    assert len(cut) == 252
    table.write_bytes(raw.replace(b"x" * 254, cut.rjust(254, b"-"), 1))
    cadastre = read([path], with_owners=False)
    assert list(cadastre.parcels["number"]) == ["1", "2/a"]
    assert cadastre.parcels["address_text"].iloc[0] == "Große Bleiche 5"
    assert cadastre.parcels["land_use_text"].iloc[0].endswith("Wohnfl")
    assert cadastre.data_state == date(2024, 4, 22)
    assert "text_cut" in codes(cadastre)


def test_simplified_geopackage_of_another_state(tmp_path: Path) -> None:
    path = tmp_path / "kataster.gpkg"
    parcels = squares(
        2, FLSTKENNZ=["120001001000250003__", "120001001000260000__"], FLAECHE=[400, 400], tntext="Weg;400"
    )
    buildings = squares(
        4,
        gebnutzbez=["Gebäude", "Bauteil", "Gebäude", "Überdachung"],
        gfkzshh=["31001_2463", "31002_1000", "31001_1000", "51009_1610"],
        oid=["a", "b", "c", "d"],
    )
    use = squares(1, nutzart="Straßenverkehr", flstkennz="120001001000250003__")
    parcels.to_file(path, layer="Flurstueck", engine="pyogrio")
    buildings.to_file(path, layer="GebauedeBauwerk", engine="pyogrio")
    use.to_file(path, layer="NutzungFlurstueck", engine="pyogrio")
    squares(1, name="HQ 100").to_file(path, layer="ueberschwemmungsgebiet", engine="pyogrio")
    cadastre = read([path], with_owners=False)
    assert list(cadastre.parcels["number"]) == ["25/3", "26"]
    assert list(cadastre.parcels["land_use_text"]) == ["Weg;400", "Weg;400"]
    assert list(cadastre.buildings["building_id"]) == ["a", "c"]
    assert list(cadastre.buildings["function"]) == ["2463", "1000"]
    assert list(cadastre.land_use["kind"]) == ["road"]
    assert list(cadastre.constraints["layer"]) == ["ueberschwemmungsgebiet"]
    assert "building_parts_left_out" in codes(cadastre)
    assert describe([path])[0].format == "vereinfacht"


def test_windows_1252_text(tmp_path: Path) -> None:
    path = tmp_path / "parcels.shp"
    squares(2, nr=["A1", "A2"], gemarkung=["Großschönau", "Löbau"]).to_file(
        path, encoding="cp1252", engine="pyogrio"
    )
    path.with_suffix(".cpg").unlink()
    mapping = LayerMapping(parcels=LayerRef(path), parcel_id="nr")
    cadastre = read([], mapping=mapping, with_owners=False)
    assert list(cadastre.parcels["gemarkung"]) == ["Großschönau", "Löbau"]
    assert "text_windows_1252" in codes(cadastre)


def test_identical_and_different_parcels_of_one_identifier(tmp_path: Path) -> None:
    frame = squares(4, flstkennz=["149999___00001______"] * 2 + ["149999___00002______"] * 2, flaeche=400)
    frame.loc[1, "geometry"] = frame.geometry[0]  # the same parcel twice
    frame.loc[3, "geometry"] = frame.geometry[2].buffer(3)  # another shape of the same name
    path = tmp_path / "flurstuecke.gpkg"
    frame.to_file(path, layer="Flurstueck", engine="pyogrio")
    cadastre = read([path], with_owners=False)
    assert len(cadastre.parcels) == 2
    assert cadastre.parcels.area.tolist() == [400.0, 400.0]
    assert {"identical_left_out", "parcel_id_duplicate"} <= codes(cadastre)


def test_parts_of_one_parcel_are_joined(tmp_path: Path) -> None:
    frame = squares(3, flstkennz=["149999___00001______"] * 2 + ["149999___00002______"], flaeche=800)
    path = tmp_path / "flurstuecke.gpkg"
    frame.to_file(path, layer="Flurstueck", engine="pyogrio")
    cadastre = read([path], with_owners=False)
    assert cadastre.parcels.area.tolist() == [800.0, 400.0]
    assert "parcel_parts_joined" in codes(cadastre)


def test_foreign_identifiers_that_repeat_keep_all_parcels(tmp_path: Path) -> None:
    path = tmp_path / "plots.gpkg"
    squares(3, nr=["7", "7", "8"]).to_file(path, engine="pyogrio")
    cadastre = read([], mapping=LayerMapping(parcels=LayerRef(path), parcel_id="nr"), with_owners=False)
    assert list(cadastre.parcels["parcel_id"]) == ["7", "7#2", "8"]
    assert "parcel_id_not_unique" in codes(cadastre)


def test_the_same_layer_three_times(tmp_path: Path) -> None:
    paths = [tmp_path / f"plots{number}.gpkg" for number in range(3)]
    for path in paths:
        squares(3, flstkennz=[f"149999___0000{n}______" for n in (1, 2, 3)], flaeche=400).to_file(
            path, engine="pyogrio"
        )
    cadastre = read(paths, with_owners=False)
    assert len(cadastre.parcels) == 3
    assert "identical_left_out" in codes(cadastre)


def test_missing_layers_and_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "plots.gpkg"
    squares(1, nr=["7"]).to_file(path, engine="pyogrio")
    with pytest.raises(InputError) as caught:
        read([], mapping=LayerMapping(parcels=LayerRef(path, "falsch")), with_owners=False)
    assert caught.value.code == "layer_missing"
    assert caught.value.details["layers"] == ["plots"]
    with pytest.raises(InputError) as caught:
        read([], mapping=LayerMapping(parcels=LayerRef(path), parcel_id="kennung"), with_owners=False)
    assert caught.value.code == "column_missing"


def test_what_a_mapping_leaves_open_is_guessed(realdata: Path) -> None:
    folder = realdata / "gennes-fr"
    files = [folder / "parcel.gpkg", folder / "building.gpkg"]
    cadastre = read(files, mapping=LayerMapping(parcel_id="NUMERO"), with_owners=False)
    assert (len(cadastre.parcels), len(cadastre.buildings)) == (851, 325)
    assert cadastre.parcels["parcel_id"].is_unique
    assert "0025" in set(cadastre.parcels["parcel_id"])
    assert "parcel_id_not_unique" in codes(cadastre)


def test_what_a_person_left_out_stays_out(realdata: Path) -> None:
    folder = realdata / "gennes-fr"
    mapping = LayerMapping(parcels=LayerRef(folder / "parcel.gpkg"))
    cadastre = read([folder / "parcel.gpkg", folder / "building.gpkg"], mapping=mapping, with_owners=False)
    assert len(cadastre.buildings) == 0
    assert "file_not_used" in codes(cadastre)


def test_files_beside_a_shapefile_are_part_of_it(tmp_path: Path) -> None:
    squares(2, flstkennz=["149999___00001______", "149999___00002______"]).to_file(
        tmp_path / "fl.shp", engine="pyogrio"
    )
    files = [tmp_path / f"fl{suffix}" for suffix in (".dbf", ".shp", ".prj", ".shx")]
    assert len(read(files, with_owners=False).parcels) == 2
    files[0].unlink()
    with pytest.raises(InputError) as caught:
        read([files[1]], with_owners=False)
    assert caught.value.code == "shapefile_incomplete"


def test_layer_reference(tmp_path: Path) -> None:
    odd = tmp_path / "a:b.gpkg"
    odd.write_bytes(b"x")
    assert LayerRef.parse(str(odd)) == LayerRef(odd)
    assert LayerRef.parse("ort.gpkg:plots") == LayerRef(Path("ort.gpkg"), "plots")
    assert LayerRef.parse("ort.gpkg") == LayerRef(Path("ort.gpkg"))
    assert LayerRef.parse(r"C:\ort.gpkg").layer is None
    with pytest.raises(InputError):
        LayerRef.parse("  ")
