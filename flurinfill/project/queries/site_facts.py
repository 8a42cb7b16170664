"""What is known about a site's plot: by the cadastre, a plan and the detection, and by a person.

A site of one whole parcel has the measures of that parcel. Of several parcels frontages are added,
cover is weighted by area, and width and depth are those of the outline (sides of the smallest turned
rectangle around it); a code or a plan is that of the largest parcel.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from flurinfill.model.site_fields import (
    SITE_FIELDS,
    STORED,
    FieldKind,
    FieldOrigin,
    FieldValue,
    PlanningBasis,
    SiteField,
    Value,
)
from flurinfill.project import blobs, frames, outlines
from flurinfill.project.project import Project
from flurinfill.project.schema import (
    DATA_STATES,
    MEASURE_VALUES,
    MEASURES,
    PRICES,
    SITE_FIELD_VALUES,
    SITE_PARCELS,
    SITES,
)

_MEASURES = (
    "built_share",
    "frontage_m",
    "rect_width_m",
    "rect_depth_m",
    "inner_area_share",
    "plan_share",
    "plan_grz",
    "plan_gfz",
    "units_low",
)
_TEXTS = ("dominant_use", "use", "plan_name")
_MOST = 0.5
"""A plan or a statute counts for a parcel when it covers at least this share of it."""
_FROM_PLAN = frozenset({"planning_basis", "plan_name", "grz", "gfz"})
_ESTIMATED = frozenset({"capacity_units"})
_DERIVED = frozenset({"use"})
_FROM_CADASTRE = frozenset({"area_m2", "area_geom_m2", "district", "land_use"})
_LAYER_WORDS: Mapping[str, tuple[str, ...]] = {
    "flood": ("überschwemm", "hochwasser", "flood", "hq"),
    "monument": ("denkmal", "monument"),
    "contamination": ("altlast", "contaminat"),
}
"""Words in the name of a constraint layer that make it speak about a field."""


def known_facts(connection: Connection, places: pd.DataFrame, site_id: int | None = None) -> pd.DataFrame:
    """Return what the program knows by itself of each site, or of one.

    Parameters
    ----------
    connection : Connection
    places : DataFrame
        Index ``site_id``; ``district`` and ``area_m2`` of the cadastre.

    Returns
    -------
    DataFrame
        Index ``site_id``; a column for each field that can be known, None or NaN where it is not.
    """
    members = _members(connection, site_id)
    outline = _outlines(connection, site_id).reindex(places.index)
    largest = members.sort_values("area_m2", ascending=False, kind="stable").groupby("site_id").first()
    largest = largest.reindex(places.index)
    groups = members.groupby("site_id")
    known = pd.DataFrame(index=places.index)
    area = shapely.area(outline.to_numpy())
    whole = np.abs(area - groups["area_m2"].sum().reindex(places.index).to_numpy()) <= outlines.SAME_M2
    single = whole & (groups.size().reindex(places.index).to_numpy() == 1)
    known["area_m2"], known["area_geom_m2"] = places["area_m2"], np.where(area > 0, area, np.nan)
    known["district"] = places["district"]
    width, depth = _sides(outline.to_numpy(), ~single)
    known["width_m"] = np.where(single, largest["rect_width_m"], width)
    known["depth_m"] = np.where(single, largest["rect_depth_m"], depth)
    known["frontage_m"] = np.where(whole, groups["frontage_m"].sum(min_count=1).reindex(places.index), np.nan)
    built = (members["built_share"] * members["area_m2"]).groupby(members["site_id"]).sum(min_count=1)
    known["building_cover"] = np.where(
        whole, built.reindex(places.index) / np.where(area > 0, area, np.nan), np.nan
    )
    for field, name in (("land_use", "dominant_use"), ("use", "use")):
        known[field] = largest[name].fillna("")
    planned = (largest["plan_share"] >= _MOST).to_numpy()
    inside = (largest["inner_area_share"] >= _MOST).to_numpy()
    known["plan_name"] = largest["plan_name"].fillna("").where(planned, "")
    known["grz"], known["gfz"] = largest["plan_grz"].where(planned), largest["plan_gfz"].where(planned)
    known["planning_basis"] = np.where(
        planned,
        PlanningBasis.QUALIFIED_PLAN.value,
        np.where(inside, PlanningBasis.INNER_AREA.value, ""),
    )
    units = groups["units_low"].sum(min_count=1).reindex(places.index)
    known["capacity_units"] = np.where(whole, units, np.nan)  # nobody estimated a part
    return known


def _members(connection: Connection, site_id: int | None) -> pd.DataFrame:
    columns = (MEASURES.c[name] for name in (*_MEASURES, *_TEXTS))
    query = select(SITE_PARCELS.c.site_id, SITE_PARCELS.c.area_m2, *columns).join_from(
        SITE_PARCELS, MEASURES, MEASURES.c.parcel_id == SITE_PARCELS.c.parcel_id, isouter=True
    )
    if site_id is not None:
        query = query.where(SITE_PARCELS.c.site_id == site_id)
    return frames.read(connection, query.order_by(SITE_PARCELS.c.site_id, SITE_PARCELS.c.position))


def _outlines(connection: Connection, site_id: int | None) -> pd.Series:
    query = select(SITES.c.site_id, SITES.c.geom).order_by(SITES.c.site_id)
    if site_id is not None:
        query = query.where(SITES.c.site_id == site_id)
    rows = connection.execute(query).all()
    index = pd.Index([row[0] for row in rows], dtype="int64")
    return pd.Series(blobs.decode([row[1] for row in rows]), index=index, dtype=object)


def _sides(outline: NDArray[np.object_], wanted: NDArray[np.bool_]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Sides of the smallest turned rectangle around outlines, the shorter first; NaN where not wanted."""
    short, long = np.full(len(outline), np.nan), np.full(len(outline), np.nan)
    for at in np.flatnonzero(wanted & (shapely.area(outline) > 0)):
        corners = shapely.get_coordinates(shapely.oriented_envelope(outline[at]))
        sides = np.hypot(*np.diff(corners[:3], axis=0).T)
        short[at], long[at] = sides.min(), sides.max()
    return short, long


