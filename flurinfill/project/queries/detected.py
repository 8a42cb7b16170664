"""What detection found: measures, verdicts, and the table of parcels with both."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import Connection, RowMapping, select

from flurinfill.cadastre.tables import village
from flurinfill.model.potential import PotentialClass, Use
from flurinfill.model.proposals import Proposal, SharedBoundary
from flurinfill.project import blobs, frames, meta
from flurinfill.project.owner_derived import OWNER_MEASURE, TOGETHER_HINT, OwnerDerived
from flurinfill.project.project import Project
from flurinfill.project.schema import (
    DETECTIONS,
    MEASURE_VALUES,
    MEASURES,
    PARCELS,
    PROFILES,
    PROPOSALS,
    SITE_PARCELS,
    SITES,
    VERDICT_COLUMNS,
    VERDICTS,
)

_PARCEL_TEXTS = ("gemarkung_code", "gemarkung", "flur", "number", "municipality", "district", "address_text")

_FEW = 500
"""More parcels than this are read faster with all others."""


def measures(project: Project, parcel_ids: Collection[str] | None = None) -> pd.DataFrame:
    """Return the measures as detection made them, index ``parcel_id``; empty before a run.

    ``same_owner_neighbour`` is NaN while the vault is locked.

    Parameters
    ----------
    project : Project
    parcel_ids : collection of str, optional
        Of these parcels only, those that were measured: for a few, only their rows are read.
    """
    asked, families = select(MEASURES).order_by(MEASURES.c.fid), select(MEASURE_VALUES)
    if parcel_ids is not None and len(parcel_ids) <= _FEW:
        few = MEASURES.c.parcel_id.in_(list(parcel_ids))
        asked = asked.where(few)
        families = families.where(MEASURE_VALUES.c.fid.in_(select(MEASURES.c.fid).where(few)))
    with project.store.reading() as connection:
        run = _run(connection)
        if run is None:
            return pd.DataFrame(index=pd.Index([], name="parcel_id", dtype="str"))
        stored = frames.read(connection, asked)
        values = dict(list(frames.read(connection, families).groupby("measure")))
        derived = _derived(project, run)
    out = pd.DataFrame(index=pd.Index(stored["parcel_id"], name="parcel_id"))
    columns: dict[str, np.ndarray | pd.Series] = {}
    for name, is_text in json.loads(run["columns"]):
        if name in stored:
            columns[name] = stored[name].set_axis(out.index)
        elif name == OWNER_MEASURE:
            columns[name] = pd.Series(derived.flags, dtype="float64").reindex(out.index)
        else:
            columns[name] = _family(values.get(name), stored["fid"], out.index, text=is_text)
    found = pd.DataFrame(columns, index=out.index)
    return found if parcel_ids is None else found[found.index.isin(list(parcel_ids))]


def access_ways(project: Project) -> pd.Series:
    """Return the way that gives access to each parcel, index ``parcel_id``; empty before a run.

    Its name, or its kind (value of ``LandUse``) where the cadastre has no name; ``""`` for no access.
    """
    with project.store.reading() as connection:
        if _run(connection) is None:
            return pd.Series(dtype="str")
        stored = frames.read(connection, select(MEASURES.c.parcel_id, MEASURES.c.access))
    return stored.set_index("parcel_id")["access"]


def measures_basis(project: Project) -> str:
    """On what the stored measures rest besides the cadastre; ``""`` before a run or when not known."""
    with project.store.reading() as connection:
        return "" if _run(connection) is None else meta.get(connection, meta.MEASURES_BASIS)


def verdicts(project: Project) -> pd.DataFrame:
    """Return the verdicts as ``judge`` made them, index ``parcel_id``; empty before a run.

    Hints and warnings that follow from owners are missing while the vault is locked.
    """
    with project.store.reading() as connection:
        run = _run(connection)
        columns = (VERDICTS.c[name] for name in ("parcel_id", *VERDICT_COLUMNS))
        stored = frames.read(connection, select(*columns).order_by(VERDICTS.c.fid)).set_index("parcel_id")
        return stored if run is None else _derived(project, run).give_back(stored)


def profile_text(project: Project) -> str:
    """Return the TOML text of the profile that judged; ``""`` before a run."""
    with project.store.reading() as connection:
        run = _run(connection)
        return "" if run is None else str(run["profile_text"])


def further_profile_texts(project: Project) -> tuple[str, ...]:
    """Return the TOML texts of the profiles for other uses that judged beside that of the run."""
    with project.store.reading() as connection:
        run = _run(connection)
        return () if run is None else tuple(json.loads(run["further_texts"]))


def used_profiles(project: Project) -> pd.DataFrame:
    """Return every version of the rules that ever judged here, the latest first.

    Returns
    -------
    DataFrame
        ``name``, ``version``, ``text`` (TOML) and ``used_at`` (local time of its first run).
    """
    query = select(PROFILES).order_by(PROFILES.c.profile_id.desc())
    with project.store.reading() as connection:
        found = [
            (row["name"], row["version"], row["text"], meta.local(row["used_at"]))
            for row in connection.execute(query).mappings()
        ]
    return pd.DataFrame(found, columns=["name", "version", "text", "used_at"])


def proposals(project: Project) -> list[Proposal]:
    """Return the parcels that the last detection proposes to merge.

    ``same_owner`` is True where one owner has a share in all parcels and the vault is open, else
    None.
    """
    with project.store.reading() as connection:
        run = _run(connection)
        rows = connection.execute(select(PROPOSALS).order_by(PROPOSALS.c.proposal_id)).mappings().all()
        hints = {} if run is None else _derived(project, run).codes.get("hints", {})
    return [_proposal(row, hints) for row in rows]


def _proposal(row: RowMapping, hints: Mapping[str, str]) -> Proposal:
    parcel_ids = tuple(json.loads(row["parcel_ids"]))
    measures = json.loads(row["measures"])
    return Proposal(
        parcel_ids=parcel_ids,
        potential=PotentialClass(row["potential"]),
        judged_as=Use(row["judged_as"]),
        shared=tuple(SharedBoundary(*each) for each in json.loads(row["shared"])),
        measures={name: float("nan") if value is None else value for name, value in measures.items()},
        same_owner=TOGETHER_HINT in hints.get(parcel_ids[0], "").split(";") or None,
    )


def parcel_table(project: Project, parcels: gpd.GeoDataFrame | None = None) -> pd.DataFrame:
    """Return one row per parcel, index ``parcel_id``, in the order of the cadastre.

    Parameters
    ----------
    project : Project
    parcels : GeoDataFrame, optional
        Parcels of its cadastre, where they were read before.

    Returns
    -------
    DataFrame
        Where the parcel is (``gemarkung_code``, ``gemarkung``, ``flur``, ``number``,
        ``municipality``, ``district``, ``village``, ``address_text``), ``official_area_m2`` and
        ``area_m2``, the verdict (``potential`` … ``hints``, all ``""`` before a run), and its site:
        ``site_id`` (Int64, missing without) and ``case_no``.
    """
    with project.store.reading() as connection:
        table, shapes = _of_parcels(connection, parcels)
        judged = verdicts(project)
        members = frames.read(
            connection,
            select(SITE_PARCELS.c.parcel_id, SITES.c.site_id, SITES.c.case_no).join_from(
                SITE_PARCELS, SITES, SITES.c.site_id == SITE_PARCELS.c.site_id
            ),
        )
    table = table.assign(area_m2=shapely.area(shapes)).set_index("parcel_id")
    table["village"] = village(table)
    members = members.set_index("parcel_id").reindex(table.index)
    for name in VERDICT_COLUMNS:
        table[name] = judged[name].reindex(table.index).fillna("").astype("str")
    table["site_id"] = members["site_id"].astype("Int64")
    table["case_no"] = members["case_no"].fillna("").astype("str")
    return table


def _of_parcels(
    connection: Connection, parcels: gpd.GeoDataFrame | None
) -> tuple[pd.DataFrame, blobs.Geometries]:
    """What is asked of each parcel, and the geometries; read where they are not known."""
    names = ["parcel_id", *_PARCEL_TEXTS, "official_area_m2"]
    if parcels is not None:
        return pd.DataFrame(parcels[names]), parcels.geometry.to_numpy()
    query = select(*(PARCELS.c[name] for name in (*names, "geom"))).order_by(PARCELS.c.fid)
    table = frames.read(connection, query)
    return table, table.pop("geom").to_numpy()


def _run(connection: Connection) -> RowMapping | None:
    query = select(DETECTIONS).order_by(DETECTIONS.c.detection_id.desc()).limit(1)
    return connection.execute(query).mappings().first()


def _derived(project: Project, run: RowMapping) -> OwnerDerived:
    if run["sealed"] is None or not project.vault.open:
        return OwnerDerived()
    return OwnerDerived(**project.vault.unseal("detections", run["detection_id"], run["sealed"]))


def _family(values: pd.DataFrame | None, fids: pd.Series, index: pd.Index, *, text: bool) -> pd.Series:
    """Spread the stored values of one column over all parcels; what was not stored is zero."""
    source, blank = ("text", "") if text else ("number", 0.0)
    out = np.full(len(index), blank, dtype=object if text else "float64")
    if values is not None:
        out[pd.Index(fids).get_indexer(pd.Index(values["fid"]))] = values[source].to_numpy()
    return pd.Series(out, index=index, dtype="str" if text else "float64")
