"""What makes the file a GeoPackage 1.2: its registers, R-trees, styles and the guard triggers.

Sources: OGC 12-128r17 (clauses 1.1.1, 1.1.2, 2.1.5, annex F.3) and the ``layer_styles`` table as
QGIS writes it.
"""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import pyproj
from sqlalchemy import Connection, Table, TextClause, text

from flurinfill._data import data_path
from flurinfill.project import schema
from flurinfill.project.blobs import Geometry

APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10200
GUARD = "flurinfill_may_write"
"""SQL function that only this program's connections have."""
_OWN_STYLE = "flurinfill"
"""Description of the styles that this program wrote; QGIS writes another when somebody saves one."""

_REGISTERS = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
"""

# Annex F.3 of the standard; {t} table, {i} primary key.
_RTREE_TRIGGERS = {
    "insert": """AFTER INSERT ON "{t}" WHEN (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
      BEGIN {put} END""",
    "update1": """AFTER UPDATE OF "geom" ON "{t}" WHEN OLD."{i}" = NEW."{i}"
      AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom")) BEGIN {put} END""",
    "update2": """AFTER UPDATE OF "geom" ON "{t}" WHEN OLD."{i}" = NEW."{i}"
      AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
      BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."{i}"; END""",
    "update3": """AFTER UPDATE ON "{t}" WHEN OLD."{i}" != NEW."{i}"
      AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
      BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."{i}"; {put} END""",
    "update4": """AFTER UPDATE ON "{t}" WHEN OLD."{i}" != NEW."{i}"
      AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
      BEGIN DELETE FROM "rtree_{t}_geom" WHERE id IN (OLD."{i}", NEW."{i}"); END""",
    "delete": """AFTER DELETE ON "{t}" WHEN OLD."geom" NOTNULL
      BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."{i}"; END""",
}
_RTREE_PUT = (
    'INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."{i}", ST_MinX(NEW."geom"), '
    'ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));'
)


def srs_id(crs: str) -> int:
    """EPSG number of ``"EPSG:25833"``; it is also the srs_id in the file."""
    return int(crs.rsplit(":", 1)[1])


