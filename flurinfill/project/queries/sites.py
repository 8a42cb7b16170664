"""The sites: their table, one of them, its shape."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, func, select

from flurinfill.cadastre.tables import village
from flurinfill.model.errors import ProjectError
from flurinfill.model.potential import PotentialClass
from flurinfill.model.site_fields import FieldValue
from flurinfill.model.sites import Site
from flurinfill.model.states import Availability, Publication, RejectReason, Review, Willingness
from flurinfill.project import blobs, frames, objections, outlines, people, rows
from flurinfill.project.project import Project
from flurinfill.project.queries.site_facts import (
    asking_prices,
    entered_facts,
    field_values,
    in_force,
    known_facts,
)
from flurinfill.project.schema import CONTACTS, NOTES, RESERVATIONS, SITE_PARCELS, SITES
from flurinfill.project.vault import Vault

_PLACE = ("gemarkung_code", "gemarkung", "flur", "district")
_STATES = (
    "case_no",
    "potential",
    "potential_now",
    "review",
    "reject_reason",
    "deferred_until",
    "availability",
    "publication",
    "announced_on",
    "parcel_missing",
    "version",
)
_PERSONAL = (
    "willingness",
    "owner_category",
    "consent_investor",
    "consent_overruled",
    "municipal",
    "outreach",
    "outreach_state",
    "waiting_since",
    "asking_price",
    "note",
)
_SETTLED = {Review.REJECTED.value, Review.SUPERSEDED.value}


def site_table(project: Project) -> pd.DataFrame:
    """Return one row per site, index ``site_id``, by case number.

    Returns
    -------
    DataFrame
        ``case_no``, ``parcel_ids`` (tuple), ``numbers`` ("25/3, 25/4"), the place of the first
        parcel (``gemarkung_code``, ``gemarkung``, ``flur``, ``district``), ``village`` (the
        district, else the Gemarkung), ``address_text``, ``area_m2`` (sum of the official areas, the
        geometric one where there is none), ``cadastre_area_m2`` (the same, whatever a person entered),
        ``outline_m2`` (area of an outline that a person drew, NaN
        where the site is the whole of its parcels), all states, ``new_finding`` (the class of the latest
        detection where nobody has looked at it yet, else ``""``), dates as ``date`` or None,
        ``follow_up_on`` (next open one), ``reserved_until``, and ``willingness``, ``owner_category``,
        ``consent_investor``, ``consent_overruled`` (by a later objection), ``municipal``, ``outreach``
        ("3/5" answered), ``outreach_state`` (value of ``SiteOutreach``), ``waiting_since`` (day of the
        longest unanswered letter), ``asking_price`` (EUR) and ``note``, which are None while the vault is
        locked. Then the other fields of the form (:data:`flurinfill.model.site_fields.SITE_FIELDS`) as they
        are in force; ``district`` and ``area_m2``, too, are what a person entered where somebody did.
    """
    with project.store.reading() as connection:
        columns = [SITES.c[name] for name in ("site_id", *_STATES, "potential_seen")]
        table = frames.read(connection, select(*columns).order_by(SITES.c.site_id)).set_index("site_id")
        places = _places(connection).reindex(table.index)
        outline = _drawn_areas(connection).reindex(table.index)
        facts = in_force(known_facts(connection, places), entered_facts(connection, table.index))
        follow_ups, reserved = _follow_ups(connection), _reserved_until(connection)
        personal = _personal(connection, project)
    for name in ("deferred_until", "announced_on"):
        table[name] = _dates(table[name])
    kept = places.drop(columns=["district", "area_m2"])  # a person may know better
    table = table.join(kept).join(facts)
    table = table.assign(cadastre_area_m2=places["area_m2"], outline_m2=outline)
    table["village"] = village(table)
    table["new_finding"] = [
        row["potential_now"] if class_changed(row) else "" for row in table.to_dict("records")
    ]
    table["new_finding"] = table["new_finding"].astype("str")
    table["follow_up_on"] = _objects([follow_ups.get(site_id) for site_id in table.index], table.index)
    table["reserved_until"] = _objects([reserved.get(site_id) for site_id in table.index], table.index)
    for name in _PERSONAL:
        table[name] = _objects([personal.get(site_id, {}).get(name) for site_id in table.index], table.index)
    order = [
        "case_no",
        *places.columns,
        "cadastre_area_m2",
        "outline_m2",
        "village",
        *_STATES[1:],
        "new_finding",
        "follow_up_on",
        "reserved_until",
        *_PERSONAL,
        *(name for name in facts if name not in places),
    ]
    return table[order]


def site_fields(project: Project, site_id: int) -> dict[str, FieldValue]:
    """Return what is known about every field of a site's form, with its origin.

    What concerns persons (``asking_price``, ``owner_category``) is in it while the vault is open.

    Raises
    ------
    ProjectError
        ``site_absent``.
    """
    with project.store.reading() as connection:
        if rows.read(connection, SITES, site_id) is None:
            raise ProjectError("site_absent", site_id=site_id)
        places = _places(connection, site_id)
        known = known_facts(connection, places, site_id).iloc[0]
        personal = _personal(connection, project, site_id).get(site_id, {})
        owners = personal.get("owner_category")
        return field_values(connection, project, site_id, known, str(owners) if owners else None)


def site(project: Project, site_id: int) -> Site:
    """Return one site.

    Raises
    ------
    ProjectError
        ``site_absent``.
    """
    with project.store.reading() as connection:
        row = rows.read(connection, SITES, site_id)
        if row is None:
            raise ProjectError("site_absent", site_id=site_id)
        query = select(SITE_PARCELS.c.parcel_id).where(SITE_PARCELS.c.site_id == site_id)
        members = tuple(connection.scalars(query.order_by(SITE_PARCELS.c.position)))
        personal = _personal(connection, project, site_id).get(site_id, {})
    return Site(
        site_id=site_id,
        case_no=row["case_no"],
        parcel_ids=members,
        potential=PotentialClass(row["potential"]),
        review=Review(row["review"]),
        reject_reason=RejectReason(row["reject_reason"]) if row["reject_reason"] else None,
        deferred_until=_date(row["deferred_until"]),
        availability=Availability(row["availability"]),
        publication=Publication(row["publication"]),
        announced_on=_date(row["announced_on"]),
        consent_investor=bool(personal.get("consent_investor", False)),
        municipal=bool(personal.get("municipal", False)),
        willingness=Willingness(str(personal["willingness"])) if personal else None,
        note=str(personal["note"]) if personal else None,
        parcel_missing=bool(row["parcel_missing"]),
        version=row["version"],
    )


@dataclass(frozen=True)
class ReviewState:
    """How the review of a site stands; ``note`` is None while it is locked, ``""`` where there is none."""

    review: str
    deferred_until: date | None
    version: int
    note: str | None


def review_states(project: Project, site_ids: Collection[int]) -> dict[int, ReviewState]:
    """Return how the review of these sites stands; it reads nothing about owners."""
    columns = [SITES.c[name] for name in ("site_id", "review", "deferred_until", "version")]
    with project.store.reading() as connection:
        found = connection.execute(select(*columns).where(SITES.c.site_id.in_(site_ids))).all()
        notes = _notes(connection, project.vault, site_ids) if project.vault.open else {}
    return {
        site_id: ReviewState(
            review, _date(until), version, notes.get(site_id, "") if project.vault.open else None
        )
        for site_id, review, until, version in found
    }


def _notes(connection: Connection, vault: Vault, site_ids: Collection[int] | None) -> dict[int, str]:
    """Return the notes of these sites (None: of all); the vault is open."""
    query = select(NOTES.c.site_id, NOTES.c.sealed)
    if site_ids is not None:
        query = query.where(NOTES.c.site_id.in_(site_ids))
    return {row: vault.unseal("notes", row, sealed) for row, sealed in connection.execute(query)}


def site_geometry(project: Project, site_id: int) -> BaseGeometry:
    """Return the shape of a site in the project's CRS; of a missing parcel the last one known.

    Raises
    ------
    ProjectError
        ``site_absent``.
    """
    with project.store.reading() as connection:
        row = rows.read(connection, SITES, site_id)
    if row is None:
        raise ProjectError("site_absent", site_id=site_id)
    shape: BaseGeometry | None = blobs.decode([row["geom"]])[0]
    return Polygon() if shape is None else shape


def site_outlines(project: Project) -> pd.Series:
    """Return the shape of every site in the project's CRS, index ``site_id``; None where it has none.

    Examples
    --------
    >>> shapely.area(site_outlines(project).to_numpy())  # doctest: +SKIP
    """
    with project.store.reading() as connection:
        found = connection.execute(select(SITES.c.site_id, SITES.c.geom).order_by(SITES.c.site_id)).all()
    index = pd.Index([row[0] for row in found], name="site_id", dtype="int64")
    return pd.Series(blobs.decode([row[1] for row in found]), index=index, dtype=object)


def class_changed(row: Mapping[Any, Any]) -> bool:
    """Detection says something new that nobody has looked at, of a site that is still of interest."""
    if row["review"] in _SETTLED or row["availability"] == Availability.BUILT or row["parcel_missing"]:
        return False
    return row["potential_now"] not in {"", row["potential"], row["potential_seen"]}


def _places(connection: Connection, site_id: int | None = None) -> pd.DataFrame:
    """Return what is known of the parcels of each site (or of one), summed up."""
    query = select(SITE_PARCELS).order_by(SITE_PARCELS.c.site_id, SITE_PARCELS.c.position)
    if site_id is not None:
        query = query.where(SITE_PARCELS.c.site_id == site_id)
    members = frames.read(connection, query)
    members["area_m2"] = members["official_area_m2"].fillna(members["area_m2"])
    groups = members.groupby("site_id", sort=True)
    first = groups[list(_PLACE)].first()
    return pd.DataFrame(
        {
            "parcel_ids": groups["parcel_id"].agg(tuple).astype(object),
            "numbers": groups["number"].agg(", ".join).astype("str"),
            **{name: first[name] for name in _PLACE},
            "address_text": groups["address_text"].agg(_distinct).astype("str"),
            "area_m2": groups["area_m2"].sum(),
        }
    )


def _drawn_areas(connection: Connection) -> pd.Series:
    """Return the area of each outline that a person drew, NaN for the others."""
    areas = select(SITE_PARCELS.c.site_id, func.sum(SITE_PARCELS.c.area_m2)).group_by(SITE_PARCELS.c.site_id)
    known = areas.subquery()
    query = select(SITES.c.site_id, SITES.c.geom, known.c[1]).outerjoin(
        known, known.c.site_id == SITES.c.site_id
    )
    found = connection.execute(query).all()
    shapes = blobs.decode([row[1] for row in found])
    drawn = [
        shape.area if outlines.is_drawn(shape, row[2] or 0.0) else float("nan")
        for row, shape in zip(found, shapes, strict=True)
    ]
    return pd.Series(drawn, index=pd.Index([row[0] for row in found]), dtype="float64")


def _distinct(texts: pd.Series) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _follow_ups(connection: Connection) -> dict[int, date]:
    query = select(CONTACTS.c.site_id, CONTACTS.c.follow_up_on)
    query = query.where(~CONTACTS.c.follow_up_done, CONTACTS.c.follow_up_on.is_not(None))
    found: dict[int, date] = {}
    for site_id, text in connection.execute(query.order_by(CONTACTS.c.follow_up_on)):
        found.setdefault(site_id, date.fromisoformat(text))
    return found


def _reserved_until(connection: Connection) -> dict[int, date]:
    query = select(RESERVATIONS.c.site_id, RESERVATIONS.c.until)
    query = query.where(RESERVATIONS.c.ended_on.is_(None), RESERVATIONS.c.until.is_not(None))
    return {site_id: date.fromisoformat(text) for site_id, text in connection.execute(query)}


def _personal(
    connection: Connection, project: Project, site_id: int | None = None
) -> dict[int, dict[str, object]]:
    """Return what the vault tells of each site; nothing while it is locked."""
    vault = project.vault
    if not vault.open:
        return {}
    only = None if site_id is None else (site_id,)
    shares = people.site_shares(connection, vault, only)
    owners = {site: people.owners_in(listed) for site, listed in shares.items()}
    of_the_town = people.rows_of_the_town(connection, vault, owners)
    entries = people.read_outreach(connection, vault, only)
    agreed = {site for site, listed in entries.items() if any(entry.get("consent") for entry in listed)}
    restricted = people.restricted_owners(
        connection, vault, {site: owners[site] for site in agreed if site in owners}
    )
    objected = objections.standing(connection, vault, agreed)
    texts = _notes(connection, vault, only)
    wanted = [site_id] if site_id is not None else connection.scalars(select(SITES.c.site_id)).all()
    prices = asking_prices(connection, project, site_id)
    found: dict[int, dict[str, object]] = {}
    for key in wanted:
        summary = people.sum_up(
            owners.get(key, {}),
            entries.get(key, []),
            all_known=people.all_known(shares.get(key, {})),
            of_the_town=of_the_town,
            restricted=restricted,
            objected=objected.get(key, ()),
        )
        price = prices.get(key, {}).get("amount")
        found[key] = {**vars(summary), "asking_price": price, "note": texts.get(key, "")}
    return found


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _dates(texts: pd.Series) -> pd.Series:
    return _objects([_date(text) for text in texts], texts.index)


def _objects(values: list[object], index: pd.Index) -> pd.Series:
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return pd.Series(out, index=index)
