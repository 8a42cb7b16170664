"""Detection: measure the project's cadastre, judge every parcel, keep the verdicts, explain them."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.basis import measures_basis
from flurinfill.detection.dwellings import with_dwellings
from flurinfill.detection.measures import measure
from flurinfill.detection.merging import OwnersOf, proposals, with_proposals
from flurinfill.detection.tiles import tile_size
from flurinfill.detection.uses import JUDGED_AS, judge_by_use, judges_by_use
from flurinfill.model.change import Change
from flurinfill.model.errors import InputError, ProjectError
from flurinfill.model.potential import Use
from flurinfill.model.progress import SILENT, Progress, report_done
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import RuleProfile
from flurinfill.project import Project, operations, queries
from flurinfill.remains import Remains
from flurinfill.reports.town import judges
from flurinfill.usecases.site_room import with_room


@dataclass(frozen=True)
class DetectionReport:
    """What a detection run found.

    Attributes
    ----------
    change : Change
    counts : dict
        Parcels by class.
    seconds : float
        How long measuring and judging took.
    profile : RuleProfile
        The one that judged. Its version is another than asked for where that version judged this
        project with other rules before: a version means the same rules for ever.
    """

    change: Change
    counts: dict[str, int]
    seconds: float
    profile: RuleProfile


class Run(Protocol):
    """What measures a cadastre, see :func:`flurinfill.detection.measures.measure`."""

    def __call__(
        self,
        cadastre: Cadastre,
        *,
        setbacks_m: Mapping[Use, float],
        sizes_m: Mapping[Use, tuple[float, float]],
        progress: Progress,
    ) -> pd.DataFrame:
        """Measure every parcel."""


def measure_here(
    cadastre: Cadastre,
    *,
    setbacks_m: Mapping[Use, float],
    sizes_m: Mapping[Use, tuple[float, float]],
    progress: Progress,
) -> pd.DataFrame:
    """Measure every parcel on all cores of this machine, also where the town is small."""
    size = tile_size(len(cadastre.parcels), os.cpu_count() or 1)
    return measure(cadastre, setbacks_m=setbacks_m, sizes_m=sizes_m, progress=progress, tile_parcels=size)


def detect(
    project: Project,
    profile: RuleProfile | None = None,
    *,
    further: Sequence[RuleProfile] | None = None,
    run: Run = measure_here,
    progress: Progress = SILENT,
) -> DetectionReport:
    """Judge every parcel of the project by the profile of its use and keep the result.

    Measures that are kept and rest on the same cadastre, setbacks and building sizes are not taken
    again: a changed threshold costs a comparison. Setback and building of a parcel are those of the
    profile that judges its use, see :func:`flurinfill.detection.uses.judges_by_use`. Vacant
    neighbours that are a plot only together are proposed as one site; where the owners can be read,
    those with one owner first.

    Parameters
    ----------
    project : Project
        An open project with a cadastre.
    profile : RuleProfile, optional
        Default: the profile of the last run, else the first built-in one.
    further : sequence of RuleProfile, optional
        Profiles for other uses; default: those of the last run, then the built-in ones. Land of a
        use without a profile is judged by ``profile``.
    run : callable
        Measures a cadastre: on this machine, or on others (:mod:`flurinfill.detection.cluster`).

    Raises
    ------
    InputError
        ``no_cadastre`` without a cadastre, ``no_buildings`` when there is nothing that could tell
        vacant from built, ``profile_unusable`` for a kept profile with rules that this program does
        not know; such a profile for another use is left out.
    """
    if project.read_only:
        raise ProjectError("project_read_only", path=str(project.path))
    if queries.data_state(project) is None:
        raise InputError("no_cadastre", path=project.path.name)
    judges = _judges(project, profile, further)
    started = time.perf_counter()
    measures, parcels, basis = _measured(project, judges, run, progress)
    progress.report("judge", 0, 1)
    measures = with_dwellings(measures, judges)
    progress.report("judge", 0, 1)
    verdicts = judge_by_use(measures, judges)
    progress.report("judge", 0, 1)
    owners_of, pause = owners_for_detection(project), partial(progress.report, "judge", 0, 1)
    merged = proposals(parcels, measures, verdicts, judges, owners_of, pause=pause)
    merged = with_room(project, merged, judges, pause)
    measures[JUDGED_AS] = verdicts["judged_as"].where(verdicts["judged_as"].ne(judges[0].use.value), "")
    verdicts = with_proposals(verdicts, merged)
    seconds = time.perf_counter() - started
    progress.report("judge", 1, 1)
    change = _store(project, measures, verdicts, judges, basis, merged, progress)
    counts = {str(code): int(n) for code, n in verdicts["potential"].value_counts().items()}
    return DetectionReport(change, counts, seconds, judges[0])


def _judges(
    project: Project, profile: RuleProfile | None, further: Sequence[RuleProfile] | None
) -> list[RuleProfile]:
    """The profile that is wanted and those for other uses, under versions that cannot be mistaken."""
    known = known_profiles(project)
    first = profile or active_profile(project)
    profiles.require_usable(first)
    others = [each for each in known if not each.unknown_rules] if further is None else further
    used = queries.used_profiles(project)
    return [_unmistakable(used, each) for each in (first, *others)]


def _store(
    project: Project,
    measures: pd.DataFrame,
    verdicts: pd.DataFrame,
    judges: Sequence[RuleProfile],
    basis: str,
    merged: Sequence[Proposal],
    progress: Progress,
) -> Change:
    """Hand all of it to one short operation."""
    profile = judges[0]
    beside_it = [one for one in dict.fromkeys(judges_by_use(judges).values()) if one != profile]
    change = operations.store_detection(
        project,
        measures,
        verdicts,
        profile,
        profiles.dump(profile),
        basis=basis,
        further=[(one, profiles.dump(one)) for one in beside_it],
        proposals=merged,
        progress=progress,
    )
    report_done(progress, "store_verdicts")
    return change


def _measured(
    project: Project, judges: Sequence[RuleProfile], run: Run, progress: Progress
) -> tuple[pd.DataFrame, NDArray[np.object_], str]:
    """Measures for these profiles, taken or kept, geometry of their parcels, and what they rest on.

    Kept ones are those of the present cadastre: an import drops them.
    """
    by_use = judges_by_use(judges)
    sizes = {use: one.building_m for use, one in by_use.items()}
    setbacks = {use: one.distance_m for use, one in by_use.items()}
    basis = measures_basis(
        setbacks_m=setbacks, sizes_m=sizes, owners=project.has_vault and not project.sealed
    )
    if queries.measures_basis(project) == basis:
        kept = queries.measures(project).drop(columns=JUDGED_AS, errors="ignore")
        return kept, _shapes(queries.parcels(project), kept), basis
    cadastre = queries.cadastre(project, progress=progress)
    taken = run(cadastre, setbacks_m=setbacks, sizes_m=sizes, progress=progress)
    shapes, remains = _shapes(cadastre.parcels, taken), Remains()
    remains.add(cadastre)
    del cadastre
    remains.clear()
    return taken, shapes, basis


def _shapes(parcels: gpd.GeoDataFrame, measures: pd.DataFrame) -> NDArray[np.object_]:
    return parcels.set_index("parcel_id").geometry.reindex(measures.index).to_numpy()


def owners_for_detection(project: Project) -> OwnersOf | None:
    """Say who reads the owners of parcels that may be merged; None where nobody may. It is logged."""
    if project.read_only or project.sealed or not project.has_vault:
        return None
    return lambda parcel_ids: queries.owner_ids(project, parcel_ids, "detection")


def _unmistakable(used: pd.DataFrame, profile: RuleProfile) -> RuleProfile:
    """Give a profile the next free version where its own judged here before with other rules."""
    used = used[used["name"] == profile.name]
    same = [
        int(version)
        for version, text in zip(used["version"], used["text"], strict=True)
        if text == profiles.dump(replace(profile, version=int(version)))
    ]
    if profile.version in same or profile.version not in set(used["version"]):
        return profile
    return replace(profile, version=same[0] if same else int(used["version"].max()) + 1)


def beside(project: Project, profile: RuleProfile) -> list[RuleProfile]:
    """Return the profiles of the next run when this one is to judge land of its use.

    The profile of the run stays the first, unless the new one is for the same use.
    """
    first, *others = known_profiles(project)
    first, *others = [each for each in (first, *others) if not each.unknown_rules]
    return [profile, first, *others] if profile.use is first.use else [first, profile, *others]


def active_profile(project: Project) -> RuleProfile:
    """Return the profile of the last run, else the first built-in one."""
    return known_profiles(project)[0]


def known_profiles(project: Project) -> list[RuleProfile]:
    """Return the profiles that judged in the last run, its own first, then the built-in ones."""
    return judges(project) or list(profiles.builtin())


def _with_places(project: Project, parcel_ids: Sequence[str]) -> tuple[str, ...]:
    """Name parcels so that a person can tell them apart: ``24/3 Musterdorf (…)``."""
    rows = queries.parcel_table(project).loc[list(parcel_ids), ["number", "gemarkung"]]
    return tuple(
        f"{number} {place} ({parcel_id})"
        for parcel_id, (number, place) in zip(
            parcel_ids, rows.itertuples(index=False, name=None), strict=True
        )
    )


def measured_parcel(project: Project, parcel_text: str) -> tuple[str, pd.Series]:
    """Find one parcel and its stored measures, see :func:`measured_parcels`."""
    return measured_parcels(project, [parcel_text])[0]


def measured_parcels(project: Project, parcel_texts: Sequence[str]) -> list[tuple[str, pd.Series]]:
    """Find parcels and their stored measures; the town is read once for all.

    Parameters
    ----------
    project : Project
        A project whose detection has run.
    parcel_texts : sequence of str
        The parcels' numbers in any spelling, or their identifiers.

    Raises
    ------
    InputError
        ``parcel_unknown``, ``parcel_ambiguous`` (with the candidates) or ``not_detected``.
    """
    searcher = queries.Searcher(project)
    found = [_one_parcel(project, text, searcher) for text in parcel_texts]
    measures = queries.measures(project, found)
    for parcel_id, text in zip(found, parcel_texts, strict=True):
        if parcel_id not in measures.index:
            raise InputError("not_detected", text=text)
    return [(parcel_id, pd.Series(measures.loc[parcel_id])) for parcel_id in found]


def _one_parcel(project: Project, parcel_text: str, searcher: queries.Searcher) -> str:
    found = searcher.parcels(parcel_text)
    if parcel_text in found:
        return parcel_text
    if not found:
        raise InputError("parcel_unknown", text=parcel_text)
    if len(found) > 1:
        some = _with_places(project, found[:8])
        raise InputError("parcel_ambiguous", text=parcel_text, count=len(found), parcels=some)
    return found[0]
