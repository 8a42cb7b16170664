"""Keep what detection found, and bring the sites up to date with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.model.potential import CANDIDATE_CLASSES
from flurinfill.model.rules import RuleProfile
from flurinfill.project import blobs, frames, meta
from flurinfill.project.geopackage import srs_id
from flurinfill.project.operations.sites import (
    membership,
    merged_class,
    new_site,
    parcel_rows,
    take_case_numbers,
)
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.owner_derived import OWNER_MEASURE, OwnerDerived, part
from flurinfill.project.project import Project
from flurinfill.project.schema import (
    DETECTIONS,
    MEASURE_COLUMNS,
    MEASURE_TEXTS,
    MEASURE_VALUES,
    MEASURES,
    PARCELS,
    SITE_PARCELS,
    SITES,
    VERDICT_COLUMNS,
    VERDICTS,
)

_CANDIDATES = frozenset(value.value for value in CANDIDATE_CLASSES)


def store_detection(
    project: Project,
    measures: pd.DataFrame,
    verdicts: pd.DataFrame,
    profile: RuleProfile,
    profile_toml: str,
    *,
    basis: str = "",
    together: Sequence[tuple[str, ...]] = (),
) -> Change:
    """Replace measures and verdicts, and make sites of new candidates.

    Every parcel of a candidate class that is in no site becomes one. Sites that nobody touched and
    whose parcel is no candidate any more are removed; sites that a person touched are only marked
    with the new class. Whatever is derived from owners is sealed, and left out without an open
    vault. It cannot be undone.

    Parameters
    ----------
    measures, verdicts : DataFrame
        As ``detection`` makes them; index ``parcel_id`` with all parcels of the project.
    profile : RuleProfile
        The profile that judged.
    profile_toml : str
        Its text.
    basis : str
        On what the measures rest besides the cadastre, for :func:`queries.measures_basis`.
    together : sequence of tuple of str
        Parcels that are one site only together; where one of them is in a site already, the others
        become sites of their own.

    Raises
    ------
    ProjectError
        ``detection_outdated`` when the parcels are not those of the project any more;
        ``owner_rule_decides`` when a rule over owner data is more than a warning.
    """
    with operation(project, "store_detection", undoable=False, whole=True) as unit:
        connection = unit.connection
        fids = _fids(connection, measures, verdicts)
        public, derived = part(measures, verdicts.reindex(measures.index), profile)
        _store_measures(connection, measures, fids)
        _store_verdicts(connection, public, fids)
        _store_run(unit, measures, derived, profile, profile_toml)
        meta.put(connection, meta.MEASURES_BASIS, basis)
        made, removed = _update_sites(unit, together)
        unit.details |= {
            "profile": profile.name,
            "version": profile.version,
            "made": made,
            "removed": removed,
        }
    return unit.change


def _fids(connection: Connection, measures: pd.DataFrame, verdicts: pd.DataFrame) -> list[int]:
    rows = connection.execute(select(PARCELS.c.parcel_id, PARCELS.c.fid))
    known: dict[str, int] = {row[0]: row[1] for row in rows}
    if set(known) != set(measures.index) or set(known) != set(verdicts.index):
        raise ProjectError("detection_outdated")
    return [known[parcel_id] for parcel_id in measures.index]


def _store_measures(connection: Connection, measures: pd.DataFrame, fids: list[int]) -> None:
    connection.execute(delete(MEASURES))
    connection.execute(delete(MEASURE_VALUES))
    blank: list[Any] = [None] * len(fids)
    columns: list[list[Any]] = [
        measures[name].astype("float64").tolist() if name in measures else blank for name in MEASURE_COLUMNS
    ]
    columns += [
        measures[name].fillna("").astype(str).tolist() if name in measures else [""] * len(fids)
        for name in MEASURE_TEXTS
    ]
    frames.insert_rows(connection, MEASURES, list(zip(fids, measures.index.tolist(), *columns, strict=True)))
    further = [name for name in measures if name not in {*MEASURE_COLUMNS, *MEASURE_TEXTS, OWNER_MEASURE}]
    values = [line for name in further for line in _further(str(name), measures[name], np.array(fids))]
    frames.insert_rows(connection, MEASURE_VALUES, [(at, *line) for at, line in enumerate(values, 1)])


def _further(name: str, column: pd.Series, fids: np.ndarray) -> list[tuple[object, ...]]:
    """Return the rows of a family's column: only what is not zero, missing values as NULL."""
    if not pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        texts = column.fillna("").astype(str).to_numpy()
        kept = texts != ""
        return [(int(fid), name, None, text) for fid, text in zip(fids[kept], texts[kept], strict=True)]
    numbers = column.to_numpy(dtype="float64")
    kept = numbers != 0
    return [
        (fid, name, number, None)
        for fid, number in zip(fids[kept].tolist(), numbers[kept].tolist(), strict=True)
    ]


