"""From version 2 to 3: plans as a layer, and columns for what law and plan say about a parcel."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Double, Integer, MetaData, Table, Text

from flurinfill.project import geopackage, meta
from flurinfill.project.blobs import Geometry

_PLANS = Table(
    "plans",
    MetaData(),
    Column("fid", Integer, primary_key=True),
    Column("geom", Geometry("MULTIPOLYGON")),
    *(Column(name, Text, nullable=False) for name in ("kind", "name", "area_type")),
    *(Column(name, Double) for name in ("grz", "gfz", "storeys")),
)
_MEASURES = (
    "inner_area_share",
    "plan_share",
    "plan_grz",
    "plan_gfz",
    "plan_storeys",
    "neighbour_cover_low",
    "neighbour_cover_high",
    "neighbour_storeys_low",
    "neighbour_storeys_high",
    "ground_area_low_m2",
    "ground_area_high_m2",
    "floor_area_low_m2",
    "floor_area_high_m2",
    "units_low",
    "units_high",
    "abandoned_share",
)
_TEXTS = ("use_source", "plan_name", "plan_area_type")


def upgrade(connection: Connection) -> None:
    """Make the empty layer with its style, and add the columns; what is there stays as it is."""
    _PLANS.create(connection)
    geopackage.register_layer(connection, _PLANS, geopackage.srs_id(meta.get(connection, "crs")))
    geopackage.write_style(connection, _PLANS.name)
    for name in _MEASURES:
        connection.exec_driver_sql(f"ALTER TABLE measures ADD COLUMN {name} DOUBLE")
    for name in _TEXTS:
        connection.exec_driver_sql(f"ALTER TABLE measures ADD COLUMN {name} TEXT DEFAULT '' NOT NULL")