def entered_facts(connection: Connection, index: pd.Index) -> pd.DataFrame:
    """Return what persons entered into the forms, with the columns of the table; dates as ``date``."""
    columns = (SITE_FIELD_VALUES.c[field.name] for field in STORED)
    table = frames.read(connection, select(SITE_FIELD_VALUES.c.site_id, *columns)).set_index("site_id")
    for field in STORED:
        if field.kind is FieldKind.DAY:
            days = [date.fromisoformat(text) if text else None for text in table[field.name]]
            table[field.name] = pd.Series(days, index=table.index, dtype=object)
    return table.reindex(index)


def in_force(known: pd.DataFrame, entered: pd.DataFrame) -> pd.DataFrame:
    """Return the values in force: what a person entered, else what is known; nothing is "" or NaN."""
    table = pd.DataFrame(index=known.index)
    for field in STORED:
        mine = entered[field.name]
        own = known[field.name] if field.name in known else pd.Series(None, index=known.index, dtype=object)
        if field.kind in {FieldKind.TEXT, FieldKind.CHOICE}:
            table[field.name] = mine.where(mine.notna(), own).fillna("").astype("str")
        elif field.kind is FieldKind.DAY:
            table[field.name] = mine.astype(object).where(mine.notna(), None)
        else:
            numbers = mine.astype("float64")
            table[field.name] = numbers.where(numbers.notna(), own.astype("float64"))
    table["area_geom_m2"] = known["area_geom_m2"]
    return table


def asking_prices(
    connection: Connection, project: Project, site_id: int | None = None
) -> dict[int, dict[str, Any]]:
    """Return the owners' prices by site, with their origin; the vault must be open."""
    query = select(PRICES.c.site_id, PRICES.c.price_id, PRICES.c.sealed)
    if site_id is not None:
        query = query.where(PRICES.c.site_id == site_id)
    return {
        site: project.vault.unseal("prices", row, sealed) for site, row, sealed in connection.execute(query)
    }


# one site --------------------------------------------------------------------------------------------