def create(connection: Connection, crs: str) -> None:
    """Make the registers, every table of the schema with its R-tree, the guards and the styles."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {USER_VERSION}")
    for statement in _REGISTERS.split(";"):
        connection.exec_driver_sql(statement)
    for row in (
        ("Undefined cartesian SRS", -1, "NONE", -1, "undefined"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
    ):
        _insert_srs(connection, row)
    _register_crs(connection, "EPSG:4326")
    _register_crs(connection, crs)
    schema.METADATA.create_all(connection)
    for table in schema.LAYERS:
        register_layer(connection, table, srs_id(crs))
    for table in schema.ATTRIBUTES:
        register_content(connection, table.name, "attributes", None)
    register_content(connection, "layer_styles", "attributes", None)
    for table in schema.GUARDED:
        guard(connection, table.name)
    _write_styles(connection)


def change_crs(connection: Connection, crs: str) -> None:
    """Give all layers another CRS; they must be empty or be filled anew."""
    _register_crs(connection, crs)
    for register in ("gpkg_geometry_columns", "gpkg_contents"):
        connection.exec_driver_sql(f"UPDATE {register} SET srs_id = ? WHERE srs_id > 0", (srs_id(crs),))  # noqa: S608


def _insert_srs(connection: Connection, row: tuple[str, int, str, int, str]) -> None:
    connection.exec_driver_sql("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)", row)


def _register_crs(connection: Connection, crs: str) -> None:
    code, definition = srs_id(crs), pyproj.CRS.from_user_input(crs)
    text = definition.to_wkt("WKT1_GDAL")
    _insert_srs(connection, (definition.name, code, "EPSG", code, text))


def register_content(connection: Connection, name: str, kind: str, srs: int | None) -> None:
    """Name a table in the register of contents, so that a GIS shows it."""
    connection.exec_driver_sql(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, ?, ?, ?)",
        (name, kind, name, srs),
    )


def register_layer(connection: Connection, table: Table, srs: int) -> None:
    """Enter a layer that has just been made into the registers, and give it an R-tree."""
    kind = table.c.geom.type
    assert isinstance(kind, Geometry)
    register_content(connection, table.name, "features", srs)
    connection.exec_driver_sql(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (table.name, kind.kind, srs)
    )
    connection.exec_driver_sql(
        "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', "
        "'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
        (table.name,),
    )
    connection.exec_driver_sql(
        f'CREATE VIRTUAL TABLE "rtree_{table.name}_geom" USING rtree(id, minx, maxx, miny, maxy)'
    )
    create_rtree_triggers(connection, table)


def create_rtree_triggers(connection: Connection, table: Table) -> None:
    """Keep the R-tree of a layer up to date from now on."""
    (key,) = table.primary_key.columns
    put = _RTREE_PUT.format(t=table.name, i=key.name)
    for name, body in _RTREE_TRIGGERS.items():
        sql = body.format(t=table.name, i=key.name, put=put)
        connection.exec_driver_sql(f'CREATE TRIGGER "rtree_{table.name}_geom_{name}" {sql}')


def drop_rtree_triggers(connection: Connection, table: Table) -> None:
    """Stop keeping the R-tree, before the layer is filled in bulk."""
    for name in _RTREE_TRIGGERS:
        connection.exec_driver_sql(f'DROP TRIGGER IF EXISTS "rtree_{table.name}_geom_{name}"')


def fill_rtree(connection: Connection, table: Table, bounds: npt.NDArray[np.float64]) -> None:
    """Replace the R-tree of a layer.

    Parameters
    ----------
    connection : Connection
        Inside a transaction.
    table : Table
        Layer whose rows are numbered from 1.
    bounds : array, shape (n, 4)
        Minx, miny, maxx, maxy; rows with NaN (no geometry) are left out.
    """
    connection.exec_driver_sql(f'DELETE FROM "rtree_{table.name}_geom"')  # noqa: S608
    rows = [
        (at, minx, maxx, miny, maxy)
        for at, (minx, miny, maxx, maxy) in enumerate(bounds.tolist(), 1)
        if minx == minx
    ]
    if rows:
        connection.exec_driver_sql(f'INSERT INTO "rtree_{table.name}_geom" VALUES (?, ?, ?, ?, ?)', rows)  # noqa: S608


def touching(table: Table, box: tuple[float, float, float, float]) -> TextClause:
    """Query for the keys of the rows of a layer whose box touches another (west, south, east, north)."""
    west, south, east, north = box
    return text(
        f'SELECT id FROM "rtree_{table.name}_geom" '  # noqa: S608 - a table of the schema
        "WHERE maxx >= :west AND minx <= :east AND maxy >= :south AND miny <= :north"
    ).bindparams(west=west, south=south, east=east, north=north)


def note_extent(connection: Connection, table: Table, bounds: npt.NDArray[np.float64]) -> None:
    """Write a layer's extent and time of change into the register of contents."""
    known = bounds[~np.isnan(bounds).any(axis=1)]
    extent = [None] * 4 if not len(known) else [*known[:, :2].min(axis=0), *known[:, 2:].max(axis=0)]
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    connection.exec_driver_sql(
        "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?, last_change = ? "
        "WHERE table_name = ?",
        (*(None if value is None else float(value) for value in extent), now, table.name),
    )


def guard(connection: Connection, table: str) -> None:
    """Refuse changes by other programs: they would pass by the history."""
    for event in ("INSERT", "UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f'CREATE TRIGGER "guard_{table}_{event.lower()}" BEFORE {event} ON "{table}" '
            f"WHEN {GUARD}() IS NOT 1 BEGIN SELECT RAISE(ABORT, 'only flurinfill changes this table'); END"
        )


def _write_styles(connection: Connection) -> None:
    for layer in _styled():
        write_style(connection, layer)


def write_style(connection: Connection, layer: str) -> None:
    """Keep the style of a layer in the file, where QGIS finds it; one that people saved there stays."""
    style = _style(layer)
    renewed = connection.exec_driver_sql(
        "UPDATE layer_styles SET styleQML = ?, update_time = strftime('%Y-%m-%dT%H:%M:%fZ','now') "
        "WHERE f_table_name = ? AND description = ?",
        (style, layer, _OWN_STYLE),
    )
    if renewed.rowcount:
        return
    connection.exec_driver_sql(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
        "styleName, styleQML, styleSLD, useAsDefault, description, owner) "
        "VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '')",
        (layer, layer, style, _OWN_STYLE),
    )


def outdated_styles(connection: Connection) -> list[str]:
    """Layers that have no style in the file, or one that an older version of this program wrote."""
    rows = connection.exec_driver_sql("SELECT f_table_name, styleQML, description FROM layer_styles").all()
    styled = {str(row[0]) for row in rows}
    own = {str(row[0]): str(row[1]) for row in rows if row[2] == _OWN_STYLE}
    return [
        layer for layer in _styled() if layer not in styled or (layer in own and own[layer] != _style(layer))
    ]


def _styled() -> list[str]:
    return sorted(path.stem for path in data_path("resources", "styles").glob("*.qml"))


def _style(layer: str) -> str:
    return data_path("resources", "styles", f"{layer}.qml").read_text(encoding="utf-8")
