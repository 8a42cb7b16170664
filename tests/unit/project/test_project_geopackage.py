"""What other programs see in a closed project: layers, columns, styles."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import fiona
import numpy as np
import pyogrio
import pytest
import shapely
import small_town
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import types

from flurinfill import i18n
from flurinfill._data import data_path
from flurinfill.cartography.symbology import CLASS_STYLE, rgb
from flurinfill.model.planning import AreaType, PlanKind
from flurinfill.model.potential import LandUse, PotentialClass
from flurinfill.model.states import Availability, Publication, RejectReason, Review
from flurinfill.project import Project, blobs
from flurinfill.project.schema import ATTRIBUTES, GUARDED, LAYERS, METADATA

COUNTS = {
    "parcels": 8,
    "buildings": 4,
    "land_use": 1,
    "ways": 2,
    "addresses": 2,
    "constraints": 1,
    "plans": 1,
    "sites": 4,
}


@pytest.fixture
def closed(project: Project) -> Path:
    project.close()
    return project.path


def test_pyogrio_reads_layers_columns_and_crs(closed: Path) -> None:
    listed = {str(name): kind for name, kind in pyogrio.list_layers(closed)}
    assert set(listed) == {*COUNTS, *(table.name for table in ATTRIBUTES), "layer_styles"}
    for name, count in COUNTS.items():
        frame = pyogrio.read_dataframe(closed, layer=name)
        assert len(frame) == count, name
        assert frame.crs == "EPSG:25833"
        assert frame.geometry.name == "geometry"
    parcels = pyogrio.read_dataframe(closed, layer="parcels")
    assert parcels["potential"].tolist() == list(small_town.CLASSES)
    assert parcels["official_area_m2"].dtype == "float64"
    assert parcels["legal_deviation"].dtype == "bool"
    inside = shapely.box(small_town.EAST + 30, small_town.NORTH, small_town.EAST + 40, small_town.NORTH + 9)
    assert len(pyogrio.read_dataframe(closed, layer="parcels", bbox=inside.bounds)) == 1  # by the R-tree
    assert len(pyogrio.read_dataframe(closed, layer="measures")) == 8


def test_fiona_reads_the_same(closed: Path) -> None:
    assert set(COUNTS) <= set(fiona.listlayers(closed))
    for name, count in COUNTS.items():
        with fiona.open(closed, layer=name) as layer:
            assert layer.crs.to_epsg() == 25833
            assert len(list(layer)) == count
    with fiona.open(closed, layer="sites") as layer:
        assert layer.schema["geometry"] == "MultiPolygon"
        names = set(layer.schema["properties"])
        assert {"case_no", "potential", "review", "availability", "publication", "parcel_missing"} <= names
        assert {feature["properties"]["potential"] for feature in layer} == {"gap", "minor_use"}


def test_people_are_in_no_layer_that_a_gis_shows(closed: Path) -> None:
    hidden = {table.name for table in GUARDED} - {"sites", "site_parcels", "site_fields"}
    assert not hidden & {str(name) for name, _ in pyogrio.list_layers(closed)}


def test_only_column_types_of_the_geopackage_standard(closed: Path) -> None:
    allowed = {"BOOLEAN", "INTEGER", "DOUBLE", "TEXT", "BLOB", "GEOMETRY", "MULTIPOLYGON", "POINT"}
    connection = sqlite3.connect(closed)
    for table in METADATA.sorted_tables:
        found = {row[2] for row in connection.execute(f"PRAGMA table_info({table.name})")}
        assert found <= allowed, table.name
        assert not any(isinstance(column.type, types.JSON) for column in table.columns)
    connection.close()


def test_integrity_rtree_and_registers(closed: Path) -> None:
    connection = sqlite3.connect(closed)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for table in LAYERS:
        filled = connection.execute(f"SELECT count(*) FROM {table.name} WHERE geom IS NOT NULL").fetchone()
        assert connection.execute(f"SELECT count(*) FROM rtree_{table.name}_geom").fetchone() == filled
        triggers = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE ?",
            (f"rtree_{table.name}_geom%",),
        )
        assert triggers.fetchone() == (6,)
    extent = connection.execute(
        "SELECT min_x, max_y FROM gpkg_contents WHERE table_name = 'parcels'"
    ).fetchone()
    assert extent == (small_town.EAST, small_town.NORTH + 40)
    connection.close()


@pytest.fixture
def styles(closed: Path) -> dict[str, ET.Element]:
    rows = pyogrio.read_dataframe(closed, layer="layer_styles")
    assert (rows["f_geometry_column"] == "geom").all()
    assert (rows["f_table_schema"] == "").all()
    assert (rows["f_table_catalog"] == "").all()
    assert rows["useAsDefault"].all()
    return {row.f_table_name: ET.fromstring(row.styleQML.split("\n", 1)[1]) for row in rows.itertuples()}


def test_styles_are_where_qgis_looks_and_fit_the_layers(styles: dict[str, ET.Element]) -> None:
    layers = {"sites", "parcels", "buildings", "land_use", "addresses", "constraints", "plans"}
    assert layers == set(styles)
    for name, layer in styles.items():
        renderer = layer.find("renderer-v2")
        assert renderer is not None
        symbols = {symbol.get("name") for symbol in renderer.findall("symbols/symbol")}
        used = {category.get("symbol") for category in renderer.findall("categories/category")} or {"0"}
        assert used == symbols
        if renderer.get("type") == "categorizedSymbol":
            assert renderer.get("attr") in METADATA.tables[name].columns


@pytest.mark.parametrize("name", ["sites", "parcels"])
def test_classes_have_the_colours_and_words_of_the_program(styles: dict[str, ET.Element], name: str) -> None:
    categories = {each.get("value"): each for each in styles[name].iter("category")}
    assert set(PotentialClass) <= set(categories)
    for potential in PotentialClass:
        category = categories[potential.value]
        assert category.get("label") == i18n.name_of(potential)
        symbol = styles[name].find(f".//symbols/symbol[@name='{category.get('symbol')}']")
        assert symbol is not None
        colour = symbol.find("layer/Option/Option[@name='color']")
        assert colour is not None
        wanted = rgb(CLASS_STYLE[potential].fill)
        assert tuple(int(part) for part in str(colour.get("value")).split(",")[:3]) == wanted


def test_a_gis_shows_every_column_and_code_in_words(styles: dict[str, ET.Element]) -> None:
    words = {
        "potential": PotentialClass,
        "potential_now": PotentialClass,
        "potential_seen": PotentialClass,
        "review": Review,
        "reject_reason": RejectReason,
        "availability": Availability,
        "publication": Publication,
        "area_type": AreaType,
    }
    for name, style in styles.items():
        own = {column.name for column in METADATA.tables[name].columns if not column.primary_key} - {"geom"}
        assert {alias.get("field") for alias in style.iter("alias")} == own
        coded = {field.get("name"): field for field in style.iter("field")}
        kinds = {"land_use": LandUse, "plans": PlanKind}
        expected = {**words, **({"kind": kinds[name]} if name in kinds else {})}
        assert set(coded) == own & set(expected)
        for column, field in coded.items():
            shown = {option.get("value"): option.get("name") for option in field.findall(".//Option[@value]")}
            assert shown == {code.value: i18n.name_of(code) for code in expected[str(column)]}


def test_a_gis_looks_and_does_not_change(styles: dict[str, ET.Element]) -> None:
    for style in styles.values():
        assert style.get("readOnly") == "1"
        assert "LayerConfiguration" in str(style.get("styleCategories"))


def test_labels_are_drawn_from_near_and_land_use_hides_nothing(styles: dict[str, ET.Element]) -> None:
    for name in ("sites", "parcels", "addresses"):
        drawn = styles[name].find(".//rendering")
        assert drawn is not None
        assert int(str(drawn.get("scaleMin"))) < int(str(drawn.get("scaleMax"))) <= 5000
    assert styles["land_use"].findtext("blendMode") == "6"
    none = styles["parcels"].find(".//category[@value='none']")
    assert none is not None
    path = f".//symbol[@name='{none.get('symbol')}']/layer/Option/Option[@name='style']"
    assert styles["parcels"].find(path).get("value") == "no"  # type: ignore[union-attr]


def test_an_older_file_gets_the_styles_of_today_and_keeps_those_of_people(closed: Path) -> None:
    with closing(sqlite3.connect(closed)) as connection:
        connection.execute("DELETE FROM layer_styles WHERE f_table_name = 'addresses'")
        connection.execute(
            "UPDATE layer_styles SET styleQML = 'old' WHERE f_table_name IN ('sites', 'plans')"
        )
        connection.execute("UPDATE layer_styles SET description = '' WHERE f_table_name = 'plans'")
        connection.commit()
    with Project.open(closed, read_only=True):
        pass
    assert kept_styles(closed)["sites"] == "old"
    with Project.open(closed):
        pass
    now = kept_styles(closed)
    assert now.pop("plans") == "old"
    assert len(now) == 6
    assert all(style.startswith("<!DOCTYPE qgis") for style in now.values())


def kept_styles(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT f_table_name, styleQML FROM layer_styles").fetchall())


def test_style_files_name_no_place_of_a_machine() -> None:
    for path in data_path("resources", "styles").glob("*.qml"):
        assert not re.search(r"/home/|/usr/|[A-Z]:\\", path.read_text(encoding="utf-8"))


coordinates = st.floats(-1e7, 1e7, allow_nan=False)


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.builds(shapely.Point, coordinates, coordinates),
            st.builds(
                lambda x, y, w: shapely.box(x, y, x + w, y + w), coordinates, coordinates, st.floats(1, 99)
            ),
            st.builds(lambda x, y: shapely.LineString([(x, y), (y, x)]), coordinates, coordinates),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_geometry_survives_its_blob_to_the_last_bit(shapes: list[shapely.Geometry | None]) -> None:
    encoded = blobs.encode(shapes, 25833)
    decoded = blobs.decode(encoded)
    for shape, blob, back in zip(shapes, encoded, decoded, strict=True):
        if shape is None:
            assert blob is None
            assert back is None
        else:
            assert blob is not None
            assert blob[:2] == b"GP"
            assert int.from_bytes(blob[4:8], "little", signed=True) == 25833
            assert back.wkb == shape.wkb
            minx, miny, maxx, maxy = shape.bounds
            assert blobs.envelope(blob) == (minx, maxx, miny, maxy)


def test_blobs_of_other_programs_are_read() -> None:
    shape = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 4, 3)])
    bare = b"GP\x00\x01" + (25833).to_bytes(4, "little") + shape.wkb
    assert blobs.decode([bare])[0].equals(shape)
    assert blobs.envelope(bare) == (0.0, 4.0, 0.0, 3.0)
    empty = b"GP\x00\x11" + (25833).to_bytes(4, "little") + shapely.Polygon().wkb
    assert blobs.envelope(empty) is None
    assert blobs.SQL_FUNCTIONS["ST_IsEmpty"](empty) == 1
    assert blobs.SQL_FUNCTIONS["ST_MinX"](None) is None
    assert blobs.encode([shapely.Polygon()], 25833) == [None]
    assert len(blobs.decode([])) == 0
    assert np.asarray(blobs.encode([], 25833)).size == 0