def field_values(
    connection: Connection,
    project: Project,
    site_id: int,
    known: pd.Series,
    owners: str | None,
) -> dict[str, FieldValue]:
    """Return what is known about every field of one site.

    Parameters
    ----------
    known : Series
        Row of :func:`known_facts`.
    owners : str or None
        Kind of the owners; None while the vault is locked.
    """
    row = (
        connection.execute(select(SITE_FIELD_VALUES).where(SITE_FIELD_VALUES.c.site_id == site_id))
        .mappings()
        .first()
    )
    origins: dict[str, dict[str, str]] = json.loads(row["origins"]) if row else {}
    state = connection.execute(
        select(DATA_STATES.c.data_state).order_by(DATA_STATES.c.data_state_id.desc()).limit(1)
    ).scalar()
    data_day = date.fromisoformat(state) if state else None
    hints = _hints(connection, site_id)
    values: dict[str, FieldValue] = {}
    for field in SITE_FIELDS:
        if field.sealed:
            continue
        own = _plain(known.get(field.name))
        if field.kind is FieldKind.WHOLE and isinstance(own, float):
            own = int(own)
        values[field.name] = _value(
            field,
            row[field.name] if row and field.by_hand else None,
            origins.get(field.name, {}),
            own,
            known.get("plan_name") if field.name in _FROM_PLAN else "",
            data_day,
            hints.get(field.name, ()),
        )
    if project.vault.open:
        price = asking_prices(connection, project, site_id).get(site_id)
        values["asking_price"] = _entered(price["amount"], price) if price else FieldValue()
        values["owner_category"] = FieldValue(
            owners, FieldOrigin.OWNERS if owners else None, known=owners, known_origin=FieldOrigin.OWNERS
        )
    return values


def _value(
    field: SiteField,
    entered: Any,
    origin: Mapping[str, str],
    known: Value | None,
    plan: Any,
    data_day: date | None,
    hints: tuple[tuple[str, float], ...],
) -> FieldValue:
    if field.kind is FieldKind.DAY and entered is not None:
        entered = date.fromisoformat(entered)
    source = _origin_of(field.name) if known is not None else None
    if entered is not None:
        return _entered(entered, origin, known, source, hints)
    return FieldValue(
        value=known,
        origin=source,
        source=str(plan or "") if source is FieldOrigin.PLAN else "",
        as_of=data_day if known is not None else None,
        known=known,
        known_origin=source,
        hints=hints,
    )


def _entered(
    value: Any,
    origin: Mapping[str, Any],
    known: Value | None = None,
    known_origin: FieldOrigin | None = None,
    hints: tuple[tuple[str, float], ...] = (),
) -> FieldValue:
    day = origin.get("as_of")
    return FieldValue(
        value=value,
        origin=FieldOrigin.HAND,
        source=str(origin.get("source", "")),
        as_of=date.fromisoformat(day) if day else None,
        user=str(origin.get("user", "")),
        known=known,
        known_origin=known_origin,
        hints=hints,
    )


def _origin_of(name: str) -> FieldOrigin:
    if name in _FROM_PLAN:
        return FieldOrigin.PLAN
    if name in _ESTIMATED:
        return FieldOrigin.ESTIMATED
    if name in _DERIVED:
        return FieldOrigin.DERIVED
    return FieldOrigin.CADASTRE if name in _FROM_CADASTRE else FieldOrigin.MEASURED


def _plain(value: Any) -> Value | None:
    """Value of a frame as a plain one; None where there is nothing."""
    if value is None or value == "" or value != value:
        return None
    return value.item() if isinstance(value, np.generic) else value


def _hints(connection: Connection, site_id: int) -> dict[str, tuple[tuple[str, float], ...]]:
    """Constraint layers over the site's parcels that speak about a field, with the largest share."""
    query = (
        select(MEASURE_VALUES.c.measure, MEASURE_VALUES.c.number)
        .join_from(SITE_PARCELS, MEASURES, MEASURES.c.parcel_id == SITE_PARCELS.c.parcel_id)
        .join(MEASURE_VALUES, MEASURE_VALUES.c.fid == MEASURES.c.fid)
        .where(SITE_PARCELS.c.site_id == site_id, MEASURE_VALUES.c.measure.like("constraint_share[%"))
    )
    shares: dict[str, float] = {}
    for measure, number in connection.execute(query):
        layer = measure.partition("[")[2].rstrip("]")
        shares[layer] = max(shares.get(layer, 0.0), number or 0.0)
    return {
        field: found
        for field, words in _LAYER_WORDS.items()
        if (
            found := tuple(
                (layer, share)
                for layer, share in shares.items()
                if share > 0 and any(word in layer.lower() for word in words)
            )
        )
    }