def _store_verdicts(connection: Connection, verdicts: pd.DataFrame, fids: list[int]) -> None:
    connection.execute(delete(VERDICTS))
    columns = [verdicts[name].fillna("").astype(str).tolist() for name in VERDICT_COLUMNS]
    frames.insert_rows(connection, VERDICTS, list(zip(fids, verdicts.index.tolist(), *columns, strict=True)))
    connection.execute(
        update(PARCELS).values(
            potential=select(VERDICTS.c.potential).where(VERDICTS.c.fid == PARCELS.c.fid).scalar_subquery()
        )
    )


def _store_run(
    unit: Unit, measures: pd.DataFrame, derived: OwnerDerived, profile: RuleProfile, profile_toml: str
) -> None:
    connection, vault = unit.connection, unit.project.vault
    connection.execute(delete(DETECTIONS))
    (number,) = meta.take_numbers(connection, "detection")
    text_columns = [name for name in measures if not pd.api.types.is_numeric_dtype(measures[name])]
    connection.execute(
        insert(DETECTIONS).values(
            detection_id=number,
            at=meta.now(),
            profile_name=profile.name,
            profile_version=profile.version,
            profile_text=profile_toml,
            columns=json.dumps([[str(name), name in text_columns] for name in measures], ensure_ascii=False),
            sealed=vault.seal("detections", number, derived.as_json()) if vault.open and derived else None,
        )
    )


def _update_sites(unit: Unit, together: Sequence[tuple[str, ...]]) -> tuple[int, int]:
    """Remove, mark and make sites; return how many were made and removed."""
    connection = unit.connection
    removed = _mark_sites(connection)
    taken = select(SITE_PARCELS.c.parcel_id)
    query = select(PARCELS.c.parcel_id).where(
        PARCELS.c.potential.in_(_CANDIDATES), PARCELS.c.parcel_id.not_in(taken)
    )
    wanted = list(connection.scalars(query.order_by(PARCELS.c.fid)))
    groups = _grouped(wanted, together)
    parcels = parcel_rows(connection, wanted)
    sites = meta.take_numbers(connection, "site", len(groups))
    rows = iter(meta.take_numbers(connection, "site_parcel", len(wanted)))
    cases = take_case_numbers(connection, len(groups))
    site_rows, member_rows = [], []
    for group, site_id, case_no in zip(groups, sites, cases, strict=True):
        members = [parcels[parcel_id] for parcel_id in group]
        now = merged_class([parcel["potential"] for parcel in members])
        site_rows.append(
            new_site(site_id, case_no, _shape(members, unit.project.crs), now, now, touched=False)
        )
        member_rows += [
            membership(next(rows), site_id, position, parcel) for position, parcel in enumerate(members)
        ]
    if wanted:
        connection.execute(insert(SITES), site_rows)
        connection.execute(insert(SITE_PARCELS), member_rows)
    return len(groups), removed


def _grouped(wanted: list[str], together: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Parcels of each new site, in the order of their first parcel."""
    free = set(wanted)
    group_of = {each: group for group in together if free.issuperset(group) for each in group}
    return list(dict.fromkeys(group_of.get(each, (each,)) for each in wanted))


def _shape(members: Sequence[RowMapping], crs: str) -> bytes | None:
    if len(members) == 1:
        blob: bytes | None = members[0]["geom"]
        return blob
    (united,) = blobs.encode(
        [shapely.union_all(blobs.decode([parcel["geom"] for parcel in members]))], srs_id(crs)
    )
    return united


def _mark_sites(connection: Connection) -> int:
    query = (
        select(
            SITES.c.site_id, SITES.c.touched, SITES.c.potential, SITES.c.potential_now, PARCELS.c.potential
        )
        .join_from(SITES, SITE_PARCELS, SITE_PARCELS.c.site_id == SITES.c.site_id)
        .outerjoin(PARCELS, PARCELS.c.parcel_id == SITE_PARCELS.c.parcel_id)
        .order_by(SITES.c.site_id, SITE_PARCELS.c.position)
    )
    classes: dict[tuple[int, bool, str, str], list[str]] = {}
    for site_id, touched, potential, before, now in connection.execute(query):
        classes.setdefault((site_id, touched, potential, before), []).append(now or "")
    doomed: list[int] = []
    for (site_id, touched, potential, before), listed in classes.items():
        now = merged_class(listed)
        if not touched and now not in _CANDIDATES:
            doomed.append(site_id)
        elif now != before or (not touched and now != potential):
            values = {"potential_now": now} if touched else {"potential_now": now, "potential": now}
            connection.execute(update(SITES).where(SITES.c.site_id == site_id).values(values))
    for chunk in frames.chunks(doomed):
        connection.execute(delete(SITE_PARCELS).where(SITE_PARCELS.c.site_id.in_(chunk)))
        connection.execute(delete(SITES).where(SITES.c.site_id.in_(chunk)))
    return len(doomed)
