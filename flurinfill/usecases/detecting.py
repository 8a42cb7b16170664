"""Detection: measure the project's cadastre, judge every parcel, keep the verdicts, explain them."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pandas as pd

from flurinfill.detection import profiles
from flurinfill.detection.explanation import explain as explain_row
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge
from flurinfill.model.change import Change
from flurinfill.model.errors import InputError, ProjectError
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.rules import RuleProfile, Verdict
from flurinfill.project import Project, operations, queries


@dataclass(frozen=True)
class DetectionReport:
    """What a detection run found: parcels by class, and how long measuring and judging took."""

    change: Change
    counts: dict[str, int]
    seconds: float


def detect(
    project: Project, profile: RuleProfile | None = None, *, progress: Progress = SILENT
) -> DetectionReport:
    """Judge every parcel of the project by a profile and keep the result.

    Parameters
    ----------
    project : Project
        An open project with a cadastre.
    profile : RuleProfile, optional
        Default: the profile of the last run, else the first built-in one.

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
    cadastre = queries.cadastre(project)
    measures = measure(cadastre, setback_m=profile.setback_m, progress=progress)
    progress.report("judge", 0, 1)
    verdicts = judge(measures, profile)
    seconds = time.perf_counter() - started
    progress.report("judge", 1, 1)
    change = operations.store_detection(project, measures, verdicts, profile, profiles.dump(profile))
    counts = {str(code): int(n) for code, n in verdicts["potential"].value_counts().items()}
    return DetectionReport(change, counts, seconds)


def active_profile(project: Project) -> RuleProfile:
    """Return the profile of the last run, else the first built-in one."""
    text = queries.profile_text(project)
    return profiles.parse(text, project.path.name) if text else profiles.builtin()[0]


def explain(project: Project, parcel_text: str) -> Verdict:
    """Explain one parcel's verdict from the stored measures; parameters as :func:`measured_parcel`."""
    parcel_id, row = measured_parcel(project, parcel_text)
    return explain_row(parcel_id, row, active_profile(project))


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
