"""The GeoPackage hand-over, read by another GDAL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import fiona
import pytest
from lxml import etree
from village import CANARIES, NASTY, four_sites, parcel_id, site_row, site_table

from flurinfill.cartography.symbology import CLASS_STYLE
from flurinfill.model.audience import Audience
from flurinfill.reports.handover import geopackage, qml
from flurinfill.reports.release import Release


def read(path: Path, layer: str) -> list[dict[str, object]]:
    with fiona.open(path, layer=layer) as source:
        return [dict(feature["properties"]) for feature in source]


@pytest.mark.parametrize("audience", list(Audience))
def test_layers_and_rows(audience: Audience, released: Callable[..., Release], tmp_path: Path) -> None:
    path = geopackage.write(released(audience), tmp_path / "out.gpkg")
    layers = {"umgebung", "flurstuecke", "gebaeude", "potenzialflaechen", "lesehilfe", "layer_styles"}
    layers |= {"attributes_documentation"}
    assert set(fiona.listlayers(path)) == layers | (set() if audience is Audience.PUBLIC else {"kennwerte"})
    sites = read(path, "potenzialflaechen")
    assert len(sites) == 4
    assert sites[0]["numbers"] == "3"
    with fiona.open(path, layer="potenzialflaechen") as source:
        assert source.crs.to_epsg() == 25833
        assert source.bounds[0] == pytest.approx(486_000)
    if audience is not Audience.PUBLIC:
        figures = read(path, "kennwerte")
        assert [(row["no"], row["parcel_id"]) for row in figures][:3] == [
            (1, parcel_id(3)),
            (2, parcel_id(4)),
            (2, parcel_id(25)),
        ]
    if audience is Audience.PUBLIC:
        assert set(sites[0]) == {"no", "gemarkung", "flur", "numbers", "street", "area_m2"}


def test_styles_are_default_and_well_formed(released: Callable[..., Release], tmp_path: Path) -> None:
    path = geopackage.write(released(Audience.INTERNAL), tmp_path / "out.gpkg")
    styles = {row["f_table_name"]: row for row in read(path, "layer_styles")}
    assert set(styles) == {"umgebung", "flurstuecke", "gebaeude", "potenzialflaechen", "kennwerte"}
    for name, row in styles.items():
        assert row["f_table_schema"] == ""
        assert row["f_geometry_column"] == ("" if name == "kennwerte" else "geom")
        assert row["useAsDefault"] is True
    document = etree.fromstring(str(styles["potenzialflaechen"]["styleQML"]).encode())
    categories = {node.get("value"): node.get("label") for node in document.iter("category")}
    assert categories == {
        "gap": "Baulücke",
        "minor_use": "Geringfügig bebaut",
        "second_row": "Zweite Reihe",
        "brownfield": "Brache",
    }
    symbols = document.find("renderer-v2/symbols")
    assert symbols is not None
    assert len(symbols) == 4


def test_no_layer_hides_the_sites_in_whatever_order(released: Callable[..., Release], tmp_path: Path) -> None:
    path = geopackage.write(released(Audience.INVESTOR), tmp_path / "out.gpkg")
    styles = {
        row["f_table_name"]: etree.fromstring(str(row["styleQML"]).encode())
        for row in read(path, "layer_styles")
    }
    (fill,) = styles["flurstuecke"].xpath(".//layer[@class='SimpleFill']/Option/Option[@name='style']")
    assert fill.get("value") == "no"
    assert styles["umgebung"].findtext("blendMode") == "6"
    assert "Rendering" in styles["umgebung"].get("styleCategories")


def test_labels_are_drawn_from_near_and_that_of_a_site_comes_first() -> None:
    style = next(iter(CLASS_STYLE.values()))
    site, parcel = (
        etree.fromstring(qml.plain(style, label=qml.Label("number", first=first)).encode())
        for first in (True, False)
    )
    for document in (site, parcel):
        drawn = document.find(".//rendering")
        assert int(drawn.get("scaleMin")) < int(drawn.get("scaleMax")) == 5000
    assert int(site.find(".//placement").get("priority")) > int(parcel.find(".//placement").get("priority"))
    assert (site.find(".//rendering").get("obstacle"), parcel.find(".//rendering").get("obstacle")) == (
        "1",
        "0",
    )


def test_figures_have_the_names_of_the_program(released: Callable[..., Release], tmp_path: Path) -> None:
    path = geopackage.write(released(Audience.INTERNAL), tmp_path / "out.gpkg")
    (style,) = (row for row in read(path, "layer_styles") if row["f_table_name"] == "kennwerte")
    names = {
        alias.get("field"): alias.get("name")
        for alias in etree.fromstring(str(style["styleQML"]).encode()).iter("alias")
    }
    assert names["rect_depth_m"] == "Tiefe (Rechteck)"
    assert set(names) == set(read(path, "kennwerte")[0])


def test_the_note_says_source_and_marking(released: Callable[..., Release], tmp_path: Path) -> None:
    path = geopackage.write(released(Audience.INTERNAL), tmp_path / "out.gpkg")
    note = {row["name"]: row["text"] for row in read(path, "lesehilfe")}
    assert note["Vermerk"] == "Nur für den Dienstgebrauch"
    assert note["Quelle"] == "Quelle: GeoSN, dl-de/by-2-0 · Datenstand 01.11.2026"


@pytest.mark.parametrize("audience", list(Audience))
def test_no_personal_word_in_the_file(
    audience: Audience, released: Callable[..., Release], tmp_path: Path
) -> None:
    content = geopackage.write(released(audience, four_sites()), tmp_path / "out.gpkg").read_bytes()
    for canary in CANARIES:
        assert canary.encode() not in content


def test_odd_texts_survive(released: Callable[..., Release], tmp_path: Path) -> None:
    release = released(Audience.INVESTOR, site_table(site_row(numbers=NASTY)))
    assert read(geopackage.write(release, tmp_path / "out.gpkg"), "potenzialflaechen")[0]["numbers"] == NASTY


def test_a_style_escapes_its_texts() -> None:
    style = next(iter(CLASS_STYLE.values()))
    text = qml.categorised("kind", [qml.Category('"><x', '<&">', style)])
    assert etree.fromstring(text.encode()).find("renderer-v2/categories/category").get("label") == '<&">'
