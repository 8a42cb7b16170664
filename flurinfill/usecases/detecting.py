"""Detection: measure the project's cadastre, judge every parcel, keep the verdicts, explain them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.basis import measures_basis
from flurinfill.detection.explanation import explain as explain_row
from flurinfill.detection.measures import measure
from flurinfill.detection.merging import proposals, with_proposals
from flurinfill.detection.uses import judge_by_use, judges_by_use
from flurinfill.model.change import Change
from flurinfill.model.errors import InputError, ProjectError
from flurinfill.model.potential import Use
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.rules import RuleProfile, Verdict
from flurinfill.project import Project, operations, queries


@dataclass(frozen=True)
class DetectionReport:
    """What a detection run found: parcels by class, and how long measuring and judging took."""

    change: Change
    counts: dict[str, int]
    seconds: float


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


JUDGED_BY = "judged_by"
"""Text column of the measures: profile of a parcel that another than the run's profile judged."""


def detect(
    project: Project,
    profile: RuleProfile | None = None,
    *,
    further: Sequence[RuleProfile] | None = None,
    run: Run = measure,
    progress: Progress = SILENT,
) -> DetectionReport:
    """Judge every parcel of the project by the profile of its use and keep the result.

    Measures that are kept and rest on the same cadastre, setbacks and building sizes are not taken
    again: a changed threshold costs a comparison. Setback and building of a parcel are those of the
    profile that judges its use, see :func:`flurinfill.detection.uses.judges_by_use`.

    Parameters
    ----------
    project : Project
        An open project with a cadastre.
    profile : RuleProfile, optional
        Default: the profile of the last run, else the first built-in one.
    further : sequence of RuleProfile, optional
        Profiles for other uses; default: the built-in ones. Land of a use without a profile is
        judged by ``profile``.
    run : callable
        Measures a cadastre: on this machine, or on others (:mod:`flurinfill.detection.cluster`).

    Raises
    ------
    InputError
        ``no_cadastre`` without a cadastre, ``no_buildings`` when there is nothing that could tell
        vacant from built.
    """
    if project.read_only:
        raise ProjectError("project_read_only", path=str(project.path))
    if queries.data_state(project) is None:
        raise InputError("no_cadastre", path=project.path.name)
    profile = profile or active_profile(project)
    started = time.perf_counter()
    judges = [profile, *(profiles.builtin() if further is None else further)]
    by_use = judges_by_use(judges)
    sizes = {use: one.building_m for use, one in by_use.items()}
    setbacks = {use: one.distance_m for use, one in by_use.items()}
    basis = measures_basis(
        setbacks_m=setbacks, sizes_m=sizes, owners=project.has_vault and not project.sealed
    )
    measures = _kept_measures(project, basis)
    if measures is None:
        cadastre = queries.cadastre(project)
        measures = run(cadastre, setbacks_m=setbacks, sizes_m=sizes, progress=progress)
    progress.report("judge", 0, 1)
    verdicts = judge_by_use(measures, judges)
    parcels = queries.parcels(project).set_index("parcel_id").geometry.reindex(measures.index).to_numpy()
    merged = proposals(parcels, measures, verdicts, profile)
    verdicts = with_proposals(verdicts, merged)
    measures[JUDGED_BY] = verdicts["profile"].where(verdicts["profile"].ne(profile.name), "")
    seconds = time.perf_counter() - started
    progress.report("judge", 1, 1)
    change = operations.store_detection(
        project,
        measures,
        verdicts,
        profile,
        profiles.dump(profile),
        basis=basis,
        together=[proposal.parcel_ids for proposal in merged],
    )
    counts = {str(code): int(n) for code, n in verdicts["potential"].value_counts().items()}
    return DetectionReport(change, counts, seconds)


def _kept_measures(project: Project, basis: str) -> pd.DataFrame | None:
    """Measures of the last run; an import drops them, so they are those of the present cadastre."""
    if queries.measures_basis(project) != basis:
        return None
    return queries.measures(project).drop(columns=JUDGED_BY, errors="ignore")


def active_profile(project: Project) -> RuleProfile:
    """Return the profile of the last run, else the first built-in one."""
    text = queries.profile_text(project)
    return profiles.parse(text, project.path.name) if text else profiles.builtin()[0]


def explain(project: Project, parcel_text: str) -> Verdict:
    """Explain one parcel's verdict from the stored measures; parameters as :func:`measured_parcel`."""
    parcel_id, row = measured_parcel(project, parcel_text)
    return explain_row(parcel_id, row, judging_profile(project, row))


def judging_profile(project: Project, measures_row: pd.Series) -> RuleProfile:
    """Return the profile that judged a parcel: that of its use, or the one of the run."""
    name = str(measures_row.get(JUDGED_BY, "") or "")
    known = {profile.name: profile for profile in profiles.builtin()}
    return known.get(name) or active_profile(project)


def measured_parcel(project: Project, parcel_text: str) -> tuple[str, pd.Series]:
    """Find one parcel and its stored measures.

    Parameters
    ----------
    project : Project
        A project whose detection has run.
    parcel_text : str
        The parcel's number in any spelling, or its identifier.

    Raises
    ------
    InputError
        ``parcel_unknown``, ``parcel_ambiguous`` (with the candidates) or ``not_detected``.
    """
    found = queries.search(project, parcel_text)
    if parcel_text in found:
        found = [parcel_text]
    if not found:
        raise InputError("parcel_unknown", text=parcel_text)
    if len(found) > 1:
        raise InputError("parcel_ambiguous", text=parcel_text, count=len(found), parcels=tuple(found[:8]))
    measures = queries.measures(project)
    if found[0] not in measures.index:
        raise InputError("not_detected", text=parcel_text)
    return found[0], pd.Series(measures.loc[found[0]])
