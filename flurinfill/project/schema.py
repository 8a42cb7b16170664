"""The tables of the project (schema version 7), with the column types of a GeoPackage only.

Whatever concerns persons stands in a column ``sealed``: JSON, encrypted by the vault with table,
column and row as associated data. Tables of the cadastre follow :mod:`flurinfill.cadastre.tables`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, Column, Double, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from flurinfill.cadastre import tables
from flurinfill.model.site_fields import STORED, FieldKind
from flurinfill.project.blobs import Geometry

SCHEMA_VERSION = 7
METADATA = MetaData()

_TYPES: Mapping[str, type[TypeEngine[Any]]] = {
    tables.TEXT: Text,
    tables.NUMBER: Double,
    tables.WHOLE: Integer,
    tables.FLAG: Boolean,
}
MEASURE_COLUMNS = (
    "area_m2",
    "official_area_m2",
    "main_built_m2",
    "minor_built_m2",
    "built_share",
    "inscribed_width_m",
    "rect_width_m",
    "rect_depth_m",
    "compactness",
    "frontage_m",
    "built_neighbour_share",
    "main_distance_m",
    "second_main_distance_m",
    "envelope_m2",
)
"""Measures with a column of their own; families and other ones are kept value by value."""
PLAN_MEASURE_COLUMNS = (
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
"""Measures with a column since version 3: most parcels have no value, which costs nothing there."""
PLAN_MEASURE_TEXTS = ("use_source", "plan_name", "plan_area_type")
MEASURE_TEXTS = ("access", "access_state", "dominant_use", "use")
VERDICT_COLUMNS = ("potential", "reason", "failed", "warned", "not_judged", "hints")
SNAPSHOT_TEXTS = ("gemarkung_code", "gemarkung", "flur", "number", "municipality", "district", "address_text")


def _layer(table: str, columns: Mapping[str, str], kind: str, *more: Column[Any]) -> Table:
    return Table(
        table,
        METADATA,
        Column("fid", Integer, primary_key=True),
        Column("geom", Geometry(kind)),
        *(Column(name, _TYPES[dtype], nullable=dtype == tables.NUMBER) for name, dtype in columns.items()),
        *more,
    )


def _text(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable)


def _key(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True)


def _site() -> Column[int]:
    return Column("site_id", Integer, nullable=False, index=True)


def _sealed(*, nullable: bool = False) -> Column[bytes]:
    return Column("sealed", LargeBinary, nullable=nullable)


META = Table("flurinfill_meta", METADATA, Column("key", Text, primary_key=True), _text("value"))
COUNTERS = Table(
    "counters",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)
VAULT = Table(
    "vault", METADATA, Column("name", Text, primary_key=True), Column("value", LargeBinary, nullable=False)
)
DATA_STATES = Table(
    "data_states",
    METADATA,
    _key("data_state_id"),
    _text("imported_at"),
    _text("crs"),
    _text("data_state", nullable=True),
    _text("source"),
    _text("files"),
    _text("findings"),
)

PARCELS = _layer("parcels", tables.PARCELS, "MULTIPOLYGON", Column("potential", Text, nullable=False))
BUILDINGS = _layer("buildings", tables.BUILDINGS, "MULTIPOLYGON")
LAND_USE = _layer("land_use", tables.LAND_USE, "MULTIPOLYGON")
WAYS = _layer("ways", tables.WAYS, "GEOMETRY")
ADDRESSES = _layer("addresses", tables.ADDRESSES, "POINT")
CONSTRAINTS = _layer("constraints", tables.CONSTRAINTS, "MULTIPOLYGON")
PLANS = _layer("plans", tables.PLANS, "MULTIPOLYGON")
Index("parcels_parcel_id", PARCELS.c.parcel_id, unique=True)
Index("addresses_parcel_id", ADDRESSES.c.parcel_id)

OWNERS = Table("owners", METADATA, _key("owner_row"), _sealed())
OWNERSHIPS = Table("ownerships", METADATA, _key("ownership_row"), _text("parcel_id"), _sealed())
Index("ownerships_parcel_id", OWNERSHIPS.c.parcel_id)

DETECTIONS = Table(
    "detections",
    METADATA,
    _key("detection_id"),
    _text("at"),
    _text("profile_name"),
    Column("profile_version", Integer, nullable=False),
    _text("profile_text"),
    _text("columns"),  # names and order of the measure columns, JSON
    _sealed(nullable=True),  # what is derived from owners: same_owner_neighbour and its hints
    # the other profiles that judged, JSON: a list of TOML texts
    Column("further_texts", Text, nullable=False, server_default="[]"),
)
PROFILES = Table(  # every version of the rules that ever judged here
    "profiles",
    METADATA,
    _key("profile_id"),
    _text("name"),
    Column("version", Integer, nullable=False),
    _text("text"),
    _text("used_at"),
)
PROPOSALS = Table(  # parcels that are building land only together
    "proposals",
    METADATA,
    _key("proposal_id"),
    _text("parcel_ids"),  # JSON, the largest first
    _text("potential"),
    _text("judged_as"),
    Column("shared_m", Double, nullable=False),
    _text("shared"),  # JSON: parcel, parcel, metres of boundary
    _text("measures"),  # JSON, of the site; nothing that is derived from owners
)
MEASURES = Table(
    "measures",
    METADATA,
    _key("fid"),  # that of the parcel
    _text("parcel_id"),
    *(Column(name, Double) for name in MEASURE_COLUMNS),
    *(_text(name) for name in MEASURE_TEXTS),
    *(Column(name, Double) for name in PLAN_MEASURE_COLUMNS),
    *(Column(name, Text, nullable=False, server_default="") for name in PLAN_MEASURE_TEXTS),
)
MEASURE_VALUES = Table(  # families of measures, one row per value that is not zero
    "measure_values",
    METADATA,
    _key("value_id"),
    Column("fid", Integer, nullable=False),
    _text("measure"),
    Column("number", Double),
    _text("text", nullable=True),
)
VERDICTS = Table(
    "verdicts",
    METADATA,
    _key("fid"),
    _text("parcel_id"),
    *(_text(name) for name in VERDICT_COLUMNS),
)

SITES = Table(
    "sites",
    METADATA,
    _key("site_id"),
    Column("geom", Geometry("MULTIPOLYGON")),
    Column("case_no", Text, nullable=False, unique=True),
    _text("potential"),  # class decided by a person, or the detection's when nobody touched the site
    _text("potential_now"),  # class of the latest detection, "" before one
    _text("potential_seen"),  # class of a detection that a person has acknowledged
    _text("review"),
    _text("reject_reason", nullable=True),
    _text("deferred_until", nullable=True),
    _text("availability"),
    _text("publication"),
    _text("announced_on", nullable=True),
    Column("parcel_missing", Boolean, nullable=False),
    Column("touched", Boolean, nullable=False),  # a person worked on it
    Column("version", Integer, nullable=False),
    _text("created_at"),
)
SITE_PARCELS = Table(  # with what the parcel was last, so that a site outlives its parcel
    "site_parcels",
    METADATA,
    _key("site_parcel_id"),
    _site(),
    Column("position", Integer, nullable=False),
    Column("parcel_id", Text, nullable=False, unique=True),
    Column("missing", Boolean, nullable=False),
    *(_text(name) for name in SNAPSHOT_TEXTS),
    Column("official_area_m2", Double),
    Column("area_m2", Double),
)
NOTES = Table("notes", METADATA, _key("site_id"), _sealed())
OUTREACH = Table("outreach", METADATA, _key("outreach_id"), _site(), _sealed())
CONTACTS = Table(
    "contacts",
    METADATA,
    _key("contact_id"),
    _site(),
    _text("follow_up_on", nullable=True),
    Column("follow_up_done", Boolean, nullable=False),
    _sealed(),
)
_FIELD_TYPES: Mapping[FieldKind, type[TypeEngine[Any]]] = {
    FieldKind.NUMBER: Double,
    FieldKind.SHARE: Double,
    FieldKind.WHOLE: Integer,
}
SITE_FIELD_VALUES = Table(  # what a person entered into a site's form
    "site_fields",
    METADATA,
    _key("site_id"),
    *(Column(field.name, _FIELD_TYPES.get(field.kind, Text)) for field in STORED),
    _text("origins"),  # JSON: field → source, as_of, user
)
RECIPES = "exports"
"""What recipes of exports have as their table among the kept views."""
SAVED_VIEWS = Table(  # views of the tables under a name, for everybody; nothing personal is in them
    "saved_views",
    METADATA,
    _key("view_id"),
    _text("table_name"),
    _text("title"),
    _text("definition"),  # JSON
)
RESERVATIONS = Table(
    "reservations",
    METADATA,
    _key("reservation_id"),
    _site(),
    _text("reserved_on"),
    _text("until", nullable=True),
    _text("ended_on", nullable=True),
    _sealed(nullable=True),  # for whom, and a note; None where neither was told
)
OBJECTIONS = Table("objections", METADATA, _key("objection_id"), _site(), _sealed())
PRICES = Table("prices", METADATA, _key("price_id"), _site(), _sealed())
DOCUMENTS = Table("documents", METADATA, _key("document_id"), _site(), _sealed())
PHOTOS = Table("photos", METADATA, _key("photo_id"), _site(), _sealed())

HISTORY = Table(
    "history",
    METADATA,
    _key("history_id"),
    _text("at"),
    _text("user"),
    _text("code"),
    Column("site_id", Integer, index=True),
    _text("details"),  # JSON, never personal
    _text("images", nullable=True),  # JSON: the rows before and after
    _sealed(nullable=True),  # details and images of what concerns persons
    Column("undoable", Boolean, nullable=False),
    _text("state"),  # "done", "undone" or "discarded"
    _text("undone_at", nullable=True),
    _text("undone_by", nullable=True),
)
HISTORY_SITES = Table(  # further sites that an entry touched
    "history_sites",
    METADATA,
    _key("history_site_id"),
    Column("history_id", Integer, nullable=False),
    _site(),
)
ACCESS_LOG = Table(
    "access_log",
    METADATA,
    _key("access_id"),
    _text("at"),
    _text("user"),
    _text("purpose"),
    Column("owners", Integer, nullable=False),
    Column("parcels", Integer, nullable=False),
)

OWNER_REQUESTS = Table(  # asked of the land survey office: whose are these parcels?
    "owner_requests",
    METADATA,
    _key("request_id"),
    _text("asked_on"),
    _text("answered_on", nullable=True),
    _sealed(),  # parcels, purpose, legal basis
)
UNPLACED_ROWS = Table(  # rows of a list of the town that no parcel was found for
    "unplaced_rows",
    METADATA,
    _key("unplaced_id"),
    _text("taken_at"),
    _sealed(),  # the row as it stood in the file, and why it has no place
)
FROZEN_FIGURES = Table(  # figures of a reporting day; erasing a person changes none of them
    "frozen_figures",
    METADATA,
    Column("day", Text, primary_key=True),
    _text("frozen_at"),
    _text("figures"),  # JSON: counts and sums without names
)
USERS = Table(  # who may do what here; a project without any lets everybody edit
    "users",
    METADATA,
    Column("name", Text, primary_key=True),
    _text("role"),
)
ERASURES = Table(  # persons that were erased, so that no backup brings them back
    "erasures",
    METADATA,
    _key("erasure_id"),
    _text("at"),
    _text("user"),
    _text("owner_id"),  # that of the cadastre or of the office, no name
)

LAYERS = (PARCELS, BUILDINGS, LAND_USE, WAYS, ADDRESSES, CONSTRAINTS, PLANS, SITES)
"""Tables with geometry, shown by every GIS."""

ATTRIBUTES = (MEASURES, VERDICTS, SITE_PARCELS, PROPOSALS, SITE_FIELD_VALUES)
"""Tables without geometry that a GIS shows too; all others stay out of its sight."""

GUARDED = (
    SITES,
    SITE_PARCELS,
    SITE_FIELD_VALUES,
    SAVED_VIEWS,
    NOTES,
    OUTREACH,
    CONTACTS,
    OWNERS,
    OWNERSHIPS,
    RESERVATIONS,
    OBJECTIONS,
    PRICES,
    DOCUMENTS,
    PHOTOS,
    HISTORY,
    HISTORY_SITES,
    ACCESS_LOG,
    OWNER_REQUESTS,
    UNPLACED_ROWS,
    FROZEN_FIGURES,
    USERS,
    ERASURES,
    VAULT,
)
"""Case tables: only the operations write here."""
