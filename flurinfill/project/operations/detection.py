"""Keep what detection found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice, repeat
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, delete, insert, select, update

from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.model.measures import definition_of
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import RuleProfile
from flurinfill.project import frames, meta
from flurinfill.project.operations.found_sites import update_sites
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
    PLAN_MEASURE_COLUMNS,
    PLAN_MEASURE_TEXTS,
    PROFILES,
    PROPOSALS,
    VERDICT_COLUMNS,
    VERDICTS,
)


def store_detection(
    project: Project,
    measures: pd.DataFrame,
    verdicts: pd.DataFrame,
    profile: RuleProfile,
    profile_toml: str,
    *,
    basis: str = "",
    further: Sequence[tuple[RuleProfile, str]] = (),
    proposals: Sequence[Proposal] = (),
    progress: Progress = SILENT,
) -> Change:
    """Replace measures and verdicts, and make sites of new candidates.

    Every parcel of a candidate class that is in no site becomes one. Sites that nobody touched and
    whose parcel is no candidate any more are removed; sites that a person touched are only marked
    with the new class. Whatever is derived from owners is sealed, and left out without an open
    vault. Every version of the rules that judged is kept with its text. It cannot be undone.

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
    further : sequence of (RuleProfile, str)
        Profiles for other uses that judged, too, and their texts.
    proposals : sequence of Proposal
        Parcels that are one site only together; where a person works on a site with one of them
        already, the others become sites of their own.
    progress : Progress
        Asked now and then whether to go on; when not, everything is as it was before.

    Raises
    ------
    ProjectError
        ``detection_outdated`` when the parcels are not those of the project any more;
        ``owner_rule_decides`` when a rule over owner data is more than a warning.
    """

    def pause() -> None:
        progress.report("store_verdicts", 0, 0)

    with operation(project, "store_detection", undoable=False, whole=True) as unit:
        connection = unit.connection
        fids = _fids(connection, measures, verdicts)
        judges = [(profile, profile_toml), *further]
        public, derived = part(measures, verdicts.reindex(measures.index), [each for each, _ in judges])
        _store_measures(connection, measures, fids, pause)
        _store_verdicts(connection, public, fids, pause)
        _store_proposals(connection, proposals)
        pause()
        _store_run(unit, measures, derived, judges)
        _keep_profiles(connection, judges)
        meta.put(connection, meta.MEASURES_BASIS, basis)
        pause()
        followed = update_sites(connection, project.crs, [one.parcel_ids for one in proposals])
        unit.details |= {
            "profile": profile.name,
            "version": profile.version,
            "made": followed.made,
            "removed": followed.removed,
            "classes": followed.changed,
            "gone": followed.left,
            "back": followed.back,
            "followed": followed.followed,
        }
    return unit.change


def _fids(connection: Connection, measures: pd.DataFrame, verdicts: pd.DataFrame) -> list[int]:
    rows = connection.execute(select(PARCELS.c.parcel_id, PARCELS.c.fid))
    known: dict[str, int] = {row[0]: row[1] for row in rows}
    if set(known) != set(measures.index) or set(known) != set(verdicts.index):
        raise ProjectError("detection_outdated")
    return [known[parcel_id] for parcel_id in measures.index]


def _store_measures(
    connection: Connection, measures: pd.DataFrame, fids: list[int], pause: Callable[[], None]
) -> None:
    connection.execute(delete(MEASURES))
    connection.execute(delete(MEASURE_VALUES))
    frames.insert_rows(connection, MEASURES, _measure_rows(measures, fids), pause)
    own = {*MEASURE_COLUMNS, *MEASURE_TEXTS, *PLAN_MEASURE_COLUMNS, *PLAN_MEASURE_TEXTS, OWNER_MEASURE}
    further = [name for name in measures if name not in own]
    number = 1
    for name in further:
        told, values = _further(number, str(name), measures[name], np.array(fids))
        frames.insert_rows(connection, MEASURE_VALUES, values, pause)
        number += told


def _measure_rows(measures: pd.DataFrame, fids: list[int]) -> Iterator[tuple[Any, ...]]:
    kinds = (
        (MEASURE_COLUMNS, _numbers),
        (MEASURE_TEXTS, _texts),
        (PLAN_MEASURE_COLUMNS, _numbers),
        (PLAN_MEASURE_TEXTS, _texts),
    )
    numbered = iter(fids)
    for some in frames.in_slices(measures):
        columns = [read(some, name) for names, read in kinds for name in names]
        yield from zip(islice(numbered, len(some)), some.index.tolist(), *columns, strict=True)


def _numbers(measures: pd.DataFrame, name: str) -> list[Any]:
    """Values of a column of numbers; NULL where there is no such measure."""
    if name not in measures:
        return [None] * len(measures)
    return list(measures[name].astype("float64").tolist())


def _texts(measures: pd.DataFrame, name: str) -> list[Any]:
    if name not in measures:
        return [""] * len(measures)
    return list(measures[name].fillna("").astype(str).tolist())


def _further(
    first: int, name: str, column: pd.Series, fids: np.ndarray
) -> tuple[int, Iterator[tuple[Any, ...]]]:
    """Return how many rows a family's column has, and the rows, numbered on from ``first``.

    Only what is not zero, and missing values as NULL.
    """
    if not pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        texts = column.fillna("").astype(str).to_numpy()
        kept = texts != ""
        told = (repeat(None), texts[kept].tolist())
    else:
        numbers = column.to_numpy(dtype="float64")
        kept = numbers != 0
        told = (numbers[kept].tolist(), repeat(None))
    rows = zip(count(first), fids[kept].tolist(), repeat(name), *told, strict=False)
    return int(kept.sum()), rows


def _store_verdicts(
    connection: Connection, verdicts: pd.DataFrame, fids: list[int], pause: Callable[[], None]
) -> None:
    connection.execute(delete(VERDICTS))
    numbered = iter(fids)
    rows = (
        row
        for some in frames.in_slices(verdicts)
        for row in zip(
            islice(numbered, len(some)),
            some.index.tolist(),
            *(_texts(some, name) for name in VERDICT_COLUMNS),
            strict=True,
        )
    )
    frames.insert_rows(connection, VERDICTS, rows, pause)
    connection.execute(
        update(PARCELS).values(
            potential=select(VERDICTS.c.potential).where(VERDICTS.c.fid == PARCELS.c.fid).scalar_subquery()
        )
    )


def _store_proposals(connection: Connection, proposals: Sequence[Proposal]) -> None:
    connection.execute(delete(PROPOSALS))
    for number, one in enumerate(proposals, 1):
        shared = [[each.first, each.second, each.length_m] for each in one.shared]
        plain = {
            name: None if value != value else value for name, value in one.measures.items() if _is_plain(name)
        }
        connection.execute(
            insert(PROPOSALS).values(
                proposal_id=number,
                parcel_ids=json.dumps(one.parcel_ids),
                potential=one.potential.value,
                judged_as=one.judged_as.value,
                shared_m=one.shared_m,
                shared=json.dumps(shared),
                measures=json.dumps(plain, ensure_ascii=False),
            )
        )


def _is_plain(measure: str) -> bool:
    definition = definition_of(measure)
    return definition is None or not definition.owner_derived


def _store_run(
    unit: Unit, measures: pd.DataFrame, derived: OwnerDerived, judges: Sequence[tuple[RuleProfile, str]]
) -> None:
    connection, vault = unit.connection, unit.project.vault
    connection.execute(delete(DETECTIONS))
    (number,) = meta.take_numbers(connection, "detection")
    text_columns = [name for name in measures if not pd.api.types.is_numeric_dtype(measures[name])]
    (profile, text), *further = judges
    connection.execute(
        insert(DETECTIONS).values(
            detection_id=number,
            at=meta.now(),
            profile_name=profile.name,
            profile_version=profile.version,
            profile_text=text,
            columns=json.dumps([[str(name), name in text_columns] for name in measures], ensure_ascii=False),
            sealed=vault.seal("detections", number, derived.as_json()) if vault.open and derived else None,
            further_texts=json.dumps([each for _, each in further], ensure_ascii=False),
        )
    )


def _keep_profiles(connection: Connection, judges: Sequence[tuple[RuleProfile, str]]) -> None:
    """Keep the text of every version that ever judged here."""
    known = set(connection.scalars(select(PROFILES.c.text)))
    for profile, text in judges:
        if text not in known:
            (number,) = meta.take_numbers(connection, "profile")
            values = {"name": profile.name, "version": profile.version, "text": text, "used_at": meta.now()}
            connection.execute(insert(PROFILES).values(profile_id=number, **values))
            known.add(text)
