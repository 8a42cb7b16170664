"""Judge by other thresholds: the stored measures stay, nothing is measured anew."""

from __future__ import annotations

import time

from flurinfill.detection import profiles
from flurinfill.detection.rules import judge
from flurinfill.model.errors import InputError, ProjectError
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.rules import RuleProfile
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.detecting import DetectionReport


def rejudge(project: Project, profile: RuleProfile, *, progress: Progress = SILENT) -> DetectionReport:
    """Judge every parcel by another profile and make it the project's own.

    What a person has decided stays; a site whose class is another now is only marked.

    Parameters
    ----------
    project : Project
        Its detection has run.
    profile : RuleProfile
        With the setback of the profile that the measures were made for.

    Raises
    ------
    InputError
        ``not_detected`` when nothing was measured yet.
    ProjectError
        ``project_read_only``.
    """
    if project.read_only:
        raise ProjectError("project_read_only", path=str(project.path))
    started = time.perf_counter()
    progress.report("judge", 0, 1)
    measures = queries.measures(project)
    if not len(measures):
        raise InputError("not_detected", text=project.path.name)
    verdicts = judge(measures, profile)
    seconds = time.perf_counter() - started
    progress.report("judge", 1, 1)
    change = operations.store_detection(project, measures, verdicts, profile, profiles.dump(profile))
    counts = {str(code): int(n) for code, n in verdicts["potential"].value_counts().items()}
    return DetectionReport(change, counts, seconds)
